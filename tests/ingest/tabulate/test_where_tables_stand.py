"""Which cells of a sheet are the body of a table: tables beside and below each other, and what is none."""

from decimal import Decimal

import pytest

from ingest.tabulate import tabulate
from ingest.workbook.read import read_workbook
from tests.ingest.tabulate.drawn_sheet import Drawn, found, found_in

TWO_TOWNS = """
    镇街     | 收入   | 利润
    南岭镇   | 1200.5 | 3.5
    城关街道 | 3000.5 | 9.5
    """
BODY = {"B2", "C2", "B3", "C3"}


def test_the_body_is_what_stands_below_the_header_and_right_of_the_labels():
    assert found(TWO_TOWNS).cells == BODY


def test_a_table_may_begin_anywhere():
    table = found(
        """
        -
        -
           |  | 镇街     | 收入   | 利润
           |  | 南岭镇   | 1200.5 | 3.5
           |  | 城关街道 | 3000.5 | 9.5
        """
    )
    assert table.cells == {"D4", "E4", "D5", "E5"}
    assert (table.row("E5"), table.column("E5")) == (("城关街道",), ("利润",))


def test_tables_side_by_side_have_their_own_labels():
    table = found(
        """
        镇街     | 收入   |  | 行业   | 企业数
        南岭镇   | 1200.5 |  | 工业   | 12
        城关街道 | 3000.5 |  | 建筑业 | 30
        """
    )
    assert (table.row("B3"), table.column("B3")) == (("城关街道",), ("收入",))
    assert (table.row("E3"), table.column("E3")) == (("建筑业",), ("企业数",))
    assert table.one("B2").block != table.one("E2").block
    assert table.cells == {"B2", "E2", "B3", "E3"}


def test_a_table_beside_a_longer_one_ends_where_it_ends():
    table = found(
        """
        镇街     | 收入   |  | 行业   | 企业数
        南岭镇   | 1200.5 |  | 工业   | 12
        城关街道 | 3000.5 |  | 建筑业 | 30
        白沙镇   | 500.5  |  |        |
        赤岭镇   | 700.5  |  |        |
        """
    )
    assert (table.row("B5"), table.column("B5")) == (("赤岭镇",), ("收入",))
    assert table.cells == {"B2", "B3", "B4", "B5", "E2", "E3"}


def test_dated_series_side_by_side_each_have_their_dates():
    table = found(
        """
        日期        | 零售总额 |  | 日期        | 投资
        @2024-01-31 | 12.5     |  | @2024-03-31 | 100.5
        @2024-02-29 | 13.5     |  | @2024-06-30 | 200.5
        """
    )
    assert table.row("B3") == ("2024-02-29",)
    assert table.row("E3") == ("2024-06-30",)


def test_the_name_of_each_of_several_tables_side_by_side_heads_its_columns():
    table = found(
        """
        零售 |        |  | 投资 |        |  | 外贸 |
        区   | 上月   |  | 区   | 上月   |  | 区   | 上月
        东区 | 1200.5 |  | 东区 | 12.5   |  | 东区 | 5.5
        西区 | 3000.5 |  | 西区 | 30.5   |  | 西区 | 6.5
        """,
        merges=["A1:B1", "D1:E1", "G1:H1"],
    )
    assert table.column("B3") == ("零售", "上月")
    assert table.column("H4") == ("外贸", "上月")


def test_tables_below_each_other_have_their_own_headers():
    table = found(
        """
        镇街     | 收入   | 利润
        南岭镇   | 1200.5 | 3.5
        城关街道 | 3000.5 | 9.5
        -
        行业     | 企业数 | 从业人数
        工业     | 12     | 300
        建筑业   | 30     | 900
        """
    )
    assert (table.row("C3"), table.column("C3")) == (("城关街道",), ("利润",))
    assert (table.row("C7"), table.column("C7")) == (("建筑业",), ("从业人数",))
    assert (table.one("C3").block, table.one("C7").block) == (1, 2)
    assert table.cells == {"B2", "C2", "B3", "C3", "B6", "C6", "B7", "C7"}


def test_a_table_with_a_title_of_its_own_below_another():
    table = found(
        """
        居民人均收支情况统计表 | | | | |
        指标名称 | 销售额 | 从业人数 | 同比增长 | 企业个数
        白沙镇   | 872.5  | 7        | 56.6     | 6064
        城关街道 | 555.5  | 9        | 43       | 4780
        -
        规模以上工业企业主要经济指标 | | | | |
        项目               | 2022年 | 1-11月
        完成投资额（万元） | 4267.5 | 9132.5
        竣工面积（平方米） | 8129.5 | 4500.5
        """
    )
    assert (table.row("B8"), table.column("B8")) == (("完成投资额（万元）",), ("2022年",))
    assert (table.row("C9"), table.column("C9")) == (("竣工面积（平方米）",), ("1-11月",))
    assert "B7" not in table


def test_a_header_that_is_repeated_in_the_body_is_no_row_of_it():
    table = found(
        """
        镇街     | 收入   | 利润
        南岭镇   | 1200.5 | 3.5
        城关街道 | 3000.5 | 9.5
        镇街     | 收入   | 利润
        白沙镇   | 500.5  | 2.5
        赤岭镇   | 700.5  | 1.5
        """
    )
    assert (table.row("C6"), table.column("C6")) == (("赤岭镇",), ("利润",))
    assert table.cells == {*BODY, "B5", "C5", "B6", "C6"}


def test_each_sheet_of_a_workbook_is_tabulated_by_itself():
    sheets = found_in(
        Drawn(TWO_TOWNS, name="1季度"),
        Drawn(TWO_TOWNS.replace("1200.5", "2500.5"), name="1-2季度"),
    )
    assert str(sheets["1季度"].value("B2")) == "1200.5"
    assert str(sheets["1-2季度"].value("B2")) == "2500.5"
    assert sheets["1-2季度"].cells == BODY
    assert sheets["1-2季度"].one("B2").block == 1


@pytest.mark.parametrize(
    "note",
    [
        "注：2023年数据为快报数",
        "注1：利润为税前",
        "资料来源：统计局",
        "说明：本表不含个体户",
        "Source: Bureau of Statistics 2023",
        "Note: 2023 figures are preliminary",
        "* 含税",
    ],
)
def test_what_is_noted_below_a_table_is_no_part_of_it(note):
    table = found(f"{TWO_TOWNS.rstrip()}\n{note}")
    assert table.cells == BODY


def test_a_note_with_a_number_beside_it_is_no_row():
    table = found(f"{TWO_TOWNS.rstrip()}\n注：上年收入 | 2800")
    assert table.cells == BODY


def test_a_page_number_below_a_table_is_no_value():
    table = found(f"{TWO_TOWNS.rstrip()}\n-\n  | 17 |")
    assert table.cells == BODY


def test_who_filled_the_table_in_is_no_row_of_it():
    table = found(f"{TWO_TOWNS.rstrip()}\n填表人：王芳 | 审核人：李强 | 联系电话：5231234")
    assert table.cells == BODY


def test_a_title_with_a_year_in_it_is_no_value():
    table = found(f"\n2023 | |{TWO_TOWNS}")
    assert table.cells == {"B3", "C3", "B4", "C4"}


def test_text_alone_is_no_table():
    assert (
        found(
            """
            指标     | 定义
            常住人口 | 在本地居住半年以上的人口
            户籍人口 | 户口在本地的人口
            """
        ).cells
        == set()
    )


def test_a_number_alone_is_no_table():
    assert found("| |\n| 42 |").cells == set()


def test_a_sheet_with_nothing_on_it_has_no_table():
    sheets = found_in(Drawn("", name="空表"), Drawn(TWO_TOWNS, name="收入"))
    assert sheets["空表"].cells == set()
    assert sheets["收入"].cells == BODY


def test_counts_that_look_like_years_are_values_below_a_header():
    table = found(
        """
        地区 | 企业数 | 就业人数
        东区 | 1995   | 2010
        西区 | 2501   | 1187
        """
    )
    assert table.cells == BODY
    assert table.column("B3") == ("企业数",)


def test_a_table_broken_to_stand_beside_itself_has_the_labels_of_each_half():
    table = found(
        """
        地区 | 收入 | 地区 | 收入
        东区 | 12.5 | 南区 | 3.5
        西区 | 13.5 | 北区 | 4.5
        """
    )
    assert (table.row("D2"), table.column("D2")) == (("南区",), ("收入",))
    assert table.cells == {"B2", "D2", "B3", "D3"}


def test_a_table_that_is_continued_has_its_header_again():
    table = found(
        """
        表1 人口 | |
        地区 | 2022年 | 2023年
        东区 | 12.5   | 13.5
        西区 | 100.5  | 110.5
        续表1 | |
        地区 | 2024年 | 2025年
        东区 | 14.5   | 15.5
        西区 | 120.5  | 130.5
        """
    )
    assert table.column("B4") == ("2022年",)
    assert (table.row("B8"), table.column("B8")) == (("西区",), ("2024年",))
    assert "B5" not in table


def test_a_table_of_one_row_is_one():
    table = found(
        """
        指标   | 2022年 | 2023年
        总人口 | 100.5  | 101.5
        """
    )
    assert (table.row("C2"), table.column("C2")) == (("总人口",), ("2023年",))


def test_tables_side_by_side_may_have_headers_of_different_height():
    table = found(
        """
        镇街   | 规模以上 |      |  | 行业   | 企业数
               | 企业数   | 人数 |  | 工业   | 12
        南岭镇 | 3        | 300  |  | 建筑业 | 30
        白沙镇 | 5        | 500  |  | 商业   | 40
        """,
        merges=["A1:A2", "B1:C1"],
    )
    assert table.column("C3") == ("规模以上", "人数")
    assert (table.row("F2"), table.column("F2")) == (("工业",), ("企业数",))


@pytest.mark.parametrize("amount", ["12.5万元", "≥12.5", "<12.5", "约12.5", "12.5 *"])
def test_a_first_row_of_amounts_that_say_more_than_a_number_is_a_row(amount):
    table = found(
        f"""
        镇街   | 收入     | 利润
        南岭镇 | {amount} | {amount}
        白沙镇 | 13.5     | 4.5
        """
    )
    assert table.cells == BODY
    assert table.one("B2").text == amount
    assert table.column("B3") == ("收入",)


def test_a_table_in_delimited_text_is_found_as_in_a_workbook():
    text = "镇街,收入,利润\n南岭镇,1200.5,3.5\n城关街道,3000.5,9.5\n"
    values = {one.cell: one for one in tabulate(read_workbook(text.encode()))}
    assert values.keys() == BODY
    assert (values["C3"].row_header_path, values["C3"].col_header_path) == (("城关街道",), ("利润",))
    assert values["C3"].value == Decimal("9.5")


def test_a_header_without_data_below_yields_nothing():
    table = found(
        """
        地区 | 2022 | 2023
        年份 | 2022 | 2023
        东区 | 12.5 | 13
        西区 | 25   | 28

        地区 | 收入 | 利润
        """
    )
    assert table.cells == {"B3", "C3", "B4", "C4"}
