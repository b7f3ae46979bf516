"""The register of fixed-asset projects by kind, holding and industry: each way to divide it is the whole of it."""

from __future__ import annotations

from tests.conftest import Query
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport

Night = tuple[Settings, RefreshReport]
TWELVE = "time_period = '2023-12'"


def test_every_way_to_divide_the_register_adds_up_to_it(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        f"""
        select register_dimension, sum(projects_counted) as projects, sum(planned_total) as planned,
          sum(investment_ytd) as completed
        from mart_fai_register_breakdown where {TWELVE} group by register_dimension
        """,
    )
    assert {row["register_dimension"] for row in rows} == {
        "construction_kind", "holding", "industry_division", "industry_section",
    }  # fmt: skip
    # 27 projects, 137,837 and 98,834 万元.
    assert {(row["projects"], int(row["planned"]), int(row["completed"])) for row in rows} == {
        (27, 1_378_370_000, 988_340_000)
    }
    states = query(first_night[0], "select distinct reconciliation from mart_fai_register_breakdown")
    assert [row["reconciliation"] for row in states] == ["agrees"]


def test_a_division_is_in_its_section(first_night: Night, query: Query) -> None:
    (row,) = query(
        first_night[0],
        f"""
        from mart_fai_register_breakdown
        where {TWELVE} and register_dimension = 'industry_section' and register_group = 'H'
        """,
    )
    assert (row["register_group_zh"], row["projects_counted"], row["conf_status"]) == ("住宿和餐饮业", 2, "A")


def test_a_group_that_one_project_dominates_is_restricted_sum_by_sum(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        f"""
        from mart_fai_register_breakdown
        where {TWELVE} and register_dimension = 'industry_section' and register_group in ('I', 'N')
        order by register_group
        """,
    )
    # Of five projects each; of section N it is the investment completed that one of them stands out in.
    assert [(row["projects_counted"], row["conf_status"], row["restricted_figures"]) for row in rows] == [
        (5, "F", ""),
        (5, "O", "investment_ytd,share_of_completed,investment_month"),
    ]
