"""The marks of a hand-back: which cell each finding is shown at, how strongly, and what its note says."""

from __future__ import annotations

from ingest.finding.message import Duty, Severity, message
from ingest.workbook.cells.cell import Workbook
from ingest.workbook.marking.mark import Mark
from ingest.workbook.marking.styles import Weight
from ingest.workbook.marking.where_seen import where_seen
from warehouse.hand_back.listing import root_label
from warehouse.hand_back.review import DUTIES_ZH, Item, Review

_WEIGHTS = {Duty.MUST_FIX: Weight.STRONG, Duty.EXPLAIN: Weight.MEDIUM}


def marks_of(review: Review, workbook: Workbook, names: dict[str, str] | None = None) -> list[Mark]:
    """A mark for each finding. `names`: what the sheets are called in the copy, where that is not as they were read."""
    called = names or {}
    marks = []
    for item in review.items:
        seen = where_seen(workbook, item.finding.sheet, item.finding.cell)
        note = _note(item, seen.instead_of)
        marks.append(Mark(called.get(seen.sheet, seen.sheet), seen.cell, _weight(item), note))
    return marks


def _weight(item: Item) -> Weight:
    if item.follows:
        return Weight.WEAK
    if item.finding.severity is Severity.HOLD:
        return Weight.STRONG
    return _WEIGHTS.get(item.finding.duty, Weight.WEAK)


def _note(item: Item, instead_of: str) -> str:
    found = item.finding
    about = f"（指 {instead_of}）" if instead_of else ""
    if item.follows:
        return f"{item.label} {found.rule}{about}\n由 {root_label(item)} 引起：{found.message_zh}"
    title = f"{item.label} {DUTIES_ZH[found.duty]} {message(found.rule).title_zh} {found.rule}{about}"
    return f"{title}\n{found.message_zh}\n改法：{found.remedy_zh}"
