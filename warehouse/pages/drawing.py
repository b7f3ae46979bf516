"""The charts, drawn at build as SVG: the path of a year, a bar in a row, the growth in a row, an interval.

Lines are stretched with their place; points and words are HTML placed in per cent, so that type keeps its size on a
phone. Every chart has a sentence for who does not see it, and stands with the table of its figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from warehouse.pages.markup import joined, made

Value = Decimal | None
_LABELLED_MONTHS = (1, 3, 6, 9, 12)
_TICKS = 4
# Labels at the right end are kept this far apart, in per cent of the height of the drawing.
_APART = 7.5
_HIGHEST = 103.0


@dataclass(frozen=True, slots=True)
class Trail:
    """One line of a path: its name at the right end, its kind (this, last, goal, pace) and its values by month.

    `labels`: months of which the value is written at the point.
    """

    name: str
    kind: str
    values: tuple[tuple[int, Value], ...]
    labels: tuple[tuple[int, str], ...] = ()
    invented: bool = False


def path(trails: Sequence[Trail], sentence: str, first: int = 1, height: int = 270) -> Markup:
    """A year to date against last year, target and pace. Where no trail has two values: nothing."""
    drawn = [trail for trail in trails if any(value is not None for _, value in trail.values)]
    values = [value for trail in drawn for _, value in trail.values if value is not None]
    if not drawn or len([value for _, value in drawn[0].values if value is not None]) < 2:
        return Markup("")
    ticks = ticks_between(min(values), max(values))
    low, high = ticks[0], max(ticks[-1], max(values))

    def x(month: int) -> float:
        return (month - first) / (12 - first) * 100

    def y(value: Decimal) -> float:
        return float((value - low) / (high - low) * 100)

    svg, words = [], []
    for tick in ticks:
        kind = "zero" if tick == 0 else "grid"
        svg.append(
            f'<line x1="0" x2="100" y1="{100 - y(tick):.2f}" y2="{100 - y(tick):.2f}" class="{kind}"/>'
        )
        words.append(f'<i class="ty" style="bottom:{y(tick):.1f}%">{tick_text(tick)}</i>')
    words += [
        f'<i class="tx" style="left:{x(month):.1f}%">{month}月</i>'
        for month in sorted({first, *_LABELLED_MONTHS})
        if month >= first
    ]
    for trail in drawn:
        svg.append(f'<path class="l {trail.kind}" d="{_run(trail, x, y)}"/>')
        if trail.kind == "this":
            words += _points(trail, x, y)
    words += _ends(drawn, x, y)
    box = Markup('<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">%s</svg>')
    return Markup(
        '<div class="plot" role="img" aria-label="%s" style="height:%spx"><div class="in">%s%s</div></div>'
    ) % (
        sentence,
        height,
        box % joined(svg),
        joined(words),
    )


def _run(trail: Trail, x: object, y: object) -> str:
    """The line of a trail; a month that is missing interrupts it."""
    steps, pen_down = [], False
    for month, value in trail.values:
        if value is None:
            pen_down = False
            continue
        steps.append(f"{'L' if pen_down else 'M'}{x(month):.2f} {100 - y(value):.2f}")  # type: ignore[operator]
        pen_down = True
    return "".join(steps)


def _points(trail: Trail, x: object, y: object) -> list[str]:
    said = dict(trail.labels)
    found = []
    for month, value in trail.values:
        if value is None:
            continue
        at = f"left:{x(month):.1f}%;bottom:{y(value):.1f}%"  # type: ignore[operator]
        found.append(f'<i class="dot" style="{at}"></i>')
        if month in said:
            found.append(
                f'<i class="v{" first" if month == 1 else ""}" style="{at}">{escape(said[month])}</i>'
            )
    return found


def _ends(trails: Sequence[Trail], x: object, y: object) -> list[str]:
    """The names at the right ends, moved apart where they would lie on each other."""
    ends = []
    for trail in trails:
        last = next(value for _, value in reversed(trail.values) if value is not None)
        ends.append((y(last), trail))  # type: ignore[operator]
    ends.sort(key=lambda end: end[0])
    placed = [height for height, _ in ends]
    for at in range(1, len(placed)):
        placed[at] = max(placed[at], placed[at - 1] + _APART)
    # Where that drives the highest one out of the drawing, they are moved apart from above.
    placed[-1] = min(placed[-1], _HIGHEST)
    for at in range(len(placed) - 2, -1, -1):
        placed[at] = min(placed[at], placed[at + 1] - _APART)
    found = []
    for (_, trail), height in zip(ends, placed, strict=True):
        mark = "<small>示例</small>" if trail.invented else ""
        found.append(
            f'<i class="end {trail.kind}" style="bottom:{height:.1f}%">{escape(trail.name)}{mark}</i>'
        )
    return found


def ticks_between(low: Decimal, high: Decimal) -> list[Decimal]:
    """Three to five round numbers from zero, or from below where values are negative, to the greatest value."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    rough = float(high - low) / _TICKS
    power = Decimal(10) ** math.floor(math.log10(rough))
    step = next(
        power * times for times in (1, 2, Decimal("2.5"), 5, 10) if float(power * times) >= rough * 0.8
    )
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    count = int(((high - first) / step).to_integral_value(rounding="ROUND_FLOOR"))
    return [first + step * at for at in range(count + 1)]


def tick_text(value: Decimal) -> str:
    """A tick without zeros behind the point, and with the sign of typography."""
    text = f"{value.normalize():f}"
    return text.replace("-", "−")


def bar(
    value: Value, most: Decimal, tick: Value = None, least: Decimal = Decimal(0), kind: str = "own"
) -> Markup:
    """A bar from zero beside its figure, with a tick for the pace: 96 px for what lies between `least` and `most`."""
    if value is None or most <= least:
        return Markup("")
    width, top, bottom = 96, 3, 11

    def x(at: Decimal) -> float:
        return float((min(max(at, least), most) - least) / (most - least)) * (width - 2) + 1

    zero, end = x(Decimal(0)), x(value)
    shapes = f'<rect class="{kind}" x="{min(zero, end):.1f}" y="4" width="{max(abs(end - zero), 0.6):.1f}" height="6"/>'
    if least < 0:
        shapes += f'<path class="zero" d="M{zero:.1f} 1V13"/>'
    if tick is not None:
        shapes += f'<path class="tick" d="M{x(tick):.1f} {top - 2}V{bottom + 2}"/>'
    return made(
        f'<svg class="bar" width="{width}" height="14" viewBox="0 0 {width} 14" aria-hidden="true">{shapes}</svg>'
    )


def spark(values: Sequence[Value]) -> Markup:
    """The growth of the months of a year in a row, on a scale of its own, with the line of zero."""
    there = [value for value in values if value is not None]
    if len(there) < 2:
        return Markup("")
    low, high = min(*there, Decimal(0)), max(*there, Decimal(0))
    width, height = 108, 24

    def y(value: Decimal) -> float:
        return height - 3 - float((value - low) / (high - low or 1)) * (height - 6)

    steps, pen_down, last = [], False, ""
    for month, value in enumerate(values):
        if value is None:
            pen_down = False
            continue
        at = f"{3 + month * (width - 6) / 11:.1f} {y(value):.1f}"
        steps.append(("L" if pen_down else "M") + at)
        pen_down, last = True, at
    cx, cy = last.split()
    return made(
        f'<svg class="spark" width="{width}" height="{height}" viewBox="0 0 {width} {height}" aria-hidden="true">'
        f'<path class="s0" d="M0 {y(Decimal(0)):.1f}H{width}"/><path class="s1" d="{"".join(steps)}"/>'
        f'<circle cx="{cx}" cy="{cy}" r="2.2"/></svg>'
    )
