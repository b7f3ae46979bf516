"""Workbooks of Office Open XML (.xlsx, .xlsm), Transitional and Strict."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from ingest.workbook import unreadable
from ingest.workbook.cells.address import position
from ingest.workbook.cells.cell import Position, Sheet, Workbook
from ingest.workbook.cells.count import Count
from ingest.workbook.ooxml.listed_sheets import ListedSheet, notes_of, refuse_empty, workbook_part, worksheets
from ingest.workbook.ooxml.markup import parse, parse_elements, relationships
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import SheetPart, decoded, shared_texts, text_collector
from ingest.workbook.xlsx.styles import cell_styles
from ingest.workbook.xlsx.worksheet import read_worksheet, sheet_of, styles_by_number

_VISIBILITIES = {"visible": "visible", "hidden": "hidden", "veryHidden": "very_hidden"}


@dataclass(slots=True)
class _Contents:
    """What the workbook part says."""

    root: str = ""
    sheets: list[ListedSheet] = field(default_factory=list)
    date_system_1904: bool = False


def read_xlsx(package: Package) -> Workbook:
    """All worksheets of a package. Raises Unreadable where it is no workbook, damaged, empty or too large."""
    part = workbook_part(package)
    contents = _contents(package, part)
    if contents.root != "workbook":
        raise unreadable.not_a_workbook(
            f"不含工作簿的 Office 文件 (Office file without a workbook): {part}", "office"
        )
    related = relationships(package, part)
    by_kind = {relationship.kind: relationship.target for relationship in related.values()}
    styles_part, strings = by_kind.get("styles"), by_kind.get("sharedStrings")
    if styles_part is None and package.has(usual := posixpath.join(posixpath.dirname(part), "styles.xml")):
        styles_part = usual  # where its relationship is lost, other readers look for it by its usual name
    # Styles that are named and not there are damage: without them dates would turn into plain numbers.
    styles = styles_by_number(cell_styles(package, styles_part) if styles_part is not None else ())
    # Some writers name shared strings that they never write. A cell that needs one is refused by itself.
    texts = shared_texts(package, strings) if strings and package.has(strings) else []
    count = Count(package.limits)
    sheets: list[Sheet] = []
    notes = notes_of(package, related)
    for stated, source in worksheets(contents.sheets, related, notes):
        worksheet = read_worksheet(package, source, texts, styles, count)
        sheets.append(sheet_of(stated, worksheet, _comments(package, source), contents.date_system_1904))
    refuse_empty(package, sheets)
    return Workbook(tuple(sheets), contents.date_system_1904, tuple(notes))


def _contents(package: Package, part: str) -> _Contents:
    contents = _Contents()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if not contents.root:
            contents.root = tag
        elif tag == "sheet":
            # The prefix of the relationship's id is the writer's choice ("r:id"); its own number is sheetId.
            ids = [value for name, value in attributes.items() if name.endswith(":id")]
            visibility = _VISIBILITIES.get(attributes.get("state", "visible"), "visible")
            name = decoded(attributes.get("name", ""))
            contents.sheets.append(ListedSheet(name, visibility, ids[0] if ids else ""))
        elif tag == "workbookPr":
            contents.date_system_1904 = attributes.get("date1904") in ("1", "true")

    parse_elements(package, part, start)
    return contents


def _comments(package: Package, source: SheetPart) -> dict[Position, str]:
    """Comments by place."""
    comments: dict[Position, str] = {}
    for relationship in relationships(package, source.part).values():
        if relationship.kind == "comments" and package.has(relationship.target):
            comments.update(_comments_of_part(package, relationship.target, source))
    return comments


def _comments_of_part(package: Package, part: str, source: SheetPart) -> dict[Position, str]:
    comments: dict[Position, str] = {}
    reference = ""

    def keep(text: str) -> None:
        try:
            comments[position(reference)] = text
        except ValueError as error:
            raise source.damaged("批注地址不成立", "a comment at no cell", reference[:16]) from error

    collect, end, gather = text_collector("comment", keep, package.limits.text_characters, part)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal reference
        if tag == "comment":
            reference = attributes.get("ref", "")
        collect(tag, attributes)

    parse(package, part, start, end, gather)
    return comments
