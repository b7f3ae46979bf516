"""What can be foreseen to go wrong, whichever command meets it, and what is said of it."""

from __future__ import annotations

import sqlite3
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.finding.refusal import Refusal
from warehouse.home import Home
from warehouse.settings import SettingError, Settings
from warehouse.store.full_disk import is_full_disk, says_full_disk


def as_shown(error: BaseException) -> Refusal:
    """Any error as it is shown."""
    return foreseen(error) or unforeseen(error)


def as_shown_of_a_move(error: BaseException, before: str | None) -> Refusal:
    """An error of what moves the pointer. `before`: the snapshot that readers had when it began, see `pointer_now`.

    Most consequences say that what is published stays; where readers have another snapshot by now, that is said.
    What was refused before anything was done (a lock that another holds, a wrong option) has moved nothing.
    """
    shown, here = as_shown(error), pointer_now()
    if here in (before, None) or shown.problem.exit_status != 1:
        return shown
    moved = replace(
        shown.problem,
        consequence_zh=f"读者已换到快照 {here}；之后的步骤没有做完，再运行一次即可接着做",
        consequence_en=f"readers have the snapshot {here}; what follows was not finished, and the next run goes on",
    )
    return Refusal.of(moved)


def pointer_now() -> str | None:
    """The snapshot that readers have; None where there is none, or no telling."""
    settings = _settings()
    try:
        return Home(settings.home).current.readlink().name if settings else None
    except OSError:
        return None


def foreseen(error: BaseException) -> Refusal | None:
    """The error as a person reads it; None for what nobody has foreseen. A refusal says itself what it is."""
    if isinstance(error, Refusal):
        # dbt's own words for a full disk are found in what it says of a build, and nowhere else.
        full = error.code == "BUILD_FAILED" and says_full_disk(error)
        return _full_disk(error) if full else error
    if is_full_disk(error):
        return _full_disk(error)
    if isinstance(error, sqlite3.Error):
        return _ledger(error)
    if says_full_disk(error):
        return _full_disk(error)
    return _file_system(error) if isinstance(error, OSError) else None


def _full_disk(error: BaseException) -> Refusal:
    """Where it was met, if that is said; else the home, for that is what grows."""
    settings = _settings()
    place = getattr(error, "filename", None) or (settings.home if settings else "")
    # dbt says it in line 41 of 79, among what was not run because of it.
    text = error.found if isinstance(error, Refusal) else str(error)
    lines = [line for line in text.splitlines() if "space" in line.lower() or "full" in line.lower()]
    return Refusal("DISK_FULL", where=str(place), found=(lines or [text])[0].strip()[:300])


def _ledger(error: sqlite3.Error) -> Refusal | None:
    """What SQLite says of the ledger. Damaged is only what SQLite finds damaged: who restores a backup because of
    anything else loses what was handed in since. None: a fault of ours, which no backup mends.
    """
    code = _LEDGER_CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return Refusal(code, where=_ledger_path(), found=str(error)) if code else None


_LEDGER_CODES = {
    sqlite3.SQLITE_BUSY: "LEDGER_BUSY",
    sqlite3.SQLITE_LOCKED: "LEDGER_BUSY",
    sqlite3.SQLITE_CORRUPT: "LEDGER_DAMAGED",
    sqlite3.SQLITE_NOTADB: "LEDGER_DAMAGED",
    sqlite3.SQLITE_IOERR: "LEDGER_UNWRITABLE",
    sqlite3.SQLITE_CANTOPEN: "LEDGER_UNWRITABLE",
    sqlite3.SQLITE_READONLY: "LEDGER_UNWRITABLE",
    sqlite3.SQLITE_PERM: "LEDGER_UNWRITABLE",
    sqlite3.SQLITE_AUTH: "LEDGER_UNWRITABLE",
    sqlite3.SQLITE_NOLFS: "LEDGER_UNWRITABLE",
    sqlite3.SQLITE_PROTOCOL: "LEDGER_UNWRITABLE",
    sqlite3.SQLITE_CONSTRAINT: "LEDGER_CONTRADICTION",
}


def _ledger_path() -> str:
    settings = _settings()
    return str(Home(settings.home).ledger) if settings else ""


def _file_system(error: OSError) -> Refusal:
    settings, file = _settings(), str(error.filename or "")
    why = error.strerror or str(error)
    if settings and file and Path(file).is_relative_to(settings.office):
        return Refusal("OFFICE", where=file, found=why)
    return Refusal("DISK", where=file, found=why)


def _settings() -> Settings | None:
    # With pydantic it costs 110 ms of CPU, a quarter of --help and --version, which do without.
    from warehouse.variables import settings_from_environment  # noqa: PLC0415 - see above

    try:
        return settings_from_environment()
    except SettingError:
        return None


def unforeseen(error: BaseException) -> Refusal:
    """A fault of the program: its details go to a log, or to standard error if no log can be written."""
    details = "".join(traceback.format_exception(error))
    settings, log = _settings(), Path("-")
    try:
        if settings:
            logs = Home(settings.home).logs
            logs.mkdir(mode=0o700, parents=True, exist_ok=True)
            log = logs / f"fault-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.log"
            log.write_text(details, encoding="utf-8", errors="backslashreplace")
    except OSError:
        log = Path("-")
    if log == Path("-"):
        traceback.print_exception(error)
    return Refusal("INTERNAL", found=f"{type(error).__name__}: {error}", log=str(log))
