"""Workbooks of Office Open XML (.xlsx, .xlsm), Transitional and Strict."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from ingest.workbook import refusal
from ingest.workbook.address import position
from ingest.workbook.assembled import workbook_of
from ingest.workbook.cell import Place, Sheet, Workbook
from ingest.workbook.markup import Relationship, parse, parse_elements, relationships
from ingest.workbook.package import Package
from ingest.workbook.shared_text import decoded, shared_texts, text_collector
from ingest.workbook.stated import SheetPart
from ingest.workbook.styles_part import cell_styles
from ingest.workbook.worksheet import Tally, read_worksheet, styles_by_number

_VISIBILITIES = {"visible": "visible", "hidden": "hidden", "veryHidden": "very_hidden"}

# What stands among the sheets and has no cells of a table: charts, dialogs, macros of Excel 4.
_NO_CELLS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


@dataclass(frozen=True, slots=True)
class _StatedSheet:
    """A sheet as the workbook part lists it."""

    name: str
    visibility: str
    relationship: str


@dataclass(slots=True)
class _Contents:
    """What the workbook part says."""

    root: str = ""
    sheets: list[_StatedSheet] = field(default_factory=list)
    date_system_1904: bool = False


def read_xlsx(package: Package) -> Workbook:
    """All worksheets of a package. Raises Unreadable where it is no workbook, damaged, empty or too large."""
    part = _workbook_part(package)
    contents = _contents(package, part)
    if contents.root != "workbook":
        raise refusal.not_a_workbook(
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
    tally = Tally()
    sheets: list[Sheet] = []
    notes = _notes(package, related)
    for stated, source in _worksheets(contents, related, notes):
        worksheet = read_worksheet(package, source, texts, styles, tally)
        sheets.append(
            Sheet(
                name=stated.name,
                visibility=stated.visibility,
                merges=tuple(worksheet.merges),
                hidden_rows=frozenset(worksheet.hidden_rows),
                hidden_columns=frozenset(worksheet.hidden_columns),
                comments=_comments(package, source),
                date_system_1904=contents.date_system_1904,
                _grid=worksheet.grid,
            )
        )
    if any(name.startswith("xl/media/") for name in package.names()):
        nothing = "只有图片,没有单元格 (pictures only)"
        return workbook_of(sheets, "xlsx", notes, contents.date_system_1904, nothing)
    return workbook_of(sheets, "xlsx", notes, contents.date_system_1904)


def _workbook_part(package: Package) -> str:
    """The main part, which the package's relationships name; its own name is free."""
    for relationship in relationships(package, "").values():
        if relationship.kind == "officeDocument" and not relationship.external:
            return relationship.target
    raise refusal.damaged("未指明工作簿部件", "no relationship to a workbook part", "_rels/.rels")


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
            contents.sheets.append(_StatedSheet(name, visibility, ids[0] if ids else ""))
        elif tag == "workbookPr":
            contents.date_system_1904 = attributes.get("date1904") in ("1", "true")

    parse_elements(package, part, start)
    return contents


def _worksheets(
    contents: _Contents, related: dict[str, Relationship], notes: list[str]
) -> list[tuple[_StatedSheet, SheetPart]]:
    """The sheets that hold cells, each with its part. Charts and dialogs stand as sheets too; noted."""
    found: list[tuple[_StatedSheet, SheetPart]] = []
    parts: set[str] = set()
    for sheet in contents.sheets:
        relationship = related.get(sheet.relationship)
        if relationship is None or relationship.external:
            raise refusal.damaged("工作表没有对应部件", "a sheet without its part", sheet=sheet.name)
        if relationship.kind in _NO_CELLS:
            notes.append(f"非数据工作表,未读 ({relationship.kind}, no cells): {sheet.name}")
            continue
        if relationship.kind != "worksheet":
            raise refusal.damaged("工作表部件的类型不明", "a sheet of unknown type", sheet=sheet.name)
        if relationship.target.lower() in parts:
            raise refusal.damaged("两个工作表共用一个部件", "two sheets of one part", sheet=sheet.name)
        parts.add(relationship.target.lower())
        found.append((sheet, SheetPart(sheet.name, relationship.target)))
    return found


def _notes(package: Package, related: dict[str, Relationship]) -> list[str]:
    kinds = {relationship.kind for relationship in related.values()}
    notes: list[str] = []
    if "vbaProject" in kinds or any(name.endswith("vbaproject.bin") for name in package.names()):
        notes.append("含有宏,未运行 (macros present, not run)")
    if "externalLink" in kinds:
        notes.append("含有外部链接,未访问 (external links present, not followed)")
    return notes


def _comments(package: Package, source: SheetPart) -> dict[Place, str]:
    """Comments by place."""
    comments: dict[Place, str] = {}
    for relationship in relationships(package, source.part).values():
        if relationship.kind == "comments" and package.has(relationship.target):
            comments.update(_comments_of_part(package, relationship.target, source))
    return comments


def _comments_of_part(package: Package, part: str, source: SheetPart) -> dict[Place, str]:
    comments: dict[Place, str] = {}
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
