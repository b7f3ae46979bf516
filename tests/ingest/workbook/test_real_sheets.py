"""Real workbooks by others: each cell is what two other readers say of it, or the difference is named here.

They lie beside the project and not in it, because not all of them may be passed on. Without them there is
nothing to compare, and these tests have no cases.
"""

import io
import warnings
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xlrd
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import CalamineWorkbook

from ingest.workbook.cells.address import position
from ingest.workbook.cells.cell import Cell, Kind, Sheet, Workbook
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.ingest.tabulate.other_readers import is_old

REAL_SHEETS = Path(__file__).resolve().parents[4] / "shared" / "real_sheets"
FILES = {
    path.relative_to(REAL_SHEETS).as_posix(): path
    for path in sorted(REAL_SHEETS.rglob("*.*"))
    if path.parent != REAL_SHEETS
}

REFUSED = {
    # No reader opens it without its password.
    "nasty/poi_agile_encrypted.xlsx": "ENCRYPTED_FILE",
    # Its relationships part is no XML; calamine refuses it too.
    "nasty/poi_corrupted.xlsx": "DAMAGED_FILE",
    "nasty/too_small_68bytes.xls": "NOT_A_WORKBOOK",
    # No reader opens them without their passwords.
    "nasty/poi_password.xls": "ENCRYPTED_FILE",
    "nasty/pw_xor40.xls": "ENCRYPTED_FILE",
}
READ = [name for name in FILES if name.endswith((".xlsx", ".xlsm")) and name not in REFUSED]
# By content: one is called .xls and is a .xlsx.
OLD = [
    name
    for name, path in FILES.items()
    if name.endswith(".xls") and name not in REFUSED and is_old(path.read_bytes())
]
# Workbooks of Excel 2 and 4, which calamine does not read; xlrd is the only one that does.
BEFORE_CALAMINE = {"nasty/biff2.xls", "nasty/biff4.xls"}

# openpyxl finds no sheet in a Strict workbook, and leaves _xHHHH_ escapes as they are.
BEYOND_OPENPYXL = {"nasty/poi_strict_ooxml.xlsx", "nasty/x000D_escapes.xlsx"}


@cache
def read(name: str) -> Workbook:
    return read_workbook(FILES[name])


@pytest.mark.parametrize("name", READ)
def test_every_cell_is_what_calamine_reads(name):
    other = CalamineWorkbook.from_filelike(io.BytesIO(FILES[name].read_bytes()))
    for sheet in read(name).sheets:
        rows = other.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        theirs = {
            (row, column): value
            for row, values in enumerate(rows, 1)
            for column, value in enumerate(values, 1)
            if value != ""
        }
        # calamine keeps neither errors nor formulas without a value: both are '' to it, as a blank is.
        ours = {
            (cell.row, cell.column): cell
            for cell in sheet.cells()
            if cell.kind not in (Kind.ERROR, Kind.UNCALCULATED)
        }
        assert ours.keys() == theirs.keys(), sheet.name
        assert [each for each in ours.items() if not agrees(each[1], theirs[each[0]])] == [], sheet.name


@pytest.mark.parametrize("name", [name for name in READ if name not in BEYOND_OPENPYXL])
def test_constants_formulas_merges_comments_and_hidden_parts_are_what_openpyxl_reads(name):
    with warnings.catch_warnings():  # it warns of validations and extensions that it drops
        warnings.simplefilter("ignore")
        other = openpyxl.load_workbook(FILES[name])
    for sheet in read(name).sheets:
        theirs = other[sheet.name]
        assert_same_cells(sheet, theirs)
        assert {str(merge) for merge in sheet.merges} == {str(merge) for merge in theirs.merged_cells.ranges}
        assert sheet.hidden_rows == {row for row, stated in theirs.row_dimensions.items() if stated.hidden}
        assert sheet.hidden_columns == {
            column
            for stated in theirs.column_dimensions.values()
            if stated.hidden
            for column in range(stated.min, stated.max + 1)
        }
        assert sheet.visibility.replace("very_hidden", "veryHidden") == theirs.sheet_state


def assert_same_cells(sheet: Sheet, theirs) -> None:
    constants, formulas, comments = {}, {}, {}
    for cell in (cell for row in theirs.iter_rows() for cell in row):
        place = cell.row, cell.column
        if isinstance(cell.value, ArrayFormula):
            formulas[place] = cell.value.text.removeprefix("=")
        elif cell.data_type == "f":
            formulas[place] = cell.value.removeprefix("=")
        elif cell.value not in (None, ""):
            constants[place] = cell.value
        if cell.comment:
            comments[place] = cell.comment.text
    ours = {(cell.row, cell.column): cell for cell in sheet.cells()}
    assert {place for place, cell in ours.items() if cell.formula is None} == constants.keys()
    assert [each for each in constants.items() if not agrees(ours[each[0]], each[1])] == [], sheet.name
    # By place and not by stored cell: a formula that gave an empty text leaves its place blank.
    assert {place: sheet.cell(*place).formula for place in formulas} == formulas
    assert {place for place, cell in ours.items() if cell.formula is not None} <= formulas.keys()
    assert sheet.comments == comments


def agrees(cell: Cell, value: object) -> bool:
    """Whether another reader's value is the same. A number to all its binary digits, and ours to 15 of them."""
    if cell.kind is Kind.NUMBER:
        return float(cell.raw) == value and abs(Decimal(repr(float(value))) - cell.value) <= abs(
            cell.value
        ) * Decimal("1e-14")
    if cell.kind is Kind.DATE:
        return abs(as_datetime(cell.value) - as_datetime(value)) < timedelta(milliseconds=2)
    if cell.kind is Kind.ERROR:
        return cell.raw == value
    return type(cell.value) is type(value) and cell.value == value


def as_datetime(moment: object) -> datetime:
    if isinstance(moment, datetime):
        return moment
    if isinstance(moment, time):
        return datetime.combine(date(1900, 1, 1), moment)
    assert isinstance(moment, date)
    return datetime.combine(moment, time())


@pytest.mark.parametrize("name", [name for name in REFUSED if name in FILES])
def test_what_cannot_be_read_has_its_own_refusal(name):
    with pytest.raises(Unreadable) as refused:
        read_workbook(FILES[name])
    assert refused.value.code == REFUSED[name]


@pytest.mark.parametrize("name", [name for name in OLD if name not in BEFORE_CALAMINE])
def test_every_cell_of_an_old_workbook_is_what_calamine_reads(name):
    other = CalamineWorkbook.from_filelike(io.BytesIO(FILES[name].read_bytes()))
    for sheet in read(name).sheets:
        rows = other.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        theirs = {
            (row, column): value
            for row, values in enumerate(rows, 1)
            for column, value in enumerate(values, 1)
            if value != ""
        }
        # To calamine errors and texts of no characters are blank.
        ours = {
            (cell.row, cell.column): cell
            for cell in sheet.cells()
            if cell.kind is not Kind.ERROR and cell.value != ""
        }
        assert ours.keys() == theirs.keys(), sheet.name
        assert [each for each in ours.items() if not same_old_value(each[1], theirs[each[0]])] == [], (
            sheet.name
        )


def same_old_value(cell: Cell, value: object) -> bool:
    """As `agrees`; calamine takes some numbers for dates that their format shows as numbers, and the reverse."""
    if isinstance(value, datetime | date | time) and cell.kind is Kind.DATE:
        return agrees(cell, value)
    if isinstance(value, datetime | date | time | timedelta) or cell.kind is Kind.DATE:
        return abs(serial_of(cell) - serial_of_other(value)) < 1e-6
    if isinstance(value, bool):
        return cell.kind is Kind.BOOLEAN and cell.value is value
    return agrees(cell, float(value) if isinstance(value, int) else value)


def serial_of(cell: Cell) -> float:
    return float(cell.raw)


def serial_of_other(value: object) -> float:
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        return (datetime.combine(date(1900, 1, 1), value) - datetime(1900, 1, 1)) / timedelta(days=1)  # noqa: DTZ001
    epoch = datetime(1899, 12, 30)  # noqa: DTZ001
    return (as_datetime(value) - epoch) / timedelta(days=1)


@pytest.mark.parametrize("name", [name for name in OLD if name != "nasty/bad_cfb_dir.xls"])
def test_merges_and_hidden_parts_of_an_old_workbook_are_what_xlrd_says(name):
    book = xlrd.open_workbook(
        file_contents=FILES[name].read_bytes(), formatting_info=True, logfile=io.StringIO()
    )
    for sheet, theirs in zip(read(name).sheets, book.sheets(), strict=True):
        stated = {(top + 1, left + 1, bottom, right) for top, bottom, left, right in theirs.merged_cells}
        assert {(each.top, each.left, each.bottom, each.right) for each in sheet.merges} == stated
        assert sheet.hidden_rows == {row + 1 for row, info in theirs.rowinfo_map.items() if info.hidden}
        filled = sum(
            theirs.cell_value(row, column) != ""
            for row in range(theirs.nrows)
            for column in range(theirs.ncols)
        )
        assert sum(cell.value != "" for cell in sheet.cells()) == filled


@pytest.mark.parametrize("name", [name for name in OLD if name == "nasty/bad_cfb_dir.xls"])
def test_a_workbook_that_calamine_alone_reads_says_that_it_has_no_formats(name):
    (note,) = read(name).notes
    assert "read without formats" in note


@pytest.mark.parametrize("name", [name for name in OLD if name.startswith("zh/nbs_")])
def test_a_figure_that_is_a_text_of_no_characters_is_stated_and_no_blank(name):
    cell = read(name).sheets[0].cell(5, 2)
    assert (cell.kind, cell.value) == (Kind.TEXT, "")


# What a person saw in the files themselves.
SEEN = [
    ("nasty/x000D_escapes.xlsx", "Sheet1!A1", Kind.TEXT, "ABC\r\nDEF"),
    ("nasty/iso_dates.xlsx", "Sheet!A1", Kind.DATE, date(2021, 1, 1)),
    ("nasty/iso_dates.xlsx", "Sheet!A2", Kind.DATE, datetime(2021, 1, 1, 10, 10, 10)),  # noqa: DTZ001
    ("nasty/iso_dates.xlsx", "Sheet!A3", Kind.DATE, time(10, 10, 10)),
    ("nasty/poi_strict_ooxml.xlsx", "First Sheet!B2", Kind.TEXT, "2nd row 2nd column"),
    ("nasty/spreadsheetml2003_merge_cells.xls.xml", "Merge!D1", Kind.TEXT, "Separate blocks"),
    ("nasty/spreadsheetml2003_merge_cells.xls.xml", "Merge!C3", Kind.TEXT, "C3"),
    ("zh/choice_固定资产投资_元数据头.xlsx", "指标!C7", Kind.NUMBER, Decimal(103174)),
    ("zh/choice_固定资产投资_元数据头.xlsx", "指标!D7", Kind.NUMBER, Decimal("4.2")),
]


@pytest.mark.parametrize(("name", "place", "kind", "value"), [case for case in SEEN if case[0] in FILES])
def test_a_cell_is_read_as_a_person_sees_it(name, place, kind, value):
    sheet_name, _, address = place.partition("!")
    (sheet,) = (each for each in read(name).sheets if each.name == sheet_name)
    cell = sheet.cell(*position(address))
    assert (cell.kind, cell.value) == (kind, value)


@pytest.mark.parametrize("name", [name for name in READ if name == "nasty/error_types.xlsx"])
def test_every_error_value_of_excel_stays_an_error(name):
    cells = [cell for sheet in read(name).sheets for cell in sheet.cells()]
    errors = {cell.raw for cell in cells if cell.kind is Kind.ERROR}
    assert errors == {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".xls.xml")])
def test_merges_of_spreadsheetml_are_those_that_the_sheet_names_in_its_cells(name):
    (sheet,) = read(name).sheets
    assert {str(merge) for merge in sheet.merges} == {"A1:B2", "C1:C2", "D1:D2", "A3:B3", "A4:B4"}
    named = {cell.address: cell.value for cell in sheet.cells() if ":" in cell.value}
    assert all(str(sheet.merge_at(*position(address))) == value for address, value in named.items())
