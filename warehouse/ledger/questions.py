"""The ledger's part about what departments are asked: the questions, and what was decided on what they said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime

from ingest.finding.finding import Finding
from ingest.finding.message import Duty, Severity
from ingest.finding.refusal import Refusal
from warehouse.ledger.file.schema import transaction
from warehouse.ledger.row import Answer, AnswerState, Asked, finding_text, instant_text, rows
from warehouse.settings import business_day

_ANSWERS = "SELECT * FROM answer LEFT JOIN answer_until USING (answer_id)"


def is_question(finding: Finding) -> bool:
    """Whether it asks a department, or holds: what only follows from another finding is left out, and hints are."""
    asks = finding.severity is Severity.WARN and finding.duty is not Duty.OPERATOR
    return (
        (asks or finding.severity is Severity.HOLD) and not finding.caused_by and bool(finding.submission_id)
    )


def asked_of(findings: Iterable[Finding], held: bool) -> list[Finding]:
    """What is asked of a submission. While the whole is held, only what holds it: the rest may never come in."""
    return [each for each in findings if is_question(each) and (not held or each.severity is Severity.HOLD)]


def record_questions(
    book: sqlite3.Connection,
    findings: Iterable[Finding],
    gate: str,
    asked_at: datetime,
    reader_version: str,
) -> list[Finding]:
    """Enter what is asked, and return what of it is new.

    What was asked before of the same reading of a submission stays as it was entered.
    """
    by_key: dict[tuple[str, str], list[Finding]] = {}
    for finding in filter(is_question, findings):
        by_key.setdefault((finding.submission_id, finding.finding_id), []).append(finding)
    new = []
    with transaction(book):
        for (submission_id, finding_id), same in by_key.items():
            entered = book.execute(
                "INSERT INTO question VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    submission_id,
                    reader_version,
                    finding_id,
                    gate,
                    instant_text(asked_at),
                    len(same),
                    finding_text(same[0]),
                ),
            )
            if entered.rowcount > 0:
                new.append(same[0])
    return new


def questions(book: sqlite3.Connection) -> list[Asked]:
    """Everything that was ever asked, in the order in which it was first asked."""
    return rows(Asked, book.execute("SELECT * FROM question ORDER BY asked_at, rowid"))


def record_answer(
    book: sqlite3.Connection,
    submission_id: str,
    finding_id: str,
    state: AnswerState,
    *,
    reason: str,
    actor: str,
    answered_at: datetime | None = None,
    until: date | None = None,
) -> Answer:
    """Enter what a person decided on an explanation. Refusal where it was accepted before, and that has not run out."""
    instant = answered_at or datetime.now(UTC)
    with transaction(book):
        last = answers(book).get((submission_id, finding_id))
        if last is not None and last.state is AnswerState.ACCEPTED and last.holds_on(business_day(instant)):
            raise Refusal(
                "ALREADY_ANSWERED",
                found=f"{finding_id} {last.actor} {last.answered_at:%Y-%m-%d}: {last.reason}",
            )
        number = book.execute(
            "INSERT INTO answer (submission_id, finding_id, state, reason, actor, answered_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (submission_id, finding_id, state, reason, actor, instant_text(instant)),
        ).lastrowid
        if until is not None:
            book.execute("INSERT INTO answer_until VALUES (?, ?)", (number, until.isoformat()))
        entered = book.execute(f"{_ANSWERS} WHERE answer_id = ?", (number,))
        return rows(Answer, entered)[0]


def answers(book: sqlite3.Connection, as_of: datetime | None = None) -> dict[tuple[str, str], Answer]:
    """The last answer to each question, or the last before an instant, by submission and finding."""
    bound = instant_text(as_of) if as_of else "9999-12-31T23:59:59.999999Z"
    every = rows(Answer, book.execute(f"{_ANSWERS} WHERE answered_at < ? ORDER BY answer_id", (bound,)))
    return {(one.submission_id, one.finding_id): one for one in every}


def untold(book: sqlite3.Connection, about: Iterable[str]) -> list[str]:
    """Of the things that a notice may tell, those that none has told yet."""
    told = {text for (text,) in book.execute("SELECT about FROM told")}
    return [each for each in about if each not in told]


def record_told(book: sqlite3.Connection, about: Iterable[str]) -> None:
    """Enter that a notice has told these things."""
    now = instant_text(datetime.now(UTC))
    with transaction(book):
        book.executemany(
            "INSERT INTO told VALUES (?, ?) ON CONFLICT DO NOTHING", [(each, now) for each in about]
        )
