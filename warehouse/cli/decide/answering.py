"""A person's decision on what a department said to a question, entered in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from ingest.finding.message import Duty
from ingest.finding.refusal import Refusal
from ingest.office.load import load_office
from warehouse.answers.questions import ListedQuestion, listed, questions_now
from warehouse.cli.screen import both
from warehouse.home import Home
from warehouse.ledger.explained import NOT_ENOUGH
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.question_state import Question, QuestionState
from warehouse.ledger.questions import record_answer
from warehouse.ledger.row import AnswerState
from warehouse.settings import Settings
from warehouse.steps.let_in import let_in_explained


def answer(
    settings: Settings, given: str, state: AnswerState, reason: str | None, by: str, until: date | None = None
) -> tuple[ListedQuestion, bool]:
    """Enter an answer to the question whose id begins like `given`: the question as it stands then, and whether its submission,
    which nothing else holds, is released by that.

    `given` may be SUBMISSION/FINDING, where two submissions are asked the same. `reason`: None accepts what the department
    wrote into its workbook. Refusal for an empty reason or name, for no reason where nothing was written or too little,
    and for an id that none or several have, or whose question is closed or holds what has to be mended.
    """
    for name, text in (("--reason", reason), ("--by", by)):
        if text is not None and not text.strip():
            raise _not_said(name)
    home = Home(settings.home)
    if not given or not is_there(home):
        raise Refusal("UNKNOWN_QUESTION", found=given)
    office = load_office(settings.office)
    with open_ledger(home) as book, transaction(book):
        asked = _the_one(questions_now(home, book, office), given.lower())
        record_answer(
            book,
            asked.asked.submission_id,
            asked.asked.finding_id,
            state,
            reason=_reason(reason, state, listed(settings, book, office, [asked], datetime.now(UTC))[0]),
            actor=by.strip(),
            until=until,
        )
        released = let_in_explained(book, office, datetime.now(UTC))
        now = [one for one in questions_now(home, book, office) if one.key == asked.key]
        question = listed(settings, book, office, now, datetime.now(UTC))[0]
        return question, asked.asked.submission_id in released


def _not_said(name: str) -> Refusal:
    return Refusal("USAGE", found=f"{name} ''", expected=both("写明", "say it"), command="answers ")


def _reason(given: str | None, state: AnswerState, asked: ListedQuestion) -> str:
    """What was said, and why it will do or not: as a person gives it, or the department's own words that are accepted."""
    if given is not None:
        return given.strip()
    if state is not AnswerState.ACCEPTED or asked.explained is None:
        raise _not_said("--reason")
    if asked.explained.not_enough:
        raise Refusal(
            "EXPLANATION_NOT_ENOUGH",
            found=asked.explained.in_words,
            expected=both(*NOT_ENOUGH[asked.explained.not_enough]),
        )
    return asked.explained.in_words


def _the_one(every: Sequence[Question], given: str) -> Question:
    """The question that is meant: an open one before what is closed. Refusal for none, for several, or for a closed one."""
    submission, _, finding = given.rpartition("/")
    matching = [
        one
        for one in every
        if finding
        and one.asked.finding_id.startswith(finding)
        and one.asked.submission_id.startswith(submission)
    ]
    matching = [one for one in matching if one.is_open] or matching
    matching = [one for one in matching if one.asked.finding_id == finding] or matching
    if not matching:
        raise Refusal("UNKNOWN_QUESTION", found=given)
    if len(matching) > 1:
        choices = [
            f"{one.asked.submission_id}/{one.asked.finding_id}  {one.asked.finding.rule}"
            f"  {one.asked.finding.file} {one.asked.finding.sheet}!{one.asked.finding.cell}"
            for one in matching
        ]
        raise Refusal("SEVERAL_QUESTIONS", found=given, choices=choices)
    (one,) = matching
    if one.holds and one.asked.finding.duty is not Duty.EXPLAIN:
        raise Refusal("QUESTION_HOLDS", found=f"{one.asked.finding.rule} {one.asked.submission_id}")
    if one.state in (QuestionState.CORRECTED, QuestionState.REFUSED, QuestionState.WAIVED):
        raise Refusal("QUESTION_CLOSED", found=f"{given} {one.state} {one.closed_by}".rstrip())
    return one
