"""What has become of each question: open, answered, or closed by what came since. The one place where that is decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache

from ingest.finding.message import Severity
from ingest.office.facts import Office
from ingest.office.rename import id_of_today, renames_of_today
from warehouse.ledger.carried import with_carried
from warehouse.ledger.entries import accepted_submissions, current_decisions, submissions
from warehouse.ledger.questions import answers, questions
from warehouse.ledger.row import (
    Accepted,
    Answer,
    AnswerState,
    Asked,
    Decision,
    DecisionKind,
    Slot,
    Submission,
    instant_text,
    rows,
)
from warehouse.ledger.slot import held_now, last_held, of_today, slots_standing_on, speaking
from warehouse.ledger.waivers import Waiver, in_force, waived_releases, waiving
from warehouse.settings import business_day

# The questions that the newest build still finds, by submission and finding; asked only where it matters.
FoundNow = Callable[[], Collection[tuple[str, str]]]
_Whose = tuple[str, str, str]  # department and form, as they are called today, and period


class QuestionState(StrEnum):
    """Of a question, or of what holds a figure back."""

    OPEN = "open"
    REJECTED = "rejected"  # still open: the explanation was sent back
    ACCEPTED = "accepted"  # an explanation that will do; what was held is released
    CORRECTED = "corrected"  # by a later submission, or what it spoke against was corrected
    REFUSED = "refused"  # with its submission
    WAIVED = "waived"  # for a time: neither held nor asked


OPEN_STATES = (QuestionState.OPEN, QuestionState.REJECTED)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what has become of it. `closed_by`: the submission that corrected it, where one did.

    `department_id`, `form_id`: as they are called today; form and period are empty where nothing tells them. `of_accepted`: asked of what is in the data.
    """

    asked: Asked
    department_id: str
    form_id: str
    period: str
    state: QuestionState
    answered_by: str = ""
    answered_at: datetime | None = None
    answer_reason: str = ""
    closed_by: str = ""
    of_accepted: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Its submission and finding."""
        return self.asked.submission_id, self.asked.finding_id

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say something."""
        return self.state in OPEN_STATES

    @property
    def holds(self) -> bool:
        """Whether it keeps figures out of the data, and is not only asked about."""
        return self.asked.finding.severity is Severity.HOLD

    @property
    def holds_a_value(self) -> bool:
        """Whether it keeps back single values alone; the whole of what is held is told by held_now."""
        return self.holds and self.of_accepted and self.asked.finding.scope == "row"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ledger says that decides about a question."""

    decisions: Mapping[str, Decision]
    answers: Mapping[tuple[str, str], Answer]
    held: Collection[str]
    spoken_for_by: Mapping[str, str]  # what speaks for the slot of each submission with one
    found_now: FoundNow
    waived_releases: Collection[int]  # decisions that let in for as long as a waiver lasts


def standing_questions(
    book: sqlite3.Connection,
    office: Office,
    found_now: FoundNow | None = None,
    as_of: datetime | None = None,
    day: date | None = None,
) -> list[Question]:
    """Every question about a reading that stands, in the order in which it was first asked.

    `found_now`: without it, all that gate 2 asked counts as still found. `as_of`: as it stood at that instant. `day`:
    the day of the office whose waivers are in force; that of `as_of`, or today, unless given.
    """
    day = day or business_day(as_of - timedelta(microseconds=1) if as_of else datetime.now(UTC))
    letting = in_force(book, day)
    entered = submissions(book)
    accepted = of_today(accepted_submissions(book, as_of), entered, office)
    asked = [one for one in questions(book) if as_of is None or one.asked_at < as_of]
    keys = {(one.submission_id, one.finding_id) for one in asked}
    known = _Known(
        decisions=current_decisions(book) if as_of is None else _accepting(book, as_of),
        answers=answers_in_force(asked, answers(book, as_of), entered, office, day),
        held={one.submission.submission_id for one in held_now(book, office)} if as_of is None else (),
        spoken_for_by=_spoken_for_by(book, accepted, office),
        found_now=cache(found_now) if found_now else lambda: keys,
        waived_releases=waived_releases(book),
    )
    renames = renames_of_today(office)
    handed_in = {one.submission_id: one for one in entered}
    read = {
        (submission_id, version): (form_id, period)
        for submission_id, version, form_id, period in book.execute(
            "SELECT submission_id, reader_version, form_id, period FROM reading"
        )
    }

    def whose(one: Asked) -> _Whose:
        submission = handed_in[one.submission_id]
        form_read, period_read = read.get((one.submission_id, one.reader_version), (None, None))
        # What is found while the form or period is still being looked for does not say them.
        form_id = one.finding.form_id or form_read or ""
        return (
            id_of_today("department", submission.department_id, submission.recorded_at, renames),
            form_id and id_of_today("form", form_id, submission.recorded_at, renames),
            one.finding.period or period_read or "",
        )

    judged = (_judged(one, whose(one), known) for one in asked)
    return [_waived(question, letting) for question in judged if question is not None]


def answers_in_force(
    asked: Sequence[Asked],
    given: Mapping[tuple[str, str], Answer],
    entered: Iterable[Submission],
    office: Office,
    day: date,
) -> dict[tuple[str, str], Answer]:
    """The answers that have not run out on a day, by submission and finding; those of earlier returns included."""
    renames = renames_of_today(office)
    whose = {
        one.submission_id: id_of_today("department", one.department_id, one.recorded_at, renames)
        for one in entered
    }
    return with_carried(asked, {key: one for key, one in given.items() if one.holds_on(day)}, whose)


def _waived(question: Question, letting: Sequence[Waiver]) -> Question:
    """The question, waived where it is open and a waiver lets it pass."""
    if not letting or not question.is_open:
        return question
    place = (question.department_id, question.form_id, question.period)
    waiver = waiving(letting, question.asked.finding, *place)
    if waiver is None:
        return question
    return replace(
        question,
        state=QuestionState.WAIVED,
        answered_by=waiver.actor,
        answered_at=waiver.entered_at,
        answer_reason=waiver.in_words,
    )


def _accepting(book: sqlite3.Connection, as_of: datetime) -> dict[str, Decision]:
    """How each submission was last let in before an instant."""
    every = book.execute(
        "SELECT * FROM decision WHERE accepted_at < ? ORDER BY decision_id", (instant_text(as_of),)
    )
    return {one.submission_id: one for one in rows(Decision, every)}


def _spoken_for_by(
    book: sqlite3.Connection, accepted: Collection[Accepted], office: Office
) -> dict[str, str]:
    """By submission: what speaks for the slot that it fills, or is held for; where nothing does, what was held for it last."""
    held = slots_standing_on(book, office, DecisionKind.HOLD)
    slots: dict[str, Slot] = {**held, **{one.submission_id: one.slot for one in accepted}}
    spoken = {slot: one.submission_id for slot, one in speaking(accepted).items()}
    by_slot = {**last_held(held, {one.submission_id: one for one in submissions(book)}), **spoken}
    return {one: by_slot[slot] for one, slot in slots.items() if slot in by_slot}


def _judged(asked: Asked, whose: _Whose, known: _Known) -> Question | None:
    """The question; None where it is about a reading that does not stand, or was never asked."""
    decision = known.decisions.get(asked.submission_id)
    if decision is None or decision.reader_version != asked.reader_version:
        return None
    holds = asked.finding.severity is Severity.HOLD
    if decision.kind is DecisionKind.REFUSE:
        return _decided(asked, whose, QuestionState.REFUSED, decision)
    if decision.kind is DecisionKind.HOLD:
        if not holds:
            return None
        closed_by = "" if asked.submission_id in known.held else known.spoken_for_by[asked.submission_id]
        answer = known.answers.get((asked.submission_id, asked.finding_id))
        if answer and not closed_by:
            return _answered(asked, whose, answer)
        state = QuestionState.CORRECTED if closed_by else QuestionState.OPEN
        return Question(asked, *whose, state, closed_by=closed_by)
    if holds and decision.kind is DecisionKind.RELEASE:
        by_waiver = decision.decision_id in known.waived_releases
        return _decided(asked, whose, QuestionState.WAIVED if by_waiver else QuestionState.ACCEPTED, decision)
    return _of_accepted(asked, whose, known)


def _decided(asked: Asked, whose: _Whose, state: QuestionState, decision: Decision) -> Question:
    return Question(asked, *whose, state, decision.actor, decision.decided_at, decision.reason)


def _answered(asked: Asked, whose: _Whose, answer: Answer, of_accepted: bool = False) -> Question:
    state = QuestionState(answer.state.value)
    decided = (answer.actor, answer.answered_at, answer.reason)
    return Question(asked, *whose, state, *decided, of_accepted=of_accepted)


def _of_accepted(asked: Asked, whose: _Whose, known: _Known) -> Question | None:
    """A question about what was let in; None where it is not known yet that it was."""
    there = known.spoken_for_by.get(asked.submission_id)
    if there is None:
        return None
    key = (asked.submission_id, asked.finding_id)
    answer = known.answers.get(key)
    closed_by = "" if there == asked.submission_id else there
    gone = bool(closed_by) or (asked.gate == "gate_2" and key not in known.found_now())
    if answer and (answer.state is AnswerState.ACCEPTED or not gone):
        return _answered(asked, whose, answer, of_accepted=True)
    state = QuestionState.CORRECTED if gone else QuestionState.OPEN
    return Question(asked, *whose, state, closed_by=closed_by, of_accepted=True)


def wholly_explained(every: Iterable[Question]) -> dict[str, list[Question]]:
    """By submission: all that holds it, or values of it, where each of that was explained and accepted."""
    holding: dict[str, list[Question]] = {}
    for one in every:
        if one.holds:
            holding.setdefault(one.asked.submission_id, []).append(one)
    return {
        submission_id: mine
        for submission_id, mine in holding.items()
        if all(one.state is QuestionState.ACCEPTED for one in mine)
    }


def waiting(book: sqlite3.Connection, office: Office) -> list[str]:
    """The submissions of which something is held now, in order of entry: the whole, or single values."""
    held = {one.submission.submission_id for one in held_now(book, office)}
    held |= {one.asked.submission_id for one in held_values(standing_questions(book, office))}
    return [one.submission_id for one in submissions(book) if one.submission_id in held]


def held_values(every: Iterable[Question]) -> list[Question]:
    """Those that keep back single values of submissions that are accepted, until they are released or corrected."""
    return [one for one in every if one.is_open and one.holds_a_value]
