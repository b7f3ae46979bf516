"""The chart of a line: the path of its newest year, with what it found as its title."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from warehouse.pages.drawing import Trail, path
from warehouse.pages.environment import Said, Sentence
from warehouse.pages.line import Line
from warehouse.pages.sentence import plain_text

_DECEMBER = 12


def chart_of(line: Line) -> tuple[Sentence, Markup]:
    """The path of the newest year: levels beside last year's, target and pace; growths where no level is collected."""
    latest = line.latest
    if line.freq != "M":
        return (), Markup("")
    of_level = not latest.value.missing

    def values(year: str) -> tuple[tuple[int, Decimal | None], ...]:
        by_month = {int(point.period[5:]): point for point in line.points if point.year == year}
        return tuple(
            (
                month,
                (by_month[month].value if of_level else by_month[month].growth).number
                if month in by_month
                else None,
            )
            for month in range(1, _DECEMBER + 1)
        )

    now, last = values(latest.year), values(str(int(latest.year) - 1))
    shown = latest.value if of_level else latest.growth
    trails = [
        Trail(f"{latest.year}年 {shown.text}", "this", now, _changes(now), shown.invented),
        Trail(f"{int(latest.year) - 1}年", "last", last),
    ]
    target = latest.target.number
    if of_level and target is not None:
        trails.append(
            Trail(
                f"目标 {latest.target.text}",
                "goal",
                ((1, target), (12, target)),
                invented=latest.target.invented,
            )
        )
        if not latest.gap.missing:
            trails.append(Trail("序时进度", "pace", ((1, target / 12), (12, target))))
    title = _chart_title(line)
    sentence = f"{line.name}，{plain_text(title)}。各月数见下表。"
    return title, path(trails, sentence)


def chart_note(line: Line) -> str:
    """Which points of the chart are invented."""
    years = (line.latest.year, str(int(line.latest.year) - 1))
    figures = {
        f"{point.year}年{point.period_zh}": point.growth if point.value.missing else point.value
        for point in line.points
        if point.year in years
    }
    there = {name: figure for name, figure in figures.items() if figure.number is not None}
    real = [name for name, figure in there.items() if not figure.invented]
    if len(real) == len(there):
        return ""
    return f"。除{'、'.join(real)}外，各点为示例" if real else "。各点为示例"


def _changes(values: tuple[tuple[int, Decimal | None], ...]) -> tuple[tuple[int, str], ...]:
    """The months at which the value changed, few enough to be read; the last one is said at the end of the line."""
    there = [(month, value) for month, value in values if value is not None]
    changed = [
        (month, value)
        for at, (month, value) in enumerate(there)
        if value and (at == 0 or value != there[at - 1][1])
    ]
    kept = changed if len(changed) <= 5 else [each for each in changed if each[0] in (3, 6, 9)]
    return tuple((month, f"{value.normalize():f}") for month, value in kept if month != there[-1][0])


def _chart_title(line: Line) -> Sentence:
    latest, before = line.latest, line.before_latest
    crossed = (
        before is not None
        and before.completion.number is not None
        and before.completion.number < 100 <= (latest.completion.number or 0)
    )
    if crossed and latest.month is not None and latest.month.number:
        return (
            f"{int(latest.period[5:])}月",
            Said(latest.month, line.unit_zh, signed=True),
            "，使累计越过年度目标",
        )
    if not latest.completion.missing:
        return (f"{latest.period_zh}完成年度目标的", Said(latest.completion, "%", signed=True))
    if not latest.growth.missing and latest.growth.is_number:
        verb = "下降" if latest.growth.is_negative else "增长"
        return (f"{latest.period_zh}同比{verb}", Said(latest.growth, "%"))
    return (latest.period_zh, Said(latest.value, line.unit_zh, signed=True))
