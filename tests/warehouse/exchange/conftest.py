"""A published file of the sample night that a test may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport

Change = Callable[..., Path]


@pytest.fixture(scope="session")
def snapshot_file(first_night: tuple[Settings, RefreshReport]) -> Path:
    """What readers have; not to be changed."""
    return (Home(first_night[0].home).current / "indicators.duckdb").resolve()


@pytest.fixture(scope="session")
def published_file(snapshot_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the rows of three months, so that reading packs back takes no minutes; not to be changed."""
    file = tmp_path_factory.mktemp("published") / snapshot_file.parent.name / snapshot_file.name
    file.parent.mkdir()
    shutil.copyfile(snapshot_file, file)
    with duckdb.connect(str(file)) as connection:
        dated = connection.execute(
            "select distinct table_name from duckdb_columns() where column_name = 'time_period'"
            " and table_name in (select table_name from duckdb_tables())"
        ).fetchall()
        for (table,) in dated:
            connection.execute(
                f"delete from {table} where time_period not in ('2023-01', '2023-02', '2023-12')"
            )
        connection.execute("delete from check_result where rowid >= 50")
    return file


@pytest.fixture
def changed(published_file: Path, tmp_path: Path) -> Change:
    """A copy of it in which SQL has changed something."""

    def change(*statements: str) -> Path:
        file = tmp_path / "indicators.duckdb"
        shutil.copyfile(published_file, file)
        with duckdb.connect(str(file)) as connection:
            for statement in statements:
                connection.execute(statement)
        return file

    return change


@pytest.fixture(scope="session")
def office(first_night: tuple[Settings, RefreshReport]) -> Office:
    return load_office(first_night[0].office)
