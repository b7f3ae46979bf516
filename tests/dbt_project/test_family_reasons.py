"""In the families' marts nothing is empty without a reason, and every reason and code has words."""

from __future__ import annotations

import pytest

from tests.conftest import Query
from warehouse.dictionary import FAMILIES, models
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport

Night = tuple[Settings, RefreshReport]
# Every figure of a family, and why it is missing.
REASONS = [
    (model.name, column.name)
    for model in models()
    if model.room == FAMILIES
    for column in model.columns
    if f"{column.name}_reason" in model.names
]


def marts() -> list[str]:
    return list(dict.fromkeys(mart for mart, _ in REASONS))


def test_every_family_has_figures_with_reasons() -> None:
    assert len(marts()) == 13
    assert len(REASONS) > 100


@pytest.mark.parametrize("mart", marts())
def test_where_there_is_no_value_there_is_a_reason_and_no_reason_beside_a_value(
    first_night: Night, query: Query, mart: str
) -> None:
    for column in (column for of_mart, column in REASONS if of_mart == mart):
        lacking = query(
            first_night[0], f"from {mart} where ({column} is null) <> ({column}_reason is not null) limit 1"
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


@pytest.mark.parametrize("mart", marts())
def test_every_reason_has_words(first_night: Night, query: Query, mart: str) -> None:
    for column in (column for of_mart, column in REASONS if of_mart == mart):
        unexplained = query(
            first_night[0],
            f"""
            select distinct {column}_reason as code from {mart}
            where {column}_reason not in (
              select code from dim_code where code_list in ('CL_OBS_REASON', 'CL_COMPUTED_REASON')
            )
            """,
        )
        assert unexplained == [], column
