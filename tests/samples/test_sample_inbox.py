"""What lies in the sample inbox: which workbooks, whose, when, and under which names."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import samples
from samples.folders import make

ReadTable = Callable[[str], list[dict[str, str]]]

REAL_FIRMS_AND_SITES = (
    "国家电网",
    "移动",
    "联通",
    "北洋",
    "嘉成",
    "海大",
    "桔子",
    "驿居",
    "孵化器",
    "老港区",
    "安全局",
    "振威",
    "创客大街",
    "医药医疗器械",
    "万福",
    "环发",
    "东润",
    "千里山海",
    "航卫",
)
REAL_PLACES = ("环翠楼", "竹岛", "孙家疃", "嵩山", "张村", "羊亭", "温泉镇", "桥头")
REAL_NAMES = re.compile("|".join((*REAL_FIRMS_AND_SITES, *REAL_PLACES)))


# Real names stand beside the report's own figures, in the sentences that state them, and nowhere else.
QUOTING_WORKBOOKS = ("行政工作统计月报2023年12月.xlsx", "年度工作计划指标表2024年.xlsx")
QUOTING_LISTS = ("admin_counts.csv", "annual_plan.csv")


def workbooks(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.xlsx")}


def test_there_is_one_workbook_for_each_form_and_month_that_is_due(destination: Path) -> None:
    due = {"经济发展办公室/重点产业项目推进表2024年.xlsx", "党政办公室/年度工作计划指标表2024年.xlsx"}
    for year in (2022, 2023):
        due.add(f"城市建设办公室/老旧小区改造台账{year}年.xlsx")
        for month in range(1, 13):
            for economic in ("外资到账明细", "内资到位资金台账", "实物工作量", "重点指标调度表"):
                due.add(f"经济发展办公室/{economic}{year}年{month}月.xlsx")
            for economic in ("楼宇盘活台账", "外出招商登记表"):
                due.add(f"经济发展办公室/{economic}{year}年{month}月.xlsx")
            due.add(f"统计站/限上批零住餐{year}{month:02}.xlsx")
            due.add(f"党政办公室/行政工作统计月报{year}年{month}月.xlsx")
        for month in range(2, 13):  # January is exempt for investment and services
            due.add(f"经济发展办公室/固定资产投资项目入库台账{year}年{month}月.xlsx")
            due.add(f"统计站/固投增速反馈{year}年1-{month}月.xlsx")
            due.add(f"统计站/规上服务业营业收入{year}年1-{month}月.xlsx")
    assert workbooks(destination / "inbox") == due
    assert len(due) == 262  # 8 forms × 24 months, 3 × 22, 2 years of estates, 2 plans


def test_making_them_again_gives_the_same_bytes(destination: Path, tmp_path: Path) -> None:
    make(tmp_path)
    first = {p.relative_to(destination): p.read_bytes() for p in destination.rglob("*") if p.is_file()}
    again = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert first == again


def test_every_workbook_has_one_receipt(destination: Path, read_table: ReadTable) -> None:
    for folder in ("inbox", "faulty/inbox"):
        paths = [receipt["path"] for receipt in read_table(f"{folder}/receipts.csv")]
        assert len(paths) == len(set(paths))
        assert set(paths) == workbooks(destination / folder)


def test_a_receipt_says_which_department_its_folder_belongs_to(read_table: ReadTable) -> None:
    departments = {
        (receipt["path"].partition("/")[0], receipt["department_id"], receipt["received_by"])
        for receipt in read_table("inbox/receipts.csv")
    }
    assert departments == {
        ("经济发展办公室", "econ_dev_office", "示例填表人甲"),
        ("统计站", "statistics_station", "示例填表人乙"),
        ("党政办公室", "general_office", "示例填表人丙"),
        ("城市建设办公室", "urban_construction_office", "示例填表人丁"),
    }


def test_december_2023_comes_in_during_january_office_mornings(read_table: ReadTable) -> None:
    received = {receipt["path"]: receipt["received_at"] for receipt in read_table("inbox/receipts.csv")}
    # 09:30, 09:50, 10:05 and 10:20 in Shanghai, which is eight hours ahead of UTC.
    assert received["经济发展办公室/固定资产投资项目入库台账2023年12月.xlsx"] == "2024-01-05T01:30:00Z"
    assert received["经济发展办公室/外资到账明细2023年12月.xlsx"] == "2024-01-06T01:50:00Z"
    assert received["统计站/限上批零住餐202312.xlsx"] == "2024-01-15T02:05:00Z"
    assert received["统计站/固投增速反馈2023年1-12月.xlsx"] == "2024-01-22T02:20:00Z"


def test_services_come_in_two_months_later_and_plans_in_the_january_of_their_year(
    read_table: ReadTable,
) -> None:
    received = {receipt["path"]: receipt["received_at"] for receipt in read_table("inbox/receipts.csv")}
    assert received["统计站/规上服务业营业收入2023年1-11月.xlsx"] == "2024-01-23T02:40:00Z"
    assert received["统计站/规上服务业营业收入2023年1-12月.xlsx"] == "2024-02-23T02:40:00Z"
    assert received["城市建设办公室/老旧小区改造台账2023年.xlsx"] == "2024-01-12T02:10:00Z"
    assert received["经济发展办公室/重点产业项目推进表2024年.xlsx"] == "2024-01-26T01:40:00Z"
    assert received["党政办公室/年度工作计划指标表2024年.xlsx"] == "2024-01-29T01:15:00Z"


def test_receipts_are_listed_in_the_order_in_which_they_came_in(read_table: ReadTable) -> None:
    for folder in ("inbox", "faulty/inbox"):
        instants = [
            datetime.strptime(receipt["received_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            for receipt in read_table(f"{folder}/receipts.csv")
        ]
        assert instants == sorted(instants)


def test_only_what_the_streets_own_report_states_is_listed_as_stated(read_table: ReadTable) -> None:
    receipts = read_table("inbox/receipts.csv")
    stated = {r["path"]: r["stated_cells"].split(" ") for r in receipts if r["stated_cells"]}
    for path, rows in (
        ("党政办公室/行政工作统计月报2023年12月.xlsx", [f"行政统计!E{row}" for row in range(4, 30)]),
        ("党政办公室/年度工作计划指标表2024年.xlsx", [f"计划指标!E{row}" for row in range(4, 27)]),
    ):
        assert stated.pop(path) == rows
    assert stated == {
        "经济发展办公室/固定资产投资项目入库台账2023年12月.xlsx": ["入库台账!B32"],
        "经济发展办公室/外资到账明细2023年12月.xlsx": [
            *("外资到账明细!G9", "外资到账明细!H9"),
            *("外资到账明细!G11", "外资到账明细!H11"),
        ],
        "统计站/限上批零住餐202312.xlsx": ["12月!F6", "12月!F7"],
        "经济发展办公室/内资到位资金台账2023年12月.xlsx": [
            *("到位资金台账!B15", "到位资金台账!H15", "到位资金台账!H16")
        ],
        "经济发展办公室/实物工作量2023年12月.xlsx": ["实物工作量!D7"],
        "经济发展办公室/重点指标调度表2023年12月.xlsx": [
            *(f"调度表!E{row}" for row in range(5, 11)),
            *("调度表!G5", "调度表!G6"),
        ],
        "经济发展办公室/楼宇盘活台账2023年12月.xlsx": ["盘活台账!B18", "盘活台账!G18", "盘活台账!G19"],
        "城市建设办公室/老旧小区改造台账2023年.xlsx": [
            f"改造台账!{cell}" for cell in ("C6", "D6", "G6", "C9", "D9", "E9", "F9", "G9")
        ],
        "经济发展办公室/重点产业项目推进表2024年.xlsx": ["推进表!B11", "推进表!E11"],
    }


def test_every_workbook_is_marked_as_a_sample_and_no_faulty_one_vouches_for_a_cell(
    read_table: ReadTable,
) -> None:
    faulty = read_table("faulty/inbox/receipts.csv")
    assert {receipt["sample"] for receipt in [*read_table("inbox/receipts.csv"), *faulty]} == {"yes"}
    assert {receipt["stated_cells"] for receipt in faulty} == {""}


def test_no_real_firm_site_or_neighbouring_street_is_named_in_any_workbook(destination: Path) -> None:
    named = []
    for path in sorted(destination.rglob("*.xlsx")):
        if any(path.name.startswith(quoting.removesuffix(".xlsx")) for quoting in QUOTING_WORKBOOKS):
            continue
        if is_zipfile(path):  # one faulty sample is cut short on purpose; its whole is among the others
            with ZipFile(path) as workbook:
                texts = [workbook.read(part).decode() for part in workbook.namelist()]
            named += [(path.name, name) for text in texts for name in REAL_NAMES.findall(text)]
    assert named == []


def test_no_real_name_stands_in_file_names_lists_or_the_package_itself(destination: Path) -> None:
    lists = [path.read_text(encoding="utf-8-sig") for path in destination.rglob("*.csv")]
    sources = [
        path.read_text(encoding="utf-8")
        for path in Path(samples.__file__).parent.rglob("*")
        if path.suffix in {".py", ".csv"} and path.name not in QUOTING_LISTS
    ]
    file_names = [path.name for path in destination.rglob("*")]
    assert [name for text in (*lists, *sources, *file_names) for name in REAL_NAMES.findall(text)] == []
