"""Averages over years, targets, progress: one worked case each, and where there is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.dbt_project.macro_sql import MacroSql


def test_an_index_is_growth_and_a_hundred(macros: MacroSql) -> None:
    assert macros.of("index_percent", x1="125", x0="100") == 125
    assert macros.of("growth_percent", x1="125", x0="100") == 25


def test_an_average_over_years_needs_the_two_ends_alone(macros: MacroSql) -> None:
    # 1.1⁵ = 1.61051: ten percent a year for five years.
    assert macros.of("average_annual_growth", x1="161051", x0="100000", years="5") == pytest.approx(10)
    assert macros.of("average_annual_growth", x1="144", x0="100", years="2") == pytest.approx(20)
    assert macros.of("average_annual_growth", x1="144", x0="0", years="2") is None
    assert macros.of("average_annual_growth", x1="-144", x0="100", years="2") is None
    assert macros.of("average_annual_growth", x1="144", x0="100", years="0") is None


def test_two_years_have_no_average_where_the_root_is_of_something_negative(macros: MacroSql) -> None:
    assert macros.of("two_year_average_of_levels", x1="-144", x0="100") is None
    assert macros.of("two_year_average_of_levels", x1="144", x0="0") is None
    assert macros.of("two_year_average_of_rates", g1="-120", g2="10") is None
    # Two factors below zero have a positive product, and mean nothing.
    assert macros.of("two_year_average_of_rates", g1="-120", g2="-120") is None
    assert macros.of("two_year_average_of_rates", g1="-100", g2="50") == -100


def test_a_target_is_completed_and_a_ceiling_is_kept(macros: MacroSql) -> None:
    assert macros.of("completion_percent", actual="1032", target="1000") == pytest.approx(103.2)
    assert macros.of("completion_percent_rounded", actual="1537", target="1500") == Decimal("102.47")
    assert macros.of("completion_of_ceiling", actual="80", target="100") == 125
    assert macros.of("completion_percent", actual="1032", target="0") is None
    assert macros.of("completion_of_ceiling", actual="0", target="100") is None


@pytest.mark.parametrize(
    ("actual", "target", "month", "gap"),
    [
        ("1032", "1000", "12", "3.20"),
        ("9.65", "9", "12", "7.22"),
        ("500", "1000", "2", "33.33"),
        ("0", "9", "6", "-50.00"),
    ],
)
def test_a_gap_to_the_progress_of_the_year_is_rounded_once_from_actual_and_target(
    macros: MacroSql, actual: str, target: str, month: str, gap: str
) -> None:
    assert macros.of("progress_gap_pp_of_levels", actual=actual, target=target, month=month) == Decimal(gap)


def test_january_and_february_are_two_of_twelve_months(macros: MacroSql) -> None:
    assert macros.of("time_progress_percent", month="2") == pytest.approx(16.6666666666667)


def test_what_rests_on_two_values_is_as_confidential_as_the_more_confidential_one(macros: MacroSql) -> None:
    pairs = [("F", "N"), ("C", "N"), ("A", "E"), ("D", "C"), ("O", "T"), ("F", "F"), ("F", None)]
    rows = [{"one": one, "other": other} for one, other in pairs]
    assert macros.evaluate("most_confidential", rows) == ["N", "C", "E", "C", "T", "F", "F"]
    swapped = [{"one": other, "other": one} for one, other in pairs]
    assert macros.evaluate("most_confidential", swapped) == ["N", "C", "E", "C", "T", "F", "F"]
