"""Web pages in a single file: which parts are sheets, and how their bytes are packed."""

import base64
import quopri

import pytest

from ingest.workbook.cells.cell import Kind, Workbook
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable

HEAD = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Part_1"\r\n\r\n'
CSS = r".p {mso-number-format:Percent;}"


def part(
    content: str,
    name: str,
    kind: str = "text/html",
    charset: str = "gb2312",
    packed: str = "quoted-printable",
) -> str:
    data = content.encode("gb18030" if charset == "gb2312" else charset)
    pack = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": lambda same: same}
    body = pack[packed](data).decode("ascii" if packed != "8bit" else charset)
    return (
        f"------=_Part_1\r\nContent-Location: file:///C:/3512223E/{name}\r\n"
        f'Content-Type: {kind}; charset="{charset}"\r\nContent-Transfer-Encoding: {packed}\r\n\r\n{body}\r\n'
    )


def listing(*sheets: tuple[str, str], more: str = "") -> str:
    """The page of the workbook, which has frames and no table of its own."""
    stated = "".join(
        f'<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef="{source}"/></x:ExcelWorksheet>'
        for name, source in sheets
    )
    return (
        f"<html><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>{stated}</x:ExcelWorksheets>{more}"
        "</x:ExcelWorkbook></xml><![endif]--><frameset><frame src=3D'表.files/sheet001.htm'></frameset></html>"
    )


def read(*parts: str, limits: Limits | None = None) -> Workbook:
    return read_workbook((HEAD + "".join(parts) + "------=_Part_1--\r\n").encode(), limits)


def table(content: str, attributes: str = "") -> str:
    return f"<html><body><table><tr><td {attributes}>{content}</td></tr></table></body></html>"


def test_the_sheets_are_those_that_the_workbook_lists_in_its_order():
    book = read(
        part(listing(("投资", "表.files/sheet002.htm"), ("外资", "表.files/sheet001.htm")), "表.htm"),
        part(table("一"), "表.files/sheet001.htm"),
        part(table("二"), "表.files/sheet002.htm"),
        part("<html><table><tr><td>投资<td>外资</table></html>", "表.files/tabstrip.htm"),
    )
    assert [(sheet.name, sheet.cell(1, 1).value) for sheet in book.sheets] == [("投资", "二"), ("外资", "一")]
    assert book.format == "mhtml"


def test_a_page_of_one_sheet_is_read_as_that():
    book = read(part(table("合计"), "表.htm"))
    assert [(sheet.name, sheet.cell(1, 1).value) for sheet in book.sheets] == [("Sheet1", "合计")]


def test_frames_of_a_saved_page_are_sheets_where_they_have_a_table():
    book = read(part("<html>菜单</html>", "a.htm"), part(table("1"), "b.htm"), part(table("2"), "c.htm"))
    assert [(sheet.name, sheet.cell(1, 1).raw) for sheet in book.sheets] == [("Sheet2", "1"), ("Sheet3", "2")]


@pytest.mark.parametrize("packed", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_contents_are_unpacked(packed, charset):
    book = read(part(table("固定资产投资" * 40), "表.htm", charset=charset, packed=packed))
    assert book.sheets[0].cell(1, 1).value == "固定资产投资" * 40


def test_contents_that_are_not_packed_are_read():
    assert (
        read(part(table("合计"), "表.htm", charset="utf-8", packed="8bit")).sheets[0].cell(1, 1).value
        == "合计"
    )


def test_the_common_style_sheet_is_heeded():
    book = read(
        part(listing(("投资", "sheet001.htm")), "表.htm"),
        part(CSS, "stylesheet.css", "text/css"),
        part(table("12.36%", "class=p x:num=0.1236"), "sheet001.htm"),
    )
    cell = book.sheets[0].cell(1, 1)
    assert (cell.kind, cell.raw, cell.number_format) == (Kind.NUMBER, "0.1236", "0.00%")


def test_a_sheet_that_its_own_page_calls_hidden_is():
    own = (
        "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Visible>SheetVeryHidden"
        "</x:Visible></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->"
    )
    book = read(
        part(listing(("投资", "sheet001.htm")), "表.htm"),
        part(own.join(["<html>", table("1")]), "sheet001.htm"),
    )
    assert [(sheet.name, sheet.visibility) for sheet in book.sheets] == [("投资", "very_hidden")]


def test_the_1904_date_system_of_the_list_is_that_of_all_sheets():
    book = read(
        part(listing(("投资", "sheet001.htm"), more="<x:Date1904/>"), "表.htm"),
        part(table("1904/1/1", "style='mso-number-format:\"Short Date\"' x:num=0"), "sheet001.htm"),
    )
    assert str(book.sheets[0].cell(1, 1).value) == "1904-01-01"


def test_a_listed_sheet_without_its_part_is_damage():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*外资"):
        read(part(listing(("外资", "sheet001.htm")), "表.htm"))


def test_two_sheets_of_one_name_are_damage():
    sheets = ("外资", "sheet001.htm"), ("外资", "sheet002.htm")
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read(
            *(
                part(listing(*sheets), "表.htm"),
                part(table("1"), "sheet001.htm"),
                part(table("2"), "sheet002.htm"),
            )
        )


def test_one_part_is_one_sheet():
    sheets = ("外资", "sheet001.htm"), ("投资", "sheet001.htm")
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read(part(listing(*sheets), "表.htm"), part(table("1"), "sheet001.htm"))


def test_a_file_without_its_last_boundary_is_cut_off():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*cut off"):
        read_workbook((HEAD + part(table("1"), "表.htm")).encode())


def test_base64_with_other_characters_is_damage():
    content = part(table("合计"), "表.htm", packed="base64").replace("PGh0", "PG!0")
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*base64"):
        read(content)


def test_a_letter_without_a_table_is_no_workbook():
    with pytest.raises(Unreadable, match="NOT_A_WORKBOOK"):
        read(part("<html>请查收</html>", "a.htm"))


def test_more_parts_than_the_limit_are_refused():
    parts = [part(table("1"), f"{number}.htm") for number in range(3)]
    assert len(read(*parts, limits=Limits(entries=3)).sheets) == 3
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        read(*parts, limits=Limits(entries=2))


def test_a_page_that_is_no_multipart_is_read():
    head = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    assert read_workbook((head + table("合计")).encode()).sheets[0].cell(1, 1).value == "合计"
