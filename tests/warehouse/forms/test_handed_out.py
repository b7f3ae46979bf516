"""The next form of a department: what is filled in, what never is, and that it is read as what was typed into it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ingest.finding.message import Severity
from ingest.finding.refusal import Refusal
from samples.folders import REPORTS
from samples.report import Report
from tests.conftest import Night
from tests.warehouse.forms.clerk import filled_in
from tests.warehouse.forms.conftest import Known
from warehouse.answers.preview import judged_alone
from warehouse.forms.asked import AskedTable
from warehouse.forms.changes import Kind, changes_in_year
from warehouse.forms.drawing import CHANGES_SHEET, drawn
from warehouse.forms.handed_out import HandedOut, hand_out
from warehouse.forms.held import Earlier, FieldValue, Held, Register, RegisterRow
from warehouse.forms.outline import outline_of
from warehouse.forms.prefilled import prefill

ECONOMY = "econ_dev_office"
STATISTICS = "statistics_station"
PERIODS = {
    **dict.fromkeys(
        ("L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "ADM"), "2023-12"
    ),
    **dict.fromkeys(("L12", "PLAN"), "2024-12"),
}


def page_of(made: HandedOut) -> Any:
    return load_workbook(BytesIO(made.data)).worksheets[0]


def said_by(made: HandedOut) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page_of(made).iter_rows()]


def row_of(made: HandedOut, label: str, column: int = 0) -> list[Any]:
    return next(row for row in said_by(made) if row[column] == label)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.sheet.__module__.rpartition(".")[2])
def test_a_form_that_a_clerk_fills_in_is_read_as_the_sample_without_a_finding_above_a_hint(
    report: Report, sample: Known, held: Held, first_night: Night, sample_folder: Path
) -> None:
    month = report.months()[-1]
    file = next((sample_folder / "inbox").rglob(f"{report.stem(month)}.xlsx"))
    department = report.department.department_id
    said = sample.read(file.read_bytes(), file.name, department)
    assert said.form_id
    assert said.period
    blank = sample.blank(said.form_id, said.period, held)

    typed = filled_in(blank.data, file.read_bytes(), said, sample.forms, sample.office, blank.file_name)
    read = sample.read(typed.data, blank.file_name, department)

    # What is listed and locked is what the sample has there too: the clerk had nothing to change in it.
    assert typed.overwritten == ()
    values = {(one.series, one.time_period): (one.obs_value, one.qualifier) for one in read.observations}
    expected = {(one.series, one.time_period): (one.obs_value, one.qualifier) for one in said.observations}
    if said.form_id == "L06":
        # The samples' table never quotes last year's physical work, 640; the form has it, because L05 published it.
        (quoted,) = [key for key in values if values[key] != expected[key]]
        assert quoted[0].indicator_id == "domestic_capital_physical_work"
        expected[quoted] = values[quoted]
    assert values == expected
    rows = [(one.row_key, one.field, one.value_number, one.value_date) for one in read.register_cells]
    assert sorted(rows, key=str) == sorted(
        ((one.row_key, one.field, one.value_number, one.value_date) for one in said.register_cells), key=str
    )
    findings = judged_alone(first_night[0], read, sample.office, sample.forms)
    assert [one for one in findings if one.severity != Severity.HINT] == []


@pytest.mark.parametrize("form_id", PERIODS)
def test_nothing_stands_in_a_cell_that_the_department_fills_in(
    form_id: str, sample: Known, held: Held
) -> None:
    made = sample.blank(form_id, PERIODS[form_id], held)
    open_cells = [cell for row in page_of(made).iter_rows() for cell in row if not cell.protection.locked]
    signed = {text.split(":")[0] for text in made.form.drawn.signed}
    typed = [
        cell.value
        for cell in open_cells
        if cell.value and str(cell.value).split(":")[0].replace("鲸园街道", "{area}") not in signed
    ]
    assert len(open_cells) > 10
    assert typed == []


def test_the_tracking_table_has_last_years_published_figures_and_no_target(sample: Known, held: Held) -> None:
    made = sample.blank("L06", "2023-12", held)
    # 序号, 指标, 单位, 年度目标, 本年, 上年同期, 同比, 完成率, 序时进度, 超欠, 位次, 责任科室
    assert [row[1:] for row in said_by(made)[4:10]] == [
        ["实际到账外资", "万美元", None, None, 631, None, None, 100, None, None, None],
        ["内资到位资金", "亿元", None, None, 0.815, None, None, 100, None, None, None],
        ["固投入库项目", "个", None, None, 22, None, None, 100, None, None, None],
        ["内资实物工作量", "万元", None, None, 640, None, None, 100, None, None, None],
        ["盘活楼宇面积", "万平方米", None, None, 2.6, None, None, 100, None, None, None],
        ["主动外出招商", "次", None, None, 28, None, None, 100, None, None, None],
    ]
    assert page_of(made)["F5"].number_format == 'General"(示例)"'
    note = page_of(made)["F5"].comment.text
    assert note.splitlines()[:3] == [
        "2022年12月公布数(示例)",
        "外资到账明细2022年12月.xlsx",
        "外资到账明细!H8",
    ]


def test_the_register_lists_the_tranches_of_the_year_and_leaves_the_sums_open(
    sample: Known, held: Held
) -> None:
    made = sample.blank("L03", "2023-12", held)
    assert said_by(made)[4:8] == [
        [1, "示例企业A(增资)", "香港", "港澳台投资", 1100, "2023-03-17", 260, 260, "是", "首笔"],
        [2, "示例企业A(增资)", "香港", "港澳台投资", None, "2023-06-20", 312, 572, "是", None],
        [3, "示例企业A(增资)", "香港", "港澳台投资", None, "2023-09-26", 220, 792, "是", None],
        [None] * 10,
    ]
    assert row_of(made, "合计")[6:8] == [None, None]
    assert row_of(made, "上年同期")[6:8] == [631, 631]
    assert row_of(made, "同比增长(%)")[6:8] == [None, None]


def test_projects_are_listed_with_what_never_changes_and_without_last_months_figures(
    sample: Known, held: Held
) -> None:
    made = sample.blank("L01", "2023-12", held)
    first = said_by(made)[4]
    assert first == [
        1, "示例企业A供配电网项目", "2303-371002-89-02-100137", "4420", "技改", "国有控股", 60000, "2023-02", "2023-03",
        None, None, None,
    ]  # fmt: skip
    assert made.listed == 27


def test_a_register_begins_anew_in_january(sample: Known, held: Held) -> None:
    made = sample.blank("L03", "2024-01", held)
    assert made.listed == 0
    assert row_of(made, "上年同期")[6:8] == [0, 0]


def test_what_was_planned_for_the_year_is_listed_in_its_return(sample: Known, held: Held) -> None:
    made = sample.blank("L10", "2023-12", held)
    assert [row[:4] for row in said_by(made)[2:6]] == [
        ["2023", 1, "示例小区A", None],
        ["2023", 2, "示例小区B", None],
        ["2023", 3, "示例小区C", None],
        [None, None, None, None],
    ]
    assert [row[0] for row in said_by(made) if str(row[0]).endswith("小计")] == ["2023小计", "2024小计"]


def test_a_comparable_base_is_left_to_the_department(sample: Known, held: Held) -> None:
    made = sample.blank("L07", "2023-12", held)
    assert [row[2] for row in said_by(made)[3:6]] == [None, None, None]
    assert made.not_filled == ("没有预填：可比口径的2022年12月数由你部门填，可与当时公布的数不同。",)


def test_a_base_that_another_department_published_stays_blank(sample: Known, held: Held) -> None:
    due = replace(sample.office.calendar["L06"], department_id=STATISTICS)
    office = replace(sample.office, calendar={**sample.office.calendar, "L06": due})
    made = hand_out(sample.forms, "L06", "2023-12", STATISTICS, office, held)
    assert [row[5] for row in said_by(made)[4:10]] == [None] * 6
    assert made.not_filled == ("没有预填：2022年12月的数由经济发展办公室报送，不是你部门公布的。",)


def test_an_office_that_has_published_nothing_gets_its_forms_with_the_reason(sample: Known) -> None:
    made = sample.blank("L03", "2024-01", Held.nothing())
    assert row_of(made, "上年同期")[6:8] == [None, None]
    assert made.not_filled == ("没有预填：还没有发布过任何数。",)


def test_it_is_protected_without_a_password_and_rows_may_be_put_in(sample: Known, held: Held) -> None:
    protection = page_of(sample.blank("L03", "2023-12", held)).protection
    assert protection.sheet
    assert not protection.password
    assert not protection.insertRows
    assert not protection.deleteRows


def test_closed_lists_can_be_chosen_from(sample: Known, held: Held) -> None:
    page = page_of(sample.blank("L04", "2023-12", held))
    lists = {rule.formula1 for rule in page.data_validations.dataValidation}
    assert lists == {'"固投类,非固投类"'}
    visits = page_of(sample.blank("L11", "2023-12", held))
    assert {rule.formula1 for rule in visits.data_validations.dataValidation} == {'"是,否"'}


def listed(sample: Known, form_id: str, unit: str, **fields: FieldValue) -> Any:
    """The sheet of a form whose last return had one row, with another line of units."""
    form = replace(next(each for each in sample.forms if each.form_id == form_id), unit_line=(unit,))
    earlier = Earlier(Register("2023-11", "上期.xlsx", False, (RegisterRow(5, fields),)))
    outline = outline_of(form, sample.office, "2023-12", earlier)
    nothing = AskedTable(None, "2023-12", {})  # type: ignore[arg-type]
    prefill(outline, nothing, "2023-12", sample.office, Held.nothing(), earlier, ECONOMY)
    return load_workbook(BytesIO(drawn(outline))).worksheets[0]


def test_a_name_that_begins_like_a_formula_stays_a_text(sample: Known) -> None:
    page = listed(sample, "L05", "万元", project_name=FieldValue("=1+1"), industry=FieldValue("@SUM(A1)"))
    assert (page["A5"].value, page["A5"].data_type) == ("=1+1", "s")
    assert (page["B5"].value, page["B5"].data_type) == ("@SUM(A1)", "s")


@pytest.mark.parametrize(
    ("unit", "typed"), [("万元", 60000), ("万元、%", 60000), ("亿元", 6), ("万美元", None)]
)
def test_an_amount_is_listed_in_the_unit_of_the_form_or_not_at_all(
    unit: str, typed: int | None, sample: Known
) -> None:
    plan = FieldValue("600000000", Decimal(600_000_000), unit_measure="CNY")
    page = listed(sample, "L01", unit, project_name=FieldValue("示例"), planned_total=plan)
    assert page["G5"].value == typed
    assert page["G5"].protection.locked is (typed is not None)


def test_the_same_form_gives_the_same_bytes(sample: Known, held: Held) -> None:
    assert sample.blank("L06", "2023-12", held).data == sample.blank("L06", "2023-12", held).data


def test_what_a_new_version_asks_differently_is_told_on_a_sheet_that_is_not_read(
    sample: Known, held: Held
) -> None:
    old = next(form for form in sample.forms if form.form_id == "L08")
    renamed = [
        replace(column, label=("名次",)) if column.label == ("位次",) else column for column in old.columns
    ]
    rows = [row for row in old.rows if row.label != ("#网上零售额",)]
    new = replace(old, valid_from="2024-01", columns=tuple(renamed), rows=tuple(rows))
    forms = (*sample.forms, new)

    changes = changes_in_year(forms, "L08", "2024-03")
    assert [(one.part, one.kind, one.before, one.after) for one in changes] == [
        ("栏目", Kind.RENAMED, "位次", "名次"),
        ("行", Kind.GONE, "#网上零售额", ""),
    ]
    made = hand_out(forms, "L08", "2024-03", STATISTICS, sample.office, held)
    page = load_workbook(BytesIO(made.data))[CHANGES_SHEET]
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=3)] == [
        ["2024-01", "栏目", "改名", "位次", "名次"],
        ["2024-01", "行", "取消", "#网上零售额", None],
    ]
    assert changes_in_year(forms, "L08", "2025-01") == ()
    read = replace(sample, forms=forms).read(made.data, made.file_name, STATISTICS)
    assert {one.rule for one in read.findings} == {"SHEET_NOT_READ"}


@pytest.mark.parametrize(
    ("form_id", "period", "department", "code"),
    [
        ("L03", "2024-01", STATISTICS, "FORM_OF_OTHERS"),
        ("L01", "2024-01", ECONOMY, "FORM_NOT_DUE"),
        ("L12", "2023-12", ECONOMY, "FORM_NOT_YET"),
    ],
)
def test_what_is_nobodys_to_fill_in_is_refused(
    form_id: str, period: str, department: str, code: str, sample: Known
) -> None:
    with pytest.raises(Refusal) as refused:
        hand_out(sample.forms, form_id, period, department, sample.office, Held.nothing())
    assert refused.value.code == code
