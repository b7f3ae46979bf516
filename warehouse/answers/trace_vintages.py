"""The earlier versions of a traced number, and how a version is displayed beside the current one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ingest.decimal_text import plain
from warehouse.answers.trace_rows import TracedCorrection, TracedVintage
from warehouse.codes import fixed_lists
from warehouse.formula import SAMPLE
from warehouse.ledger.row import instant_text

Row = Mapping[str, Any]

# Of one submission what is corrected or reported speaks before what its register adds up to, and that before what it
# withdrew.
_SPEAKS = {"corrected": 0, "reported": 0, "register": 1, "withdrawn": 2}


def _spoken(said: list[dict[str, Any]], found: Row) -> list[dict[str, Any]]:
    """What each submission of the form says of the number, in their order."""
    own = [row for row in said if all(row[name] == found[name] for name in ("form_id", "reporting_level"))]
    first: dict[str, int] = {}
    for row in own:
        rank = _SPEAKS[row["value_origin"]]
        first[row["submission_id"]] = min(rank, first.get(row["submission_id"], rank))
    return [row for row in own if _SPEAKS[row["value_origin"]] == first[row["submission_id"]]]


def vintages(
    found: Row, said: list[dict[str, Any]], unit_mult: int, corrections: Mapping[str, TracedCorrection]
) -> tuple[TracedVintage, ...]:
    """One for each value that this form ever gave, oldest first; the rows come in that order. A sum that took the place of
    what was stated is shown beside it, even where the number is the same: it comes from other cells.

    Where a correction stands, the value speaks that it gives, not the one that the same submission reports.
    """
    first: dict[tuple[bool, int, str], Row] = {}
    current = set()
    for row in _spoken(said, found):
        # What never spoke has no number of its own: each such value is shown. Sums are counted apart from what is stated.
        added_up = row["value_origin"] == "register"
        key = (added_up, row["vintage"], "" if row["vintage"] else row["submission_id"])
        first.setdefault(key, row)
        if row["submission_id"] == found["submission_id"] and row["value_origin"] == found["value_origin"]:
            current.add(key)
    return tuple(
        TracedVintage(
            vintage=row["vintage"],
            value=exact(row["obs_value"]),
            display_value=displayed(row, found, unit_mult),
            submission_id=row["submission_id"],
            file=row["source_file"],
            sheet=row["source_sheet"],
            cell=row["source_cell"],
            raw_text=row["raw_text"],
            **instants(row),
            current=key in current,
            value_origin=row["value_origin"],
            revision_reason=row["revision_reason"],
            correction=corrections.get(row["correction_id"]),
        )
        for key, row in first.items()
    )


def displayed(row: Row, found: Row, unit_mult: int) -> str:
    """An earlier value in the unit and with the decimals in which the current one is displayed."""
    if row["obs_value"] == found["obs_value"] and row["is_synthetic"] == found["is_synthetic"]:
        return str(found["display_value"])
    mark = SAMPLE if row["is_synthetic"] else ""
    if row["obs_value"] is None:
        return f"[{_reason_zh(row)}]{mark}"
    shown = found["display_value"].removesuffix(SAMPLE).partition(".")[2]
    decimals = row["reported_decimals"] if row["unit_measure"] in ("PERCENT", "PP") else len(shown)
    exact = row["obs_value"].scaleb(-unit_mult)
    value = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    # Beside no value there are no decimals to follow; and what is not zero is not shown as 0.
    if found["obs_value"] is None or (exact and not value):
        return f"{plain(exact)}{mark}"
    return f"{value:f}{mark}"


def _reason_zh(row: Row) -> str:
    """Why a value is missing, in words; the cell's own where it says a bound."""
    if row["qualifier"] != "_Z":
        return str(row["raw_text"])
    lists, reason = fixed_lists(), row["obs_reason"]
    return lists["CL_OBS_REASON"][reason][0] if reason else lists["CL_OBS_STATUS"][row["obs_status"]][0]


def exact(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def instants(row: Row) -> dict[str, str]:
    """The two clocks of a row, of the file's UTC without a zone, as text."""
    names = ("received_at", "accepted_at")
    return {name: instant_text(_aware(row[name])) if row[name] else "" for name in names}


def _aware(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC)
