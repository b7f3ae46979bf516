"""What a word beside a number makes of it: 约, 近, 超, 余, 以上 … as a qualifier and its bounds.

Whether a bound belongs to the interval follows the Civil Code, article 1259: 以上, 以下, 以内 include the
number, 不满, 超过, 以外 do not. 余 and 多 promise more than the number and less than the next one of the same
roundness (80余: between 80 and 90); 近 promises a number that rounds up to the one said (近11: 10.5 to 11).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

STATED, CONVENTION, ROUNDING, NO_BASIS = "stated", "convention", "rounding", "_Z"

# In front of a number, longer words before those that they begin with.
BEFORE = {
    "不少于": "ge", "不低于": "ge", "不小于": "ge", "不下于": "ge", "至少": "ge", "最少": "ge", "≥": "ge",
    "不超过": "le", "不高于": "le", "不多于": "le", "不大于": "le", "至多": "le", "最多": "le", "≤": "le",
    "不足": "lt", "不到": "lt", "不满": "lt", "未达": "lt", "低于": "lt", "小于": "lt", "少于": "lt", "<": "lt",
    "超过": "gt", "超": "gt", "逾": "gt", "突破": "gt", "高于": "gt", "大于": "gt", "多于": "gt", ">": "gt",
    "接近": "nearly", "将近": "nearly", "近": "nearly",
    "大约": "approx", "大概": "approx", "约为": "approx", "约": "approx",
}  # fmt: skip
# Behind a number and its unit.
AFTER = {
    "以上": "ge", "及以上": "ge", "以下": "le", "及以下": "le", "以内": "le", "以外": "gt",
    "左右": "approx", "上下": "approx",
}  # fmt: skip
# Between a number and its unit: 80余位, 3万多户, 十几家.
MORE = ("余", "多", "几")
OVER = "over"  # 余 and 多, until they have become gt with a bound above


@dataclass(frozen=True, slots=True)
class Bound:
    """A qualifier (eq approx nearly gt ge lt le range) and its bounds; None where there is none on a side."""

    qualifier: str = "eq"
    low: Decimal | None = None
    low_inclusive: bool | None = None
    high: Decimal | None = None
    high_inclusive: bool | None = None
    basis: str = NO_BASIS

    @property
    def is_point(self) -> bool:
        """Whether the number itself stands for the value: eq and approx, to which no bounds are invented."""
        return self.qualifier in ("eq", "approx")

    def negated(self) -> Bound:
        """The bounds of the negative: a fall of more than 3 is a change below −3."""
        turned = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
        return Bound(
            turned.get(self.qualifier, self.qualifier),
            None if self.high is None else -self.high,
            self.high_inclusive,
            None if self.low is None else -self.low,
            self.low_inclusive,
            self.basis,
        )

    def scaled(self, factor: Decimal) -> Bound:
        """The bounds in a unit that is `factor` times smaller; `factor` is positive."""
        return replace(
            self,
            low=None if self.low is None else self.low * factor,
            high=None if self.high is None else self.high * factor,
        )

    def __str__(self) -> str:
        """As people write it: ≥27, [950, 1100), ≈27."""
        if self.low is not None and self.high is not None:
            return f"{'[' if self.low_inclusive else '('}{self.low:f}, {self.high:f}{']' if self.high_inclusive else ')'}"
        if self.low is not None:
            return f"{'≥' if self.low_inclusive else '>'}{self.low:f}"
        if self.high is not None:
            return f"{'≤' if self.high_inclusive else '<'}{self.high:f}"
        return "≈" if self.qualifier == "approx" else ""


POINT = Bound()


def bound(qualifier: str, number: Decimal, roundness: Decimal) -> Bound:
    """The bounds of a qualifier around a positive number. `roundness`: one of its last place, 100 for 4600."""
    match qualifier:
        case "gt" | "ge":
            return Bound(qualifier, low=number, low_inclusive=qualifier == "ge", basis=STATED)
        case "lt" | "le":
            return Bound(qualifier, high=number, high_inclusive=qualifier == "le", basis=STATED)
        case "nearly":
            return Bound(qualifier, number - roundness / 2, True, number, False, ROUNDING)
        case "over":
            return Bound("gt", number, False, number + roundness, False, CONVENTION)
        case _:
            return Bound(qualifier)


def between(low: Decimal, high: Decimal) -> Bound:
    """A stated range, both ends included: 3-5, 800—1000."""
    return Bound("range", low, True, high, True, STATED)


def roundness(number: Decimal, decimals: int) -> Decimal:
    """One of the last place that a number was given to: 4600 → 100, 11 → 1, 1.5 → 0.1, 0 → 1."""
    if decimals or not number:
        return Decimal(1).scaleb(-decimals)
    return Decimal(1).scaleb(len(digits := f"{abs(number):f}") - len(digits.rstrip("0")))
