"""Where the cells of a page stand: spans, groups, tables in tables, text between them."""

import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.workbook.cells.cell import Sheet
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.examples import up_to


def read(page: str, limits: Limits | None = None) -> Sheet:
    (sheet,) = read_workbook(page.encode(), limits).sheets
    return sheet


def texts(sheet: Sheet) -> dict[str, str]:
    return {cell.address: cell.raw for cell in sheet.cells()}


def merges(sheet: Sheet) -> set[str]:
    return {str(merge) for merge in sheet.merges}


def test_cells_stand_row_by_row():
    page = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert texts(read(page)) == {"A1": "a", "B1": "b", "A2": "c", "B2": "d"}


def test_tags_that_a_browser_does_not_need_may_be_missing():
    page = "<table><thead><tr><th>a<th>b<tbody><tr><td>c<td>d<tr><td><p>e<p>f<td>g</table>"
    assert texts(read(page)) == {"A1": "a", "B1": "b", "A2": "c", "B2": "d", "A3": "e\nf", "B3": "g"}


def test_a_cell_outside_a_row_begins_one():
    assert texts(read("<table><td>a<td>b<tr><td>c</table>")) == {"A1": "a", "B1": "b", "A2": "c"}


def test_an_empty_row_is_a_row():
    assert texts(read("<table><tr><td>a<tr></tr><tr><td>b</table>")) == {"A1": "a", "A3": "b"}


def test_a_header_over_rows_and_columns():
    page = """<table><tr><td rowspan=2>指标<td colspan=2>12月<td rowspan=2>增长</tr>
        <tr><td>本年<td>上年</tr><tr><td>a<td>1<td>2<td>3</tr></table>"""
    sheet = read(page)
    assert merges(sheet) == {"A1:A2", "B1:C1", "D1:D2"}
    assert texts(sheet) == {
        "A1": "指标",
        "B1": "12月",
        "D1": "增长",
        "B2": "本年",
        "C2": "上年",
        "A3": "a",
        "B3": "1",
        "C3": "2",
        "D3": "3",
    }


def test_a_cell_that_would_cover_a_taken_place_ends_before_it_and_the_next_keeps_its_column():
    page = "<table><tr><td>a<td>b<td rowspan=2>c</tr><tr><td colspan=3>d<td>e</tr></table>"
    sheet = read(page)
    assert merges(sheet) == {"C1:C2", "A2:B2"}
    assert texts(sheet) == {"A1": "a", "B1": "b", "C1": "c", "A2": "d", "D2": "e"}


def test_a_span_ends_with_its_group_of_rows():
    page = "<table><thead><tr><th rowspan=9>a<th>b</thead><tbody><tr><td>c<td>d</table>"
    sheet = read(page)
    assert merges(sheet) == set()
    assert texts(sheet) == {"A1": "a", "B1": "b", "A2": "c", "B2": "d"}


def test_a_rowspan_of_0_reaches_to_the_end_of_its_group():
    page = "<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d<tbody><tr><td>e</table>"
    sheet = read(page)
    assert merges(sheet) == {"A1:A3"}
    assert texts(sheet) == {"A1": "a", "B1": "b", "B2": "c", "B3": "d", "A4": "e"}


@pytest.mark.parametrize("span", ["100000000", "9" * 5000, "16384"])
def test_a_span_over_the_edge_of_the_sheet_ends_at_it(span):
    sheet = read(f"<table><tr><td colspan={span}>标题<tr><td>a</table>")
    assert merges(sheet) == {"A1:XFD1"}
    assert texts(sheet) == {"A1": "标题", "A2": "a"}


@pytest.mark.parametrize("span", ["", "-2", "x", "1.5", "２", "0"])
def test_a_colspan_that_is_no_count_is_one(span):
    assert texts(read(f'<table><tr><td colspan="{span}">a<td>b</table>')) == {"A1": "a", "B1": "b"}


def test_tables_and_the_text_between_them_stand_below_one_another():
    page = """<h1>固定资产投资</h1><p>单位：万元<br>2023年12月</p>
        <table><tr><td>a<td>b</table>注：<b>快报</b><table><tr><td>c</table>"""
    assert texts(read(page)) == {
        "A1": "固定资产投资",
        "A2": "单位：万元",
        "A3": "2023年12月",
        "A4": "a",
        "B4": "b",
        "A5": "注：快报",
        "A6": "c",
    }


def test_a_line_that_is_blank_is_a_row():
    page = "<table><tr><td>a</table><br><table><tr><td>b</table><p>&nbsp;</p><table><tr><td>c</table>"
    assert texts(read(page)) == {"A1": "a", "A3": "b", "A5": "c"}


def test_a_caption_stands_above_its_table():
    assert texts(read("<table><caption>表一</caption><tr><td>a</table>")) == {"A1": "表一", "A2": "a"}


def test_text_in_a_table_but_in_no_cell_stands_below_it():
    assert texts(read("<table><tr><td>a</tr>散落<tr><td>b</table>尾")) == {
        "A1": "a",
        "A2": "b",
        "A3": "散落",
        "A4": "尾",
    }


def test_a_page_laid_out_by_a_table_keeps_the_places_of_the_table_in_it():
    page = """<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table></td></tr><tr><td>页脚</td></tr></table>"""
    assert texts(read(page)) == {"A1": "a", "B1": "b", "A2": "c", "B2": "d", "A3": "页脚"}


def test_what_stands_beside_a_table_in_a_cell_reaches_over_its_rows():
    page = "<table><tr><td>左<td>上<table><tr><td>1<td>2<tr><td>3<td>4</table>下<td>右<tr><td>末</table>"
    sheet = read(page)
    assert texts(sheet) == {
        "A1": "左",
        "B1": "上",
        "B2": "1",
        "C2": "2",
        "B3": "3",
        "C3": "4",
        "B4": "下",
        "D1": "右",
        "A5": "末",
    }
    assert merges(sheet) == {"A1:A4", "D1:D4"}


def test_a_table_that_begins_within_a_table_but_in_no_cell_follows_it():
    assert texts(read("<table><tr><td>a</tr><table><tr><td>b</table></table>")) == {"A1": "a", "A2": "b"}


def test_rows_and_cells_have_the_limit_of_cells():
    page = "<html><body>" + "<table><tr><td>1<td>2</table>" + "</body></html>"
    assert read(page, Limits(cells=5)).max_column == 2
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        read(page, Limits(cells=2))


def test_merges_have_their_limit():
    page = "<table>" + "<tr><td colspan=2>a" * 3 + "</table>"
    assert len(read(page, Limits(merges=3)).merges) == 3
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        read(page, Limits(merges=2))


def test_more_columns_than_a_sheet_has_are_damage():
    assert read(f"<table><tr>{'<td>1' * 16_384}</table>").max_column == 16_384
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read(f"<table><tr>{'<td>1' * 16_385}</table>")


@st.composite
def tilings(draw) -> list[list[tuple[int, int, int, int]]]:
    """Rectangles (top, left, height, width) that cover a table, by the row that they begin in."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    taken: set[tuple[int, int]] = set()
    rows: list[list[tuple[int, int, int, int]]] = []
    for top in range(height):
        rows.append([])
        for left in range(width):
            if (top, left) in taken:
                continue
            free = next((column for column in range(left, width) if (top, column) in taken), width) - left
            across = draw(st.integers(1, free))
            # A row without a cell of its own is told apart from none by no oracle.
            down = draw(st.integers(1, height - top)) if left or across < width else 1
            rows[-1].append((top, left, down, across))
            taken |= {(top + y, left + x) for y in range(down) for x in range(across)}
    return rows


def page_of(rows: list[list[tuple[int, int, int, int]]]) -> str:
    def cell(top: int, left: int, down: int, across: int) -> str:
        return f"<td rowspan={down} colspan={across}>r{top}c{left}</td>"

    return (
        "<table>" + "".join(f"<tr>{''.join(cell(*each) for each in row)}</tr>" for row in rows) + "</table>"
    )


@settings(deadline=None, max_examples=up_to(60))
@given(tilings())
def test_any_table_of_spans_is_laid_out_as_it_was_cut(rows):
    sheet = read(page_of(rows))
    assert {(cell.row - 1, cell.column - 1): cell.raw for cell in sheet.cells()} == {
        (top, left): f"r{top}c{left}" for row in rows for top, left, _, _ in row
    }
    assert {(merge.top, merge.left, merge.bottom, merge.right) for merge in sheet.merges} == {
        (top + 1, left + 1, top + down, left + across)
        for row in rows
        for top, left, down, across in row
        if down > 1 or across > 1
    }


@settings(deadline=None, max_examples=60)
@given(tilings())
def test_any_table_of_spans_is_what_pandas_reads(rows):
    page = page_of(rows)
    (other,) = pd.read_html(io.StringIO(page), flavor="bs4", header=None)
    sheet = read(page)
    ours = [
        [sheet.merged_value_cell(row, column).raw for column in range(1, len(other.columns) + 1)]
        for row in range(1, len(other) + 1)
    ]
    assert ours == other.to_numpy().tolist()
