"""What a return's own figures make of the rates and differences that it states beside them.

A department computes completion, gap, difference, contribution and share from cells of the same sheet. Each is
computed again from those cells; the stated one may differ by what the rounding of the cells allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from ingest.period.month import year_before

Row = Mapping[str, Any]

_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_MONTHS = 12
_TARGET = "target"


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure computed again, and how far from it a rounded one may lie."""

    value: Decimal
    tolerance: Decimal


def computed_values(rows: Sequence[Row]) -> list[Computed | None]:
    """For each observation of one or more returns, what its return's other cells make it; None for what is
    no derived figure or lacks an operand."""
    levels = _levels(rows)
    return [_computed(row, levels) for row in rows]


def _levels(rows: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    """The levels, targets and bases of each return, and completions, which gaps rest on."""
    found = {}
    for row in rows:
        if row["obs_value"] is None or row["qualifier"] != "eq" or row["time_transform"] != "N":
            continue
        kind = _TARGET if row["status_class"] == "target" else row["scope_basis"]
        found[_key(row, row["measure"], kind, row["ref_area"], row["time_period"])] = row
    return found


def _key(row: Row, measure: str, kind: str, area: str, period: str) -> tuple[str, ...]:
    same = ("submission_id", "indicator_id", "place_id", "breakdown", "currency")
    # A month and its year to date stand in one row of a form; a target is the year's, whatever is held against it.
    accumulation = "" if kind == _TARGET else str(row["accumulation"])
    return (*(str(row[name]) for name in same), accumulation, measure, kind, area, period)


def _computed(row: Row, levels: Mapping[tuple[str, ...], Row]) -> Computed | None:
    if row["obs_value"] is None:
        return None
    period = str(row["time_period"])

    def level(kind: str, area: str, when: str, measure: str = "VALUE") -> Row | None:
        return levels.get(_key(row, measure, kind, area, when))

    area = str(row["ref_area"])
    match (row["measure"], row["time_transform"]):
        case ("COMPLETION", "N"):
            return _of([level("OWN", area, period), level(_TARGET, area, period[:4])], _rate)
        case ("PROGRESS_GAP", "N"):
            passed = _HUNDRED * int(period[5:7] or _MONTHS) / _MONTHS  # a year has passed as a whole
            return _of([level("OWN", area, period, "COMPLETION")], lambda completion: completion - passed)
        case ("VALUE", "D1Y"):
            before = level(str(row["scope_basis"]), area, year_before(period))
            return _of([level("OWN", area, period), before], lambda x1, x0: x1 - x0)
        case ("VALUE" | "SHARE", "GO1Y"):
            part, base = str(row["component_area"]), str(row["scope_basis"])
            of_part = [level("OWN", part, period), level(base, part, year_before(period))]
            of_whole = [level("OWN", area, period), level(base, area, year_before(period))]
            if row["measure"] == "VALUE":
                return _of([*of_part, of_whole[1]], lambda x1, x0, whole: _rate(x1 - x0, whole))
            return _of([*of_part, *of_whole], lambda x1, x0, all1, all0: _rate(x1 - x0, all1 - all0))
    return None


def _rate(part: Decimal, whole: Decimal) -> Decimal | None:
    return _HUNDRED * part / whole if whole else None


def _of(operands: Sequence[Row | None], formula: Callable[..., Decimal | None]) -> Computed | None:
    """A formula of operands, and the widest that it moves when each moves by half a unit of its last place."""
    known = [row for row in operands if row is not None]
    if len(known) < len(operands):
        return None
    value = formula(*(row["obs_value"] for row in known))
    if value is None:
        return None
    around = [(row["obs_value"] - half_ulp(row), row["obs_value"] + half_ulp(row)) for row in known]
    moved = [formula(*corner) for corner in product(*around)]
    return Computed(value, max((abs(each - value) for each in moved if each is not None), default=Decimal(0)))


def half_ulp(row: Row) -> Decimal:
    """Half a unit of the last place of a figure as it was reported."""
    return _HALF.scaleb(row["reported_unit_mult"] - row["reported_decimals"])
