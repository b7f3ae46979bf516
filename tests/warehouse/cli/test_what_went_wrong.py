"""Errors are told as what they are: damage is damage, a full disk is a full disk, and neither is the other."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from ingest.finding.message import messages
from ingest.finding.refusal import Refusal
from tests.conftest import settings_for
from tests.ordinary_account import run_python
from tests.warehouse.command import Run
from warehouse.answers.doctor.doctor import examine
from warehouse.building.dbt_result import BuildFailedError
from warehouse.cli.foreign_errors import foreseen, unforeseen
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.notice import failure_notice
from warehouse.orchestration.record import is_of_the_record
from warehouse.snapshots import snapshot
from warehouse.steps import refresh
from warehouse.store.lock import NoLocksError, refresh_lock


def code_of(error: BaseException) -> str:
    return (foreseen(error) or unforeseen(error)).problem.code


def as_sqlite_raises(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    return error


# --------------------------------------------------------------------------------------------- the ledger


@pytest.mark.parametrize(
    ("sqlite_code", "code"),
    [
        (sqlite3.SQLITE_CORRUPT, "LEDGER_DAMAGED"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "LEDGER_DAMAGED"),
        (sqlite3.SQLITE_NOTADB, "LEDGER_DAMAGED"),
        (sqlite3.SQLITE_BUSY, "LEDGER_BUSY"),
        (sqlite3.SQLITE_LOCKED, "LEDGER_BUSY"),
        (sqlite3.SQLITE_FULL, "DISK_FULL"),
        (sqlite3.SQLITE_IOERR, "LEDGER_UNWRITABLE"),
        (sqlite3.SQLITE_IOERR_FSYNC, "LEDGER_UNWRITABLE"),
        (sqlite3.SQLITE_CANTOPEN, "LEDGER_UNWRITABLE"),
        (sqlite3.SQLITE_READONLY, "LEDGER_UNWRITABLE"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "LEDGER_UNWRITABLE"),
        (sqlite3.SQLITE_CONSTRAINT, "LEDGER_CONTRADICTION"),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, "LEDGER_CONTRADICTION"),
        (sqlite3.SQLITE_ERROR, "INTERNAL"),
    ],
)
def test_what_sqlite_says_of_the_ledger_is_told_by_its_number(sqlite_code: int, code: str) -> None:
    assert code_of(as_sqlite_raises(sqlite_code)) == code


def test_only_damage_is_answered_with_a_backup() -> None:
    for code, words in messages().items():
        if code.startswith(("LEDGER_", "DISK")):
            restores = "恢复" in words.remedy_zh
            assert restores == (code in ("LEDGER_DAMAGED", "LEDGER_LOST", "LEDGER_FOREIGN")), code


def test_a_ledger_that_may_not_grow_is_a_full_disk(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    with open_ledger(home) as book:
        book.execute("PRAGMA max_page_count = 1")
        with pytest.raises(sqlite3.OperationalError) as raised:
            book.executemany("INSERT INTO inbox_finding VALUES (?, ?)", [("x", "y" * 4000)] * 50)
    assert code_of(raised.value) == "DISK_FULL"


def test_a_ledger_that_this_account_may_not_write_is_not_damaged(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    with open_ledger(home):
        pass
    home.ledger.chmod(0o400)
    ran = run_python("-m", "warehouse.cli.app", "refresh", environment={"INDICATORS_HOME": str(home.root)})
    assert ran.returncode == 1, ran.stderr
    assert ran.stderr.split()[1] in ("LEDGER_UNWRITABLE", "DISK")
    assert "恢复" not in ran.stderr.partition("改法")[2]


def test_a_contradiction_in_the_ledger_is_our_fault_and_no_damage(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    with open_ledger(home) as book, pytest.raises(sqlite3.IntegrityError) as raised:
        book.execute("INSERT INTO receipt (submission_id) VALUES ('nobody')")
    assert code_of(raised.value) == "LEDGER_CONTRADICTION"


# --------------------------------------------------------------------------------------------- a full disk


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device", "/var/archive/ab"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        duckdb.IOException("IO Error: Could not write file: No space left on device"),
        BuildFailedError("BUILD_FAILED", found="SKIP a\nmodel.b: IO Error: No space left on device\nSKIP c"),
        RuntimeError("[Errno 28] Error writing bytes to file. Detail: No space left on device"),
        RuntimeError("(sqlite3.OperationalError) database or disk is full"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_full_disk_is_called_so_whoever_meets_it(error: BaseException) -> None:
    shown = foreseen(error)
    assert shown is not None
    assert shown.problem.code == "DISK_FULL"
    assert "SKIP" not in shown.problem.found


def test_a_full_disk_is_found_behind_what_it_led_to() -> None:
    led_to = ValueError("cannot write the table")
    led_to.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert code_of(led_to) == "DISK_FULL"


def test_somebodys_words_about_a_full_disk_are_no_full_disk() -> None:
    assert (
        code_of(Refusal("SQL_FAILED", found="select 'No space left on device' from nowhere")) == "SQL_FAILED"
    )


def test_a_full_disk_shows_no_traceback_though_no_log_can_be_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException("IO Error: No space left on device")

    monkeypatch.setattr(refresh, "_collect", full)
    monkeypatch.setattr(Path, "write_text", full)
    ran = run("refresh")
    assert (ran.status, ran.code) == (1, "DISK_FULL")
    assert "Traceback" not in ran.err


def test_the_notice_of_a_night_says_that_the_disk_is_full() -> None:
    notice = failure_notice(
        "build", BuildFailedError("BUILD_FAILED", found="IO Error: No space left on device")
    )
    assert (notice["code"], "磁盘满了" in notice["message_zh"]) == ("DISK_FULL", True)


# ------------------------------------------------------------------------------------------------- no locks


@pytest.mark.parametrize("said", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_locks_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: int
) -> None:
    def no_lock(*_: object) -> None:
        raise OSError(said, os.strerror(said))

    home = Home(tmp_path / "home").ensure()
    with refresh_lock(home):
        pass
    monkeypatch.setattr(fcntl, "flock", no_lock)
    ran = run("refresh")
    assert (ran.status, ran.code) == (1, "NO_LOCKS")
    assert str(home.refresh_lock) in ran.err
    (look,) = [
        one for one in examine({"INDICATORS_HOME": str(home.root)}).looks if one.name_en == "refresh lock"
    ]
    assert (look.right, look.remedy_en) == (False, "put the home on a local disk")
    with pytest.raises(NoLocksError), refresh_lock(home):
        pass


def test_a_lock_on_a_full_disk_is_told_by_the_doctor_as_a_full_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home").ensure()
    with refresh_lock(home):
        pass

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    (look,) = [
        one for one in examine({"INDICATORS_HOME": str(home.root)}).looks if one.name_en == "refresh lock"
    ]
    assert (look.right, look.remedy_en) == (False, "the disk is full: make room")


# --------------------------------------------------------------------------------------- Airflow's own record


def test_what_is_said_of_airflows_record_is_told_from_what_is_said_of_the_ledger() -> None:
    assert is_of_the_record("alembic.util.exc.CommandError: Can't locate revision identified by 'ffff'")
    assert is_of_the_record("sqlalchemy.exc.DatabaseError: (sqlite3.DatabaseError) file is not a database")
    assert not is_of_the_record(sqlite3.DatabaseError("file is not a database"))
    assert not is_of_the_record("ModuleNotFoundError: No module named 'airflow'")


# ---------------------------------------------------------------------------------- what has changed already


def test_nothing_says_that_nothing_changed_once_readers_have_another_snapshot(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.warehouse.snapshots.test_snapshot import FIRST, SECOND, _publish

    home = Home(tmp_path / "home").ensure()
    with open_ledger(home):
        pass
    _publish(home, FIRST, SECOND)
    sync = snapshot.replace_symlink

    def moved_and_not_synced(link: Path, target: str) -> None:
        sync(link, target)
        raise OSError(errno.EIO, "Input/output error", str(link.parent))

    monkeypatch.setattr(snapshot, "replace_symlink", moved_and_not_synced)
    ran = run("rollback", "--reason", "核对", "--by", "李四")
    assert home.current.resolve().name == FIRST
    assert (ran.status, ran.code) == (1, "DISK")
    assert f"读者已换到快照 {FIRST}" in ran.err
    assert "不变" not in ran.err


def test_an_error_before_the_pointer_moves_says_that_what_is_published_stays(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.warehouse.snapshots.test_snapshot import FIRST, SECOND, _publish

    home = Home(tmp_path / "home").ensure()
    with open_ledger(home):
        pass
    _publish(home, FIRST, SECOND)

    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(snapshot, "replace_symlink", fails)
    ran = run("rollback", "--reason", "核对", "--by", "李四")
    assert home.current.resolve().name == SECOND
    assert "已发布的数字不变" in ran.err


def test_a_notice_says_which_snapshot_is_current_and_not_that_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.warehouse.snapshots.test_snapshot import FIRST, _publish

    home = Home(settings_for(tmp_path / "home").home).ensure()
    with open_ledger(home):
        pass
    _publish(home, FIRST)
    monkeypatch.setenv("INDICATORS_HOME", str(home.root))
    notice = failure_notice("publish", OSError(errno.EIO, "Input/output error"))
    assert f"当前快照 {FIRST}" in notice["message_zh"]
    assert "不变" not in notice["message_zh"]


def test_a_database_of_another_program_is_closed_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    with closing(sqlite3.connect(home.ledger)) as other:
        other.execute("CREATE TABLE bookmark (url TEXT)")
        other.commit()
    before = home.ledger.read_bytes()
    with pytest.raises(Exception, match="another program"), open_ledger(home):
        pass
    assert home.ledger.read_bytes() == before
