"""The formulas give what statistical offices print, from the operands that they print.

NBS: National Bureau of Statistics of China. Every figure here is published.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.dbt_project.examples import to_places
from tests.dbt_project.macro_sql import MacroSql


def shown(value: float | Decimal, places: int) -> Decimal:
    return to_places(Decimal(str(value)), places)


@pytest.mark.parametrize(
    ("level", "base", "ratio", "published", "places"),
    [
        # 亿元, January–July: 2025 over 2024, and 2021 over 2019 (NBS).
        ("288229", "287611", "0.21", "1.6", 2),
        ("302533", "348892", "-13.3", "8.7", 1),
        # Industrial profits of January–May 2018 over those published for 2017.
        ("27298.3", "29047.6", "-6.0", "16.5", 1),
    ],
)
def test_growth_on_a_comparable_base_is_not_the_ratio_of_published_levels(
    macros: MacroSql, level: str, base: str, ratio: str, published: str, places: int
) -> None:
    assert shown(macros.of("growth_percent", x1=level, x0=base), places) == Decimal(ratio)
    half = "0.05" if "." in level else "0.5"
    assert macros.of("growth_agrees", x1=level, h1=half, x0=base, h0=half, r=published, hr="0.05") is False


def test_profits_that_grew_by_1_79_times_had_fallen_by_38_percent_the_year_before(macros: MacroSql) -> None:
    # NBS 2021-03-27, January–February: 增长1.79倍, 比2019年增长72.1%, 两年平均增长31.2%.
    assert shown(macros.of("two_year_average_of_levels", x1="1.721", x0="1"), 1) == Decimal("31.2")
    # 增长1.79倍 is a ratio of 2.79; by one of 1.79, 2020 would be a fall of 3.9 % where 38.3 % was published.
    assert shown(macros.of("growth_percent", x1="1.721", x0="2.79"), 1) == Decimal("-38.3")
    assert shown(macros.of("growth_percent", x1="1.721", x0="1.79"), 1) == Decimal("-3.9")
    assert shown(macros.of("two_year_average_of_rates", g1="-38.3", g2="179"), 1) == Decimal("31.2")


@pytest.mark.parametrize(
    ("completion", "month", "gap"),
    [
        # Panzhihua, October 2006: 超进度42.31%, 欠进度12.92%; Sanyuan, August 2010.
        ("125.64", "10", "42.31"),
        ("70.41", "10", "-12.92"),
        ("74", "8", "7.33"),
    ],
)
def test_completion_runs_ahead_of_the_year_or_behind_it(
    macros: MacroSql, completion: str, month: str, gap: str
) -> None:
    assert shown(macros.of("progress_gap_pp", completion=completion, month=month), 2) == Decimal(gap)


def test_foreign_capital_is_stored_as_it_is_and_shown_with_two_decimals(macros: MacroSql) -> None:
    assert shown(macros.of("growth_percent", x1="1032", x0="631"), 9) == Decimal("63.549920761")
    assert macros.of("growth_percent_rounded", x1="1032", x0="631") == Decimal("63.55")


def test_a_change_of_a_percentage_is_points_and_its_growth_is_percent(macros: MacroSql) -> None:
    assert macros.of("difference", x1="5", x0="3") == 2
    assert macros.of("growth_percent_one_decimal", x1="5", x0="3") == Decimal("66.7")
