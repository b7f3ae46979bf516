"""The macros in either mode of rounding, compiled once a run."""

from __future__ import annotations

import pytest

from tests.dbt_project.macro_sql import MacroSql, macro_sql


@pytest.fixture(scope="session")
def macros(tmp_path_factory: pytest.TempPathFactory) -> MacroSql:
    """As they are unless somebody sets another mode: half up."""
    return macro_sql(tmp_path_factory.mktemp("half_up"), "half_up")


@pytest.fixture(scope="session")
def half_even(tmp_path_factory: pytest.TempPathFactory) -> MacroSql:
    return macro_sql(tmp_path_factory.mktemp("half_even"), "half_even")
