"""Two published files side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from ingest.finding.refusal import Refusal
from ingest.office.revision_reason import REVISION_REASONS
from warehouse.answers.changes.change import GROWTH, WHY, Change, differs_by, percent_of
from warehouse.codes import fixed_lists
from warehouse.series.words import figure_zh
from warehouse.store.connection import opened_beside, selected

Row = Mapping[str, Any]

# A difference of these is no share of anything.
_IN_POINTS = ("PERCENT", "PP", "RANK")


def changes(before: Path, after: Path) -> list[Change]:
    """Every figure that differs, of `mart_indicator` first; by the file that says it. SnapshotHeldError.

    Refusal NOT_COMPARABLE where one of them was made by a version that had not these columns.
    """
    sql = Path(__file__).with_name("compared.sql").read_text(encoding="utf-8")
    with opened_beside(before=before, after=after) as connection:
        try:
            return [_change(row) for row in selected(connection, sql)]
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            which = f"{before.parent.name} → {after.parent.name}"
            raise Refusal("NOT_COMPARABLE", where=which, found=str(error).partition("\n")[0]) from error


def _change(row: Row) -> Change:
    is_growth = row["figure"] == GROWTH
    unit = "PERCENT" if is_growth else row["unit_measure"]
    before, after = row["before_value"], row["after_value"]
    why, zh, en = _why(row)
    return Change(
        change=row["change"],
        figure=row["figure"],
        indicator_id=row["indicator_id"],
        name_zh=figure_zh(row) + (" 计算同比" if is_growth else ""),
        time_period=row["time_period"],
        before_display=_display(row, "before", is_growth),
        after_display=_display(row, "after", is_growth),
        display_unit_zh=row["display_unit_zh"] or "",
        difference=None if row["is_grade"] else differs_by(before, after, row["unit_mult"]),
        difference_percent=None if row["is_grade"] or unit in _IN_POINTS else percent_of(before, after),
        why=why,
        why_zh=zh,
        why_en=en,
        before_value=before,
        after_value=after,
        unit_measure=unit,
        series_id=row["series_id"],
        department_zh=row["department_zh"] or row["department_id"],
        source_file=row["source_file"],
        source_sheet=row["source_sheet"],
        source_cell=row["source_cell"],
        submission_id=row["submission_id"],
        received_at=row["received_at"],
        is_synthetic=row["is_synthetic"],
    )


def _display(row: Row, side: str, is_growth: bool) -> str | None:
    """A value as it was displayed; a growth that was not computed by its reason. None where the file has no such figure."""
    shown, reason = row[f"{side}_display"], row[f"reason_{side}"]
    if shown is None and is_growth and reason:
        return f"[{fixed_lists()['CL_COMPUTED_REASON'].get(reason, (reason,))[0]}]"
    return None if shown is None else str(shown)


def _why(row: Row) -> tuple[str, str, str]:
    """The code of a reason with its words. What a submitter or a correction states is said as it is stated."""
    why = row["why"]
    if why == "corrected":
        told = [
            f"{row['correction_id']}：{row['correction_reason_zh']}",
            f"{row['correction_id']}: {row['correction_reason_en']}",
        ]
        return why, f"{WHY[why][0]} {told[0]}", f"{WHY[why][1]}, {told[1]}"
    if why == "revised" and row["revision_reason"] in REVISION_REASONS:
        why = row["revision_reason"]
    return why, *WHY[why]
