"""Each faulty sample is the good workbook with one defect, and says which finding it must yield."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ingest.finding.message import messages
from samples.drawing import without_stored_value

OpenSheet = Callable[[str], Worksheet]
ReadTable = Callable[[str], list[dict[str, str]]]

REGISTER = "经济发展办公室/固定资产投资项目入库台账2023年12月"
FEEDBACK = "统计站/固投增速反馈2023年1-12月"
FOREIGN_CAPITAL = "经济发展办公室/外资到账明细2023年12月"
TRADE = "统计站/限上批零住餐202312"

DIFFERING_CELLS = [
    (REGISTER, "_单位错位", "G21"),
    (REGISTER, "_年份不符", "I15"),
    (REGISTER, "_低于门槛", "G16 G32"),
    (REGISTER, "_本月大于累计", "K16 K32"),
    (REGISTER, "_数字栏有文字", "G9"),
    (FEEDBACK, "_百分数存成文本", "B6"),
    (FEEDBACK, "_百分数填成小数", "B6"),
    (FEEDBACK, "_位次不符", "C7"),
    (FOREIGN_CAPITAL, "_单位错位", "G8"),
    (FOREIGN_CAPITAL, "_币种混填", "G8"),
    (FOREIGN_CAPITAL, "_逐笔累计下降", "H7"),
    (FOREIGN_CAPITAL, "_公式出错", "H10"),
    (FOREIGN_CAPITAL, "_公式未计算", "H9"),
    ("经济发展办公室/外资到账明细2023年3月", "_零基数填增速", "G8 H8"),
    (FOREIGN_CAPITAL, "_单位未登记", "J2"),
    (FOREIGN_CAPITAL, "_合计不符", "G9 G11 H11 H9"),
    (FOREIGN_CAPITAL, "_上年同期不符", "G10 H10"),
    (TRADE, "_栏目改名", "C3"),
    (TRADE, "_多出指标", "A9 B9 C9 D9 E9 F9"),
]


def sheet_xml(path: Path) -> str:
    with ZipFile(path) as workbook:
        return workbook.read("xl/worksheets/sheet1.xml").decode()


def cell_xml(path: Path, address: str) -> str:
    found = re.search(rf'<c r="{address}"(?:[^>]*/>|.*?</c>)', sheet_xml(path))
    assert found, address
    return found[0]


@pytest.mark.parametrize(("stem", "defect", "cells"), DIFFERING_CELLS)
def test_a_planted_defect_changes_its_own_cells_and_no_others(
    stem: str, defect: str, cells: str, open_sheet: OpenSheet
) -> None:
    good, faulty = open_sheet(f"inbox/{stem}.xlsx"), open_sheet(f"faulty/inbox/{stem}{defect}.xlsx")
    rows, columns = max(good.max_row, faulty.max_row), max(good.max_column, faulty.max_column)
    differing = [
        faulty.cell(row, column).coordinate
        for row in range(1, rows + 1)
        for column in range(1, columns + 1)
        if good.cell(row, column).value != faulty.cell(row, column).value
    ]
    assert sorted(differing) == sorted(cells.split())


def test_the_repeated_project_has_the_same_code_another_spelling_and_is_in_the_total(
    open_sheet: OpenSheet,
) -> None:
    sheet = open_sheet(f"faulty/inbox/{REGISTER}_重复项目.xlsx")
    assert sheet["C32"].value == sheet["C9"].value == "2303-371002-89-01-100685"
    assert (sheet["B9"].value, sheet["B32"].value) == (
        "示例企业E有限公司总部经济项目",
        "示例企业E公司总部经济项目",
    )
    # 137837 + 12000, 98834 + 7440, 8883 + 669
    assert [sheet[f"{column}33"].value for column in "BGJK"] == ["28个", 149837, 106274, 9552]


def test_swapped_columns_put_the_year_where_the_month_belongs(open_sheet: OpenSheet) -> None:
    sheet = open_sheet(f"faulty/inbox/{TRADE}_本月累计对调.xlsx")
    assert [cell.value for cell in sheet[4]] == ["批发业销售额", "万元", 468300, 5.4, 41200, 7.1, 3]


def test_the_sample_with_a_line_missing_has_no_catering(open_sheet: OpenSheet) -> None:
    sheet = open_sheet(f"faulty/inbox/{TRADE}_缺少指标.xlsx")
    assert [sheet.cell(row, 1).value for row in range(4, 9)] == [
        *("批发业销售额", "零售业销售额", "住宿业营业额", "#网上零售额"),
        None,
    ]


def test_the_sample_without_a_period_has_none_in_file_or_sheet_name(open_sheet: OpenSheet) -> None:
    assert open_sheet("faulty/inbox/统计站/限上批零住餐_缺期别.xlsx").title == "Sheet1"


def test_the_sample_with_two_periods_says_november_outside_and_december_inside(open_sheet: OpenSheet) -> None:
    assert open_sheet("faulty/inbox/统计站/限上批零住餐202311_期别矛盾.xlsx")["E2"].value == "1-12月累计"


def test_the_fraction_is_a_general_number(open_sheet: OpenSheet) -> None:
    cell = open_sheet(f"faulty/inbox/{FEEDBACK}_百分数填成小数.xlsx")["B6"]
    assert (cell.value, cell.number_format) == (0.124, "General")


def test_the_broken_reference_is_stored_as_an_error(destination: Path) -> None:
    cell = cell_xml(destination / f"faulty/inbox/{FOREIGN_CAPITAL}_公式出错.xlsx", "H10")
    assert re.fullmatch(r'<c r="H10" s="\d+" t="e"><f>#REF!</f><v>#REF!</v></c>', cell)


def test_the_uncalculated_formula_has_no_stored_value(destination: Path) -> None:
    faulty = destination / f"faulty/inbox/{FOREIGN_CAPITAL}_公式未计算.xlsx"
    assert re.fullmatch(r'<c r="H9" s="\d+"><f>H8</f></c>', cell_xml(faulty, "H9"))
    assert cell_xml(faulty, "G9").endswith("<f>SUM(G5:G8)</f><v>1032</v></c>")


def test_taking_the_stored_value_of_a_cell_without_formula_is_refused(destination: Path) -> None:
    workbook = (destination / f"inbox/{FOREIGN_CAPITAL}.xlsx").read_bytes()
    with pytest.raises(ValueError, match="H8 holds no formula"):
        without_stored_value(workbook, "H8")


def test_good_workbooks_store_their_totals_and_growth_beside_formulas(destination: Path) -> None:
    register, capital = destination / f"inbox/{REGISTER}.xlsx", destination / f"inbox/{FOREIGN_CAPITAL}.xlsx"
    assert cell_xml(register, "G32").endswith("<f>SUM(G5:G31)</f><v>137837</v></c>")
    assert cell_xml(capital, "H11").endswith("<f>ROUND(H9/H10*100-100,2)</f><v>63.55</v></c>")
    assert ' t="' not in cell_xml(capital, "H11")  # a number, not the text of one


def test_the_damaged_file_cannot_be_opened(destination: Path) -> None:
    with pytest.raises(BadZipFile):
        ZipFile(destination / f"faulty/inbox/{REGISTER}_文件损坏.xlsx")


def test_every_faulty_sample_expects_one_finding(destination: Path, read_table: ReadTable) -> None:
    paths = [row["path"] for row in read_table("faulty/expected.csv")]
    files = {
        path.relative_to(destination / "faulty" / "inbox").as_posix()
        for path in destination.glob("faulty/inbox/*/*.xlsx")
    }
    assert len(paths) == len(set(paths)) == 64
    assert set(paths) == files


def test_expected_sheets_exist_and_expected_cells_are_filled(
    read_table: ReadTable, open_sheet: OpenSheet
) -> None:
    for row in read_table("faulty/expected.csv"):
        if row["rule"] == "DAMAGED_FILE":
            assert (row["sheet"], row["cell"]) == ("", "")
            continue
        sheet = open_sheet(f"faulty/inbox/{row['path']}")
        assert sheet.title == row["sheet"]
        if row["rule"] != "UNCALCULATED_FORMULA":
            # A year that is not merged over its rows leaves them blank: that is the defect.
            blank = row["path"].endswith("_年度未合并.xlsx")
            assert (sheet[row["cell"]].value is None) == blank, row["path"]


def test_expected_severity_and_scope_are_what_the_rules_say(read_table: ReadTable) -> None:
    stated = {code: (rule.severity, rule.scope) for code, rule in messages().items()}
    differing = [
        (row["rule"], row["severity"], row["scope"])
        for row in read_table("faulty/expected.csv")
        if stated.get(row["rule"]) != (row["severity"], row["scope"])
    ]
    assert differing == []


def test_a_faulty_workbook_comes_in_a_day_after_the_good_one(read_table: ReadTable) -> None:
    received = {row["path"]: row["received_at"] for row in read_table("faulty/inbox/receipts.csv")}
    assert received[f"{FOREIGN_CAPITAL}_合计不符.xlsx"] == "2024-01-07T02:07:00Z"
    assert received["经济发展办公室/外资到账明细2023年3月_零基数填增速.xlsx"] == "2023-04-07T02:05:00Z"
