"""The file of the ledger: opening it, bringing it to the newest version, and writing to it all or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache

from ingest.finding.refusal import Refusal
from warehouse.home import Home
from warehouse.ledger.file.migrations import MIGRATIONS
from warehouse.ledger.file.own import check_database, check_own, is_there


class LedgerTooNewError(Refusal):
    """The ledger was written by a later version of this code."""


@contextmanager
def open_ledger(home: Home) -> Iterator[sqlite3.Connection]:
    """The ledger, migrated if need be, and made in a home that was never used. Waits up to 30 s for another writer.

    LedgerLostError, LedgerForeignError: the file is missing, empty or another's beside what is kept here.
    """
    is_there(home)
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made by us first, because SQLite would make it readable for everybody; its journal copies the mode.
    os.close(os.open(home.ledger, os.O_CREAT | os.O_RDWR, 0o600))
    ledger = sqlite3.connect(home.ledger, timeout=30.0, isolation_level=None)
    try:
        ledger.execute("PRAGMA journal_mode = DELETE")
        # EXTRA is FULL and a sync of the folder once the journal is gone. Without it a power cut just after a
        # commit can bring the journal back, and with it the state before what we have acknowledged.
        ledger.execute("PRAGMA synchronous = EXTRA")
        ledger.execute("PRAGMA foreign_keys = ON")
        migrate(ledger)
        check_own(home, ledger)
        yield ledger
    finally:
        ledger.close()


@contextmanager
def transaction(ledger: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Inside another transaction it is part of that one."""
    if ledger.in_transaction:
        yield
        return
    ledger.execute("BEGIN IMMEDIATE")
    try:
        yield
        ledger.execute("COMMIT")
    except BaseException:
        if ledger.in_transaction:
            ledger.execute("ROLLBACK")
        raise


def migrate(ledger: sqlite3.Connection) -> None:
    """Bring a ledger to the newest version, all steps or none. LedgerTooNewError if it is newer than that."""
    check_database(ledger, tables_of(min(_version(ledger), len(MIGRATIONS))))
    if _version(ledger) == len(MIGRATIONS):
        return
    with transaction(ledger):
        # Asked again under the write lock: another process may have migrated in between.
        version = _version(ledger)
        if version > len(MIGRATIONS):
            raise LedgerTooNewError(
                "LEDGER_TOO_NEW",
                found=f"台账版本 {version} 比本程序（{len(MIGRATIONS)}）新，请升级程序。"
                f" The ledger has version {version}, this code knows {len(MIGRATIONS)}: upgrade the code.",
            )
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                ledger.execute(statement)
        ledger.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


@cache
def tables_of(version: int) -> frozenset[str]:
    """The tables, views and indexes that a ledger of a version has; of none in a database that is to become one.

    A database of another program has tables and the version 0, or lacks ours: it must not be made into a ledger.
    """
    with closing(sqlite3.connect(":memory:")) as blank:
        for statements in MIGRATIONS[: version or len(MIGRATIONS)]:
            for statement in statements:
                blank.execute(statement)
        names = blank.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return frozenset(name for (name,) in names)


def _version(ledger: sqlite3.Connection) -> int:
    version: int = ledger.execute("PRAGMA user_version").fetchone()[0]
    return version
