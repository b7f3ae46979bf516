"""What an expectation about a frame is made of, and how a row that fails it is put in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from expectations.checks.check import Where
from ingest.quantity.number import plain

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Where a failing row's finding stands and what it says."""

    cell: str
    words: dict[str, Any]


Made = tuple[tuple[str, dict[str, Any], Where], Callable[[Row], Said]]


def shown(row: Row, field: str, value: Decimal) -> str:
    """An amount in the unit in which the row's form writes the field."""
    return plain(value.scaleb(-row[f"{field}@mult"]))


def is_null(column: str, where: Where = ()) -> tuple[str, dict[str, Any], Where]:
    return "expect_column_values_to_be_null", {"column": column}, where


def at_most(low: str, high: str, where: Where = ()) -> tuple[str, dict[str, Any], Where]:
    arguments = {
        "column_A": high,
        "column_B": low,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    return "expect_column_pair_values_a_to_be_greater_than_b", arguments, where


def equal(one: str, other: str, where: Where = ()) -> tuple[str, dict[str, Any], Where]:
    arguments = {"column_A": one, "column_B": other, "ignore_row_if": "either_value_is_missing"}
    return "expect_column_pair_values_to_be_equal", arguments, where
