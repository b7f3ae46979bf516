"""What two other readers say of a workbook, cell by cell.

Where they are known to say something else, the rule by which they do is named here, with its reason; what no
rule explains is a difference.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from ingest.workbook.cells.address import a1
from ingest.workbook.cells.cell import Cell, Kind, Sheet, Workbook

Place = tuple[int, int]
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
Values = dict[Place, object]
_PHANTOM_DAY = 60
_LEAST_DIGITS = Decimal("1e-14")  # ours has the 15 digits that Excel shows, the others all binary ones


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader saw: values by sheet and place; its name, for reports."""

    reader: str
    sheets: Mapping[str, Values]


def calamine(data: bytes) -> Seen | None:
    """None where it refuses the file. It panics on some; a panic of Rust is no Exception of Python."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return Seen("calamine", {name: _rows(book, name) for name in book.sheet_names})
    except Exception:  # noqa: BLE001 - whatever it refuses by
        return None
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        return None


def _rows(book: CalamineWorkbook, name: str) -> Values:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return {
        (row, column): value
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value != ""
    }


def openpyxl_book(data: bytes) -> openpyxl.Workbook | None:
    """None where it refuses the file; it does so by any exception there is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        except Exception:  # noqa: BLE001
            return None


def values_of(book: openpyxl.Workbook) -> Seen:
    return Seen("openpyxl", {sheet.title: _cells(sheet) for sheet in book.worksheets})


def _cells(sheet: Worksheet) -> Values:
    # Its own store, which holds no more cells than the file: iter_rows makes the rectangle between them.
    cells = sheet._cells.items()
    return {place: cell.value for place, cell in cells if cell.value not in (None, "")}


def differences(workbook: Workbook, seen: Seen) -> Iterator[tuple[str, Place, str]]:
    """Sheet, place and words for each cell that the other reader reads otherwise."""
    by_name = {_unescaped(name): values for name, values in seen.sheets.items()}
    for sheet in workbook.sheets:
        if sheet.name not in by_name:
            yield sheet.name, (0, 0), f"{seen.reader} has no such sheet"
            continue
        ours = {(cell.row, cell.column): cell for cell in sheet.cells()}
        theirs = by_name[sheet.name]
        for place in sorted(ours.keys() | theirs.keys()):
            cell, value = ours.get(place), theirs.get(place)
            explained = seen.reader == "openpyxl" and _is_covered(sheet, place)
            explained = explained or (workbook.format == "ods" and _is_amount_of_text(cell, value))
            if not explained and not _same(cell, value):
                words = f"{cell.kind} {cell.value!r} ({cell.raw[:40]!r})" if cell else "nothing"
                yield sheet.name, place, f"{a1(*place)} is {words}, {seen.reader} reads {value!r}"


def _is_covered(sheet: Sheet, place: Place) -> bool:
    """openpyxl takes away what stands below a merge; we keep what the file holds."""
    holding = (merge for merge in sheet.merges if merge.holds(*place))
    return any(place != (merge.top, merge.left) for merge in holding)


def _is_amount_of_text(cell: Cell | None, value: object) -> bool:
    """Of a cell of OpenDocument that is no number by its type calamine still takes the amount beside it."""
    return (
        cell is not None
        and cell.kind is Kind.TEXT
        and isinstance(value, float)
        and cell.raw in (str(value), f"{value:.0f}")
    )


def _same(cell: Cell | None, value: object) -> bool:
    if cell is None:
        return value is None
    match cell.kind:
        case Kind.ERROR | Kind.UNCALCULATED:
            # calamine keeps neither an error nor a formula without a value.
            return value is None or value == cell.raw
        case Kind.NUMBER:
            return _same_number(cell, value)
        case Kind.DATE:
            return _same_moment(cell.value, value) or _is_of_era(cell, value)
        case Kind.TEXT:
            return isinstance(value, str) and cell.value in (value, _unescaped(value))
        case _:
            return type(cell.value) is type(value) and cell.value == value


def _unescaped(text: str) -> str:
    """_x4E2D_ is 中 (ECMA-376 part 1, 22.9.2.19). openpyxl leaves escapes, calamine those of visible signs.

    Two that are the halves of one character are one; a half alone is none.
    """
    decoded = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    return decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _same_number(cell: Cell, value: object) -> bool:
    assert isinstance(cell.value, Decimal)
    if cell.style.number_format.moment and isinstance(value, date | time | timedelta):
        # Excel shows #### for a negative date, 0 January 1900 for one below 1 and 29 February 1900 for 60. None
        # of these days ever was: we keep the number, the others make a time or another day of it.
        return cell.value < 1 or _PHANTOM_DAY <= cell.value < _PHANTOM_DAY + 1
    if isinstance(value, timedelta):
        value = value / timedelta(days=1)  # both show elapsed time; it is kept as the number of its days
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    near = abs(Decimal(repr(float(value))) - cell.value) <= abs(cell.value) * _LEAST_DIGITS
    return near or float(cell.value) == value  # the least doubles have fewer digits than 15


def _is_of_era(cell: Cell, value: object) -> bool:
    """e and g are years in the formats of East Asia (e"年"); calamine takes what they show for a number."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]', "", cell.number_format).casefold()
    return isinstance(value, float | int) and not set(letters) & set("ymdhs") and float(cell.raw) == value


def _same_moment(ours: object, value: object) -> bool:
    if isinstance(value, timedelta):
        value = (datetime(1900, 1, 1) + value).time()  # noqa: DTZ001 - of no zone, as those of workbooks
    if not isinstance(value, date | time):
        return False
    return abs(_as_datetime(ours) - _as_datetime(value)) < timedelta(milliseconds=2)


def _as_datetime(moment: object) -> datetime:
    if isinstance(moment, datetime):
        return moment
    if isinstance(moment, time):
        return datetime.combine(date(1900, 1, 1), moment)
    assert isinstance(moment, date)
    return datetime.combine(moment, time())


def other_looks(workbook: Workbook, book: openpyxl.Workbook) -> Iterator[str]:
    """What openpyxl says otherwise of merges, hidden rows, and the indent, weight and sign of percent of cells."""
    by_name = {_unescaped(sheet.title): sheet for sheet in book.worksheets}
    for sheet in workbook.sheets:
        theirs = by_name.get(sheet.name)
        if theirs is None:
            continue
        stated = {each.bounds for each in theirs.merged_cells.ranges}
        merges = {(each.left, each.top, each.right, each.bottom) for each in sheet.merges}
        if merges != stated:
            yield f"{sheet.name}: merges {sorted(merges ^ stated)[:4]}"
        if sheet.hidden_rows != {row for row, each in theirs.row_dimensions.items() if each.hidden}:
            yield f"{sheet.name}: hidden rows {sorted(sheet.hidden_rows)}"
        yield from _looks_of_cells(sheet, theirs)


def _looks_of_cells(sheet: Sheet, theirs: Worksheet) -> Iterator[str]:
    for cell in sheet.cells():
        if _is_covered(sheet, (cell.row, cell.column)):
            continue
        style = cell.style
        ours = style.indent, style.bold, style.number_format.percent
        look = _look(theirs.cell(cell.row, cell.column), percent=style.number_format.percent)
        if ours != look:
            yield f"{sheet.name}!{cell.address}: indent, bold, percent {ours}, openpyxl {look}"


def _look(cell: openpyxl.cell.cell.Cell, percent: bool) -> tuple[int, bool, bool]:
    """`percent`: ours, for a number of a format that no part states: openpyxl raises, to us it is General."""
    try:
        percent = "%" in cell.number_format
    except IndexError:
        assert not percent
    return int(cell.alignment.indent), bool(cell.font.bold), percent
