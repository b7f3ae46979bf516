"""Whatever a BI tool sums: each number of the schema bi is declared not to add up, or adds up to what the marts say.

A tool cannot be kept from summing (5,904 for 1032 over the months of foreign capital); what does not add up stands in
one row a line, area and month, and says so in the table `dictionary`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conftest import Night, Query
from tests.dbt_project.test_bi_registers import OF_ONE_MONTH, OF_REGISTERS
from warehouse.dictionary import BI, models

ADDITIVE = [
    (model.name, column.name, column.additive)
    for model in models()
    if model.room == BI
    for column in model.columns
    if column.additive not in ("", "no")
]
DUE = "select {what} as n, form_id, make_date(cast(substr(time_period, 1, 4) as integer), cast(substr(time_period, 6, 2) as integer), 1) as month from {table}"
# What a column adds up to, from the marts: rows of n with what they are summed over.
TOTALS: Mapping[tuple[str, str], str] = {
    ("returns", "due"): DUE.format(what="1", table="mart_submission_due where due_state <> 'covered'"),
    ("returns", "handed_in"): DUE.format(
        what="1", table="mart_submission_due where submissions_accepted + submissions_held > 0"
    ),
    ("returns", "on_time"): DUE.format(what="1", table="mart_submission_due where due_state = 'on_time'"),
    ("returns", "late"): DUE.format(what="1", table="mart_submission_due where due_state = 'late'"),
    ("returns", "missing"): DUE.format(what="1", table="mart_submission_due where due_state = 'owed'"),
    ("returns", "days_late"): DUE.format(what="greatest(days_late, 0)", table="mart_submission_due"),
    ("returns", "first_time_right"): DUE.format(
        what="1",
        table="submission where decision = 'accept' and submission_id not in (select submission_id from mart_question)",
    ),
    ("returns", "open_explain"): DUE.format(
        what="1", table="mart_question where question_state in ('open', 'rejected')"
    ),
    ("returns", "differences"): DUE.format(
        what="1", table="mart_reconciliation where reconciliation = 'differs'"
    ),
}
# What the months of a year of a line add up to: its year to date in December.
MONTHS: Mapping[tuple[str, str], str] = {
    ("single_month", "month_value"): "value",
    ("single_month", "month_value_last_year"): "value_last_year",
}


def summed(rows: list[dict[str, Any]], by: str, what: str) -> dict[Any, Any]:
    sums: dict[Any, Any] = defaultdict(int)
    for row in rows:
        sums[row[by]] += row[what] or 0
    return {key: total for key, total in sums.items() if total}


def test_every_number_that_adds_up_has_a_total_that_it_is_held_against() -> None:
    held = {*TOTALS, *MONTHS, *OF_REGISTERS, *OF_ONE_MONTH}
    assert {(model, column) for model, column, _ in ADDITIVE} == held


@pytest.mark.parametrize(("model", "column"), TOTALS, ids=lambda name: name)
def test_a_number_adds_up_over_any_rows(first_night: Night, query: Query, model: str, column: str) -> None:
    shown = query(first_night[0], f"select * from bi.{model}")
    expected = query(first_night[0], TOTALS[model, column])
    for by in ("form_id", "month"):
        assert summed(shown, by, column) == summed(expected, by, "n")


@pytest.mark.parametrize(("model", "column"), MONTHS, ids=lambda name: name)
def test_the_months_of_a_year_add_up_to_the_year_to_date(
    first_night: Night, query: Query, model: str, column: str
) -> None:
    # Of lines that have every month: where a month cannot be had, a sum of the others is not the year's.
    rows = query(
        first_night[0],
        f"select sum(months.{column}) as total, max(ends.{MONTHS[model, column]}) as expected from bi.{model} as months"
        " inner join (select * from bi.headline inner join bi.headline_evidence using (row_key)) as ends"
        " on months.line_zh = ends.line_zh and months.area_zh = ends.area_zh and year(months.month) = year(ends.month)"
        " and month(ends.month) = 12 and ends.period_zh = '1—12月'"
        f" group by months.line_zh, months.area_zh, year(months.month) having count(months.{column}) = 12",
    )
    assert len(rows) > 20
    assert [row for row in rows if row["total"] != row["expected"]] == []


@pytest.mark.parametrize(
    ("sql", "wrong", "right"),
    [
        (
            "select sum(value) from bi.headline where line_zh = '实际到账外资' and year(month) = 2023",
            5904,
            1032,
        ),
        (
            "select sum(value) from bi.headline where line_zh = '规模以上服务业营业收入' and month = make_date(2023, 11, 1)",
            # The district, the street, and the district without the street.
            1_382_000 + 514_000 + 868_000,
            1_382_000,
        ),
    ],
    ids=["over months", "over areas"],
)
def test_a_sum_of_what_does_not_add_up_is_wrong_and_the_column_says_so(
    first_night: Night, query: Query, sql: str, wrong: int, right: int
) -> None:
    (row,) = query(first_night[0], sql)
    (total,) = row.values()
    assert total == wrong != right
    (said,) = query(
        first_night[0],
        "select additive from dictionary where schema_name = 'bi' and model = 'headline' and column_name = 'value'",
    )
    assert said == {"additive": "no"}
