"""When the figures of a form are released, by the release calendar of the office, which ends their embargo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from ingest.office.catalogue import Release
from ingest.office.facts import Office
from ingest.period.month import day_of_month, month, month_number
from ingest.period.working_day import worked_from

# How far a rule reaches: as far ahead as the calendar of returns, and back to what may be loaded of the years before.
_MONTHS_AHEAD, _MONTHS_BACK = 240, 240


@dataclass(frozen=True, slots=True)
class FormRelease:
    """The release of a form's figures of one month, those of its year among them where it is December.

    `expected_on`: by the rule, or the day itself where there is none. `released_on`: the day that somebody has
    entered; None where the rule alone says. `ends_embargo_on`: the day from which on they are free.
    """

    form_id: str
    time_period: str
    expected_on: date
    released_on: date | None
    ends_embargo_on: date
    released_by_zh: str
    released_by_en: str
    source: str


def releases(office: Office) -> list[FormRelease]:
    """Every release that the calendar tells, form by form and month by month."""
    lines = sorted(office.releases, key=lambda one: (one.form_id, one.period))
    return [
        one
        for _, of_form in groupby(lines, key=lambda one: one.form_id)
        for one in _of_form(office, [*of_form])
    ]


def write_releases(office: Office, inputs: Path) -> None:
    """Write them as release.parquet into the folder of a build's inputs."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - 0.3 s, where a build has it loaded anyway

    from ingest.landing import schema_of, table_of  # noqa: PLC0415 - see above

    rows = releases(office)
    pq.write_table(table_of(rows, schema_of(FormRelease)), inputs / "release.parquet")


def released_by(office: Office, day: date) -> list[FormRelease]:
    """Those whose figures are free on a day, of the periods that the calendar asks for or that have a day of their own.

    What the rule says of the years before was over before the office began.
    """
    return [
        one
        for one in releases(office)
        if one.ends_embargo_on <= day
        and (one.released_on is not None or one.time_period >= office.calendar[one.form_id].valid_from)
    ]


def _of_form(office: Office, lines: list[Release]) -> Iterator[FormRelease]:
    rule = next((one for one in lines if not one.period), None)
    stated = {month_number(one.period): one for one in lines if one.period}
    numbers = set(stated)
    if rule:
        from_month = month_number(office.calendar[rule.form_id].valid_from)
        numbers |= set(range(from_month - _MONTHS_BACK, from_month + _MONTHS_AHEAD))
    for number in sorted(numbers):
        by_rule, own = _day_by_rule(office, rule, number), stated.get(number)
        said, day = own or rule, own.released_on if own else None
        expected = by_rule or day
        if said is None or expected is None:
            continue
        yield FormRelease(
            form_id=said.form_id,
            time_period=month(number // 12, number % 12 + 1),
            expected_on=expected,
            released_on=day,
            ends_embargo_on=day or expected,
            released_by_zh=said.released_by_zh,
            released_by_en=said.released_by_en,
            source=said.source,
        )


def _day_by_rule(office: Office, rule: Release | None, number: int) -> date | None:
    """The rule's day for a month, moved to a working day: never earlier, so that nothing is told too early."""
    if rule is None or rule.months_after is None or rule.day is None:
        return None
    return worked_from(day_of_month(number + rule.months_after, rule.day), office.holidays)
