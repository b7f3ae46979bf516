"""The ways a file is refused, each with what was found and what would be read. Chinese first."""

from __future__ import annotations

from ingest.finding.finding import Unreadable

_LIMITS = {
    "file_bytes": "文件大小 (file size)",
    "entries": "压缩包部件数 (zip entries)",
    "entry_bytes": "部件展开后大小 (part, inflated)",
    "total_bytes": "全部展开后大小 (all parts, inflated)",
    "ratio": "压缩比 (inflated to compressed)",
    "cells": "单元格数 (cells)",
    "merges": "合并区域数 (merged ranges)",
    "text_characters": "单个文本字数 (characters of one text)",
}


def damaged(found_zh: str, found_en: str, part: str = "", sheet: str = "", cell: str = "") -> Unreadable:
    """Truncated, not well-formed, failing its checksum, or contradicting itself.

    `sheet` and `cell` say where, for people; the part of the package says it where there is no sheet.
    """
    where = "!".join(filter(None, (sheet, cell))) or part
    found = f"{found_zh} ({found_en})" + (f": {where}" if where else "")
    words = {"part": part, "sheet": sheet, "cell": cell}
    return Unreadable("DAMAGED_FILE", found, "完整的工作簿文件 (a sound workbook file)", words)


def over_limit(limit: str, found: str, allowed: str, part: str = "") -> Unreadable:
    """More than is read of a hand-in. `limit`: the field of Limits."""
    words = {"what": _LIMITS[limit], "limit": limit, "part": part}
    return Unreadable("LIMIT_EXCEEDED", f"{found} ({part})" if part else found, allowed, words)


def encrypted() -> Unreadable:
    """A file that only a password opens."""
    return Unreadable(
        "ENCRYPTED_FILE",
        "文件已加密 (password-protected file)",
        "取消密码后另存的文件 (the same file saved without a password)",
    )


def empty_workbook(found: str) -> Unreadable:
    """A workbook in which no cell holds anything. `found`: what is in it instead, for people."""
    expected = "至少一个有内容的单元格 (at least one cell that is not blank)"
    return Unreadable("EMPTY_WORKBOOK", found, expected)


def not_a_workbook(found: str, kind: str) -> Unreadable:
    """Content of another kind. `kind`: as file_kind.kind_of tells it."""
    return Unreadable(
        "NOT_A_WORKBOOK", found, "电子表格,如 .xlsx (a spreadsheet such as .xlsx)", {"kind": kind}
    )


def format_not_read(found: str, kind: str) -> Unreadable:
    """A spreadsheet, but of a format that is not read. `kind`: as file_kind.kind_of tells it."""
    expected = "另存为 .xlsx 后的文件 (the same saved as .xlsx)"
    return Unreadable("FORMAT_NOT_READ", found, expected, {"kind": kind})
