"""Contributions, single months and bounds as the sample night publishes them."""

from __future__ import annotations

from decimal import Decimal

from tests.conftest import Query
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport

Night = tuple[Settings, RefreshReport]


def test_the_street_pulled_services_by_8_32_points_over_the_comparable_base(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        "select part, level_value, base_value, base_source, contribution_reported, contribution_pp_rounded,"
        " contribution_agrees, share_reported, share_of_growth_rounded, share_agrees, residual_pp, parts_add_up"
        " from mart_contribution where indicator_id = 'svc_above_designated_size_revenue'"
        " and time_period = '2023-11' order by part",
    )
    assert [tuple(row.values()) for row in rows] == [
        (
            "371002002", Decimal(5_140_000_000), Decimal(4_100_000_000), "COMPARABLE", Decimal("8.32"), Decimal("8.32"),
            True, Decimal("78.8"), Decimal("78.79"), True, 0.0, True,
        ),
        (
            "371002_X371002002", Decimal(8_680_000_000), Decimal(8_400_000_000), "COMPARABLE", Decimal("2.24"),
            Decimal("2.24"), True, Decimal("21.2"), Decimal("21.21"), True, 0.0, True,
        ),
    ]  # fmt: skip


def test_every_contribution_is_there_or_says_why_it_is_not(first_night: Night, query: Query) -> None:
    silent = query(
        first_night[0],
        "select * from mart_contribution where (contribution_pp is null) <> (contribution_reason is not null)"
        " or (share_of_growth is null) <> (share_reason is not null)"
        " or (residual_pp is null) <> (residual_reason is not null)"
        " or (growth_computed is null) <> (part_growth_reason is not null)"
        " or (whole_growth_computed is null) <> (whole_growth_reason is not null)",
    )
    assert silent == []


def test_both_kinds_of_domestic_capital_add_up_to_its_growth(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select sum(contribution_pp) as points, max(whole_growth_computed) as growth from mart_contribution"
        " where partition_id = 'domestic_capital_kinds' and time_period = '2023-12'",
    )
    assert round(rows[0]["points"], 9) == round(rows[0]["growth"], 9)


def test_over_two_years_what_the_next_return_quotes_stands_where_the_year_itself_is_not_known(
    first_night: Night, query: Query
) -> None:
    # 96,500万元 in 2023; of 2021 the return of 2022 quotes 5,900: 16.3559 times as much, 4.0442 times a year.
    rows = query(
        first_night[0],
        "select base_period, base_source, years, growth_since_base_rounded, average_annual_growth, is_synthetic"
        " from mart_fixed_base_growth where indicator_id = 'domestic_capital_received' and breakdown = '_T'"
        " and time_period = '2023-12'",
    )
    assert [(*row.values(),)[:4] for row in rows] == [("2021-12", "QUOTED", 2, Decimal("1535.59"))]
    assert round(rows[0]["average_annual_growth"], 2) == 304.42
    assert rows[0]["is_synthetic"]


def test_every_growth_over_a_fixed_base_is_there_or_says_why_it_is_not(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        "select count(*) as pairs, count(growth_since_base) as computed, sum(case when (average_annual_growth is null)"
        " <> (reason is not null) then 1 else 0 end) as silent from mart_fixed_base_growth",
    )
    assert (rows[0]["pairs"] > rows[0]["computed"] > 0, rows[0]["silent"]) == (True, 0)


def test_every_month_that_a_form_states_is_the_difference_of_its_years_to_date(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        "select indicator_id, count(*) as stated, sum(cast(month_agrees as integer)) as agree from mart_single_month"
        " where month_stated is not null and month_derived is not null group by indicator_id",
    )
    assert {row["indicator_id"] for row in rows} >= {
        "domestic_capital_received",
        "catering_turnover_above_quota",
    }
    assert [row for row in rows if row["stated"] != row["agree"]] == []


def test_every_month_is_there_or_says_why_it_is_not(first_night: Night, query: Query) -> None:
    silent = query(
        first_night[0],
        "select * from mart_single_month where (month_derived is null) <> (month_derived_reason is not null)"
        " or (month_stated is null) <> (month_stated_reason is not null)"
        " or (month_on_month is null) <> (month_on_month_reason is not null)",
    )
    assert silent == []


def test_nearly_eleven_times_is_two_bounds_that_hold_what_the_levels_give(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        "select reported_qualifier, growth_reported, growth_low, growth_high, growth_bounds_source, growth_computed_rounded,"
        " agrees from mart_growth_rate where indicator_id = 'domestic_capital_received' and breakdown = '_T'"
        " and accumulation = 'YTD' and time_period = '2023-12'",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("nearly", None, Decimal(950), Decimal(1100), "REPORTED", Decimal("1084.05"), True)
    ]


def test_two_years_of_fixed_asset_growth_are_averaged_of_the_rates(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select growth.growth_reported, earlier.growth_reported as before, growth.two_year_average, growth.two_year_source"
        " from mart_growth_rate as growth inner join mart_growth_rate as earlier on growth.series_id = earlier.series_id"
        " and earlier.time_period = '2022-12' where growth.indicator_id = 'fixed_asset_investment'"
        " and growth.ref_area = '371002002' and growth.breakdown = '_T' and growth.time_period = '2023-12'",
    )
    (row,) = rows
    product = (100 + float(row["growth_reported"])) * (100 + float(row["before"]))
    assert row["two_year_source"] == "RATES"
    assert round((row["two_year_average"] + 100) ** 2, 6) == round(product, 6)
