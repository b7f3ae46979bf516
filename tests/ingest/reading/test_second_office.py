"""Reading the forms of an office unlike the first one: what its home is, which unit a cell has, whose rank counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.declared.problem import OfficeError
from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from tests.offices.linjiang_workbooks import AGRICULTURE, TOURISM, WORKBOOKS, Workbook, written
from warehouse.settings import CHECKOUT

OFFICE = load_office(CHECKOUT / "tests" / "offices" / "linjiang")
FORMS = load_forms(OFFICE.folder)
GRAIN = next(one for one in WORKBOOKS if one.name == "各乡镇粮食生产情况2025年6月.xlsx")
TOURISTS = next(one for one in WORKBOOKS if one.name == "文旅月报2025年6月.xlsx")


def read(workbook: Workbook, department: str, forms: tuple[Form, ...] = FORMS) -> Reading:
    said = SubmissionFacts("0123456789abcdef", workbook.name, department, datetime(2025, 7, 31, tzinfo=UTC))
    return read_submission(written(workbook), said, OFFICE, forms)


def typed(workbook: Workbook, row: int, column: int, value: str | float) -> Workbook:
    rows = [list(cells) for cells in workbook.rows]
    rows[row][column] = value
    return replace(workbook, rows=rows)


def holding(reading: Reading) -> list[tuple[str, str, str]]:
    return [(one.rule, one.cell, one.found) for one in reading.findings if one.severity == "hold"]


def without_units(form: Form) -> Form:
    """The form with no word of a unit."""
    bare = tuple(
        replace(one, value={word: said for word, said in one.value.items() if word != "unit"}, unit="")
        if one.value is not None
        else one
        for one in form.columns
    )
    return replace(form, columns=bare)


def with_form(form_id: str, change: Callable[[Form], Form]) -> tuple[Form, ...]:
    return tuple(change(form) if form.form_id == form_id else form for form in FORMS)


def test_a_table_of_towns_needs_no_row_for_a_county_that_is_no_town() -> None:
    assert holding(read(GRAIN, "agriculture_section")) == []
    assert OFFICE.departments["agriculture_section"] == AGRICULTURE


def test_the_row_of_the_county_does_not_count_among_the_towns_that_are_ranked() -> None:
    ranks = [one for one in read(GRAIN, "agriculture_section").observations if one.series.measure == "RANK"]
    assert {(one.obs_value is not None, one.rank_of_n) for one in ranks} == {(True, 3), (False, None)}


def test_a_table_that_the_program_finds_has_the_units_of_its_sheet() -> None:
    units = {one.cell: one.reported_unit for one in read(TOURISTS, "tourism_center").observations}
    assert (units["D3"], units["D4"], units["D5"], units["F5"]) == ("万人次", "亿元", "万港元", "%")
    assert OFFICE.departments["tourism_center"] == TOURISM


def test_another_scale_in_the_unit_column_is_read_as_that_scale() -> None:
    reading = read(typed(TOURISTS, 2, 1, "人次"), "tourism_center")
    visits = next(one for one in reading.observations if one.cell == "D3")
    assert (visits.obs_value, visits.reported_unit) == (36, "人次")


def test_a_sheet_that_states_another_unit_than_its_form_stops() -> None:
    def in_tens_of_thousands(form: Form) -> Form:
        row = form.rows[0]
        only = replace(row, value={**row.value, "unit": "万人次"}, only=(("本年累计",),))
        return replace(form, rows=(only, *form.rows[1:]))

    sheet = typed(TOURISTS, 2, 1, "人次")
    found = holding(read(sheet, "tourism_center", with_form("G05", in_tens_of_thousands)))
    assert ("UNKNOWN_UNIT", "D3", "人次") in found


def test_a_growth_in_a_unit_of_levels_stops() -> None:
    def of_rows(form: Form) -> Form:
        row = form.rows[0]
        return replace(form, rows=(replace(row, value={**row.value, "unit": "吨"}), *form.rows[1:]))

    found = holding(read(GRAIN, "agriculture_section", with_form("G02", of_rows)))
    assert ("UNIT_OF_OTHER_KIND", "D4", "吨") in found


def test_a_value_without_any_unit_stops_and_is_never_dropped() -> None:
    found = holding(read(GRAIN, "agriculture_section", with_form("G02", without_units)))
    assert ("MISSING_UNIT", "B4:F7") in {(rule, cell) for rule, cell, _ in found}


@pytest.mark.parametrize(
    ("zone", "known"), [("Asia/Shanghai", True), ("Asia/Urumqi", False), ("Europe/Berlin", False)]
)
def test_an_office_of_another_clock_is_refused(tmp_path: Path, zone: str, known: bool) -> None:
    for path in OFFICE.folder.rglob("*.*"):
        copy = tmp_path / path.relative_to(OFFICE.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace("Asia/Shanghai", zone), encoding="utf-8")
    if known:
        assert load_office(tmp_path).timezone == zone
    else:
        with pytest.raises(OfficeError, match=zone):
            load_office(tmp_path)
