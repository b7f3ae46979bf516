"""The cell records of an .xls worksheet, for what xlrd reads over: formulas, and cells stated twice.

A record is its code, its length, its content; a cell's begins with its row and column, from 0 (MS-XLS 2.4).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.workbook.cells.grid import place_key

_HEADER = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")

# A workbook of Excel 2, 3 or 4 is a bare stream of records; its first is BOF with one of these codes.
BARE_BOFS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_EOF = 0x000A
_FORMULA = (0x0006, 0x0206, 0x0406)
_ONE_VALUE = frozenset({0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, *_FORMULA})
_ONE_VALUE_OF_EXCEL_2 = frozenset({0x0002, 0x0003, 0x0004, 0x0005, 0x0006})
_BLANK = (0x0001, 0x0201)
_MANY_NUMBERS, _MANY_BLANKS = 0x00BD, 0x00BE
_UNCALCED = 0x005E
_RECALCULATED_BY = 0x01C1

_EMPTY_TEXT = b"\x03"
_CALCULATE_ON_LOADING = 0x0003


@dataclass(slots=True)
class CellRecords:
    """The places that hold a value, as keys, in the file's order; `blanks`: cells with only a format.

    `formulas`: by place, whether the record's result is one that a program puts there which does not
    calculate. `stale`: saved before its formulas were calculated again. `zeros`: it has a record of nothing
    at all, which no program writes.
    """

    values: list[int] = field(default_factory=list)
    blanks: int = 0
    formulas: dict[int, bool] = field(default_factory=dict)
    stale: bool = False
    zeros: bool = False


def records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Code, place of the content and its length, from a BOF to its EOF, without what is embedded (charts).

    Ends early where the stream does: xlrd refuses such a stream itself.
    """
    depth = 0
    while start + _HEADER.size <= len(stream):
        code, length = _HEADER.unpack_from(stream, start)
        start += _HEADER.size
        if code in _BOF:
            depth += 1
        elif code == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1 and start + length <= len(stream):
            yield code, start, length
        start += length


def cell_records(stream: bytes, start: int, excel_2: bool = False) -> CellRecords:
    """The cells of the worksheet whose BOF is at `start`."""
    found = CellRecords()
    values = found.values
    one_value = _ONE_VALUE_OF_EXCEL_2 if excel_2 else _ONE_VALUE
    for code, at, length in records(stream, start):
        if code in one_value and length >= _PLACE.size:
            row, column = _PLACE.unpack_from(stream, at)
            values.append(place_key(row + 1, column + 1))
            if code in _FORMULA:
                result = at + (7 if excel_2 else 6)
                found.formulas[values[-1]] = _is_placeholder(stream[result : result + 10])
        elif code == _MANY_NUMBERS and length >= _PLACE.size:
            row, column = _PLACE.unpack_from(stream, at)
            values += range(
                place_key(row + 1, column + 1), place_key(row + 1, column + 1 + (length - 6) // 6)
            )
        elif code in _BLANK:
            found.blanks += 1
        elif code == _MANY_BLANKS:
            found.blanks += max(length - 6, 0) // 2
        elif code == _UNCALCED:
            found.stale = True
        elif code == length == 0:
            found.zeros = True
    return found


def was_calculated(stream: bytes, start: int) -> bool:
    """Whether a workbook's own records, whose BOF is at `start`, name the program that calculated last.

    Excel has written that record since 2000.
    """
    return any(code == _RECALCULATED_BY for code, _, _ in records(stream, start))


def _is_placeholder(result: bytes) -> bool:
    """Whether 8 bytes of a result and 2 of flags say nothing.

    xlwt writes an empty text for every formula, Spreadsheet::WriteExcel a zero that asks to be calculated.
    """
    if result[6:8] == b"\xff\xff":
        return result[:1] == _EMPTY_TEXT
    return result[:8] == bytes(8) and bool(int.from_bytes(result[8:10], "little") & _CALCULATE_ON_LOADING)
