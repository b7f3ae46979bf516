"""Which rows above a table are its header, and which of them name no columns: ordinals, codes, units, titles."""

import pytest

from tests.ingest.tabulate.drawn_sheet import found


def test_a_row_that_counts_the_columns_is_neither_label_nor_value():
    table = found(
        """
        指标名称 | 代码 | 本期   | 同期
        甲       | 乙   | 1      | 2
        营业收入 | 01   | 1250.5 | 1100.5
        营业成本 | 02   | 900.5  | 820.5
        利润总额 | 03   | 310.5  | 250.5
        """
    )
    assert table.cells == {"C3", "D3", "C4", "D4", "C5", "D5"}
    assert table.column("C3") == ("本期",)


def test_ordinals_in_brackets_are_told_too():
    table = found(
        """
        指标名称 | 本期   | 同期   | 去年
        (1)      | (2)    | (3)    | (4)
        营业收入 | 1250.5 | 1100.5 | 900
        营业成本 | 900.5  | 820.5  | 700
        """
    )
    assert table.cells == {"B3", "C3", "D3", "B4", "C4", "D4"}
    assert table.column("B3") == ("本期",)


def test_a_row_of_series_codes_is_no_label():
    table = found(
        """
        指标名称 | 工业增加值 | 社会消费品零售总额
        指标编码 | M0000545   | M0001428
        2023-01  | 12.5       | 3.5
        2023-02  | 13.5       | 4.5
        """
    )
    assert table.cells == {"B3", "C3", "B4", "C4"}
    assert table.column("B3") == ("工业增加值",)


def test_rows_that_describe_a_series_are_not_its_name():
    table = found(
        """
        指标名称 | 工业增加值:当月同比 | 社会消费品零售总额:当月值
        频率     | 月                  | 月
        单位     | %                   | 亿元
        来源     | 国家统计局          | 国家统计局
        2023-03  | 3.9                 | 37855
        2023-04  | 5.6                 | 34910
        """
    )
    assert table.column("B5") == ("工业增加值:当月同比",)
    assert table.column("C6") == ("社会消费品零售总额:当月值",)
    assert (table.unit("B5"), table.unit("C5")) == ("%", "亿元")
    assert table.cells == {"B5", "C5", "B6", "C6"}


def test_a_header_that_is_written_twice_counts_once():
    table = found(
        """
        序号 | 日期    | 零售总额:当月值
        序号 | 日期    | 零售总额:当月值
        1    | 2024-12 | 45171.5
        2    | 2024-11 | 43763.5
        """
    )
    assert table.column("C3") == ("零售总额:当月值",)


def test_a_blank_row_within_a_header_does_not_end_it():
    table = found(
        """
        指标     | 规模以上 |
        -
                 | 企业数   | 从业人数
        南岭镇   | 12       | 3400
        城关街道 | 30       | 9100
        """,
        merges=["A1:A3", "B1:C2"],
    )
    assert table.column("C4") == ("规模以上", "从业人数")


def test_a_blank_row_between_header_and_body_does_not_part_them():
    table = found(
        """
        指标     | 企业数 | 从业人数
        -
        南岭镇   | 12     | 3400
        城关街道 | 30     | 9100
        """
    )
    assert table.column("C3") == ("从业人数",)


def test_a_title_and_a_note_above_the_header_are_no_labels():
    table = found(
        """
        2023年各镇街企业情况表 |  |
        填报单位：统计站       |  | 单位：万元
        镇街     | 收入   | 利润
        南岭镇   | 1200.5 | 34.5
        城关街道 | 3000.5 | 91.5
        """,
        merges=["A1:C1"],
    )
    assert table.column("C4") == ("利润",)
    assert table.cells == {"B4", "C4", "B5", "C5"}


def test_a_line_that_states_the_unit_names_no_columns_whatever_stands_beside_it():
    table = found(
        """
        2023年度内资到位资金项目台账 | | |
        2023年1-12月 |            |          | 单位:万元
        项目名称     | 协议引资额 | 到位资金 |
                     |            | 本年累计 | 其中:12月
        轮船修复     | 8160       | 6800     | 544
        股权收购     | 11400      | 9500     | 760
        """,
        merges=["A1:D1", "A3:A4", "B3:B4", "C3:D3"],
    )
    assert table.column("D5") == ("到位资金", "其中:12月")
    assert table.unit("D5") == "万元"


@pytest.mark.parametrize("hint", ["(3)=(1)+(2) | (1) | (2)", "3=1+2 | 1 | 2", "①=②+③ | ② | ③"])
def test_how_columns_follow_from_others_is_neither_label_nor_value(hint):
    table = found(
        f"""
        指标 | 代码 | 合计 | 甲类 | 乙类
             |      | {hint}
        收入 | 01   | 30   | 10   | 20
        成本 | 02   | 15   | 5    | 10
        """
    )
    assert table.cells == {"C3", "D3", "E3", "C4", "D4", "E4"}
    assert table.column("C3") == ("合计",)


def test_what_only_a_bracket_dates_above_a_header_is_a_title():
    table = found(
        """
        全区主要经济指标 | | |
        （2023年1-6月）  | | |
        指标   | 本月 | 累计  | 增长
        工业   | 10.5 | 100.5 | 5.5
        建筑业 | 1.5  | 10.5  | 3.5
        """,
        merges=["A1:D1", "A2:D2"],
    )
    assert table.column("B4") == ("本月",)
