"""The sheet of paper that a meeting is given: two paragraphs, the lines, why they moved, how to read them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ingest.decimal_text import plain
from warehouse.ledger.editions import ShownFigure
from warehouse.pages.environment import Said, Sentence
from warehouse.pages.facts import Facts
from warehouse.pages.figure import MINUS, Figure
from warehouse.pages.kind.edition import StandingEdition
from warehouse.pages.kind.overview import headline_lines
from warehouse.pages.line import Line
from warehouse.pages.sentence import NOTEWORTHY, growth_said, moved, standing
from warehouse.pages.site import Page
from warehouse.pages.typography import day_in_words, span

# What a sheet of A4 holds beside its words.
_ROWS = 14
# What is shown of a line, by the names of a point's figures.
FIGURES = ("value", "growth", "change", "target", "completion", "gap", "rank")
_REASONS = 5
_NAMED = 3


def sheet_lines(lines: list[Line]) -> list[Line]:
    """What the sheet goes through. Lines of a year are not on it: they are gone through once."""
    return [line for line in headline_lines(lines) if line.freq != "A"]


def shown_figures(lines: list[Line], period: str) -> list[ShownFigure]:
    """What the sheet of a period shows, as the ledger freezes it: of each line its last period up to that one. None where
    no line has that very period."""
    shown = []
    for line in sheet_lines(lines)[:_ROWS]:
        # What is not released yet is shown to nobody.
        until = min(period, line.latest.period)
        point = next((each for each in reversed(line.points) if each.period <= until), None)
        if point is not None:
            shown.append((line, point))
    if not any(point.period == period for _, point in shown):
        return []
    return [
        ShownFigure(
            row_key=point.row_key,
            line_zh=line.name,
            period_zh=point.period_zh,
            what=what,
            shown=said(figure, what, line.unit_zh),
            is_synthetic=figure.invented,
            observation_id=str(point.sources.get(what, "")),
        )
        for line, point in shown
        for what in FIGURES
        if not (figure := getattr(point, what)).missing
    ]


def said(figure: Figure, what: str, unit: str) -> str:
    """A figure with its unit, as bi.edition_changes says it: 1032万美元, 63.55%, +3.20个百分点, 第2位."""
    text = figure.text.replace(MINUS, "-")
    match what:
        case "rank":
            return f"第{text}位"
        case "value" | "target":
            return f"{text}{unit}"
        case "growth":
            return f"{text}%" if figure.is_number else text
        case "completion":
            return f"{text}%"
        case "change":
            # A growth is told with the decimals of its form, its change without zeros at the end.
            exact = plain(figure.number or Decimal(0))
            return f"{'+' if not exact.startswith('-') and exact != '0' else ''}{exact}个百分点"
        case _:
            return f"{text}个百分点"


def meeting_page(facts: Facts, lines: list[Line], editions: Sequence[StandingEdition] = ()) -> Page:
    """The sheet of the newest period. `editions`: what meetings were shown, the newest first."""
    shown = sheet_lines(lines)
    latest = max((line.latest.period for line in shown), default="")
    aimed = [line for line in shown if not line.latest.completion.missing]
    moves = [
        (line, moved(line, line.latest, line.before_latest))
        for line in shown
        if line.latest.why and line.latest.change.number and abs(line.latest.change.number) >= NOTEWORTHY
    ]
    return Page(
        "meeting.html",
        "meeting.html",
        {
            "period": latest,
            "period_zh": next((line.latest.period_zh for line in shown if line.latest.period == latest), ""),
            "paragraphs": [each for each in (_aims(shown, aimed, latest), _growths(shown, latest)) if each],
            "lines": shown[:_ROWS],
            "points": [line.latest for line in shown[:_ROWS]],
            "left_out": len(shown) - len(shown[:_ROWS]),
            "moves": moves[:_REASONS],
            "edition": next((one for one in editions if one.title.endswith(latest)), None),
            "editions": editions,
            "remarks": _remarks(facts, shown, latest),
            "today": facts.today,
        },
    )


def _named(line: Line, latest: str) -> str:
    """The name of a line, with the period of what is said of it where the sheet is of another year."""
    return line.name if line.latest.year == latest[:4] else f"{_until(line, latest)}{line.name}"


def _aims(lines: Sequence[Line], aimed: Sequence[Line], latest: str) -> Sentence:
    """How many are at the pace, and those with a target of which the department stated level and growth."""
    said: list[str | Said] = [*standing(lines)]
    stated = [line for line in aimed if not line.latest.reported.missing][:_NAMED]
    for at, line in enumerate(stated):
        growth = growth_said(line.latest.growth, "同比")
        said += ["；" if at else "", _named(line, latest), Said(line.latest.value, line.unit_zh)]
        said += ["，", *growth] if growth else []
    return (*said, "。") if stated else tuple(said)


def _growths(lines: Sequence[Line], latest: str) -> Sentence:
    """The lines of which only the growth is known, with what it was; and which of all are in the first place."""
    said: list[str | Said] = []
    for line in lines:
        point, before = line.latest, line.before_latest
        growth = growth_said(point.growth, "增速") if point.value.missing and not line.is_part else []
        if not growth:
            continue
        said += ["；" if said else "", _named(line, latest), *growth]
        change = point.change.number
        if change and before is not None:
            said += [
                f"，比{before.period_zh}{'加快' if change > 0 else '回落'}",
                Said(point.change, "个百分点"),
            ]
        if not point.rank.missing:
            said += ["，居第", Said(point.rank, "位")]
    first = [line for line in lines if line.latest.rank.number == 1]
    if first:
        said += [
            "；" if said else "",
            "、".join(_named(line, latest) for line in first),
            "居第",
            Said(first[0].latest.rank, "位"),
        ]
    return (*said, "。") if said else ()


def _until(line: Line, latest: str) -> str:
    point = line.latest
    return point.period_zh if point.year == latest[:4] else span(point.period, point.period_zh)


def _remarks(facts: Facts, lines: Sequence[Line], latest: str) -> list[str]:
    """What a reader of the sheet has to know of its figures."""
    said = [
        f"{line.name}{_until(line, latest)}以后的数尚未收到，本单用{_until(line, latest)}数"
        for line in lines
        if line.latest.period != latest
    ]
    without = [line.name for line in lines if line.latest.value.text == "[不收集绝对量]" and not line.is_part]
    if without:
        said.append(f"{'、'.join(without)}只反馈增速和位次，没有总量")
    unnamed = [line.short for line in lines if not line.latest.rank.missing and not line.latest.rank_of]
    if unnamed:
        said.append(f"{'、'.join(unnamed)}的位次未注明参排单位数")
    in_words = [line for line in lines if not line.latest.growth.missing and not line.latest.growth.is_number]
    said += [f"{line.name}“{line.latest.growth.text}”为报送原文，不折算成百分数" for line in in_words]
    owed = sum(row["missing"] for row in facts.tables["returns"])
    if owed:
        said.append(f"截至{day_in_words(facts.today)}有{owed}份报表应到未到")
    return said
