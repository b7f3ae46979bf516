"""Amounts as departments write them: from single digits to billions, whole or with decimals."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.mutation.model import Column, Value, number

_FORMATS = ("General", "General", "#,##0.00", "0.00", "0.0")


def drawn_value(chance: Random, column: Column, percent: bool, digits: int) -> Value:
    """`digits`: those before the point. A rate has two at most, and may fall."""
    if percent or column.quantity == "growth":
        return number(Decimal(chance.randint(-300, 600)).scaleb(-1), chance.choice(("General", "0.0")))
    if column.quantity == "count":
        return number(Decimal(_whole(chance, digits)), chance.choice(("General", "#,##0", "0")))
    amount = Decimal(_whole(chance, digits) * 100 + chance.randint(1, 99)).scaleb(-2)
    return number(amount, chance.choice(_FORMATS))


def _whole(chance: Random, digits: int) -> int:
    """No number that could be a year: in a column of its own, under nothing, it would be one."""
    drawn = chance.randint(10 ** (digits - 1), 10**digits - 1)
    return drawn + 1000 if 1900 <= drawn <= 2100 else drawn
