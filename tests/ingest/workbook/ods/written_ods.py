"""Hand-written OpenDocument spreadsheets: what LibreOffice, Excel and WPS write, and what no program does."""

from __future__ import annotations

from ingest.workbook.cells.cell import Cell, Sheet
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from tests.ingest.workbook.xlsx.written_package import zipped

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_OASIS}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    )
)
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_ALL = f'{_NAMESPACES} xmlns:calcext="{_CALC}" office:version="1.3"'


def table(rows: str, name: str = "表1", attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{rows}</table:table>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", attributes: str = "") -> str:
    """A cell of `text` paragraphs. Of another type than a text where `attributes` say so."""
    paragraphs = "".join(f"<text:p>{each}</text:p>" for each in text.split("\n")) if text else ""
    return f"<table:table-cell {attributes}>{paragraphs}</table:table-cell>"


def text_cell(text: str, attributes: str = "") -> str:
    return cell(text, f'office:value-type="string" {attributes}')


def number_cell(value: str, attributes: str = "", kind: str = "float") -> str:
    return cell(value, f'office:value-type="{kind}" office:value="{value}" {attributes}')


def package(
    tables: str, styles: str = "", parts: dict[str, str | bytes] | None = None, before: str = ""
) -> bytes:
    """A spreadsheet of tables. `styles`: its automatic styles; `before`: what stands in front of the tables."""
    content = (
        f"<office:document-content {_ALL}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{before}{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped(
        {"mimetype": MIME, "content.xml": content, "META-INF/manifest.xml": _MANIFEST, **(parts or {})}
    )


def named_styles(styles: str) -> str:
    """A styles part."""
    return f"<office:document-styles {_ALL}><office:styles>{styles}</office:styles></office:document-styles>"


def flat(tables: str, styles: str = "") -> bytes:
    """The same as one document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_ALL} office:mimetype="{MIME}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document>"
    ).encode()


_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/></manifest:manifest>'
)
ENCRYPTED_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
    '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry></manifest:manifest>'
)


def sheet_of(rows: str, styles: str = "", limits: Limits | None = None) -> Sheet:
    """The one table of such a spreadsheet, as it is read."""
    (sheet,) = read_workbook(package(table(rows), styles), limits).sheets
    return sheet


def only_cell(written: str, styles: str = "") -> Cell:
    """The cell that `written`, the XML of A1, is read as."""
    return sheet_of(row(written, number_cell("0")), styles).cell(1, 1)
