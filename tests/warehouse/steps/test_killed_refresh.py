"""A refresh that is killed, or whose disk fails, at every single step that changes something on disk.

One night's refresh (collecting a back-load and a live file, deciding, publishing, dropping an old snapshot)
is run in a forked process in which the system calls are counted; at the Nth it kills itself, or the call
fails. Then readers must have a whole snapshot, nothing handed in may be lost, and the refresh run again must
end exactly where one that was not disturbed ends.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from warehouse.collect.hand_in import collect
from warehouse.home import Home
from warehouse.ledger.entries import (
    accepted_submissions,
    pending,
    receipts,
    record_decision,
    record_reading,
    submissions,
    undecided,
)
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.publication import publications
from warehouse.ledger.row import DecisionKind, Reading, SnapshotRow
from warehouse.settings import CHECKOUT, Settings
from warehouse.snapshots.snapshot import current, listed_snapshots, new_snapshot_id, prune, publish, reconcile
from warehouse.store.archive import read, verify_archive
from warehouse.store.durable import drop_stale, staging_path
from warehouse.store.lock import refresh_lock
from warehouse.store.manifest import read_manifest, verify, write_manifest
from warehouse.variables import settings_from_environment

FOURTH, FIFTH, SIXTH, SEVENTH = (datetime(2024, 1, day, 2, tzinfo=UTC) for day in (4, 5, 6, 7))
CALLS = ("fsync", "rename", "replace", "symlink", "unlink", "mkdir", "rmdir")
HANDED_IN = {
    "经济发展办公室/外资.xlsx": b"new",
    "经济发展办公室/外资 (2).xlsx": b"known already",
    "经济发展办公室/旧.xlsx": b"back-loaded",
}


def _settings(root: Path) -> Settings:
    return settings_from_environment(
        {
            "INDICATORS_HOME": str(root / "home"),
            "INDICATORS_OFFICE": str(root / "office"),
            "INDICATORS_SETTLE_SECONDS": "0",
        }
    )


def _refresh(settings: Settings, built_at: datetime) -> None:
    """A refresh with everything of the real one that touches the disk; the marts are a list of ids."""
    home = Home(settings.home)
    with refresh_lock(home):
        reconcile(home)
        drop_stale(home.builds)
        collect(settings)
        with open_ledger(home) as ledger:
            for each in pending(ledger, "r1"):
                record_reading(
                    ledger, Reading(each.submission_id, "r1", "L03", "2023-12", "", "", 1, 0, 0, built_at)
                )
            with transaction(ledger):
                for each in undecided(ledger, "r1"):
                    record_decision(
                        ledger, each.submission_id, "r1", DecisionKind.ACCEPT, reason="", actor="gate"
                    )
            marts = "\n".join(row.submission_id for row in accepted_submissions(ledger))
        build_id = hashlib.sha256(marts.encode()).hexdigest()
        here = current(home)
        if here is None or read_manifest(here)["build_id"] != build_id:
            staging = staging_path(home.builds)
            (staging / "parquet").mkdir(parents=True)
            (staging / "marts.duckdb").write_text(marts, encoding="ascii")
            (staging / "parquet" / "mart.parquet").write_text(marts, encoding="ascii")
            snapshot_id = new_snapshot_id(built_at, build_id)
            write_manifest(staging, SnapshotRow(snapshot_id, build_id, built_at, None), {})
            publish(home, staging)
        prune(home, keep_days=1, keep_snapshots=2, now=datetime(2100, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evening before: two snapshots are there, the second of them current; new files in the inbox."""
    root = tmp_path_factory.mktemp("evening")
    shutil.copytree(CHECKOUT / "offices" / "jingyuan", root / "office")
    settings = _settings(root)
    inbox = Home(settings.home).ensure().inbox
    (inbox / "经济发展办公室").mkdir()
    for data, built_at in ((b"earliest", FOURTH), (b"known already", FIFTH)):
        (inbox / "经济发展办公室" / "以前.xlsx").write_bytes(data)
        _refresh(settings, built_at)
    for name, content in HANDED_IN.items():
        (inbox / name).write_bytes(content)
    (inbox / "receipts.csv").write_text(
        "path,received_at\n经济发展办公室/旧.xlsx,2023-02-06T01:30:00Z\n", encoding="utf-8"
    )
    return root


@dataclass(frozen=True)
class End:
    """Where a refresh has ended: everything that may not depend on whether it was disturbed."""

    submissions: list[tuple[int, str, str, bool]]
    receipts: list[tuple[str, str, bool]]
    publications: list[tuple[str, str]]
    snapshots: list[tuple[str, bool, bool]]
    n_snapshot_folders: int
    marts: str
    files: list[str]


def _end(settings: Settings) -> End:
    home = Home(settings.home)
    here = current(home)
    assert here is not None
    listed = listed_snapshots(home)

    build_of = {row.snapshot.snapshot_id: row.snapshot.build_id for row in listed}
    with open_ledger(home) as ledger:
        return End(
            [(row.sequence, row.sha256, row.file_name, row.back_loaded) for row in submissions(ledger)],
            [(row.submission_id, row.file_name, row.duplicate) for row in receipts(ledger)],
            [(row.kind.value, build_of[row.snapshot_id]) for row in publications(ledger)],
            [(row.snapshot.build_id, row.kept, row.current) for row in listed],
            len(list(home.snapshots.iterdir())),
            (here / "marts.duckdb").read_text(encoding="ascii"),
            sorted(
                path.relative_to(home.root).as_posix()
                for path in home.root.rglob("*")
                if path.is_file() and home.snapshots not in path.parents
            ),
        )


def _count_calls(on_call: Callable[[str], None]) -> None:
    """From now on, in this process, `on_call` comes before every call that changes the disk and every commit,
    and in the middle of every write.
    """
    for name in CALLS:
        real = getattr(os, name)

        def counted(*args: Any, _name: str = name, _real: Any = real, **options: Any) -> Any:
            # A folder that is there already is not made: nothing happens to the disk.
            if not (_name == "mkdir" and Path(args[0]).is_dir()):
                on_call(_name)
            return _real(*args, **options)

        setattr(os, name, counted)
    write = os.write

    def half_written(descriptor: int, data: Any) -> int:
        half = len(data) // 2
        write(descriptor, data[:half])
        on_call("write")
        return half + write(descriptor, data[half:])

    os.write = half_written

    class Counted(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            if sql == "COMMIT":
                on_call("commit")
            return super().execute(sql, *parameters)

    connect = sqlite3.connect
    sqlite3.connect = lambda *args, **options: connect(*args, factory=Counted, **options)  # type: ignore[assignment,misc]


def _disturbed(settings: Settings, on_call: Callable[[str], None]) -> int:
    """Run a refresh in a fork with its calls counted; its wait status. A fault of the refresh is status 1."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _count_calls(on_call)
            _refresh(settings, SIXTH)
            status = 0
        except (OSError, sqlite3.Error):
            status = 2
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


def _night(evening: Path, root: Path) -> Settings:
    shutil.copytree(evening, root, symlinks=True)
    return _settings(root)


def _calls(evening: Path, tmp_path: Path) -> list[str]:
    """The calls of an undisturbed refresh, in their order."""
    log = tmp_path / "calls"
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    write = os.write

    def note(name: str) -> None:
        write(descriptor, f"{name}\n".encode())

    status = _disturbed(_night(evening, tmp_path / "counted"), note)
    os.close(descriptor)
    assert status == 0
    return log.read_text(encoding="ascii").split()


def _check_after(settings: Settings, before: str) -> None:
    """Readers have a whole snapshot, the old or the new, and can be given any other that is listed as kept.
    Every file that was handed in is in the inbox, or archived and entered.
    """
    home = Home(settings.home)
    here = current(home)
    assert here is not None
    assert verify(here) == []
    assert (here / "marts.duckdb").read_text(encoding="ascii").startswith(before)
    for listed in listed_snapshots(home):
        assert not listed.kept or verify(home.snapshots / listed.snapshot.snapshot_id) == []
    with open_ledger(home) as ledger:
        entered = {row.sha256 for row in submissions(ledger)}
    assert verify_archive(home, entered) == []
    for name, data in HANDED_IN.items():
        path, sha256 = home.inbox / name, hashlib.sha256(data).hexdigest()
        assert path.exists() or (sha256 in entered and read(home, sha256) == data)


def _undisturbed(evening: Path, root: Path) -> tuple[str, End]:
    settings = _night(evening, root)
    before = _end(settings).marts
    _refresh(settings, SIXTH)
    return before, _end(settings)


def test_a_refresh_killed_at_any_step_loses_nothing_and_ends_the_same_when_run_again(
    evening: Path, tmp_path: Path
) -> None:
    before, end = _undisturbed(evening, tmp_path / "undisturbed")
    calls = _calls(evening, tmp_path)

    for step, name in enumerate(calls):
        settings = _night(evening, tmp_path / f"{step}")
        left = iter(range(step, -1, -1))

        def kill(_: str, left: Any = left) -> None:
            if next(left) == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        assert _disturbed(settings, kill) == signal.SIGKILL, f"{step}: {name}"
        _check_after(settings, before)
        _refresh(settings, SEVENTH)
        assert _end(settings) == end, f"killed before {step}: {name}"
        shutil.rmtree(tmp_path / f"{step}")


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC])
def test_a_refresh_whose_disk_fails_at_any_step_loses_nothing_and_ends_the_same_when_run_again(
    evening: Path, tmp_path: Path, error: int
) -> None:
    before, end = _undisturbed(evening, tmp_path / "undisturbed")
    calls = _calls(evening, tmp_path)

    for step, name in enumerate(calls):
        settings = _night(evening, tmp_path / f"{step}")
        left = iter(range(step, -len(calls) * 2, -1))

        def fail(_: str, left: Any = left) -> None:
            if next(left) == 0:
                raise OSError(error, os.strerror(error))

        assert os.waitstatus_to_exitcode(_disturbed(settings, fail)) == 2, f"{step}: {name}"
        _check_after(settings, before)
        _refresh(settings, SEVENTH)
        assert _end(settings) == end, f"failed at {step}: {name}"
        shutil.rmtree(tmp_path / f"{step}")


def test_the_steps_that_are_killed_are_those_of_a_whole_refresh(evening: Path, tmp_path: Path) -> None:
    calls = _calls(evening, tmp_path)

    # Two new files and the list are archived; they and the file that is known leave the inbox after the
    # commit that enters them; one pointer is moved; an old snapshot of four files, two folders is dropped.
    assert calls.count("replace") == calls.count("symlink") == 1
    assert calls.index("commit") < calls.index("unlink") < calls.index("replace")
    assert calls.count("unlink") == 4 + 4
    assert calls.count("rmdir") == 2
    assert calls.count("write") == 3
