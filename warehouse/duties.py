"""Which returns are due by when, by the calendar of the office."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ingest.office.catalogue import Due
from ingest.office.facts import Office
from ingest.period.month import month


@dataclass(frozen=True, slots=True)
class Owed:
    """Returns of one form that are past their day and were not handed in, the due months in a row as one."""

    department_id: str
    department_zh: str
    form_id: str
    first_period: str
    last_period: str
    returns: int
    first_due: date
    last_due: date


def fallen_due(office: Office, came: Collection[tuple[str, str]], today: date) -> list[tuple[str, str]]:
    """Form and period of what is past its day and has not come. `came`: form and period of what has."""
    return [
        (due.form_id, period)
        for due in office.calendar.values()
        for period, _ in due_days(due, today)
        if (due.form_id, period) not in came
    ]


def due_days(due: Due, today: date) -> list[tuple[str, date]]:
    """Each period of a form that is past its day, with that day. A form without a first month owes nothing."""
    if not due.valid_from:
        return []
    this_month = _month_number(today.isoformat())
    # A plan is due before its period has ended: then the months ahead count too.
    last = this_month - min(0, due.due_months_after)
    end = min(last, _month_number(due.valid_to)) if due.valid_to else last
    days = []
    for number in range(_month_number(due.valid_from), end + 1):
        if number % 12 + 1 in due.months:
            day = _day(number + due.due_months_after, due.due_day)
            if day < today:
                days.append((month(number // 12, number % 12 + 1), day))
    return days


def _month_number(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def _day(month_number: int, day: int) -> date:
    """A day of a month; the last one where the month is shorter."""
    year, number = month_number // 12, month_number % 12 + 1
    return date(year, number, min(day, calendar.monthrange(year, number)[1]))


def owed_returns(office: Office, filled: Iterable[tuple[str, str]], today: date) -> tuple[Owed, ...]:
    """What is past its day and not here, by form: months that follow each other in the calendar together."""
    here = set(filled)
    owed = []
    for due in office.calendar.values():
        days = due_days(due, today)
        missing = ((due.form_id, period) not in here for period, _ in days)
        for is_missing, run in groupby(zip(days, missing, strict=True), key=lambda pair: pair[1]):
            if is_missing:
                owed.append(_range(office, due, [day for day, _ in run]))
    return tuple(owed)


def _range(office: Office, due: Due, together: list[tuple[str, date]]) -> Owed:
    return Owed(
        department_id=due.department_id,
        department_zh=office.departments[due.department_id],
        form_id=due.form_id,
        first_period=together[0][0],
        last_period=together[-1][0],
        returns=len(together),
        first_due=together[0][1],
        last_due=together[-1][1],
    )
