"""The workbook of a hand-back: the department's own with marks, one of what was read of it, or the list alone."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from ingest.reading.explanation import SHEET_NAME, is_list_of_findings
from ingest.workbook.cells.cell import Workbook
from ingest.workbook.limits import Limits
from ingest.workbook.marking.mark import NotMarkedError, extension_of, marked
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from warehouse.hand_back.copied import Copied, CopyKind
from warehouse.hand_back.listing import listing
from warehouse.hand_back.marks import marks_of
from warehouse.hand_back.review import Review

# Where the department has a sheet of its own under the name of ours.
_OTHER_NAME = "审核意见反馈"


def write_copy(source: Path, review: Review, limits: Limits, target: Path) -> Copied:
    """Make the workbook of a hand-back from an archived file and write it to a path of a folder that nobody reads yet."""
    made, data = copy_of(source.read_bytes(), review, limits)
    target.write_bytes(data)
    return made


def copy_of(data: bytes, review: Review, limits: Limits) -> tuple[Copied, bytes]:
    """The workbook of a hand-back and what it is. Never raises for what a department can send."""
    try:
        workbook = read_workbook(data, limits)
        if workbook.format != "xlsx":
            return _rewritten(workbook, review, limits)
        return _marked(data, workbook, review, limits)
    except NotMarkedError as refused:
        return listed(review, refused.why_zh, refused.why_en)
    except Unreadable as refused:
        words = refused.problem
        return listed(review, words.message_zh, words.message_en)


def listed(review: Review, why_zh: str, why_en: str) -> tuple[Copied, bytes]:
    """The list alone, in a workbook of its own."""
    from ingest.workbook.marking.plain_copy import blank_workbook  # noqa: PLC0415 - xlsxwriter, 0.1 s, seldom needed

    made = marked(blank_workbook(SHEET_NAME), (), listing(review), Limits(), (SHEET_NAME,))
    return _copied(CopyKind.LISTED, ".xlsx", made, why_zh, why_en), made


def _marked(data: bytes, workbook: Workbook, review: Review, limits: Limits) -> tuple[Copied, bytes]:
    ours = [sheet.name for sheet in workbook.sheets if is_list_of_findings(sheet)]
    own = replace(workbook, sheets=tuple(sheet for sheet in workbook.sheets if sheet.name not in ours))
    if not own.sheets:
        raise NotMarkedError(
            "除审核意见外没有别的工作表", "it holds nothing but the list of an earlier hand-back"
        )
    taken = {sheet.name.casefold() for sheet in own.sheets}
    name = ours[0] if ours else _OTHER_NAME if SHEET_NAME in taken else SHEET_NAME
    sheets = frozenset(sheet.name for sheet in own.sheets)
    made = marked(data, marks_of(review, own), listing(review, name, sheets), limits, ours)
    return _copied(CopyKind.MARKED, extension_of(data, limits), made), made


def _rewritten(workbook: Workbook, review: Review, limits: Limits) -> tuple[Copied, bytes]:
    from ingest.workbook.marking.plain_copy import plain_copy  # noqa: PLC0415 - see above

    copy = plain_copy(workbook)
    taken = {name.casefold() for name in copy.names.values()}
    name = _OTHER_NAME if SHEET_NAME in taken else SHEET_NAME
    renamed = replace(
        review,
        items=tuple(
            replace(
                one, finding=replace(one.finding, sheet=copy.names.get(one.finding.sheet, one.finding.sheet))
            )
            for one in review.items
        ),
    )
    sheets = frozenset(copy.names.values())
    made = marked(copy.data, marks_of(review, workbook, copy.names), listing(renamed, name, sheets), limits)
    why = (
        "这种格式不能原样加批注，下面是按读到的内容另存的 .xlsx，原件在旁边",
        "nothing can be marked in this format; this is what was read of it, and the original lies beside it",
    )
    return _copied(CopyKind.REWRITTEN, ".xlsx", made, *why), made


def _copied(kind: CopyKind, extension: str, data: bytes, why_zh: str = "", why_en: str = "") -> Copied:
    return Copied(kind, extension, hashlib.sha256(data).hexdigest(), why_zh, why_en)
