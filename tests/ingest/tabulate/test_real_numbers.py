"""Every number that is tabulated is the one that other readers find in that cell, and no cell is lost on the way.

Real workbooks lie beside the project; without them there are no cases. The departments' layouts are drawn as
a CSV each, with their merges; here they are made into workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

import pytest

from ingest.tabulate import Labelled, tabulate
from ingest.workbook.cells.cell import Kind, Workbook
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.ingest.tabulate.layouts import LAYOUTS, drawn_layout, written_layout
from tests.ingest.tabulate.other_readers import (
    Cells,
    calamine_cells,
    cells_by_content,
    openpyxl_cells,
    spreadsheetml_data,
)
from tests.ingest.tabulate.real_tables import FILES, read, tabulated

REFUSED = {
    "nasty/poi_agile_encrypted.xlsx",
    "nasty/poi_corrupted.xlsx",
    "nasty/poi_password.xls",
    "nasty/pw_xor40.xls",
    "nasty/too_small_68bytes.xls",
}
READ = [name for name in FILES if name not in REFUSED]
IN_XML = "nasty/spreadsheetml2003_merge_cells.xls.xml"

BEYOND_CALAMINE = {
    "nasty/biff2.xls",  # older than what it reads
    "nasty/biff4.xls",
    IN_XML,
    *(name for name in FILES if name.endswith(".csv")),  # it reads workbooks only
}
BEYOND_THE_SECOND = {
    "nasty/bad_cfb_dir.xls",  # xlrd finds its directory of streams in a circle
    "nasty/poi_strict_ooxml.xlsx",  # openpyxl finds no sheet in a Strict workbook
    IN_XML,
}
# Numbers that calamine takes for something else, and why.
TAKEN_OTHERWISE = {
    # Zeros in the format dd/mm/yyyy;dd/mm/yyyy;_-* ""??_-: only what is not zero is shown as a date.
    "other/at_election_upper_austria.xls": 12,
}
_NOT_OF_A_NUMBER = re.compile(r"[^0-9.\-]")


def is_same(one: Labelled, theirs: object) -> bool:
    """Whether another reader's value is the amount: a number to 15 digits, or a text with its digits."""
    assert isinstance(one.value, Decimal)
    if isinstance(theirs, str):
        digits = _NOT_OF_A_NUMBER.sub("", theirs.replace("−", "-"))
        return theirs.strip() == one.text and Decimal(digits) == one.value
    if isinstance(theirs, bool) or not isinstance(theirs, int | float):
        return False
    return abs(Decimal(repr(theirs)) - one.value) <= abs(one.value) * Decimal("1e-14")


def different(values: Iterable[Labelled], others: Cells) -> list[tuple[str, str, object, object]]:
    return [
        (one.sheet, one.cell, one.value, others.get((one.sheet, one.cell)))
        for one in values
        if isinstance(one.value, Decimal) and not is_same(one, others.get((one.sheet, one.cell)))
    ]


def places(workbook: Workbook, without: tuple[Kind, ...] = ()) -> set[tuple[str, str]]:
    """The cells that say something: those of an empty text left out, as other readers do."""
    return {
        (sheet.name, cell.address)
        for sheet in workbook.sheets
        for cell in sheet.cells()
        if cell.kind not in without and cell.value != ""
    }


@pytest.mark.parametrize("name", [name for name in READ if name not in BEYOND_CALAMINE])
def test_numbers_and_cells_of_a_real_workbook_are_those_of_calamine(name: str) -> None:
    others = calamine_cells(FILES[name].read_bytes())
    # calamine keeps neither errors nor formulas without a value.
    assert places(read(name), (Kind.ERROR, Kind.UNCALCULATED)) == others.keys()
    wrong = different(tabulated(name).values(), others)
    assert len(wrong) == TAKEN_OTHERWISE.get(name, 0), wrong


@pytest.mark.parametrize("name", [name for name in READ if name not in BEYOND_THE_SECOND])
def test_numbers_and_cells_of_a_real_workbook_are_those_of_a_second_reader(name: str) -> None:
    data = FILES[name].read_bytes()
    others = cells_by_content(data)
    assert places(read(name), (Kind.UNCALCULATED,)) == others.keys()
    assert different(tabulated(name).values(), others) == []


@pytest.mark.parametrize("name", [name for name in READ if name == IN_XML])
def test_a_workbook_in_xml_has_the_cells_that_its_elements_state(name: str) -> None:
    stated = list(spreadsheetml_data(FILES[name].read_bytes()))
    assert [str(cell.value) for sheet in read(name).sheets for cell in sheet.cells()] == stated
    assert tabulated(name) == {}


@pytest.mark.parametrize("name", [name for name in FILES if name in REFUSED])
def test_what_is_not_read_has_no_numbers(name: str) -> None:
    with pytest.raises(Unreadable):
        read(name)


@pytest.mark.parametrize("name", LAYOUTS)
def test_numbers_and_cells_of_a_layout_are_those_of_calamine_and_openpyxl(name: str) -> None:
    data = written_layout(name)
    workbook = read_workbook(data)
    values = list(tabulate(workbook))
    assert len(places(workbook)) == len(drawn_layout(name))
    for others in (calamine_cells(data), openpyxl_cells(data)):
        assert places(workbook) == others.keys()
        assert different(values, others) == []
