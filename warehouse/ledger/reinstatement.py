"""Putting a submission back in force: one that was refused, or one that something worse took the place of."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from warehouse.ledger.entries import current_decision
from warehouse.ledger.file.schema import transaction
from warehouse.ledger.row import Accepted, DecisionKind, Reinstatement, instant_text, rows
from warehouse.ledger.slot import accepted_today, slots_standing_on, speaking


def superseded_by(book: sqlite3.Connection, submission_id: str, office: Office) -> Accepted | None:
    """What speaks for the slot in the place of an accepted submission; None where it speaks itself, or is not accepted."""
    accepted = accepted_today(book, office)
    mine = next((one for one in accepted if one.submission_id == submission_id), None)
    there = speaking(accepted)[mine.slot] if mine else None
    return there if there and there.submission_id != submission_id else None


def reinstate(
    book: sqlite3.Connection,
    submission_id: str,
    office: Office,
    *,
    reason: str,
    actor: str,
    at: datetime | None = None,
) -> Reinstatement:
    """Enter that a submission stands again, from `at` on (now).

    What was refused is again what it was before: accepted, and then the last of its slot; held; or undecided.
    Refusal for what stands already.
    """
    with transaction(book):
        standing = current_decision(book, submission_id)
        refused = standing is not None and standing.kind is DecisionKind.REFUSE
        over = (
            _speaks_there(book, submission_id, office)
            if refused
            else superseded_by(book, submission_id, office)
        )
        if not refused and over is None:
            raise Refusal(
                "DECISION",
                found=f"{submission_id} 没有被退回，也没有被更正：无需恢复。"
                " It was neither refused nor superseded: there is nothing to reinstate.",
            )
        last = book.execute(
            "SELECT COALESCE(MAX(decision_id), 0) FROM decision WHERE submission_id = ?", (submission_id,)
        ).fetchone()[0]
        instant = _free_instant(book, at or datetime.now(UTC))
        added = _enter(
            book, submission_id, last, over.submission_id if over else None, reason, actor, instant
        )
        now_over = superseded_by(book, submission_id, office)
        if now_over is not None:
            # Back-dated to before what speaks now: it would stand in the ledger and change nothing.
            raise Refusal(
                "DECISION",
                found=f"{submission_id} 之后另有 {now_over.submission_id} 采用，仍以后者为准。"
                f" {now_over.submission_id} was received later still and speaks.",
            )
        return added


def _speaks_there(book: sqlite3.Connection, submission_id: str, office: Office) -> Accepted | None:
    """What speaks for the slot that a refused submission filled, or would have."""
    slot = slots_standing_on(book, office, DecisionKind.REFUSE)[submission_id]
    return speaking(accepted_today(book, office)).get(slot)


def _enter(
    book: sqlite3.Connection,
    submission_id: str,
    last: int,
    over: str | None,
    reason: str,
    actor: str,
    at: datetime,
) -> Reinstatement:
    number = book.execute(
        "INSERT INTO reinstatement (submission_id, after_decision_id, over_submission_id, reason, actor, reinstated_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (submission_id, last, over, reason, actor, instant_text(at)),
    ).lastrowid
    entered = book.execute("SELECT * FROM reinstatement WHERE reinstatement_id = ?", (number,))
    return rows(Reinstatement, entered)[0]


def _free_instant(book: sqlite3.Connection, at: datetime) -> datetime:
    """The instant, or the first one after it at which nothing was received or reinstated: order needs no ties."""
    taken = "SELECT 1 FROM submission WHERE received_at = :at UNION ALL SELECT 1 FROM reinstatement WHERE reinstated_at = :at"
    while book.execute(taken, {"at": instant_text(at)}).fetchone():
        at += timedelta(microseconds=1)
    return at


def reinstatements(book: sqlite3.Connection) -> list[Reinstatement]:
    """Every one, in order of entry."""
    return rows(Reinstatement, book.execute("SELECT * FROM reinstatement ORDER BY reinstatement_id"))


def handed_in_again(
    book: sqlite3.Connection, submission_id: str, office: Office, *, received_at: datetime, actor: str
) -> Reinstatement | None:
    """What handing in known bytes once more decides: where something received since took their place, they stand again.

    None where they stand, are held or were refused, or where the hand-in is dated back to before what speaks.
    """
    there = superseded_by(book, submission_id, office)
    if there is None or received_at < there.order[0]:
        return None
    return reinstate(
        book, submission_id, office, reason="同一文件再次报送 handed in again", actor=actor, at=received_at
    )
