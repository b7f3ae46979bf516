"""The path of labels beside a value: the columns that label rows, and those that only count or code them."""

import pytest

from tests.ingest.tabulate.drawn_sheet import found


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
