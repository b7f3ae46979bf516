"""Which of the units that a sheet states is that of a value: the nearest that can mean it."""

import pytest

from tests.ingest.tabulate.drawn_sheet import found


@pytest.mark.parametrize("label", ["从业人数", "企业户数", "企业个数"])
def test_a_unit_of_money_in_the_title_is_not_that_of_a_count(label):
    table = found(
        f"""
                 |        | 单位：万元
        镇街     | 收入   | {label}
        南岭镇   | 1200.5 | 34
        城关街道 | 3000.5 | 91
        """
    )
    assert table.unit("B4") == "万元"
    assert table.unit("C4") is None


def test_a_unit_of_money_in_the_title_is_not_that_of_a_row_of_counts():
    table = found(
        """
        Partnership returns [Money amounts are in thousands of dollars] |  |
        Item               | Mining | Utilities
        Number of returns  | 120    | 130
        Total receipts     | 900.5  | 950.5
        """,
        merges=["A1:C1"],
    )
    assert table.unit("B3") is None
    assert table.unit("B4") == "thousands of dollars"


@pytest.mark.parametrize("label", ["增速", "比上年增长%", "同比增长（%）", "Percent change"])
def test_a_row_of_percentages_beats_the_unit_of_its_column(label):
    table = found(
        f"""
        年份    | 收入（万元） | 利润（万元）
        本年    | 1200.5       | 34.5
        上年    | 1100.5       | 31.5
        {label} | 9.1          | 9.5
        """
    )
    assert table.unit("B2") == "万元"
    assert (table.unit("B4"), table.unit("C4")) == ("%", "%")


@pytest.mark.parametrize("label", ["增速", "同比增长%", "增长率", "占比", "比重"])
def test_a_column_of_percentages_beats_the_unit_of_the_title(label):
    table = found(
        f"""
                 |        | 单位：万元
        镇街     | 收入   | {label}
        南岭镇   | 1200.5 | 3.5
        城关街道 | 3000.5 | 9.5
        """
    )
    assert (table.unit("B4"), table.unit("C4")) == ("万元", "%")


def test_the_column_is_nearer_than_the_title():
    table = found(
        """
                 |        | 单位：万元
        镇街     | 收入   | 外资（万美元）
        南岭镇   | 1200.5 | 3.5
        城关街道 | 3000.5 | 9.5
        """
    )
    assert (table.unit("B3"), table.unit("C3")) == ("万元", "万美元")


def test_a_line_of_two_units_states_the_one_and_the_other():
    table = found(
        """
                 |        | 单位：亿元、%
        镇街     | 收入   | 增速
        南岭镇   | 1200.5 | 3.5
        城关街道 | 3000.5 | 9.5
        """
    )
    assert (table.unit("B3"), table.unit("C3")) == ("亿元", "%")


def test_a_label_that_is_also_a_word_for_a_unit_of_time_is_no_unit():
    table = found(
        """
                              | Second quarter | Year
                              |                | to date
        Gross output (thousands of dollars) | 1321.5 | 2.5
        Net output (thousands of dollars)   | 321.5  | 1.5
        """
    )
    assert table.unit("C3") == "thousands of dollars"


def test_a_rank_has_no_unit_of_money():
    table = found(
        """
                 |        | 单位：万元
        镇街     | 收入   | 位次
        南岭镇   | 1200.5 | 2
        城关街道 | 3000.5 | 1
        """
    )
    assert (table.unit("B3"), table.unit("C3")) == ("万元", None)


def test_the_unit_column_is_not_that_of_a_rank():
    table = found(
        """
        指标   | 计量单位 | 累计   | 位次
        零售额 | 万元     | 1200.5 | 2
        营业额 | 万元     | 3000.5 | 1
        """
    )
    assert (table.unit("C2"), table.unit("D2")) == ("万元", None)


@pytest.mark.parametrize("label", ["贡献率", "完成率", "利用率"])
def test_a_rate_has_the_percentage_of_a_line_of_two_units(label):
    table = found(
        f"""
                 |        | 单位：万元、%
        镇街     | 收入   | {label}
        南岭镇   | 1200.5 | 3.5
        城关街道 | 3000.5 | 9.5
        """
    )
    assert (table.unit("B3"), table.unit("C3")) == ("万元", "%")


def test_a_unit_of_its_own_in_the_label_beats_the_line_above_the_table():
    table = found(
        """
                           |        | 单位：亿元
        指标               | 2022年 | 2023年
        生产总值           | 100.5  | 110.5
        出口总额（亿美元） | 5.5    | 6.5
        """
    )
    assert (table.unit("B3"), table.unit("B4")) == ("亿元", "亿美元")


def test_a_format_that_contradicts_the_header_is_said_beside_it():
    table = found(
        """
        镇街     | 收入（亿元） | 利润
        南岭镇   | 1200.5       | 3.5
        城关街道 | 3000.5       | 9.5
        """,
        formats={"B2": '0.0"万元"'},
    )
    assert (table.unit("B2"), table.one("B2").other_unit) == ("亿元", "万元")
    assert table.one("B3").other_unit is None


def test_a_column_of_percentage_points_beats_a_row_of_percentages():
    table = found(
        """
        指标              | 2022年 | 2023年 | 增减（个百分点）
        失业率（%）       | 5.5    | 5.1    | -0.4
        恩格尔系数（%）   | 28.5   | 28.1   | -0.4
        """
    )
    assert (table.unit("C2"), table.unit("D2")) == ("%", "个百分点")


def test_a_date_has_no_unit_of_money():
    table = found(
        """
                 |          |            | 单位：万元
        项目     | 总投资   | 开工时间   | 入库月份
        引水工程 | 1200.5   | 2023-02    | 2023年3月
        输变电   | 3000.5   | 2023-05    | 2023年6月
        """
    )
    assert (table.unit("B3"), table.unit("C3"), table.unit("D3")) == ("万元", None, None)
