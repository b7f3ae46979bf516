"""What a value is: an exact amount, or the text that stands where an amount would; and what is said of it."""

from decimal import Decimal

import pytest

from tests.ingest.tabulate.drawn_sheet import Drawn, found, found_in

TWO_TOWNS = """
    镇街     | 收入   | 利润
    南岭镇   | 1200.5 | {value}
    城关街道 | 3000.5 | 9.5
    """


def test_an_amount_is_exact():
    one = found(TWO_TOWNS.format(value="0.1")).one("C2")
    assert (one.value, one.kind) == (Decimal("0.1"), "number")


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("1，234", "1234"),
        ("12 345", "12345"),
        ("0012.5", "12.5"),
        ("-3.5", "-3.5"),
        ("−3.5", "-3.5"),
        ("12.4%", "12.4"),
    ],
)
def test_an_amount_written_as_text_is_one_and_keeps_its_text(written, amount):
    one = found(TWO_TOWNS.format(value=f"'{written}")).one("C2")
    assert (one.value, one.text, one.kind) == (Decimal(amount), written, "text")


@pytest.mark.parametrize(
    "mark", ["—", "-", "…", "..", "...", "[d]", "(D)", "N/A", "n.a.", "NA", "x", "*", "**", "不详", "保密"]
)
def test_a_sign_for_what_is_missing_stands_as_written(mark):
    one = found(TWO_TOWNS.format(value=f"'{mark}")).one("C2")
    assert (one.value, one.text, one.kind) == (mark, mark, "text")
    assert (one.row_header_path, one.col_header_path) == (("南岭镇",), ("利润",))


def test_zero_is_a_value_and_a_blank_is_none():
    table = found(TWO_TOWNS.format(value="0"))
    assert table.value("C2") == 0
    assert "C2" not in found(TWO_TOWNS.format(value=""))


def test_a_formula_has_the_value_stored_for_it():
    one = found(TWO_TOWNS.format(value="=B2/100~12.005")).one("C2")
    assert (one.value, one.kind) == (Decimal("12.005"), "number")


def test_a_formula_that_was_never_calculated_is_a_mark_and_not_zero():
    one = found(TWO_TOWNS.format(value="=B2/100")).one("C2")
    assert (one.value, one.kind) == ("=B2/100", "uncalculated")


def test_an_error_is_a_mark_with_its_text():
    one = found(TWO_TOWNS.format(value="=B2/0~#DIV/0!")).one("C2")
    assert (one.value, one.kind) == ("#DIV/0!", "error")


def test_words_in_a_column_of_values_are_kept_as_they_stand():
    one = found(TWO_TOWNS.format(value="尚未统计完成")).one("C2")
    assert (one.value, one.kind) == ("尚未统计完成", "text")


def test_letters_in_the_second_column_of_a_merged_header_are_values_of_it():
    table = found(
        """
        Analyte | Site A |    | Site B |
        Nitrate | 0.5    | U  | 0.6    | J3
        Sulfate | 12.5   |    | 13.5   | U
        """,
        merges=["B1:C1", "D1:E1"],
    )
    assert (table.value("B2"), table.value("C2")) == (Decimal("0.5"), "U")
    assert table.column("C2") == ("Site A",)
    assert "C3" not in table


def test_letters_in_an_unnamed_column_right_of_a_value_are_its_flags():
    table = found(
        """
        地区   | 收入   |   | 利润 |
        南岭镇 | 1200.5 | p | 3.5  | r
        白沙镇 | 3000.5 |   | 9.5  | p
        赤岭镇 | 500.5  |   | 1.5  |
        """
    )
    assert table.cells == {"B2", "D2", "B3", "D3", "B4", "D4"}
    assert (table.one("B2").flags, table.one("B3").flags) == (("p",), ())
    assert table.one("D2").flags == ("r",)


def test_hidden_rows_and_columns_are_said_to_be_so_and_not_dropped():
    table = found(TWO_TOWNS.format(value="3.5"), hidden_rows=[2], hidden_columns=["C"])
    assert {cell: table.one(cell).hidden for cell in table.cells} == {
        "B2": True,
        "C2": True,
        "B3": False,
        "C3": True,
    }


@pytest.mark.parametrize("visibility", ["hidden", "very_hidden"])
def test_a_hidden_sheet_is_said_to_be_so_and_not_dropped(visibility):
    sheets = found_in(Drawn(TWO_TOWNS.format(value="3.5"), name="底稿", visibility=visibility))
    assert sheets["底稿"].cells == {"B2", "C2", "B3", "C3"}
    assert all(sheets["底稿"].one(cell).hidden for cell in sheets["底稿"].cells)


def test_a_value_names_the_cells_of_its_labels():
    one = found(TWO_TOWNS.format(value="3.5")).one("C3")
    assert (one.sheet, one.cell) == ("Sheet1", "C3")
    assert (one.row_header_cells, one.col_header_cells) == (("A3",), ("C1",))


def test_a_value_merged_over_two_columns_stands_once_at_its_first_cell():
    table = found(
        """
        镇街     | 中型   | 大型
        南岭镇   | 1200.5 | 3.5
        城关街道 | 3000.5 |
        """,
        merges=["B3:C3"],
    )
    assert table.value("B3") == Decimal("3000.5")
    assert "C3" not in table


def test_a_table_where_every_label_is_stated_is_sure():
    assert found(TWO_TOWNS.format(value="3.5")).one("C2").confidence == 1


def test_a_number_in_brackets_may_be_a_loss_or_a_remark_and_stays_as_written():
    one = found(TWO_TOWNS.format(value="'(1,234.5)")).one("C2")
    assert one.value == "(1,234.5)"


def test_a_date_among_the_values_is_written_as_a_date():
    table = found(
        """
        项目     | 投资 | 开工日期
        引水工程 | 12.5 | @2023-05-01
        输变电   | 13.5 | @2023-06-01
        """
    )
    assert (table.value("C2"), table.one("C2").kind) == ("2023-05-01", "date")


def test_a_remark_beside_the_values_is_none_of_them():
    table = found(
        """
        镇街     | 收入   | 备注
        南岭镇   | 1200.5 | 含园区
        城关街道 | 3000.5 |
        """
    )
    assert table.cells == {"B2", "B3"}
