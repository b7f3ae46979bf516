"""A month of a year, and how the forms write it."""

from __future__ import annotations

import calendar
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
        return Month(self.year + self.month // 12, self.month % 12 + 1)


DECEMBER_2023 = Month(2023, 12)
YEARS = (2022, 2023)
