"""Damaged and hostile text formats: refused, or read within bounds; never another error, never for long."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.workbook.limits import MIB, Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from ingest.workbook.web.workbook import read_html
from tests.examples import up_to

URN = "urn:schemas-microsoft-com:office"
TABLE = (
    '<style><!--.p {mso-number-format:Percent;} .t {mso-number-format:"\\@";}--></style>'
    "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>外资</x:Name>"
    "</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->"
    "<p>固定资产投资<br>单位：万元<table><col style='display:none'><tr><th rowspan=2>指标<th colspan=2>12月"
    "<tr><td>本年<td>上年<tr style='display:none'><td class=t>007<td x:num='1032.5'>1,032.5<td class=p x:num=0.12>12%"
    "<tr><td><table><tr><td>a&nbsp;&#24180;<td>b</table><td colspan=2>m<sup>2</sup></table>注"
)
FILES = {
    "csv": '指标,本年,上年\n固定资产投资,"1,032.5",998\n"其中：\n民间",007,-3.5\n'.encode("gb18030"),
    "csv in UTF-16": "指标\t本年\n固定资产投资\t1032.5\n".encode("utf-16"),
    "html": TABLE.encode("gb18030"),
    "html in UTF-8": TABLE.encode(),
    "mhtml": (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b1"\r\n\r\n--b1\r\n'
        b"Content-Location: file:///C:/a.htm\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + TABLE.encode() + b"\r\n--b1--\r\n"
    ),
    "xml 2003": (
        f'<?xml version="1.0"?><Workbook xmlns="{URN}:spreadsheet" xmlns:ss="{URN}:spreadsheet"><Styles>'
        '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles><Worksheet ss:Name="外资"><Table>'
        '<Column ss:Hidden="1"/><Row><Cell ss:MergeAcross="2"><Data ss:Type="String">指标</Data></Cell></Row>'
        '<Row ss:Index="4"><Cell ss:StyleID="p" ss:Formula="=R[1]C"><Data ss:Type="Number">0.12</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2023-12-01T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>'
    ).encode(),
}


def read_or_refused(data: bytes) -> bool:
    try:
        for sheet in read_workbook(data).sheets:
            assert all(sheet.cell(cell.row, cell.column) == cell for cell in sheet.cells())
    except Unreadable:
        return False
    return True


@pytest.mark.parametrize("name", FILES)
def test_the_undamaged_file_is_read(name):
    assert read_or_refused(FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_changed_bytes_is_read_or_refused(name):
    whole = FILES[name]
    chance = random.Random(20231231)  # noqa: S311 - a fixed sequence, no secret
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        read_or_refused(bytes(data))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_lost_or_doubled_a_stretch_is_read_or_refused(name):
    whole = FILES[name]
    chance = random.Random(20231130)  # noqa: S311 - a fixed sequence, no secret
    for _ in range(300):
        start, length = chance.randrange(len(whole)), chance.randrange(1, 60)
        read_or_refused(whole[:start] + whole[start + length :])
        read_or_refused(whole[: start + length] + whole[start:])


@pytest.mark.parametrize("name", ["html", "html in UTF-8", "mhtml", "xml 2003"])
def test_a_page_or_a_document_cut_within_its_table_is_never_read(name):
    whole = FILES[name]
    end = whole.rindex(b"</table" if b"</table" in whole else b"</Table")
    assert not any(read_or_refused(whole[:length]) for length in range(end))


pieces = st.sampled_from(
    [
        *(
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "</td>",
            "<td rowspan=3>",
            "<td colspan=4>",
            "<th rowspan=0>",
        ),
        *(
            "<tbody>",
            "</tfoot>",
            "<caption>",
            "</caption>",
            "<col hidden span=3>",
            "<p>",
            "</p>",
            "<br>",
            "<b>",
            "</b>",
        ),
        *(
            "<sup>",
            "</sup>",
            "<div hidden>",
            "</div>",
            "<td hidden>",
            "<tr hidden>",
            "<table hidden>",
            "<pre>",
            "</pre>",
        ),
        *(
            "<xml>",
            "</xml>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<![if x]>",
            "<![",
            "<?",
            "<",
            ">",
            "&",
            "&#",
            "a",
        ),
        *(
            "1032",
            "&nbsp;",
            "\n",
            "<td x:num=5>",
            "<td x:num=x>",
            "<td x:fmla='=A1'>",
            "<style>td{",
            "}</style>",
            "'",
        ),
    ]
)


@settings(deadline=None, max_examples=up_to(100))
@given(st.lists(pieces, max_size=40).map("".join))
def test_any_heap_of_tags_is_read_or_refused_and_no_two_ranges_overlap(page):
    try:
        (sheet,) = read_html(
            f"<table><tr><td>1</td></tr></table>{page}{'</table>' * 9}".encode(), Limits()
        ).sheets
    except Unreadable:
        return
    assert sheet.cell(1, 1).value == 1
    keys = [(cell.row, cell.column) for cell in sheet.cells()]
    assert keys == sorted(set(keys))
    for index, merge in enumerate(sheet.merges):
        for other in sheet.merges[:index]:
            apart = other.bottom < merge.top or merge.bottom < other.top
            assert apart or other.right < merge.left or merge.right < other.left, page


def refusal_of(data: bytes) -> str:
    """How a file is refused, within 3 s of CPU."""
    started = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read_workbook(data)
    assert time.process_time() - started < 3
    return refused.value.code


HOSTILE = {
    "one line of 20 MiB": b"a," + b"a" * 20 * MIB,
    "one line of delimiters": b"," * 20 * MIB,
    "rows of delimiters": (b"," * 16_000 + b"\n") * 1_000,
    "blank lines": b"a,b\n" + b"\n" * 10 * MIB,
    "a quote that never ends": b'a,"' + b"b\n" * 5 * MIB,
    "comments that never end": b"<table>" + b"<!--" * 2 * MIB,
    "tags that never end": b"<table>" + b"<a " * 2 * MIB,
    "marked sections that never end": b"<table>" + b"<![a[" * MIB,
    "instructions that never end": b"<table>" + b"<?" * 4 * MIB,
    "style sheets that never end": b"<table>" + b"<style>" * MIB,
    "quotes that never end": b"<table a=" + b"'" * 8 * MIB,
    "ampersands": b"<table>" + b"&" * 8 * MIB,
    "tables in tables": b"<table><tr><td>" * 100_000,
    "bold in bold": b"<table><tr><td>" + b"<b>" * MIB,
    "cells that fill the sheet": b"<table><tr>" + b"<td colspan=100000000 rowspan=100000000>" * 1000,
    "columns that never end": b"<table>" + b"".join(b"<td rowspan=%d>" % (600_000 + i) for i in range(16_000))
    + b"<tr><td>" * 200_000,
    "spans in every row": b"<table>" + b"<tr><td rowspan=3><td rowspan=2>" * 100_000,
    "tags that do nothing": b"<table><tr><td>" + b"<br>" * 6_000_000,
    "a reference of many digits": b"<table><tr><td>&#" + b"9" * 5_000 + b";</table>",
    "a text of many characters": b"<table><tr><td>" + b"a" * 5 * MIB + b"</table>",
    "boundaries": b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n' + b"--b\n" * MIB,
    "headers": b"MIME-Version: 1.0\n" + b"A: b\n" * MIB,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once(name):
    assert refusal_of(HOSTILE[name]) in ("DAMAGED_FILE", "LIMIT_EXCEEDED")


def test_style_sheets_that_are_hard_to_read_are_read_at_once():
    css = (
        "a{" * MIB
        + "}"
        + "/*" * MIB
        + "*/"
        + "}{" * MIB
        + "b{"
        + "a-" * MIB
        + "}"
        + 'c{d:"'
        + "\\" * MIB
        + "}"
    )
    started = time.process_time()
    page = f"<style>{css[: 3 * MIB]}</style><style>{css[3 * MIB : 6 * MIB]}</style><table><tr><td>1</table>"
    assert read_workbook(page.encode()).sheets[0].cell(1, 1).value == 1
    assert time.process_time() - started < 3
