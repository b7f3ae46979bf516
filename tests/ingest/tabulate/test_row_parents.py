"""What hangs under what among the rows: indents, numbering, sections, 其中 and totals."""

import pytest

from tests.ingest.tabulate.drawn_sheet import found

NO_BREAK, IDEOGRAPHIC = "\u00a0", "\u3000"


def test_what_is_set_in_hangs_under_what_is_set_in_less():
    table = found(
        """
        行业       | 企业数 | 收入
        工业       | 42     | 900.5
        >采矿业    | 12     | 100.5
        >>煤炭     | 5      | 60.5
        >制造业    | 30     | 800.5
        建筑业     | 8      | 50.5
        """
    )
    assert table.row("B4") == ("工业", "采矿业", "煤炭")
    assert table.row("B5") == ("工业", "制造业")
    assert table.row("B6") == ("建筑业",)


@pytest.mark.parametrize("blank", [" ", NO_BREAK, IDEOGRAPHIC], ids=["ASCII", "no-break", "ideographic"])
def test_blanks_before_a_label_set_it_in_too(blank):
    table = found(
        """
        行业   | 企业数 | 收入
        工业   | 42     | 900.5
        采矿业 | 12     | 100.5
        煤炭   | 5      | 60.5
        制造业 | 30     | 800.5
        """,
        cells={"A3": f"{blank * 2}采矿业", "A4": f"{blank * 4}煤炭", "A5": f"{blank * 2}制造业"},
    )
    assert table.row("B4") == ("工业", "采矿业", "煤炭")
    assert table.row("B5") == ("工业", "制造业")


def test_numbering_nests_as_official_documents_do():
    table = found(
        """
        指标           | 本期
        一、工业       | 100.5
        （一）采矿业   | 40.5
        1.煤炭         | 30.5
        （1）原煤      | 20.5
        （二）制造业   | 60.5
        二、建筑业     | 50.5
        """
    )
    assert table.row("B5") == ("一、工业", "（一）采矿业", "1.煤炭", "（1）原煤")
    assert table.row("B6") == ("一、工业", "（二）制造业")
    assert table.row("B7") == ("二、建筑业",)


def test_a_level_of_numbering_may_be_left_out():
    table = found(
        """
        指标       | 本期
        一、工业   | 100.5
        1.采矿业   | 40.5
        2.制造业   | 60.5
        二、建筑业 | 50.5
        """
    )
    assert table.row("B4") == ("一、工业", "2.制造业")


def test_a_list_that_begins_again_is_another_list():
    # The second 一、 is no part of what stood over the first.
    table = found(
        """
        指标           | 本期
        居民收入       | 100.5
        一、工资       | 60.5
        二、财产       | 40.5
        居民支出       | 80.5
        一、食品       | 50.5
        二、居住       | 30.5
        """
    )
    assert "居民收入" not in table.row("B6")
    assert table.row("B7")[-1] == "二、居住"
    assert "居民收入" not in table.row("B7")


def test_a_row_without_values_whose_list_begins_below_it_heads_the_list():
    table = found(
        """
        指标           | 本期
        一、按行业分   |
        （一）农业     | 60.5
        （二）林业     | 40.5
        二、按地区分   |
        （一）东部     | 50.5
        （二）西部     | 30.5
        """
    )
    assert table.row("B4") == ("一、按行业分", "（二）林业")
    assert table.row("B6") == ("二、按地区分", "（一）东部")


def test_a_bold_row_without_values_is_a_section():
    table = found(
        """
        指标     | 本期 | 同期
        *收入    |      |
        工资     | 60.5 | 55.5
        财产     | 40.5 | 35.5
        *支出    |      |
        食品     | 50.5 | 45.5
        """
    )
    assert table.row("B4") == ("收入", "财产")
    assert table.row("B6") == ("支出", "食品")


def test_a_row_without_values_that_ends_in_a_colon_is_a_section():
    table = found(
        """
        指标     | 本期 | 同期
        收入：   |      |
        工资     | 60.5 | 55.5
        财产     | 40.5 | 35.5
        """
    )
    assert table.row("B3") == ("收入：", "工资")
    assert table.row("B4") == ("收入：", "财产")


def test_a_row_without_values_in_capitals_is_a_section():
    table = found(
        """
        Item                | Returns | Amount
        BUSINESSES WITH NET INCOME |  |
        Receipts            | 60.5    | 55.5
        Deductions          | 40.5    | 35.5
        BUSINESSES WITH NET LOSS |    |
        Receipts            | 6.5     | 5.5
        """
    )
    assert table.row("C4") == ("BUSINESSES WITH NET INCOME", "Deductions")
    assert table.row("C6") == ("BUSINESSES WITH NET LOSS", "Receipts")


def test_a_row_without_values_over_rows_set_in_is_a_section_that_ends_with_them():
    table = found(
        """
        指标     | 本期 | 同期
        按性别分 |      |
        >男      | 60.5 | 55.5
        >女      | 40.5 | 35.5
        合计     | 101  | 91
        """
    )
    assert table.row("B4") == ("按性别分", "女")
    assert table.row("B5") == ("合计",)


def test_a_section_merged_over_the_table_heads_what_follows():
    table = found(
        """
        项目         | 收入  | 利润
        按隶属关系分 |       |
        中央         | 93.5  | 4.5
        地方         | 96.5  | 3.5
        按规模分     |       |
        大型         | 80.5  | 2.5
        """,
        merges=["A2:C2", "A5:C5"],
    )
    assert table.row("B3") == ("按隶属关系分", "中央")
    assert table.column("B3") == ("收入",)
    assert table.row("C6") == ("按规模分", "大型")


def test_an_item_whose_values_are_missing_is_no_section():
    # 全省 is set like the cities below it and says nothing of heading them.
    table = found(
        """
        地区   | 收入  | 利润
        武汉市 | 93.5  | 4.5
        黄石市 |       |
        十堰市 | 80.5  | 2.5
        """
    )
    assert table.row("B4") == ("十堰市",)


def test_of_which_hangs_under_the_row_before():
    table = found(
        """
        指标         | 本期
        工业         | 100.5
        其中：采矿业 | 40.5
        建筑业       | 50.5
        """
    )
    assert table.row("B3") == ("工业", "其中：采矿业")
    assert table.row("B4") == ("建筑业",)


def test_what_is_set_behind_of_which_is_its_sibling():
    # 其中： is six narrow blanks wide; 制造业 begins where 采矿业 does.
    table = found(
        """
        指标         | 本期
        工业         | 100.5
        其中：采矿业 | 40.5
        制造业       | 60.5
        建筑业       | 50.5
        """,
        cells={"A4": f"{IDEOGRAPHIC * 3}制造业"},
    )
    assert table.row("B4") == ("工业", "制造业")
    assert table.row("B5") == ("建筑业",)


@pytest.mark.parametrize("mark", ["# ", "#", "of which: ", "Of which "])
def test_a_hash_or_of_which_says_the_same(mark):
    table = found(
        f"""
        Item        | Value
        Industry    | 100.5
        {mark}mining | 40.5
        Building    | 50.5
        """
    )
    assert table.row("B3") == ("Industry", f"{mark}mining")
    assert table.row("B4") == ("Building",)


def test_a_total_that_stands_first_is_over_its_parts():
    table = found(
        """
        地区     | 企业数 | 收入
        总计     | 42     | 900.5
        南岭镇   | 12     | 100.5
        城关街道 | 30     | 800
        """
    )
    assert table.row("B2") == ("总计",)
    assert table.row("B4") == ("总计", "城关街道")


def test_a_total_that_stands_last_is_over_nothing():
    table = found(
        """
        地区     | 企业数 | 收入
        南岭镇   | 12     | 100.5
        城关街道 | 30     | 800
        合计     | 42     | 900.5
        """
    )
    assert table.row("B3") == ("城关街道",)
    assert table.row("B4") == ("合计",)


def test_a_total_with_a_footnote_mark_is_one():
    table = found(
        """
        District    | Firms | Revenue
        Grand total(a) | 42 | 900.5
        Lakeview    | 12    | 100.5
        North Bay   | 30    | 800
        """
    )
    assert table.row("B3") == ("Grand total(a)", "Lakeview")


def test_a_total_that_is_set_in_further_than_its_parts_is_over_them():
    # Bureau of Economic Analysis: six blanks before line 1, two before its parts.
    table = found(
        """
        Item      | 2012 | 2013
        Assets    | 42.5 | 43.5
        Equipment | 12.5 | 13.5
        Structures | 30  | 30.1
        """,
        cells={"A2": "      Private fixed assets", "A3": "  Equipment", "A4": "  Structures"},
    )
    assert table.row("B4") == ("Private fixed assets", "Structures")


@pytest.mark.parametrize(("first", "second"), [("2023年", "2024年"), ("2023", "2024")])
def test_a_year_alone_over_its_months_is_a_section(first, second):
    table = found(
        f"""
        月份     | 出口 | 进口
        {first}  |      |
        1月      | 12.5 | 13.5
        2月      | 14.5 | 15.5
        {second} |      |
        1月      | 16.5 | 17.5
        """
    )
    assert table.row("B3") == (first, "1月")
    assert table.row("B6") == (second, "1月")


def test_of_which_alone_in_its_row_hangs_what_follows_under_the_row_before():
    table = found(
        """
        指标   | 本期  | 同期
        总人口 | 100.5 | 99
        其中： |       |
        男     | 40.5  | 40
        女     | 60    | 59
        """
    )
    assert table.row("B4") == ("总人口", "其中：", "男")
    assert table.row("B5") == ("总人口", "其中：", "女")


def test_a_subtotal_that_stands_first_among_its_districts_is_over_none_of_them():
    table = found(
        """
        市   | 县   | 收入
        甲市 | 小计 | 30
             | 东县 | 10
             | 西县 | 20
        乙市 | 小计 | 5
             | 南县 | 5
        """
    )
    assert table.row("C2") == ("甲市", "小计")
    assert table.row("C4") == ("甲市", "西县")


def test_a_numbered_row_without_values_heads_rows_without_numbers():
    table = found(
        """
        指标         | 单位 | 2022年 | 2023年
        一、综合     |      |        |
        地区生产总值 | 亿元 | 100.5  | 110.5
        人均         | 元   | 50000  | 55000
        二、人口     |      |        |
        常住人口     | 万人 | 20.5   | 21.5
        """
    )
    assert table.row("C4") == ("一、综合", "人均")
    assert table.row("C6") == ("二、人口", "常住人口")
