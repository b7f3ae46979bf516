"""What .xlsx and .xlsb packages have in common: parts that relationships name, whatever they are written in."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.workbook import unreadable
from ingest.workbook.cells.cell import Sheet
from ingest.workbook.ooxml.markup import Relationship, relationships
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import SheetPart

# What stands among the sheets and has no cells of a table: charts, dialogs, macros of Excel 4.
_NO_CELLS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A sheet as the workbook part lists it. `relationship`: the id of the one to its part."""

    name: str
    visibility: str
    relationship: str


def workbook_part(package: Package) -> str:
    """The main part, which the package's relationships name; its own name is free."""
    for relationship in relationships(package, "").values():
        if relationship.kind == "officeDocument" and not relationship.external:
            return relationship.target
    raise unreadable.damaged("未指明工作簿部件", "no relationship to a workbook part", "_rels/.rels")


def worksheets(
    listed: list[ListedSheet], related: dict[str, Relationship], notes: list[str]
) -> list[tuple[ListedSheet, SheetPart]]:
    """The sheets that hold cells, each with its part. Charts and dialogs stand as sheets too; noted.

    Two sheets of one name would make an address say two things.
    """
    found: list[tuple[ListedSheet, SheetPart]] = []
    names: set[str] = set()
    parts: set[str] = set()
    for sheet in listed:
        relationship = related.get(sheet.relationship)
        if relationship is None or relationship.external:
            raise unreadable.damaged("工作表没有对应部件", "a sheet without its part", sheet=sheet.name)
        if "\0" in sheet.name:  # the bytes of what was no name
            raise unreadable.damaged(
                "工作表名称不成立", "not a name of a sheet", sheet=sheet.name.replace("\0", "")
            )
        if sheet.name.casefold() in names:
            raise unreadable.damaged("两个工作表同名", "two sheets of one name", sheet=sheet.name)
        names.add(sheet.name.casefold())
        if relationship.kind in _NO_CELLS:
            notes.append(f"非数据工作表,未读 ({relationship.kind}, no cells): {sheet.name}")
            continue
        if relationship.kind != "worksheet":
            raise unreadable.damaged("工作表部件的类型不明", "a sheet of unknown type", sheet=sheet.name)
        if relationship.target.lower() in parts:
            raise unreadable.damaged("两个工作表共用一个部件", "two sheets of one part", sheet=sheet.name)
        parts.add(relationship.target.lower())
        found.append((sheet, SheetPart(sheet.name, relationship.target)))
    return found


def notes_of(package: Package, related: dict[str, Relationship]) -> list[str]:
    """What is in the package and not run or followed, as notes."""
    kinds = {relationship.kind for relationship in related.values()}
    notes: list[str] = []
    if "vbaProject" in kinds or any(name.endswith("vbaproject.bin") for name in package.names()):
        notes.append("含有宏,未运行 (macros present, not run)")
    if "externalLink" in kinds:
        notes.append("含有外部链接,未访问 (external links present, not followed)")
    return notes


def refuse_empty(package: Package, sheets: list[Sheet]) -> None:
    """EMPTY_WORKBOOK where no sheet holds anything."""
    if not any(sheet.max_row for sheet in sheets):
        pictures = any(name.startswith("xl/media/") for name in package.names())
        found = (
            "只有图片,没有单元格 (pictures only)"
            if pictures
            else "没有任何内容的工作簿 (no cell with content)"
        )
        raise unreadable.empty_workbook(found)
