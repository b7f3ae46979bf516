"""Months of a year to date: they add up to it, whatever was taken back in between."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from tests.dbt_project.examples import COUNT, amounts, examples
from tests.dbt_project.macro_sql import MacroSql

# A series that is not January-exempt: a value for each month from January on, of one year, falls included.
years = st.tuples(st.integers(1990, 2090), st.lists(amounts("-1e9", "1e13"), min_size=1, max_size=12))


def test_months_add_up_to_the_year_to_date(macros: MacroSql) -> None:
    rows = [
        {"year_no": str(number), "period": f"{year}-{month:02}", "ytd": ytd}
        for number, (year, path) in enumerate(examples(years))
        for month, ytd in enumerate(path, 1)
    ]
    columns = [{**row, "ytd": str(row["ytd"])} for row in rows]
    sql = f"""
        with ytd as (select year_no, period, cast(ytd as decimal(28, 6)) as ytd from operands),
        paired as (
          select ytd.*, earlier.ytd as ytd_before
          from (select ytd.*, {macros["month_before"]} as period_before from ytd) as ytd
          left join ytd as earlier on ytd.year_no = earlier.year_no and ytd.period_before = earlier.period
        ),
        monthly as (select paired.*, {macros["single_month"]} as month_value from paired)
        select year_no, sum(month_value), max(case when last_one = 1 then ytd end), count(*) - count(month_value)
        from (
          select monthly.*, row_number() over (partition by year_no order by period desc) as last_one from monthly
        ) as placed
        group by year_no
    """
    summed = macros.query(sql, columns)
    assert len(summed) >= COUNT
    assert [row for row in summed if row[1] != row[2] or row[3]] == []


def test_a_month_that_takes_something_back_is_negative(macros: MacroSql) -> None:
    assert macros.of("single_month", ytd="1537", ytd_before="1600", period="2023-12") == Decimal(-63)


def test_january_is_its_own_year_to_date(macros: MacroSql) -> None:
    # December of the year before is no month before it.
    assert macros.of("single_month", ytd="260", ytd_before="6310", period="2023-01") == Decimal(260)


def test_without_the_month_before_there_is_no_month(macros: MacroSql) -> None:
    rows = [{"ytd": Decimal(1537), "ytd_before": None, "period": "2023-12"}]
    assert macros.evaluate("single_month", rows) == [None]
