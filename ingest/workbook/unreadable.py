"""The ways a file is no workbook to us, each with what was found and what would be read. Chinese first."""

from __future__ import annotations

from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal

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


class Unreadable(Refusal):
    """A file that cannot be read as a workbook at all: the rule that says why, and the evidence."""


def damaged(found_zh: str, found_en: str, part: str = "", sheet: str = "", cell: str = "") -> Unreadable:
    """Truncated, not well-formed, failing its checksum, or contradicting itself.

    `sheet` and `cell` say where, for people; the part of the package says it where there is no sheet.
    """
    at = "!".join(filter(None, (sheet, cell))) or part
    found = f"{found_zh} ({found_en})" + (f": {at}" if at else "")
    expected = "完整的工作簿文件 (a sound workbook file)"
    return Unreadable("DAMAGED_FILE", where=Place("", sheet, cell), found=found, expected=expected, part=part)


def over_limit(limit: str, found: str, allowed: str, part: str = "") -> Unreadable:
    """More than is read of a hand-in. `limit`: the field of Limits."""
    found = f"{found} ({part})" if part else found
    what = _LIMITS[limit]
    return Unreadable("LIMIT_EXCEEDED", found=found, expected=allowed, what=what, limit=limit, part=part)


def encrypted() -> Unreadable:
    """A file that only a password opens."""
    expected = "取消密码后另存的文件 (the same file saved without a password)"
    return Unreadable("ENCRYPTED_FILE", found="文件已加密 (password-protected file)", expected=expected)


def empty_workbook(found: str) -> Unreadable:
    """A workbook in which no cell holds anything. `found`: what is in it instead, for people."""
    expected = "至少一个有内容的单元格 (at least one cell that is not blank)"
    return Unreadable("EMPTY_WORKBOOK", found=found, expected=expected)


def not_a_workbook(found: str, kind: str) -> Unreadable:
    """Content of another kind. `kind`: as file_kind.kind_of tells it."""
    expected = "电子表格,如 .xlsx (a spreadsheet such as .xlsx)"
    return Unreadable("NOT_A_WORKBOOK", found=found, expected=expected, kind=kind)


def format_not_read(found: str, kind: str) -> Unreadable:
    """A spreadsheet, but of a format that is not read. `kind`: as file_kind.kind_of tells it."""
    expected = "另存为 .xlsx 后的文件 (the same saved as .xlsx)"
    return Unreadable("FORMAT_NOT_READ", found=found, expected=expected, kind=kind)
