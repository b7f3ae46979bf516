"""What can be foreseen to go wrong, whichever command meets it, and what is said of it."""

from __future__ import annotations

import sqlite3
import traceback
from datetime import UTC, datetime
from pathlib import Path

from warehouse.cli.error import CommandError, fault, problem_of
from warehouse.home import Home
from warehouse.settings import SettingError, Settings, settings_from_environment


def foreseen(error: BaseException) -> CommandError | None:
    """The error as a person reads it; None for what nobody has foreseen."""
    if isinstance(error, CommandError):
        return error
    if isinstance(error, SettingError):
        return fault("SETTING", found=str(error))
    if isinstance(error, sqlite3.Error):
        return _ledger(error)
    return _ours(error) or (_file_system(error) if isinstance(error, OSError) else None)


def _ours(error: BaseException) -> CommandError | None:
    """Errors of the warehouse's own, imported here because most commands meet none of them."""
    from ingest.catalogue import OfficeError
    from warehouse.archive import ArchiveDamageError
    from warehouse.collect import NotHandedInError
    from warehouse.ledger import DecisionError
    from warehouse.ledger_schema import LedgerTooNewError
    from warehouse.lock import LockHeld
    from warehouse.manifest import ManifestError
    from warehouse.pack.refusal import ExportError
    from warehouse.query import QueryError
    from warehouse.receipts_list import ReceiptError
    from warehouse.series_choice import ChoiceError
    from warehouse.snapshot import SnapshotError

    match error:
        case ChoiceError():
            return fault(error.code, found=error.found, expected=error.expected, choices=error.candidates)
        case QueryError():
            return fault(error.code, found=error.found)
        case ExportError():
            return fault(error.code, where=error.where, found=error.found, expected=error.expected)
        case NotHandedInError():
            return CommandError(problem_of(error.finding))
        case ReceiptError():
            return fault("RECEIVED_AT", found=error.found, expected=error.expected)
        case DecisionError():
            return fault("DECISION", found=str(error))
        case LockHeld():
            return fault("LOCK_HELD", found=str(error))
        case LedgerTooNewError():
            return fault("LEDGER_TOO_NEW", found=str(error))
        case OfficeError():
            return fault("OFFICE", found=str(error))
        case SnapshotError() | ManifestError():
            return fault("SNAPSHOT_ERROR", found=str(error))
        case ArchiveDamageError():
            return fault("ARCHIVE_DAMAGED", found=str(error))
    return _of_a_build(error)


def _of_a_build(error: BaseException) -> CommandError | None:
    from warehouse.blocked import Blocked
    from warehouse.dbt_result import BuildFailedError

    if isinstance(error, Blocked):
        return fault("BLOCKED", found=str(error))
    if isinstance(error, BuildFailedError):
        return fault("BUILD_FAILED", found=str(error))
    return None


def _ledger(error: sqlite3.Error) -> CommandError:
    busy = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return fault("LEDGER_BUSY" if busy else "LEDGER_DAMAGED", where=_ledger_path(), found=str(error))


def _ledger_path() -> str:
    settings = _settings()
    return str(Home(settings.home).ledger) if settings else ""


def _file_system(error: OSError) -> CommandError:
    settings, file = _settings(), str(error.filename or "")
    said = error.strerror or str(error)
    if settings and file and Path(file).is_relative_to(settings.office):
        return fault("OFFICE", where=file, found=said)
    return fault("DISK", where=file, found=said)


def _settings() -> Settings | None:
    try:
        return settings_from_environment()
    except SettingError:
        return None


def unforeseen(error: BaseException) -> CommandError:
    """A fault of the program: its details go to a log, or to standard error if no log can be written."""
    details = "".join(traceback.format_exception(error))
    try:
        logs = Home(settings_from_environment().home).logs
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        log = logs / f"fault-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.log"
        log.write_text(details, encoding="utf-8", errors="backslashreplace")
    except (OSError, SettingError):
        log = Path("-")
        traceback.print_exception(error)
    return fault("INTERNAL", found=f"{type(error).__name__}: {error}", log=str(log))
