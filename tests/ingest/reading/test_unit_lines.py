"""A line of units: one for all, one for each column, or none where two are left; never the first of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from samples.forms import domestic_capital, fai_register, fdi_detail, growth_feedback, services_pull
from tests.ingest.reading import returns
from tests.ingest.reading.returns import read, rules, the
from tests.offices.linjiang_workbooks import WORKBOOKS, written
from warehouse.settings import CHECKOUT

OFFICE = load_office(CHECKOUT / "tests" / "offices" / "linjiang")
FORMS = load_forms(OFFICE.folder)
TOURISM = next(one for one in WORKBOOKS if one.name == "文旅月报2025年6月.xlsx")
DEPOTS = next(one for one in WORKBOOKS if one.name == "粮库建设台账2025年6月.xlsx")


def read_tourism(unit_line: str | None, *, column: bool = False) -> Reading:
    """The tourism return with a line of units above it, without its column of units unless that is asked for.

    In the row of revenue the column says nothing.
    """
    header, *lines = TOURISM.rows[1:]
    rows = [list(row) for row in (header, *lines)]
    if column:
        rows[2][1] = None
    else:
        rows = [[row[0], *row[2:]] for row in rows]
    above = [[unit_line]] if unit_line else []
    return _read(replace(TOURISM, rows=[TOURISM.rows[0], *above, *rows]), "tourism_center")


def _read(workbook, department: str, forms: tuple[Form, ...] = FORMS) -> Reading:  # type: ignore[no-untyped-def]
    facts = SubmissionFacts("0" * 16, workbook.name, department, datetime(2025, 7, 31, tzinfo=UTC))
    return read_submission(written(workbook), facts, OFFICE, forms)


def levels(reading: Reading) -> dict[str, tuple[Decimal | None, str]]:
    return {
        one.series.indicator_id: (one.obs_value, one.reported_unit)
        for one in reading.observations
        if one.series.accumulation == "YTD"
        and one.series.time_transform == "N"
        and one.series.scope_basis == "OWN"
    }


@pytest.mark.parametrize(
    "line", ["单位：万人次、亿元、万港元", "单位:亿元/万港元/万人次", "单位：万人次，亿元，万港元"]
)
def test_of_several_units_each_row_has_the_one_that_it_can_have(line: str) -> None:
    reading = read_tourism(line)
    assert rules(reading) == []
    assert levels(reading) == {
        "tourist_visits": (Decimal(360000), "万人次"),
        "tourism_revenue": (Decimal(255000000), "亿元"),
        "tourism_capital_received": (Decimal(9000000), "万港元"),
    }


def test_where_two_units_are_left_none_is_taken() -> None:
    reading = read_tourism("单位：亿元、万元", column=True)
    assert rules(reading) == [("SEVERAL_UNITS", "C5:E5")]
    held = the(reading, "SEVERAL_UNITS")
    assert (held.severity, held.found, held.expected) == ("hold", "亿元、万元", "亿元（或 万元）")
    assert set(levels(reading)) == {"tourist_visits", "tourism_capital_received"}


def test_a_value_that_none_of_the_units_can_be_of_has_none() -> None:
    reading = read_tourism("单位：万人次、亿元")
    held = the(reading, "MISSING_UNIT")
    # Row 6 is the capital received, in Hong Kong dollars.
    assert (held.severity, held.cell) == ("hold", "B6:D6")
    assert "tourism_capital_received" not in levels(reading)


def test_no_unit_at_all_is_one_finding_with_its_range() -> None:
    reading = read_tourism(None)
    assert rules(reading) == [("MISSING_UNIT", "B3:D5")]
    assert (
        the(reading, "MISSING_UNIT").expected == "人次（或 万人次）；元（或 万元、亿元）；港元（或 万港元）"
    )


def without_unit(form: Form) -> Form:
    """The register of depots with a line of two units, and no unit of its own in the column of capacity."""
    if form.form_id != "G01":
        return form
    bare = tuple(
        replace(one, unit="", value={"indicator_id": "grain_depot_capacity"})
        if one.field == "capacity"
        else one
        for one in form.columns
    )
    return replace(form, columns=bare, unit_line=("万元、吨",))


def test_of_a_registered_line_of_two_units_each_column_has_its_own() -> None:
    rows = [list(row) for row in DEPOTS.rows]
    rows[1][0] = "单位:万元、吨"
    forms = tuple(map(without_unit, FORMS))
    reading = _read(replace(DEPOTS, rows=rows), "agriculture_section", forms)
    assert rules(reading) == []
    total = {one.series.indicator_id: one.obs_value for one in reading.observations}
    assert (total["grain_depot_capacity"], total["grain_depot_investment"]) == (
        Decimal(25100),
        Decimal(17500000),
    )
    first = {one.field: one.value_number for one in reading.register_cells if one.row_no == 4}
    assert (first["capacity"], first["investment_ytd"]) == (Decimal(12500), Decimal(8605000))


def test_a_column_of_a_registered_line_that_has_no_unit_is_refused() -> None:
    def of_money(form: Form) -> Form:
        return replace(without_unit(form), unit_line=("万元、亿元",)) if form.form_id == "G01" else form

    rows = [list(row) for row in DEPOTS.rows]
    rows[1][0] = "单位:万元、亿元"
    reading = _read(replace(DEPOTS, rows=rows), "agriculture_section", tuple(map(of_money, FORMS)))
    held = {(rule, cell) for rule, cell in rules(reading, "hold")}
    # The capacity has no unit, the investment has two; headers and totals are named.
    assert {
        ("MISSING_UNIT", "D3"),
        ("MISSING_UNIT", "E3"),
        ("MISSING_UNIT", "D7"),
        ("SEVERAL_UNITS", "E7"),
    } <= held
    assert "grain_depot_investment" not in {one.series.indicator_id for one in reading.observations}


@pytest.mark.parametrize(
    ("report", "cell", "expected", "write"),
    [
        (fdi_detail.REPORT, "J2", "万美元（或 美元）", "单位：万美元"),
        (fai_register.REPORT, "L2", "万元（或 元、亿元）", "单位：万元"),
        (services_pull.REPORT, "G2", "万元、%", "单位：万元、%"),
    ],
)
def test_a_missing_line_says_what_to_write_and_that_does(
    report: returns.Report, cell: str, expected: str, write: str
) -> None:
    missing = the(read(report, {cell: None}), "MISSING_UNIT")
    assert missing.expected == expected
    assert f"“{write}”" in missing.remedy_zh
    assert rules(read(report, {cell: write})) == []


def test_two_units_in_the_line_of_a_form_with_one_are_said_to_be_two() -> None:
    reading = read(fdi_detail.REPORT, {"J2": "单位:万美元、美元"})
    assert rules(reading) == [("SEVERAL_UNITS", "J2")]
    assert the(reading, "SEVERAL_UNITS").message_zh == (
        "单位写了几个（万美元、美元），看不出这里的数是哪一个单位的，应为 万美元（或 美元）。"
    )


@pytest.mark.parametrize(
    ("report", "cell", "line"),
    [
        (fdi_detail.REPORT, "J2", "单位:万美元、%"),
        (fdi_detail.REPORT, "J2", "单位：万美元，％"),
        (services_pull.REPORT, "G2", "单位:%、万元"),
        (services_pull.REPORT, "G2", "单位：万元，％"),
        (services_pull.REPORT, "G2", "单位：万元"),
        (growth_feedback.REPORT, "G2", "单位:位、%"),
        (growth_feedback.REPORT, "G2", "单位:%"),
        (domestic_capital.REPORT, "J2", "单位:万元"),
    ],
)
def test_units_in_another_order_or_beside_a_unit_of_rates_read_the_same(
    report: returns.Report, cell: str, line: str
) -> None:
    plain, other = read(report), read(report, {cell: line})
    assert rules(other) == []
    assert other.observations == plain.observations
    assert other.register_cells == plain.register_cells


def test_another_unit_of_money_beside_the_forms_own_is_no_unit_of_rates() -> None:
    assert rules(read(fdi_detail.REPORT, {"J2": "单位:万美元、万元"})) == [("SEVERAL_UNITS", "J2")]
