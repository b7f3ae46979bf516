"""The ledger's part about what was handed back to departments, and what they wrote into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from warehouse.ledger.file.schema import transaction
from warehouse.ledger.row import Submission, instant_text, rows


@dataclass(frozen=True, slots=True)
class HandedBack:
    """What went out of a submission. `made_of`: the state of it that this is of; `copy_sha256`: of the marked workbook, '' without one."""

    submission_id: str
    made_of: str
    copy_name: str
    copy_sha256: str
    handed_back_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What a department wrote beside a finding, in the workbook of `submission_id`. `kind`, `words`: as they were written."""

    submission_id: str
    finding_id: str
    kind: str
    words: str
    sheet: str
    cell: str
    said_at: datetime


def to_hand_back(book: sqlite3.Connection) -> list[tuple[Submission, str]]:
    """The submissions of which nothing was handed back in the state in which they are, in order of entry, with it.

    The state is the decision that a submission stands on, how many questions of gate 2 it has been asked, and how many
    answers were decided on: one query, so that a night without anything new costs nothing.
    """
    found = book.execute(
        """
        WITH now AS (
            SELECT s.submission_id,
                   COALESCE(d.decision_id, 0) || '|'
                   || (SELECT COUNT(*) FROM question q
                       WHERE q.submission_id = s.submission_id AND q.reader_version = d.reader_version
                         AND q.gate = 'gate_2')
                   || '|' || (SELECT COUNT(*) FROM answer a WHERE a.submission_id = s.submission_id) AS made_of
            FROM submission s LEFT JOIN standing_decision d USING (submission_id)
        )
        SELECT submission_id, made_of FROM now
        WHERE NOT EXISTS (
            SELECT 1 FROM handed_back h WHERE h.submission_id = now.submission_id AND h.made_of = now.made_of)
        """
    )
    states = dict(found.fetchall())
    if not states:
        return []
    every = rows(Submission, book.execute("SELECT * FROM submission ORDER BY sequence"))
    return [(one, states[one.submission_id]) for one in every if one.submission_id in states]


def record_handed_back(book: sqlite3.Connection, handed_back: Iterable[HandedBack]) -> None:
    """Enter what went out; what was entered before in the same state stays."""
    with transaction(book):
        book.executemany(
            "INSERT INTO handed_back VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (
                    one.submission_id,
                    one.made_of,
                    one.copy_name,
                    one.copy_sha256,
                    instant_text(one.handed_back_at),
                )
                for one in handed_back
            ],
        )


def handed_back_since(book: sqlite3.Connection, instant: datetime) -> list[HandedBack]:
    """What has gone out since, oldest first."""
    return rows(
        HandedBack,
        book.execute(
            "SELECT * FROM handed_back WHERE handed_back_at >= ? ORDER BY handed_back_at, rowid",
            (instant_text(instant),),
        ),
    )


def copies_of(book: sqlite3.Connection, submission_id: str) -> dict[str, str]:
    """The names of the marked workbooks that went out of a submission, by their SHA-256."""
    found = book.execute(
        "SELECT copy_sha256, copy_name FROM handed_back WHERE submission_id = ? AND copy_sha256 <> ''",
        (submission_id,),
    )
    return dict(found.fetchall())


def handed_back_as(book: sqlite3.Connection, sha256: str) -> HandedBack | None:
    """What went out with these bytes; None for bytes that are not ours."""
    found = rows(
        HandedBack, book.execute("SELECT * FROM handed_back WHERE copy_sha256 = ? LIMIT 1", (sha256,))
    )
    return found[0] if found else None


def record_explanations(
    book: sqlite3.Connection, submission_id: str, said: Iterable[Mapping[str, str]]
) -> None:
    """Enter what a submission's workbook explains; another reading of the same bytes says the same."""
    now = instant_text(datetime.now(UTC))
    with transaction(book):
        book.executemany(
            "INSERT INTO explanation VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (submission_id, one["finding_id"], one["kind"], one["words"], one["sheet"], one["cell"], now)
                for one in said
            ],
        )


def explanations(book: sqlite3.Connection) -> list[Said]:
    """Everything that was ever explained in a workbook, oldest first."""
    return rows(Said, book.execute("SELECT * FROM explanation ORDER BY said_at, rowid"))
