"""Periods: what texts say about them, and months as the warehouse writes them ('2023-12').

A monthly form states its period in several places: title, line above the header, header, sheet name,
file name. All that they say must agree; where they contradict, nobody chooses for the department.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from ingest.period.stated_period import MONTH, YEAR, is_period, period_of, plain_period

# Where a text may say a period, in order: the first that matches at a place speaks for it. A range that does
# not begin in January is no year-to-date; only its year is taken. Words without a year (全年, 年末) are no
# claim within a text: 全年目标 says nothing of the period.
_SPANS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![0-9])(?:{YEAR}年度?|[0-9]{{2}}年)(?:1月?-)?{MONTH}月",
        rf"(?<![0-9]){YEAR}年?(?:第?[1-4]季度|前[2-4]季度|1-[2-4]季度|[上下]半年|全年)",
        rf"(?<![0-9]){YEAR}-?Q[1-4]",
        rf"(?<![0-9]){YEAR}(?:0[1-9]|1[0-2])(?![0-9])",
        rf"(?<![0-9]){YEAR}[-./]{MONTH}(?![0-9])",
        rf"(?<![0-9]){YEAR}年",
        rf"(?<![0-9])1月?-{MONTH}月",
        rf"(?<![0-9-]){MONTH}月",
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one text says of the period. `place` is where it stands, in words for people.

    `freq`, `accumulation`: as of the period that the text states, where it states one by itself.
    """

    place: str
    text: str
    year: int | None
    month: int | None
    cell: str = ""
    freq: str = ""
    accumulation: str = ""


def claims(place: str, text: str, cell: str = "") -> list[Claim]:
    """Everything that a text says about a period, left to right, without overlaps."""
    plain = plain_period(text)
    found: list[Claim] = []
    at = 0
    while at < len(plain):
        span = next((match for pattern in _SPANS if (match := pattern.match(plain, at))), None)
        if span is None:
            at += 1
            continue
        if said := period_of(span[0]):
            month = None if said.freq == "A" else said.end_month
            found.append(Claim(place, span[0], said.year, month, cell, said.freq, said.accumulation))
        at = span.end()
    return found


# A period that cannot be told. What is counted from it cannot be told either.
UNKNOWN = "_U"


def month(year: int, number: int) -> str:
    """2023, 12 → '2023-12'."""
    return f"{year:04d}-{number:02d}"


def month_number(period: str) -> int:
    """Months since the year 0, of a period's last month: of '2023-12' and of the year '2023' 24287."""
    return int(period[:4]) * 12 + int(period[5:7] or 12) - 1


def day_of_month(number: int, day: int) -> date:
    """A day of the month of this number; the last one where the month is shorter."""
    year, of_year = number // 12, number % 12 + 1
    return date(year, of_year, min(day, calendar.monthrange(year, of_year)[1]))


def months_before(period: str, months: int) -> str:
    """'2023-12' and 12 → '2022-12'."""
    if period == UNKNOWN:
        return UNKNOWN
    count = int(period[:4]) * 12 + int(period[5:7]) - 1 - months
    return month(count // 12, count % 12 + 1)


def year_before(period: str) -> str:
    """'2023-12' → '2022-12', '2023' → '2022'."""
    if period == UNKNOWN:
        return UNKNOWN
    return f"{int(period[:4]) - 1:04d}{period[4:]}"


def in_words(period: str) -> str:
    """'2023-12' → '2023年12月', '2023' → '2023年', '_U' → '未知'."""
    if period == UNKNOWN:
        return "未知"
    year, _, months = period.partition("-")
    return f"{year}年{int(months)}月" if months else f"{year}年"


def is_period_label(text: str) -> bool:
    """Whether a label is a period and nothing else: 2023年12月, 2023-12, 1—12月, 三季度, 2023-12-31."""
    return is_period(text)
