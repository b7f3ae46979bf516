"""A line through its periods: what a meeting reads as one row, with every figure of it.

A line is an indicator with its breakdown, in an area (bi.headline).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from warehouse.pages.facts import Row
from warehouse.pages.figure import Figure

TOTAL = "_T"
_WITHIN = "其中："
_HALF = 6


def half_year(period: str) -> str:
    """'2023-11' → '2023-h2'; a year stays one."""
    year, _, month = period.partition("-")
    return f"{year}-h{1 if int(month) <= _HALF else 2}" if month else year


def half_in_words(half: str) -> str:
    """'2023-h2' → 2023年7—12月; a year stays one."""
    year, _, which = half.partition("-")
    return f"{year}年{'1—6月' if which == 'h1' else '7—12月'}" if which else f"{year}年"


@dataclass(frozen=True, slots=True)
class Point:
    """A line in one period. `sources`: the observation of each figure that was handed in, by its kind; a figure that
    was computed has none, and is explained by those of others.

    `pace`: the part of the year that has passed, in per cent. `month`, `month_before`: the month just added and the same month a year ago; None where it cannot be had.
    """

    row_key: str
    period: str
    period_zh: str
    value: Figure
    base: Figure
    growth: Figure
    reported: Figure
    computed: Figure
    target: Figure
    completion: Figure
    gap: Figure
    rank: Figure
    change: Figure
    month: Figure | None
    month_before: Figure | None
    rank_of: int | None
    rank_change: int | None
    standing_zh: str
    agreement_zh: str
    state_zh: str
    received_on: date
    is_latest: bool
    pace: Decimal | None
    sources: Mapping[str, int] = field(repr=False)
    why: Row | None = field(repr=False)
    growth_row: Row | None = field(repr=False)

    @property
    def year(self) -> str:
        """The year in whose trace the figures stand."""
        return self.period[:4]

    @property
    def is_behind(self) -> bool:
        """Below the pace of the year, or below a target that is a rate."""
        return self.standing_zh.startswith(("欠", "低于", "超控制数", "已超控制数"))


@dataclass(frozen=True, slots=True)
class Line:
    """`slug`: its name in addresses. `points`: one a period, oldest first."""

    slug: str
    series_id: str
    indicator_id: str
    name: str
    area_zh: str
    ref_area: str
    breakdown: str
    unit_zh: str
    family: str
    family_zh: str
    order: int
    is_own: bool
    freq: str
    points: tuple[Point, ...]

    @property
    def latest(self) -> Point:
        """The newest period that has been published."""
        return next((point for point in reversed(self.points) if point.is_latest), self.points[-1])

    @property
    def before_latest(self) -> Point | None:
        """The period before the newest in the same year."""
        at = self.points.index(self.latest)
        before = self.points[at - 1] if at else None
        return before if before and before.year == self.latest.year else None

    @property
    def short(self) -> str:
        """The name beside that of its whole: 其中：民间投资."""
        _, found, part = self.name.partition(_WITHIN)
        return f"{_WITHIN}{part}" if found else self.name

    @property
    def is_part(self) -> bool:
        """Whether it is one of the things that a whole consists of."""
        return self.breakdown != TOTAL

    @property
    def is_headline(self) -> bool:
        """What a meeting goes through: of the office's own area, with a target, a rank or a growth that was stated."""
        latest = self.latest
        return self.is_own and (
            not latest.target.missing
            or not latest.rank.missing
            or any(not each.reported.missing and each.period[:4] == latest.year for each in self.points)
        )

    def page(self) -> str:
        """Where its page lies, from the root of the site."""
        return f"i/{self.slug}.html"

    def trace(self, period: str) -> str:
        """Where the traces of a period of it lie: with those of its half year, or of its year where there are no months. A
        whole year of a register's sums was 190 KB."""
        return f"t/{self.slug}-{half_year(period)}.html"
