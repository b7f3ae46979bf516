"""One sample home, refreshed once for a whole test run, and copies of it for tests that change something."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import settings as hypothesis_settings

from samples.folders import make
from warehouse.home import Home
from warehouse.settings import Settings, settings_from_environment
from warehouse.steps.refresh import RefreshReport, refresh
from warehouse.store.durable import remove_tree

# How long an example takes is no property of the code: machines that run the tests are busy.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

Rows = list[dict[str, Any]]
Query = Callable[[Settings, str], Rows]


def settings_for(home: Path) -> Settings:
    """The default settings with another home, whatever the environment of the test run says."""
    return replace(settings_from_environment({}), home=home, settle_seconds=0.0)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    make(folder)
    return folder


@pytest.fixture(scope="session")
def first_night(
    tmp_path_factory: pytest.TempPathFactory, sample_folder: Path
) -> tuple[Settings, RefreshReport]:
    """The sample inbox, refreshed. Shared: a test that changes the home takes `night` instead."""
    settings = settings_for(tmp_path_factory.mktemp("home"))
    shutil.copytree(sample_folder / "inbox", Home(settings.home).inbox)
    return settings, refresh(settings)


@pytest.fixture
def night(first_night: tuple[Settings, RefreshReport], tmp_path: Path) -> Iterator[Settings]:
    """A copy of the refreshed sample home, for one test."""
    settings = settings_for(tmp_path / "home")
    shutil.copytree(first_night[0].home, settings.home, symlinks=True)
    yield settings
    # Snapshots are large beside what a test asserts of them; and shut.
    remove_tree(settings.home)


@pytest.fixture(scope="session")
def query() -> Query:
    """Rows of a query on what readers have, as dicts."""

    def rows(settings: Settings, sql: str) -> Rows:
        file = Home(settings.home).current / "indicators.duckdb"
        with duckdb.connect(os.fspath(file), read_only=True) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return rows
