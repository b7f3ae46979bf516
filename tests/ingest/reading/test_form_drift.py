"""Forms drift: what changes a meaning stops with its label named, what changes only places is read the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from ingest.form.file import load_forms
from ingest.form.form import version_for
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from ingest.workbook.cells.address import Range, a1, position
from samples.drawing import workbook_bytes
from samples.forms import (
    admin_counts,
    annual_plan,
    buildings,
    domestic_capital,
    fai_register,
    fdi_detail,
    growth_feedback,
    key_projects,
    old_communities,
    physical_work,
    services_pull,
    target_tracking,
    trade,
    visits,
)
from samples.month import DECEMBER_2023, Month
from samples.report import Report
from samples.sheet import Entry, Look, Sheet, retyped
from warehouse.settings import CHECKOUT

FOLDER = CHECKOUT / "offices" / "jingyuan"
OFFICE, FORMS = load_office(FOLDER), load_forms(FOLDER)
SAVED = datetime(2024, 2, 22, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Drift:
    """Where each sample form is changed. `unit`: its unit line, or where the form has none, nothing.

    `new_row` is 0 where any name is a row: then a new one is a new project and no fault.
    """

    report: Report
    header: str  # a header that is renamed
    inside: int  # the column in front of which one is inserted, in the middle of a merged header
    unit: str
    below: int  # a free row below the body, for the unit line
    new_row: int  # the row that another row is put into
    numbers: tuple[str, str]  # its two cells

    @property
    def month(self) -> Month:
        """December 2023, or of a plan the year that it is for."""
        return self.report.months()[-1]

    @property
    def sheet(self) -> Sheet:
        return self.report.sheet(self.month)


DRIFTS = (
    Drift(fai_register.REPORT, "G3", 11, "L2", 40, 33, ("A33", "G33")),
    Drift(fdi_detail.REPORT, "F3", 8, "J2", 20, 12, ("A12", "H12")),
    Drift(growth_feedback.REPORT, "D3", 5, "G2", 16, 14, ("A14", "B14")),
    Drift(trade.REPORT, "C3", 4, "", 0, 9, ("A9", "C9")),
    Drift(domestic_capital.REPORT, "G3", 9, "J2", 20, 17, ("A17", "H17")),
    Drift(physical_work.REPORT, "B3", 5, "F2", 10, 0, ("", "")),
    Drift(target_tracking.REPORT, "D3", 6, "", 0, 11, ("B11", "E11")),
    Drift(services_pull.REPORT, "D3", 4, "G2", 9, 7, ("A7", "B7")),
    Drift(buildings.REPORT, "D2", 4, "", 0, 20, ("A20", "G20")),
    Drift(old_communities.REPORT, "D2", 5, "", 0, 10, ("A10", "D10")),
    Drift(visits.REPORT, "C2", 4, "", 0, 39, ("A39", "B39")),
    Drift(key_projects.REPORT, "C3", 5, "I2", 14, 12, ("A12", "D12")),
    Drift(admin_counts.REPORT, "E3", 5, "", 0, 30, ("B30", "E30")),
    Drift(annual_plan.REPORT, "E3", 5, "", 0, 27, ("B27", "E27")),
)
each = pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.sheet.name)


def read(report: Report, sheet: Sheet) -> Reading:
    file_name = f"{report.stem(report.months()[-1])}.xlsx"
    facts = SubmissionFacts("0123456789abcdef", file_name, report.department.department_id, SAVED, True)
    return read_submission(workbook_bytes(sheet, report.department.clerk, SAVED), facts, OFFICE, FORMS)


def said(reading: Reading) -> list[tuple[object, ...]]:
    """What was read, without where it stood."""
    values = [(one.series, one.time_period, one.obs_value, one.col_path) for one in reading.observations]
    rows = [(one.row_key, one.field, one.value_text) for one in reading.register_cells]
    return [*values, *rows]


def above_hint(reading: Reading) -> list[str]:
    return [one.rule for one in reading.findings if one.severity != "hint"]


def with_column(sheet: Sheet, number: int) -> Sheet:
    """A blank column put in front of one, as Excel does it: merges over the place grow."""

    def moved(address: str) -> str:
        row, column = position(address)
        return a1(row, column + (column >= number))

    def grown(merge: str) -> str:
        stated = Range.parse(merge)
        left, right = stated.left + (stated.left >= number), stated.right + (stated.right >= number)
        return str(Range(stated.top, left, stated.bottom, right))

    entries = {moved(address): entry for address, entry in sheet.entries.items()}
    return replace(sheet, entries=entries, merges=tuple(map(grown, sheet.merges)))


@each
def test_a_renamed_header_stops_with_the_label_and_its_cell(drift: Drift) -> None:
    sheet = retyped(drift.sheet, {drift.header: "改了名的栏目"})
    unknown = [one for one in read(drift.report, sheet).findings if one.rule == "UNKNOWN_LABEL"]
    assert unknown
    assert all("改了名的栏目" in one.found and one.severity == "hold" for one in unknown)
    row = position(drift.header)[0]
    assert {position(one.cell)[0] - row for one in unknown} <= {0, 1}


@each
def test_a_blank_column_put_in_changes_nothing_that_is_read(drift: Drift) -> None:
    sheet = drift.sheet
    plain, drifted = read(drift.report, sheet), read(drift.report, with_column(sheet, drift.inside))
    assert said(drifted) == said(plain)
    assert above_hint(drifted) == above_hint(plain)


@pytest.mark.parametrize(
    "drift", [drift for drift in DRIFTS if drift.unit], ids=lambda drift: drift.sheet.name
)
@pytest.mark.parametrize("to", ["behind the title", "below the table", "at the left"])
def test_a_unit_line_that_was_moved_is_found(drift: Drift, to: str) -> None:
    sheet = drift.sheet
    unit = str(sheet.entries[drift.unit].value)
    entries = {address: entry for address, entry in sheet.entries.items() if address != drift.unit}
    if to == "behind the title":
        entries["A1"] = Entry(f"{sheet.entries['A1'].value}({unit})", Look.TITLE)
    elif to == "at the left":
        entries["D2"] = Entry(unit, Look.NOTE)
    else:
        entries[f"A{drift.below}"] = Entry(unit, Look.NOTE)
    drifted = read(drift.report, replace(sheet, entries=entries))
    assert said(drifted) == said(read(drift.report, sheet))
    assert above_hint(drifted) == []


def test_a_remark_below_a_table_of_named_rows_is_no_project() -> None:
    sheet = physical_work.REPORT.sheet(DECEMBER_2023)
    entries = {**sheet.entries, "A8": Entry("以上数据已核实", Look.NOTE)}
    reading = read(physical_work.REPORT, replace(sheet, entries=entries))
    assert {cell.row_no for cell in reading.register_cells} == {5, 6}
    assert [(one.rule, one.cell) for one in reading.findings] == [("UNKNOWN_LABEL", "A8")]


def test_a_unit_column_that_was_moved_is_found() -> None:
    sheet = trade.REPORT.sheet(DECEMBER_2023)
    other = {"B": "G", "G": "B"}
    entries = {other.get(at[0], at[0]) + at[1:]: entry for at, entry in sheet.entries.items()}
    merges = tuple(
        f"{other[merge[0]]}2:{other[merge[0]]}3" if merge[0] in other else merge for merge in sheet.merges
    )
    drifted = read(trade.REPORT, replace(sheet, entries=entries, merges=merges))
    assert sorted(map(str, said(drifted))) == sorted(map(str, said(read(trade.REPORT, sheet))))


@pytest.mark.parametrize(
    "drift", [drift for drift in DRIFTS if drift.new_row], ids=lambda drift: drift.sheet.name
)
def test_a_new_row_label_stops_with_the_label_and_its_cell(drift: Drift) -> None:
    sheet = drift.sheet
    label, number = drift.numbers
    kept = {at: entry for at, entry in sheet.entries.items() if position(at)[0] != drift.new_row}
    merges = tuple(merge for merge in sheet.merges if Range.parse(merge).top != drift.new_row)
    entries = {**kept, label: Entry("从未见过的行", Look.TEXT), number: Entry(5, Look.AMOUNT)}
    reading = read(drift.report, replace(sheet, entries=entries, merges=merges))
    unknown = [one for one in reading.findings if one.rule == "UNKNOWN_LABEL"]
    assert [(one.found, one.cell, one.severity) for one in unknown] == [("从未见过的行", label, "hold")]


def test_a_column_that_the_form_ignores_may_stand_anywhere() -> None:
    sheet = with_column(trade.REPORT.sheet(DECEMBER_2023), 2)
    entries = {**sheet.entries, "B2": Entry("备注", Look.HEADER), "B4": Entry("含新入库", Look.TEXT)}
    ignoring = tuple(replace(form, ignore=form.ignore | {"备注"}) for form in FORMS)
    facts = SubmissionFacts(
        "0" * 16,
        f"{trade.REPORT.stem(DECEMBER_2023)}.xlsx",
        trade.REPORT.department.department_id,
        SAVED,
        True,
    )
    data = workbook_bytes(replace(sheet, entries=entries), "", SAVED)
    assert said(read_submission(data, facts, OFFICE, ignoring)) == said(
        read(trade.REPORT, trade.REPORT.sheet(DECEMBER_2023))
    )


def test_a_return_is_read_by_the_version_of_its_own_month() -> None:
    form = version_for(FORMS, "L08", "2023-12")
    assert form is not None
    later = replace(form, valid_from="2024-01", columns=form.columns[:2])
    facts = SubmissionFacts(
        "0" * 16,
        f"{trade.REPORT.stem(DECEMBER_2023)}.xlsx",
        trade.REPORT.department.department_id,
        SAVED,
        True,
    )
    data = workbook_bytes(trade.REPORT.sheet(DECEMBER_2023), "", SAVED)
    assert said(read_submission(data, facts, OFFICE, (form, later))) == said(
        read(trade.REPORT, trade.REPORT.sheet(DECEMBER_2023))
    )


def test_a_return_from_before_the_first_version_is_held() -> None:
    form = version_for(FORMS, "L08", "2023-12")
    assert form is not None
    facts = SubmissionFacts(
        "0" * 16,
        f"{trade.REPORT.stem(DECEMBER_2023)}.xlsx",
        trade.REPORT.department.department_id,
        SAVED,
        True,
    )
    data = workbook_bytes(trade.REPORT.sheet(DECEMBER_2023), "", SAVED)
    reading = read_submission(data, facts, OFFICE, (replace(form, valid_from="2024-01"),))
    first = reading.findings[0]
    assert (first.rule, first.found, first.expected, first.severity) == (
        "BEFORE_FORM",
        "2023-12",
        "2024-01",
        "hold",
    )
