"""The pages of editions: what a meeting was shown, what the same period says now, and what has come since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from warehouse.pages.facts import Facts, Row
from warehouse.pages.figure import Figure, displayed
from warehouse.pages.line import Line, Point
from warehouse.pages.site import Page
from warehouse.pages.typography import span

_SAME = "未变"
_REVISED = ("同期修订", "没有了")
# The words of bi.edition_changes, and the names of a point's figures.
_FIGURES = {
    "本期数": "value", "同比": "growth", "比上期": "change", "年度目标": "target", "完成率": "completion", "超欠序时": "gap",
    "位次": "rank",
}  # fmt: skip
_TOLD_OF_A_NEW_PERIOD = ("本期数", "同比")


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure of an edition. `shown`, `now`, `newest`: at the meeting, of the same period now, of the newest period;
    `page`: of its line, empty where it is none any more."""

    line_zh: str
    figure_zh: str
    period: str
    shown: Figure
    now: Figure
    newest_period: str
    newest: Figure
    moved_zh: str
    why: str
    page: str

    @property
    def is_moved(self) -> bool:
        """Whether it is another figure now, or there is a newer one."""
        return self.moved_zh != _SAME

    @property
    def is_revised(self) -> bool:
        """Whether the meeting was shown another figure than its period has now."""
        return self.moved_zh.startswith(_REVISED)


@dataclass(frozen=True, slots=True)
class StandingEdition:
    """An edition with its figures, in the order of the sheet. `number`: of the ledger."""

    number: int
    title: str
    frozen_zh: str
    signed_zh: str
    snapshot_id: str
    figures: tuple[Moved, ...]

    @property
    def is_signed(self) -> bool:
        """Whether somebody has signed it off."""
        return self.signed_zh != "未审签"

    @property
    def by_line(self) -> list[tuple[str, list[Moved]]]:
        """The figures of each line, as the sheet goes through them."""
        return [(line, list(same)) for line, same in groupby(self.figures, key=lambda one: one.line_zh)]

    @property
    def moved(self) -> tuple[Moved, ...]:
        """Those that moved, revisions first: they say that the meeting was shown another figure."""
        return tuple(
            sorted((one for one in self.figures if one.is_moved), key=lambda one: not one.is_revised)
        )

    @property
    def revised(self) -> tuple[Moved, ...]:
        """Those of which the same period has another figure now."""
        return tuple(one for one in self.figures if one.is_revised)

    @property
    def followed(self) -> tuple[str, ...]:
        """The lines of which there is a newer period, by name."""
        return tuple(dict.fromkeys(one.line_zh for one in self.figures if "新一期" in one.moved_zh))

    def page(self) -> str:
        """Where its page lies, from the root of the site."""
        return f"e/{self.number}.html"


def standing_editions(facts: Facts, lines: list[Line]) -> list[StandingEdition]:
    """Every edition that stands, the newest first."""
    by_series = {line.series_id: line for line in lines}
    found: dict[int, list[Row]] = {}
    for row in facts.tables["editions"]:
        found.setdefault(int(row["row_key"].partition("|")[0]), []).append(row)
    order = list(_FIGURES)
    return [
        StandingEdition(
            number,
            rows[0]["edition_zh"],
            rows[0]["frozen_zh"],
            rows[0]["signed_zh"],
            rows[0]["snapshot_id"],
            tuple(
                _moved(row, by_series)
                for row in sorted(
                    rows,
                    key=lambda row: (row["line_order"] or 0, row["line_zh"], order.index(row["figure_zh"])),
                )
            ),
        )
        for number, rows in sorted(found.items(), reverse=True)
    ]


def _moved(row: Row, lines: dict[str, Line]) -> Moved:
    _, series_id, period, what = row["row_key"].split("|")
    line = lines.get(series_id)
    points = {point.period: point for point in line.points} if line else {}
    followed = "新一期" in row["moved_zh"]
    place = _place(points.get(period), what)
    now = _figure(row["shown_now"], place)
    newest = points.get(line.latest.period) if line else None
    return Moved(
        line_zh=row["line_zh"],
        figure_zh=row["figure_zh"],
        period=span(period, row["period_zh"]),
        shown=_figure(row["shown"], place),
        now=now,
        newest_period=row["newest_period_zh"],
        newest=_figure(row["newest"], _place(newest, what)) if followed else now,
        moved_zh=row["moved_zh"],
        # The names of files in it are as departments wrote them.
        why=row["moved_why_zh"].replace("(示例)", "（示例）"),
        page=line.page() if line else "",
    )


def _place(point: Point | None, what: str) -> str:
    """Where the figure of a line and period is traced; empty where there is none any more."""
    return getattr(point, what).href if point is not None else ""


def _figure(text: str, href: str) -> Figure:
    return displayed(text) if text.startswith("[") else displayed(text).at(href)


def edition_page(edition: StandingEdition) -> Page:
    """The page of an edition."""
    return Page(edition.page(), "edition.html", {"edition": edition})


def told_of(
    editions: Sequence[StandingEdition], line: Line
) -> list[tuple[StandingEdition, tuple[Moved, ...]]]:
    """Of each edition what moved of a line since; none where nothing did. Of a new period its level and growth do."""
    of_line = [
        (
            one,
            tuple(
                each
                for each in one.moved
                if each.page == line.page() and (each.is_revised or each.figure_zh in _TOLD_OF_A_NEW_PERIOD)
            ),
        )
        for one in editions
    ]
    return [(one, moved) for one, moved in of_line if moved]
