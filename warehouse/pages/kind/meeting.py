"""The sheet of paper that a meeting is given: two paragraphs, the lines, why they moved, how to read them."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.pages.environment import Said, Sentence
from warehouse.pages.facts import Facts
from warehouse.pages.kind.overview import headline_lines
from warehouse.pages.line import Line
from warehouse.pages.sentence import NOTEWORTHY, growth_said, moved, standing
from warehouse.pages.site import Page
from warehouse.pages.typography import day_in_words

# What a sheet of A4 holds beside its words.
_ROWS = 14
_REASONS = 5
_NAMED = 3


def meeting_page(facts: Facts, lines: list[Line]) -> Page:
    """The sheet of the newest period. Lines of a year are not on it: they are gone through once."""
    shown = [line for line in headline_lines(lines) if line.freq != "A"]
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
            "paragraphs": [each for each in (_aims(shown, aimed), _growths(shown)) if each],
            "lines": shown[:_ROWS],
            "points": [line.latest for line in shown[:_ROWS]],
            "left_out": len(shown) - len(shown[:_ROWS]),
            "moves": moves[:_REASONS],
            "remarks": _remarks(facts, shown, latest),
            "today": facts.today,
        },
    )


def _aims(lines: Sequence[Line], aimed: Sequence[Line]) -> Sentence:
    """How many are at the pace, and those with a target of which the department stated level and growth."""
    said: list[str | Said] = [*standing(lines)]
    stated = [line for line in aimed if not line.latest.reported.missing][:_NAMED]
    for at, line in enumerate(stated):
        growth = growth_said(line.latest.growth, "同比")
        said += ["；" if at else "", line.name, Said(line.latest.value, line.unit_zh)]
        said += ["，", *growth] if growth else []
    return (*said, "。") if stated else tuple(said)


def _growths(lines: Sequence[Line]) -> Sentence:
    """The lines of which only the growth is known, with what it was; and which of all are in the first place."""
    said: list[str | Said] = []
    for line in lines:
        point, before = line.latest, line.before_latest
        growth = growth_said(point.growth, "增速") if point.value.missing and not line.is_part else []
        if not growth:
            continue
        said += ["；" if said else "", line.name, *growth]
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
            "、".join(line.name for line in first),
            "居第",
            Said(first[0].latest.rank, "位"),
        ]
    return (*said, "。") if said else ()


def _remarks(facts: Facts, lines: Sequence[Line], latest: str) -> list[str]:
    """What a reader of the sheet has to know of its figures."""
    said = [
        f"{line.name}{line.latest.period_zh}以后的数尚未收到，本单用{line.latest.period_zh}数"
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
