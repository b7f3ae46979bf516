"""A model set on a grid: the cells that a writer writes, and the facts that are to be read from them.

What is true follows from the model and from where its parts are set, by the conventions of
labelled values: paths outer to inner; the unit stated nearest to the value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from ingest.workbook.cells.address import Range, a1, position
from tests.mutation.header_cells import header_cells, header_height
from tests.mutation.model import Label, NoteAt, Row, Sections, SheetModel, Table, UnitsAt, Value
from tests.mutation.row_labels import labels_of, look_of, said

_DATE_FORMAT = "yyyy/m/d"
_DAY_0 = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell as it is written."""

    row: int
    column: int
    value: Value
    indent: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What is to be said of one body cell. `kind`: of ingest.workbook.Kind."""

    value: Decimal | str
    kind: str
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    unit: str | None
    hidden: bool = False


@dataclass(slots=True)
class Laid:
    """A sheet as it is written, and the facts by address."""

    name: str
    hidden: bool = False
    cells: list[Placed] = field(default_factory=list)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    facts: dict[str, Fact] = field(default_factory=dict)

    def put(self, row: int, column: int, label: Label, *, indent: int = 0, bold: bool = False) -> None:
        if label != "":
            self.cells.append(Placed(row, column, labelled(label), indent, bold))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.merges.append(Range(top, left, bottom, right))


def labelled(label: Label) -> Value:
    """A label as the value of its cell."""
    if isinstance(label, date):
        return Value("date", (label - _DAY_0).days, str(label), _DATE_FORMAT)
    if isinstance(label, int):
        return Value("number", label, Decimal(label))
    return Value("text", label, label)


def laid_out(sheet: SheetModel) -> Laid:
    """The cells of a model and the facts that are true of them."""
    laid = Laid(sheet.name, sheet.hidden)
    top, left = sheet.top, sheet.left
    for table in sheet.tables:
        bottom, right = _table(laid, table, top, left)
        if sheet.beside:
            left = right + 1 + sheet.gap
        else:
            top = bottom + 1 + sheet.gap
    # A hidden row or column hides what stands in it, of whichever table it is.
    laid.facts = {address: _with_hidden(laid, address, fact) for address, fact in laid.facts.items()}
    return laid


def _with_hidden(laid: Laid, address: str, fact: Fact) -> Fact:
    row, column = position(address)
    return replace(fact, hidden=laid.hidden or row in laid.hidden_rows or column in laid.hidden_columns)


def _table(laid: Laid, table: Table, top: int, left: int) -> tuple[int, int]:
    """Set one table; its last row and column."""
    stub = left + (table.outer_header is not None)
    first_data = stub + 1 + bool(table.code_header) + (table.units_at is UnitsAt.COLUMN)
    right = first_data + len(table.columns) - 1
    row = _above(laid, table, top, left, right)
    for cell in header_cells(table, row, left, first_data):
        laid.put(cell.row, cell.column, cell.label)
        laid.merge(cell.row, cell.column, cell.row + cell.down - 1, cell.column + cell.across - 1)
    row += header_height(table)
    last = _body(laid, table, row, stub, first_data)
    for column, each in enumerate(table.columns, first_data):
        if each.hidden:
            laid.hidden_columns.add(column)
    for footnote in table.footnotes:
        last += 1
        laid.put(last, left, footnote)
    if table.signatures:
        last += 1
        for column, signature in enumerate(table.signatures, left):
            laid.put(last, column, signature)
    return last, right


def _above(laid: Laid, table: Table, top: int, left: int, right: int) -> int:
    """What the form is, title and note; the row behind them."""
    gaps = (*table.gaps, 0, 0)
    line = table.note_line.format(unit=table.note)
    for each in table.preamble:
        laid.put(top, right, each)
        top += 1
    if table.title:
        opening, closing = table.brackets
        in_title = table.note is not None and table.note_at is NoteAt.TITLE
        laid.put(top, left, f"{table.title}{opening}{table.note}{closing}" if in_title else table.title)
        if table.title_merged:
            laid.merge(top, left, top, right)
        top += 1 + gaps[0]
    if table.note is not None and table.note_at is not NoteAt.TITLE:
        laid.put(top, right if table.note_at is NoteAt.RIGHT else left, line)
        if table.note_at is NoteAt.ACROSS:
            laid.merge(top, left, top, right)
        top += 1 + gaps[1]
    return top


def _body(laid: Laid, table: Table, top: int, stub: int, first_data: int) -> int:
    """The rows of a table and the facts of their values; the last row."""
    paths = labels_of(table)
    for index, row in enumerate(table.rows):
        at = top + index
        if row.hidden:
            laid.hidden_rows.add(at)
        if row.spacer:
            continue
        written, indent, bold = look_of(table, row)
        laid.put(at, stub, written, indent=indent, bold=bold)
        if row.section and table.sections is Sections.MERGED:
            laid.merge(at, stub, at, first_data + len(table.columns) - 1)
        if row.code:
            laid.put(at, stub + 1, row.code)
        if table.units_at is UnitsAt.COLUMN and row.unit is not None:
            laid.put(at, first_data - 1, row.unit)
        for across, value in enumerate(row.values):
            if value.kind != "blank":
                _value(laid, table, (at, first_data + across), (index, across), paths[index])
    if table.outer_header is not None:
        for first, length, label in _runs(table.rows):
            laid.put(top + first, stub - 1, label)
            if table.outer_merged:
                laid.merge(top + first, stub - 1, top + first + length - 1, stub - 1)
    return top + len(table.rows) - 1


def _runs(rows: tuple[Row, ...]) -> Iterator[tuple[int, int, str]]:
    """First row, number of rows, label of each group of rows under one outer label."""
    first = 0
    for label, group in groupby(rows, key=lambda row: row.outer):
        length = len(list(group))
        if label:
            yield first, length, label
        first += length


def _value(
    laid: Laid, table: Table, place: tuple[int, int], index: tuple[int, int], path: tuple[str, ...]
) -> None:
    row, column = table.rows[index[0]], table.columns[index[1]]
    value = row.values[index[1]]
    laid.cells.append(Placed(*place, value))
    laid.merge(*place, place[0] + value.down - 1, place[1] + value.across - 1)
    if value.read is None:
        return
    outer = (said(row.outer),) if row.outer else ()
    laid.facts[a1(*place)] = Fact(
        value.read,
        value.kind,
        outer + path,
        tuple(said(label) for label in column.path),
        unit_of(table, row, index[1]),
    )


def unit_of(table: Table, row: Row, column: int) -> str | None:
    """The unit stated nearest to a value: a row of percentages, the column, the row, the note."""
    stated = table.columns[column]
    if row.percent:
        return "%"
    if stated.unit is not None:
        return stated.unit
    if row.unit is not None:
        return row.unit
    if table.note is None:
        return None
    return _note_unit(table.note, stated.quantity)


def _note_unit(note: str, quantity: str) -> str | None:
    """What a note's units mean for a quantity: a unit of money is none of counts, areas or growth."""
    units = note.split("、")
    growth = [unit for unit in units if unit == "%"]
    others = [unit for unit in units if unit != "%"]
    if quantity == "growth":
        return growth[0] if growth else "%"
    if quantity == "money" or not any(sign in others[0] for sign in ("元", "yuan", "dollars")):
        return others[0]
    return None
