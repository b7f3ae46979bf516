"""What an expectation about rows is made of, how the rows become its frame, and how one that fails is put in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from expectations.checks.check import ROW_ID, Check, Where

if TYPE_CHECKING:
    import pandas as pd

# A check as a form's YAML states it.
Stated = Mapping[str, Any]
Expectation = tuple[str, dict[str, Any], Where]


class Row(Protocol):
    """A row that gate 1 looks at: whose it is and where it stands."""

    @property
    def submission_id(self) -> str: ...

    @property
    def sheet(self) -> str: ...

    def subject(self, check: str) -> str:
        """What a finding of a check is about, in its id: never the address of a cell that may move."""

    def value(self, column: str) -> object:
        """What an expectation sees in a column; AttributeError or KeyError for one that the row does not have."""


RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True, slots=True)
class Wording:
    """Where a failing row's finding stands, and what fills the slots of its message."""

    cell: str
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowCheck(Generic[RowT]):
    """An expectation about rows of one kind, and how a failing one is put in words."""

    check: Check
    word: Callable[[RowT], Wording]


WordedExpectation = tuple[Expectation, Callable[[RowT], Wording]]


def frame_of(rows: Sequence[Row], checks: Iterable[Check]) -> pd.DataFrame:
    """The columns that checks look at, as the frame that they are asked of; `row_id` is the row's place.

    A column that the rows do not have is left out, so that the check which asks for it could not run.
    """
    import pandas as pd  # noqa: PLC0415 - 0.6 s, for checking alone

    columns: dict[str, list[object]] = {ROW_ID: list(range(len(rows)))}
    for name in dict.fromkeys(name for check in checks for name in check.columns):
        try:
            columns[name] = [row.value(name) for row in rows]
        except (AttributeError, KeyError):
            continue
    return pd.DataFrame(columns, dtype=object)


def is_null(column: str, where: Where = ()) -> Expectation:
    """That a column is empty: what fills it is the fault."""
    return "expect_column_values_to_be_null", {"column": column}, where


def at_most(low: str, high: str, where: Where = ()) -> Expectation:
    """That a value is at most another; where either is missing nothing is asked."""
    arguments = {
        "column_A": high,
        "column_B": low,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    return "expect_column_pair_values_a_to_be_greater_than_b", arguments, where


def equal(left: str, right: str, where: Where = ()) -> Expectation:
    """That two values are the same; where either is missing nothing is asked."""
    arguments = {"column_A": left, "column_B": right, "ignore_row_if": "either_value_is_missing"}
    return "expect_column_pair_values_to_be_equal", arguments, where
