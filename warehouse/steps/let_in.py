"""What persons decided, applied to what is held. What is held for nothing but what is waived is let in while that lasts, and
held again after it; what is held for nothing but what was explained and accepted is let in.

All are decisions of their own in the ledger, entered when they are found due: the marts of an earlier day have the submission
as long as it was let in.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from ingest.finding.finding import Finding
from ingest.office.facts import Office
from warehouse.home import Home
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.question_state import standing_questions, wholly_explained
from warehouse.ledger.questions import answers, questions
from warehouse.ledger.row import Decision, DecisionKind
from warehouse.ledger.slot import accepted_today, held_now, slots_standing_on, speaking
from warehouse.ledger.waivers import (
    Waiver,
    all_waived,
    in_force,
    record_waived_release,
    waived_releases,
    waivers,
)
from warehouse.settings import business_day

_GATE_ACTOR = "gate_1"
_Asked = dict[tuple[str, str], list[Finding]]


def apply_waivers(home: Home, office: Office, now: datetime) -> tuple[int, int]:
    """How many submissions are let in by a waiver from now on, and how many are held again as theirs has ended."""
    with open_ledger(home) as book:
        if not waivers(book):
            return 0, 0
        with transaction(book):
            letting = in_force(book, business_day(now))
            asked = _asked(book)
            # The end first: what is held again may be let in by another one.
            ended = _hold_again(book, office, letting, asked, now)
            return _let_in(book, office, letting, asked, now), ended


def let_in_explained(book: sqlite3.Connection, office: Office, now: datetime) -> list[str]:
    """Release what nothing holds any longer but what was explained and accepted, here or of an earlier return; their ids."""
    if not answers(book):
        return []
    decisions = ledger.current_decisions(book)
    standing = {one.submission.submission_id for one in held_now(book, office)}
    standing |= {one.submission_id for one in speaking(accepted_today(book, office)).values()}
    released = []
    for submission_id, why in wholly_explained(
        standing_questions(book, office, day=business_day(now))
    ).items():
        decision = decisions[submission_id]
        if submission_id not in standing or decision.kind is DecisionKind.RELEASE:
            continue
        ledger.record_decision(
            book,
            submission_id,
            decision.reader_version,
            DecisionKind.RELEASE,
            reason="；".join(dict.fromkeys(one.answer_reason for one in why)),
            actor="、".join(dict.fromkeys(one.answered_by for one in why)),
            decided_at=now,
        )
        released.append(submission_id)
    return released


def _asked(book: sqlite3.Connection) -> _Asked:
    """By submission and reader version: what holds or is asked."""
    found: _Asked = {}
    for one in questions(book):
        found.setdefault((one.submission_id, one.reader_version), []).append(one.finding)
    return found


def _let_in(
    book: sqlite3.Connection, office: Office, letting: list[Waiver], asked: _Asked, now: datetime
) -> int:
    done = 0
    for held in held_now(book, office):
        decision, submission = held.decision, held.submission
        if held.form_id is None or held.period is None or ledger.unplaced_by(decision.reason):
            continue
        found = asked.get((submission.submission_id, decision.reader_version), [])
        waiver = all_waived(letting, found, submission.department_id, held.form_id, held.period)
        if waiver is None:
            continue
        released = ledger.record_decision(
            book,
            submission.submission_id,
            decision.reader_version,
            DecisionKind.RELEASE,
            reason=waiver.in_words,
            actor=waiver.actor,
            decided_at=now,
        )
        record_waived_release(book, released.decision_id, waiver)
        done += 1
    return done


def _hold_again(
    book: sqlite3.Connection, office: Office, letting: list[Waiver], asked: _Asked, now: datetime
) -> int:
    done = 0
    by_waiver = waived_releases(book)
    slots = slots_standing_on(book, office, DecisionKind.RELEASE)
    for submission_id, decision in ledger.current_decisions(book).items():
        if decision.decision_id not in by_waiver:
            continue
        department_id, form_id, period, _ = slots[submission_id]
        found = asked.get((submission_id, decision.reader_version), [])
        if all_waived(letting, found, department_id, form_id or "", period or ""):
            continue
        ledger.record_decision(
            book,
            submission_id,
            decision.reader_version,
            DecisionKind.HOLD,
            reason=_held_by(book, decision),
            actor=_GATE_ACTOR,
            decided_at=now,
        )
        done += 1
    return done


def _held_by(book: sqlite3.Connection, decision: Decision) -> str:
    """The rules that held a submission before a waiver let it in, as its decision named them."""
    (reason,) = book.execute(
        "SELECT reason FROM decision WHERE submission_id = ? AND kind = 'hold' AND decision_id < ?"
        " ORDER BY decision_id DESC LIMIT 1",
        (decision.submission_id, decision.decision_id),
    ).fetchone()
    return str(reason)
