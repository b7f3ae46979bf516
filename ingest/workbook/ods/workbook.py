"""OpenDocument spreadsheets: packed (.ods, .ots), and as one document of XML (.fods)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from ingest.workbook import unreadable
from ingest.workbook.cells.cell import Workbook, workbook_of
from ingest.workbook.cells.count import Count
from ingest.workbook.limits import KIB, Limits
from ingest.workbook.ods import OFFICE, PREFIXES, TABLE, TEXT, Attributes
from ingest.workbook.ods.sheet import OpenSheet
from ingest.workbook.ods.styles import StyleReader
from ingest.workbook.ooxml.markup import DEEPEST, encoding_guard, feed, parse_elements, too_deep
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import SheetPart

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_CHUNK = 256 * KIB
_ROOTS = (f"{OFFICE}document", f"{OFFICE}document-content", f"{OFFICE}document-styles")
_TABLE, _ROW, _COLUMN = f"{TABLE}table", f"{TABLE}table-row", f"{TABLE}table-column"
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_ANNOTATION, _PARAGRAPH = f"{OFFICE}annotation", f"{TEXT}p"
_SPREADSHEET, _NULL_DATE = f"{OFFICE}spreadsheet", f"{TABLE}null-date"
# What stands beside and within tables and holds tables, cells or texts of its own.
_NOT_OF_A_TABLE = frozenset(
    [f"{TABLE}{name}" for name in ("shapes", "tracked-changes", "dde-links", "data-pilot-tables", "scenario")]
)
_PHONETIC = f"{TEXT}ruby-text"
# In a gathered text, blanks that are stated stand apart from those of the markup, which are one or none.
_STATED_BLANKS = {f"{TEXT}tab": "\1", f"{TEXT}line-break": "\2"}
_MOST_BLANKS = 32_767
_BLANKS = re.compile(r"[ \t\r\n]+")
_READ_BLANKS = str.maketrans({"\0": " ", "\1": "\t", "\2": "\n"})
_EXTERNAL_CACHE = "ta_extref"  # the style of the tables in which LibreOffice keeps values of other files
_LINKS = "含有外部链接,未访问 (external links present, not followed)"


def read_ods(package: Package) -> Workbook:
    """All tables of a package. Raises Unreadable where it is encrypted, damaged, empty or too large."""
    if package.has(_MANIFEST):
        parse_elements(package, _MANIFEST, _refuse_encryption)
    opened = _OpenWorkbook(Count(package.limits))
    if package.has(_STYLES):
        _parse_part(opened, package.chunks(_STYLES), _STYLES)
    _parse_part(opened, package.chunks(_CONTENT), _CONTENT)
    if any(name.startswith(("basic/", "scripts/")) for name in package.names()):
        opened.notes.append("含有宏,未运行 (macros present, not run)")
    return _workbook(opened)


def read_flat_ods(data: bytes, limits: Limits) -> Workbook:
    """The same of a document that is not packed."""
    opened = _OpenWorkbook(Count(limits))
    _parse_part(opened, (data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)), "")
    return _workbook(opened)


def _refuse_encryption(tag: str, _: Attributes) -> None:
    if tag == "encryption-data":
        raise unreadable.encrypted()


def _workbook(opened: _OpenWorkbook) -> Workbook:
    sheets = tuple(sheet.sheet(opened.from_1904) for sheet in opened.sheets)
    return workbook_of(sheets, "ods", tuple(dict.fromkeys(opened.notes)), opened.from_1904)


def _namespace_guard(part: str) -> Callable[[str | None, str | None], None]:
    """Refuses a usual prefix for another namespace: its elements would be foreign ones, and passed over."""

    def guard(prefix: str | None, namespace: str | None) -> None:
        usual = PREFIXES.get(prefix or "")
        if usual and usual.rstrip() != namespace:
            found = f"命名空间 {prefix} 不是 OpenDocument 的", "a namespace that is not OpenDocument's"
            raise unreadable.damaged(*found, part)

    return guard


def _parse_part(opened: _OpenWorkbook, chunks: Iterable[bytes], part: str) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = opened.start
    parser.EndElementHandler = opened.end
    parser.CharacterDataHandler = opened.characters
    parser.XmlDeclHandler = encoding_guard(part)
    parser.StartNamespaceDeclHandler = _namespace_guard(part)
    opened.part, opened.depth = part, 0
    feed(parser, chunks, part)


@dataclass(slots=True)
class _OpenWorkbook:
    """The tables so far, the last of which is open, and the text that is being gathered.

    `row`, `cell`, `note`: depth of the open row, of the open cell and of its annotation; 0 for none. A text
    is a cell's only where its paragraph is the cell's child: shapes on it have texts too.
    """

    count: Count
    sheets: list[OpenSheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    styles: StyleReader = field(default_factory=StyleReader)
    from_1904: bool = False
    part: str = ""
    depth: int = 0
    skipped: int = 0  # depth of the element that is passed over with all that is in it
    open_sheet: OpenSheet | None = None
    row: int = 0
    cell: int = 0
    note: int = 0
    attributes: Attributes = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    note_paragraphs: list[str] = field(default_factory=list)
    paragraph: int = 0
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_deep(self.part)
        if self.depth == 1 and tag not in _ROOTS:
            raise unreadable.damaged("部件内容不是 OpenDocument", "a part that is no OpenDocument", self.part)
        if self.skipped:
            return
        if self.paragraph:
            self._start_in_text(tag, attributes)
        elif self.cell:
            self._start_in_cell(tag)
        elif tag in _NOT_OF_A_TABLE:
            self.skipped = self.depth
        elif self.open_sheet:
            self._start_in_sheet(self.open_sheet, tag, attributes)
        elif tag == _TABLE:
            self._start_sheet(attributes)
        elif tag == _NULL_DATE:
            self.from_1904 = attributes.get(f"{TABLE}date-value", "").startswith("1904-01-01")
        else:
            self.styles.start(tag, attributes)

    def end(self, tag: str) -> None:  # noqa: C901 - a branch for each element
        depth, self.depth = self.depth, self.depth - 1
        if self.skipped:
            if depth == self.skipped:
                self.skipped = 0
        elif self.paragraph:
            if depth == self.paragraph:
                self._end_paragraph()
        elif self.cell:
            if depth == self.note:
                self.note = 0
            elif depth == self.cell and self.open_sheet:
                comment = "\n".join(self.note_paragraphs) if self.note_paragraphs else None
                self.open_sheet.end_cell(self.attributes, "\n".join(self.paragraphs), comment)
                self.cell = 0
        elif self.open_sheet:
            if tag == _ROW:
                self.open_sheet.end_row()
                self.row = 0
            elif tag == _TABLE:
                self.open_sheet = None
        else:
            self.styles.end(tag)

    def characters(self, text: str) -> None:
        if self.skipped:
            return
        if self.paragraph:
            self._gather(text)
        else:
            self.styles.characters(text)

    def _start_sheet(self, attributes: Attributes) -> None:
        name, style = attributes.get(f"{TABLE}name", ""), attributes.get(f"{TABLE}style-name", "")
        if style == _EXTERNAL_CACHE:
            self.notes.append(_LINKS)
            self.skipped = self.depth
            return
        if not name or name.casefold() in self.names:
            raise unreadable.damaged(
                "工作表没有名称或同名", "a sheet without a name of its own", self.part, name
            )
        self.names.add(name.casefold())
        visibility = "hidden" if style in self.styles.hidden_tables else "visible"
        self.open_sheet = OpenSheet(SheetPart(name, self.part), visibility, self.count, self.styles)
        self.sheets.append(self.open_sheet)

    def _start_in_sheet(self, sheet: OpenSheet, tag: str, attributes: Attributes) -> None:
        if tag in _CELLS:
            sheet.start_cell(attributes)
            self.cell, self.attributes = self.depth, attributes
            self.paragraphs.clear()
            self.note_paragraphs.clear()
        elif tag == _ROW:
            sheet.start_row(attributes)
            self.row = self.depth
        elif self.depth == self.row + 1 and tag.startswith(TABLE):
            # Passed over, a damaged name of a cell would move the cells behind it one column to the left.
            raise sheet.source.damaged("行内有不是单元格的元素", "an element in a row that is no cell")
        elif tag == _COLUMN:
            sheet.start_column(attributes)
        elif tag == f"{TABLE}table-source":
            self.notes.append(_LINKS)
        elif tag == _TABLE:
            raise sheet.source.damaged("工作表互相嵌套", "a sheet within a sheet")

    def _start_in_cell(self, tag: str) -> None:
        of_cell = self.depth == self.cell + 1
        if tag == _PARAGRAPH and (of_cell or self.depth == self.note + 1):
            self.paragraph, self.length = self.depth, 0
            self.pieces.clear()
        elif tag == _ANNOTATION and of_cell:
            self.note = self.depth
        else:
            self.skipped = self.depth

    def _start_in_text(self, tag: str, attributes: Attributes) -> None:
        if tag in _STATED_BLANKS:
            self._gather(_STATED_BLANKS[tag])
        elif tag == f"{TEXT}s":
            stated = attributes.get(f"{TEXT}c", "1")
            self._gather(
                "\0" * min(int(stated) if stated.isdecimal() and len(stated) < 10 else 1, _MOST_BLANKS)
            )
        elif tag in (_PHONETIC, _ANNOTATION):
            self.skipped = self.depth

    def _gather(self, text: str) -> None:
        self.length += len(text)
        self.count.test_text(self.length)
        self.pieces.append(text)

    def _end_paragraph(self) -> None:
        text = _BLANKS.sub(" ", "".join(self.pieces)).strip(" ").translate(_READ_BLANKS)
        (self.note_paragraphs if self.note else self.paragraphs).append(text)
        self.paragraph = 0
