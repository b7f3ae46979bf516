"""What is judged by what held then: sample workbooks with some cells typed differently, in the night of night.py.

Figures are invented (示例); what they make of the marts was worked out by a person.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.conftest import Query
from warehouse.settings import Settings


def one_row(query: Query, settings: Settings, sql: str) -> tuple[Any, ...]:
    (row,) = query(settings, sql)
    return tuple(row.values())


def test_each_month_is_judged_by_its_own_target(judged: Settings, query: Query) -> None:
    rows = query(
        judged,
        "select target_value, completion_rounded, progress_gap_rounded, standing, target_latest, completion_agrees"
        " from mart_target_progress where indicator_id = 'fdi_actual_utilized' and time_period in ('2023-09', '2023-12')"
        " order by time_period",
    )
    # 792 of 1,000 by September, and 1,032 of 1,200.
    assert [tuple(row.values()) for row in rows] == [
        (10_000_000, Decimal("79.20"), Decimal("4.20"), "ahead", 12_000_000, True),
        (12_000_000, Decimal("86.00"), Decimal("-14.00"), "behind", 12_000_000, True),
    ]


def test_a_target_that_was_mistyped_is_right_in_the_months_before_it_was_put_right(
    judged: Settings, query: Query
) -> None:
    rows = query(
        judged,
        "select time_period, target_value from mart_target_progress where indicator_id = 'domestic_capital_physical_work'"
        " and time_period between '2023-02' and '2023-05' order by time_period",
    )
    assert [row["target_value"] for row in rows] == [15_000_000] * 4


def test_a_base_that_a_census_revised_accuses_no_growth_that_was_said_before(
    judged: Settings, query: Query
) -> None:
    # 12,915 over 10,500, and over 12,000.
    assert one_row(
        query,
        judged,
        "select growth_reported, agrees, agrees_own, base_value_own, base_value_latest, growth_over_latest_base, base_revised_since"
        " from mart_growth_rate where indicator_id = 'accommodation_turnover_above_quota' and accumulation = 'YTD'"
        " and time_period = '2023-12'",
    )[:6] == (23, True, True, 105_000_000, 120_000_000, Decimal("7.63"))
    assert one_row(
        query,
        judged,
        "select growth_zh, cast(base_revised_since as varchar) from bi.headline inner join bi.headline_evidence using (row_key)"
        " where line_zh = '限额以上住宿业营业额' and month = date '2023-12-01'",
    ) == ("23.0%", "2024-06-20")


def test_a_census_takes_the_months_beside_it_and_leaves_what_was_stated(
    judged: Settings, query: Query
) -> None:
    rows = query(
        judged,
        "select month_derived, month_derived_reason, month_stated from mart_single_month where indicator_id ="
        " 'accommodation_turnover_above_quota' and time_period in ('2022-11', '2022-12') order by time_period",
    )
    assert rows[0]["month_derived_reason"] is None
    assert tuple(rows[1].values()) == (None, "VINTAGES_DIFFER", 8_450_000)


def test_what_is_not_recognised_is_claimed_and_no_growth_is_made_of_it(
    judged: Settings, query: Query
) -> None:
    rows = query(
        judged,
        "select utilized, utilized_reason, tranches_recognised from mart_foreign_capital"
        " where time_period in ('2023-03', '2023-10', '2023-11', '2023-12') order by time_period",
    )
    assert [tuple(row.values()) for row in rows] == [
        # All of it waits: no recognised amount, and no zero.
        (None, "NOT_YET_RECOGNISED", 0),
        (5_720_000, None, 5_720_000),
        (5_720_000, None, 5_720_000),
        (10_320_000, None, 10_320_000),
    ]
    rows = query(
        judged,
        "select claimed, recognised, waiting, not_recognised, why_differs_zh from bi.claimed_recognised"
        " where line_zh = '实际到账外资' and month in (date '2023-10-01', date '2023-11-01') order by month",
    )
    assert [tuple(row.values())[:4] for row in rows] == [(792, 572, 220, 0), (792, 572, 0, 220)]
    # November less October, both as their rows add up; December was handed in before November was revised.
    rows = query(
        judged,
        "select month_derived, month_derived_reason from mart_single_month where indicator_id = 'fdi_actual_utilized'"
        " and time_period in ('2023-11', '2023-12') order by time_period",
    )
    assert [tuple(row.values()) for row in rows] == [(0, None), (None, "REVISED_SINCE")]


def test_a_log_that_is_handed_in_without_a_visit_is_none(judged: Settings, query: Query) -> None:
    assert one_row(
        query,
        judged,
        "select visits, visits_reason, visits_led_by_principal, is_synthetic from mart_investment_promotion where time_period = '2023-01'",
    ) == (0, None, 0, True)


def test_the_count_of_each_months_own_return_stays_in_its_month(judged: Settings, query: Query) -> None:
    rows = query(
        judged,
        "select marine_tour_routes from mart_investment_promotion where time_period in ('2023-06', '2023-07', '2023-12')"
        " order by time_period",
    )
    assert [row["marine_tour_routes"] for row in rows] == [3, 4, 4]
    # Of the year December's return speaks.
    assert one_row(
        query,
        judged,
        "select obs_value from mart_indicator where indicator_id = 'marine_tour_routes' and time_period = '2023' and status_class = 'actual'",
    ) == (4,)


def test_a_change_of_what_the_nation_counts_is_no_break_of_the_streets_capital(
    judged: Settings, query: Query
) -> None:
    assert one_row(
        query,
        judged,
        "select growth_reported, has_break, two_year_has_break from mart_growth_rate"
        " where indicator_id = 'fdi_actual_utilized' and accumulation = 'YTD' and time_period = '2023-12'",
    ) == (Decimal("63.55"), False, False)
