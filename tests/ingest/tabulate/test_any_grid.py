"""Whatever stands on a sheet: nothing raises, no cell is labelled twice, and no value or label is made up."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.tabulate import tabulate
from ingest.workbook.cells.address import Range, a1, position
from tests.examples import up_to
from tests.ingest.tabulate.drawn_sheet import Drawn, workbook_of

ROWS, COLUMNS = 8, 6
# What the extractor looks for comes up often: units, totals, numbering, ordinals, years, signs for missing.
WORDS = """
    指标 单位 万元 序号 代码 合计 总计 其中： 其中：男 一、工业 （一）采矿 1.煤 甲 乙 丙 (1) (2) 2022年 2023 1月 增速 %
    （万元） 单位：亿元 注：快报数 来源：统计局 — … N/A [d] a1 U Region TOTAL 'A' 频率 指标名称 -- 3.5% 1,234 ≥5 〇
"""
words = st.sampled_from(WORDS.split())
numbers = st.one_of(
    st.integers(0, 12), st.integers(1990, 2030), st.decimals(-999, 99999, places=2).filter(bool)
).map(str)
cells = st.dictionaries(
    st.builds(a1, st.integers(1, ROWS), st.integers(1, COLUMNS)), st.one_of(words, numbers), min_size=6
)


@st.composite
def merges(draw: st.DrawFn) -> list[str]:
    """Up to three merged ranges that do not overlap, of more than one cell each."""
    taken: list[Range] = []
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(1, ROWS)), draw(st.integers(1, COLUMNS))
        bottom, right = draw(st.integers(top, ROWS)), draw(st.integers(left, COLUMNS))
        apart = all(
            bottom < each.top or top > each.bottom or right < each.left or left > each.right for each in taken
        )
        if apart and (top, left) != (bottom, right):
            taken.append(Range(top, left, bottom, right))
    return list(map(str, taken))


@settings(deadline=None, max_examples=up_to(60))
@given(cells, merges())
def test_values_and_labels_are_those_of_the_cells_that_they_name(grid: dict[str, str], merged: list[str]):
    workbook = workbook_of(Drawn("", cells=grid, merges=merged))
    (sheet,) = workbook.sheets
    values = list(tabulate(workbook))
    assert len({one.cell for one in values}) == len(values)
    for one in values:
        cell = sheet.cell(*position(one.cell))
        assert one.kind == cell.kind
        if isinstance(cell.value, Decimal):
            assert one.value == cell.value
        else:
            assert one.text == cell.value
        paths = [
            (one.row_header_path, one.row_header_cells),
            (one.col_header_path, one.col_header_cells),
        ]
        for labels, places in paths:
            assert len(labels) == len(places)
            assert one.cell not in places
            for label, place in zip(labels, places, strict=True):
                said = sheet.cell(*position(place)).value
                assert label == said if isinstance(said, str) else Decimal(label) == said
