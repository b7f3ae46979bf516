"""The path of labels beside a value: the columns that label rows, and what hangs under what in them."""

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


def test_label_columns_are_read_left_to_right():
    table = found(
        """
        区   | 镇街   | 企业数 | 收入
        东区 | 南岭镇 | 12     | 100.5
        东区 | 白沙镇 | 30     | 800
        西区 | 青山街 | 7      | 90
        """
    )
    assert table.row("C3") == ("东区", "白沙镇")
    assert table.row("C4") == ("西区", "青山街")


def test_an_outer_label_that_is_merged_down_holds_for_all_its_rows():
    table = found(
        """
        区   | 镇街   | 企业数
        东区 | 南岭镇 | 12
             | 白沙镇 | 30
        西区 | 青山街 | 7
        """,
        merges=["A2:A3"],
    )
    assert table.row("C3") == ("东区", "白沙镇")
    assert table.one("C3").row_header_cells == ("A2", "B3")


def test_an_outer_label_that_is_left_blank_below_holds_until_the_next():
    table = found(
        """
        区   | 镇街   | 企业数
        东区 | 南岭镇 | 12
             | 白沙镇 | 30
        西区 | 青山街 | 7
             | 赤岭镇 | 9
        """
    )
    assert table.row("C3") == ("东区", "白沙镇")
    assert table.row("C5") == ("西区", "赤岭镇")


def test_a_label_merged_over_three_rows_heads_each_of_them():
    table = found(
        """
        Area      | Year           | Murder | Robbery
        Northeast | 2015           | 120    | 340
                  | 2016           | 130    | 350
                  | Percent change | 8.3    | 2.9
        Midwest   | 2015           | 220    | 440
                  | 2016           | 230    | 450
                  | Percent change | 4.5    | 2.3
        """,
        merges=["A2:A4", "A5:A7"],
    )
    assert table.row("C3") == ("Northeast", "2016")
    assert table.row("D7") == ("Midwest", "Percent change")


def test_years_that_label_rows_are_labels_and_no_values():
    table = found(
        """
        年份 | 出生数 | 死亡数
        2021 | 310    | 205
        2022 | 295    | 211
        2023 | 270    | 219
        """
    )
    assert table.cells == {"B2", "C2", "B3", "C3", "B4", "C4"}
    assert (table.row("B3"), table.column("B3")) == (("2022",), ("出生数",))


def test_dates_that_label_rows_are_labels():
    table = found(
        """
        日期        | 大米 | 面粉
        @2024-01-31 | 5.5  | 4.5
        @2024-02-29 | 5.6  | 4.4
        """
    )
    assert table.row("C3") == ("2024-02-29",)
    assert table.cells == {"B2", "C2", "B3", "C3"}


@pytest.mark.parametrize("header", ["行次", "代码", "序号", "编号", "Line", "Code"])
def test_a_column_of_codes_is_neither_label_nor_value(header):
    table = found(
        f"""
        指标     | {header} | 本期   | 同期
        营业收入 | 1        | 1250.5 | 1100.5
        营业成本 | 2        | 900.5  | 820.5
        利润总额 | 3        | 310.5  | 250.5
        """
    )
    assert table.cells == {"C2", "D2", "C3", "D3", "C4", "D4"}
    assert table.row("C3") == ("营业成本",)


def test_numbers_that_only_count_the_rows_are_no_values_even_without_a_header():
    table = found(
        """
          | 项目     | 投资
        1 | 引水工程 | 1250.5
        2 | 输变电   | 900.5
        3 | 公路     | 310.5
        """
    )
    assert table.cells == {"C2", "C3", "C4"}
    assert table.row("C4") == ("公路",)


def test_codes_with_leading_zeros_are_no_values():
    table = found(
        """
        行业代码 | 行业       | 企业数
        '0610    | 烟煤开采   | 5
        '0690    | 其他煤炭   | 7
        '0810    | 铁矿采选   | 9
        """
    )
    assert table.cells == {"C2", "C3", "C4"}
    assert table.row("C3") == ("其他煤炭",)


def test_blank_rows_within_a_body_do_not_part_it():
    table = found(
        """
        指标     | 企业数 | 从业人数
        南岭镇   | 12     | 3400
        -
        城关街道 | 30     | 9100
        -
        白沙镇   | 7      | 800
        """
    )
    assert (table.row("C6"), table.column("C6")) == (("白沙镇",), ("从业人数",))
    assert table.one("C6").block == table.one("C2").block


def test_a_footnote_mark_stays_part_of_its_label():
    table = found(
        """
        指标       | 企业数
        收入①     | 12
        Purchases [1] | 30
        """
    )
    assert table.row("B2") == ("收入①",)
    assert table.row("B3") == ("Purchases [1]",)


def test_indicators_across_and_periods_down():
    table = found(
        """
        时间     | 工业增加值 | 固定资产投资
        2023年1月 | 12.5      | 100.5
        2023年2月 | 13.5      | 110.5
        """
    )
    assert (table.row("C3"), table.column("C3")) == (("2023年2月",), ("固定资产投资",))


def test_periods_across_and_indicators_down():
    table = found(
        """
        指标         | 2023年1月 | 2023年2月
        工业增加值   | 12.5      | 13.5
        固定资产投资 | 100.5     | 110.5
        """
    )
    assert (table.row("C3"), table.column("C3")) == (("固定资产投资",), ("2023年2月",))


def test_a_label_in_the_column_of_ordinals_is_that_of_its_row():
    table = found(
        """
        序号          | 项目名称 | 投资方 | 到位资金
        1             | 轮船修复 | 海运   | 6800
        2             | 股权收购 | 押运   | 9500
        小计（设备类） |          |        | 6800
        合计          | 2个      |        | 16300
        上年同期      |          |        | 15000
        """
    )
    assert table.row("D3") == ("股权收购", "押运")
    assert table.row("D4") == ("小计（设备类）",)
    assert table.row("D5") == ("合计", "2个")
    assert table.row("D6") == ("上年同期",)


def test_a_total_merged_over_the_label_columns_counts_once():
    table = found(
        """
        序号 | 项目名称 | 投资方 | 到位资金
        1    | 轮船修复 | 海运   | 6800
        2    | 股权收购 | 押运   | 9500
        合计 |          |        | 16300
        """,
        merges=["A4:C4"],
    )
    assert table.row("D4") == ("合计",)


def test_a_month_that_is_a_number_beside_its_year_is_a_label():
    table = found(
        """
        年   | 月 | 出口 | 进口
        2023 | 1  | 12.5 | 13.5
        2023 | 2  | 14.5 | 15.5
        2024 | 1  | 16.5 | 17.5
        """
    )
    assert table.row("D3") == ("2023", "2")
    assert table.cells == {"C2", "D2", "C3", "D3", "C4", "D4"}


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


def test_two_rows_of_an_item_are_told_by_the_label_column_behind_it():
    table = found(
        """
        镇街   |      | 收入 | 利润
        南岭镇 | 本期 | 12.5 | 1.5
               | 同期 | 11.5 | 1.2
        白沙镇 | 本期 | 22.5 | 2.5
               | 同期 | 21.5 | 2.2
        """,
        merges=["A1:B1"],
    )
    assert table.row("C3") == ("南岭镇", "同期")
    assert table.row("D5") == ("白沙镇", "同期")
