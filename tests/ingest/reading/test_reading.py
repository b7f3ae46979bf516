"""Reading a sample workbook: each value at its cell with its meaning, everything wrong in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.observation import Observation
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from samples.drawing import workbook_bytes
from samples.forms import fai_register, fdi_detail, growth_feedback, trade
from samples.month import DECEMBER_2023, Month
from samples.report import Report
from samples.sheet import Sheet, Value, retyped
from warehouse.settings import CHECKOUT

OFFICE = CHECKOUT / "offices" / "jingyuan"
SAVED = datetime(2024, 1, 22, 1, 0, tzinfo=UTC)
Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def office() -> Office:
    return load_office(OFFICE)


@pytest.fixture(scope="module")
def forms() -> tuple[Form, ...]:
    return load_forms(OFFICE)


@pytest.fixture(scope="module")
def read(office: Office, forms: tuple[Form, ...]) -> Read:
    """Reads a report's sheet of December 2023, some of its cells typed differently."""

    def reading(
        report: Report,
        changed: dict[str, Value] | None = None,
        *,
        month: Month = DECEMBER_2023,
        file_name: str | None = None,
        sheet: Sheet | None = None,
        stated: frozenset[str] = frozenset(),
    ) -> Reading:
        drawn = retyped(sheet or report.sheet(month), changed or {})
        facts = SubmissionFacts(
            "0123456789abcdef",
            file_name or f"{report.stem(month)}.xlsx",
            report.department.department_id,
            SAVED,
            is_sample=True,
            stated_cells=stated,
        )
        return read_submission(workbook_bytes(drawn, report.department.clerk, SAVED), facts, office, forms)

    return reading


def at(reading: Reading, cell: str) -> Observation:
    return next(one for one in reading.observations if one.cell == cell)


def rules(reading: Reading) -> list[tuple[str, str]]:
    """Root findings above hint: rule and cell."""
    return [(one.rule, one.cell) for one in reading.findings if not one.caused_by and one.severity != "hint"]


def test_the_total_of_foreign_capital_is_its_running_total_in_dollars(read: Read) -> None:
    total = at(read(fdi_detail.REPORT), "H9")
    assert (total.obs_value, total.series.unit_measure, total.time_period) == (
        Decimal("10320000"),
        "USD",
        "2023-12",
    )
    assert (total.reported_value, total.reported_unit, total.raw_text) == (Decimal("1032"), "万美元", "1032")


def test_last_years_figure_is_quoted_and_belongs_to_last_year(read: Read) -> None:
    base = at(read(fdi_detail.REPORT), "H10")
    assert (base.series.scope_basis, base.time_period, base.obs_value) == (
        "QUOTED",
        "2022-12",
        Decimal("6310000"),
    )


def test_a_cell_that_repeats_a_value_is_no_second_value(read: Read) -> None:
    reading = read(fdi_detail.REPORT)
    assert [one.cell for one in reading.observations] == ["H9", "H10", "H11"]
    assert [(check.cell, check.of_cell) for check in reading.check_cells] == [
        ("G9", "H9"),
        ("G10", "H10"),
        ("G11", "H11"),
    ]


def test_a_count_with_its_unit_is_a_count(read: Read) -> None:
    entered = at(read(fai_register.REPORT), "B32")
    assert (entered.series.indicator_id, entered.obs_value, entered.raw_text) == (
        "fai_projects_registered",
        Decimal(27),
        "27个",
    )


def test_a_register_has_every_row_with_its_key(read: Read) -> None:
    cells = read(fai_register.REPORT).register_cells
    planned = {cell.row_key: cell.value_number for cell in cells if cell.field == "planned_total"}
    assert len(planned) == 27
    assert planned["2303-371002-89-02-100137"] == Decimal("600000000")


def test_rank_and_growth_of_one_place_are_two_series(read: Read) -> None:
    reading = read(growth_feedback.REPORT)
    growth, rank = at(reading, "B6"), at(reading, "C6")
    assert (growth.series.measure, growth.obs_value, growth.series.ref_area) == (
        "VALUE",
        Decimal("12.4"),
        "371002002",
    )
    assert (rank.series.measure, rank.obs_value, rank.rank_of_n) == ("RANK", Decimal(2), 9)


def test_only_places_with_a_value_are_ranked(read: Read) -> None:
    assert at(read(growth_feedback.REPORT), "G7").rank_of_n == 6


def test_a_place_that_is_ranked_is_one_of_those_ranked_though_its_growth_is_not_given(read: Read) -> None:
    # Nine towns, of which two have a rank and a dash for their growth: whoever is ninth is ninth of nine.
    assert at(read(growth_feedback.REPORT, {"B12": "—", "B13": "—"}), "C6").rank_of_n == 9


def test_what_is_not_ranked_is_not_among_anybody(read: Read) -> None:
    reading = read(growth_feedback.REPORT)
    ranked, unranked = at(reading, "G7"), at(reading, "G6")
    assert (ranked.rank_of_n, ranked.rank_universe, ranked.rank_basis) == (6, "371002 镇街", "growth")
    assert (unranked.series.measure, unranked.obs_value) == ("RANK", None)
    assert (unranked.rank_of_n, unranked.rank_universe, unranked.rank_basis) == (None, "_Z", "_Z")


def test_a_dash_is_not_applicable_and_a_blank_is_not_stated(read: Read) -> None:
    reading = read(growth_feedback.REPORT)
    assert (at(reading, "F6").obs_status, at(reading, "F6").obs_reason) == ("M", "NOT_APPLICABLE")
    assert (at(reading, "G6").obs_status, at(reading, "G6").obs_reason) == ("O", "NOT_STATED")


def test_the_year_of_a_sheet_that_names_none_is_its_files(read: Read) -> None:
    turnover = at(read(trade.REPORT), "E6")
    assert (turnover.time_period, turnover.period_basis) == ("2023-12", "resolved")


def test_a_month_that_is_exempt_has_that_reason(read: Read) -> None:
    reading = read(fai_register.REPORT, month=Month(2023, 2))
    month = next(one for one in reading.observations if one.series.accumulation == "PERIOD")
    assert (month.obs_value, month.obs_reason) == (None, "JAN_EXEMPT")


def test_only_stated_cells_of_a_sample_are_real(read: Read) -> None:
    reading = read(fdi_detail.REPORT, stated=frozenset({"外资到账明细!H9"}))
    assert (at(reading, "H9").is_synthetic, at(reading, "H10").is_synthetic) == (False, True)


def test_a_renamed_header_stops_with_its_cell(read: Read) -> None:
    assert rules(read(trade.REPORT, {"C3": "绝对额"})) == [("UNKNOWN_LABEL", "C3")]


def test_a_new_row_label_stops_with_its_cell(read: Read) -> None:
    assert rules(read(trade.REPORT, {"A7": "汽车类零售额"})) == [("UNKNOWN_LABEL", "A7")]


def test_a_place_that_the_catalogue_does_not_know_stops(read: Read) -> None:
    assert rules(read(growth_feedback.REPORT, {"A5": "示例新区"})) == [("UNKNOWN_LABEL", "A5")]


def test_a_unit_that_the_form_does_not_know_stops(read: Read) -> None:
    assert rules(read(fdi_detail.REPORT, {"J2": "单位:万欧元"})) == [("UNKNOWN_UNIT", "J2")]


def test_another_unit_that_the_form_knows_is_converted(read: Read) -> None:
    total = at(read(fdi_detail.REPORT, {"J2": "单位:美元"}), "H9")
    assert total.obs_value == Decimal("1032")


def test_two_mistakes_are_found_in_one_pass(read: Read) -> None:
    reading = read(trade.REPORT, {"C3": "绝对额", "E5": "约四十亿"})
    assert rules(reading) == [("UNKNOWN_LABEL", "C3"), ("TEXT_IN_NUMBER", "E5")]


def test_title_and_file_that_contradict_hold_the_submission(read: Read) -> None:
    reading = read(fdi_detail.REPORT, file_name="外资到账明细2023年11月.xlsx")
    assert rules(reading) == [("PERIOD_CONTRADICTION", "A2")]
    assert reading.period is None


def test_a_month_that_is_not_due_is_said(read: Read) -> None:
    changed: dict[str, Value] = {"A2": "统计时点:2023年1月31日"}
    reading = read(fai_register.REPORT, changed, file_name="固定资产投资项目入库台账2023年1月.xlsx")
    assert ("PERIOD_NOT_DUE", "A1") in rules(reading)


def test_another_departments_form_is_said(read: Read, office: Office, forms: tuple[Form, ...]) -> None:
    report = fdi_detail.REPORT
    facts = SubmissionFacts(
        "0" * 16, f"{report.stem(DECEMBER_2023)}.xlsx", "statistics_station", SAVED, is_sample=True
    )
    data = workbook_bytes(report.sheet(DECEMBER_2023), "示例填表人", SAVED)
    assert rules(read_submission(data, facts, office, forms)) == [("WRONG_DEPARTMENT", "A1")]


def test_content_beside_the_table_is_said_not_dropped(read: Read) -> None:
    sheet = trade.REPORT.sheet(DECEMBER_2023)
    beside = replace(sheet, entries={**sheet.entries, "J6": sheet.entries["E6"]})
    hints = [one for one in read(trade.REPORT, sheet=beside).findings if one.severity == "hint"]
    assert [(one.rule, one.cell, one.found) for one in hints] == [("UNEXPECTED_CELL", "J6", "12915")]


def test_two_lines_that_state_different_units_stop(read: Read) -> None:
    sheet = fdi_detail.REPORT.sheet(DECEMBER_2023)
    two = replace(sheet, entries={**sheet.entries, "H2": replace(sheet.entries["J2"], value="单位:美元")})
    assert rules(read(fdi_detail.REPORT, sheet=two)) == [("UNKNOWN_UNIT", "J2")]


def test_rows_below_a_note_are_said_not_dropped(read: Read) -> None:
    found = rules(read(growth_feedback.REPORT, {"A9": "说明:以下为反馈数"}))
    assert found == [("UNKNOWN_LABEL", f"A{row}") for row in range(9, 14)]


def test_a_second_column_of_the_same_header_stops(read: Read) -> None:
    sheet = fai_register.REPORT.sheet(DECEMBER_2023)
    again = replace(sheet, entries={**sheet.entries, "N3": sheet.entries["L3"], "N5": sheet.entries["J5"]})
    assert rules(read(fai_register.REPORT, sheet=again)) == [("DUPLICATE_VALUE", "N3")]


def test_the_day_a_form_was_filled_in_is_not_its_period(read: Read) -> None:
    sheet = fdi_detail.REPORT.sheet(DECEMBER_2023)
    dated = replace(
        sheet, entries={**sheet.entries, "F2": replace(sheet.entries["J2"], value="填报日期:2024年1月6日")}
    )
    assert (read(fdi_detail.REPORT, sheet=dated).period, rules(read(fdi_detail.REPORT, sheet=dated))) == (
        "2023-12",
        [],
    )


def test_an_excerpt_does_not_say_among_how_many_a_place_is_ranked(read: Read) -> None:
    others: dict[str, Value] = {f"{column}{row}": None for row in (5, *range(7, 14)) for column in "ABCDEFG"}
    reading = read(growth_feedback.REPORT, others)
    assert (at(reading, "C6").obs_value, at(reading, "C6").rank_of_n) == (Decimal(2), None)


def test_what_is_no_workbook_is_a_finding(office: Office, forms: tuple[Form, ...]) -> None:
    facts = SubmissionFacts("0" * 16, "扫描件.xlsx", "econ_dev_office", SAVED)
    reading = read_submission(b"%PDF-1.7 ...", facts, office, forms)
    assert [one.rule for one in reading.findings] == ["NOT_A_WORKBOOK"]


def test_saving_again_without_a_change_gives_the_same_content(read: Read) -> None:
    first, second = read(trade.REPORT), read(trade.REPORT, file_name="限上批零住餐202312(最终版).xlsx")
    assert first.content_sha256 == second.content_sha256
    assert first.content_sha256 != read(trade.REPORT, {"C6": 1011}).content_sha256


def test_growth_by_nearly_eleven_times_is_kept_as_the_bounds_of_both_its_readings(read: Read) -> None:
    reading = read(fdi_detail.REPORT, {"H11": "增长近11倍"})
    growth = at(reading, "H11")
    assert (growth.obs_value, growth.reported_value) == (None, None)
    assert (growth.qualifier, growth.obs_status, growth.obs_reason) == ("nearly", "U", "MULTIPLE_UNRESOLVED")
    assert (growth.value_low, growth.low_inclusive) == (Decimal(950), True)
    assert (growth.value_high, growth.high_inclusive) == (Decimal(1100), False)
    assert (growth.bound_basis, growth.raw_text) == ("rounding", "增长近11倍")


def test_at_least_a_number_is_a_lower_bound_in_the_canonical_unit(read: Read) -> None:
    total = at(read(fdi_detail.REPORT, {"H9": "1032万美元以上"}), "H9")
    assert (total.obs_value, total.reported_value, total.obs_reason) == (None, Decimal(1032), "BOUNDS_ONLY")
    assert (total.qualifier, total.value_low, total.value_high) == ("ge", Decimal(10320000), None)
    assert total.bound_basis == "stated"


def test_about_a_number_keeps_it_with_its_qualifier_and_a_hint(read: Read) -> None:
    reading = read(fdi_detail.REPORT, {"H9": "约 1032"})
    total = at(reading, "H9")
    assert (total.obs_value, total.qualifier, total.value_low) == (Decimal(10320000), "approx", None)
    hints = [(one.cell, one.message_zh) for one in reading.findings if one.rule == "QUALIFIED_NUMBER"]
    assert hints == [("H9", "“约 1032”不是确数，已按 ≈1032 万美元 采用。")]


def test_a_text_that_is_refused_says_why_in_both_languages(read: Read) -> None:
    reading = read(fdi_detail.REPORT, {"H11": "下降-3.2%"})
    (why,) = [one for one in reading.findings if one.rule == "TEXT_IN_NUMBER"]
    assert why.cell == "H11"
    assert "方向矛盾" in why.message_zh
    assert "both directions" in why.message_en


def test_a_bound_in_a_row_of_a_register_is_refused_because_rows_are_added_up(read: Read) -> None:
    reading = read(fdi_detail.REPORT, {"G5": "260以上"})
    (why,) = [one for one in reading.findings if one.rule == "TEXT_IN_NUMBER"]
    assert (why.cell, why.found) == ("G5", "260以上")


def test_brackets_are_a_minus_only_in_a_form_that_says_so(
    read: Read, office: Office, forms: tuple[Form, ...]
) -> None:
    def growth(form_words: frozenset[str]) -> list[Observation]:
        marked = tuple(replace(form, negative_marks=form_words) for form in forms)
        drawn = retyped(fdi_detail.REPORT.sheet(DECEMBER_2023), {"H11": "(12.3)"})
        data = workbook_bytes(drawn, fdi_detail.REPORT.department.clerk, SAVED)
        file_name = f"{fdi_detail.REPORT.stem(DECEMBER_2023)}.xlsx"
        department = fdi_detail.REPORT.department.department_id
        facts = SubmissionFacts("0123456789abcdef", file_name, department, SAVED)
        reading = read_submission(data, facts, office, marked)
        return [one for one in reading.observations if one.cell == "H11"]

    assert growth(frozenset()) == []
    assert [one.obs_value for one in growth(frozenset({"("}))] == [Decimal("-12.3")]


def test_a_date_without_a_year_in_a_register_is_completed_with_a_hint(read: Read) -> None:
    reading = read(fdi_detail.REPORT, {"F5": "3月17日"})
    (cell,) = [one for one in reading.register_cells if one.cell == "F5"]
    assert cell.value_text == "2023-03-17"
    assert [one.cell for one in reading.findings if one.rule == "YEAR_COMPLETED"] == ["F5"]


@pytest.mark.parametrize(
    ("mark", "status", "reason"), [("无", "O", "NONE_STATED"), ("*", "O", "UNEXPLAINED_MARK")]
)
def test_a_mark_that_means_different_things_is_no_zero_and_worth_a_hint(
    read: Read, mark: str, status: str, reason: str
) -> None:
    reading = read(fdi_detail.REPORT, {"H11": mark})
    growth = at(reading, "H11")
    assert (growth.obs_value, growth.qualifier) == (None, "_Z")
    assert (growth.obs_status, growth.obs_reason) == (status, reason)
    assert [one.cell for one in reading.findings if one.rule == "MARK_READ"] == ["H11"]


def test_the_dash_of_the_yearbooks_needs_no_hint(read: Read) -> None:
    reading = read(fdi_detail.REPORT, {"H11": "—"})
    assert at(reading, "H11").obs_status == "M"
    assert [one.rule for one in reading.findings if one.cell == "H11"] == []
