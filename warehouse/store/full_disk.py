"""Whether an error is, at bottom, a full disk: said by the system, by SQLite, DuckDB, Arrow, dbt or Airflow.

Each says it in words of its own, and most as an error of something else: of the ledger, of a build, of the
program. Whoever is told "the ledger is damaged, restore it from a backup" because the disk is full goes back to an
older ledger and loses what was handed in since.
"""

from __future__ import annotations

import errno
import sqlite3

_FULL = (errno.ENOSPC, errno.EDQUOT)
_SAID = ("no space left on device", "disk quota exceeded", "database or disk is full")


def is_full_disk(error: BaseException) -> bool:
    """Whether an error, or one that led to it, is that there is no room: no space, no inodes, no quota left."""
    return any(
        (isinstance(one, OSError) and one.errno in _FULL)
        or (isinstance(one, sqlite3.Error) and _code(one) == sqlite3.SQLITE_FULL)
        for one in _chain(error)
    )


def says_full_disk(error: BaseException) -> bool:
    """The same of errors that have no number, by their words. Not for one that quotes what a person wrote."""
    return is_full_disk(error) or any(words in str(one).lower() for one in _chain(error) for words in _SAID)


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _chain(error: BaseException) -> list[BaseException]:
    """An error and what led to it, each once."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or one.__context__
    return chain
