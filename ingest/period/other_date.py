"""Dates that stand beside a period and are not it: the day a form was filled in, last year's, a term of validity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.period.stated_period import MONTH, YEAR, plain_period

_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_DATE = (
    rf"(?:(?:{YEAR}|[0-9]{{2}})年(?:(?:1月?-)?{MONTH}月(?:{_DAY}[日号]?)?|前?[1-4]季度|[上下]半年)?"
    rf"|{YEAR}[-./]{MONTH}(?:[-./]{_DAY})?|{YEAR}(?:0[1-9]|1[0-2])(?:[0-3][0-9])?|(?:1月?-)?{MONTH}月(?:{_DAY}[日号]?)?)"
)
# 报送2023年12月的数 is about December: of these verbs only the day is no period.
_FILLED_IN = (
    r"(?:(?:填报|填表|报出|报送|上报|制表|打印|审核|印发|发布)(?:日期|时间)|(?:制表|打印)日?"
    r"|(?:填报|填表|制表|审核|复核)人?:[^0-9]{0,8})"
)
_LAST_YEAR = r"(?:(?:上年|去年|上一?年度?)?同期[数值]?|上年|去年)"
# 填报单位:经济发展办公室 2024年1月5日: only a day is when; a month would be the period.
_REPORTED_ON = rf"(?:填报|填表|报送|编报|编制)单位[^0-9]{{0,30}}{YEAR}[-./年]{MONTH}[-./月]{_DAY}日?"
_OTHER = re.compile(
    rf"{_REPORTED_ON}|(?:{_FILLED_IN}|{_LAST_YEAR}|有效期)[:为是(-]*{_DATE}(?:-{_DATE})?|{_DATE}同期"
)
_STATED = re.compile(
    rf"(?P<label>(?:填报|填表|报出|上报|制表|打印)(?:日期|时间)|制表日?)[:为是]*"
    rf"(?P<year>{YEAR})[-./年](?P<month>{MONTH})[-./月]?(?:(?P<day>{_DAY})(?![0-9])[日号]?)?"
)
_LABEL = re.compile(r"(?P<label>(?:填报|填表|报出|上报|制表|打印)(?:日期|时间)):?$")


@dataclass(frozen=True, slots=True)
class FilledIn:
    """When a form says that it was filled in or drawn up: a month, and the day where it is written."""

    label: str
    text: str
    year: int
    month: int
    day: int | None

    def is_before(self, end: date) -> bool:
        """Whether it certainly lies before a day. A month alone does where it ended before."""
        if self.day is None:
            return (self.year, self.month) < (end.year, end.month)
        return (self.year, self.month, self.day) < (end.year, end.month, end.day)


def without_other_dates(text: str) -> str:
    """A text without the dates that say nothing of its period: 报告期:2023年12月 填报日期:2024年1月5日."""
    return _OTHER.sub(" ", plain_period(text))


def filled_in(text: str) -> Iterator[FilledIn]:
    """The days on which a text says that a form was filled in, with their years written out."""
    for match in _STATED.finditer(plain_period(text)):
        day = match["day"]
        yield FilledIn(
            match["label"], match[0], int(match["year"]), int(match["month"]), int(day) if day else None
        )


def asks_for_date(text: str) -> str:
    """The label of a text that leaves the day to the next cell (填报日期:); empty for others."""
    match = _LABEL.search(plain_period(text))
    return match["label"] if match else ""
