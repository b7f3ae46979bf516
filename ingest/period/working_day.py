"""Working days: Monday to Friday, but for the holidays and the weekends worked instead (调休) that an office lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

_SATURDAY = 5


def is_worked(day: date, listed: Mapping[date, str]) -> bool:
    """Whether a day is worked. What is listed says so itself; of any other day the day of the week does."""
    kind = listed.get(day)
    return kind == "workday" if kind else day.weekday() < _SATURDAY


def worked_from(day: date, listed: Mapping[date, str]) -> date:
    """The day itself where it is worked, else the next one that is: by when what is due on that day is due."""
    while not is_worked(day, listed):
        day += timedelta(days=1)
    return day


def listed_years(listed: Mapping[date, str]) -> frozenset[int]:
    """The years whose holidays are listed. New Year's holiday may begin in the December before, and is no year's list."""
    return frozenset(day.year for day in listed if day.month < 12)
