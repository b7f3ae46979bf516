"""A workbook with nearly all that a package can hold beside its cells, and what a marked copy of it is compared by."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import xlsxwriter

from ingest.workbook.cells.cell import Sheet
from ingest.workbook.limits import Limits
from ingest.workbook.marking.list_sheet import Choice, Entry, ListSheet
from ingest.workbook.marking.mark import Mark, marked
from ingest.workbook.marking.styles import Look
from tests.ingest.workbook.xlsx.written_package import package

LIST = ListSheet(
    name="审核意见",
    rows=(
        (Entry("审核意见", Look.TITLE),),
        (Entry("序号", Look.HEAD), Entry("单元格", Look.HEAD), Entry("情况说明", Look.HEAD)),
        (Entry("①"), Entry("B3", Look.LINK, ("外 资'表", "B3")), Entry("", Look.FILL_IN)),
    ),
    widths=(6, 8, 30),
    head_row=2,
    hidden_columns=frozenset({1}),
    choices=(Choice(3, ("属实-季节", "其他")),),
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def rich_workbook() -> bytes:
    """Two sheets: notes, a picture, a chart, a text box, a form button, protection, a filter, validation, data bars."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.define_name("基数", "='外 资''表'!$B$3")
    page: Any = book.add_worksheet("外 资'表")
    grey = book.add_format({"bg_color": "#C6E0B4", "num_format": '0.0"%"', "bold": True})
    page.merge_range("A1:D1", "外资到账明细", book.add_format({"bold": True, "align": "center"}))
    page.write_row("A2", ["名称", "数", "同比", "备注"])
    page.write_row("A3", ["甲", 1032])
    page.write_number("C3", 63.55, grey)
    page.write_formula("B4", "=SUM(B3:B3)*2", None, 2064)
    page.write_string("D3", "=不是公式")
    page.write_comment("B3", "以回单为准", {"author": "填表人"})
    page.write_comment("D2", "备注可空")
    page.insert_image("F2", "点.png", {"image_data": io.BytesIO(PIXEL)})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='外 资''表'!$B$3:$B$4"})
    page.insert_chart("F10", chart)
    page.insert_textbox("F20", "填表说明")
    page.insert_button("F25", {"caption": "汇总"})
    page.conditional_format("B3:B9", {"type": "data_bar", "data_bar_2010": True})
    page.add_sparkline("E3", {"range": "'外 资''表'!B3:C3"})
    page.data_validation("D3", {"validate": "list", "source": ["有", "无"]})
    page.autofilter("A2:D4")
    page.protect("secret")
    page.set_row(6, None, None, {"hidden": True})
    page.set_column("E:E", 8, grey)
    page.set_footer("&L第 &P 页")
    page.write_url("A9", "internal:'外 资''表'!B3")
    book.add_worksheet("说明").write("A1", "怎样填")
    book.close()
    return buffer.getvalue()


def written(rows: str, more: dict[str, str] | None = None) -> bytes:
    """A hand-written workbook of one sheet, 表1, that other programs open too: with the types of its parts."""
    kinds = {
        "workbook.xml": "sheet.main",
        "worksheets/sheet1.xml": "worksheet",
        "styles.xml": "styles",
        "sharedStrings.xml": "sharedStrings",
    }
    stated = "".join(
        f'<Override PartName="/xl/{name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{stated}</Types>'
    )
    return package(rows, parts={"[Content_Types].xml": types, **(more or {})})


def copied(data: bytes, *marks: Mark, ours: tuple[str, ...] = ()) -> bytes:
    """A marked copy with the small list."""
    return marked(data, marks, LIST, Limits(), ours)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def said(sheet: Sheet) -> tuple[Any, ...]:
    """Everything that our own reader reads of a sheet, but for its notes."""
    return (
        [
            (c.address, c.kind, c.value, c.raw, c.number_format, c.formula, c.hidden, c.style.bold)
            for c in sheet.cells()
        ],
        sheet.merges,
        sheet.hidden_rows,
        sheet.hidden_columns,
        sheet.visibility,
    )
