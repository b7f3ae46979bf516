"""Hand-written .xlsx packages: what no library writes, and what some writers do write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from ingest.workbook.cells.cell import Cell, Sheet
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

SHEET_PART = "xl/worksheets/sheet1.xml"
WORKBOOK_PART = "xl/workbook.xml"
WORKBOOK_RELATIONSHIPS = "xl/_rels/workbook.xml.rels"
STYLES_PART = "xl/styles.xml"
STRINGS_PART = "xl/sharedStrings.xml"

# A part by its name; None leaves out one that the smallest package has.
Parts = Mapping[str, str | bytes | None]


def relationships(*related: tuple[str, str]) -> str:
    """A relationships part: kind and target of each; their ids are rId1, rId2 …"""
    stated = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(related, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{stated}</Relationships>'


def workbook(sheets: str = '<sheet name="表1" sheetId="1" r:id="rId1"/>', before: str = "") -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheets>{sheets}</sheets></workbook>'


def worksheet(rows: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def styles(*formats: int | str) -> str:
    """A styles part whose cell style 0, 1, 2 … has the number format given: a built-in id, or a code."""
    numbers = [each if isinstance(each, int) else 164 + index for index, each in enumerate(formats)]
    stated = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(each)}/>'
        for number, each in zip(numbers, formats, strict=True)
        if isinstance(each, str)
    )
    used = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{stated}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'


def shared_strings(items: str, declared: str = "") -> str:
    return f'<sst xmlns="{MAIN}" {declared}>{items}</sst>'


_SMALLEST = {
    "_rels/.rels": relationships(("officeDocument", WORKBOOK_PART)),
    WORKBOOK_PART: workbook(),
    WORKBOOK_RELATIONSHIPS: relationships(
        ("worksheet", "worksheets/sheet1.xml"),
        ("styles", "styles.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    ),
    STYLES_PART: styles(0),
    STRINGS_PART: shared_strings(""),
}


def package(rows: str = "", before: str = "", after: str = "", parts: Parts | None = None) -> bytes:
    """A workbook of one sheet, 表1. `rows`: the XML of its rows; `before`, `after`: what stands around."""
    contents = {**_SMALLEST, SHEET_PART: worksheet(rows, before, after), **(parts or {})}
    return zipped({name: content for name, content in contents.items() if content is not None})


def zipped(contents: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            # A fixed date, so that the same parts are the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def respelt(written: bytes, words: Mapping[str, str]) -> bytes:
    """The same package with words of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        contents = {name: archive.read(name).decode() for name in archive.namelist()}
    for old, new in words.items():
        contents = {name: content.replace(old, new) for name, content in contents.items()}
    return zipped(contents)


def sheet_of(
    rows: str = "",
    before: str = "",
    after: str = "",
    parts: Parts | None = None,
    limits: Limits | None = None,
) -> Sheet:
    """The one sheet of such a package, as it is read."""
    (sheet,) = read_workbook(package(rows, before, after, parts), limits).sheets
    return sheet


def cells_of(rows: str, parts: Parts | None = None) -> dict[str, Cell]:
    """Its cells by address."""
    return {cell.address: cell for cell in sheet_of(rows, parts=parts).cells()}


def only_cell(cell: str, parts: Parts | None = None) -> Cell:
    """The cell that `cell`, the XML of A1, is read as; a blank one where nothing is stored."""
    return sheet_of(f'<row r="1">{cell}<c r="B1"><v>0</v></c></row>', parts=parts).cell(1, 1)
