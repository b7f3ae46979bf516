"""The path of labels above a value: groups that are merged or not, words split over rows, years."""

import pytest

from tests.ingest.tabulate.drawn_sheet import found
from tests.patterns.pumped import within


def test_merged_groups_stand_over_all_their_columns():
    table = found(
        """
        指标名称 | 规模以上 |        | 限额以上 |
                 | 企业数   | 从业人数 | 企业数 | 从业人数
        南岭镇   | 12       | 3400   | 5       | 210
        城关街道 | 30       | 9100   | 8       | 460
        """,
        merges=["A1:A2", "B1:C1", "D1:E1"],
    )
    assert table.column("C3") == ("规模以上", "从业人数")
    assert table.column("D4") == ("限额以上", "企业数")
    assert table.one("E4").col_header_cells == ("D1", "E2")


def test_three_levels_are_read_outer_to_inner():
    table = found(
        """
        地区   | 限额以上 |      |      |
               | 批发业   |      | 零售业 |
               | 本月     | 累计 | 本月 | 累计
        东城   | 1.5      | 20.5 | 2.5  | 31.5
        西城   | 3.5      | 42.5 | 4.5  | 53.5
        """,
        merges=["A1:A3", "B1:E1", "B2:C2", "D2:E2"],
    )
    assert table.column("E5") == ("限额以上", "零售业", "累计")


def test_without_merges_the_blanks_behind_a_group_belong_to_it():
    table = found(
        """
        指标名称 | 规模以上 |          | 限额以上 |
                 | 企业数   | 从业人数 | 企业数   | 从业人数
        南岭镇   | 12       | 3400     | 5        | 210
        城关街道 | 30       | 9100     | 8        | 460
        """
    )
    assert table.column("C3") == ("规模以上", "从业人数")
    assert table.column("E3") == ("限额以上", "从业人数")


def test_a_group_that_is_written_again_over_each_column_counts_as_over_all():
    table = found(
        """
        指标名称 | 规模以上 | 规模以上
                 | 企业数   | 从业人数
        南岭镇   | 12       | 3400
        城关街道 | 30       | 9100
        """
    )
    assert table.column("B3") == ("规模以上", "企业数")
    assert table.column("C3") == ("规模以上", "从业人数")


def test_in_a_header_that_merges_a_blank_cell_belongs_to_no_group():
    table = found(
        """
        指标名称 | 规模以上 |          |
                 | 企业数   | 从业人数 | 备案数
        南岭镇   | 12       | 3400     | 7
        城关街道 | 30       | 9100     | 9
        """,
        merges=["A1:A2", "B1:C1"],
    )
    assert table.column("D3") == ("备案数",)


def test_a_label_over_two_rows_counts_once():
    table = found(
        """
        指标名称 | 增加值 | 从业人员 |
                 |        | 男       | 女
        第一产业 | 12.5   | 310      | 290
        第二产业 | 48.5   | 870      | 430
        """,
        merges=["A1:A2", "B1:B2", "C1:D1"],
    )
    assert table.column("B3") == ("增加值",)
    assert table.column("D3") == ("从业人员", "女")


def test_a_total_beside_its_parts_in_the_shape_of_an_l_heads_itself_and_them():
    # 合计 stands over its own column and, one row lower, 男 and 女 beside it: the total spans all three.
    table = found(
        """
        地区 | 常住人口 |    |
             |          | 男 | 女
        东城 | 708      | 346 | 362
        西城 | 1106     | 546 | 560
        """,
        merges=["A1:A2", "B1:D1"],
    )
    assert table.column("B3") == ("常住人口",)
    assert table.column("D3") == ("常住人口", "女")


def test_of_an_unmerged_l_the_label_spans_what_has_labels_of_its_own_below():
    table = found(
        """
        地区 | 常住人口 |     |     | 户数
             |          | 男  | 女  |
        东城 | 708      | 346 | 362 | 281
        西城 | 1106     | 546 | 560 | 412
        """
    )
    assert table.column("B3") == ("常住人口",)
    assert table.column("D3") == ("常住人口", "女")
    assert table.column("E3") == ("户数",)


def test_the_words_of_a_label_split_over_rows_follow_each_other():
    table = found(
        """
        Region   | Aged 15  | Never
                 | and Over | Married
        National | 1253     | 260
        Beijing  | 31       | 8
        """
    )
    assert table.column("B3") == ("Aged 15", "and Over")
    assert table.column("C4") == ("Never", "Married")


def test_a_lower_header_row_with_words_for_one_column_alone_ends_no_header():
    table = found(
        """
        指标名称 | 常住人口 | 建筑业
                 |          | 利润总额
        金融业   | 3698     | 1285.5
        教育     | 2372     | 6140.5
        """
    )
    assert table.column("B3") == ("常住人口",)
    assert table.column("C3") == ("建筑业", "利润总额")


def test_of_which_in_a_cell_of_its_own_hangs_the_label_below_it_under_the_column_before():
    table = found(
        """
        地区   | 竣工面积   | 其中
               | 万平方米   | 住宅
        东城区 | 337.5      | 120.5
        西城区 | 410.5      | 99.5
        """
    )
    assert table.column("C3")[-1] == "住宅"
    assert table.column("C3")[0] == "竣工面积"
    assert "其中" in table.column("C3")


def test_of_which_before_a_label_is_part_of_it():
    table = found(
        """
        项目名称 | 完成投资 | 其中：本月
        引水工程 | 45000    | 4050
        输变电   | 12000    | 900
        """
    )
    assert table.column("C2") == ("其中：本月",)


def test_years_in_a_header_are_labels_and_no_values():
    table = found(
        """
        指标   | 2021 | 2022 | 2023
        出生数 | 310  | 295  | 270
        死亡数 | 205  | 211  | 219
        """
    )
    assert table.cells == {"B2", "C2", "D2", "B3", "C3", "D3"}
    assert table.column("C3") == ("2022",)


def test_years_over_months_are_two_levels():
    table = found(
        """
        指标   | 2022 |      | 2023 |
               | 1月  | 2月  | 1月  | 2月
        出生数 | 31   | 29   | 27   | 25
        死亡数 | 20   | 21   | 21   | 22
        """,
        merges=["A1:A2", "B1:C1", "D1:E1"],
    )
    assert table.column("E4") == ("2023", "2月")


def test_dates_in_a_header_are_labels():
    table = found(
        """
        商品 | @2024-03-31 | @2024-06-30
        大米 | 5.5         | 5.6
        面粉 | 4.5         | 4.4
        """
    )
    assert table.column("C3") == ("2024-06-30",)


def test_blank_columns_between_the_columns_of_a_table_do_not_part_it():
    table = found(
        """
        指标     | 企业数 |  | 从业人数 |  | 户数
        南岭镇   | 12     |  | 3400     |  | 88
        城关街道 | 30     |  | 9100     |  | 96
        """
    )
    assert (table.row("F3"), table.column("F3")) == (("城关街道",), ("户数",))
    assert table.one("F3").block == table.one("B2").block


def test_line_breaks_and_blanks_within_a_label_are_one_blank():
    table = found(
        """
        镇街     | x      | 利润
        南岭镇   | 1200.5 | 34.5
        城关街道 | 3000.5 | 91.5
        """,
        cells={"B1": "营业\n 收入\u3000合计"},
    )
    assert table.column("B2") == ("营业 收入 合计",)


def test_a_column_without_any_label_has_an_empty_path_and_is_less_sure():
    table = found(
        """
        镇街     | 收入   |
        南岭镇   | 1200.5 | 34.5
        城关街道 | 3000.5 | 91.5
        """
    )
    assert table.column("C2") == ()
    assert table.one("C2").confidence < table.one("B2").confidence == 1


def test_labels_in_two_languages_are_two_levels():
    table = found(
        """
        地区   | 总人口           | 户籍人口
        Region | Total Population | Registered Population
        东区   | 50.5             | 45.5
        西区   | 50               | 45
        """
    )
    assert table.column("B3") == ("总人口", "Total Population")


@pytest.mark.parametrize(
    "header", ["2014 2015 2016 2017 2018 2019 2020 2021 年", "A B C D E F G H I J K L M N O P 类"]
)
def test_a_header_of_many_years_or_letters_is_read_as_fast_as_any_other(header):
    with within(0.5):  # seconds of processor time
        table = found(
            f"""
            镇街     | {header} | 利润
            南岭镇   | 12       | 3400
            城关街道 | 30       | 9100
            """
        )
    assert table.column("B2") == (header,)
