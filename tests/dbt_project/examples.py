"""Thousands of examples at once, and what is exactly true of them.

DuckDB takes about as long for one row as for ten thousand, so that hypothesis makes the examples first and one
query judges them all. A test says which rows fail; nothing is shrunk.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.examples import up_to

Example = TypeVar("Example")
COUNT = up_to(1_000)
MILLIONTH = Decimal("0.000001")


def examples(strategy: st.SearchStrategy[Example], count: int = COUNT) -> list[Example]:
    """`count` examples of a strategy."""
    made: list[Example] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def make(example: Example) -> None:
        made.append(example)

    make()
    assert len(made) >= count
    return made


def amounts(least: str = "0", most: str = "1e13") -> st.SearchStrategy[Decimal]:
    """Amounts with up to six decimals, and whole ones as often: one draw each, which is what takes the time."""
    low, high = (int(Decimal(bound) * 10**6) for bound in (least, most))

    def amount(number: int) -> Decimal:
        whole = number % 2 == 1 and low <= number * 10**6 <= high
        return Decimal(number) if whole else number * MILLIONTH

    return st.integers(low, high).map(amount)


def percent(numerator: Decimal, denominator: Decimal) -> Decimal:
    """100 · n ÷ d to eighty digits: no tie of amounts with six decimals is nearer than that to one that is none."""
    with localcontext(prec=80):
        return numerator * 100 / denominator


def to_places(value: Decimal, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    with localcontext(prec=80):
        return value.quantize(Decimal(1).scaleb(-places), rounding=rounding)
