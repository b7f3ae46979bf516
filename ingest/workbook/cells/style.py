"""How a cell is shown: its number format, and what the look of a label says of the table's order."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.workbook.cells.number_format import GENERAL, NumberFormat, number_format


@dataclass(frozen=True, slots=True)
class Style:
    """`indent`: the steps by which the cell's text is set in, as its alignment says; blanks in the text
    itself are not counted. `bold`: the whole cell is set in bold type.
    """

    number_format: NumberFormat
    indent: int = 0
    bold: bool = False


PLAIN = Style(number_format(GENERAL))
