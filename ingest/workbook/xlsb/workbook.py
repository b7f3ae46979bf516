"""Binary workbooks (.xlsb): the package of an .xlsx, its parts in records of BIFF12 instead of XML.

Read here and not by pyxlsb or calamine, which keep of such a workbook neither its number formats nor its
merges, and nothing of what is hidden.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from ingest.workbook import unreadable
from ingest.workbook.cells.address import MAX_COLUMN, MAX_ROW
from ingest.workbook.cells.cell import Position, Sheet, Workbook
from ingest.workbook.cells.count import Count
from ingest.workbook.ooxml.listed_sheets import ListedSheet, notes_of, refuse_empty, workbook_part, worksheets
from ingest.workbook.ooxml.markup import relationships
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import SheetPart
from ingest.workbook.xlsb.biff12 import Fields, records
from ingest.workbook.xlsb.sheet import read_sheet
from ingest.workbook.xlsb.styles import cell_styles
from ingest.workbook.xlsx.worksheet import sheet_of

# [MS-XLSB] 2.4: numbers of records.
_BEGIN_BOOK, _END_BOOK, _BOOK_PROPERTIES, _LISTED_SHEET = 131, 132, 153, 156
_BEGIN_TEXTS, _END_TEXTS, _SHARED_TEXT = 159, 160, 19
_BEGIN_COMMENTS, _END_COMMENTS, _COMMENT, _COMMENT_TEXT = 628, 629, 635, 637

_VISIBILITIES = ("visible", "hidden", "very_hidden")
_FROM_1904 = 1  # bit of the workbook's properties


@dataclass(slots=True)
class _Contents:
    """What the workbook part says."""

    sheets: list[ListedSheet] = field(default_factory=list)
    date_system_1904: bool = False


def read_xlsb(package: Package) -> Workbook:
    """All worksheets of a package. Raises Unreadable where it is damaged, empty or too large."""
    part = workbook_part(package)
    contents = _contents(package, part)
    related = relationships(package, part)
    by_kind = {relationship.kind: relationship.target for relationship in related.values()}
    styles_part, strings = by_kind.get("styles"), by_kind.get("sharedStrings")
    if styles_part is None and package.has(usual := posixpath.join(posixpath.dirname(part), "styles.bin")):
        styles_part = usual
    styles = cell_styles(package, styles_part) if styles_part is not None else None
    count = Count(package.limits)
    texts = _shared_texts(package, strings) if strings and package.has(strings) else []
    sheets: list[Sheet] = []
    notes = notes_of(package, related)
    for stated, source in worksheets(contents.sheets, related, notes):
        worksheet = read_sheet(package, source, texts, styles, count)
        sheets.append(sheet_of(stated, worksheet, _comments(package, source), contents.date_system_1904))
    refuse_empty(package, sheets)
    return Workbook(tuple(sheets), contents.date_system_1904, tuple(notes), format="xlsb")


def _contents(package: Package, part: str) -> _Contents:
    contents = _Contents()
    source = SheetPart("", part)
    wanted = frozenset([_BOOK_PROPERTIES, _LISTED_SHEET])
    for record, body in records(package, source, wanted, _BEGIN_BOOK, _END_BOOK):
        fields = Fields(body, source)
        if record == _BOOK_PROPERTIES:
            contents.date_system_1904 = bool(fields.integer() & _FROM_1904)
            continue
        state = fields.integer()
        fields.integer()  # its own number, by which formulas know it
        relationship, name = fields.nullable_text(), fields.text()
        if state >= len(_VISIBILITIES):
            raise unreadable.damaged("工作表的可见性不成立", "a sheet of unknown visibility", part, name)
        contents.sheets.append(ListedSheet(name, _VISIBILITIES[state], relationship))
    return contents


def _shared_texts(package: Package, part: str) -> list[str]:
    """The table of shared strings, no more than a workbook may have cells."""
    source = SheetPart("", part)
    count = Count(package.limits)
    texts: list[str] = []
    for _, body in records(package, source, frozenset([_SHARED_TEXT]), _BEGIN_TEXTS, _END_TEXTS):
        text = Fields(body, source).rich_text()
        count.add_cells()
        count.test_text(len(text))
        texts.append(text)
    return texts


def _comments(package: Package, source: SheetPart) -> dict[Position, str]:
    """Comments by place."""
    comments: dict[Position, str] = {}
    for relationship in relationships(package, source.part).values():
        if relationship.kind == "comments" and package.has(relationship.target):
            comments.update(_comments_of_part(package, SheetPart(source.name, relationship.target)))
    return comments


def _comments_of_part(package: Package, source: SheetPart) -> dict[Position, str]:
    comments: dict[Position, str] = {}
    place: Position | None = None
    wanted = frozenset([_COMMENT, _COMMENT_TEXT])
    for record, body in records(package, source, wanted, _BEGIN_COMMENTS, _END_COMMENTS):
        fields = Fields(body, source)
        if record == _COMMENT:
            fields.integer()  # its author
            row = fields.integer() + 1
            fields.integer()  # its last row, the same
            column = fields.integer() + 1
            if row > MAX_ROW or column > MAX_COLUMN:
                raise source.damaged("批注地址不成立", "a comment at no cell")
            place = row, column
        elif place is None:
            raise source.damaged("批注地址不成立", "a comment at no cell")
        else:
            comments[place] = fields.rich_text()
    return comments
