"""Values in a copy of a workbook: what gives way, what stays, and what is worked out anew."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from ingest.workbook.filling.filled import Fill, filled
from ingest.workbook.filling.filled_sheet import SharedFormulaError
from ingest.workbook.limits import Limits

SHEET = "表"
MARK = "(示例)"
CHAIN = "xl/calcChain.xml"


def workbook() -> bytes:
    """Figures in A1:A2, formulas over them in B1 and C1, a note of somebody on A2, a format for all of column E."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet(SHEET)
        money = book.add_format({"num_format": "#,##0.00", "bg_color": "#FFFF00"})
        page.write_number("A1", 5, money)
        page.write_number("A2", 7, money)
        page.write_comment("A2", "看这里")
        page.write_formula("B1", "=A1+A2", money, 12)
        page.write_formula("C1", "=B1*2", None, 24)
        page.set_column("E:E", 12, money)
    return buffer.getvalue()


def with_parts(data: bytes, changed: dict[str, tuple[str, str]]) -> bytes:
    """The package with a text of some parts put in place of another, by the last name of the part."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            before, after = changed.get(name.rpartition("/")[2], ("", ""))
            assert before in text
            new.writestr(name, text.replace(before, after, 1))
    return buffer.getvalue()


def with_chain(data: bytes) -> bytes:
    """The package with the list of its formulas that Excel keeps."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    related = f'<Relationship Id="rId99" Type="{kind}" Target="calcChain.xml"/></Relationships>'
    declared = f'<Override PartName="/{CHAIN}" ContentType="{content}"/></Types>'
    named = with_parts(
        data,
        {
            "workbook.xml.rels": ("</Relationships>", related),
            "[Content_Types].xml": ("</Types>", declared),
        },
    )
    buffer = BytesIO(named)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(CHAIN, '<calcChain xmlns="x"><c r="B1" i="1"/><c r="C1" i="1"/></calcChain>')
    return buffer.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def page_of(data: bytes, **options: Any) -> Any:
    return load_workbook(BytesIO(data), **options)[SHEET]


def test_a_formula_gives_way_to_its_value_and_the_others_are_worked_out_anew() -> None:
    made = filled(with_chain(workbook()), [Fill(SHEET, "B1", Decimal("13.50"))], Limits(), MARK)
    page = page_of(made)
    assert (page["B1"].value, page["B1"].number_format) == (13.5, "#,##0.00")
    assert page["C1"].value == "=B1*2"
    assert CHAIN not in parts(made)
    assert b"calcChain" not in b"".join(parts(made).values())
    assert re.search(rb'<calcPr[^>]*fullCalcOnLoad="1"', parts(made)["xl/workbook.xml"])


def test_cells_that_are_not_there_take_the_format_of_their_column() -> None:
    made = filled(
        workbook(), [Fill(SHEET, "E9", Decimal("0.1"), "来源"), Fill(SHEET, "E1", Decimal(3))], Limits(), MARK
    )
    page = page_of(made)
    assert [(page[cell].value, page[cell].number_format) for cell in ("E9", "E1")] == [
        (0.1, "#,##0.00"), (3, "#,##0.00"),
    ]  # fmt: skip
    assert page["E9"].comment.text == "来源"


def test_a_cell_that_is_left_blank_keeps_its_look() -> None:
    page = page_of(filled(workbook(), [Fill(SHEET, "A1", None, "待核")], Limits(), MARK))
    assert (page["A1"].value, page["A1"].number_format, page["A1"].fill.fgColor.rgb) == (
        None, "#,##0.00", "FFFFFF00",
    )  # fmt: skip


def test_a_text_is_never_a_formula() -> None:
    page = page_of(filled(workbook(), [Fill(SHEET, "A1", "=1+1")], Limits(), MARK))
    assert (page["A1"].value, page["A1"].data_type) == ("=1+1", "s")


def test_somebodys_note_stays_and_filling_again_leaves_one_of_ours() -> None:
    once = filled(
        workbook(), [Fill(SHEET, "A2", Decimal(8), "甲"), Fill(SHEET, "A1", Decimal(1), "乙")], Limits(), MARK
    )
    again = filled(once, [Fill(SHEET, "A2", Decimal(9), "丙")], Limits(), MARK)
    page = page_of(again)
    assert page["A2"].comment.text == "看这里\n【取数】丙"
    assert page["A1"].comment is None


def test_a_formula_that_other_cells_rest_on_is_not_lost() -> None:
    # The second cell of the range has its formula from the first.
    first = '<f t="shared" ref="B1:C1" si="0">A1+A2</f>'
    shared = with_parts(workbook(), {"sheet1.xml": ("<f>A1+A2</f>", first)})
    shared = with_parts(shared, {"sheet1.xml": ("<f>B1*2</f>", '<f t="shared" si="0"/>')})
    with pytest.raises(SharedFormulaError) as refused:
        filled(shared, [Fill(SHEET, "B1", Decimal(1))], Limits(), MARK)
    assert refused.value.cell == "B1"
    both = filled(shared, [Fill(SHEET, "B1", Decimal(1)), Fill(SHEET, "C1", Decimal(2))], Limits(), MARK)
    assert [page_of(both)[cell].value for cell in ("B1", "C1")] == [1, 2]


def test_a_literal_is_shown_behind_numbers_and_texts_once() -> None:
    fills = [Fill(SHEET, "A1", Decimal(5), is_marked=True), Fill(SHEET, "D1", "2/9", is_marked=True)]
    once = filled(workbook(), fills, Limits(), MARK)
    again = page_of(filled(once, fills, Limits(), MARK))
    assert again["A1"].number_format == '#,##0.00"(示例)"'
    assert again["D1"].number_format == 'General;General;General;@"(示例)"'
    assert again["A2"].number_format == "#,##0.00"
    bare = page_of(
        filled(once, [Fill(SHEET, "A1", Decimal(6)), Fill(SHEET, "D1", Decimal(2))], Limits(), MARK)
    )
    assert [bare[cell].number_format for cell in ("A1", "D1")] == ["#,##0.00", "General"]
