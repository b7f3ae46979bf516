"""Growth as the models compute it, against exact decimals: percent, bounds, agreement, periods."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import strategies as st

from tests.dbt_project.examples import amounts, examples, percent, to_places
from tests.dbt_project.macro_sql import MacroSql

ZERO = Decimal(0)
HALF = Decimal("0.5")


def test_growth_is_the_exact_ratio(macros: MacroSql, growths: list[dict[str, Decimal]]) -> None:
    # 10¹⁷ %: a slip, and no reason to stop a build.
    rows = [
        *growths,
        {"x1": Decimal(10) ** 13, "x0": Decimal("0.01")},
        {"x1": Decimal(10320000), "x0": Decimal(6310000)},
    ]
    wrong = [
        (row, computed)
        for row, computed in zip(rows, macros.evaluate("growth_percent", rows), strict=True)
        if computed != pytest.approx(float(percent(row["x1"] - row["x0"], row["x0"])), rel=1e-12, abs=1e-12)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("current", "base", "rounded"),
    [
        ("1032", "631", "63.55"),
        ("1032", "640", "61.25"),
        ("1382000", "1250000", "10.56"),
        ("12915", "10500", "23.00"),
        ("5952", "3200", "86.00"),
        ("792", "381", "107.87"),
        ("1023.45", "1000", "2.35"),
        ("976.55", "1000", "-2.35"),
        ("0", "200", "-100.00"),
    ],
)
def test_a_growth_that_somebody_worked_out(macros: MacroSql, current: str, base: str, rounded: str) -> None:
    assert macros.of("growth_percent_rounded", x1=current, x0=base) == Decimal(rounded)


@pytest.mark.parametrize("macro", ["growth_percent", "growth_percent_rounded", "index_percent"])
@pytest.mark.parametrize("base", ["0", "-1"])
def test_over_a_base_that_is_not_positive_there_is_no_rate(macros: MacroSql, macro: str, base: str) -> None:
    assert macros.of(macro, x1="5", x0=base) is None
    assert macros.of("difference", x1="5", x0=base) == 5 - Decimal(base)


@pytest.mark.parametrize(
    ("reported", "half_ulp", "agrees"),
    [
        ("63.55", "0.005", True),
        ("63.6", "0.05", True),
        ("64", "0.5", True),
        # 1032 may be 1032.5 and 631 may be 630.5: 63.76 is the most that can come of them.
        ("63.76", "0.005", True),
        ("63.77", "0.005", False),
        ("63.34", "0.005", True),
        ("63.33", "0.005", False),
        ("163.55", "0.005", False),
    ],
)
def test_a_reported_growth_agrees_within_what_rounding_allows(
    macros: MacroSql, reported: str, half_ulp: str, agrees: bool
) -> None:
    operands = {"x1": "10320000", "h1": "5000", "x0": "6310000", "h0": "5000", "r": reported, "hr": half_ulp}
    assert macros.of("growth_agrees", **operands) is agrees


@st.composite
def reported_growths(draw: st.DrawFn) -> dict[str, Decimal]:
    """A growth that a department computed from its own figures; both levels are then rounded to units."""
    current, base = draw(st.integers(0, 10**9)), draw(st.integers(1, 10**9))
    nudge = st.integers(-499, 499).map(lambda n: Decimal(n) / 1000)
    unrounded = max(ZERO, current + draw(nudge)), base + draw(nudge)
    decimals = draw(st.integers(0, 4))
    return {
        "x1": Decimal(current),
        "h1": HALF,
        "x0": Decimal(base),
        "h0": HALF,
        "r": to_places(percent(unrounded[0] - unrounded[1], unrounded[1]), decimals),
        "hr": HALF.scaleb(-decimals),
    }


def test_a_growth_computed_before_rounding_the_levels_always_agrees(macros: MacroSql) -> None:
    rows = examples(reported_growths())
    agrees = macros.evaluate("growth_agrees", rows)
    assert [row for row, each in zip(rows, agrees, strict=True) if not each] == []


def _bounded(numbers: tuple[Decimal, ...]) -> dict[str, Decimal]:
    current, base = sorted(numbers[:3]), sorted(numbers[3:])
    return dict(zip(("low1", "x1", "high1", "low0", "x0", "high0"), (*current, *base), strict=True))


# Bounds of a level and of a positive base, and a level and a base inside them.
bounded_growths = st.tuples(*[amounts("-1e9", "1e12")] * 3, *[amounts("0.01", "1e12")] * 3).map(_bounded)


def test_the_bounds_of_a_growth_hold_every_growth_of_points_inside_those_of_its_operands(
    macros: MacroSql,
) -> None:
    rows = examples(bounded_growths)
    bounds = zip(macros.evaluate("growth_low", rows), macros.evaluate("growth_high", rows), strict=True)
    outside = [
        (row, low, high)
        for row, (low, high) in zip(rows, bounds, strict=True)
        if not low <= percent(row["x1"] - row["x0"], row["x0"]) <= high
    ]
    assert outside == []


def test_bounds_are_no_wider_than_their_last_place(macros: MacroSql) -> None:
    # 1 ÷ 3 and 2 ÷ 3 less one: −66.666… and −33.333…, outward.
    assert macros.of("growth_low", low1="1", low0="2", high0="3") == Decimal("-66.666667")
    assert macros.of("growth_high", high1="2", low0="3", high0="4") == Decimal("-33.333333")
    assert macros.of("growth_low", low1="80", low0="40", high0="50") == 60
    assert macros.of("growth_high", high1="90", low0="40", high0="50") == 125


def test_a_bound_is_missing_where_nothing_bounds_it(macros: MacroSql) -> None:
    rows = [{"low1": Decimal(80), "high1": None, "low0": Decimal(40), "high0": None}]
    assert macros.evaluate("growth_low", rows) == [None]
    assert macros.evaluate("growth_high", rows) == [None]
    # No positive base is certain.
    assert macros.of("growth_high", high1="90", low0="0", high0="50") is None


@pytest.mark.parametrize(
    ("base", "current", "zh", "en"),
    [
        ("-3", "5", "由负转正", "negative to positive"),
        ("3", "-5", "由正转负", "positive to negative"),
        ("-5", "-3", "负值收窄", "less negative"),
        ("-5", "0", "负值收窄", "less negative"),
        ("-3", "-5", "负值扩大", "more negative"),
        ("-3", "-3", "", ""),
        ("0", "-5", "", ""),
        ("3", "5", "", ""),
    ],
)
def test_a_change_of_sign_has_words(macros: MacroSql, base: str, current: str, zh: str, en: str) -> None:
    assert macros.of("turn_zh", x1=current, x0=base) == zh
    assert macros.of("turn_en", x1=current, x0=base) == en


def test_growth_over_the_month_before_is_of_one_vintage_only(macros: MacroSql) -> None:
    rows = [{"x1": Decimal(120), "x0": Decimal(100), "one_vintage": same} for same in (True, False, None)]
    assert macros.evaluate("period_on_period_percent", rows) == [20, None, None]


def test_a_period_before_goes_by_the_calendar(macros: MacroSql) -> None:
    rows = [{"period": "2023-12"}, {"period": "2023-01"}]
    assert macros.evaluate("year_before", rows) == ["2022-12", "2022-01"]
    assert macros.evaluate("two_years_before", rows) == ["2021-12", "2021-01"]
    assert macros.evaluate("month_before", rows) == ["2023-11", "2022-12"]
    assert macros.evaluate("three_months_before", rows) == ["2023-09", "2022-10"]


def test_a_year_before_is_a_year(macros: MacroSql) -> None:
    assert macros.evaluate("year_before", [{"period": "2023"}]) == ["2022"]
    assert macros.evaluate("two_years_before", [{"period": "2023"}]) == ["2021"]
