"""What gate 2 asks departments, rule by rule: the cell, what it says, and the cell that speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ingest.decimal_text import plain
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place


def _shown(row: Mapping[str, Any], column: str) -> str:
    return plain(row[column].scaleb(-int(row["display_unit_mult"])))


def _say_forms(row: Mapping[str, Any]) -> Finding:
    """Asked of the form that repeats the figure; the cell of the one that speaks for it is the evidence."""
    series_id = row["series_id"]
    place = Place(
        row["other_file"],
        row["other_sheet"],
        row["other_cell"],
        row["other_submission_id"],
        row["other_form_id"],
        row["time_period"],
    )
    found = "" if row["other_value"] is None else _shown(row, "other_value")
    evidence = f"{row['source_file']} {row['source_sheet']}!{row['source_cell']}"
    return finding(
        "FORMS_DIFFER",
        place,
        found=found,
        subject=f"{series_id}|{row['other_origin']}",
        evidence=evidence,
        series_id=series_id,
    )


def _say_correction(row: Mapping[str, Any]) -> Finding:
    """To the operator, about the cell that a correction names. It belongs to the office's file, not to a department."""
    place = Place(
        row["source_file"],
        row["source_sheet"],
        row["source_cell"],
        row["submission_id"],
        row["form_id"],
        row["slot_period"],
    )
    return finding(
        {"obsolete": "CORRECTION_OBSOLETE", "forbidden": "CORRECTION_FORBIDDEN"}[row["correction_state"]],
        place,
        found=row["cell_now"],
        expected=row["cell_expected"],
        subject=row["correction_id"],
        evidence=f"corrections.csv {row['correction_id']}",
        correction_id=row["correction_id"],
    )


SAY: dict[str, Callable[[Mapping[str, Any]], Finding]] = {
    "FORMS_DIFFER": _say_forms,
    "CORRECTION_OBSOLETE": _say_correction,
    "CORRECTION_FORBIDDEN": _say_correction,
}
