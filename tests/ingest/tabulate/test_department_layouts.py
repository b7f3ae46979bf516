"""The departments' own tables without a form: what a person reads in them, cell by cell."""

from __future__ import annotations

import pytest

from ingest.tabulate import Labelled, tabulate
from ingest.workbook.read import read_workbook
from tests.ingest.tabulate.layouts import LAYOUTS, written_layout

# layout, cell, value, row path, column path, unit
READ = [
    ("L01_fai_register", "G5", "60000", ("国家电网威海供电配网项目", "技改", "国有控股"), ("计划总投资",), "万元"),
    ("L01_fai_register", "K6", "198", ("移动5G无线网工程", "新建", "国有控股"), ("投资完成情况", "其中:本月"), "万元"),
    ("L01_fai_register", "J32", "98834", ("合计", "27个"), ("投资完成情况", "自年初累计"), "万元"),
    ("L02_fai_growth_feedback", "B6", "12.4", ("鲸园街道",), ("固定资产投资增速", "增速"), "%"),
    ("L02_fai_growth_feedback", "F6", "-", ("鲸园街道",), ("其中:工业技改投资增速", "增速"), "%"),
    ("L02_fai_growth_feedback", "G9", "2", ("嵩山街道",), ("其中:工业技改投资增速", "位次"), None),
    ("L03_fdi_detail", "H8", "1032", ("鲸园孵化器(增资)", "香港", "港澳台投资"), ("到账金额", "本年累计"), "万美元"),
    ("L03_fdi_detail", "H9", "1032", ("合计",), ("到账金额", "本年累计"), "万美元"),
    ("L03_fdi_detail", "G10", "631", ("上年同期",), ("到账金额", "本笔"), "万美元"),
    ("L03_fdi_detail", "H11", "63.55", ("同比增长(%)",), ("到账金额", "本年累计"), "%"),
    ("L04_domestic_capital", "H13", "57200", ("小计(固投类)",), ("到位资金", "本年累计"), "万元"),
    ("L04_domestic_capital", "I15", "6152", ("合计", "8个"), ("到位资金", "其中:12月"), "万元"),
    ("L05_physical_work", "E5", "120", ("桔子酒店", "住宿业(H61)", "区商务局"), ("实物工作量", "本月"), "万元"),
    ("L05_physical_work", "D7", "1537", ("合 计",), ("实物工作量", "累计"), "万元"),
    ("L06_target_tracking", "E5", "1032", ("实际到账外资",), ("累计完成", "本年"), "万美元"),
    ("L06_target_tracking", "G9", "35.38", ("盘活楼宇面积",), ("累计完成", "同比(%)"), "%"),
    ("L06_target_tracking", "J6", "7.22", ("内资到位资金",), ("超欠进度(百分点)",), "百分点"),
    ("L07_services_pull", "B5", "514000", ("环翠区", "其中:鲸园街道"), ("2023年1-11月",), "万元"),
    ("L07_services_pull", "E6", "3.33", ("环翠区", "其他镇街"), ("增速",), "%"),
    ("L07_services_pull", "F4", "10.56", ("环翠区",), ("拉动全区(百分点)",), "百分点"),
    ("L08_trade_accommodation", "E7", "5952", ("餐饮业营业额",), ("1-12月累计", "绝对量"), "万元"),
    ("L08_trade_accommodation", "F4", "5.4", ("批发业销售额",), ("1-12月累计", "同比±%"), "%"),
    ("L08_trade_accommodation", "G7", "1", ("餐饮业营业额",), ("位次",), None),
    ("L09_buildings", "G6", "1800", ("环发大厦", "专业化楼宇"), ("盘活面积(㎡)",), "㎡"),
    ("L09_buildings", "D18", "78360", ("合计", "15个项目"), ("总建筑面积(㎡)",), "㎡"),
    ("L10_old_communities", "F4", "2.2", ("2023", "朝阳南区"), ("建筑面积(万㎡)",), "万㎡"),
    ("L10_old_communities", "G9", "2780", ("2024小计", "2个"), ("总投资(万元)",), "万元"),
    ("L12_key_projects_2024", "E7", "0.62", ("移动5G基站建设", "移动"), ("2024年计划投资",), "亿元"),
    ("L12_key_projects_2024", "D11", "14.84", ("合计", "7个"), ("计划总投资",), "亿元"),
]  # fmt: skip


def read(name: str) -> dict[str, Labelled]:
    return {one.cell: one for one in tabulate(read_workbook(written_layout(name)))}


@pytest.mark.parametrize(
    ("name", "cell", "value", "row", "column", "unit"),
    [fact for fact in READ if fact[0] in LAYOUTS],
    ids=[f"{fact[0]}-{fact[1]}" for fact in READ if fact[0] in LAYOUTS],
)
def test_a_value_has_the_labels_and_the_unit_that_a_person_reads(
    name: str, cell: str, value: str, row: tuple[str, ...], column: tuple[str, ...], unit: str | None
) -> None:
    one = read(name)[cell]
    assert str(one.value) == value
    assert (one.row_header_path, one.col_header_path, one.unit) == (row, column, unit)


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name == "L11_visits_log"])
def test_a_register_of_dates_and_words_has_no_numbers(name: str) -> None:
    assert read(name) == {}
