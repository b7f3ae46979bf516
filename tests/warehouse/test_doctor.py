"""The doctor sees what is wrong, says what to do, and changes nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from warehouse.doctor import Diagnosis, Look, examine
from warehouse.home import Home
from warehouse.ledger_row import SnapshotRow
from warehouse.ledger_schema import open_ledger
from warehouse.lock import refresh_lock
from warehouse.manifest import write_manifest
from warehouse.settings import SETTINGS
from warehouse.snapshot import publish


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").ensure()
    with open_ledger(home):
        pass
    return home


def _examine(home: Home, **environment: str) -> Diagnosis:
    return examine({"INDICATORS_HOME": str(home.root), **environment})


def _look(diagnosis: Diagnosis, name: str) -> Look:
    return next(one for one in diagnosis.looks if one.name_en == name)


def test_a_sound_home_is_healthy(home: Home) -> None:
    diagnosis = _examine(home)
    assert diagnosis.healthy
    assert _look(diagnosis, "ledger").found.startswith("版本 version 2/2 · ok")


def test_a_home_that_was_never_used_is_healthy_and_stays_unused(tmp_path: Path) -> None:
    assert _examine(Home(tmp_path / "home")).healthy
    assert not (tmp_path / "home").exists()


def test_every_setting_is_listed_with_its_origin(home: Home) -> None:
    states = {one.name: one for one in _examine(home, INDICATORS_KEEP_DAYS="7").settings}
    assert set(states) == {setting.name for setting in SETTINGS}
    assert (states["INDICATORS_KEEP_DAYS"].value, states["INDICATORS_KEEP_DAYS"].origin) == (
        "7",
        "environment",
    )
    assert (states["INDICATORS_KEEP_SNAPSHOTS"].value, states["INDICATORS_KEEP_SNAPSHOTS"].origin) == (
        "30",
        "default",
    )


def test_a_setting_that_cannot_be_used_is_named_and_the_rest_is_looked_at(home: Home) -> None:
    diagnosis = _examine(home, INDICATORS_KEEP_DAYS="two")
    assert not diagnosis.healthy
    assert [one.name for one in diagnosis.settings if one.problem] == ["INDICATORS_KEEP_DAYS"]
    assert all(one.right for one in diagnosis.looks)


def test_a_home_that_others_can_enter_is_wrong(home: Home) -> None:
    home.root.chmod(0o755)
    look = _look(_examine(home), "mode of the home folder")
    assert (look.right, look.remedy_zh) == (False, f"chmod 0700 {home.root}")


def test_a_ledger_that_others_can_read_is_wrong(home: Home) -> None:
    home.ledger.chmod(0o644)
    assert not _look(_examine(home), "ledger").right


def test_a_ledger_that_is_no_database_is_wrong(home: Home) -> None:
    home.ledger.write_bytes(b"garbage" * 100)
    look = _look(_examine(home), "ledger")
    assert (look.right, look.found) == (False, "file is not a database")


def test_a_ledger_of_a_later_version_is_wrong(home: Home) -> None:
    with sqlite3.connect(home.ledger) as ledger:
        ledger.execute("PRAGMA user_version = 99")
    ledger.close()
    look = _look(_examine(home), "ledger")
    assert (look.right, look.remedy_en) == (False, "upgrade the program")


def test_an_older_ledger_is_not_migrated_by_looking_at_it(home: Home) -> None:
    home.ledger.unlink()
    sqlite3.connect(home.ledger).close()
    home.ledger.write_bytes(b"")
    _examine(home)
    assert home.ledger.read_bytes() == b""


def test_a_refresh_that_runs_is_told_and_is_not_wrong(home: Home) -> None:
    with refresh_lock(home):
        diagnosis = _examine(home)
    assert diagnosis.healthy
    assert "正在进行" in _look(diagnosis, "refresh lock").found
    assert _look(_examine(home), "refresh lock").found == "空闲 (free)"


def test_a_snapshot_that_is_not_as_it_was_made_is_wrong(home: Home) -> None:
    built_at = datetime(2024, 1, 5, 2, tzinfo=UTC)
    folder = home.builds / "20240105T020000Z-11111111"
    folder.mkdir()
    (folder / "indicators.duckdb").write_text("as made", encoding="ascii")
    write_manifest(folder, SnapshotRow(folder.name, "abc", built_at, built_at), {})
    publish(home, folder)
    assert _look(_examine(home), "current snapshot").right

    (home.current.resolve() / "indicators.duckdb").write_text("changed", encoding="ascii")
    look = _look(_examine(home), "current snapshot")
    assert not look.right
    assert look.found.startswith("20240105T020000Z-11111111/indicators.duckdb")


def test_a_pointer_to_nothing_is_wrong(home: Home) -> None:
    home.current.symlink_to("snapshots/20240105T020000Z-11111111")
    assert not _look(_examine(home), "current snapshot").right


def test_an_office_that_is_not_there_is_wrong(home: Home, tmp_path: Path) -> None:
    look = _look(_examine(home, INDICATORS_OFFICE=str(tmp_path / "nowhere")), "office")
    assert not look.right
    assert "office.yml" in look.found


def test_versions_are_told_without_loading_what_they_are_of() -> None:
    code = (
        "import sys; from warehouse.doctor import versions; said = versions();"
        "loaded = {'duckdb', 'airflow', 'dbt', 'pandas', 'pyarrow', 'great_expectations'} & set(sys.modules);"
        "print(said['duckdb'], sorted(loaded))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "1.5.5 []\n"
