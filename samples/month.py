"""A month of a year, and how the forms write it."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @property
    def window(self) -> str:
        """The months that a cumulative figure covers: '1-12月'."""
        return f"1-{self.month}月"

    @property
    def zh(self) -> str:
        """'2023年12月'"""
        return f"{self.year}年{self.month}月"

    @property
    def last_day_zh(self) -> str:
        """'2023年12月31日'"""
        return f"{self.zh}{calendar.monthrange(self.year, self.month)[1]}日"

    @property
    def next(self) -> Month:
        return self.later(1)

    def later(self, months: int) -> Month:
        """The month so many months after this one; before it, if negative."""
        count = self.year * 12 + self.month - 1 + months
        return Month(count // 12, count % 12 + 1)


def by_month(year: int, row: Mapping[str, str]) -> dict[Month, str]:
    """What a row of a CSV holds in its columns "1" to "12", by month; blank cells are left out."""
    return {Month(year, number): row[str(number)] for number in range(1, 13) if row[str(number)]}


DECEMBER_2023 = Month(2023, 12)
YEARS = (2022, 2023)
