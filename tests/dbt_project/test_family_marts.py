"""A mart for each family of indicators, asserted on the figures of the street's report and of its returns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import Query
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport

TWELVE = "time_period = '2023-12'"
STREET = "ref_area = '371002002'"
DECEMBER = f"{STREET} and {TWELVE}"
Night = tuple[Settings, RefreshReport]


def only(query: Query, night: Night, mart: str, where: str) -> dict[str, Any]:
    rows = query(night[0], f"from {mart} where {where}")
    assert len(rows) == 1, rows
    return rows[0]


def cell(query: Query, night: Night, key: int) -> dict[str, Any]:
    """The observation of a figure, by the key that stands beside it."""
    return only(query, night, "fct_observation", f"observation_id = {key}")


def names(row: dict[str, Any], column: str) -> set[str]:
    return {name for name in row[column].split(",") if name}


def of(row: dict[str, Any], figure: str) -> dict[str, Any]:
    """What stands beside one figure, without its name."""
    return {
        name.removeprefix(f"{figure}_"): value for name, value in row.items() if name.startswith(f"{figure}_")
    }


# --------------------------------------------------------------------------------------- domestic capital


def test_domestic_capital_received_is_its_two_kinds_and_the_sum_of_its_projects(
    first_night: Night, query: Query
) -> None:
    row = only(query, first_night, "mart_domestic_capital", DECEMBER)
    # 57,200 + 39,300 = 96,500 万元, of 8 projects.
    assert row["received_ytd"] == 965_000_000
    assert (row["fixed_asset_ytd"], row["non_fixed_asset_ytd"]) == (572_000_000, 393_000_000)
    assert (row["kinds_difference"], row["kinds_add_up"]) == (0, True)
    assert (row["received_ytd_summed"], row["received_ytd_reconciliation"]) == (965_000_000, "agrees")
    assert (row["projects"], row["projects_summed"], row["projects_reconciliation"]) == (8, 8, "agrees")
    assert row["received_month"] == 61_520_000


def test_nearly_eleven_times_stays_bounds_beside_the_growth_that_is_computed(
    first_night: Night, query: Query
) -> None:
    row = only(query, first_night, "mart_domestic_capital", DECEMBER)
    assert row["received_ytd_growth_reported"] is None
    assert row["received_ytd_growth_reported_reason"] == "MULTIPLE_UNRESOLVED"
    assert row["received_ytd_growth_reported_qualifier"] == "nearly"
    assert (row["received_ytd_growth_reported_low"], row["received_ytd_growth_reported_high"]) == (950, 1100)
    # From 950 on, and below 1,100.
    stated = cell(query, first_night, row["received_ytd_growth_reported_id"])
    assert (stated["low_inclusive"], stated["high_inclusive"]) == (True, False)
    assert (stated["multiple_stated"], stated["semantics"]) == (11, "UNRESOLVED")
    # Over last year's 8,150 万元, which is invented: the rate is computed and marked, and answers nothing.
    assert row["received_ytd_base"] == 81_500_000
    assert row["received_ytd_growth_computed_rounded"] == Decimal("1084.05")
    assert row["received_ytd_growth_agrees"] is True
    assert {"received_ytd_base", "received_ytd_growth_computed"} <= names(row, "invented_figures")


def test_physical_work_stands_beside_capital_and_is_no_part_of_it(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_domestic_capital", DECEMBER)
    # 985 + 552 = 1,537 万元 of two hotels.
    assert (row["physical_work_ytd"], row["physical_work_ytd_summed"]) == (15_370_000, 15_370_000)
    assert row["physical_work_projects"] == 2
    assert cell(query, first_night, row["physical_work_ytd_id"])["source_cell"] == "D7"
    rows = query(
        first_night[0],
        f"select physical_work_ytd as said from fct_physical_work_project where is_current and {TWELVE} order by said",
    )
    assert [int(row["said"]) for row in rows] == [5_520_000, 9_850_000]


def test_a_figure_is_as_confidential_as_its_units_make_it_and_physical_work_as_the_catalogue_says(
    first_night: Night, query: Query
) -> None:
    rows = query(first_night[0], "from mart_domestic_capital order by time_period")
    # Of one or two hotels, or of none.
    for row in rows:
        assert {"physical_work_ytd", "physical_work_month"} <= names(row, "restricted_figures"), row
    # One project in January, two in March; eight in December, and four of them in December alone.
    january, december = (row for row in rows if row["time_period"] in ("2023-01", "2023-12"))
    assert (january["conf_status"], december["conf_status"]) == ("A", "F")
    assert {"received_month", "fixed_asset_ytd"} <= names(january, "restricted_figures")
    assert "received_month" not in names(december, "restricted_figures")
    # 57 200万元 of two projects.
    assert "fixed_asset_ytd" in names(december, "restricted_figures")
    december = only(query, first_night, "mart_domestic_capital", DECEMBER)
    assert cell(query, first_night, december["received_ytd_id"])["conf_status"] == "F"
    assert cell(query, first_night, december["physical_work_ytd_id"])["conf_status"] == "A"


def test_a_return_without_a_row_has_no_project_and_no_gap(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_domestic_capital", f"{STREET} and time_period = '2023-01'")
    assert (row["physical_work_ytd"], row["physical_work_projects"]) == (0, 0)
    assert (row["physical_work_ytd_summed"], row["physical_work_ytd_summed_reason"]) == (0, None)
    assert row["physical_work_projects_reason"] is None


def test_every_month_of_domestic_capital_adds_up_and_agrees_with_its_register(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        "select kinds_add_up, received_ytd_reconciliation as reconciliation, received_ytd_growth_agrees as growth_agrees"
        " from mart_domestic_capital",
    )
    assert len(rows) == 24
    assert {(row["kinds_add_up"], row["reconciliation"]) for row in rows} == {(True, "agrees")}
    assert {row["growth_agrees"] for row in rows} <= {True, None}


def test_the_figure_of_the_report_is_not_marked_as_invented_and_its_row_says_what_is(
    first_night: Night, query: Query
) -> None:
    row = only(query, first_night, "mart_domestic_capital", DECEMBER)
    assert (row["display_value"], row["display_unit_zh"], row["is_synthetic"]) == ("9.65", "亿元", False)
    assert "fixed_asset_ytd" in names(row, "invented_figures")


@pytest.mark.parametrize(
    ("mart", "where", "figure", "growth"),
    [
        ("mart_foreign_capital", DECEMBER, "utilized", "63.55"),
        ("mart_trade_accommodation", f"{DECEMBER} and indicator_id = 'accommodation_turnover_above_quota'", "ytd_value", "23.0"),
        ("mart_trade_accommodation", f"{DECEMBER} and indicator_id = 'catering_turnover_above_quota'", "ytd_value", "86.0"),
    ],
)  # fmt: skip
def test_a_growth_that_the_report_states_is_real_over_an_invented_base(
    first_night: Night, query: Query, mart: str, where: str, figure: str, growth: str
) -> None:
    row = only(query, first_night, mart, where)
    assert row[f"{figure}_growth_reported"] == Decimal(growth)
    invented = names(row, "invented_figures")
    assert f"{figure}_growth_reported" not in invented
    assert {f"{figure}_growth_computed", f"{figure}_base"} <= invented
    assert cell(query, first_night, row[f"{figure}_growth_reported_id"])["is_synthetic"] is False


def test_the_tranches_of_a_real_total_are_invented(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_foreign_capital", DECEMBER)
    assert (row["utilized"], row["is_synthetic"], row["tranches"]) == (10_320_000, False, 4)
    assert {"tranches", "tranches_recognised"} <= names(row, "invented_figures")


# ----------------------------------------------------------------------------------------------- services


def test_what_the_street_adds_to_the_growth_of_the_district(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_services", f"{STREET} and time_period = '2023-11'")
    # (514,000 − 410,000) ÷ 1,250,000 = 8.32 points; ÷ 132,000 = 78.8 %.
    told = of(row, "revenue_ytd")
    assert (told["contribution_area"], told["contribution_reported"]) == ("371002", Decimal("8.32"))
    assert (told["contribution_pp_rounded"], told["contribution_agrees"]) == (Decimal("8.32"), True)
    assert (told["share_reported"], told["share_of_growth_rounded"]) == (Decimal("78.8"), Decimal("78.79"))
    assert told["share_agrees"] is True
    assert (row["difference_reported"], told["difference"]) == (1_040_000_000, 1_040_000_000)
    assert told["difference_agrees"] is True
    assert (told["growth_reported"], told["growth_computed_rounded"]) == (Decimal("25.37"), Decimal("25.37"))
    assert (told["base"], told["base_source"]) == (4_100_000_000, "COMPARABLE")


def test_the_district_adds_nothing_to_itself_and_says_so(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_services", "ref_area = '371002' and time_period = '2023-11'")
    told = of(row, "revenue_ytd")
    assert told["growth_computed_rounded"] == Decimal("10.56")
    assert (told["contribution_pp"], told["contribution_pp_reason"]) == (None, "WHOLE_AREA")
    assert (told["share_of_growth"], told["share_of_growth_reason"]) == (None, "WHOLE_AREA")


# ---------------------------------------------------------------------------------------------- buildings


def test_the_floor_area_put_back_to_use_is_that_of_the_register(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_buildings", DECEMBER)
    assert (row["revitalized_ytd"], row["revitalized_ytd_summed"]) == (35_200, 35_200)
    assert (row["projects_introduced"], row["projects_introduced_summed"], row["tenants_without_area"]) == (
        15,
        15,
        7,
    )
    assert (row["listed_floor_area"], row["listed_vacant_area"]) == (78_360, 17_264)
    assert (row["revitalized_ytd_reconciliation"], row["projects_introduced_reconciliation"]) == (
        "agrees",
        "agrees",
    )
    assert row["display_value"] == "3.52"
    assert cell(query, first_night, row["revitalized_ytd_id"])["source_cell"] == "G18"


def test_the_kinds_of_buildings_are_the_whole_register_and_small_ones_are_marked(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        "select register_group, tenants_listed, floor_area_revitalized, conf_status"
        f" from mart_building_kind where {TWELVE}",
    )
    assert sum(row["floor_area_revitalized"] for row in rows) == 35_200
    assert {row["register_group"]: row["conf_status"] for row in rows} == {
        "专业化楼宇": "F",  # 11 projects
        "传统商贸楼宇": "A",  # 2
        "住宿业楼宇": "A",  # 2
    }


# ------------------------------------------------------------------------------------------- old estates


def test_old_estates_of_the_year_beside_the_plan_that_the_year_before_gave(
    first_night: Night, query: Query
) -> None:
    row = only(query, first_night, "mart_old_communities", "time_period = '2023'")
    assert (row["communities"], row["buildings"], row["investment"]) == (3, 29, 28_700_000)
    # 2,870 万元 over 29 buildings.
    assert row["investment_per_building_rounded"] == Decimal("989655.17")
    # 2,870 of the 2,950 万元 that the return of 2022 had planned: 97.29 %.
    assert row["planned_investment"] == 29_500_000
    assert (
        cell(query, first_night, row["planned_investment_id"])["source_file"] == "老旧小区改造台账2022年.xlsx"
    )
    assert row["investment_completion_rounded"] == Decimal("97.29")
    assert (row["display_value"], row["is_synthetic"]) == ("2870", False)
    assert {"planned_investment", "investment_completion"} <= names(row, "invented_figures")


def test_the_plan_of_the_year_ahead_is_no_actual(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_old_communities", "time_period = '2024'")
    planned = [row[f"planned_{name}"] for name in ("buildings", "households", "floor_area", "investment")]
    assert planned == [37, 656, 65_300, 27_800_000]
    assert (row["investment"], row["investment_reason"]) == (None, "NOT_REPORTED")
    assert (row["investment_completion"], row["investment_completion_reason"]) == (None, "ACTUAL_MISSING")


# ---------------------------------------------------------------------------------- investment promotion


def test_visits_are_counted_from_the_log_with_those_of_the_principal_leader(
    first_night: Night, query: Query
) -> None:
    row = only(query, first_night, "mart_investment_promotion", DECEMBER)
    assert (row["visits"], row["visits_led_by_principal"]) == (36, 10)
    assert row["share_led_by_principal_rounded"] == Decimal("27.78")
    assert row["visits_value_origin"] == "register"
    assert cell(query, first_night, row["visits_id"])["source_cell"] == "B3 … B38"


def test_more_than_eighty_investors_is_bounds_and_no_number(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_investment_promotion", DECEMBER)
    assert (row["investor_visitors"], row["investor_visitors_reason"]) == (None, "BOUNDS_ONLY")
    assert (row["investor_visitors_qualifier"], row["investor_visitors_low"]) == ("gt", 80)
    assert (row["hotels_upgraded"], row["hotels_upgraded_low"]) == (None, 10)
    assert (row["marine_tour_routes"], row["roadside_service_stations"]) == (4, 1)


# ------------------------------------------------------------------------------- key projects, the plan


def test_key_projects_are_measured_by_the_plan_of_the_year_and_never_by_their_whole_life(
    first_night: Night, query: Query
) -> None:
    row = only(query, first_night, "mart_key_projects", "time_period = '2024'")
    assert (row["method_id"], row["projects"], row["projects_summed"]) == ("key_industry_project", 7, 7)
    assert (row["planned_for_year"], row["planned_for_year_summed"]) == (873_000_000, 873_000_000)
    assert (row["planned_life_total"], row["planned_life_total_summed"]) == (1_484_000_000, 1_484_000_000)
    assert (row["completed_ytd"], row["completed_ytd_reason"]) == (None, "NOT_REPORTED")
    assert (row["completion_of_year"], row["completion_of_year_reason"]) == (None, "ACTUAL_MISSING")
    assert row["planned_for_year_reconciliation"] == "agrees"


def test_the_districts_list_of_key_projects_is_another_method(first_night: Night, query: Query) -> None:
    row = only(query, first_night, "mart_key_projects", "time_period = '2023'")
    assert (row["method_id"], row["projects"]) == ("district_level_key_project", 6)
    assert (row["planned_for_year"], row["completion_of_year_reason"]) == (None, "PLAN_MISSING")


def test_the_plan_keeps_what_it_does_not_say(first_night: Night, query: Query) -> None:
    rows = query(first_night[0], "from mart_plan where plan_year = '2024'")
    assert len(rows) == 23
    assert {row["status_class"] for row in rows} == {"target", "actual", "unresolved"}
    sessions = next(row for row in rows if row["indicator_id"] == "free_trial_course_sessions")
    assert (sessions["obs_value"], sessions["qualifier"]) == (None, "range")
    assert (sessions["value_low"], sessions["value_high"]) == (1, 3)
    (unresolved,) = (row for row in rows if row["status_class"] == "unresolved")
    assert (unresolved["indicator_id"], unresolved["obs_value"]) == ("demolition_buildings", 15)
    about = next(
        row
        for row in rows
        if row["indicator_id"] == "new_residential_floor_area" and row["place_id"] == "wangjialing"
    )
    assert (about["obs_value"], about["qualifier"], about["display_value"]) == (21_000, "approx", "约2.10")
    assert all(row["comment_obs"] for row in rows)


def test_a_plan_line_of_an_indicator_that_another_form_keeps_is_there_with_its_breakdown(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        "select breakdown_zh, obs_value from mart_plan where indicator_id = 'building_floor_area_revitalized' order by obs_value",
    )
    assert [(row["breakdown_zh"], int(row["obs_value"])) for row in rows] == [
        ("康养楼宇", 11_000),
        ("住宿业楼宇", 24_000),
    ]


# ---------------------------------------------------------------------------------------------- governance


def test_a_grade_is_shown_and_never_calculated_with(first_night: Night, query: Query) -> None:
    row = only(
        query,
        first_night,
        "mart_governance",
        "indicator_id = 'social_work_station_star_rating' and time_period = '2023'",
    )
    assert (row["obs_value"], row["scale"]) == (5, "ordinal")
    assert (row["difference"], row["difference_reason"]) == (None, "ORDINAL")


def test_a_count_known_by_its_bounds_keeps_them_with_its_sentence(first_night: Night, query: Query) -> None:
    row = only(
        query,
        first_night,
        "mart_governance",
        "indicator_id = 'public_problems_resolved' and time_period = '2023-12'",
    )
    assert (row["obs_value"], row["obs_value_reason"], row["qualifier"]) == (None, "BOUNDS_ONLY", "gt")
    assert (row["value_low"], row["value_high"]) == (90, 100)
    assert "90余个" in row["comment_obs"]
