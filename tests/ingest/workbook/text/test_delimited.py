"""Delimited text: which character divides it, what a row is, what a field is."""

import csv
import io
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.workbook.cells.cell import Kind, Sheet
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.examples import up_to


def read(text: str, encoding: str = "utf-8", limits: Limits | None = None) -> Sheet:
    book = read_workbook(text.encode(encoding), limits)
    assert book.format == "csv"
    (sheet,) = book.sheets
    return sheet


def rows(sheet: Sheet) -> dict[str, str]:
    return {cell.address: cell.raw for cell in sheet.cells()}


@pytest.mark.parametrize("mark", [",", "\t", ";", "，"])
def test_the_delimiter_is_told_by_what_divides_the_lines_alike(mark):
    text = f"指标{mark}数值\n合计{mark}1032\n其中{mark}7\n"
    assert rows(read(text)) == {
        "A1": "指标",
        "B1": "数值",
        "A2": "合计",
        "B2": "1032",
        "A3": "其中",
        "B3": "7",
    }


def test_a_comma_within_tabs_is_no_delimiter():
    assert rows(read("指标\t数值\n合计\t1,032\n其中\t2,007\n"))["B2"] == "1,032"


def test_a_decimal_comma_within_semicolons_is_no_delimiter():
    assert rows(read("指标;数值\n合计;1,5\n其中;2,5\n"))["B3"] == "2,5"


def test_a_semicolon_in_a_text_does_not_divide():
    assert rows(read("说明,数值\n甲;乙,1\n丙,2\n"))["A2"] == "甲;乙"


def test_title_and_unit_lines_do_not_hide_the_delimiter():
    text = "固定资产投资\n单位：万元\n指标;1月;2月\n投资;1;2\n"
    assert rows(read(text)) == {
        "A1": "固定资产投资",
        "A2": "单位：万元",
        "A3": "指标",
        "B3": "1月",
        "C3": "2月",
        "A4": "投资",
        "B4": "1",
        "C4": "2",
    }


def test_one_sentence_with_full_width_commas_is_no_table():
    with pytest.raises(Unreadable, match=r"NOT_A_WORKBOOK.*plain text"):
        read("请查收，谢谢。\n")


def test_full_width_commas_beside_others_are_text():
    assert rows(read("说明,数值\n甲，乙,1\n丙，丁,2\n"))["A2"] == "甲，乙"


def test_a_line_that_states_the_delimiter_is_no_row():
    assert rows(read("sep=;\n指标;数值\n合计;1,032\n")) == {
        "A1": "指标",
        "B1": "数值",
        "A2": "合计",
        "B2": "1,032",
    }


def test_one_column_with_numbers_is_a_table():
    assert rows(read("合计\n1032\n")) == {"A1": "合计", "A2": "1032"}


def test_one_column_that_a_program_quoted_is_a_table():
    assert rows(read('"街道"\n"东湖"\n')) == {"A1": "街道", "A2": "东湖"}


def test_lines_of_prose_are_no_table():
    with pytest.raises(Unreadable, match="NOT_A_WORKBOOK"):
        read("各位领导：\n请查收。\n")


def test_a_blank_line_is_a_row():
    assert rows(read("指标,数值\n\n\n合计,1\n"))["A4"] == "合计"


def test_a_quoted_line_break_is_within_its_row():
    sheet = read('指标,数值\n"合\r\n计",1\n其中,2\n')
    assert (sheet.cell(2, 1).value, sheet.cell(3, 1).value) == ("合\r\n计", "其中")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end):
    assert rows(read(f"指标,数值{end}合计,1{end}"))["A2"] == "合计"


def test_a_form_feed_or_a_line_separator_does_not_end_a_line():
    assert rows(read("指标,数值\n合\f计\u2028,1\n"))["A2"] == "合\f计\u2028"


def test_rows_may_be_of_different_widths():
    assert rows(read("a,b\n1\n1,2,3,4\n")) == {
        "A1": "a",
        "B1": "b",
        "A2": "1",
        "A3": "1",
        "B3": "2",
        "C3": "3",
        "D3": "4",
    }


def test_doubled_quotes_are_one():
    assert rows(read('指标,数值\n"""其中""",1\n'))["A2"] == '"其中"'


def test_quotes_within_an_unquoted_field_stay():
    assert rows(read('指标,数值\n5"钢管,1\n'))["A2"] == '5"钢管'


def test_a_plain_number_is_a_number_and_its_text_stays_exact():
    cell = read("指标,数值\n合计,1032.50\n").cell(2, 2)
    assert (cell.kind, cell.value, cell.raw) == (Kind.NUMBER, Decimal("1032.50"), "1032.50")


@pytest.mark.parametrize(
    "field", ["007", '"1,032"', "１０３２", "12.4%", "2023-12", "110101199001011234", " 5 "]
)
def test_what_might_be_something_else_stays_as_written(field):
    cell = read(f"指标,数值\n合计,{field}\n").cell(2, 2)
    assert (cell.kind, cell.value, cell.raw) == (Kind.TEXT, field.strip('"'), field.strip('"'))


def test_an_empty_field_is_blank_and_a_quoted_empty_one_too():
    sheet = read('指标,数值,备注\n,"",x\n')
    assert [sheet.cell(2, column).kind for column in (1, 2, 3)] == [Kind.BLANK, Kind.BLANK, Kind.TEXT]


def test_the_sheet_has_the_name_of_a_first_sheet():
    assert read("a,b\n").name == "Sheet1"


@pytest.mark.parametrize(
    ("text", "line"), [('指标,数值\n"合计,1\n其中,2\n', 3), ('指标,数值\n"合"计,1\n', 2)]
)
def test_a_quote_that_does_not_close_is_damage(text, line):
    with pytest.raises(Unreadable, match=f"DAMAGED_FILE.*line {line}"):
        read(text)


def test_a_file_of_delimiters_alone_is_empty():
    with pytest.raises(Unreadable, match="EMPTY_WORKBOOK"):
        read(",,,\n,,,\n")


def test_a_nul_within_a_text_is_no_text():
    with pytest.raises(Unreadable, match="NOT_A_WORKBOOK"):
        read("a,b\n" * 2000 + "c\0,d\n")


def test_as_many_cells_as_the_limit_are_read_and_one_more_is_not():
    assert read("1,2,3\n", limits=Limits(cells=3)).max_column == 3
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        read("1,2,3,4\n", limits=Limits(cells=3))


def test_blank_lines_have_the_same_limit():
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        read("1,2\n" + "\n" * 3, limits=Limits(cells=4))


def test_a_field_is_read_up_to_the_limit_of_texts():
    assert read(f"a,{'长' * 100}\n", limits=Limits(text_characters=100)).max_row == 1
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        read(f"a,{'长' * 101}\n", limits=Limits(text_characters=100))


def test_the_limit_that_csv_has_for_the_whole_process_is_met_and_left_as_it_is():
    before = csv.field_size_limit()
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        read(f"a,{'x' * (before + 1)}\n")
    assert csv.field_size_limit() == before


def test_more_columns_than_a_sheet_has_are_damage():
    assert read("," * 16_383 + "1\n").max_column == 16_384
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read("," * 16_384 + "1\n")


def test_more_rows_than_a_sheet_has_are_damage():
    assert read("1,2\n" + "\n" * 1_048_574 + "3,4").max_row == 1_048_576
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read("1,2\n" + "\n" * 1_048_575 + "3,4")


fields = st.text(
    st.one_of(
        st.sampled_from('",;\t\n\r ，0123456789.-%合计指标镇街'),
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"),
    ),
    max_size=12,
)
tables = st.lists(st.lists(fields, min_size=2, max_size=5), min_size=1, max_size=12)


@settings(deadline=None, max_examples=up_to(60))
@given(tables, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_a_table_is_read_back_as_written(table, encoding):
    # The lines that tell the delimiter, and the encoding of a text that is mostly rare characters.
    table = [["指标", "单位", "本年累计", "上年同期", "增长率"]] * 14 + table
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_MINIMAL).writerows(table)
    (sheet,) = read_workbook(text.getvalue().encode(encoding)).sheets
    read_back = {(cell.row, cell.column): cell.raw for cell in sheet.cells()}
    assert read_back == {
        (row, column): field
        for row, fields in enumerate(table, 1)
        for column, field in enumerate(fields, 1)
        if field
    }


regular = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(
            st.sampled_from(["007", "1,032", "其中：\n合计", 'a"b', "-3.5"]), min_size=width, max_size=width
        ),
        min_size=1,
        max_size=8,
    )
)


@settings(deadline=None, max_examples=60)
@given(regular)
def test_a_regular_file_is_what_pandas_reads(table):
    text = io.StringIO()
    csv.writer(text).writerows([[f"列{number}" for number, _ in enumerate(table[0])], *table])
    other = pd.read_csv(io.StringIO(text.getvalue()), dtype=str, keep_default_na=False)
    sheet = read(text.getvalue())
    columns = range(1, sheet.max_column + 1)
    ours = [[sheet.cell(row, column).raw for column in columns] for row in range(2, sheet.max_row + 1)]
    assert ours == other.to_numpy().tolist()
