"""What a text says against itself: one thing with two numbers, a part greater than its whole, growth that its own
levels do not give. Nothing is asked of what is published.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ingest.quantity.quantity import Quantity
from ingest.quantity.unit import unit_word
from warehouse.answers.text.check import Statement
from warehouse.answers.text.stated.spotted import Kind
from warehouse.answers.text.verdict import Verdict

TWICE, PART, SUM, GROWTH, AGAIN = "twice", "part", "sum", "growth", "again"
_HAN_BEFORE = re.compile(r"([\u4e00-\u9fff]{4,12})$")
_OF_WHICH = re.compile(r"其中|分别为|包括")
_ALL_PARTS = re.compile(r"其余|其他|剩余|分为|分别为")
_FROM_TO = re.compile(r"由[^,，。;；]{0,12}$")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two or more statements of which one must be wrong; of kind `again` they agree. Places in the list of them."""

    kind: str
    places: tuple[int, ...]
    zh: str
    en: str


def contradictions(found: Sequence[Statement]) -> list[Contradiction]:
    """Everything that a text says against itself, and what it says again."""
    return [*_said_twice(found), *_parts(found), *_growths(found)]


def base_value(quantity: Quantity) -> Fraction | None:
    """The number in base units; None for a range."""
    if quantity.number is None:
        return None
    unit = unit_word(quantity.unit) if quantity.unit else None
    return Fraction(quantity.number) * (unit.factor if unit else 1)


def _said_twice(found: Sequence[Statement]) -> Iterator[Contradiction]:
    groups: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        if key := _thing(one):
            groups[key].append(place)
    for places in groups.values():
        first = places[0]
        for place in places[1:]:
            there = f"{found[first].line.place}“{found[first].spot.text}”"
            if _same(found[first].spot.quantity, found[place].spot.quantity):
                yield Contradiction(AGAIN, (first, place), f"与{there}重复", f"said before: {there}")
            else:
                yield Contradiction(TWICE, (first, place), f"与{there}前后不一", f"contradicts {there}")


def _thing(one: Statement) -> object:
    """What a number is said of; None where that cannot be told."""
    if one.spot.quantity is None or one.spot.kind is Kind.LABEL or one.judged.verdict is Verdict.LABEL:
        return None
    if one.judged.verdict is Verdict.BY_HAND:
        return None
    if subject := one.judged.subject:
        places = {figure.place_id for figure in subject.figures}
        return (
            subject.key, str(one.said.period), one.said.status, one.said.area,
            tuple(place for place in one.said.places if place in places),
        )  # fmt: skip
    named = _HAN_BEFORE.search(one.words.before)
    return (named[1][-6:], one.spot.quantity.unit, str(one.said.period), one.said.area) if named else None


def _same(first: Quantity | None, other: Quantity | None) -> bool:
    """Whether two numbers of one thing may both be right: to the places that the coarser gives."""
    if first is None or other is None:
        return True
    if first.bound.qualifier == "range" or other.bound.qualifier == "range":
        return (first.bound.low, first.bound.high) == (other.bound.low, other.bound.high)
    one, two = base_value(first), base_value(other)
    if one is None or two is None:
        return True
    steps = [_step(quantity) for quantity in (first, other)]
    if not (first.bound.is_point and other.bound.is_point):
        if first.bound.qualifier == other.bound.qualifier:
            return one == two
        return abs(one - two) < max(steps) * 10
    return abs(one - two) <= max(steps) / 2


def _step(quantity: Quantity) -> Fraction:
    unit = unit_word(quantity.unit) if quantity.unit else None
    return Fraction(1, 10**quantity.decimals) * (unit.factor if unit else 1)


def _parts(found: Sequence[Statement]) -> Iterator[Contradiction]:
    for sentence in _sentences(found):
        whole: int | None = None
        parts: list[int] = []
        for place in sentence:
            one = found[place]
            between = one.line.text[found[whole].spot.end : one.spot.start] if whole is not None else ""
            if whole is not None and _OF_WHICH.search(between) and _unit_of(one) == _unit_of(found[whole]):
                parts.append(place)
            elif one.spot.kind is Kind.LEVEL and not parts:
                whole = place
        if whole is not None and parts:
            yield from _against_whole(found, whole, parts)


def _against_whole(found: Sequence[Statement], whole: int, parts: Sequence[int]) -> Iterator[Contradiction]:
    total = _value(found[whole])
    values = [_value(found[place]) for place in parts]
    if total is None or any(value is None for value in values):
        return
    text = found[whole].spot.text
    known = [value for value in values if value is not None]
    for place, value in zip(parts, known, strict=True):
        if value > total:
            part = found[place].spot.text
            yield Contradiction(
                PART, (whole, place), f"部分“{part}”大于总数“{text}”", f"a part {part} above its whole {text}"
            )
            return
    line = found[whole].line.text
    rest = line[found[whole].spot.end : found[parts[-1]].spot.end]
    complete = _ALL_PARTS.search(rest) is not None
    if len(known) > 1 and (sum(known) > total or (complete and sum(known) != total)):
        parts_zh = "、".join(f"“{found[place].spot.text}”" for place in parts)
        yield Contradiction(
            SUM,
            (whole, *parts),
            f"各部分{parts_zh}之和与总数“{text}”不符",
            f"the parts do not add up to {text}",
        )


def _growths(found: Sequence[Statement]) -> Iterator[Contradiction]:
    """由631万美元增至1032万美元,增长63.55%: the growth of the two levels before it."""
    for sentence in _sentences(found):
        for one, two, three in zip(sentence, sentence[1:], sentence[2:], strict=False):
            base, level, growth = found[one], found[two], found[three]
            kinds = [statement.spot.kind for statement in (base, level, growth)]
            if (
                kinds[0] is not Kind.LEVEL
                or kinds[1] not in (Kind.LEVEL, Kind.CHANGE)
                or kinds[2] is not Kind.GROWTH
            ):
                continue
            text = base.line.text
            if not (_FROM_TO.search(text[: base.spot.start]) or text[: base.spot.start].endswith("从")):
                continue
            if not re.search("[增升提降减下].{0,3}[至到]", text[base.spot.end : level.spot.end]):
                continue
            x0, x1, stated = _value(base), _value(level), growth.spot.quantity
            if not x0 or x1 is None or stated is None or stated.number is None or not stated.bound.is_point:
                continue
            computed = (x1 / x0 - 1) * 100
            if abs(computed - Fraction(stated.number)) > _tolerance(base, level, stated):
                yield Contradiction(
                    GROWTH, (one, two, three),
                    f"由“{base.spot.text}”到“{level.spot.text}”算得 {float(computed):.2f}%，写的是“{growth.spot.text}”",
                    f"from {base.spot.text} to {level.spot.text} is {float(computed):.2f}%, not {growth.spot.text}",
                )  # fmt: skip


def _tolerance(base: Statement, level: Statement, stated: Quantity) -> Fraction:
    """Half of the last place of each number: 1032 over 631 lies between 63.4 and 63.8."""
    x0, x1 = _value(base) or Fraction(1), _value(level) or Fraction(0)
    half = Fraction(1, 2)
    steps = [_step(one.spot.quantity) * half for one in (base, level) if one.spot.quantity]
    reach = (x1 + steps[1]) / (x0 - steps[0]) - x1 / x0 if x0 > steps[0] else Fraction(0)
    return abs(reach) * 100 + half / Fraction(10) ** stated.decimals


def _value(one: Statement) -> Fraction | None:
    return base_value(one.spot.quantity) if one.spot.quantity else None


def _unit_of(one: Statement) -> str:
    quantity = one.spot.quantity
    unit = unit_word(quantity.unit) if quantity and quantity.unit else None
    return unit.base if unit else ""


def _sentences(found: Sequence[Statement]) -> Iterable[list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        if one.judged.verdict is not Verdict.LABEL and one.spot.quantity is not None:
            groups[(id(one.line), one.words.start)].append(place)
    return groups.values()
