"""A workbook as the file says it: cells with their kind, raw text, number format and address.

Blank, zero, error and a formula that was never calculated are four different things, and stay so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ingest.workbook import unreadable
from ingest.workbook.cells.address import Range, column_letters
from ingest.workbook.cells.formula import SharedFormula
from ingest.workbook.cells.grid import (
    BOOLEAN,
    COLUMN_BITS,
    COLUMN_MASK,
    ERROR,
    ISO_DATE,
    NUMBER,
    TEXT,
    Grid,
    Stored,
    place_of,
)
from ingest.workbook.cells.moment import as_shown, iso_moment, moment
from ingest.workbook.cells.number_format import PLAIN, NumberFormat, Style

# Such a file has no name for its sheet. Excel takes the file's, which is not part of its content and
# changes when it is handed on; this is what every person calls the first sheet of a new workbook.
ONLY_SHEET = "Sheet1"

Position = tuple[int, int]
MergeIndex = dict[tuple[int, int], dict[tuple[int, int], list[Range]]]
Value = Decimal | str | date | datetime | time | bool | None


class Kind(StrEnum):
    """What a cell holds, as its reader sees it: a number that its format shows as a day is a DATE."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    BLANK = "blank"
    UNCALCULATED = "uncalculated"  # a formula whose value was never stored


class Cell(NamedTuple):
    """One cell. `raw` is the text stored in the file; `value` is typed by `kind`.

    DATE holds a date, a datetime or a time of day. `hidden`: its row, its column or, on a web page, the
    cell itself is hidden; a hidden sheet says so itself. A named tuple, because a large sheet yields a
    million of them.
    """

    row: int
    column: int
    kind: Kind
    value: Value = None
    raw: str = ""
    style: Style = PLAIN
    formula: str | None = None
    hidden: bool = False

    @property
    def address(self) -> str:
        """A1."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def number_format(self) -> str:
        """The code of the number format, as the file spells it."""
        return self.style.number_format.code


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A sheet's non-empty cells, its merges and what it hides. `visibility`: visible, hidden, very_hidden."""

    name: str
    visibility: str
    merges: tuple[Range, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    comments: Mapping[Position, str]
    date_system_1904: bool
    _grid: Grid = field(repr=False)
    hidden_cells: frozenset[Position] = frozenset()
    _merge_index: MergeIndex = field(init=False, repr=False)
    max_row: int = field(init=False)
    max_column: int = field(init=False)

    def __post_init__(self) -> None:
        keys = self._grid.keys
        object.__setattr__(self, "_merge_index", merge_index(self.merges))
        object.__setattr__(self, "max_row", keys[-1] >> COLUMN_BITS if keys else 0)
        object.__setattr__(self, "max_column", max(map(COLUMN_MASK.__and__, keys)) + 1 if keys else 0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place; a blank Cell where the file has none."""
        grid = self._grid
        key = row << COLUMN_BITS | column - 1
        index = bisect_left(grid.keys, key)
        if index < len(grid.keys) and grid.keys[index] == key:
            return self._view(key, grid.stored[index], grid.raws[index], grid.styles[index])
        hidden = (
            row in self.hidden_rows or column in self.hidden_columns or (row, column) in self.hidden_cells
        )
        return Cell(row, column, Kind.BLANK, formula=self._formula(key), hidden=hidden)

    def cells(self) -> Iterator[Cell]:
        """All non-blank cells in reading order."""
        grid = self._grid
        return map(self._view, grid.keys, grid.stored, grid.raws, grid.styles)

    def top(self, rows: int) -> list[Cell]:
        """The non-blank cells of the first rows, in reading order."""
        return self._slice(0, bisect_left(self._grid.keys, rows + 1 << COLUMN_BITS))

    def row(self, number: int) -> dict[int, Cell]:
        """The non-blank cells of a row, by the numbers of their columns."""
        keys = self._grid.keys
        first = bisect_left(keys, number << COLUMN_BITS)
        cells = self._slice(first, bisect_left(keys, number + 1 << COLUMN_BITS, first))
        return {cell.column: cell for cell in cells}

    def _slice(self, first: int, end: int) -> list[Cell]:
        grid, part = self._grid, slice(first, end)
        return list(map(self._view, grid.keys[part], grid.stored[part], grid.raws[part], grid.styles[part]))

    def merge_at(self, row: int, column: int) -> Range | None:
        """The merged range that holds a place."""
        return covering_merge(self._merge_index, row, column)

    def merged_value_cell(self, row: int, column: int) -> Cell:
        """The cell whose value a reader sees at a place: the top left one of a merge, else its own."""
        merge = self.merge_at(row, column)
        return self.cell(merge.top, merge.left) if merge else self.cell(row, column)

    def _formula(self, key: int) -> str | None:
        formula = self._grid.formulas.get(key)
        return formula.at(*place_of(key)) if isinstance(formula, SharedFormula) else formula

    def _view(self, key: int, stored: Stored, raw: str, style: Style) -> Cell:
        row, column = key >> COLUMN_BITS, (key & COLUMN_MASK) + 1
        kind, value = _typed(stored, raw, style.number_format, self.date_system_1904)
        formula = self._formula(key) if self._grid.formulas else None
        hidden = (
            row in self.hidden_rows or column in self.hidden_columns or (row, column) in self.hidden_cells
        )
        return Cell(row, column, kind, value, raw, style, formula, hidden)


@dataclass(frozen=True, slots=True, eq=False)
class Workbook:
    """A workbook's sheets in their order.

    `notes`: what a reader of its figures has to know: what was noticed and not run or followed, what the
    file or the way it was read does not tell. `format`: the kind that file_kind.kind_of tells.
    """

    sheets: tuple[Sheet, ...]
    date_system_1904: bool = False
    notes: tuple[str, ...] = ()
    format: str = "xlsx"


ZERO = Decimal(0)
_SHOWN_DIGITS = 15
# Plain names: looking a member up on its enumeration costs as much as making the value.
_NUMBER, _TEXT, _DATE = Kind.NUMBER, Kind.TEXT, Kind.DATE


def _typed(stored: Stored, raw: str, number_format: NumberFormat, from_1904: bool) -> tuple[Kind, Value]:
    if stored is NUMBER:
        amount = number(raw)
        if number_format.moment:
            shown = moment(amount, number_format, from_1904)
            if shown is not None:
                return _DATE, shown
        return _NUMBER, amount
    if stored is TEXT:
        return _TEXT, raw
    if stored is BOOLEAN:
        return Kind.BOOLEAN, raw in ("1", "true")
    if stored is ERROR:
        return Kind.ERROR, None
    if stored is ISO_DATE:
        return _DATE, as_shown(iso_moment(raw), number_format)
    return Kind.UNCALCULATED, None


def number(raw: str) -> Decimal:
    """The amount a reader of the sheet sees in a stored number, to Excel's 15 significant digits.

    Excel stores the binary double in 17 digits and shows at most 15: 63.55 typed by a clerk is stored as
    63.549999999999997, and 63.549999999999997 is not what anybody handed in. Rounding the double itself
    gives what Excel gives; a text of 15 characters cannot hold more than 15 digits and is taken as it is.
    """
    if len(raw) > _SHOWN_DIGITS:
        raw = format(float(raw), f".{_SHOWN_DIGITS}g")
    return Decimal(raw) or ZERO


def workbook_of(
    sheets: Sequence[Sheet], kind: str, notes: Sequence[str] = (), from_1904: bool = False
) -> Workbook:
    """A workbook of sheets in their order. `kind`: as file_kind.kind_of tells it.

    Two sheets of one name would make an address say two things.
    """
    names: set[str] = set()
    for sheet in sheets:
        if sheet.name.casefold() in names:
            raise unreadable.damaged("两个工作表同名", "two sheets of one name", sheet=sheet.name)
        names.add(sheet.name.casefold())
    if not any(sheet.max_row for sheet in sheets):
        raise unreadable.empty_workbook("没有任何内容 (no cell with content)")
    return Workbook(tuple(sheets), from_1904, tuple(notes), kind)


def plain_sheet(grid: Grid) -> Sheet:
    """A sheet of nothing but cells."""
    return Sheet(
        name=ONLY_SHEET,
        visibility="visible",
        merges=(),
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
        comments={},
        date_system_1904=False,
        _grid=grid,
    )


def merge_index(merges: Iterable[Range]) -> MergeIndex:
    """Merged ranges by size class, then by the block of that size they touch: at most four blocks each.

    A merge is found without walking through the 50,000 that a sheet may have, and one that spans the
    whole sheet costs no more than one of two cells, which a list for each row or cell would not allow.
    """
    index: MergeIndex = {}
    for merge in merges:
        size = (merge.bottom - merge.top).bit_length(), (merge.right - merge.left).bit_length()
        blocks = index.setdefault(size, {})
        for down in {merge.top >> size[0], merge.bottom >> size[0]}:
            for across in {merge.left >> size[1], merge.right >> size[1]}:
                blocks.setdefault((down, across), []).append(merge)
    return index


def covering_merge(index: MergeIndex, row: int, column: int) -> Range | None:
    """The merged range that holds a place; the first stated, should a damaged file state several."""
    for (tall, wide), blocks in index.items():
        for merge in blocks.get((row >> tall, column >> wide), ()):
            if merge.holds(row, column):
                return merge
    return None
