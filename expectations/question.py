"""What gate 2 asks departments, rule by rule: the cell, what it says, and the cell that speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.quantity.number import plain


def _shown(row: Mapping[str, Any], column: str) -> str:
    return plain(row[column].scaleb(-int(row["display_unit_mult"])))


def _say_fall(row: Mapping[str, Any]) -> Finding:
    before = f"{row['before_at']}: {_shown(row, 'value_before')}"
    return _asked("YTD_FALLS", row, "source", _shown(row, "obs_value"), before)


def _say_base(row: Mapping[str, Any]) -> Finding:
    own = f"{_cell(row, 'base_own')}: {_shown(row, 'base_value_own')}"
    return _asked("BASE_DIFFERS", row, "base", _shown(row, "base_value"), own)


def _say_growth(row: Mapping[str, Any]) -> Finding:
    """Without the growth that the levels give: a department is asked what is right, never told what to report."""
    return _asked(
        "GROWTH_DISAGREES", row, "growth", _reported(row), f"{_cell(row, 'level')}, {_cell(row, 'base')}"
    )


def _reported(row: Mapping[str, Any]) -> str:
    """A growth as it was reported: a figure, or the bounds that its words leave (近11倍: [950, 1100))."""
    if row["growth_reported"] is not None:
        return f"{plain(row['growth_reported'])}%"
    ends = ("…" if row[name] is None else plain(row[name]) for name in ("reported_low", "reported_high"))
    return f"{', '.join(ends)} %"


def _say_jump(row: Mapping[str, Any]) -> Finding:
    return _asked("LEVEL_JUMPS", row, "source", _shown(row, "obs_value"), row["before_at"])


def _say_sign(row: Mapping[str, Any]) -> Finding:
    return _asked("WRONG_SIGN", row, "growth", _reported(row), _cell(row, "base"))


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


def _cell(row: Mapping[str, Any], of: str) -> str:
    return f"{row[f'{of}_file']} {row[f'{of}_sheet']}!{row[f'{of}_cell']}"


def _asked(rule: str, row: Mapping[str, Any], at: str, found: str, evidence: str) -> Finding:
    """A question to the department about the cell that the row names as `<at>_cell`."""
    submission_id = row["submission_id" if at == "source" else f"{at}_submission_id"]
    place = Place(
        row[f"{at}_file"],
        row[f"{at}_sheet"],
        row[f"{at}_cell"],
        submission_id,
        row["form_id"],
        row["time_period"],
    )
    series_id = row["series_id"]
    return finding(rule, place, found=found, subject=series_id, evidence=evidence, series_id=series_id)


SAY: dict[str, Callable[[Mapping[str, Any]], Finding]] = {
    "YTD_FALLS": _say_fall,
    "LEVEL_JUMPS": _say_jump,
    "BASE_DIFFERS": _say_base,
    "GROWTH_DISAGREES": _say_growth,
    "WRONG_SIGN": _say_sign,
    "FORMS_DIFFER": _say_forms,
    "CORRECTION_OBSOLETE": _say_correction,
    "CORRECTION_FORBIDDEN": _say_correction,
}
