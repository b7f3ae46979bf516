"""What registers list, over the samples: a sum over the things of a year is the register, a sum over its months is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.conftest import Night, Query

TEN_THOUSAND = Decimal(10_000)


def test_the_projects_of_a_year_add_up_to_its_register(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select register_year, count(*) as n, sum(planned_total) as planned, sum(investment_ytd) as done,"
        " sum(investment_month) as of_month from mart_fai_project_month where is_latest_of_year"
        " group by register_year order by register_year desc limit 1",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("2023", 27, 137_837 * TEN_THOUSAND, 98_834 * TEN_THOUSAND, 8_883 * TEN_THOUSAND)
    ]


def test_over_all_months_a_project_counts_as_often_as_it_is_listed(first_night: Night, query: Query) -> None:
    (row,) = query(
        first_night[0],
        "select sum(planned_total) as planned from mart_fai_project_month where register_year = '2023'",
    )
    assert row["planned"] == Decimal("10769250000")  # 1,076,925万元: what the monthly copies add up to


def test_a_tranche_stands_once(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select received_date, amount, first_seen, last_seen, times_listed, recognised_since from mart_fdi_tranche"
        " where register_year = '2023' and is_latest_of_year order by received_date",
    )
    assert [tuple(row.values()) for row in rows] == [
        (date(2023, 3, 17), 260 * TEN_THOUSAND, "2023-03", "2023-12", 10, "2023-03"),
        (date(2023, 6, 20), 312 * TEN_THOUSAND, "2023-06", "2023-12", 7, "2023-06"),
        (date(2023, 9, 26), 220 * TEN_THOUSAND, "2023-09", "2023-12", 4, "2023-09"),
        (date(2023, 12, 14), 240 * TEN_THOUSAND, "2023-12", "2023-12", 1, "2023-12"),
    ]


@pytest.mark.parametrize(
    ("things", "count", "figure", "total"),
    [
        ("mart_domestic_capital_project_month where register_year = '2023'", 8, "received_ytd", 96_500 * TEN_THOUSAND),
        ("mart_physical_work_project_month where register_year = '2023'", 2, "physical_work_ytd", 1_537 * TEN_THOUSAND),
        ("mart_building where register_year = '2023'", 15, "floor_area_revitalized", Decimal(35_200)),
        ("mart_estate where register_year = '2023'", 3, "investment", 2_870 * TEN_THOUSAND),
        ("mart_key_project_return where register_year = '2024'", 7, "planned_year", 87_300 * TEN_THOUSAND),
        ("mart_visit where register_year = '2023'", 36, "1", Decimal(36)),
    ],
)  # fmt: skip
def test_the_things_of_a_year_are_the_register(
    first_night: Night, query: Query, things: str, count: int, figure: str, total: Decimal
) -> None:
    (row,) = query(
        first_night[0], f"select count(*) as n, sum({figure}) as total from {things} and is_latest_of_year"
    )
    assert (row["n"], row["total"]) == (count, total)


def test_an_estate_that_was_planned_a_year_ahead_stands_once(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select estate_name, is_plan, first_seen, last_seen from mart_estate order by renovation_year, estate_name",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("示例小区F", False, "2022-12", "2022-12"),
        ("示例小区G", False, "2022-12", "2022-12"),
        ("示例小区A", False, "2022-12", "2023-12"),
        ("示例小区B", False, "2022-12", "2023-12"),
        ("示例小区C", False, "2022-12", "2023-12"),
        ("示例小区D", True, "2023-12", "2023-12"),
        ("示例小区E", True, "2023-12", "2023-12"),
    ]
