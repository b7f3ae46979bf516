"""A layout that a form knows, filled from what is held: the tracking table that the office types from five forms."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from ingest.finding.refusal import Refusal
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from tests.conftest import Night
from tests.warehouse.forms.conftest import Known
from warehouse.exchange.public import open_public
from warehouse.family.pages import pages_of
from warehouse.forms.entry import State
from warehouse.forms.held import Held
from warehouse.forms.template import FilledTemplate, Template, fill_template
from warehouse.home import DATABASE, Home
from warehouse.office_models import models_of
from warehouse.store.connection import opened

TRACKING = "重点指标调度表2023年12月.xlsx"


def sheet_of(data: bytes) -> Any:
    return load_workbook(BytesIO(data), data_only=True).worksheets[0]


def values(data: bytes) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in sheet_of(data).iter_rows() for cell in row}


def differences(before: bytes, after: bytes) -> dict[str, tuple[Any, Any]]:
    """The cells that differ. What Excel kept as 0.8149999999999999 is 0.815."""
    old, new = values(before), values(after)
    return {cell: (old[cell], new[cell]) for cell in old if plain(old[cell]) != plain(new[cell])}


def plain(value: Any) -> Any:
    return round(float(value), 9) if isinstance(value, int | float) else value


@pytest.fixture(scope="module")
def inbox(sample_folder: Path) -> Path:
    return sample_folder / "inbox"


def put_into(
    data: bytes, name: str, known: Known, held: Held, public: Held | None = None, period: str = "2023-12"
) -> FilledTemplate:
    template = Template(name, data, read_workbook(data, Limits()))
    return fill_template(template, period, known.forms, known.office, held, public, Limits())


def filled(
    inbox: Path, name: str, known: Known, held: Held, public: Held | None = None
) -> tuple[bytes, FilledTemplate]:
    data = next(inbox.rglob(name)).read_bytes()
    return data, put_into(data, name, known, held, public)


@pytest.fixture(scope="module")
def public(first_night: Night, sample: Known) -> Iterator[Held]:
    settings = first_night[0]
    file = Home(settings.home).current.resolve() / DATABASE
    models, pages = models_of(settings.office), pages_of(settings.office)
    with open_public(file, sample.office, pages, models, date(2026, 1, 5)) as published:
        yield Held.of(published.connection, is_public=True)


# What the clerk of the samples typed and what is held differ in three cells:
# G6 the report's own words stand there, the two levels give 965,000,000 / 81,500,000 = 1,184.05 %;
# F8 the clerk left last year's physical work blank, though form L05 had 640 in its return of December 2022;
# G8 so its growth is 1,537 / 640 = 240.16 %.
TYPED = {"G6": ("增长近11倍", 1084.05), "F8": (None, 640), "G8": (None, 140.16)}


def test_the_tracking_table_comes_out_as_the_office_types_it(inbox: Path, sample: Known, held: Held) -> None:
    before, made = filled(inbox, TRACKING, sample, held)
    assert differences(before, made.data) == TYPED
    (table,) = made.tables
    assert {entry.state for entry in table.entries} == {State.FILLED}
    assert len(table.entries) == 48


def test_last_months_table_is_this_months_template(inbox: Path, sample: Known, held: Held) -> None:
    _, made = filled(inbox, "重点指标调度表2023年11月.xlsx", sample, held)
    typed = next(inbox.rglob(TRACKING)).read_bytes()
    assert differences(typed, made.data) == TYPED
    assert [(text.before, text.after) for text in made.tables[0].moved] == [("(1-11月)", "(1-12月)")]


def test_each_filled_cell_says_where_its_figure_stands(inbox: Path, sample: Known, held: Held) -> None:
    page = sheet_of(filled(inbox, TRACKING, sample, held)[1].data)
    assert page["E5"].comment.text.splitlines() == [
        "2023年12月", "外资到账明细2023年12月.xlsx", "外资到账明细!H9", f"快照 {held.snapshot_id}",
    ]  # fmt: skip
    assert page["G7"].comment.text.splitlines()[:2] == [
        "2023年12月(示例)本期与上年同期算出",
        "固定资产投资项目入库台账2023年12月.xlsx 入库台账!B32、固定资产投资项目入库台账2022年12月.xlsx 入库台账!B27",
    ]


def look(cell: Any) -> tuple[Any, ...]:
    return (
        cell.font.name, cell.font.sz, cell.font.b, cell.fill.fgColor.rgb, cell.border.left.style,
        cell.alignment.horizontal,
    )  # fmt: skip


def test_every_part_that_holds_no_filled_cell_stays_the_bytes_that_it_was(
    inbox: Path, sample: Known, held: Held
) -> None:
    before, made = filled(inbox, TRACKING, sample, held)
    with zipfile.ZipFile(BytesIO(before)) as old, zipfile.ZipFile(BytesIO(made.data)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"[Content_Types].xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"}
    old_page, new_page = sheet_of(before), sheet_of(made.data)
    for row in old_page.iter_rows():
        for cell in row:
            assert look(cell) == look(new_page[cell.coordinate])


def test_what_is_invented_is_shown_so_and_what_the_report_states_is_not(
    inbox: Path, sample: Known, held: Held
) -> None:
    page = sheet_of(filled(inbox, TRACKING, sample, held)[1].data)
    assert [page[cell].number_format for cell in ("E5", "F5", "H5", "K5")] == [
        "General", 'General"(示例)"', '0.00"(示例)"', 'General;General;General;@"(示例)"',
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "固投增速反馈2023年1-12月.xlsx", "规上服务业营业收入2023年1-12月.xlsx", "限上批零住餐202312.xlsx",
        "外资到账明细2023年12月.xlsx", "内资到位资金台账2023年12月.xlsx", "楼宇盘活台账2023年12月.xlsx",
    ],
)  # fmt: skip
def test_a_form_filled_from_itself_says_what_it_said(
    name: str, inbox: Path, sample: Known, held: Held
) -> None:
    before, made = filled(inbox, name, sample, held)
    department = sample.department(made.tables[0].form.form_id)
    old, new = sample.read(before, name, department), sample.read(made.data, name, department)
    assert [(one.series, one.time_period, one.obs_value, one.obs_reason) for one in new.observations] == [
        (one.series, one.time_period, one.obs_value, one.obs_reason) for one in old.observations
    ]
    assert new.register_cells == old.register_cells


def test_outside_what_is_confidential_is_blank_and_no_note_names_a_file(
    inbox: Path, sample: Known, held: Held, public: Held
) -> None:
    _, made = filled(inbox, TRACKING, sample, held, public)
    page = sheet_of(made.data)
    withheld = [entry.address for entry in made.tables[0].entries if entry.state is State.WITHHELD]
    assert withheld == ["F5", "F8", "G8"]
    assert [page[cell].value for cell in withheld] == [None, None, None]
    assert page["F5"].comment.text == "未填：2022年12月的这个数不对外提供。"
    assert page["E6"].value == 9.65
    notes = [cell.comment.text for row in page.iter_rows() for cell in row if cell.comment]
    assert len(notes) == 48
    assert not any(".xlsx" in note for note in notes)


def test_a_register_does_not_go_outside(inbox: Path, sample: Known, held: Held, public: Held) -> None:
    with pytest.raises(Refusal) as refused:
        filled(inbox, "外资到账明细2023年12月.xlsx", sample, held, public)
    assert refused.value.code == "TEMPLATE_NAMES_UNITS"


HELD = """
update mart_indicator set obs_value = null, obs_status = 'O', obs_reason = 'HELD', qualifier = '_Z', display_value = '[待核]'
  where indicator_id = 'fdi_actual_utilized' and form_id = 'L03' and time_period = '2023-12' and time_transform = 'N';
delete from mart_indicator where form_id = 'L11' and time_period = '2023-12';
update submission set decision = 'hold' where form_id = 'L11' and time_period = '2023-12';
"""


def test_what_is_held_is_blank_with_the_place_that_is_waiting(
    inbox: Path, sample: Known, first_night: Night, tmp_path: Path
) -> None:
    copy = tmp_path / DATABASE
    shutil.copyfile(Home(first_night[0].home).current / DATABASE, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(HELD)
    with opened(copy) as connection:
        _, made = filled(inbox, TRACKING, sample, Held.of(connection))
    page = sheet_of(made.data)
    assert (page["E5"].value, page["E10"].value) == (None, None)
    assert (
        page["E5"].comment.text == "未填：2023年12月的这个数待核：外资到账明细2023年12月.xlsx 外资到账明细!H9"
    )
    assert page["E10"].comment.text == "未填：2023年12月的报表待核：外出招商登记表2023年12月.xlsx"
    assert page["E6"].value == 9.65


def test_a_sheet_of_the_district_is_filled_where_it_is_known_and_told_where_it_is_not(
    sample: Known, held: Held
) -> None:
    book = Workbook()
    page = book.active
    page.title = "区表"
    for row in (
        ["2023年1-12月重点经济指标完成情况调度表（区定格式）"],
        ["序号", "指标", "单位", "年度目标", "累计完成", None, None, "完成率(%)", "序时进度(%)", "超欠进度(百分点)", "全区位次"],
        [None, None, None, None, "本年", "上年同期", "同比(%)"],
        [1, "内资到位资金", "万元"],
        [2, "实际到账外资", "万美元"],
        [3, "新指标", "个"],
    ):  # fmt: skip
        page.append(row)
    for area in ("E2:G2", *(f"{column}2:{column}3" for column in "ABCDHIJK")):
        page.merge_cells(area)
    book.create_sheet("说明").append(["=1+1 填表说明"])
    buffer = BytesIO()
    book.save(buffer)

    made = put_into(buffer.getvalue(), "区表.xlsx", sample, held)
    sheet = sheet_of(made.data)
    # In the unit that the row asks for: 9.65 亿元 are 96,500 万元.
    assert [sheet[cell].value for cell in ("D4", "E4", "F4")] == [90000, 96500, 8150]
    assert [sheet[cell].value for cell in ("E5", "F5", "G5")] == [1032, 631, 63.55]
    assert [cell.value for cell in sheet[6]] == [3, "新指标", "个", *[None] * 8]
    assert any("新指标" in words for words in made.tables[0].unknown)
    assert made.other_sheets == ("说明",)


def test_a_sheet_that_no_form_knows_is_refused(sample: Known, held: Held) -> None:
    book, buffer = Workbook(), BytesIO()
    book.active["A1"] = "会议通知"
    book.save(buffer)
    with pytest.raises(Refusal) as refused:
        put_into(buffer.getvalue(), "空.xlsx", sample, held)
    assert refused.value.code == "TEMPLATE_UNKNOWN"


def test_another_format_is_refused(sample: Known, held: Held) -> None:
    with pytest.raises(Refusal) as refused:
        put_into("序号,指标\n".encode(), "表.csv", sample, held)
    assert refused.value.code == "TEMPLATE_NOT_XLSX"


def trade_of_november(inbox: Path, *more: str) -> bytes:
    """Last month's table of trade on its sheet 11月, with sheets beside it; the first of them adds up two of its cells."""
    book = load_workbook(next(inbox.rglob("限上批零住餐202311.xlsx")))
    for name in more:
        book.create_sheet(name)
    if more:
        book[more[0]]["A1"] = "='11月'!C4+11月!C5"
        book[more[0]]["A2"] = "见11月!"
        book.defined_names["同比"] = DefinedName("同比", attr_text="'11月'!$F$4:$F$7")
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_sheet_that_is_called_by_last_month_is_called_by_this_one_and_so_in_what_speaks_of_it(
    inbox: Path, sample: Known, held: Held
) -> None:
    made = put_into(trade_of_november(inbox, "汇总"), "限上批零住餐202311.xlsx", sample, held)
    book = load_workbook(BytesIO(made.data))
    assert book.sheetnames == ["12月", "汇总"]
    assert book["汇总"]["A1"].value == "='12月'!C4+'12月'!C5"
    assert book["汇总"]["A2"].value == "见11月!"
    assert book.defined_names["同比"].attr_text == "'12月'!$F$4:$F$7"
    assert ("11月", "12月") in {(text.before, text.after) for text in made.tables[0].moved if not text.cell}


def test_a_name_that_another_sheet_has_is_not_given_twice(inbox: Path, sample: Known, held: Held) -> None:
    made = put_into(trade_of_november(inbox, "12月"), "限上批零住餐202311.xlsx", sample, held)
    assert load_workbook(BytesIO(made.data)).sheetnames == ["11月", "12月"]
    assert ("11月", None) in {(text.before, text.after) for text in made.tables[0].moved if not text.cell}
