"""Files made to end the process that reads them. Small or quickly made, and never kept in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from ingest.workbook.limits import MIB
from tests.ingest.workbook.bomb import OPENING, repeated
from tests.ingest.workbook.xlsx.written_package import (
    MAIN,
    SHEET_PART,
    STRINGS_PART,
    package,
    shared_strings,
    zipped,
)

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
ONE_TEXT = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_END_OF_CHAIN, _FREE, _FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def blanks() -> bytes:
    """A gibibyte of them in a sheet."""
    return repeated(OPENING, b" " * MIB, 1024)


def thirty_million_cells() -> bytes:
    return repeated(OPENING, f"<row>{'<c><v>1</v></c>' * 10_000}</row>".encode(), 3_000)


def nested_archives() -> bytes:
    """Archives in archives, as 42.zip is: 16 × 16 × 10 MiB of zeros."""
    content = zipped({"0": bytes(10 * MIB)})
    for _ in range(2):
        content = zipped({str(number): content for number in range(16)})
    return content


def embedded_archive() -> bytes:
    """A workbook that carries such a bomb as an attachment."""
    return package(ONE_CELL, parts={"xl/embeddings/oleObject1.bin": nested_archives()})


def _laughs(element: str) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {element} [<!ENTITY l0 "哈">{entities}]>'


def laughing_sheet() -> bytes:
    cell = '<row><c t="str"><v>&l9;</v></c></row>'
    sheet = f'{_laughs("worksheet")}<worksheet xmlns="{MAIN}"><sheetData>{cell}</sheetData></worksheet>'
    return package(parts={SHEET_PART: sheet})


def laughing_texts() -> bytes:
    texts = _laughs("sst") + shared_strings("<si><t>&l9;</t></si>")
    return package(ONE_TEXT, parts={STRINGS_PART: texts})


def last_cell() -> bytes:
    """A dense reader makes 17,179,869,184 cells of these two."""
    return package(ONE_CELL + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')


def declared_texts() -> bytes:
    texts = shared_strings("<si><t>一</t></si>", 'count="4294967295" uniqueCount="4294967295"')
    return package(ONE_TEXT, parts={STRINGS_PART: texts})


def long_text_many_times() -> bytes:
    """One text of 30 MB in 300 cells: 9 GB where each cell has its own."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 301))
    return package(cells, parts={STRINGS_PART: shared_strings(f"<si><t>{'x' * 30_000_000}</t></si>")})


def many_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 200_001))
    return package(ONE_CELL, after=f"<mergeCells>{merges}</mergeCells>")


def whole_sheet_merged() -> bytes:
    return package(ONE_CELL, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def deep_nesting() -> bytes:
    return package(f"<row>{'<c>' * 1_000_000}")


def repeated_everywhere() -> bytes:
    """An OpenDocument sheet whose one cell is repeated over 16,384 columns and 1,048,576 rows."""
    cell = (
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    )
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    table = f'<table:table table:name="表1">{row}</table:table>'
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" office:version="1.2">'
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", kind)  # first and not deflated: by this the format is known
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def compound_file(
    stream: bytes, tables: int = 1, more_tables: int = 0, more_at: int = _END_OF_CHAIN
) -> bytes:
    """An .xls container of one stream of up to 60 KiB.

    What its header says, true or not: sectors of its allocation table, sectors that list more of those, and
    the first of the latter.
    """
    stream = stream.ljust(4096, b"\0")  # shorter ones would lie in a stream of short sectors
    length = -(-len(stream) // 512)
    chain = [_FAT_SECTOR, _END_OF_CHAIN, *range(3, length + 2), _END_OF_CHAIN]
    # The last entry is where a sector that lists more tables names the next: this one, again and again.
    fat = struct.pack("<128I", *chain, *[_FREE] * (127 - len(chain)), 0)
    directory = _entry("Root Entry", 5, _END_OF_CHAIN, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables)
    header += struct.pack("<IIIIIII", 1, 0, 4096, _END_OF_CHAIN, 0, more_at, more_tables)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + fat + directory.ljust(512, b"\0") + stream.ljust(length * 512, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written) + 2, kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body


_BOF = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
_SHEET_BOF = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)
_END = _record(0x0A, b"")


def _biff(texts: bytes, cells: bytes) -> bytes:
    """An Excel 97 stream: one sheet, its texts' record and its cells' records."""
    before = _record(0x809, _BOF)
    name = b"\x06\x00Sheet1"
    sheet_at = len(before) + 4 + 6 + len(name) + len(texts) + len(_END)
    return (
        before
        + _record(0x85, struct.pack("<IH", sheet_at, 0) + name)
        + texts
        + _END
        + _record(0x809, _SHEET_BOF)
        + cells
        + _END
    )


_ONE_NUMBER = _record(0x203, struct.pack("<HHHd", 0, 0, 0, 1.0))


def xls_of_endless_tables() -> bytes:
    return compound_file(_biff(b"", _ONE_NUMBER), 0xFFFFFFFF, 0xFFFFFFFF, 0)


def xls_of_declared_texts() -> bytes:
    return compound_file(_biff(_record(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)), _ONE_NUMBER))


def xls_of_declared_size() -> bytes:
    """Two cells in opposite corners of a sheet that says it has four thousand million rows."""
    last = _record(0x203, struct.pack("<HHHd", 65535, 255, 0, 2.0))
    dimensions = _record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    return compound_file(_biff(b"", dimensions + _ONE_NUMBER + last))


def one_line() -> bytes:
    return b"a," + b"1" * (50 * MIB - 3) + b"\n"


def one_line_of_commas() -> bytes:
    return b"," * (50 * MIB - 1) + b"\n"


def many_fields() -> bytes:
    """Twenty million of them, ten a line."""
    return (b"1," * 9 + b"1\n") * 2_000_000


def spanning_cells() -> bytes:
    cells = '<tr><td colspan="100000000" rowspan="100000000">1</td></tr>' * 10_000
    return f"<html><body><table>{cells}</table></body></html>".encode()


def spans_within_a_sheet() -> bytes:
    """Each cell as wide and high as a sheet may be."""
    cells = '<tr><td colspan="16384" rowspan="1048576">1</td></tr>' * 1_000
    return f"<html><body><table>{cells}</table></body></html>".encode()


def tables_in_tables() -> bytes:
    return b"<html><body>" + b"<table><tr><td>" * 500_000 + b"1"


# What each is refused for, or that it was read and is no form of ours.
POISON: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "空白.xlsx": (blanks, {"LIMIT_EXCEEDED"}),
    "三千万格.xlsx": (thirty_million_cells, {"LIMIT_EXCEEDED"}),
    "附件.xlsx": (embedded_archive, {"UNKNOWN_FORM"}),
    "实体表.xlsx": (laughing_sheet, {"DAMAGED_FILE"}),
    "实体文本.xlsx": (laughing_texts, {"DAMAGED_FILE"}),
    "末格.xlsx": (last_cell, {"UNKNOWN_FORM"}),
    "虚报.xlsx": (declared_texts, {"UNKNOWN_FORM"}),
    "长文本.xlsx": (long_text_many_times, {"LIMIT_EXCEEDED"}),
    "合并.xlsx": (many_merges, {"LIMIT_EXCEEDED"}),
    "全表合并.xlsx": (whole_sheet_merged, {"UNKNOWN_FORM"}),
    "深层.xlsx": (deep_nesting, {"DAMAGED_FILE"}),
    "重复.ods": (repeated_everywhere, {"FORMAT_NOT_READ", "LIMIT_EXCEEDED"}),
    "假表.xls": (xls_of_endless_tables, {"FORMAT_NOT_READ", "DAMAGED_FILE", "UNKNOWN_FORM", "READER_KILLED"}),
    "假文本.xls": (xls_of_declared_texts, {"FORMAT_NOT_READ", "DAMAGED_FILE", "UNKNOWN_FORM"}),
    "假大小.xls": (
        xls_of_declared_size,
        {"FORMAT_NOT_READ", "DAMAGED_FILE", "UNKNOWN_FORM", "READER_KILLED"},
    ),
    "一行.csv": (one_line, {"FORMAT_NOT_READ", "LIMIT_EXCEEDED"}),
    "逗号.csv": (one_line_of_commas, {"FORMAT_NOT_READ", "DAMAGED_FILE", "LIMIT_EXCEEDED"}),
    "格多.csv": (many_fields, {"FORMAT_NOT_READ", "LIMIT_EXCEEDED"}),
    "跨列.xls": (spanning_cells, {"FORMAT_NOT_READ", "DAMAGED_FILE", "LIMIT_EXCEEDED"}),
    "跨表.xls": (spans_within_a_sheet, {"FORMAT_NOT_READ", "DAMAGED_FILE", "LIMIT_EXCEEDED", "UNKNOWN_FORM"}),
    "套表.xls": (tables_in_tables, {"FORMAT_NOT_READ", "DAMAGED_FILE", "LIMIT_EXCEEDED"}),
}
