"""The columns of the release before: the same figures, reasons and cells under their old names."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.conftest import Night, Query
from warehouse.dictionary import FAMILIES, models
from warehouse.family.flat import flats
from warehouse.home import DATABASE, Home

DECEMBER = "ref_area = '371002002' and time_period = '2023-12'"


def only(query: Query, night: Night, view: str, where: str) -> dict[str, Any]:
    (row,) = query(night[0], f"from {view} where {where}")
    return row


def test_every_family_has_a_view_of_its_old_columns_and_no_other_table_does(
    first_night: Night, query: Query
) -> None:
    views = query(
        first_night[0], "select view_name from duckdb_views() where view_name like '%!_flat' escape '!'"
    )
    assert {row["view_name"] for row in views} == {
        f"{model.name}_flat" for model in models() if model.room == FAMILIES
    }
    assert {flat.mart for flat in flats()} == {model.name for model in models() if model.room == FAMILIES}


def test_foreign_capital_is_told_with_every_cell(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_foreign_capital_flat", DECEMBER)
    assert (row["utilized"], row["display_value"], row["source_cell"]) == (10_320_000, "1032", "H9")
    assert (row["growth_reported"], row["growth_cell"]) == (Decimal("63.55"), "H11")
    assert (row["base_value"], row["base_source"]) == (6_310_000, "QUOTED")
    assert (row["tranches"], row["tranches_recognised"], row["reconciliation"]) == (4, 10_320_000, "agrees")
    assert (row["is_synthetic"], row["tranches_are_synthetic"]) == (False, True)


def test_nearly_eleven_times_is_bounds_as_before(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_domestic_capital_flat", DECEMBER)
    assert (row["growth_reported"], row["reported_qualifier"]) == (None, "nearly")
    assert (row["reported_low"], row["reported_high"]) == (950, 1100)
    assert (row["multiple_stated"], row["growth_cell"]) == (11, "G6")
    assert (row["physical_work_ytd"], row["physical_work_cell"]) == (15_370_000, "D7")
    assert (row["conf_status"], row["physical_work_conf_status"]) == ("F", "A")


def test_ranks_and_the_register_stand_beside_the_growth(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_fixed_asset_investment_flat", f"{DECEMBER} and breakdown = '_T'")
    assert (row["growth_reported"], row["growth_cell"]) == (Decimal("12.4"), "B6")
    assert (row["rank_reported"], row["rank_of_n"], row["rank_computed"], row["rank_cell"]) == (2, 9, 2, "C6")
    assert (row["projects_entered"], row["projects_counted"], row["projects_cell"]) == (27, 27, "B32")


def test_what_was_done_and_what_is_planned_are_two_rows_as_before(first_night: Night, query: Query) -> None:
    done = only(
        query, first_night, "mart_old_communities_flat", "time_period = '2023' and status_class = 'actual'"
    )
    plan = only(
        query, first_night, "mart_old_communities_flat", "time_period = '2023' and status_class = 'target'"
    )
    assert (done["investment"], done["planned_investment"]) == (28_700_000, 29_500_000)
    assert plan["investment"] == 29_500_000
    assert (done["plan_cell"], done["plan_file"]) == (plan["source_cell"], plan["source_file"])
    assert plan["plan_reason"] == "IS_PLAN"


def test_a_group_of_a_register_names_its_first_and_its_last_cell(first_night: Night, query: Query) -> None:
    rows = query(first_night[0], "from mart_building_kind_flat where time_period = '2023-12'")
    assert {row["building_kind"] for row in rows} == {"专业化楼宇", "传统商贸楼宇", "住宿业楼宇"}
    assert all(row["source_cell"].startswith("G") and " … G" in row["source_cell"] for row in rows)


def test_a_column_of_a_view_says_what_it_is_now(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select column_name, comment from duckdb_columns() where table_name = 'mart_foreign_capital_flat'",
    )
    said = {row["column_name"]: row["comment"] for row in rows}
    assert said["growth_reported"] == "现在 now: utilized_growth_reported"
    assert said["source_cell"] == "现在 now: utilized.source_cell"
    assert all(said.values())


@pytest.mark.parametrize("name", ["indicators", "anything"])
def test_a_view_is_read_under_whatever_name_the_file_is_opened(first_night: Night, name: str) -> None:
    file = Home(first_night[0].home).current / DATABASE
    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as {name} (read_only)")
        counted = connection.execute(f"select count(*) from {name}.mart_services_flat").fetchone()
    assert counted == (66,)
