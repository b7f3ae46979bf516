"""Draft forms: a workbook that no form knows gives one; unedited it reads the sheet, confirmed it fills a slot."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
import yaml

from ingest.finding.problem import Place
from ingest.form.file import load_form
from ingest.form.form import Form
from ingest.form.proposal import as_yaml, draft_of, sheets_with_tables
from ingest.office.load import load_office
from ingest.office.return_days import Due
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import find_form_table, labels_near_top, read_submission, recognises
from ingest.reading.tables.extracted import form_values
from ingest.workbook.cells.cell import Workbook
from ingest.workbook.read import read_workbook
from warehouse.settings import CHECKOUT

OFFICE = load_office(CHECKOUT / "offices" / "jingyuan")
REAL_SHEETS = CHECKOUT.parent / "shared" / "real_sheets"
# Workbook, sheet, and cells with the labels that a person read there: row path, column path.
REAL = [
    ("zh/snj_住户调查_2016Q1.xls", "Sheet1", "F15", ("一、生活消费支出", "（六）教育文化娱乐"), ("农村住户(R)",)),
    ("zh/shanghai_年鉴2012_C1403_建筑业主要指标.xls", "Sheet1", "E7", ("总 计", "浦东新区"), ("房 屋", "施工面积")),
    ("zh/nbs_外商投资总额_分省_2010-2014.xls", "分省年度数据", "C19", ("山东省",), ("2013年",)),
    ("zh/hubei_批零住餐四大行业累计_2015Q1-Q3.xlsx", "1季度总量", "B6", ("武汉",), ("销售额（营业额）", "批发", "1－本季")),
    ("zh/jieyang_人口主要指标_2008-2022_单位列.xlsx", "2018", "G5", ("一、年末常住人口",), ("空 港", "经济区")),
    ("zh/choice_固定资产投资_三表并排.xlsx", "FixedAsset", "L11", ("2000-02-29",), ("固定资产投资完成额:累计值",)),
    ("other/us_bea_fixed_asset_T5.1.xls", "Sheet0", "C7", ("Residential fixed assets",), ("2007",)),
    (
        "other/au_abs_marriage_survey.xlsx",
        "Table 2",
        "B9",
        ("New South Wales Divisions", "Banks"),
        ("Response clear", "Yes", "no."),
    ),
]  # fmt: skip


def draft(workbook: Workbook, sheet: str, folder: Path) -> Form:
    """The draft of a sheet, written to a file and read again as any form."""
    found = sheets_with_tables(workbook)
    wanted = next(each for each in workbook.sheets if each.name == sheet)
    target = folder / "draft.yml"
    target.write_text(as_yaml(draft_of(wanted, found, "x.xlsx"), "x.xlsx", sheet, 1), encoding="utf-8")
    return load_form(target)


@pytest.mark.parametrize(
    ("name", "sheet", "cell", "row_path", "col_path"),
    [case for case in REAL if (REAL_SHEETS / case[0]).exists()],
)
def test_an_unedited_draft_reads_the_sheet_that_it_was_drafted_from(
    tmp_path, name, sheet, cell, row_path, col_path
):
    workbook = read_workbook(REAL_SHEETS / name)
    form = draft(workbook, sheet, tmp_path)
    page = next(each for each in workbook.sheets if each.name == sheet)
    assert recognises(form, page, labels_near_top(page))
    table = find_form_table(form, page, OFFICE, Place(name))
    read = {one.cell: one for one in form_values(table)}
    found = {one.cell: one for one in sheets_with_tables(workbook)[sheet]}
    right = sum(
        (one.row_path, one.col_path) == (found[at].row_header_path, found[at].col_header_path)
        for at, one in read.items()
    )
    assert right >= 0.99 * len(found)
    assert table.findings == ()
    assert (read[cell].row_path, read[cell].col_path) == (row_path, col_path)


def handed_in_workbook(rows: dict[str, list[float | str]], month: int = 12) -> bytes:
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True})
    page = book.add_worksheet("服务窗口")
    page.write("A1", f"2023年{month}月政务服务窗口办件情况")
    page.write("C2", "单位：万美元")
    page.write_row("A3", ["事项", "到账外资", "同比增长(%)"])
    for number, (label, values) in enumerate(rows.items()):
        page.write_row(3 + number, 0, [label, *values])
    book.close()
    return saved.getvalue()


FIGURES = {"合计": [1032, 63.55], "其中：制造业": [420, 12.5]}


def test_a_draft_states_the_units_that_the_sheet_states(tmp_path):
    form = draft(read_workbook(handed_in_workbook(FIGURES)), "服务窗口", tmp_path)
    assert [(column.path, column.value) for column in form.columns] == [
        (("到账外资",), {"unit": "万美元"}),
        (("同比增长(%)",), {"unit": "%"}),
    ]


def test_a_draft_is_told_by_its_title_without_the_period(tmp_path):
    form = draft(read_workbook(handed_in_workbook(FIGURES)), "服务窗口", tmp_path)
    next_month = read_workbook(handed_in_workbook(FIGURES, month=11))
    assert form.title == "政务服务窗口办件情况"
    assert recognises(form, next_month.sheets[0], labels_near_top(next_month.sheets[0]))


def confirmed(folder: Path) -> Form:
    """What a person makes of the draft: an indicator for each column, breakdowns for the rows."""
    draft(read_workbook(handed_in_workbook(FIGURES)), "服务窗口", folder)
    stated = yaml.safe_load((folder / "draft.yml").read_text(encoding="utf-8"))
    stated["form_id"] = "T09"
    stated["defaults"] = {"indicator_id": "fdi_actual_utilized", "accumulation": "YTD"}
    stated["columns"][1]["value"]["time_transform"] = "G1Y"
    stated["rows"][1]["value"] = {"breakdown": "private"}
    (folder / "T09.yml").write_text(yaml.safe_dump(stated, allow_unicode=True), encoding="utf-8")
    return load_form(folder / "T09.yml")


def read(form: Form, data: bytes):
    due = Due(
        form_id="T09",
        department_id="economic_development",
        freq="M",
        months=tuple(range(1, 13)),
        due_day=10,
        due_months_after=1,
        valid_from="2023-01",
    )
    office = replace(OFFICE, calendar={"T09": due}, departments={"economic_development": "经济发展办公室"})
    at = datetime(2024, 1, 22, 1, 0, tzinfo=UTC)
    return read_submission(
        data, SubmissionFacts("0" * 16, "窗口.xlsx", "economic_development", at), office, (form,)
    )


def test_a_confirmed_draft_yields_observations(tmp_path):
    reading = read(confirmed(tmp_path), handed_in_workbook(FIGURES))
    said = {
        one.cell: (one.obs_value, one.series.unit_measure, one.series.breakdown)
        for one in reading.observations
    }
    assert said == {
        "B4": (Decimal(10_320_000), "USD", "_T"),
        "C4": (Decimal("63.55"), "PERCENT", "_T"),
        "B5": (Decimal(4_200_000), "USD", "private"),
        "C5": (Decimal("12.5"), "PERCENT", "private"),
    }
    assert {one.time_period for one in reading.observations} == {"2023-12"}
    assert [one.rule for one in reading.findings if one.severity in ("hold", "block")] == []


def test_the_observations_of_an_extracted_form_have_the_whole_path_of_their_row(tmp_path):
    reading = read(confirmed(tmp_path), handed_in_workbook(FIGURES))
    assert {one.cell: one.row_path for one in reading.observations}["B5"] == ("合计", "其中：制造业")


def test_a_row_that_a_confirmed_draft_does_not_know_stops_with_its_label(tmp_path):
    reading = read(confirmed(tmp_path), handed_in_workbook({**FIGURES, "服务业": [612, 3.0]}))
    unknown = [(one.rule, one.cell, one.severity) for one in reading.findings if one.rule == "UNKNOWN_LABEL"]
    assert unknown == [("UNKNOWN_LABEL", "A6", "hold")]
