"""By what a build is told from any other: its id, from the ledger, the office's files and the day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime

from ingest.office.facts import Office
from ingest.office.rename import id_of_today, renames_of_today
from warehouse.building.decided import DecidedSubmission
from warehouse.building.releases import released_by
from warehouse.duties import fallen_due
from warehouse.ledger.editions import editions
from warehouse.ledger.editions import facts_of as facts_of_editions
from warehouse.ledger.questions import answers, questions
from warehouse.ledger.waivers import in_force
from warehouse.settings import Settings
from warehouse.version import build_id as id_of_build
from warehouse.version import code_version


def identity_of(settings: Settings, judged: Iterable[DecidedSubmission], office: Office, *about: str) -> str:
    """The id of a build of these submissions: by the code, the office's files, and what of them is in force today."""
    renamed = (f"{one.kind} {one.old_id} {one.new_id}" for one in renames_of_today(office))
    return id_of_build(code_version(settings), (*about, *(one.fact for one in judged), *renamed))


def facts_of_night(
    book: sqlite3.Connection, judged: Iterable[DecidedSubmission], office: Office, today: date
) -> list[str]:
    """What else a night's build is made of, for its id: answers, editions, and what is a fact by a business day: the waivers in
    force, the returns that are due, and the figures that are released.

    So a night without new files still shows what has expired or fallen due and what is under embargo no more. Only what has not come is named: what came is told
    by its submission, and its day changes nothing.
    """
    renames = renames_of_today(office)
    # What was refused is with the department again, and covers nothing.
    rows = [one.row for one in judged if one.row.decision != "refuse"]
    came = {
        (id_of_today("form", row.form_id, row.recorded_at, renames), row.period)
        for row in rows
        if row.form_id and row.period
    }
    answered = [f"answer {one.answer_id}" for one in answers(book).values() if one.holds_on(today)]
    due = [f"due {form_id} {period}" for form_id, period in fallen_due(office, came, today)]
    released = [f"released {one.form_id} {one.time_period}" for one in released_by(office, today)]
    waived = [f"waiver {one.waiver_id}" for one in in_force(book, today)]
    return [*answered, *waived, *due, *released, *facts_of_editions(editions(book))]


def facts_of_day(book: sqlite3.Connection, day: date, until: datetime) -> list[str]:
    """What else a build as known at the end of a day is made of: what was asked and answered `until` then, and the waivers
    that were in force. Asked of today, it goes on changing until the day is over."""
    answered = [f"answer {one.answer_id}" for one in answers(book, until).values()]
    asked = [
        f"question {one.submission_id} {one.finding_id}" for one in questions(book) if one.asked_at < until
    ]
    waived = [f"waiver {one.waiver_id}" for one in in_force(book, day)]
    return [*answered, *asked, *waived, *facts_of_editions(editions(book, until))]
