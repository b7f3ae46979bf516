"""Whether a number of a text and a published figure are the same: to the places that the text gives, with its qualifier.

余, 近, 以上 promise that the figure lies close by: 80余 below 90, 8以上 below 9. A figure of which only bounds are
known agrees with the words that have these bounds.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ingest.quantity.bound import roundness
from ingest.quantity.quantity import Quantity
from ingest.quantity.unit import COUNT, UnitWord, unit_word
from warehouse.answers.text.held import Figure

# 约2.2万 of 2.13 is right, and so is 约1000 of 1032; 约1100 is not.
_ABOUT = Fraction(5, 100)
# Measure words that may stand for another: 个 and 项 for any thing, 位 for persons, 次 for sessions.
_ALIKE = (
    frozenset({"PERSON", "RANK"}),
    frozenset({"EVENT", "SESSION", "VISIT", "BATCH"}),
    frozenset({"BUILDING", "SITE"}),
    frozenset({"ESTAB", "ENT", "SITE"}),
    frozenset({"PARCEL", "SITE"}),
    frozenset({"ROUTE", "STREET", "ITEM"}),
)
_THING = frozenset({"个", "项", "件", "条"})
# Units that are taken for one another: a number in one is still of the subject that is kept in the other.
_TAKEN_FOR = (
    frozenset({"CNY", "USD", "HKD", "EUR", "JPY"}),
    frozenset({"PERCENT", "PP"}),
    frozenset({"PERSON", "PERSON_TIME", "HOUSEHOLD", "RANK"}),
)
# What has a measure word of its own that 个 does not replace.
_NO_THING = frozenset({"PERSON_TIME", "HOUSEHOLD", "BUILDING", "YR", "STAR"})


def same_kind(quantity: Quantity, figure: Figure) -> bool:
    """Whether a number is counted or measured in the unit of a figure, or in one that differs by a power of ten."""
    if not quantity.unit:
        return figure.unit_measure not in _NO_THING and figure.unit_measure not in (
            "M2",
            "CNY",
            "USD",
            "PERCENT",
            "PP",
        )
    said = unit_word(quantity.unit)
    if said is None:
        return False
    if said.dimension == COUNT or said.dimension == "rank":
        return _same_count(said, figure)
    return said.base == figure.unit_measure


def taken_for(quantity: Quantity, figure: Figure) -> bool:
    """Whether the unit is one that is easily written for that of a figure: 人 for 人次, 万元 for 万美元."""
    said = unit_word(quantity.unit) if quantity.unit else None
    return said is not None and any({said.base, figure.unit_measure} <= units for units in _TAKEN_FOR)


def _same_count(said: UnitWord, figure: Figure) -> bool:
    shown = unit_word(figure.shown_unit)
    if said.base == figure.unit_measure or (
        shown and (said.base, said.dimension) == (shown.base, shown.dimension)
    ):
        return True
    if figure.unit_measure == "GRID_PER_UNIT":
        return said.base in ("GRID", "ITEM")
    if figure.unit_measure in _NO_THING or said.base in _NO_THING:
        return False
    if said.word[-1] in _THING or said.word in _THING:
        return shown is not None and shown.dimension == COUNT
    if (
        shown is not None
        and shown.word == "个"
        and said.base in ("RESID_COMPOUND", "COMMUNITY", "PROJECT", "GRID", "ORG")
    ):
        return said.base == figure.unit_measure
    bases = {figure.unit_measure, shown.base if shown else ""}
    return any(said.base in alike and not alike.isdisjoint(bases) for alike in _ALIKE)


def agrees(quantity: Quantity, figure: Figure) -> bool:
    """Whether they are the same number. The units are of one kind (same_kind)."""
    factor = _factor(quantity)
    if figure.value is not None:
        return _agrees_with_point(quantity, Fraction(figure.value) / factor)
    low, high = _fraction(figure.low, factor), _fraction(figure.high, factor)
    if quantity.bound.is_point:
        return False
    first, last = _fraction(quantity.bound.low), _fraction(quantity.bound.high)
    if low is None or high is None:
        return (first, last) == (low, high) or (
            low is not None and first == low and quantity.bound.qualifier in ("gt", "ge")
        )
    if quantity.bound.qualifier == "range":
        return (first, last) == (low, high)
    span = _span(quantity)
    return span[0] <= low and high <= span[1]


def bounds_only(quantity: Quantity, figure: Figure) -> bool:
    """Whether a number lies within what is known of a figure, which is only its bounds."""
    if figure.value is not None or quantity.number is None or not quantity.bound.is_point:
        return False
    number = Fraction(quantity.number) * _factor(quantity)
    return (figure.low is None or number > figure.low) and (figure.high is None or number < figure.high)


def as_written(quantity: Quantity, figure: Figure) -> bool:
    """Whether the digits are those of a figure as the marts display it, whatever the units."""
    if quantity.number is None or figure.value is None:
        return False
    shown = unit_word(figure.shown_unit)
    factor = shown.factor if shown else Fraction(1)
    if taken_for(quantity, figure) and _agrees_with_point(
        quantity, Fraction(figure.value) / _factor(quantity)
    ):
        return True
    return _agrees_with_point(quantity, Fraction(figure.value) / factor)


def _factor(quantity: Quantity) -> Fraction:
    said = unit_word(quantity.unit) if quantity.unit else None
    # 11倍 has become 1100 per cent.
    return said.factor if said and said.dimension != "ratio" else Fraction(1)


def _agrees_with_point(quantity: Quantity, value: Fraction) -> bool:
    if not quantity.bound.is_point:
        low, high = _span(quantity)
        within = low <= value <= high
        if value == low and quantity.bound.low_inclusive is False:
            return False
        return within and not (value == high and quantity.bound.high_inclusive is False)
    if quantity.number is None:
        return False
    number = Fraction(quantity.number)
    if quantity.bound.qualifier == "approx":
        # 基本持平 is less than one from nought.
        reach = min(abs(number) * _ABOUT, _step(quantity)) if number else _step(quantity)
        return bool(abs(value - number) < reach or value == number)
    # Half up, away from zero: 9.65 is 9.7 to one place and not 9.6.
    half = Fraction(1, 2) / 10**quantity.decimals
    size, said = abs(value), abs(number)
    return bool(said - half <= size < said + half and (not said or (value >= 0) == (number >= 0)))


def _step(quantity: Quantity) -> Fraction:
    number = quantity.number or Decimal(0)
    return Fraction(roundness(number, quantity.decimals))


def _span(quantity: Quantity) -> tuple[Fraction, Fraction]:
    """The bounds of a qualified number, the open side closed by one of its last place."""
    bound, step = quantity.bound, _step(quantity)
    low, high = _fraction(bound.low), _fraction(bound.high)
    if low is None and high is not None:
        low = high - step
    if high is None and low is not None:
        high = low + step
    if low is None or high is None:
        raise ValueError("a bound has a side")
    return low, high


def _fraction(value: Decimal | None, factor: Fraction = Fraction(1)) -> Fraction | None:
    return None if value is None else Fraction(value) / factor
