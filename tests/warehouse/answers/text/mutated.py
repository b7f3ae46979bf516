"""Copies of a text in which one statement is wrong: a digit, the unit, the direction, the period or the area.

Drawn from a seed, so that a copy that is judged badly can be made again. What is said of the numbers behind the
change in its sentence may be wrong with it (another year, another area), so that only the others count as right.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from warehouse.answers.text.check import Reader, Statement, statements
from warehouse.answers.text.stated.lines import Line
from warehouse.answers.text.verdict import Verdict

_UNITS = {
    "万美元": ("万元", "亿美元", "美元"), "亿元": ("万元", "亿美元", "元"), "万元": ("亿元", "万美元", "元"),
    "%": ("个百分点", "‰"), "个百分点": ("%",), "倍": ("%",), "万平方米": ("平方米", "亩"), "万平米": ("平米",),
    "平米": ("万平米",), "户": ("栋", "人"), "栋": ("户", "套"), "家": ("户", "人次"), "位": ("户", "家"),
    "次": ("人", "户"), "场次": ("人次", "户"), "条": ("户", "人"), "处": ("户", "栋"), "个": ("万元", "户", "人次"),
    "件": ("户", "万件"), "万人次": ("万人", "人次"), "艘": ("辆", "户"), "年": ("个月",), "节": ("人",),
    "星级": ("年",),
}  # fmt: skip
_AREAS = ("竹岛街道", "嵩山街道", "张村镇", "怡园街道", "环翠区")
_PLACES = ("王家岭区域", "戚东夼老村", "花园社区", "北港社区", "戚谷疃社区", "嘉成大厦", "北沟东街")
NOT_READ = "没有读到"
_TURNED = {"提高": "下降", "增长": "下降", "提升": "减少"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A text with one change. `line`, `at`: where the wrong number begins; `until`: where its sentence ends."""

    seed: int
    kind: str
    lines: tuple[Line, ...]
    line: int
    at: int
    start: int
    until: int
    said: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a copy came to: the verdict on its wrong number, and the right ones that are flagged."""

    copy: Copy
    verdict: str
    flagged_right: tuple[str, ...]
    right: int

    @property
    def found(self) -> bool:
        """Whether somebody who reads the list sees that the wrong number is wrong."""
        return self.verdict not in (Verdict.AGREES, Verdict.LABEL, NOT_READ)


def copies(lines: Sequence[Line], right: Sequence[Statement], seeds: Sequence[int]) -> list[Copy]:
    """A copy for each seed. `right`: the statements of the text that agree."""
    made = []
    for seed in seeds:
        draw = random.Random(seed)  # noqa: S311 - to be drawn again, not to be guessed
        while (copy := _copy(lines, draw.choice(right), draw, seed)) is None:
            pass
        made.append(copy)
    return made


def _copy(lines: Sequence[Line], of: Statement, draw: random.Random, seed: int) -> Copy | None:
    kind = draw.choice(sorted(_KINDS))
    number = lines.index(of.line)
    changed = _KINDS[kind](of, draw)
    if changed is None:
        return None
    first, last, new = changed
    text = of.line.text
    line = Line(of.line.place, text[:first] + new + text[last:])
    moved = len(new) - (last - first)
    at = of.spot.start + (moved if last <= of.spot.start else 0)
    ends = re.search("[。；;]", line.text[at:])
    begins = max(line.text.rfind(sign, 0, at) for sign in "。；;") + 1
    return Copy(
        seed, kind, (*lines[:number], line, *lines[number + 1 :]), number, at, begins,
        at + ends.start() if ends else len(line.text), f"{text[first:last]} → {new}",
    )  # fmt: skip


def _digit(of: Statement, draw: random.Random) -> tuple[int, int, str] | None:
    places = [
        at for at in range(of.spot.start, of.spot.end) if of.line.text[at] in "0123456789一二三四五六七八九"
    ]
    if not places:
        return None
    at = draw.choice(places)
    old = of.line.text[at]
    signs = "0123456789" if old.isdigit() and old.isascii() else "二三四五六七八九"
    first = at == of.spot.start or not of.line.text[at - 1].isdigit()
    new = draw.choice([sign for sign in signs if sign != old and not (first and sign == "0")])
    return at, at + 1, new


def _unit(of: Statement, draw: random.Random) -> tuple[int, int, str] | None:
    text = of.spot.text
    unit = next((unit for unit in sorted(_UNITS, key=len, reverse=True) if unit in text), None)
    if unit is None:
        return None
    at = of.spot.start + text.index(unit)
    return at, at + len(unit), draw.choice(_UNITS[unit])


def _direction(of: Statement, draw: random.Random) -> tuple[int, int, str] | None:
    before = of.line.text[max(0, of.spot.start - 4) : of.spot.start]
    word = next((word for word in _TURNED if word in before), None)
    if word is None or of.spot.kind != "growth":
        return None
    at = of.line.text.rindex(word, 0, of.spot.start)
    return at, at + len(word), _TURNED[word]


def _clause_start(of: Statement) -> int:
    text = of.line.text
    return max(text.rfind(sign, 0, of.spot.start) for sign in ",，。；;") + 1


def _period(of: Statement, draw: random.Random) -> tuple[int, int, str] | None:
    year = of.said.period.year if of.said.period else 0
    other = draw.choice([year - 1, year + 1, year - 2])
    at = _clause_start(of)
    clause = of.line.text[at : of.spot.start]
    if stated := re.search(r"20\d\d年", clause):
        return at + stated.start(), at + stated.end(), f"{other}年"
    return at, at, f"{other}年"


def _area(of: Statement, draw: random.Random) -> tuple[int, int, str] | None:
    at = _clause_start(of)
    clause = of.line.text[at : of.spot.start]
    if "全区" in clause:
        return None
    if place := next((place for place in _PLACES if place in clause), None):
        first = at + clause.index(place)
        return first, first + len(place), draw.choice([one for one in _PLACES if one != place])
    if "辖区" in clause:
        first = at + clause.index("辖区")
        return first, first + 2, draw.choice(_AREAS)
    return at, at, draw.choice(_AREAS)


_Change = Callable[[Statement, random.Random], tuple[int, int, str] | None]
_KINDS: dict[str, _Change] = {
    "digit": _digit, "unit": _unit, "direction": _direction, "period": _period, "area": _area,
}  # fmt: skip


def outcome(copy: Copy, using: Reader, right: Sequence[Statement]) -> Outcome:
    """How a copy is judged."""
    judged = statements(copy.lines, using)
    place = copy.lines[copy.line].place
    wrong = next(
        (one for one in judged if one.line.place == place and one.spot.start <= copy.at < one.spot.end), None
    )
    agreeing = {(one.line.place, one.spot.text, one.clause) for one in right}
    others = [
        one
        for one in judged
        if not (one.line.place == place and copy.start <= one.spot.start <= copy.until)
        and (one.line.place, one.spot.text, one.clause) in agreeing
    ]
    flagged = tuple(
        f"{one.line.place} {one.spot.text} {one.judged.verdict}"
        for one in others
        if one.judged.verdict is not Verdict.AGREES
    )
    return Outcome(copy, wrong.judged.verdict if wrong else NOT_READ, flagged, len(others))
