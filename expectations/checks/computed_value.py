"""What a return's own figures make of the rates and differences that it states beside them.

A department computes completion, gap, difference, contribution and share from cells of the same sheet. Each is
computed again from those cells; the stated one may differ by what the rounding of the cells allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from ingest.observation import Observation
from ingest.period.month import year_before

_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_MONTHS = 12
_TARGET = "target"


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure computed again, and how far from it a rounded one may lie."""

    value: Decimal
    tolerance: Decimal


def computed_values(observations: Sequence[Observation]) -> list[Computed | None]:
    """For each observation of one or more returns, what its return's other cells make it; None for what is
    no derived figure or lacks an operand."""
    levels = _levels(observations)
    return [_computed(observation, levels) for observation in observations]


_Levels = Mapping[tuple[str, ...], Observation]


def _levels(observations: Iterable[Observation]) -> _Levels:
    """The levels, targets and bases of each return, and completions, which gaps rest on."""
    levels = {}
    for figure in observations:
        series = figure.series
        if figure.obs_value is None or figure.qualifier != "eq" or series.time_transform != "N":
            continue
        kind = _TARGET if series.status_class == "target" else series.scope_basis
        levels[_key(figure, series.measure, kind, series.ref_area, figure.time_period)] = figure
    return levels


def _key(figure: Observation, measure: str, kind: str, area: str, period: str) -> tuple[str, ...]:
    series = figure.series
    same = (figure.submission_id, series.indicator_id, series.place_id, series.breakdown, series.currency)
    # A month and its year to date stand in one row of a form; a target is the year's, whatever is held against it.
    accumulation = "" if kind == _TARGET else series.accumulation
    return (*same, accumulation, measure, kind, area, period)


def _computed(figure: Observation, levels: _Levels) -> Computed | None:
    if figure.obs_value is None:
        return None
    series, period = figure.series, figure.time_period

    def level(kind: str, area: str, when: str, measure: str = "VALUE") -> Observation | None:
        return levels.get(_key(figure, measure, kind, area, when))

    area, base = series.ref_area, series.scope_basis
    match (series.measure, series.time_transform):
        case ("COMPLETION", "N"):
            return _of([level("OWN", area, period), level(_TARGET, area, period[:4])], _rate)
        case ("PROGRESS_GAP", "N"):
            passed = _HUNDRED * int(period[5:7] or _MONTHS) / _MONTHS  # a year has passed as a whole
            return _of([level("OWN", area, period, "COMPLETION")], lambda completion: completion - passed)
        case ("VALUE", "D1Y"):
            before = level(base, area, year_before(period))
            return _of([level("OWN", area, period), before], lambda x1, x0: x1 - x0)
        case ("VALUE" | "SHARE", "GO1Y"):
            part = series.component_area
            of_part = [level("OWN", part, period), level(base, part, year_before(period))]
            of_whole = [level("OWN", area, period), level(base, area, year_before(period))]
            if series.measure == "VALUE":
                return _of([*of_part, of_whole[1]], lambda x1, x0, whole: _rate(x1 - x0, whole))
            return _of([*of_part, *of_whole], lambda x1, x0, all1, all0: _rate(x1 - x0, all1 - all0))
    return None


def _rate(part: Decimal, whole: Decimal) -> Decimal | None:
    return _HUNDRED * part / whole if whole else None


def _of(operands: Sequence[Observation | None], formula: Callable[..., Decimal | None]) -> Computed | None:
    """A formula of operands, and the widest that it moves when each moves by half a unit of its last place."""
    known = [
        (figure.obs_value, half_ulp(figure)) for figure in operands if figure and figure.obs_value is not None
    ]
    if len(known) < len(operands):
        return None
    value = formula(*(amount for amount, _ in known))
    if value is None:
        return None
    moved = [formula(*corner) for corner in product(*((x - half, x + half) for x, half in known))]
    return Computed(value, max((abs(each - value) for each in moved if each is not None), default=Decimal(0)))


def half_ulp(figure: Observation) -> Decimal:
    """Half a unit of the last place of a figure as it was reported."""
    return _HALF.scaleb(figure.reported_unit_mult - figure.reported_decimals)
