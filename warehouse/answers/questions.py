"""What departments are asked, as people read it: by department and title of the form, with its age and what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ingest.finding.finding import Finding
from ingest.form.file import load_forms
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.home import Home
from warehouse.ledger.entries import submissions
from warehouse.ledger.explained import Explained, explained
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.question_state import Question, QuestionState, standing_questions
from warehouse.settings import BUSINESS_ZONE, Settings
from warehouse.snapshots.last_snapshot import found_in, last_marts


@dataclass(frozen=True, slots=True)
class FormTitle:
    """What a form is called."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A question as it is listed. `days`: of the office's calendar since it was first asked; `places`: how many cells.

    `closed_by`, `closed_by_file`: the submission that corrected it, where one did. `explained`: what the department wrote
    into a workbook about it.
    """

    finding_id: str
    submission_id: str
    department_id: str
    department_zh: str
    form_id: str
    form_zh: str
    form_en: str
    period: str
    file: str
    state: QuestionState
    asked_at: datetime
    days: int
    places: int
    finding: Finding
    answered_by: str
    answered_at: datetime | None
    answer_reason: str
    closed_by: str
    closed_by_file: str
    explained: Explained | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say something."""
        return self.state in (QuestionState.OPEN, QuestionState.REJECTED)

    @property
    def place(self) -> str:
        """File, sheet and cell in one line, and in how many cells more."""
        at = f"{self.finding.sheet}!{self.finding.cell}" if self.finding.cell else self.finding.sheet
        more = f" …{self.places}" if self.places > 1 else ""
        return f"{self.file} {at}{more}".rstrip()

    def as_dict(self) -> dict[str, Any]:
        """What `answers --json` prints of it."""
        return asdict(self)


def titles_of_forms(settings: Settings) -> dict[str, FormTitle]:
    """What each form is called today, by its id."""
    return {form.form_id: FormTitle(form.title_zh, form.title_en) for form in load_forms(settings.office)}


def listed_questions(settings: Settings, now: datetime) -> tuple[ListedQuestion, ...]:
    """What asks or asked, newest first; what holds figures back is not among it."""
    return _listed_where(settings, now, lambda one: not one.holds)


def explained_holds(settings: Settings, now: datetime) -> tuple[ListedQuestion, ...]:
    """What holds figures back and was explained in a workbook, newest first: to be released or refused by a person."""
    holding = _listed_where(settings, now, lambda one: one.holds and one.is_open)
    return tuple(one for one in holding if one.explained)


def decided_holds(settings: Settings, now: datetime) -> tuple[ListedQuestion, ...]:
    """What held figures back until a person decided, newest first."""
    return _listed_where(settings, now, lambda one: one.holds and not one.is_open and one.answered_by != "")


def _listed_where(
    settings: Settings, now: datetime, wanted: Callable[[Question], bool]
) -> tuple[ListedQuestion, ...]:
    home = Home(settings.home)
    if not is_there(home):
        return ()
    office = load_office(settings.office)
    with open_ledger(home) as book:
        return listed(settings, book, office, filter(wanted, questions_now(home, book, office)), now)


def questions_now(home: Home, book: sqlite3.Connection, office: Office) -> list[Question]:
    """Every question and every holding finding, as it stands beside the newest snapshot."""

    return standing_questions(book, office, lambda: found_in(last_marts(home, book)))


def listed(
    settings: Settings, book: sqlite3.Connection, office: Office, every: Iterable[Question], now: datetime
) -> tuple[ListedQuestion, ...]:
    """Questions with the names that people know, newest first."""
    titles = titles_of_forms(settings)
    files = {one.submission_id: one.file_name for one in submissions(book)}
    today = now.astimezone(BUSINESS_ZONE).date()
    said = explained(book)
    departments = {one.submission_id: one.department_id for one in submissions(book)}
    listing = [
        _listed(
            one,
            office,
            titles,
            files,
            today.toordinal(),
            said.get((departments[one.asked.submission_id], one.asked.finding_id)),
        )
        for one in every
    ]
    return tuple(sorted(listing, key=lambda one: (-one.asked_at.timestamp(), one.department_id, one.form_id)))


def _listed(
    one: Question,
    office: Office,
    titles: dict[str, FormTitle],
    files: dict[str, str],
    today: int,
    said: Explained | None,
) -> ListedQuestion:
    found = one.asked.finding
    title = titles.get(one.form_id, FormTitle(one.form_id, one.form_id))
    asked_on = one.asked.asked_at.astimezone(BUSINESS_ZONE).date()
    return ListedQuestion(
        finding_id=one.asked.finding_id,
        submission_id=one.asked.submission_id,
        department_id=one.department_id,
        department_zh=office.departments.get(one.department_id, one.department_id),
        form_id=one.form_id,
        form_zh=title.zh,
        form_en=title.en,
        period=one.period,
        file=files.get(one.asked.submission_id, found.file),
        state=one.state,
        asked_at=one.asked.asked_at,
        days=max(0, today - asked_on.toordinal()),
        places=one.asked.places,
        finding=found,
        answered_by=one.answered_by,
        answered_at=one.answered_at,
        answer_reason=one.answer_reason,
        closed_by=one.closed_by,
        closed_by_file=files.get(one.closed_by, ""),
        explained=said,
    )
