"""One table of an OpenDocument spreadsheet, row by row, into its grid, its merges and what it hides."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace

from ingest.workbook.cells.address import MAX_COLUMN, MAX_ROW, Range, a1
from ingest.workbook.cells.cell import Position, Sheet
from ingest.workbook.cells.count import Count
from ingest.workbook.cells.grid import Grid, Stored, place_key
from ingest.workbook.cells.number_format import Style
from ingest.workbook.ods import OFFICE, TABLE, Attributes
from ingest.workbook.ods.styles import StyleReader
from ingest.workbook.ods.value import NotOfItsTypeError, formula_of, office_value
from ingest.workbook.ooxml.values import SheetPart, check_grid
from ingest.workbook.unreadable import Unreadable

_SHOWN = ("", "visible")


@dataclass(frozen=True, slots=True)
class _Filled:
    """A cell that holds something, or a formula, or is the corner of a merge, in each of the columns."""

    columns: range
    value: tuple[Stored, str, Style] | None
    formula: str | None
    tall: int
    wide: int


@dataclass(slots=True)
class OpenSheet:
    """A table whose rows are being read. Blank repeats cost nothing: only what holds something is kept."""

    source: SheetPart
    visibility: str
    count: Count
    styles: StyleReader
    comments: dict[Position, str] = field(default_factory=dict)
    _grid: Grid = field(default_factory=Grid)
    _merges: list[Range] = field(default_factory=list)
    _hidden_rows: list[range] = field(default_factory=list)
    _hidden_columns: list[range] = field(default_factory=list)
    _column_starts: list[int] = field(default_factory=list)
    _column_styles: list[str] = field(default_factory=list)
    _next_column: int = 1  # of those that the table declares
    _rows: range = range(1, 1)  # that the open row stands for
    _row_style: str = ""
    _row: list[_Filled] = field(default_factory=list)
    _columns: range = range(1, 1)  # that the open cell stands for

    def start_column(self, attributes: Attributes) -> None:
        """A table-column element: how often it repeats, and whether it is hidden."""
        columns = self._repeated(attributes, "columns", self._next_column)
        self._next_column = columns.stop
        self.count.add_cells()
        self._column_starts.append(columns.start)
        self._column_styles.append(attributes.get(f"{TABLE}default-cell-style-name", ""))
        if attributes.get(f"{TABLE}visibility", "") not in _SHOWN:
            self._hidden_columns.append(columns)

    def start_row(self, attributes: Attributes) -> None:
        """A table-row element: how often it repeats, and whether it is hidden."""
        self._rows = self._repeated(attributes, "rows", self._rows.stop)
        self._row_style = attributes.get(f"{TABLE}default-cell-style-name", "")
        self._row.clear()
        self._columns = range(1, 1)
        self.count.add_cells()
        if attributes.get(f"{TABLE}visibility", "") not in _SHOWN:
            self._hidden_rows.append(self._rows)

    def start_cell(self, attributes: Attributes) -> None:
        """A table-cell element: where it stands, and what it merges."""
        self._columns = self._repeated(attributes, "columns", self._columns.stop)
        self.count.add_cells()

    def end_cell(self, attributes: Attributes, text: str, comment: str | None) -> None:
        """The cell with its texts and its comment (None without one), as often as it repeats."""
        if comment is not None:
            self.comments[self._rows.start, self._columns.start] = comment
        style = self.styles.style(self._style_name(attributes))
        try:
            stated = office_value(attributes, text, style.number_format)
        except NotOfItsTypeError as error:
            kind = attributes.get(f"{OFFICE}value-type", "")
            raise self._damaged(
                f"单元格的值 {str(error)[:32]!r} 与类型 {kind[:16]} 不符",
                "a value that is not of the cell's type",
            ) from error
        value = None
        if stated:
            holds, raw, shown_as = stated
            self.count.test_text(len(raw))
            value = (
                holds,
                raw,
                style if shown_as is style.number_format else replace(style, number_format=shown_as),
            )
        tall, wide = self._spanned(attributes, "rows"), self._spanned(attributes, "columns")
        formula = formula_of(attributes)
        if value or formula is not None or tall > 1 or wide > 1:
            self._row.append(_Filled(self._columns, value, formula, tall, wide))

    def end_row(self) -> None:
        """Put the row's cells into the grid, once for each row that it stands for."""
        width = sum(len(cell.columns) for cell in self._row)
        self.count.add_cells(width * len(self._rows) - len(self._row))
        if not width:
            return
        for row in self._rows:
            for cell in self._row:
                self._keep(row, cell)

    def _keep(self, row: int, cell: _Filled) -> None:
        grid = self._grid
        for column in cell.columns:
            if row > MAX_ROW or column > MAX_COLUMN:
                raise self.source.damaged("单元格超出工作表", "a cell outside the sheet", f"{row}")
            key = place_key(row, column)
            if cell.value:
                holds, raw, style = cell.value
                grid.keys.append(key)
                grid.stored.append(holds)
                grid.raws.append(raw)
                grid.styles.append(style)
            if cell.formula is not None:
                grid.formulas[key] = cell.formula
            if cell.tall > 1 or cell.wide > 1:
                bottom, right = row + cell.tall - 1, column + cell.wide - 1
                if bottom > MAX_ROW or right > MAX_COLUMN:
                    raise self.source.damaged("合并区域不成立", "not a range", a1(row, column))
                self.count.add_merge()
                self._merges.append(Range(row, column, bottom, right))

    def sheet(self, from_1904: bool) -> Sheet:
        """What has been read. Rows below the last cell may be hidden by the million; they are left out."""
        check_grid(self._grid, self.source)
        keys = self._grid.keys
        last = keys[-1] // place_key(1, 1) if keys else 0
        return Sheet(
            name=self.source.name,
            visibility=self.visibility,
            merges=tuple(self._merges),
            hidden_rows=frozenset(
                row for rows in self._hidden_rows for row in range(rows.start, min(rows.stop, last + 1))
            ),
            hidden_columns=frozenset(
                column
                for columns in self._hidden_columns
                for column in range(columns.start, min(columns.stop, MAX_COLUMN + 1))
            ),
            comments=self.comments,
            date_system_1904=from_1904,
            _grid=self._grid,
        )

    def _style_name(self, attributes: Attributes) -> str:
        """A cell's own style, or that of its row, or that of its column."""
        name = attributes.get(f"{TABLE}style-name") or self._row_style
        if not name and self._column_starts:
            name = self._column_styles[max(bisect_right(self._column_starts, self._columns.start) - 1, 0)]
        return name or "Default"

    def _repeated(self, attributes: Attributes, what: str, start: int) -> range:
        count = self._number(attributes, f"{TABLE}number-{what}-repeated")
        return range(start, start + max(count, 1))

    def _spanned(self, attributes: Attributes, what: str) -> int:
        return self._number(attributes, f"{TABLE}number-{what}-spanned")

    def _number(self, attributes: Attributes, name: str) -> int:
        stated = attributes.get(name, "1")
        if not (stated.isascii() and stated.isdigit() and len(stated) < 10):
            raise self._damaged(f"重复次数 {stated[:16]!r} 不成立", "not a number of repeats")
        return int(stated)

    def _damaged(self, found_zh: str, found_en: str) -> Unreadable:
        at = a1(self._rows.start, self._columns.start) if self._columns else ""
        return self.source.damaged(found_zh, found_en, at)
