"""The public build of the sample night; not to be changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.office.load import load_office
from warehouse.disclosure.plan import Plan
from warehouse.disclosure.public_build import PublicBuild, write_public_build
from warehouse.family.pages import pages_of
from warehouse.home import Home
from warehouse.office_models import models_of
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport
from warehouse.store.connection import opened

# After the day from which the report's figures are waived.
DAY = date(2024, 3, 1)


@pytest.fixture(scope="session")
def office_file(
    first_night: tuple[Settings, RefreshReport], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A copy: as long as it is open, nobody may open what readers have in another way."""
    file = tmp_path_factory.mktemp("office") / "indicators.duckdb"
    shutil.copyfile(Home(first_night[0].home).current / "indicators.duckdb", file)
    return file


@pytest.fixture(scope="session")
def built(
    first_night: tuple[Settings, RefreshReport], office_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> PublicBuild:
    folder = first_night[0].office
    target = tmp_path_factory.mktemp("public") / "indicators.duckdb"
    return write_public_build(
        office_file, target, load_office(folder), pages_of(folder), models_of(folder), DAY
    )


@pytest.fixture(scope="session")
def plan(built: PublicBuild) -> Plan:
    return built.plan


@pytest.fixture(scope="session")
def public(built: PublicBuild) -> Iterator[Any]:
    with opened(built.file) as connection:
        yield connection


@pytest.fixture(scope="session")
def inside(office_file: Path) -> Iterator[Any]:
    with opened(office_file) as connection:
        yield connection
