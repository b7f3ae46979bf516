"""Labelled values: what `indicators tabulate` says of each body cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.tabulate.block import Block, blocks_of
from ingest.tabulate.column import Columns, columns_of
from ingest.tabulate.header import Header, header_of
from ingest.tabulate.row_path import row_paths
from ingest.tabulate.token import Role, Token, tokens_of
from ingest.tabulate.unit_choice import contradiction, has_own_unit, unit_of, units_of_line
from ingest.workbook.cells.cell import Sheet, Workbook

_FEWEST_ROWS = 2  # of a block that has neither a header nor labels


@dataclass(frozen=True, slots=True)
class Labelled:
    """One value with its labels, outer to inner. `unit` is as the sheet states it, None where it does not.

    `value` is the exact amount of the cell, or its text where it holds none. `confidence`, 0 to 1: how far
    the place of the value in the table was told by what the sheet says and not by what is usual.
    """

    sheet: str
    cell: str
    value: Decimal | str
    text: str
    kind: str
    row_header_path: tuple[str, ...]
    col_header_path: tuple[str, ...]
    row_header_cells: tuple[str, ...]
    col_header_cells: tuple[str, ...]
    unit: str | None
    flags: tuple[str, ...]
    other_unit: str | None  # what the number format prints instead, where the two contradict
    block: int  # which of the sheet's tables, from 1
    hidden: bool
    confidence: float
    # Of a line that states several, where the value has no unit of its own: `unit` is but the first that fits.
    units_of_line: tuple[str, ...] = ()


def tabulate(workbook: Workbook) -> Iterator[Labelled]:
    """All labelled values of a workbook, hidden sheets included."""
    for sheet in workbook.sheets:
        yield from labelled_values(sheet)


def labelled_values(sheet: Sheet) -> Iterator[Labelled]:
    """All labelled values of a sheet, table by table."""
    above: Header | None = None
    left = number = 0
    for block in blocks_of(tokens_of(sheet)):
        columns = columns_of(block)
        if columns is None:
            continue
        header = header_of(block, columns)
        if above and block.left == left and not header.titles:
            # Blocks below each other under one title: what it says of units holds for all of them.
            header = replace(header, titles=above.titles)
        if above and block.left == left and _repeats(header, above):
            header = replace(header, paths=above.paths, units=above.units)
        if not header.rows and not columns.stub and len(block.data) < _FEWEST_ROWS:
            continue  # a number beside a note: nothing says what it would be a value of
        number += 1
        yield from _values(block, columns, header, number)
        above, left = header, block.left


def _repeats(header: Header, above: Header) -> bool:
    """Whether a block's header is the lowest row of that above it once more, as at the top of a printed page."""
    if len(header.rows) != 1 or header.paths.keys() != above.paths.keys():
        return False
    pairs = [(path, above.paths[column]) for column, path in header.paths.items()]
    return all(here and there and here[-1].text == there[-1].text for here, there in pairs)


def _values(block: Block, columns: Columns, header: Header, number: int) -> Iterator[Labelled]:
    paths = row_paths(block, columns, header.first_section)
    sheet = block.tokens.sheet
    several = units_of_line(header)
    for row in block.data:
        line = block.tokens.rows[row]
        for column in columns.data:
            token = line.get(column)
            if token is None:
                continue
            row_path, col_path = paths[row], header.paths[column]
            unit = unit_of(block, columns, header, row_path, row, token)
            yield Labelled(
                sheet=sheet.name,
                cell=token.cell.address,
                value=_value(token),
                text=token.text,
                kind=token.cell.kind.value,
                row_header_path=tuple(part.text for part in row_path),
                col_header_path=tuple(part.text for part in col_path),
                row_header_cells=tuple(part.cell.address for part in row_path),
                col_header_cells=tuple(part.cell.address for part in col_path),
                unit=unit,
                flags=_flags(line, columns, column),
                other_unit=contradiction(token, unit),
                block=number,
                hidden=token.cell.hidden or sheet.visibility != "visible",
                confidence=_confidence(header, row_path, col_path),
                units_of_line=()
                if not several or has_own_unit(block, columns, header, row_path, row, token)
                else several,
            )


def _value(token: Token) -> Decimal | str:
    if isinstance(token.cell.value, Decimal):
        return token.cell.value
    if token.role is Role.NUMBER:
        plain = token.text.rstrip("%％‰ ").replace(",", "").replace("，", "").replace(" ", "")
        plain = plain.translate(str.maketrans("−–－", "---"))
        if plain.startswith("(") and plain.endswith(")"):
            return token.text
        try:
            return Decimal(plain)
        except ArithmeticError:
            return token.text
    return token.text


def _flags(line: dict[int, Token], columns: Columns, column: int) -> tuple[str, ...]:
    """Letters in the unnamed columns right of a value, which qualify it."""
    found = []
    beside = column + 1
    while beside in columns.flag:
        if beside in line and line[beside].text:
            found.append(line[beside].text)
        beside += 1
    return tuple(found)


def _confidence(header: Header, row_path: tuple[Token, ...], col_path: tuple[Token, ...]) -> float:
    share = 1.0
    if not row_path:
        share -= 0.3
    if not col_path:
        share -= 0.4
    if not header.rows:
        share -= 0.2
    return round(max(share, 0.1), 2)
