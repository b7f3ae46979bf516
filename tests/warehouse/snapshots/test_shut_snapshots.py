"""What is published is shut: nobody writes to it; and who holds it all the same is named and stops no night."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Query
from tests.ordinary_account import run_python
from tests.warehouse.command import Run
from tests.warehouse.corrected_return import CORRECTED, hand_in_capital_form
from tests.warehouse.snapshots.test_snapshot import FIRST, SECOND, THIRD, _build, _publish, _read
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import Settings
from warehouse.snapshots.snapshot import prune, publish, reconcile, rollback
from warehouse.steps.refresh import RefreshReport, refresh
from warehouse.store import published_file
from warehouse.store.connection import opened
from warehouse.store.durable import drop_stale, remove_tree, shut_tree
from warehouse.variables import settings_from_environment

# What an ordinary account does in a home: three snapshots, all but the last removed again, and one left by a kill.
AS_ORDINARY = """
import os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tests.warehouse.snapshots.test_snapshot import FIRST, SECOND, THIRD, _build, _publish
from warehouse.store.durable import drop_stale, shut_tree
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.snapshots.snapshot import prune

home = Home(Path(sys.argv[1])).ensure()
with open_ledger(home):
    pass
_publish(home, FIRST, SECOND, THIRD)
file = home.snapshots / THIRD / "marts.duckdb"
for attempt in ("file.write_text('9999')", "(file.parent / 'x').touch()", "file.unlink()", "open(file, 'r+')"):
    try:
        exec(attempt)
    except PermissionError:
        print("refused")
left = home.snapshots / ".99999999.1-0123abcd"
(left / "marts").mkdir(parents=True)
(left / "marts" / "a").touch()
shut_tree(left)
print(drop_stale(home.snapshots))
print(prune(home, keep_days=1, keep_snapshots=1, now=datetime(2030, 1, 1, tzinfo=UTC)))
print(sorted(os.listdir(home.snapshots)))
"""


def modes(folder: Path) -> set[tuple[str, str]]:
    """What kinds of things lie in a folder, it included, with their modes."""
    return {
        ("folder" if path.is_dir() else "file", f"{path.stat().st_mode & 0o777:04o}")
        for path in (folder, *folder.rglob("*"))
    }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").ensure()
    with open_ledger(home):
        return home


def test_a_published_snapshot_can_be_read_and_not_written(
    first_night: tuple[Settings, RefreshReport],
) -> None:
    assert modes(Home(first_night[0].home).current.resolve()) == {("folder", "0555"), ("file", "0444")}


def test_an_ordinary_account_publishes_and_prunes_and_cannot_write_to_what_is_published(
    tmp_path: Path,
) -> None:
    ran = run_python("-c", AS_ORDINARY, str(tmp_path / "home"), environment={"PYTHONPATH": "."})
    assert ran.stdout.splitlines() == [
        *["refused"] * 4,
        "['.99999999.1-0123abcd']",
        str([FIRST, SECOND]),
        str([THIRD]),
    ], ran.stderr


def test_a_snapshot_that_was_put_back_or_published_earlier_is_shut_by_the_next_refresh(home: Home) -> None:
    _publish(home, FIRST)
    for path in (home.snapshots / FIRST, *(home.snapshots / FIRST).rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    _build(home, SECOND).rename(home.snapshots / SECOND)
    reconcile(home)
    for name in (FIRST, SECOND):
        assert modes(home.snapshots / name) == {("folder", "0555"), ("file", "0444")}


def test_what_another_account_restored_is_left_as_it_is_and_ends_no_night(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(home, FIRST, SECOND, THIRD)
    (home.snapshots / FIRST).chmod(0o755)
    owner = (home.snapshots / FIRST).stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1000)
    reconcile(home)
    assert (home.snapshots / FIRST).stat().st_mode & 0o777 == 0o755
    assert prune(home, keep_days=1, keep_snapshots=1, now=datetime(2030, 1, 1, tzinfo=UTC)) == []


def test_a_shut_folder_is_removed_whole(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").touch()
    shut_tree(tmp_path / "a")
    remove_tree(tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_what_a_killed_publishing_left_is_dropped(home: Home) -> None:
    left = home.snapshots / ".99999999.1-0123abcd"
    (left / "marts").mkdir(parents=True)
    shut_tree(left)
    assert drop_stale(home.snapshots) == [left.name]
    assert reconcile(home).entered == ()


# ------------------------------------------------------------------------------------- who holds it all the same

HOLDER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(file: Path) -> Iterator[int]:
    """The file opened read-write by another program, as DBeaver does; the id of its process."""
    # As published before files were shut, or opened by root, whom modes do not stop.
    for folder in (file.parent, file):
        folder.chmod(folder.stat().st_mode | 0o200)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder.pid
        holder.terminate()


@pytest.fixture
def held_night(night: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Settings, int]]:
    monkeypatch.setattr(published_file, "_WAITS", (0.01, 0.01))
    with held(Home(night.home).current.resolve() / "indicators.duckdb") as process:
        yield night, process


@pytest.mark.long
def test_a_reader_that_holds_the_published_file_is_named_and_ends_no_night(
    held_night: tuple[Settings, int], run: Run, tmp_path: Path, query: Query
) -> None:
    settings, process = held_night
    out = tmp_path / "out.xlsx"
    for command in (
        ("query", "select 1"),
        ("trace", "实际到账外资", "2023-12"),
        ("export", "--format", "xlsx", "--output", str(out)),
    ):
        ran = run(*command, home=settings.home)
        assert (ran.status, ran.code) == (1, "SNAPSHOT_HELD"), command
        assert f"进程 process {process} (" in ran.err
    before = Home(settings.home).current.resolve()
    hand_in_capital_form(settings, tmp_path, CORRECTED, datetime(2024, 1, 7, 1, 50, tzinfo=UTC))
    report = refresh(settings)
    assert (report.exit_status, report.blocked) == (0, "")
    assert Home(settings.home).current.resolve() != before
    assert query(settings, "select count(*) as n from mart_indicator") == [{"n": 3724}]


def test_a_query_that_does_not_fit_into_memory_finds_room_outside_the_snapshot(
    first_night: tuple[Settings, RefreshReport],
) -> None:
    with opened(Home(first_night[0].home).current.resolve() / "indicators.duckdb") as connection:
        (folder,) = connection.execute("select current_setting('temp_directory')").fetchone()
    assert Path(folder).stat().st_mode & 0o777 == 0o700
    assert Path(folder).resolve().parent != Home(first_night[0].home).current.resolve()


def test_a_file_that_is_let_go_while_it_is_waited_for_is_read(night: Settings) -> None:
    file = Home(night.home).current.resolve() / "indicators.duckdb"
    tries: list[int] = []
    with held(file) as process:

        def opening() -> object:
            tries.append(1)
            if len(tries) == 3:
                os.kill(process, 9)
                os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
            import duckdb

            return duckdb.connect(str(file), read_only=True).close()

        published_file.tried_again(opening, file)
    assert len(tries) == 3


# --------------------------------------------------------------------------------------- a home behind a link


def test_a_home_that_is_a_link_is_resolved_once(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk")
    assert settings_from_environment({"INDICATORS_HOME": str(tmp_path / "link")}).home == tmp_path / "disk"
    assert (
        settings_from_environment({"INDICATORS_HOME": str(tmp_path / "link" / "new")}).home
        == tmp_path / "disk" / "new"
    )


def test_a_rollback_in_a_home_behind_a_link_says_what_it_did(home: Home, run: Run, tmp_path: Path) -> None:
    _publish(home, FIRST, SECOND)
    (tmp_path / "link").symlink_to(home.root)
    ran = run("rollback", "--reason", "核对", "--by", "李四", home=tmp_path / "link")
    assert (ran.status, ran.err) == (0, "")
    assert f"{SECOND} → {FIRST}" in ran.out
    assert run("resume", "--by", "李四", home=tmp_path / "link").status == 0


@pytest.mark.parametrize("part", ["snapshots", "builds", "archive", "landing", "inbox", "logs"])
def test_a_part_of_a_home_may_be_a_link_to_a_larger_disk(home: Home, tmp_path: Path, part: str) -> None:
    shutil.move(home.root / part, tmp_path / "disk")
    (home.root / part).symlink_to(tmp_path / "disk")
    _publish(home, FIRST, SECOND)
    assert _read(home) == SECOND
    rollback(home, None, actor="x", reason="x")
    assert _read(home) == FIRST
    assert prune(home, keep_days=1, keep_snapshots=1, now=datetime(2030, 1, 1, tzinfo=UTC)) == []
    publish(home, _build(home, THIRD))
