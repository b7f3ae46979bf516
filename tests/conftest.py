"""The samples and their first nights, made once for a whole test run whatever the number of its processes, and
copies of a home for tests that change something.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import settings as hypothesis_settings

from samples.folders import make
from tests.examples import CAMPAIGN
from tests.meetings import freeze_two_meetings
from tests.warehouse.corrected_return import CORRECTED, NEXT_DAY, hand_in_capital_form
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport, refresh
from warehouse.store import kept_parse
from warehouse.store.durable import remove_tree
from warehouse.variables import settings_from_environment

# How long an example takes is no property of the code: machines that run the tests are busy.
hypothesis_settings.register_profile("test", deadline=None, max_examples=50)
hypothesis_settings.register_profile(CAMPAIGN, deadline=None, max_examples=2000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))

# What takes a whole night, or a run of dbt, to be made. A test that asks for it is not among the fast ones.
_LONG = {"first_night", "corrected", "differing_night", "night", "county", "macros", "half_even", "models"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not _LONG.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.night)


Rows = list[dict[str, Any]]
Query = Callable[[Settings, str], Rows]
Night = tuple[Settings, RefreshReport]
MadeOnce = Callable[[str, Callable[[Path], Any]], tuple[Path, Any]]


def settings_for(home: Path) -> Settings:
    """The default settings with another home, whatever the environment of the test run says."""
    return replace(settings_from_environment({}), home=home, settle_seconds=0.0)


def _folder_of_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each process of xdist has a folder of its own below it."""
    of_process = tmp_path_factory.getbasetemp()
    return of_process.parent if "PYTEST_XDIST_WORKER" in os.environ else of_process


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Makes a folder by its name, unless a process of this run has made it; the others wait for that."""
    of_run = _folder_of_run(tmp_path_factory)

    def made(name: str, make_in: Callable[[Path], Any]) -> tuple[Path, Any]:
        folder = of_run / "made" / name
        result = folder.with_suffix(".pickle")
        folder.parent.mkdir(exist_ok=True)
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not result.exists():
                if folder.exists():  # what a process left that failed is not built upon
                    remove_tree(folder)
                folder.mkdir(mode=0o700)
                result.write_bytes(pickle.dumps(make_in(folder)))
        return folder, pickle.loads(result.read_bytes())  # noqa: S301 - ours, of this run

    return made


@pytest.fixture(scope="session", autouse=True)
def _parsed_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What dbt has parsed is kept for all homes of a run, under its key; in a home of its own it is made anew each time."""
    kept = _folder_of_run(tmp_path_factory) / "parsed"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kept_parse, "_folder", lambda _: kept)
        yield


@pytest.fixture(scope="session")
def sample_folder(made_once: MadeOnce) -> Path:
    return made_once("samples", make)[1].inbox.parent


def _first_night(home: Path, inbox: Path) -> RefreshReport:
    shutil.copytree(inbox, Home(home).inbox)
    return refresh(settings_for(home))


@pytest.fixture(scope="session")
def first_night(made_once: MadeOnce, sample_folder: Path) -> Night:
    """The sample inbox, refreshed. Shared: a test that changes the home takes `night` instead."""
    home, report = made_once("first_night", lambda home: _first_night(home, sample_folder / "inbox"))
    return settings_for(home), report


@pytest.fixture(scope="session")
def corrected_night(
    made_once: MadeOnce, first_night: Night, tmp_path_factory: pytest.TempPathFactory
) -> Night:
    """A home in which one tranche was corrected a day later, with its running totals and growth, and two meetings had been
    shown the figures before: 调度会 2023-12, and 调度会 2023-11, which is signed. Read only."""

    def make(home: Path) -> RefreshReport:
        shutil.copytree(first_night[0].home, home, symlinks=True, dirs_exist_ok=True)
        freeze_two_meetings(settings_for(home))
        folder = tmp_path_factory.mktemp("corrected")
        hand_in_capital_form(settings_for(home), folder, CORRECTED, NEXT_DAY)
        return refresh(settings_for(home))

    home, report = made_once("corrected_night", make)
    return settings_for(home), report


@pytest.fixture(scope="session")
def differing_night(made_once: MadeOnce, first_night: Night, sample_folder: Path) -> Night:
    """Chapters 5 and 6 of docs/first-night.md in one night: foreign capital of 2023-12 is handed in once more, and its total
    says 1023 where its rows add up to 1032; and once more, with yuan among the dollars, which is held. Read only."""
    faulty = sample_folder / "faulty" / "inbox" / "经济发展办公室"

    def make(home: Path) -> RefreshReport:
        shutil.copytree(first_night[0].home, home, symlinks=True, dirs_exist_ok=True)
        for day, fault in ((7, "合计不符"), (8, "币种混填")):
            hand_in(
                settings_for(home), faulty / f"外资到账明细2023年12月_{fault}.xlsx", "经济发展办公室",
                received_by="示例填表人甲", received_at=datetime(2024, 1, day, 2, 0, tzinfo=UTC), is_sample=True,
            )  # fmt: skip
        return refresh(settings_for(home))

    home, report = made_once("differing_night", make)
    return settings_for(home), report


@pytest.fixture
def night(first_night: Night, tmp_path: Path) -> Iterator[Settings]:
    """A copy of the refreshed sample home, for one test."""
    settings = copy_of(first_night[0], tmp_path)
    yield settings
    # Snapshots are large beside what a test asserts of them; and shut.
    remove_tree(settings.home)


def copy_of(settings: Settings, folder: Path) -> Settings:
    """A copy of a shared home, in `folder`/home, to be changed."""
    home = folder / "home"
    shutil.copytree(settings.home, home, symlinks=True)
    return replace(settings, home=home)


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
