"""Places in a ranking as forms write them: 2, or 2/9 for the second among nine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ingest.quantity.number import NotANumber, Number, read_number
from ingest.quantity.why_no_number import WhyNoNumber
from ingest.reading.columns import TableColumn
from ingest.reading.table import Table
from ingest.workbook.cells.cell import Cell, Kind

_AMONG = re.compile(r"\s*(?P<rank>[0-9]{1,4})\s*[/／]\s*(?P<of_n>[0-9]{1,4})\s*")


@dataclass(frozen=True, slots=True)
class Rank:
    """A place, and among how many where the cell says so."""

    number: Number
    of_n: int | None


def read_rank(cell: Cell, unit: str) -> Rank | NotANumber:
    """Read a cell where a rank belongs.

    A date is refused: Excel makes 2月9日 of a typed 2/9, and which of the two was meant only the clerk knows.
    """
    if cell.kind is Kind.DATE:
        return NotANumber("RANK_AS_DATE", cell.raw)
    if cell.kind is Kind.TEXT and (match := _AMONG.fullmatch(str(cell.value))):
        rank, of_n = int(match["rank"]), int(match["of_n"])
        if not 1 <= rank <= of_n:
            return NotANumber("TEXT_IN_NUMBER", str(cell.value), WhyNoNumber.NO_NUMBER)
        return Rank(Number(Decimal(rank), 0, "A", ""), of_n)
    number = read_number(cell, (unit,))
    return number if isinstance(number, NotANumber) else Rank(number, None)


def ranking(table: Table, column: TableColumn, measure: str) -> dict[str, Any]:
    """Among how many, among whom and by what a rank is given; `_Z` for what is no rank."""
    if measure != "RANK":
        return {"rank_of_n": None, "rank_universe": "_Z", "rank_basis": "_Z"}
    rank = table.form.rank
    return {
        "rank_of_n": _ranked_places(table, column),
        "rank_universe": rank.get("universe", "_U"),
        "rank_basis": rank.get("basis", "unknown"),
    }


def _ranked_places(table: Table, column: TableColumn) -> int | None:
    """How many places have a value in the column that a rank is of.

    None where the form lists fewer places than it ranks: an excerpt does not say among how many. The row of
    the whole (全县) beside those of its areas is no place.
    """
    by_path = {other.spec.path: other for other in table.columns}
    ranked = by_path.get(column.spec.rank_of)
    if ranked is None:
        return None
    places = [row for row in table.rows if row.spec.areas] or table.rows
    read = [read_number(table.cell(row, ranked), ("%",)) for row in places]
    of_n = sum(isinstance(number, Number) and number.value is not None for number in read)
    stated = [read_number(table.cell(row, column)) for row in table.rows]
    ranks = [number.value for number in stated if isinstance(number, Number) and number.value is not None]
    return of_n if len(ranks) > 1 and min(ranks) <= of_n else None
