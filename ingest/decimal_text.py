"""How a number is written for people and for files."""

from __future__ import annotations

from decimal import Decimal


def plain(value: Decimal) -> str:
    """A number as a person would write it: no exponent, no trailing zeros."""
    return f"{value.normalize():f}"
