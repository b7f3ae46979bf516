"""That a home's ledger is there, and is this home's: asked each time before it is opened.

SQLite makes a file that is missing and is content with one that is empty. Made anew beside an archive, a landing
or snapshots, a ledger knows nobody's hand-ins: the next night published 3 rows in place of 1,028 and called it a
success. What lies beside a ledger says that there was one; so it is never made anew there, and one whose
submissions are strangers to what lies there is another home's.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ingest.finding.refusal import Refusal
from warehouse.home import Home

_SHA256 = re.compile(r"[0-9a-f]{64}")
# By their shape: where a folder is a disk of its own, the disk's own things lie in it too (lost+found, @eaDir).
_SUBMISSION_ID = re.compile(r"[0-9a-f]{16,64}")
_SNAPSHOT_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")
# As many files as collecting archives before it enters them: so many may lie there after a kill, and no more.
_ARCHIVED_BEFORE_ENTERED = 50


class LedgerLostError(Refusal):
    """There is no ledger, or one that knows nothing, beside what only a ledger can have led to."""


class LedgerForeignError(Refusal):
    """The file is a database of something else, or the ledger of another home."""


def kept_beside(home: Home) -> list[str]:
    """What lies in a home that would not be there without a ledger; nothing in one that was never used."""
    kept = {
        "archive": _archived(home),
        "landing": _landed(home),
        "snapshots": _made(home),
    }
    return [name for name, entries in kept.items() if next(entries, None)]


def landed_ids(home: Home) -> set[str]:
    """The submissions of which something has landed."""
    return set(_landed(home))


def is_there(home: Home) -> bool:
    """Whether there is a ledger; False in a home that was never used. LedgerLostError where one must have been."""
    if home.ledger.exists() and home.ledger.stat().st_size:
        return True
    beside = kept_beside(home)
    if beside:
        zh, en = ("是空的", "is empty") if home.ledger.exists() else ("不见了", "is gone")
        raise LedgerLostError(
            "LEDGER_LOST",
            where=str(home.ledger),
            found=f"{home.ledger.name} {zh},{'、'.join(beside)} 里还有东西。"
            f" {home.ledger.name} {en}, and {', '.join(beside)} hold what was handed in.",
        )
    return False


def check_database(ledger: sqlite3.Connection, tables: frozenset[str]) -> None:
    """LedgerForeignError where an open database is none of ours. `tables`: what a ledger of its version has."""
    present = {
        name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    }
    if present and not tables <= present:
        file = ledger.execute("PRAGMA database_list").fetchone()[2]
        missing, other = sorted(tables - present), sorted(present - tables)
        raise LedgerForeignError(
            "LEDGER_FOREIGN",
            where=file,
            found=f"缺少 {', '.join(missing[:5])};有 {', '.join(other[:5]) or '-'}。"
            f" It lacks {len(missing)} of our tables and views: it is another program's database.",
        )


def check_own(home: Home, ledger: sqlite3.Connection) -> None:
    """LedgerLostError or LedgerForeignError where what lies beside an open ledger is not what it knows.

    One entry that both have is enough, and is found at the first look: a ledger that is merely older than what
    is published stops a refresh before it collects, which names what is missing.
    """
    known = bool(ledger.execute("SELECT 1 FROM submission LIMIT 1").fetchone())
    landed = _landed(home)
    first = next(landed, None)
    if first is not None:
        entries = itertools.chain((first,), landed)
        _check(home, ledger, "landing", entries, "SELECT 1 FROM submission WHERE submission_id = ?", known)
        return
    archived = list(itertools.islice(_archived(home), _ARCHIVED_BEFORE_ENTERED + 1))
    if archived and (known or len(archived) > _ARCHIVED_BEFORE_ENTERED):
        _check(home, ledger, "archive", _archived(home), "SELECT 1 FROM submission WHERE sha256 = ?", known)
    made = bool(ledger.execute("SELECT 1 FROM snapshot LIMIT 1").fetchone())
    if made:
        kept = _made(home)
        if (one := next(kept, None)) is not None:
            entries = itertools.chain((one,), kept)
            _check(home, ledger, "snapshots", entries, "SELECT 1 FROM snapshot WHERE snapshot_id = ?", known)


def _check(
    home: Home, ledger: sqlite3.Connection, beside: str, entries: Iterator[str], query: str, known: bool
) -> None:
    if any(ledger.execute(query, (name,)).fetchone() for name in entries):
        return
    if known:
        raise LedgerForeignError(
            "LEDGER_FOREIGN",
            where=str(home.ledger),
            found=f"{beside} 里没有一项是这本台账所知的。 The ledger knows nothing of what lies in {beside}: it is another home's.",
        )
    raise LedgerLostError(
        "LEDGER_LOST",
        where=str(home.ledger),
        found=f"台账里没有任何报表,{beside} 里却有。 The ledger has no submission, and {beside} holds what was handed in.",
    )


def _landed(home: Home) -> Iterator[str]:
    return _folders(home.landing, _SUBMISSION_ID)


def _made(home: Home) -> Iterator[str]:
    return _folders(home.snapshots, _SNAPSHOT_ID)


def _folders(folder: Path, shape: re.Pattern[str]) -> Iterator[str]:
    """The names of finished folders of ours."""
    if folder.is_dir():
        yield from (
            entry.name for entry in folder.iterdir() if shape.fullmatch(entry.name) and entry.is_dir()
        )


def _archived(home: Home) -> Iterator[str]:
    if home.archive.is_dir():
        yield from (path.name for path in home.archive.glob("??/*") if _SHA256.fullmatch(path.name))
