"""Which returns are due by when, by the calendar of the office."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import date

from ingest.office.catalogue import Due
from ingest.office.facts import Office
from ingest.period.month import month


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
