"""The rows of new observations that gate 1 looks at: each value beside what it is to be compared with.

The comparisons are columns, so that an expectation is a plain statement about two columns of one row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from expectations.checks.computed_value import Computed, computed_values, half_ulp
from expectations.checks.register_totals import RegisterTotal
from ingest.observation import DIMENSIONS, Observation
from ingest.period.month import year_before
from ingest.quantity.number import plain

# A growth of 1,000 times is a slip of a unit; a fall by ten times the base happens where capital is taken back.
_PLAUSIBLE_PERCENT = (Decimal(-1000), Decimal(100_000))
# Townships of a district; a province has about 1,800.
_PLAUSIBLE_RANK = (Decimal(1), Decimal(5_000))
_BESIDE = ("measure", "accumulation", "time_transform", "unit_measure", "scope_basis")

Range = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """An observation beside what it is compared with; None where there is nothing to compare with.

    `decimals_allowed`: one more than most values of its column have. `computed_gap`: by how much a stated figure
    misses the computed one beyond what rounding allows, 0 for not at all. `fraction_of`: the computed percentage of
    which it is a hundredth; then that is what is wrong. `parts_…`: what the register adds up to; `parts_given` is
    the sum where the total itself is blank. `rank_fraction`: what a rank has after the point.
    """

    observation: Observation
    decimals_allowed: int
    rank_expected: Decimal | None
    rank_beside: Decimal | None
    rank_fraction: Decimal | None
    computed: Decimal | None
    computed_gap: Decimal | None
    fraction_of: Decimal | None
    ytd_value: Decimal | None
    base_value: Decimal | None
    parts_kind: str | None
    parts_sum: Decimal | None
    parts_given: Decimal | None
    parts_gap: Decimal | None
    parts_tolerance: Decimal | None
    range_low: Decimal | None
    range_high: Decimal | None

    @property
    def submission_id(self) -> str:
        return self.observation.submission_id

    @property
    def sheet(self) -> str:
        return self.observation.sheet

    @property
    def cell(self) -> str:
        return self.observation.cell

    @property
    def abs_value(self) -> Decimal | None:
        """The value without its sign; None where there is none."""
        return None if self.observation.obs_value is None else abs(self.observation.obs_value)

    def subject(self, check: str) -> str:
        """The labels of its row and column."""
        return "/".join((*self.observation.row_path, *self.observation.col_path))

    def value(self, column: str) -> object:
        """What an expectation sees in a column. AttributeError for one that there is not."""
        if column in _OWN:
            return getattr(self, column)
        return getattr(self.observation.series if column in DIMENSIONS else self.observation, column)

    def reported(self, value: Decimal | None) -> str:
        """A value in the unit in which the return reports; empty where there is none."""
        return "" if value is None else plain(value.scaleb(-self.observation.reported_unit_mult))


_OWN = frozenset({"abs_value", *(field.name for field in fields(ObservationRow))})


def observation_rows(
    observations: Sequence[Observation],
    totals: Mapping[tuple[str, ...], RegisterTotal],
    ranges: Mapping[str, Range],
    levels: Mapping[str, str],
) -> list[ObservationRow]:
    """One row an observation. `totals`: what a submission's register adds up to, by submission, indicator,
    breakdown, accumulation and time period. `ranges`: plausible low and high of a level, by indicator.
    `levels`: of areas; ranks are among areas of one level, a county is not ranked among its towns."""
    decimals = _usual_decimals(observations)
    ranks = _ranks(observations, levels)
    values = {_beside(one, one.time_period): one.obs_value for one in observations}
    return [
        _row(
            one,
            values,
            computed,
            _total_of(one, totals),
            _range_of(one, ranges),
            decimals_allowed=decimals[_column(one)] + 1,
            rank_expected=ranks.get(place),
        )
        for place, (one, computed) in enumerate(zip(observations, computed_values(observations), strict=True))
    ]


_Values = Mapping[tuple[str, ...], Decimal | None]


def _row(
    observation: Observation,
    values: _Values,
    computed: Computed | None,
    total: RegisterTotal | None,
    plausible: Range,
    *,
    decimals_allowed: int,
    rank_expected: Decimal | None,
) -> ObservationRow:
    series, value, period = observation.series, observation.obs_value, observation.time_period
    gap, fraction_of = _missed(observation, computed)
    is_period, is_growth = series.accumulation == "PERIOD", series.time_transform == "G1Y"
    return ObservationRow(
        observation=observation,
        decimals_allowed=decimals_allowed,
        rank_expected=rank_expected,
        rank_beside=values.get(_beside(observation, period, measure="RANK", unit_measure="RANK")),
        rank_fraction=(value % 1 or None) if series.measure == "RANK" and value is not None else None,
        computed=computed.value if computed else None,
        computed_gap=gap,
        fraction_of=fraction_of,
        ytd_value=values.get(_beside(observation, period, accumulation="YTD")) if is_period else None,
        base_value=_base(values, observation) if is_growth else None,
        parts_kind=total.aggregation if total else None,
        parts_sum=total.value if total else None,
        parts_given=(total.value or None) if total and observation.obs_status == "O" else None,
        parts_gap=abs(value - total.value) if total and value is not None else None,
        parts_tolerance=_parts_tolerance(observation, total) if total else None,
        range_low=plausible[0],
        range_high=plausible[1],
    )


def _is_level(observation: Observation) -> bool:
    return observation.series.measure == "VALUE" and observation.series.time_transform == "N"


def _total_of(
    observation: Observation, totals: Mapping[tuple[str, ...], RegisterTotal]
) -> RegisterTotal | None:
    series = observation.series
    if not _is_level(observation) or series.scope_basis != "OWN":
        return None
    what = (series.indicator_id, series.breakdown, series.accumulation)
    return totals.get((observation.submission_id, *what, observation.time_period))


def _range_of(observation: Observation, ranges: Mapping[str, Range]) -> Range:
    series = observation.series
    if series.measure == "RANK":
        return _PLAUSIBLE_RANK
    if series.unit_measure == "PERCENT" and series.measure == "VALUE":
        return _PLAUSIBLE_PERCENT
    return ranges.get(series.indicator_id, (None, None)) if _is_level(observation) else (None, None)


def _missed(observation: Observation, computed: Computed | None) -> tuple[Decimal | None, Decimal | None]:
    """`computed_gap` and `fraction_of` of a row."""
    value = observation.obs_value
    if computed is None or value is None:
        return None, None
    half = half_ulp(observation)
    missed = max(abs(value - computed.value) - half - computed.tolerance, Decimal(0))
    hundredth = abs(value * 100 - computed.value) <= half * 100 + computed.tolerance
    if missed and observation.series.unit_measure == "PERCENT" and hundredth:
        return None, computed.value
    return missed, None


def _parts_tolerance(observation: Observation, total: RegisterTotal) -> Decimal:
    """By how much a stated total may miss its parts: by their rounding, and by its own where it is stated coarser
    than they are (1,234 万元 over parts with two decimals). A count misses by nothing."""
    half = half_ulp(observation)
    coarser = total.half_ulp is not None and half > total.half_ulp
    return total.tolerance + (half if coarser else Decimal(0))


def _beside(observation: Observation, period: str, **changed: str) -> tuple[str, ...]:
    """The key of a value within its submission: that of an observation, or of the series that differs from it in
    the named dimensions only."""
    series = observation.series
    return (
        observation.submission_id,
        series.indicator_id,
        series.ref_area,
        series.place_id,
        series.breakdown,
        series.currency,
        *(changed[name] if name in changed else getattr(series, name) for name in _BESIDE),
        period,
    )


def _base(values: _Values, observation: Observation) -> Decimal | None:
    """Last year's figure that the same form quotes beside a growth."""
    series = observation.series
    unit = series.currency if series.currency != "_Z" else series.unit_measure
    before = year_before(observation.time_period)
    return values.get(
        _beside(observation, before, time_transform="N", scope_basis="QUOTED", unit_measure=unit)
    )


def _column(observation: Observation) -> tuple[str, ...]:
    return (observation.submission_id, *observation.col_path)


def _usual_decimals(observations: Iterable[Observation]) -> dict[tuple[str, ...], int]:
    """The number of decimals that most values of a column have."""
    seen: dict[tuple[str, ...], Counter[int]] = defaultdict(Counter)
    for one in observations:
        seen[_column(one)][one.reported_decimals if one.obs_value is not None else 0] += 1
    return {column: counts.most_common(1)[0][0] for column, counts in seen.items()}


def _ranks(observations: Sequence[Observation], levels: Mapping[str, str]) -> dict[int, Decimal]:
    """Competition ranks (1, 2, 2, 4) recomputed for each rank whose ranked values are in the same form, by its place."""
    ranked: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(dict)
    for one in observations:
        if one.series.measure == "VALUE" and one.obs_value is not None:
            ranked[_ranking(one, levels)][one.series.ref_area] = one.obs_value
    expected = {}
    for place, one in enumerate(observations):
        group = ranked.get(_ranking(one, levels), {})
        area = one.series.ref_area
        if one.series.measure == "RANK" and one.rank_of_n is not None and area in group:
            higher = sum(value > group[area] for value in group.values())
            expected[place] = Decimal(higher + 1)
    return expected


def _ranking(observation: Observation, levels: Mapping[str, str]) -> tuple[str, ...]:
    series = observation.series
    return (
        levels.get(series.ref_area, ""),
        observation.submission_id,
        series.indicator_id,
        series.breakdown,
        series.accumulation,
        series.time_transform,
        observation.time_period,
    )
