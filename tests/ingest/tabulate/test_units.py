"""The unit of a value: the nearest that the sheet states and that can mean it, as written; none is invented."""

import pytest

from tests.ingest.tabulate.drawn_sheet import found

MONEY = """
    2023年企业情况 |  |
                   |  | {note}
    镇街     | 收入   | 利润
    南岭镇   | 1200.5 | 34.5
    城关街道 | 3000.5 | 91.5
    """


def test_where_none_is_stated_there_is_none():
    table = found(MONEY.format(note=""), merges=["A1:C1"])
    assert table.unit("B4") is None


@pytest.mark.parametrize(
    ("note", "unit"),
    [
        ("单位：万元", "万元"),
        ("单位:亿元", "亿元"),
        ("（单位：万美元）", "万美元"),
        ("计量单位：万元", "万元"),
        ("Unit: 10,000 yuan", "10,000 yuan"),
        ("[Billions of dollars]", "Billions of dollars"),
    ],
)
def test_a_line_above_the_table_states_the_unit_of_all(note, unit):
    table = found(MONEY.format(note=note), merges=["A1:C1"])
    assert (table.unit("B4"), table.unit("C5")) == (unit, unit)


def test_a_title_states_a_unit_in_brackets():
    table = found(
        """
        外商投资总额（百万美元） |  |
        地区   | 2022年 | 2023年
        北京市 | 1200.5 | 1300.5
        天津市 | 900.5  | 950.5
        """,
        merges=["A1:C1"],
    )
    assert table.unit("C4") == "百万美元"


def test_a_title_names_thousands_of_something():
    table = found(
        """
        [All figures are estimates--money amounts are in thousands of dollars] |  |
        Item     | 2022   | 2023
        Receipts | 1200.5 | 1300.5
        Payroll  | 900.5  | 950.5
        """,
        merges=["A1:C1"],
    )
    assert table.unit("C4") == "thousands of dollars"


def test_brackets_in_a_header_state_the_unit_of_the_column():
    table = found(
        """
        镇街     | 收入（万元） | 从业人数(人) | 面积［亩］
        南岭镇   | 1200.5       | 34           | 5.5
        城关街道 | 3000.5       | 91           | 6.5
        """
    )
    assert [table.unit(cell) for cell in ("B2", "C2", "D2")] == ["万元", "人", "亩"]
    assert table.column("B2") == ("收入（万元）",)


def test_a_header_cell_with_a_bracketed_unit_alone_is_no_label():
    table = found(
        """
        镇街     | 收入     | 从业人数
                 | （万元） | （人）
        南岭镇   | 1200.5   | 34
        城关街道 | 3000.5   | 91
        """
    )
    assert (table.column("B3"), table.unit("B3")) == (("收入",), "万元")
    assert (table.column("C4"), table.unit("C4")) == (("从业人数",), "人")


def test_brackets_that_hold_no_unit_state_none():
    table = found(
        """
        镇街     | 收入（含税） | 利润（1-11月）
        南岭镇   | 1200.5       | 34.5
        城关街道 | 3000.5       | 91.5
        """
    )
    assert (table.unit("B2"), table.unit("C2")) == (None, None)


def test_a_row_named_unit_states_the_unit_of_each_column():
    table = found(
        """
        镇街     | 收入   | 从业人数 | 增速
        单位     | 万元   | 人       | %
        南岭镇   | 1200.5 | 34       | 5.5
        城关街道 | 3000.5 | 91       | 6.5
        """
    )
    assert [table.unit(cell) for cell in ("B3", "C3", "D3")] == ["万元", "人", "%"]
    assert table.column("B3") == ("收入",)


def test_a_column_named_unit_states_the_unit_of_each_row():
    table = found(
        """
        指标     | 计量单位 | 本期   | 同期
        收入     | 万元     | 1200.5 | 1100.5
        从业人数 | 人       | 34     | 31
        增速     | %        | 5.5    | 4.5
        """
    )
    assert [table.unit(cell) for cell in ("C2", "D3", "C4")] == ["万元", "人", "%"]
    assert table.row("C2") == ("收入",)
    assert table.cells == {"C2", "D2", "C3", "D3", "C4", "D4"}


def test_a_merged_unit_holds_for_all_its_rows():
    table = found(
        """
        指标 | 单位 | 本期   | 同期
        收入 | 万元 | 1200.5 | 1100.5
        成本 |      | 900.5  | 800.5
        人数 | 人   | 34     | 31
        """,
        merges=["B2:B3"],
    )
    assert table.unit("D3") == "万元"


def test_brackets_in_a_row_label_state_the_unit_of_the_row():
    table = found(
        """
        指标             | 本期   | 同期
        收入（万元）     | 1200.5 | 1100.5
        从业人数（人）   | 34     | 31
        """
    )
    assert (table.unit("B2"), table.unit("C3")) == ("万元", "人")


def test_the_unit_of_a_parent_row_is_that_of_its_parts():
    table = found(
        """
        指标             | 本期   | 同期
        一、投资（亿元） | 1200.5 | 1100.5
        （一）基建       | 340.5  | 310.5
        （二）制造业     | 860    | 790
        """
    )
    assert table.unit("B4") == "亿元"


def test_a_number_format_of_percent_states_it():
    table = found(
        """
        镇街     | 收入   | 完成进度
        南岭镇   | 1200.5 | 0.345
        城关街道 | 3000.5 | 0.915
        """,
        formats={"C2": "0.0%", "C3": "0.0%"},
    )
    assert (table.unit("B2"), table.unit("C2")) == (None, "%")
    assert str(table.value("C2")) == "0.345"


def test_a_percent_sign_in_a_text_states_it():
    table = found(
        """
        镇街     | 收入   | 完成进度
        南岭镇   | 1200.5 | '34.5%
        城关街道 | 3000.5 | '20.5 %
        """
    )
    assert (table.unit("C2"), str(table.value("C2"))) == ("%", "34.5")
    assert (table.unit("C3"), str(table.value("C3"))) == ("%", "20.5")


def test_blocks_below_each_other_under_one_title_share_its_unit():
    table = found(
        """
                 |        | 单位：万元
        镇街     | 收入   | 利润
        南岭镇   | 1200.5 | 3.5
        城关街道 | 3000.5 | 9.5
        -
        行业     | 收入   | 利润
        工业     | 1000.5 | 2.5
        建筑业   | 2000.5 | 8.5
        """
    )
    assert table.unit("B7") == "万元"


def test_a_row_of_units_below_the_labels_states_each_even_without_a_name():
    table = found(
        """
        指标   | 产值  | 增长 | 人数
               | 亿元  | %    | 人
        工业   | 100.5 | 5.5  | 120
        建筑业 | 10.5  | 3.5  | 12
        """
    )
    assert [table.unit(cell) for cell in ("B3", "C3", "D3")] == ["亿元", "%", "人"]


def test_the_cell_over_the_labels_may_state_the_unit():
    table = found(
        """
        单位：万元 | 2022年 | 2023年
        收入       | 12.5   | 13.5
        成本       | 10.5   | 11.5
        """
    )
    assert table.unit("B2") == "万元"


def test_the_unit_that_a_number_format_prints_is_that_of_the_value():
    table = found(
        """
        镇街     | 收入   | 利润
        南岭镇   | 1200.5 | 3.5
        城关街道 | 3000.5 | 9.5
        """,
        formats={"B2": '0.0"万元"'},
    )
    assert (table.unit("B2"), table.unit("B3")) == ("万元", None)


def test_of_columns_that_describe_series_the_one_named_unit_states_it():
    table = found(
        """
        指标名称   | 频率 | 单位 | 来源   | 2023-01 | 2023-02
        工业增加值 | 月   | %    | 统计局 | 3.9     | 4.1
        零售额     | 月   | 亿元 | 统计局 | 37855   | 34910
        """
    )
    assert (table.unit("E2"), table.unit("F3")) == ("%", "亿元")
    assert table.cells == {"E2", "F2", "E3", "F3"}
