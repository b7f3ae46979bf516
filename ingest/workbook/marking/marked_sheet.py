"""One worksheet part with marks: the styles of its cells, cells that were not there, and where its notes are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ingest.workbook.cells.address import Range, a1, column_letters, position
from ingest.workbook.marking.part import Element, Part
from ingest.workbook.marking.styles import Weight

Position = tuple[int, int]
# What stands before the drawing of the notes in a worksheet (CT_Worksheet); everything else stands behind it.
_BEFORE_DRAWING = frozenset(
    {
        "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
        "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
        "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
        "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    }
)  # fmt: skip


_CHILD = 2  # depth of what stands directly in the root


@dataclass(slots=True)
class _Row:
    """A row of a mark: its tag, the cells of marks that it has, and where those go that it lacks."""

    number: int
    wanted: list[int]  # columns, ascending
    start: int = -1
    end: int = -1  # of its content
    attributes: dict[str, str] = field(default_factory=dict)
    here: set[int] = field(default_factory=set)
    before: dict[int, int] = field(default_factory=dict)  # column → the offset of the next cell behind it


class CellStyles(Protocol):
    """The numbers of styles: which are of marks, and which a cell gets that is marked or no longer is."""

    @property
    def has_marks(self) -> bool: ...
    def marked(self, style: int, weight: Weight) -> int: ...
    def is_marked(self, style: int) -> bool: ...
    def unmarked(self, style: int) -> int: ...


@dataclass(slots=True)
class MarkedSheet:
    """A worksheet part and the marks that it gets. `drawing`: the id of the relationship to that of its notes; '' for none."""

    part: Part
    styles: CellStyles
    marks: Mapping[Position, Weight]
    drawing: str = ""
    _rows: dict[int, _Row] = field(default_factory=dict)
    _after_row: dict[int, int] = field(default_factory=dict)  # a row that is not there → where it goes
    _columns: list[tuple[int, int, int]] = field(default_factory=list)
    _drawing_at: int = -1
    _data: Element | None = None
    _dimension: Element | None = None
    _named: tuple[Element, str] | None = None  # the drawing's element, and its attribute with the id

    def __post_init__(self) -> None:
        for row, column in sorted(self.marks):
            self._rows.setdefault(row, _Row(row, [])).wanted.append(column)
        self._look()
        rows_at_end = []
        for of_marks in self._rows.values():
            if of_marks.start < 0 and of_marks.number not in self._after_row:
                rows_at_end.append(self._row(of_marks))
            elif of_marks.start < 0:
                self.part.insert(self._after_row[of_marks.number], self._row(of_marks))
            else:
                self._add_cells(of_marks)
        if rows_at_end and self._data:
            self.part.append_to(self._data, "".join(rows_at_end))
        self._extend_dimension()

    def put_drawing(self, relationship: str) -> None:
        """Name the drawing of its notes, also where one is named that is not there."""
        if self._named:
            element, name = self._named
            self.part.set_attributes(element, {name: relationship})
            return
        stated = f'xmlns:r="{self.part.relationship_types}" r:id="{relationship}"'
        self.part.insert(self._drawing_at, f"<{self.part.prefix}legacyDrawing {stated}/>")

    def _look(self) -> None:  # noqa: C901 - two handlers over one state
        """Find what matters, and restyle the cells that are there: one pass over a sheet that may have a million cells."""
        asks_all = self.styles.has_marks
        waiting = sorted(self._rows, reverse=True)
        depth = number = column = 0
        open_row: _Row | None = None
        child: Element

        def start(name: str, attributes: dict[str, str], offset: int) -> None:
            nonlocal depth, number, column, open_row, child
            depth += 1
            if name == "c":
                if not (open_row or asks_all):
                    return
                reference = attributes.get("r")
                column = position(reference)[1] if reference else column + 1
                if open_row:
                    _note_cell(open_row, column, offset)
                self._restyle((number, column), offset, attributes)
            elif name == "row":
                number, column = int(attributes.get("r", number + 1)), 0
                while waiting and waiting[-1] < number:
                    self._after_row[waiting.pop()] = offset
                open_row = self._rows.get(number)
                if open_row:
                    open_row.start, open_row.attributes = offset, attributes
            elif depth == _CHILD:
                child = Element(name, attributes, 1, offset, self.part.tag_end(offset))
                self._note_child(child)
            elif name == "col":
                self._columns.append(
                    (int(attributes["min"]), int(attributes["max"]), int(attributes.get("style", "0")))
                )

        def end(name: str, offset: int) -> None:
            nonlocal depth, open_row
            if name == "row" and open_row:
                open_row.end = offset
                open_row = None
            elif depth == _CHILD:
                self._note_end(child, offset)
            depth -= 1

        self.part.scan(start, end)

    def _note_child(self, element: Element) -> None:
        if element.name == "legacyDrawing":
            for name, value in element.attributes.items():
                if name.endswith(":id"):
                    self.drawing, self._named = value, (element, name)
        elif element.name == "sheetData":
            self._data = element
        elif element.name == "dimension":
            self._dimension = element

    def _note_end(self, child: Element, offset: int) -> None:
        self.part.close(child, offset)
        if child.name in _BEFORE_DRAWING:
            self._drawing_at = child.end

    def _restyle(self, place: Position, offset: int, attributes: dict[str, str]) -> None:
        style = int(attributes.get("s", "0"))
        weight = self.marks.get(place)
        if weight is not None:
            new = self.styles.marked(style, weight)
        elif self.styles.is_marked(style):
            new = self.styles.unmarked(style)
        else:
            return
        cell = Element("c", attributes, 0, offset, self.part.tag_end(offset))
        self.part.set_attributes(cell, {"s": str(new)})

    def _add_cells(self, row: _Row) -> None:
        columns = [column for column in row.wanted if column not in row.here]
        if not columns:
            return
        tag = Element("row", row.attributes, 2, row.start, self.part.tag_end(row.start), row.end, row.end)
        if tag.is_empty:
            self.part.append_to(tag, "".join(self._cell(row, column) for column in columns))
            return
        for column in columns:
            self.part.insert(row.before.get(column, row.end), self._cell(row, column))
        if "spans" in row.attributes:  # only a hint, which would now be wrong
            self.part.set_attributes(tag, {"spans": None})

    def _row(self, row: _Row) -> str:
        """A row that is not there yet."""
        cells = "".join(self._cell(row, column) for column in row.wanted)
        return f'<{self.part.prefix}row r="{row.number}">{cells}</{self.part.prefix}row>'

    def _cell(self, row: _Row, column: int) -> str:
        """A blank cell with its mark, in the style that its row or column gives to what is not there."""
        if row.attributes.get("customFormat") in ("1", "true"):
            style = int(row.attributes.get("s", "0"))
        else:
            style = next((style for first, last, style in self._columns if first <= column <= last), 0)
        marked = self.styles.marked(style, self.marks[row.number, column])
        return f'<{self.part.prefix}c r="{column_letters(column)}{row.number}" s="{marked}"/>'

    def _extend_dimension(self) -> None:
        if self._dimension is None:
            return
        try:
            stated = Range.parse(self._dimension.attributes.get("ref", ""))
        except ValueError:
            return  # nobody reads it: it is the writer's, and stays
        rows, columns = zip(*self.marks, strict=True) if self.marks else ((), ())
        top, left = min([stated.top, *rows]), min([stated.left, *columns])
        bottom, right = max([stated.bottom, *rows]), max([stated.right, *columns])
        if (top, left, bottom, right) != (stated.top, stated.left, stated.bottom, stated.right):
            self.part.set_attributes(self._dimension, {"ref": f"{a1(top, left)}:{a1(bottom, right)}"})


def _note_cell(row: _Row, column: int, offset: int) -> None:
    """A cell of a row with marks: it is one of them, or it is what those before it that are missing go before."""
    if column in row.wanted:
        row.here.add(column)
    for wanted in row.wanted:
        if wanted < column and wanted not in row.here:
            row.before.setdefault(wanted, offset)
