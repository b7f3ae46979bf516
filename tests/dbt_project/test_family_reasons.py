"""In the families' marts nothing is empty without a reason, and every reason and code has words."""

from __future__ import annotations

import pytest

from tests.conftest import Query
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport

Night = tuple[Settings, RefreshReport]
# What a mart may lack; its reason is named for it.
REASONS = {
    "mart_fixed_asset_investment": ["growth_reported", "rank_reported", "projects_entered", "planned_total_investment", "investment_completed", "investment_completed_month"],
    "mart_foreign_capital": ["utilized", "growth_reported", "growth_computed", "growth_computed_own", "tranches"],
    "mart_trade_accommodation": ["month_value", "month_growth_reported", "ytd_value", "growth_reported", "growth_computed", "rank_reported"],
    "mart_domestic_capital": ["received_ytd", "received_month", "projects", "growth_reported", "growth_computed", "physical_work_ytd"],
    "mart_services": ["revenue_ytd", "difference_reported", "growth_reported", "growth_computed", "contribution_reported", "contribution_pp", "share_reported", "share_of_growth"],
    "mart_buildings": ["revitalized_ytd", "projects_introduced", "listed_floor_area", "growth_reported", "growth_computed"],
    "mart_building_kind": ["floor_area_total", "floor_area_revitalized", "share_of_revitalized"],
    "mart_old_communities": ["communities", "buildings", "households", "floor_area", "investment", "investment_per_building", "investment_completion"],
    "mart_investment_promotion": ["visits", "share_led_by_principal", "investor_visitors", "hotels_upgraded", "marine_tour_routes", "growth_computed"],
    "mart_key_projects": ["projects", "planned_life_total", "planned_for_year", "completed_ytd", "completion_of_year"],
    "mart_governance": ["difference"],
    "mart_urban_renewal": ["difference"],
    "mart_fai_register_breakdown": ["planned_total", "investment_ytd", "share_of_planned", "share_of_completed"],
    "fct_building": ["floor_area_total", "floor_area_revitalized"],
    "fct_key_project": ["planned_total", "completed_ytd", "completion_of_year"],
    "fct_domestic_capital_project": ["received_ytd", "received_month", "agreed_total"],
}  # fmt: skip
# A reason that is named for what it is a reason of, without the unit of the figure.
NAMED = {"contribution_pp": "contribution", "share_of_growth": "share"}


@pytest.mark.parametrize("mart", sorted(REASONS))
def test_where_there_is_no_value_there_is_a_reason_and_no_reason_beside_a_value(
    first_night: Night, query: Query, mart: str
) -> None:
    for column in REASONS[mart]:
        reason = f"{NAMED.get(column, column)}_reason"
        lacking = query(
            first_night[0], f"from {mart} where ({column} is null) <> ({reason} is not null) limit 1"
        )
        assert lacking == [], column


def test_every_code_that_a_value_carries_is_explained(first_night: Night, query: Query) -> None:
    lists = {
        "freq": "CL_FREQ", "measure": "CL_MEASURE", "accumulation": "CL_ACCUMULATION",
        "time_transform": "CL_TIME_TRANSFORM", "status_class": "CL_STATUS_CLASS", "target_kind": "CL_TARGET_KIND",
        "scope_basis": "CL_SCOPE_BASIS", "qualifier": "CL_QUALIFIER", "obs_status": "CL_OBS_STATUS",
        "conf_status": "CL_CONF_STATUS",
    }  # fmt: skip
    for column, code_list in lists.items():
        rows = query(
            first_night[0],
            f"""
            select distinct {column} as code from fct_observation
            where {column} not in (select code from dim_code where code_list = '{code_list}')
            """,
        )
        assert rows == [], column


@pytest.mark.parametrize("mart", sorted(REASONS))
def test_every_reason_has_words(first_night: Night, query: Query, mart: str) -> None:
    for column in REASONS[mart]:
        reason = f"{NAMED.get(column, column)}_reason"
        unexplained = query(
            first_night[0],
            f"""
            select distinct {reason} as code from {mart}
            where {reason} not in (
              select code from dim_code where code_list in ('CL_OBS_REASON', 'CL_COMPUTED_REASON')
            )
            """,
        )
        assert unexplained == [], column
