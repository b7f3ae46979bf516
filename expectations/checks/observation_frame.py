"""The frame of new observations that gate 1 looks at: each value beside what it is to be compared with.

The comparisons are columns, so that an expectation is a plain statement about two columns of one row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from expectations.checks.computed_value import Computed, computed_values, half_ulp
from ingest.period.month import year_before

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]

# A growth of 1,000 times is a slip of a unit; a fall by ten times the base happens where capital is taken back.
_PLAUSIBLE_PERCENT = (Decimal(-1000), Decimal(100_000))
# Townships of a district; a province has about 1,800.
_PLAUSIBLE_RANK = (Decimal(1), Decimal(5_000))
_BESIDE = ("measure", "accumulation", "time_transform", "unit_measure", "scope_basis")
_COLUMNS = (
    "row_id", "submission_id", "form_id", "sheet", "cell", "subject", "column", "indicator_id", "measure",
    "accumulation", "time_transform", "scope_basis", "unit_measure", "time_period", "obs_value", "abs_value",
    "reported_value", "reported_unit", "reported_decimals", "decimals_allowed", "rank_expected", "ytd_value",
    "base_value", "computed", "computed_gap", "fraction_of", "rank_beside", "parts_sum", "parts_given", "rank_fraction", "reported_unit_mult", "parts_kind", "parts_gap", "parts_tolerance", "range_low", "range_high",
)  # fmt: skip


def observation_frame(
    observations: Iterable[Row],
    parts: Mapping[tuple[str, ...], Row],
    ranges: Mapping[str, tuple[Any, Any]],
    levels: Mapping[str, str],
) -> pd.DataFrame:
    """One row an observation. `parts`: what a submission's register adds up to, by submission, indicator,
    breakdown, accumulation and time period. `ranges`: plausible low and high of a level, by indicator.
    `levels`: of areas; ranks are among areas of one level, a county is not ranked among its towns."""
    import pandas as pd  # noqa: PLC0415 - 0.6 s, for checking alone

    rows = list(observations)
    decimals = _usual_decimals(rows)
    ranks = _ranks(rows, levels)
    computed = computed_values(rows)
    values = {
        (*_family(row), *(row[name] for name in _BESIDE), row["time_period"]): row["obs_value"]
        for row in rows
    }
    frame = []
    for number, row in enumerate(rows):
        level = row["measure"] == "VALUE" and row["time_transform"] == "N"
        own = level and row["scope_basis"] == "OWN"
        what = ("submission_id", "indicator_id", "breakdown", "accumulation", "time_period")
        part = parts.get(tuple(row[name] for name in what)) if own else None
        gap = abs(row["obs_value"] - part["obs_value"]) if part and row["obs_value"] is not None else None
        low, high = ranges.get(row["indicator_id"], (None, None)) if level else (None, None)
        if row["unit_measure"] == "PERCENT" and row["measure"] == "VALUE":
            low, high = _PLAUSIBLE_PERCENT
        if row["measure"] == "RANK":
            low, high = _PLAUSIBLE_RANK
        frame.append(
            {
                **{name: row[name] for name in _COLUMNS if name in row},
                "row_id": number,
                "subject": "/".join((*row["row_path"], *row["col_path"])),
                "column": "/".join(row["col_path"]),
                "abs_value": abs(row["obs_value"]) if row["obs_value"] is not None else None,
                "decimals_allowed": decimals[_column(row)] + 1,
                "rank_expected": ranks.get(number),
                **_beside_computed(row, computed[number]),
                "rank_beside": _other(values, row, measure="RANK", unit_measure="RANK"),
                "ytd_value": _other(values, row, accumulation="YTD")
                if row["accumulation"] == "PERIOD"
                else None,
                "base_value": _base(values, row) if row["time_transform"] == "G1Y" else None,
                "parts_sum": part["obs_value"] if part else None,
                "parts_given": (part["obs_value"] or None) if part and row["obs_status"] == "O" else None,
                "rank_fraction": _fraction(row) if row["measure"] == "RANK" else None,
                "parts_kind": part["aggregation"] if part else None,
                "parts_gap": gap,
                "parts_tolerance": _parts_tolerance(row, part) if part else None,
                "range_low": low,
                "range_high": high,
            }
        )
    return pd.DataFrame(frame, columns=list(_COLUMNS), dtype=object)


def _beside_computed(row: Row, computed: Computed | None) -> dict[str, Any]:
    """`computed_gap`: by how much a stated figure misses the computed one beyond what rounding allows, 0 for
    not at all. `fraction_of`: the computed percentage of which it is a hundredth; then that is what is wrong."""
    if computed is None:
        return {"computed": None, "computed_gap": None, "fraction_of": None}
    allowed = half_ulp(row) + computed.tolerance
    missed = max(abs(row["obs_value"] - computed.value) - allowed, Decimal(0))
    hundredth = abs(row["obs_value"] * 100 - computed.value) <= half_ulp(row) * 100 + computed.tolerance
    slipped = bool(missed) and row["unit_measure"] == "PERCENT" and hundredth
    return {
        "computed": computed.value,
        "computed_gap": None if slipped else missed,
        "fraction_of": computed.value if slipped else None,
    }


def _parts_tolerance(row: Row, part: Row) -> Decimal:
    """By how much a stated total may miss its parts: by their rounding, and by its own where it is stated coarser
    than they are (1,234 万元 over parts with two decimals). A count misses by nothing."""
    coarser = part["half_ulp"] is not None and half_ulp(row) > part["half_ulp"]
    return Decimal(part["tolerance"]) + (half_ulp(row) if coarser else Decimal(0))


def _fraction(row: Row) -> Decimal | None:
    """What a rank has after the point; None for a whole one."""
    return (row["obs_value"] % 1 or None) if row["obs_value"] is not None else None


def _family(row: Row) -> tuple[str, ...]:
    return (
        row["submission_id"],
        row["indicator_id"],
        row["ref_area"],
        row["place_id"],
        row["breakdown"],
        row["currency"],
    )


def _other(values: Mapping[tuple[str, ...], Any], row: Row, **changed: str) -> Any:
    """The value of the series that differs from a row's in the named dimensions only, in one submission."""
    said = {**row, **changed}
    return values.get((*_family(row), *(said[name] for name in _BESIDE), said["time_period"]))


def _base(values: Mapping[tuple[str, ...], Any], row: Row) -> Any:
    """Last year's figure that the same form quotes beside a growth."""
    unit = row["currency"] if row["currency"] != "_Z" else row["unit_measure"]
    return _other(
        values,
        row,
        time_transform="N",
        scope_basis="QUOTED",
        unit_measure=unit,
        time_period=year_before(row["time_period"]),
    )


def _column(row: Row) -> tuple[str, ...]:
    return (row["submission_id"], *row["col_path"])


def _usual_decimals(rows: list[Row]) -> dict[tuple[str, ...], int]:
    """The number of decimals that most values of a column have."""
    seen: dict[tuple[str, ...], Counter[int]] = defaultdict(Counter)
    for row in rows:
        seen[_column(row)][row["reported_decimals"] if row["obs_value"] is not None else 0] += 1
    return {column: counts.most_common(1)[0][0] for column, counts in seen.items()}


def _ranks(rows: list[Row], levels: Mapping[str, str]) -> dict[int, Decimal]:
    """Competition ranks (1, 2, 2, 4) recomputed for each rank whose ranked values are in the same form."""
    ranked: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        if row["measure"] == "VALUE" and row["obs_value"] is not None:
            ranked[_ranking(row, levels)][row["ref_area"]] = row["obs_value"]
    expected = {}
    for number, row in enumerate(rows):
        group = ranked.get(_ranking(row, levels), {})
        if row["measure"] == "RANK" and row["rank_of_n"] is not None and row["ref_area"] in group:
            higher = sum(value > group[row["ref_area"]] for value in group.values())
            expected[number] = Decimal(higher + 1)
    return expected


def _ranking(row: Row, levels: Mapping[str, str]) -> tuple[str, ...]:
    return (
        levels.get(row["ref_area"], ""),
        row["submission_id"],
        row["indicator_id"],
        row["breakdown"],
        row["accumulation"],
        row["time_transform"],
        row["time_period"],
    )
