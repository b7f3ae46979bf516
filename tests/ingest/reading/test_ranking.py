"""Ranks as forms write them: 2, or 2/9; what Excel made a date of is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ingest.quantity.number import NotANumber
from ingest.reading.numbers import Rank, read_rank
from ingest.workbook.cells.cell import Cell, Kind


def cell(kind: Kind, value: object, raw: str = "") -> Cell:
    return Cell(5, 11, kind, value, raw or str(value))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "rank", "of_n"),
    [("2/9", 2, 9), (" 2 / 9 ", 2, 9), ("2／9", 2, 9), ("1/1", 1, 1), ("3", 3, None)],
)
def test_a_rank_is_read_with_among_how_many(text: str, rank: int, of_n: int | None) -> None:
    read = read_rank(cell(Kind.TEXT, text), "位")
    assert isinstance(read, Rank)
    assert (read.number.value, read.of_n) == (rank, of_n)


def test_a_number_is_a_rank_among_an_unknown_number() -> None:
    read = read_rank(cell(Kind.NUMBER, Decimal(2)), "位")
    assert isinstance(read, Rank)
    assert (read.number.value, read.of_n) == (Decimal(2), None)


def test_a_blank_rank_is_no_rank_and_no_fault() -> None:
    read = read_rank(cell(Kind.BLANK, None), "位")
    assert isinstance(read, Rank)
    assert read.number.value is None


def test_a_date_in_a_column_of_ranks_is_refused() -> None:
    read = read_rank(cell(Kind.DATE, date(2023, 2, 9), "44966"), "位")
    assert isinstance(read, NotANumber)
    assert (read.rule, read.found) == ("RANK_AS_DATE", "44966")


@pytest.mark.parametrize("text", ["10/9", "0/9", "2/9/3"])
def test_a_rank_beyond_its_universe_is_refused(text: str) -> None:
    assert isinstance(read_rank(cell(Kind.TEXT, text), "位"), NotANumber)
