"""A report that a department owes: when it is due, what its file is called, what its sheet says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from samples.month import YEARS, Month
from samples.sheet import Sheet

OFFICE_CLOCK = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Department:
    """`folder` is its folder in the inbox; `clerk` is invented."""

    department_id: str
    folder: str
    clerk: str


ECONOMIC_OFFICE = Department("econ_dev_office", "经济发展办公室", "示例填表人甲")
STATISTICS_STATION = Department("statistics_station", "统计站", "示例填表人乙")
GENERAL_OFFICE = Department("general_office", "党政办公室", "示例填表人丙")
URBAN_CONSTRUCTION_OFFICE = Department("urban_construction_office", "城市建设办公室", "示例填表人丁")


@dataclass(frozen=True, slots=True)
class Report:
    """A report that is due month by month, or once a year.

    `first_month`: 2 where January is exempt, 12 where the report is about a whole year, whose last month then
    stands for it. `received_day` and `received_time`, by the office's clock, are of the month that is
    `months_after` its period's: -11 for a plan, which comes in during the January of its year. `stated_cells`
    are those of the last of `years` that the street's own report states.
    """

    department: Department
    first_month: int
    received_day: int
    received_time: time
    stem: Callable[[Month], str]
    sheet: Callable[[Month], Sheet]
    stated_cells: tuple[str, ...] = ()
    months_after: int = 1
    years: tuple[int, ...] = YEARS

    def months(self) -> tuple[Month, ...]:
        """The months for which it is due."""
        return tuple(Month(year, month) for year in self.years for month in range(self.first_month, 13))

    def stated_in(self, month: Month) -> tuple[str, ...]:
        """The cells of a month's report that state what the street's own report does."""
        return self.stated_cells if month == Month(self.years[-1], 12) else ()

    def received_at(self, month: Month, days_later: int = 0) -> datetime:
        """When the report of a month came in, in UTC."""
        after = month.later(self.months_after)
        on_the_wall = datetime(after.year, after.month, self.received_day, tzinfo=OFFICE_CLOCK)
        day = on_the_wall + timedelta(days=days_later)
        return datetime.combine(day.date(), self.received_time, OFFICE_CLOCK).astimezone(UTC)
