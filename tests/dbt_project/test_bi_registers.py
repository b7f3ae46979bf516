"""The pages of registers as a person drags them: group by and sum over one view, figures worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from tests.conftest import Night, Query

# What each number of these views that adds up over any rows adds up to, and by what it is held against that: the cells
# of the register as they were read, in the unit of the view.
OF_REGISTERS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("project_progress", "invested_month"): (
        "project_name",
        "select project_name, sum(investment_month) / 10000 from fct_fai_project where is_current group by project_name",
    ),
    ("capital_tranches", "amount"): (
        "received_month",
        # The December return of each year lists the whole year.
        "select cast(date_trunc('month', received_date) as date), sum(amount) / 10000 from fct_fdi_tranche"
        " where is_current and time_period like '%-12' group by 1",
    ),
}
# What adds up over the projects of one month alone: to the total that the department wrote under them.
OF_ONE_MONTH: Mapping[tuple[str, str], str] = {
    ("project_progress", "plan_total"): "fai_planned_total_investment",
    ("project_progress", "invested_ytd"): "fai_register_investment_completed",
}


@pytest.mark.parametrize(("model", "column"), OF_REGISTERS, ids=lambda name: name)
def test_a_number_of_a_register_adds_up_over_any_rows(
    first_night: Night, query: Query, model: str, column: str
) -> None:
    by, expected = OF_REGISTERS[model, column]
    shown = query(first_night[0], f"select {by} as key, sum({column}) as total from bi.{model} group by {by}")
    wanted = [tuple(row.values()) for row in query(first_night[0], expected)]
    assert {row["key"]: row["total"] for row in shown if row["total"]} == {
        key: total for key, total in wanted if total
    }


@pytest.mark.parametrize(("model", "column"), OF_ONE_MONTH, ids=lambda name: name)
def test_a_number_of_a_register_adds_up_over_the_rows_of_a_month(
    first_night: Night, query: Query, model: str, column: str
) -> None:
    rows = query(
        first_night[0],
        f"select month, sum({column}) as total, max(said.obs_value) / 10000 as expected from bi.{model}"
        f" inner join mart_indicator as said on said.indicator_id = '{OF_ONE_MONTH[model, column]}'"
        " and said.accumulation <> 'PERIOD' and said.time_period = strftime(month, '%Y-%m') group by month",
    )
    assert len(rows) == 22
    assert [row for row in rows if row["total"] != row["expected"]] == []


def test_the_latest_rows_of_the_projects_are_the_register(first_night: Night, query: Query) -> None:
    (row,) = query(
        first_night[0],
        "select count(project_code) as projects, sum(plan_total) as plan, sum(invested_ytd) as invested,"
        " sum(invested_month) as of_month from bi.project_progress where is_latest",
    )
    assert list(row.values()) == [27, Decimal(137_837), Decimal(98_834), Decimal(8_883)]


def test_projects_by_kind_of_construction(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select construction_kind_zh, count(*) as n, sum(plan_total) as plan from bi.project_progress where is_latest"
        " group by construction_kind_zh order by plan desc",
    )
    # 63,610 + 45,850 + 16,567 + 11,810 = 137,837
    assert [tuple(row.values()) for row in rows] == [
        ("技改", 5, Decimal(63_610)),
        ("新建", 7, Decimal(45_850)),
        ("改建", 10, Decimal(16_567)),
        ("单纯购置", 5, Decimal(11_810)),
    ]


def test_the_tranches_of_a_year_by_month_and_whether_they_are_recognised(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        "select received_month, recognition_zh, sum(amount) as amount from bi.capital_tranches where year = '2023'"
        " group by received_month, recognition_zh order by received_month",
    )
    assert [tuple(row.values()) for row in rows] == [
        (date(2023, 3, 1), "已认定", Decimal(260)),
        (date(2023, 6, 1), "已认定", Decimal(312)),
        (date(2023, 9, 1), "已认定", Decimal(220)),
        (date(2023, 12, 1), "已认定", Decimal(240)),
    ]
    assert sum(row["amount"] for row in rows) == 1032


def test_what_was_claimed_and_recognised_stands_side_by_side(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select line_zh, unit_zh, claimed, recognised, fed_back, why_differs_zh from bi.claimed_recognised"
        " where month = date '2023-12-01' and line_zh in ('实际到账外资', '内资到位资金', '固定资产投资(不含农户)')"
        " order by line_order",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("固定资产投资(不含农户)", "万元", None, None, None, "不收集绝对量，反馈只有增速和位次"),
        ("实际到账外资", "万美元", Decimal(1032), Decimal(1032), None, "没有反馈数"),
        ("内资到位资金", "亿元", Decimal("9.65"), None, None, "没有认定数；没有反馈数"),
    ]


def test_nothing_of_the_samples_was_revised(first_night: Night, query: Query) -> None:
    # Ten indicators of the samples have a blank that is filled in later, which is no revision.
    assert query(first_night[0], "select * from bi.revisions") == []
    (row,) = query(first_night[0], "select sum(periods_revised) as n from bi.revision_size")
    assert row["n"] == 0
