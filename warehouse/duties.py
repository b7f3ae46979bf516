"""Which returns are due by when, by the calendar of the office: the one place where a due day is worked out.

The models read what this module says as a table of their inputs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from ingest.office.facts import Office
from ingest.office.return_days import Due
from ingest.period.month import day_of_month, month, month_number
from ingest.period.working_day import worked_from

# How far ahead the calendar of a form reaches that has no end: an office's lifetime.
_MONTHS_AHEAD = 240
# Of a quarterly return the months that end a quarter are due, whatever months are listed.
_MONTHS_OF = {"M": 1, "Q": 3, "S": 6, "A": 1}


@dataclass(frozen=True, slots=True)
class ReturnDue:
    """A return that is asked for. `due_on`: the working day by which; `ends_on`: the last day of its period.

    `covered_by`: the period whose return stands for this one where none came; empty where none does.
    """

    form_id: str
    time_period: str
    department_id: str
    freq: str
    due_on: date
    ends_on: date
    covered_by: str


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


def returns_due(office: Office) -> list[ReturnDue]:
    """Every return that the office asks for, form by form and month by month."""
    return [one for due in office.calendar.values() for one in _of_form(office, due)]


def write_returns_due(office: Office, inputs: Path) -> None:
    """Write them as return_due.parquet into the folder of a build's inputs."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - 0.3 s, where a build has it loaded anyway

    from ingest.landing import schema_of, table_of  # noqa: PLC0415 - see above

    rows = returns_due(office)
    pq.write_table(table_of(rows, schema_of(ReturnDue)), inputs / "return_due.parquet")


def fallen_due(office: Office, came: Collection[tuple[str, str]], today: date) -> list[tuple[str, str]]:
    """Form and period of what is past its day and has not come. `came`: form and period of what has."""
    return [
        (one.form_id, one.time_period)
        for due in office.calendar.values()
        for one in _past_their_day(office, due, today)
        if not _is_here(one, came)
    ]


def owed_returns(office: Office, filled: Iterable[tuple[str, str]], today: date) -> tuple[Owed, ...]:
    """What is past its day and not here, by form: months that follow each other in the calendar together."""
    here = set(filled)
    owed = []
    for due in office.calendar.values():
        past = _past_their_day(office, due, today)
        for is_missing, run in groupby(past, key=lambda one: not _is_here(one, here)):
            if is_missing:
                owed.append(_range(office, due, list(run)))
    return tuple(owed)


def soon_due(
    office: Office, filled: Collection[tuple[str, str]], today: date, days: int
) -> tuple[ReturnDue, ...]:
    """What is due today or within so many days more, and is not here."""
    return tuple(
        one
        for one in returns_due(office)
        if 0 <= (one.due_on - today).days <= days and not _is_here(one, filled)
    )


def _of_form(office: Office, due: Due) -> Iterator[ReturnDue]:
    """The returns of a form. A form without a first month owes nothing, and an office nothing before its own."""
    if not due.valid_from:
        return
    first = month_number(max(due.valid_from, office.first_month))
    last = month_number(due.valid_to) if due.valid_to else first + _MONTHS_AHEAD - 1
    for number in range(first, last + 1):
        year, of_year = number // 12, number % 12 + 1
        if of_year not in due.months or of_year % _MONTHS_OF[due.freq]:
            continue
        covered = due.covered_by is not None and of_year < due.covered_by
        yield ReturnDue(
            form_id=due.form_id,
            time_period=month(year, of_year),
            department_id=due.department_id,
            freq=due.freq,
            due_on=worked_from(day_of_month(number + due.due_months_after, due.due_day), office.holidays),
            ends_on=day_of_month(number, 31),
            covered_by=month(year, due.covered_by) if covered and due.covered_by else "",
        )


def _past_their_day(office: Office, due: Due, today: date) -> list[ReturnDue]:
    return [one for one in _of_form(office, due) if one.due_on < today]


def _is_here(one: ReturnDue, came: Collection[tuple[str, str]]) -> bool:
    """Whether a return came, or one that covers it. That of a year is here whatever month its title is of."""
    if one.freq == "A":
        year = one.time_period[:4]
        return any(form_id == one.form_id and period[:4] == year for form_id, period in came)
    return (one.form_id, one.time_period) in came or (one.form_id, one.covered_by) in came


def _range(office: Office, due: Due, together: list[ReturnDue]) -> Owed:
    return Owed(
        department_id=due.department_id,
        department_zh=office.departments[due.department_id],
        form_id=due.form_id,
        first_period=together[0].time_period,
        last_period=together[-1].time_period,
        returns=len(together),
        first_due=together[0].due_on,
        last_due=together[-1].due_on,
    )
