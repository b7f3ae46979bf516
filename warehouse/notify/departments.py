"""Telling the departments after a night: one message a department and day of the office, where there is something new.

At most once: a message is entered in the ledger before the command is run. Whoever gets it, a chat group or a mailbox, cannot
tell a second one from the first, and what a lost one said is said again by the next, which tells all that still stands;
only that something was handed back is said once, and that lies in the outbox. What is not known to have been sent is named.
A command that says it has failed has not sent: that message is told and sent by the next run.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from ingest.office.catalogue_files import read_departments
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.office.rename import id_of_today, renames_of_today
from warehouse.answers.questions import titles_of_forms
from warehouse.answers.status import Status, filled, status
from warehouse.duties import soon_due
from warehouse.home import Home
from warehouse.ledger.entries import readings, submissions
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.hand_backs import handed_back_since
from warehouse.ledger.notifications import Outcome, begin, end, settle, told
from warehouse.ledger.slot import accepted_today
from warehouse.notify.command import NotSentError, send
from warehouse.notify.message import Contact, Returned, Standing, message_of
from warehouse.settings import Settings, business_day
from warehouse.steps.report import NotifyReport
from warehouse.store.lock import refresh_lock

# A return is announced so many days before it is due; what was handed back longer ago is no news any more.
DAYS_BEFORE, DAYS_OF_NEWS = 3, 7
_log = logging.getLogger(__name__)


def notify_departments(settings: Settings, now: datetime | None = None) -> NotifyReport | None:
    """Send what there is to tell; None where no command is set. Whatever fails is in the report. LockHeld."""
    if not settings.notify:
        return None
    now = now or datetime.now(UTC)
    home = Home(settings.home)
    with refresh_lock(home):
        try:
            return _notify(settings, home, now) if is_there(home) else NotifyReport(0)
        except Exception as error:  # noqa: BLE001 - see below
            # No night fails for its notices; what was not sent is sent by the next one.
            _log.exception("通知没有写成 the notices could not be made")
            return NotifyReport(0, (f"{type(error).__name__}: {error}",))


def _notify(settings: Settings, home: Home, now: datetime) -> NotifyReport:
    office = load_office(settings.office)
    titles = titles_of_forms(settings)
    sent, problems = 0, []
    stands = standing(settings, office, status(settings, now), now)
    with open_ledger(home) as book:
        unsure = tuple(office.departments.get(one, one) for one in settle(book))
        before = told(book)
        for one in stands:
            news = one.about() - before.get(one.department_id, set())
            number = begin(book, one.department_id, one.day, news) if news else None
            if number is None:
                continue
            try:
                send(settings.notify, message_of(one, news, titles), settings.notify_seconds)
            except NotSentError as error:
                end(book, number, Outcome.FAILED, str(error))
                problems.append(f"{one.department_zh}: {error}")
                if error.timed_out:  # the others would wait as long, one after the other
                    break
            else:
                end(book, number, Outcome.SENT)
                sent += 1
    return NotifyReport(sent, tuple(problems), unsure)


def standing(settings: Settings, office: Office, state: Status, now: datetime) -> list[Standing]:
    """How things stand with each department, in the order of the catalogue."""
    with open_ledger(Home(settings.home)) as book:
        here = filled(accepted_today(book, office), state.held)
        returned = _returned(book, office, now)
    soon = soon_due(office, here, state.today, DAYS_BEFORE)
    asked = {one.department_id: one for one in state.asked}
    return [
        Standing(
            department_id=one.department_id,
            department_zh=one.department_zh,
            contact=Contact(one.contact, one.telephone, one.email),
            day=business_day(now),
            returned=tuple(returned.get(one.department_id, ())),
            held=tuple(each for each in state.held if each.department_id == one.department_id),
            asked=asked.get(one.department_id),
            soon=tuple(each for each in soon if each.department_id == one.department_id),
            late=tuple(each for each in state.owed if each.department_id == one.department_id),
        )
        for one in read_departments(settings.office)
    ]


def _returned(book: sqlite3.Connection, office: Office, now: datetime) -> Mapping[str, list[Returned]]:
    """What was handed back of late, by department as it is called today, the last state of each submission."""
    handed_in = {one.submission_id: one for one in submissions(book)}
    last = {one.submission_id: one for one in handed_back_since(book, now - timedelta(days=DAYS_OF_NEWS))}
    renames = renames_of_today(office)
    by_department: dict[str, list[Returned]] = {}
    for submission_id, one in last.items():
        submission = handed_in[submission_id]
        read = readings(book, submission_id)
        whose = id_of_today("department", submission.department_id, submission.recorded_at, renames)
        by_department.setdefault(whose, []).append(
            Returned(
                submission_id=submission_id,
                form_id=(read[-1].form_id if read else None) or "",
                period=(read[-1].period if read else None) or "",
                has_findings=bool(one.copy_name),
                state=one.made_of,
            )
        )
    return by_department
