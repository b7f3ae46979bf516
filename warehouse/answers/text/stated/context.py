"""The words around a number, and how much each says of what it counts: the nearer, the more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.quantity.unit import unit_word
from warehouse.answers.text.stated.spotted import Kind, Spotted

# Sentences end at these; clauses at commas as well. A comma between digits groups them.
_SENTENCE = re.compile(r"[。；;!！?？]")
_CLAUSE = re.compile(r"(?<![0-9])[,，:：]|[,，:：](?![0-9])")
_TOPIC = re.compile(r"(?:^|[。；;])\s*([\u4e00-\u9fff“”、]{2,16}方面)[,，:：]")
# A sentence without an end is looked at so far to either side.
_REACH = 240
# A topic (外资方面,) holds for so much of its paragraph.
_PARAGRAPH = 1_000
_NEIGHBOURS = 20
_OWN, _CLAUSE_REST, _TOPIC_WEIGHT, _OLD_TOPIC = 1.0, 0.7, 0.75, 0.55
_FOLLOWING, _EARLIER, _HEADING = 0.5, 0.3, 0.15
_ITEMS = re.compile(r"[、和与及]")
_PRECEDING = (0.75, 0.65, 0.6, 0.55)


@dataclass(frozen=True, slots=True)
class Context:
    """`before`, `after`: the number's own words, up to the next sign or number. `clause`: the whole of it.

    `led_by`: the sentence up to the number; `sentence`: all of it. `weighed`: pieces of text by their weight.
    `near`: those that may say which part is meant: own words, clause, topic, the clauses before. `start`: where the
    sentence begins in its line.
    """

    before: str
    after: str
    clause: str
    led_by: str
    sentence: str
    weighed: tuple[tuple[str, float], ...]
    near: tuple[tuple[str, float], ...]
    start: int

    @property
    def own(self) -> tuple[tuple[str, float], ...]:
        """What the number's own words are, weighed like the others."""
        return ((self.before, _OWN), (self.after, _OWN))


def context(line: str, spots: Sequence[Spotted], place: int, heading: str) -> Context:
    """The words around the number at `place` of a line's numbers."""
    spot = spots[place]
    low, high = max(0, spot.start - _REACH), min(len(line), spot.digits + _REACH)
    start = max([low, *(low + match.end() for match in _SENTENCE.finditer(line[low : spot.start]))])
    stop = _first(_SENTENCE, line, spot.digits, high)
    clauses = [start, *(start + match.end() for match in _CLAUSE.finditer(line[start : spot.start]))]
    clause_stop = min(_first(_CLAUSE, line, spot.digits, stop), stop)
    around = spots[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]
    numbers = [one for one in around if one.kind is not Kind.LABEL]
    previous = max([one.end for one in numbers if one.end <= spot.start], default=0)
    following = min([one.start for one in numbers if one.start >= spot.end], default=len(line))
    own_start = max(
        clauses[-1],
        previous,
        line.rfind("、", max(0, spot.start - _REACH), spot.start) + 1 if _listed(line, spot, previous) else 0,
    )
    own_stop = min(clause_stop, following)
    comma = line.find("、", spot.digits, own_stop)
    own_stop = own_stop if comma < 0 else comma
    before, after = line[own_start : spot.start], line[_behind_measure(line, spot) : own_stop]
    if item := _item(
        line[clauses[-1] : clause_stop],
        spot.start - clauses[-1],
        [one.start - clauses[-1] for one in numbers],
    ):
        before, after = item, ""
        clauses, own_start, own_stop = [start, spot.start], spot.start, clause_stop
    # 甲、乙、丙等8个项目: what is listed are examples of what is counted.
    examples = "等" in before and "、" in line[clauses[-1] : own_start]
    rest = [
        (line[clauses[-1] : own_start], _EARLIER if examples else _CLAUSE_REST),
        (line[own_stop:clause_stop], _CLAUSE_REST),
    ]
    preceding = [
        (_without_examples(line[first:last]), _PRECEDING[min(back, len(_PRECEDING) - 1)])
        for back, (first, last) in enumerate(reversed(list(pairwise(clauses))))
    ]
    topics = list(_TOPIC.finditer(line, max(0, spot.start - _PARAGRAPH), spot.start))
    # What a clause with a number of its own says of a part is of that number.
    own_numbers = [one.start for one in numbers]
    quiet = [
        piece
        for piece, (first, last) in zip(preceding, reversed(list(pairwise(clauses))), strict=True)
        if not any(first <= number < last for number in own_numbers)
    ]
    near = [(before, _OWN), (after, _OWN), *rest, *quiet]
    if topics:
        here = topics[-1].start() >= start - 1
        near.append((topics[-1][1].removesuffix("方面"), _TOPIC_WEIGHT if here else _OLD_TOPIC))
    far = [
        *preceding,
        (line[clause_stop:stop], _FOLLOWING),
        (line[max(0, start - _REACH) : start], _EARLIER),
        (heading, _HEADING),
    ]
    return Context(
        before, after, line[clauses[-1] : clause_stop], line[start : spot.start], line[start:stop],
        tuple((text, weight) for text, weight in (*near, *far) if text),
        tuple((text, weight) for text, weight in near if text),
        start,
    )  # fmt: skip


def _behind_measure(line: str, spot: Spotted) -> int:
    """Where the words behind a number begin: after its measure word, of 5个小区 with 小区, of 300人次 with nothing."""
    for end in range(spot.digits + 1, spot.end + 1):
        if meaning := unit_word(line[spot.digits : end]):
            if meaning.dimension == "ordinal":  # 五星级: what the stars are called is all that there is
                return spot.digits
            return end if end < spot.end and line[spot.digits : end] in ("个", "处") else spot.end
    return spot.digits


def _item(clause: str, at: int, numbers: Sequence[int]) -> str:
    """What the number at `at` is of, where a clause lists things and then their numbers: 甲、乙分别增长3%和5%."""
    place = clause.find("分别")
    if not 0 <= place < at:
        return ""
    items = [item for item in _ITEMS.split(clause[:place]) if item]
    behind = sorted(number for number in numbers if place < number < len(clause))
    return items[behind.index(at)] if len(items) == len(behind) > 1 else ""


def _without_examples(clause: str) -> str:
    """A clause without what it lists before 等: 挖掘甲、乙、丙等8个项目."""
    first, last = clause.find("、"), clause.rfind("等")
    return clause[last + 1 :] if 0 <= first < last else clause


def _listed(line: str, spot: Spotted, previous: int) -> bool:
    """Whether 、 before a number parts it from another number: 住宿业增长23%、餐饮业增长86%."""
    return line.rfind("、", max(0, spot.start - _REACH), spot.start) >= previous > 0


def _first(pattern: re.Pattern[str], line: str, start: int, stop: int) -> int:
    match = pattern.search(line, start, stop)
    return match.start() if match else stop
