"""One figure that is not what it was, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from ingest.office.revision_reason import REVISION_REASONS

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
VALUE, GROWTH = "value", "growth_computed"
MARK = "mark"

# Why, where it is not a submitter's own reason: (中文, English).
WHY: dict[str, tuple[str, str]] = {
    "new_submission": ("新报的", "newly handed in"),
    "revised": ("新的一份报送取代了原来的，没有说明原因", "another submission took its place; nobody said why"),
    "filled_in": ("原来空着，现在填了", "it was blank before"),
    "corrected": ("更正", "corrected"),
    MARK: ("数没有变，只是示例的记号变了", "the same figure: only its mark of a sample changed"),
    "earlier_stands": ("后来的一份不再采用，恢复了在前的", "the later submission no longer stands; the one before does"),
    "released": ("待核的已放行", "what was held was released"),
    "held": ("待核", "held"),
    "left_out": ("新的一份里没有这个数了", "the submission that stands now leaves it out"),
    "submission_refused": ("那份报送已退回", "its submission was refused"),
    "submission_gone": ("那份报送不在了", "its submission is no longer there"),
    "read_again": ("同一份报送：重读过，或目录、程序变了", "the same submission: read again, or the catalogue or the program changed"),
    "level": ("本期数变了", "its level changed"),
    "base": ("基数变了", "its base changed"),
    "level_and_base": ("本期数和基数都变了", "its level and its base changed"),
    "rule": ("口径或可比性变了", "the method or what is comparable changed"),
    **REVISION_REASONS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of one file that the other has not, or has otherwise. `before_value` and `after_value` are exact, in
    `unit_measure`; the displays and `difference` are in `display_unit_zh`, a difference of rates in percentage points.

    `why`: a reason that the submitter stated, or a code of WHY; the file and the cell are those of what stands now, and of
    what stood where it is removed.
    """

    change: str
    figure: str
    indicator_id: str
    name_zh: str
    time_period: str
    before_display: str | None
    after_display: str | None
    display_unit_zh: str
    difference: Decimal | None
    difference_percent: Decimal | None
    why: str
    why_zh: str
    why_en: str
    before_value: Decimal | None
    after_value: Decimal | None
    unit_measure: str
    series_id: str
    department_zh: str
    source_file: str
    source_sheet: str
    source_cell: str
    submission_id: str
    received_at: datetime
    is_synthetic: bool


def differs_by(before: Decimal | None, after: Decimal | None, unit_mult: int) -> Decimal | None:
    """By how much, in a unit of that power of ten; None where one of them is no number."""
    return None if before is None or after is None else (after - before).scaleb(-unit_mult).normalize() + 0


def percent_of(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """The change in percent of a positive amount, half up to two decimals; None for all else."""
    if before is None or after is None or before <= 0:
        return None
    return ((after - before) / before * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
