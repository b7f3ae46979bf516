"""What a text says of an amount: number, unit, direction, qualifier and bounds, all exact.

Read from the outside in: words of comparison (同比), direction (增长, 下降), qualifier (约, 近 … 以上), then a
number with its unit, or a range. A text that can mean two things is refused with the reason, never guessed:
下降-3.2%, 1/2, 12 13, 2025年. Marks for what is missing (—, …) are ingest.quantity.missing_mark's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ingest.quantity.amount import Amount, amount, range_of, without_marks
from ingest.quantity.bound import AFTER, BEFORE, OVER, Bound, bound
from ingest.quantity.why_no_number import WhyNoNumber

UP, DOWN, FLAT = "up", "down", "flat"
GROWTH, RATIO, UNRESOLVED = "GROWTH", "RATIO", "UNRESOLVED"

_LONGEST = 64
_COMPARED = re.compile(r"(?:同比|环比|[比较与](?:上|去)年(?:同期|同月)?|[比较]上月)(?:增速|增幅|变动)?[为:]?")
_UP = ("增长", "增加", "上升", "提升", "提高", "上涨", "增", "升")
_DOWN = ("负增长", "下降", "降低", "减少", "回落", "下滑", "下跌", "减", "降")
_DIRECTIONS = tuple(
    sorted([*((word, UP) for word in _UP), *((word, DOWN) for word in _DOWN)], key=lambda one: -len(one[0]))
)
_FLAT = re.compile(r"(?P<about>基本|大致)?(?:与(?:上|去)年(?:同期)?)?(?P<also>基本)?持平|零增长")
# 是上年的3倍, 增长到3倍: a ratio of levels, and stays one.
_RATIO = re.compile(
    r"(?:是|为|相当于|(?:增长|增加|提高|上升)[到至])(?:(?:上|去)年)?(?:同期)?的?(?P<multiple>.+倍)"
)
_DOUBLED = re.compile(r"(?:实现)?翻了?(?P<times>.*?)番")
_HALF = re.compile(r"(?P<whole>[^半]+[倍年成天个]|[^半]+小时)半")
_VAGUE = re.compile(r"若干|好?[数几][十百千万亿]|[数几][个家户项次人]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`number` as stated (None for a range), in `unit` (as written; '' where the text names none).

    `bound` in the same unit. `direction`: up, down, flat or '' as the words say; the number carries the
    sign. `multiple`: the X of X倍 and the 2ⁿ of 翻n番; `semantics`: whether it is growth or a ratio, or cannot
    be told.
    """

    number: Decimal | None
    decimals: int
    unit: str
    bound: Bound
    direction: str = ""
    multiple: Decimal | None = None
    semantics: str = ""

    @property
    def value(self) -> Decimal | None:
        """The point that may be used as the value: None where only bounds are known."""
        return self.number if self.bound.is_point else None


@lru_cache(maxsize=65536)
def quantity(text: str, negative_marks: frozenset[str] = frozenset()) -> Quantity | WhyNoNumber:
    """Read a text. `negative_marks`: those of ( △ ▲ ▽ ▼ that mean a negative where the text comes from."""
    if len(text) > _LONGEST:
        return WhyNoNumber.TOO_LONG
    plain = without_marks(text)
    if isinstance(plain, WhyNoNumber):
        return plain
    if match := _FLAT.fullmatch(_COMPARED.sub("", plain, count=1) or plain):
        about = bool(match["about"] or match["also"])
        return Quantity(Decimal(0), 0, "", Bound("approx" if about else "eq"), FLAT)
    if match := _RATIO.fullmatch(plain):
        return _ratio(match["multiple"])
    return _worded(plain, negative_marks)


def _ratio(text: str) -> Quantity | WhyNoNumber:
    read = amount(text)
    if isinstance(read, WhyNoNumber) or read.unit != "倍" or read.more:
        return WhyNoNumber.NO_NUMBER
    return Quantity(read.number, read.decimals, "倍", Bound(), "", read.number, RATIO)


def _worded(plain: str, negative_marks: frozenset[str]) -> Quantity | WhyNoNumber:
    """Take the words off a text, then read its number and put them together again."""
    compared = _COMPARED.match(plain)
    direction, qualifiers, rest = _without_words(plain[compared.end() :] if compared else plain)
    if compared and not direction and not rest.endswith(("%", "‰", "点", "倍")):
        return WhyNoNumber.DIRECTION_MISSING
    if len(set(qualifiers)) > 1:
        return WhyNoNumber.TWO_QUALIFIERS
    qualifier = qualifiers[0] if qualifiers else "eq"
    if match := _DOUBLED.fullmatch(rest):
        return _doubled(match["times"], direction, qualifier)
    if ends := range_of(rest):
        if isinstance(ends, WhyNoNumber):
            return ends
        return WhyNoNumber.TWO_QUALIFIERS if qualifier != "eq" else _range(ends, direction)
    read = _halved(rest, negative_marks)
    if isinstance(read, WhyNoNumber):
        return WhyNoNumber.VAGUE if read is WhyNoNumber.NO_NUMBER and _VAGUE.search(rest) else read
    if read.more and qualifier != "eq":
        return WhyNoNumber.TWO_QUALIFIERS
    return _together(read, direction, OVER if read.more else qualifier)


def _without_words(text: str) -> tuple[str, list[str], str]:
    """The direction ('' for none) and the qualifiers that stand around a number, and the text without them."""
    direction, qualifiers, rest = "", [], text
    while True:
        if not direction and (found := next((one for one in _DIRECTIONS if rest.startswith(one[0])), None)):
            direction, rest = found[1], rest[len(found[0]) :]
            rest = rest.removeprefix("了").removeprefix("幅度")
        elif word := next((word for word in BEFORE if rest.startswith(word)), None):
            qualifiers.append(BEFORE[word])
            rest = rest[len(word) :]
        else:
            break
    if word := next((word for word in sorted(AFTER, key=len, reverse=True) if rest.endswith(word)), None):
        qualifiers.append(AFTER[word])
        rest = rest[: -len(word)]
    return direction, qualifiers, rest


def _halved(text: str, negative_marks: frozenset[str]) -> Amount | WhyNoNumber:
    """An amount, or one and a half: 一倍半, 三成半; 一半 is 50 per cent."""
    if text in ("一半", "半数"):
        return Amount(Decimal(50), 0, "%", Decimal(10))
    if match := _HALF.fullmatch(text):
        read = amount(match["whole"], negative_marks)
        if isinstance(read, WhyNoNumber) or read.decimals or read.more or read.number < 0:
            return WhyNoNumber.NO_NUMBER
        step = Decimal("0.5") if read.unit != "%" else Decimal(5)
        return replace(read, number=read.number + step, decimals=1 if read.unit != "%" else 0, round_to=step)
    return amount(text, negative_marks)


def _together(read: Amount, direction: str, qualifier: str) -> Quantity | WhyNoNumber:
    """Number, direction and qualifier as one: the sign, the bounds, and what a multiple means."""
    if read.number < 0 or read.signed:
        if direction == DOWN:
            return WhyNoNumber.CONTRADICTION
        if qualifier not in ("eq", "approx"):
            return WhyNoNumber.QUALIFIED_NEGATIVE
        return Quantity(read.number, read.decimals, read.unit, Bound(qualifier), direction)
    if read.unit == "倍":
        return _multiple(read, direction, qualifier)
    size = bound(qualifier, read.number, read.round_to)
    if direction == DOWN:
        return Quantity(-read.number, read.decimals, read.unit, size.negated(), direction)
    return Quantity(read.number, read.decimals, read.unit, size, direction)


def _multiple(read: Amount, direction: str, qualifier: str) -> Quantity | WhyNoNumber:
    """增长X倍 is +X·100 %. A qualified multiple is work reports' language, where growth by and growth to X times
    are confused: it gets the bounds of both readings (近11倍: [950, 1100) per cent), and 约 gives none.
    """
    hundred = Decimal(100)
    if direction == DOWN:
        return WhyNoNumber.FALL_OF_MULTIPLES
    if qualifier == "eq":
        if not direction:
            return Quantity(read.number, read.decimals, "倍", Bound(), "", read.number, UNRESOLVED)
        decimals = max(0, read.decimals - 2)
        return Quantity(read.number * hundred, decimals, "%", Bound(), direction, read.number, GROWTH)
    if qualifier == "approx":
        return WhyNoNumber.MULTIPLE_UNRESOLVED
    by = bound(qualifier, read.number, read.round_to).scaled(hundred)
    both = replace(by, low=None if by.low is None else by.low - hundred)
    return Quantity(read.number * hundred, 0, "%", both, direction, read.number, UNRESOLVED)


def _doubled(times: str, direction: str, qualifier: str) -> Quantity | WhyNoNumber:
    """翻一番 is twice, +100 %; 翻n番 is 2ⁿ times."""
    read = amount(times or "一")
    if isinstance(read, WhyNoNumber) or read.unit or read.more or direction or qualifier != "eq":
        return WhyNoNumber.NO_NUMBER
    if read.number != read.number.to_integral_value() or not 1 <= read.number <= 10:
        return WhyNoNumber.NO_NUMBER
    multiple = Decimal(2) ** int(read.number)
    return Quantity((multiple - 1) * 100, 0, "%", Bound(), UP, multiple, GROWTH)


def _range(ends: tuple[Amount, Bound], direction: str) -> Quantity | WhyNoNumber:
    read, span = ends
    if read.unit == "倍":
        return WhyNoNumber.MULTIPLE_UNRESOLVED
    if direction == DOWN:
        if read.signed:
            return WhyNoNumber.CONTRADICTION
        span = span.negated()
    return Quantity(None, read.decimals, read.unit, span, direction)
