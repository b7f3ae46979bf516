"""Gate 2 on the sample build: what it asks about, what it blocks, and that it compares by equality alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.gate_2 import _JUDGED, judge_whole
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport

RECEIVED = "indicator_id = 'fdi_actual_utilized' and is_default and time_period"


@pytest.fixture
def build(first_night: tuple[Settings, RefreshReport], tmp_path: Path) -> Iterator[Any]:
    """A copy of the published build, with the view of the catalogue that stays behind in a build file."""
    path = tmp_path / "build.duckdb"
    shutil.copy(Home(first_night[0].home).current / "indicators.duckdb", path)
    path.chmod(0o600)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema staging")
        connection.execute("create view staging.stg_indicator as select * from dim_indicator")
        yield connection


def test_a_build_without_slips_is_published_and_nobody_is_asked_anything(build: Any) -> None:
    whole = judge_whole(build, None)
    assert (whole.publish, whole.findings) == (True, ())


def test_a_value_that_stands_twice_blocks_and_is_named_and_no_department_is_asked(build: Any) -> None:
    build.execute(f"insert into mart_indicator select * from mart_indicator where {RECEIVED} = '2023-12'")
    whole = judge_whole(build, None)
    assert not whole.publish
    (found,) = whole.findings
    assert found.rule == "GATE_FAILED"
    assert "fdi_actual_utilized 2023-12" in found.found


@pytest.mark.parametrize("name", list(_JUDGED))
def test_no_row_is_compared_with_every_row(build: Any, name: str) -> None:
    """Which DuckDB does where a join has a condition on one of its sides alone."""
    plan = "".join(text for _, text in build.execute(f"explain {_JUDGED[name].query}").fetchall())
    assert "BLOCKWISE_NL_JOIN" not in plan
