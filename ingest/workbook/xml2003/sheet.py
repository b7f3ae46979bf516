"""One worksheet of a SpreadsheetML 2003 workbook, as its rows and cells are met."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from ingest.workbook import unreadable
from ingest.workbook.cells.address import MAX_COLUMN, MAX_ROW, Range, a1
from ingest.workbook.cells.cell import Position, Sheet
from ingest.workbook.cells.count import Count
from ingest.workbook.cells.grid import (
    BOOLEAN,
    ERROR,
    ISO_DATE,
    NUMBER,
    TEXT,
    UNCALCULATED,
    Grid,
    NotANumberError,
    place_key,
    place_of,
)
from ingest.workbook.cells.moment import iso_moment
from ingest.workbook.cells.number_format import Style
from ingest.workbook.ooxml.markup import trimmed
from ingest.workbook.unreadable import Unreadable
from ingest.workbook.xml2003.styles import SPREADSHEET, Attributes, NamedStyles

_INDEX, _SPAN = f"{SPREADSHEET}Index", f"{SPREADSHEET}Span"
_HIDDEN, _STYLE_ID, _FORMULA = f"{SPREADSHEET}Hidden", f"{SPREADSHEET}StyleID", f"{SPREADSHEET}Formula"
_ACROSS, _DOWN = f"{SPREADSHEET}MergeAcross", f"{SPREADSHEET}MergeDown"
_KINDS = {"Number": NUMBER, "String": TEXT, "DateTime": ISO_DATE, "Boolean": BOOLEAN, "Error": ERROR}


@dataclass(slots=True)
class OpenSheet:
    """What has been read of a worksheet.

    Rows, columns and cells follow the one before unless they state an index, which only counts up; a row
    or column may stand for a span of them, and a cell covers those that it is merged with.
    """

    name: str
    count: Count
    styles: NamedStyles
    visibility: str = "visible"
    comments: dict[Position, str] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    _grid: Grid = field(default_factory=Grid)
    _merges: list[Range] = field(default_factory=list)
    _hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    _hidden_columns: set[int] = field(default_factory=set)
    _column_styles: dict[int, str] = field(default_factory=dict)
    _last_defined_column: int = 0
    _last_row: int = 0
    _last_column: int = 0
    _row_style: str = ""
    _style: Style | None = None
    _formula: str | None = None

    def start_column(self, attributes: Attributes) -> None:
        """A `Column` element: its place, and whether it is hidden."""
        first, last = self._extent(attributes, self._last_defined_column, MAX_COLUMN, _SPAN)
        self._last_defined_column = last
        if attributes.get(_HIDDEN) == "1":
            self._hidden_columns.update(range(first, last + 1))
        if style := attributes.get(_STYLE_ID):
            self._column_styles.update(dict.fromkeys(range(first, last + 1), style))

    def start_row(self, attributes: Attributes) -> None:
        """A `Row` element: its place, and whether it is hidden."""
        self.row, self._last_row = self._extent(attributes, self._last_row, MAX_ROW, _SPAN)
        self._last_column = 0
        self._row_style = attributes.get(_STYLE_ID, "")
        self.count.add_cells()
        if attributes.get(_HIDDEN) == "1":
            self._hidden_rows.append((self.row, self._last_row))

    def start_cell(self, attributes: Attributes) -> None:
        """A `Cell` element: its place, style, formula and merge."""
        if not self.row:
            raise self.damaged("行外的单元格", "a cell outside a row")
        self.column, self._last_column = self._extent(attributes, self._last_column, MAX_COLUMN, _ACROSS)
        bottom = self.row + self._integer(attributes, _DOWN, 0)
        if bottom > MAX_ROW:
            raise self.damaged("单元格超出工作表", "a cell outside the sheet", here=True)
        self.count.add_cells()
        if bottom > self.row or self._last_column > self.column:
            self.count.add_merge()
            self._merges.append(Range(self.row, self.column, bottom, self._last_column))
        stated = attributes.get(_STYLE_ID) or self._row_style or self._column_styles.get(self.column, "")
        self._style = self.styles.style(stated)
        self._formula = attributes.get(_FORMULA)

    def end_cell(self, kind: str | None, data: str) -> None:
        """Keep the open cell. `kind`: its ss:Type; None where it has no data."""
        if self._style is None:
            raise self.damaged("单元格互相嵌套", "a cell within a cell", here=True)
        style, self._style = self._style, None
        key = place_key(self.row, self.column)
        if self._formula is not None:
            self._grid.formulas[key] = self._formula.removeprefix("=")
        if kind is None:
            holds = UNCALCULATED
            if self._formula is None:
                return
        elif kind not in _KINDS:
            raise self.damaged(f"未知的值类型 {kind[:20]!r}", "a value of no known type", here=True)
        else:
            holds = _KINDS[kind]
            data = data if holds is TEXT else trimmed(data)
            if holds is TEXT and not data:
                return
            if (holds is BOOLEAN and data not in ("0", "1")) or (holds is ISO_DATE and not _is_moment(data)):
                raise self.damaged(
                    "单元格的值与类型不符", "a value that is not of the cell's type", here=True
                )
        self._grid.keys.append(key)
        self._grid.stored.append(holds)
        self._grid.raws.append(data)
        self._grid.styles.append(style)

    def sheet(self, from_1904: bool) -> Sheet:
        """The sheet, all read."""
        try:
            self._grid.test_numbers()
        except NotANumberError as error:
            row, column = place_of(error.key)
            found = f"数值单元格的内容不是数 {error.raw[:32]!r}", "no number in a number cell"
            raise unreadable.damaged(*found, sheet=self.name, cell=a1(row, column)) from error
        return Sheet(
            name=self.name,
            visibility=self.visibility,
            merges=tuple(self._merges),
            hidden_rows=self._rows_hidden(),
            hidden_columns=frozenset(self._hidden_columns),
            comments=self.comments,
            date_system_1904=from_1904,
            _grid=self._grid,
        )

    def _rows_hidden(self) -> frozenset[int]:
        """Those down to the last cell: a sheet may hide the whole million that follow it."""
        last = place_of(self._grid.keys[-1])[0] if self._grid.keys else 0
        rows = [range(first, min(end, last) + 1) for first, end in self._hidden_rows]
        self.count.add_cells(sum(map(len, rows)))
        return frozenset(chain.from_iterable(rows))

    def damaged(self, found_zh: str, found_en: str, here: bool = False) -> Unreadable:
        """`here`: at the open cell."""
        return unreadable.damaged(
            found_zh, found_en, "", self.name, a1(self.row, self.column) if here else ""
        )

    def _extent(self, attributes: Attributes, last: int, most: int, span: str) -> tuple[int, int]:
        """The first and the last number of a row, a column or a cell, behind `last`."""
        first = self._integer(attributes, _INDEX, last + 1)
        end = first + self._integer(attributes, span, 0)
        if first <= last or end > most:
            found = f"序号 {first} 与前文重叠或超出工作表", "an index that overlaps, or outside the sheet"
            raise self.damaged(*found)
        return first, end

    def _integer(self, attributes: Attributes, name: str, otherwise: int) -> int:
        stated = attributes.get(name)
        if stated is None:
            return otherwise
        if not (stated.isascii() and stated.isdigit() and len(stated) < 10):
            attribute = name.removeprefix(SPREADSHEET)
            raise self.damaged(f"{attribute} 不是序号 {stated[:20]!r}", f"{attribute} is no count")
        return int(stated)


def _is_moment(text: str) -> bool:
    try:
        iso_moment(text)
    except ValueError:
        return False
    return True
