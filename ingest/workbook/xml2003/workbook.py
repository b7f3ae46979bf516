"""Workbooks of SpreadsheetML 2003: one XML document, often named .xls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from ingest.workbook import unreadable
from ingest.workbook.cells.cell import Workbook, workbook_of
from ingest.workbook.cells.count import Count
from ingest.workbook.limits import KIB, Limits
from ingest.workbook.ooxml.markup import DEEPEST, feed, too_deep
from ingest.workbook.text.encoding import decoded_text
from ingest.workbook.xml2003.sheet import OpenSheet
from ingest.workbook.xml2003.styles import EXCEL, SPREADSHEET, Attributes, NamedStyles

_CELL, _DATA, _ROW = f"{SPREADSHEET}Cell", f"{SPREADSHEET}Data", f"{SPREADSHEET}Row"
_COLUMN, _COMMENT = f"{SPREADSHEET}Column", f"{SPREADSHEET}Comment"
_WORKBOOK, _WORKSHEET = f"{SPREADSHEET}Workbook", f"{SPREADSHEET}Worksheet"
_VISIBLE, _DATE_1904 = f"{EXCEL}Visible", f"{EXCEL}Date1904"
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([\w.-]{1,40})""")
_VISIBILITIES = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}
_CHUNK = 256 * KIB


def read_spreadsheetml(data: bytes, limits: Limits) -> Workbook:
    """All worksheets. Raises Unreadable where the document is damaged, empty or too large."""
    stated = _ENCODING.search(data[:200])
    text = decoded_text(data, stated[1].decode("ascii", "replace") if stated else "utf-8")
    # Told what it gets, expat does not ask what the declaration says of the bytes as they were.
    parser = expat.ParserCreate("UTF-8", " ")
    opened = _OpenWorkbook(Count(limits))
    parser.StartElementHandler = opened.start
    parser.EndElementHandler = opened.end
    parser.CharacterDataHandler = opened.characters
    feed(parser, (text[at : at + _CHUNK].encode() for at in range(0, len(text), _CHUNK)))
    sheets = tuple(sheet.sheet(opened.from_1904) for sheet in opened.sheets)
    return workbook_of(sheets, "xml2003", from_1904=opened.from_1904)


@dataclass(slots=True)
class _OpenWorkbook:
    """The sheets so far, the last of which is open, and the text that is being gathered.

    Elements are told by namespace and name: within a worksheet stand those of Excel's own and of HTML.
    """

    count: Count
    sheets: list[OpenSheet] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    from_1904: bool = False
    styles: NamedStyles = field(default_factory=NamedStyles)
    depth: int = 0
    open_sheet: OpenSheet | None = None
    in_cell: bool = False
    in_comment: bool = False
    kind: str | None = None
    data: str = ""
    # The text of the open element: its pieces, their length, the depth of the element; 0 for none.
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    gathering: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:  # noqa: C901 - a branch for each element
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_deep("")
        if self.depth == 1 and tag != _WORKBOOK:
            raise unreadable.not_a_workbook("XML 文件 (XML)", "xml")
        if self.gathering:
            return  # the look of a part of the text
        if tag == _CELL:
            if self.in_cell:
                raise self._sheet().damaged("单元格互相嵌套", "a cell within a cell", here=True)
            self._sheet().start_cell(attributes)
            self.in_cell, self.kind, self.data = True, None, ""
        elif tag == _DATA:
            self._start_data(attributes)
        elif tag == _ROW:
            self._sheet().start_row(attributes)
        elif tag == _COLUMN:
            self._sheet().start_column(attributes)
        elif tag == _COMMENT:
            self.in_comment = True
        elif tag == _WORKSHEET:
            self._start_sheet(attributes.get(f"{SPREADSHEET}Name", ""))
        elif tag == _VISIBLE:
            self._gather()
        elif tag == _DATE_1904:
            self.from_1904 = True
        else:
            self.styles.start(tag, attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.gathering:
            if self.depth < self.gathering:
                self.gathering = 0
                self._keep(tag, "".join(self.pieces))
        elif tag == _CELL:
            self._sheet().end_cell(self.kind, self.data)
            self.in_cell = False
        elif tag == _COMMENT:
            self.in_comment = False
        elif tag == _WORKSHEET:
            self.open_sheet = None

    def characters(self, text: str) -> None:
        if self.gathering:
            self.length += len(text)
            self.count.test_text(self.length)
            self.pieces.append(text)

    def _start_sheet(self, name: str) -> None:
        # Two sheets of one name would make an address say two things.
        if name.casefold() in self.names:
            raise unreadable.damaged("两个工作表同名", "two sheets of one name", sheet=name)
        if self.open_sheet or not name:
            raise unreadable.damaged("工作表没有名称或互相嵌套", "a sheet without a name, or within a sheet")
        self.names.add(name.casefold())
        self.count.add_cells()
        self.open_sheet = OpenSheet(name, self.count, self.styles)
        self.sheets.append(self.open_sheet)

    def _start_data(self, attributes: Attributes) -> None:
        if not self.in_cell:
            raise self._sheet().damaged("单元格外的值", "a value outside a cell")
        if not self.in_comment:
            if self.kind is not None:
                raise self._sheet().damaged("单元格有两个值", "a cell with two values", here=True)
            self.kind = attributes.get(f"{SPREADSHEET}Type", "")
        self._gather()

    def _gather(self) -> None:
        self.gathering, self.length = self.depth, 0
        self.pieces.clear()

    def _keep(self, tag: str, text: str) -> None:
        if tag == _VISIBLE:
            if self.open_sheet:
                self.open_sheet.visibility = _VISIBILITIES.get(text.strip(), "visible")
        elif self.in_comment:
            sheet = self._sheet()
            sheet.comments[sheet.row, sheet.column] = text
        else:
            self.data = text

    def _sheet(self) -> OpenSheet:
        if self.open_sheet is None:
            raise unreadable.damaged("工作表外的内容", "content outside a worksheet")
        return self.open_sheet
