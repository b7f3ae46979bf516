"""Where the cells of an HTML table stand on a sheet: rows and columns counted, spans in their way."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.workbook import unreadable
from ingest.workbook.cells.address import MAX_COLUMN, MAX_ROW, Range
from ingest.workbook.cells.count import Count


class _Span(NamedTuple):
    """What a cell covers: its columns and its top row on the sheet, the last of the table's rows it reaches."""

    left: int
    right: int
    top: int
    last: float


@dataclass(slots=True)
class TableLayout:
    """A table from a place of the sheet on, row by row, as HTML defines it.

    A cell goes to the first column that no cell of an earlier row reaches down to. Where one would cover a
    place that is taken, which HTML calls an error of the page, it ends before it: ranges stay apart. A span
    that reaches over the edge of the sheet or the end of its row group ends there. A row is as high as the
    highest of what its cells hold, which is more than one where they hold tables.

    Spans are kept as they are and never spread over the places that they cover; each one that is stepped
    over counts as a cell, so that a table made of nothing else meets the limit.
    """

    next_row: int
    left: int
    count: Count
    merges: list[Range]
    right: int = 0  # the last column that is used
    in_row: bool = False
    _row: int = 0
    _height: int = 1
    _index: int = 0  # of the open row, within the table
    _column: int = 0
    _passed: int = 0  # how many of _down are left of _column
    _down: list[_Span] = field(default_factory=list)  # what reaches here from earlier rows, left to right
    _reaching: list[_Span] = field(default_factory=list)  # what the open row adds to them
    _ending: dict[float, list[_Span]] = field(default_factory=dict)  # merges to be, by the row they end with
    _placed: list[_Span] = field(default_factory=list)  # that of _ending which holds the last cell

    def begin_row(self) -> int:
        """The number of the row on the sheet."""
        self.end_row()
        self.in_row, self._row, self._height = True, self.next_row, 1
        self._column, self._passed = self.left, 0
        self.count.add_cells()
        if self._row > MAX_ROW:
            raise unreadable.damaged("行号超出工作表", "a row outside the sheet")
        return self._row

    def place(self, across: int, down: int) -> tuple[int, int]:
        """Where the next cell stands, which spans so many columns and rows; 0 rows are all of the group."""
        self.count.add_cells()
        right = MAX_COLUMN
        while self._passed < len(self._down):
            over = self._down[self._passed]
            if over.last >= self._index:
                if over.left > self._column:
                    right = over.left - 1
                    break
                self._column = max(self._column, over.right + 1)
            self._passed += 1
            self.count.add_cells()
        column = self._column
        if column > MAX_COLUMN:
            raise unreadable.damaged("列号超出工作表", "a column outside the sheet")
        right = min(column + across - 1, right)
        self.right = max(self.right, right)
        span = _Span(column, right, self._row, self._index + down - 1 if down else math.inf)
        if down != 1:
            self._reaching.append(span)
        self._placed = self._ending.setdefault(span.last, [])
        self._placed.append(span)
        self._column = column + across
        return self._row, column

    def hold_table(self, bottom: int, right: int) -> None:
        """The cell placed last holds tables that reach to here, and is no single cell any more."""
        self._height = max(self._height, bottom - self._row + 1)
        self._column = max(self._column, right + 1)
        self.right = max(self.right, right)
        self._placed.pop()

    def end_row(self) -> None:
        """Close the open row, if any: what follows stands in the next."""
        if not self.in_row:
            return
        self.in_row = False
        self.next_row = self._row + self._height
        self._merge(self._ending.pop(self._index, []))
        if self._reaching or self._passed:
            self.count.add_cells(len(self._down))
            left = [span for span in self._down if span.last > self._index]
            self._down = sorted([*left, *self._reaching])
            self._reaching.clear()
        self._index += 1

    def end_group(self) -> None:
        """Spans end with the group of rows that they begin in: head, body or foot."""
        self.end_row()
        for spans in self._ending.values():
            self._merge(spans)
        self._ending.clear()
        self._down.clear()

    def _merge(self, spans: list[_Span]) -> None:
        bottom = min(self.next_row - 1, MAX_ROW)
        for span in spans:
            if bottom > span.top or span.right > span.left:
                self.count.add_merge()
                self.merges.append(Range(span.top, span.left, bottom, span.right))
