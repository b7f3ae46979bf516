"""Hand-written .xlsb packages, record by record ([MS-XLSB] 2.4), such as Excel writes."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from tests.ingest.workbook.xlsx.written_package import relationships, zipped

SHEET_PART = "xl/worksheets/sheet1.bin"
WORKBOOK_PART = "xl/workbook.bin"
WORKBOOK_RELATIONSHIPS = "xl/_rels/workbook.bin.rels"
STYLES_PART = "xl/styles.bin"
STRINGS_PART = "xl/sharedStrings.bin"

# The tokens of =1: their length, an integer (0x1E), the length of what they refer to.
ONE = struct.pack("<HIBHI", 0, 3, 0x1E, 1, 0)


def record(number: int, body: bytes = b"") -> bytes:
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    size = len(body)
    while size >= 0x80:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + body


def wide(text: str) -> bytes:
    units = text.encode("utf-16-le", "surrogatepass")
    return struct.pack("<I", len(units) // 2) + units


def row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    """A row by the number that people know it by."""
    flags = 0x10 if hidden else 0
    return record(0, struct.pack("<IIHBBBI", number - 1, 0, 300, 0, flags, 0, 0)) + b"".join(cells)


def cell(number: int, column: int, value: bytes = b"", style: int = 0) -> bytes:
    """A cell record of a number; `column` from 1."""
    return record(number, struct.pack("<II", column - 1, style) + value)


def blank(column: int, style: int = 0) -> bytes:
    return cell(1, column, style=style)


def rk_integer(column: int, value: int, hundredths: bool = False, style: int = 0) -> bytes:
    return cell(2, column, struct.pack("<i", value << 2 | 2 | hundredths), style)


def rk_real(column: int, value: float, hundredths: bool = False) -> bytes:
    """A double whose lower 34 bits are zero."""
    upper = struct.unpack("<II", struct.pack("<d", value))[1]
    return cell(2, column, struct.pack("<I", upper | hundredths))


def error(column: int, code: int) -> bytes:
    return cell(3, column, bytes([code]))


def boolean(column: int, value: int) -> bytes:
    return cell(4, column, bytes([value]))


def real(column: int, value: float, style: int = 0) -> bytes:
    return cell(5, column, struct.pack("<d", value), style)


def text(column: int, value: str) -> bytes:
    return cell(6, column, wide(value))


def shared(column: int, index: int, style: int = 0) -> bytes:
    return cell(7, column, struct.pack("<I", index), style)


def columns(first: int, last: int, hidden: bool = False) -> bytes:
    return record(60, struct.pack("<IIIIH", first - 1, last - 1, 2304, 0, int(hidden)))


def merges(*ranges: tuple[int, int, int, int]) -> bytes:
    """Top, left, bottom, right of each, from 1."""
    stated = (
        record(176, struct.pack("<4I", top - 1, bottom - 1, left - 1, right - 1))
        for top, left, bottom, right in ranges
    )
    return record(177, struct.pack("<I", len(ranges))) + b"".join(stated) + record(178)


def worksheet(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    extent = record(148, struct.pack("<4I", 0, 99, 0, 25))
    return record(129) + extent + before + record(145) + rows + record(146) + after + record(130)


def listed(name: str, number: int, state: int = 0, relationship: str | None = None) -> bytes:
    """A sheet as the workbook lists it; its part is that of rId1, rId2 … unless told otherwise."""
    return record(156, struct.pack("<II", state, number) + wide(relationship or f"rId{number}") + wide(name))


def workbook(*sheets: bytes, from_1904: bool = False) -> bytes:
    properties = record(153, struct.pack("<II", int(from_1904), 0) + wide(""))
    # calamine reads on from the list of sheets to what follows it (157: how the workbook is calculated).
    return record(131) + properties + record(143) + b"".join(sheets) + record(144) + record(157) + record(132)


def styles(*formats: int | str, weight: int = 400, indent: int = 0) -> bytes:
    """A styles part whose cell style 0, 1, 2 … has the number format given: a built-in id, or a code."""
    numbers = [each if isinstance(each, int) else 164 + index for index, each in enumerate(formats)]
    codes = [
        record(44, struct.pack("<H", number) + wide(each))
        for number, each in zip(numbers, formats, strict=True)
        if isinstance(each, str)
    ]
    font = record(43, struct.pack("<4H", 220, 0, weight, 0) + bytes(13) + wide("宋体"))
    named = record(626, struct.pack("<I", 1)) + _cell_format(0xFFFF, 0, 0) + record(627)
    used = b"".join(_cell_format(0, number, indent) for number in numbers)
    return b"".join(
        [
            record(278),
            *(record(615, struct.pack("<I", len(codes))), *codes, record(616)),
            *(record(611, struct.pack("<I", 1)), font, record(612)),
            named,
            *(record(617, struct.pack("<I", len(numbers))), used, record(618)),
            record(279),
        ]
    )


def _cell_format(parent: int, number: int, indent: int) -> bytes:
    return record(47, struct.pack("<5HBBHH", parent, number, 0, 0, 0, 0, indent, 0, 0))


def shared_strings(texts: Sequence[str]) -> bytes:
    items = b"".join(record(19, b"\0" + wide(each)) for each in texts)
    return record(159, struct.pack("<II", len(texts), len(texts))) + items + record(160)


def package(
    rows: bytes = b"",
    texts: Sequence[str] = (),
    before: bytes = b"",
    after: bytes = b"",
    parts: Mapping[str, str | bytes | None] | None = None,
) -> bytes:
    """A workbook of one sheet, 表1. None for a part leaves it out."""
    contents: dict[str, str | bytes | None] = {
        "_rels/.rels": relationships(("officeDocument", WORKBOOK_PART)),
        WORKBOOK_PART: workbook(listed("表1", 1)),
        WORKBOOK_RELATIONSHIPS: relationships(
            ("worksheet", "worksheets/sheet1.bin"),
            ("styles", "styles.bin"),
            ("sharedStrings", "sharedStrings.bin"),
        ),
        STYLES_PART: styles(0),
        STRINGS_PART: shared_strings(texts),
        SHEET_PART: worksheet(rows, before, after),
        **(parts or {}),
    }
    return zipped({name: content for name, content in contents.items() if content is not None})
