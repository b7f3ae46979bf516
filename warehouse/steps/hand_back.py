"""Handing back: each submission with what was found goes to its department's folder of the outbox, whatever the night does.

Only what is new, or has been decided on again, is made. Workbooks are marked in guarded worker processes, as they are read:
what a file does to whoever changes it costs that file's copy alone, and then the list goes back without it.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ingest.finding.finding import Finding
from ingest.guard.guarded import guarded_calls
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.hand_back.copied import Copied
from warehouse.hand_back.copies import write_copy
from warehouse.hand_back.handed import MAKING, write_list, write_rest
from warehouse.hand_back.outbox import being_made, department_folder, folder_name, put
from warehouse.hand_back.review import Review, held_values_of, items_of, state_of
from warehouse.home import Home
from warehouse.landing.landed import findings_of
from warehouse.ledger.entries import current_decision, readings, submissions
from warehouse.ledger.explained import NOT_ENOUGH, Explained, explained
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.hand_backs import (
    HandedBack,
    copies_of,
    record_handed_back,
    to_hand_back,
)
from warehouse.ledger.question_state import answers_in_force
from warehouse.ledger.questions import answers, questions
from warehouse.ledger.row import Answer, AnswerState, Decision, Reading, Submission
from warehouse.settings import Settings, business_day
from warehouse.steps.report import HandBackReport
from warehouse.store import archive

_LOG = logging.getLogger(__name__)
# Entered with one commit, and no more lie unfinished when a run is killed.
_BATCH = 50


@dataclass(frozen=True, slots=True)
class _Case:
    """A submission to be handed back, in the state that the ledger has of it."""

    submission: Submission
    state: str
    review: Review


def hand_back(settings: Settings) -> HandBackReport:
    """Hand back what is new. A folder that cannot be written is told, and is tried again by the next run."""
    home = Home(settings.home)
    with open_ledger(home) as book:
        waiting = to_hand_back(book)
        if not waiting:
            return HandBackReport(0, 0)
        office = load_office(settings.office)
        run = _Run(settings, home, book)
        with ExitStack() as stack:
            to_mark = []
            for case in _cases(home, book, office, settings, waiting):
                folder = run.folder_for(case, stack)
                if folder and case.review.items:
                    to_mark.append((case, folder))
                elif folder:
                    run.finish(case, folder, None)
            run.mark(to_mark)
        run.enter()
    return HandBackReport(run.handed_back, run.workbooks, tuple(run.problems))


def _cases(
    home: Home,
    book: sqlite3.Connection,
    office: Office,
    settings: Settings,
    waiting: Sequence[tuple[Submission, str]],
) -> list[_Case]:
    from ingest.form.file import load_forms  # noqa: PLC0415 - pydantic, 0.2 s, where there is something to hand back

    titles = {form.form_id: form.title_zh for form in load_forms(settings.office)}
    later: dict[tuple[str, str], list[Finding]] = {}
    for asked in questions(book):
        if asked.gate == "gate_2":
            later.setdefault((asked.submission_id, asked.reader_version), []).append(asked.finding)
    said = explained(book)
    decided = answers_in_force(
        questions(book), answers(book), submissions(book), office, business_day(datetime.now(UTC))
    )
    cases = []
    for submission, state in waiting:
        decision = current_decision(book, submission.submission_id)
        reading = _reading(book, submission, decision)
        findings = _findings(home, reading, decision)
        if reading:
            known = {one.finding_id for one in findings}
            more = later.get((submission.submission_id, reading.reader_version), [])
            findings += [one for one in more if one.finding_id not in known]
        mine = {
            one.finding_id: told
            for one in findings
            if (told := said.get((submission.department_id, one.finding_id)))
        }
        kind = decision.kind if decision else ""
        form_id = (reading.form_id if reading else None) or ""
        review = Review(
            submission_id=submission.submission_id,
            file_name=submission.file_name,
            sha256=submission.sha256,
            size_bytes=submission.size_bytes,
            received_at=submission.received_at,
            department_zh=office.departments.get(submission.department_id, submission.department_id),
            form_id=form_id,
            form_zh=titles.get(form_id, form_id),
            period=(reading.period if reading else None) or "",
            state=state_of(findings, kind),
            items=items_of(
                findings,
                {finding_id: told.said for finding_id, told in mine.items()},
                _verdicts(submission, findings, mine, decided),
            ),
            figures=reading.n_observations if reading else 0,
            rows=reading.n_register_rows if reading else 0,
            held_values=held_values_of(findings, kind),
            reason=decision.reason if decision and kind in ("release", "refuse") else "",
        )
        cases.append(_Case(submission, state, review))
    return cases


def _verdicts(
    submission: Submission,
    findings: Sequence[Finding],
    said: Mapping[str, Explained],
    decided: Mapping[tuple[str, str], Answer],
) -> dict[str, str]:
    """What became of each explanation: what a person decided on it, or why nobody can yet."""
    verdicts = {
        finding_id: f"情况说明不够：{NOT_ENOUGH[told.not_enough][0]}"
        for finding_id, told in said.items()
        if told.not_enough
    }
    for one in findings:
        answer = decided.get((submission.submission_id, one.finding_id))
        if answer:
            accepted = answer.state is AnswerState.ACCEPTED
            word = "说明已采纳" if accepted else "说明已退回"
            why = "" if accepted else f"：{answer.reason}"
            verdicts[one.finding_id] = f"{word}（{answer.actor}）{why}"
    return verdicts


def _reading(book: sqlite3.Connection, submission: Submission, decision: Decision | None) -> Reading | None:
    """The reading that was decided on; while nothing is decided, the newest."""
    every = readings(book, submission.submission_id)
    if decision is None:
        return every[-1] if every else None
    return next((one for one in every if one.reader_version == decision.reader_version), None)


def _findings(home: Home, reading: Reading | None, decision: Decision | None) -> list[Finding]:
    """What was found, as it was decided on: nothing is said of what no gate has looked at yet."""
    if reading is None or decision is None:
        return []
    return findings_of(home, reading.submission_id, reading.reader_version)


@dataclass(slots=True)
class _Run:
    """What one handing back has done so far, entered in the ledger now and then."""

    settings: Settings
    home: Home
    book: sqlite3.Connection
    entered: list[HandedBack] = field(default_factory=list)
    handed_back: int = 0
    workbooks: int = 0
    problems: list[str] = field(default_factory=list)
    departments: dict[str, Path] = field(default_factory=dict)  # their folders, each looked at once

    def folder_for(self, case: _Case, stack: ExitStack) -> Path | None:
        """A folder in which a hand-back is made; None where its department's cannot be written."""
        try:
            name = case.review.department_zh
            if name not in self.departments:
                self.departments[name] = department_folder(self.home.outbox, name)
            return stack.enter_context(being_made(self.departments[name]))
        except OSError as error:
            self._not_done(case.review, error)
            return None

    def _not_done(self, review: Review, error: OSError) -> None:
        _LOG.warning("%s 没有发还 could not be handed back: %s", review.file_name, error)
        self.problems.append(f"{review.department_zh}/{review.file_name}: {error.strerror or error}")

    def finish(self, case: _Case, folder: Path, copied: Copied | None) -> None:
        """Write what is missing of a hand-back and put it where the department finds it."""
        review = case.review
        try:
            name = write_rest(review, copied, archive.path_of(self.home, review.sha256), folder)
            put(
                folder,
                folder.parent / folder_name(review.received_at, review.submission_id),
                copies_of(self.book, review.submission_id),
            )
        except OSError as error:
            self._not_done(review, error)
            return
        sha256 = copied.sha256 if copied else ""
        self.entered.append(HandedBack(review.submission_id, case.state, name, sha256, datetime.now(UTC)))
        self.handed_back += 1
        self.workbooks += copied is not None
        if len(self.entered) == _BATCH:
            self.enter()

    def enter(self) -> None:
        """Enter what is finished."""
        record_handed_back(self.book, self.entered)
        self.entered.clear()

    def mark(self, every: Sequence[tuple[_Case, Path]]) -> None:
        """Those with findings: their workbooks are made one by one in a worker, and each is put in place at once."""
        calls = [
            (
                archive.path_of(self.home, case.review.sha256),
                case.review,
                self.settings.limits,
                folder / MAKING,
            )
            for case, folder in every
        ]
        with closing(guarded_calls(write_copy, calls, 1, self.settings.child_bounds)) as outcomes:
            for outcome in outcomes:
                case, folder = every[outcome.number]
                copied = outcome.value
                if outcome.error is not None:
                    # Ours or the file's: the list goes back all the same, and the log says what happened.
                    name = case.review.file_name
                    _LOG.error("marking %s (%s): %s", case.review.submission_id, name, outcome.error)
                    why = "加批注时出错，管理员的日志里有原因", "it could not be marked; the log says why"
                    copied = write_list(case.review, folder, *why)
                self.finish(case, folder, copied)
