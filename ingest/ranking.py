"""Places in a ranking as forms write them: 2, or 2/9 for the second among nine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.number import NotANumber, Number, read_number
from ingest.refused import Refused
from ingest.workbook.cell import Cell, Kind

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
            return NotANumber("TEXT_IN_NUMBER", str(cell.value), Refused.NO_NUMBER)
        return Rank(Number(Decimal(rank), 0, "A", ""), of_n)
    number = read_number(cell, (unit,))
    return number if isinstance(number, NotANumber) else Rank(number, None)
