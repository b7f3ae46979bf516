"""What a trace says of one published number. The fields are those of `trace --json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class TracedCell:
    """One cell that the number rests on. `current`: of the submission that speaks for its period now."""

    role: str
    file: str
    sheet: str
    cell: str
    raw_text: str
    submission_id: str
    received_at: str
    accepted_at: str
    current: bool
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class TracedCorrection:
    """Who corrected a number, who approved it and who confirmed it for the submitter, and why."""

    correction_id: str
    author: str
    approver: str
    confirmed_by: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class TracedVintage:
    """The number as it was first said with this value, and the cell that said it. A number that never spoke
    for its period, because something received later was accepted before it, is vintage 0.

    `correction`: where `value_origin` is corrected, the cell says something else.
    """

    vintage: int
    value: str | None
    display_value: str
    submission_id: str
    file: str
    sheet: str
    cell: str
    raw_text: str
    received_at: str
    accepted_at: str
    current: bool
    value_origin: str
    revision_reason: str
    correction: TracedCorrection | None = None


@dataclass(frozen=True, slots=True)
class OtherForm:
    """What another form says of the same series and period. `value`: exact, in `unit`; None where it states none."""

    form_id: str
    value: str | None
    unit: str
    display_value: str
    display_unit: str
    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One published number and where it comes from. `value` is exact, in `unit`; None has an `obs_reason`."""

    indicator_id: str
    indicator_zh: str
    series_id: str
    time_period: str
    ref_area: str
    area_zh: str
    breakdown_zh: str
    dimensions: Mapping[str, str]
    value: str | None
    unit: str
    display_value: str
    display_unit: str
    is_synthetic: bool
    obs_status: str
    obs_reason: str
    reconciliation: str
    department_id: str
    department_zh: str
    formula_zh: str
    formula_en: str
    cells: tuple[TracedCell, ...]
    vintages: tuple[TracedVintage, ...]
    other_forms: tuple[OtherForm, ...]
    snapshot_id: str

    def as_dict(self) -> dict[str, Any]:
        """What `trace --json` prints."""
        formula = f"{self.formula_zh} ({self.formula_en})"
        return {"schema_version": SCHEMA_VERSION, **asdict(self), "formula": formula}
