"""Growth and rank, as the offices write them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

PERCENT = Decimal(100)


def growth(current: int | Decimal, base: int | Decimal, decimals: int) -> Decimal:
    """Growth over a base in percent, rounded 四舍五入: a half goes away from zero. No negative zero.

    ZeroDivisionError for a base of zero: such a cell is left blank, which is for the form to know.
    """
    if base == 0:
        raise ZeroDivisionError("there is no growth over a base of zero")
    exact = (current - base) * PERCENT / base
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def competition_rank(value: Decimal, among: Sequence[Decimal]) -> int:
    """1, 2, 2, 4: one more than the number of values above it."""
    return 1 + sum(other > value for other in among)
