"""Web pages as workbooks: what a cell holds, how it looks, what is hidden, what is no workbook."""

from datetime import date
from decimal import Decimal

import pytest

from ingest.workbook.cells.cell import Cell, Kind, Sheet, Workbook
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable


def book(page: str, encoding: str = "utf-8") -> Workbook:
    read = read_workbook(page.encode(encoding))
    assert read.format == "html"
    return read


def read(page: str, encoding: str = "utf-8") -> Sheet:
    (sheet,) = book(page, encoding).sheets
    return sheet


def cell(content: str, attributes: str = "", css: str = "") -> Cell:
    """The cell of a page that has one."""
    return read(f"<style><!--{css}--></style><table><tr><td {attributes}>{content}</td></tr></table>").cell(
        1, 1
    )


# Texts.


def test_a_break_is_a_line_of_the_text():
    assert cell("本年<br>累计").value == "本年\n累计"


def test_paragraphs_are_lines_of_the_text():
    assert cell("<p>本年</p><div>累计</div>").value == "本年\n累计"


def test_blanks_and_line_ends_of_the_source_are_one_blank():
    assert cell("  本年\r\n\t  <b> 累计</b> \n").value == "本年 累计"


def test_lines_of_preformatted_text_stay():
    assert cell("<pre>本年\n累计</pre>").value == "本年\n累计"


def test_no_break_spaces_stay_in_a_text_for_they_set_it_in():
    assert cell("&nbsp;&nbsp;其中：&#160;a").value == "\xa0\xa0其中：\xa0a"


@pytest.mark.parametrize("content", ["&nbsp;", "&nbsp; <br>&nbsp;", "<p></p>", " ", "<img src=a.png>"])
def test_a_cell_of_blanks_alone_is_blank(content):
    sheet = read(f"<table><tr><td>{content}<td>a</table>")
    assert (sheet.cell(1, 1).kind, sheet.cell(1, 2).value) == (Kind.BLANK, "a")


def test_references_are_their_characters():
    assert cell("A&amp;B &lt;5% &#24180; &#x6708; &copy").value == "A&B <5% 年 月 ©"


def test_a_mark_that_is_no_tag_is_text():
    assert cell("a < b & c").value == "a < b & c"


def test_raised_digits_are_no_digits_of_the_number_before_them():
    footnote = cell("1032<sup>1</sup>")
    assert (footnote.kind, footnote.value) == (Kind.TEXT, "1032¹")
    assert (cell("km<sup>2</sup>").value, cell("CO<sub>2</sub>").value) == ("km²", "CO₂")


@pytest.mark.parametrize(
    "around",
    [
        "<script>document.write('<td>x</td>')</script>",
        "<style>td{{}}</style>",
        "<!--[if gte mso 9]><td>x</td><![endif]-->",
        "<!-- <td> -->",
        "<![if !supportMisalignedRows]>",
        "<![其他[ x >",
        "<?xml:namespace prefix = o />",
        "<xml><x:Name>x</x:Name></xml>",
        "<o:p></o:p>",
    ],
)
def test_what_is_not_shown_is_no_text(around):
    sheet = read(f"<head><title>网页</title></head><table><tr><td>{around}1{around}</td></tr></table>")
    assert {cell.address: cell.raw for cell in sheet.cells()} == {"A1": "1"}


# Values.


@pytest.mark.parametrize("content", ["1032", "-3.5", " 0.5 "])
def test_a_plain_number_is_a_number(content):
    assert (cell(content).kind, cell(content).value) == (Kind.NUMBER, Decimal(content.strip()))


@pytest.mark.parametrize("content", ["007", "1,032", "12.36%", "110101199001011234", "1032&nbsp;", "—"])
def test_what_might_be_something_else_stays_as_shown(content):
    assert (cell(content).kind, cell(content).raw) == (Kind.TEXT, content.replace("&nbsp;", "\xa0"))


def test_the_exact_value_beside_what_is_shown_is_the_value():
    read = cell("12.36%", 'class=a x:num="0.12358"', ".a {mso-number-format:Percent;}")
    assert (read.kind, read.value, read.raw) == (Kind.NUMBER, Decimal("0.12358"), "0.12358")
    assert read.number_format == "0.00%"


def test_a_value_that_is_as_shown_may_have_thousands_marks():
    assert (cell("1,032.5", "x:num").value, cell("98", "x:num").value) == (Decimal("1032.5"), Decimal(98))


def test_a_value_that_is_no_number_is_damage_and_its_cell_is_named():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*Sheet1!A1"):
        cell("12", 'x:num="十二"')


@pytest.mark.parametrize(
    "look", ["style='mso-number-format:\"\\@\"'", "style='mso-number-format:\\@'", "x:str"]
)
def test_a_cell_of_the_text_format_holds_text(look):
    assert (cell("1032", look).kind, cell("1032", look).value) == (Kind.TEXT, "1032")


def test_the_older_name_of_the_text_format_is_known():
    assert cell("1032", 'style="vnd.ms-excel.numberformat:@"').kind is Kind.TEXT


def test_a_serial_of_a_date_format_is_a_date():
    css = r'.d {mso-number-format:"yyyy\0022年\0022m\0022月\0022";}'
    read = cell("2023年12月", 'class=d x:num="45261"', css)
    assert (read.kind, read.value, read.number_format) == (Kind.DATE, date(2023, 12, 1), 'yyyy"年"m"月"')


def test_the_1904_date_system_is_heeded():
    sheet = read(
        "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook></xml><![endif]-->"
        "<table><tr><td style='mso-number-format:\"Short Date\"' x:num=0>1904/1/1</table>"
    )
    assert sheet.cell(1, 1).kind is Kind.DATE
    assert sheet.cell(1, 1).value == date(1904, 1, 1)


def test_errors_truths_and_formulas_are_kept():
    error = cell("#DIV/0!", 'x:err="#DIV/0!" x:fmla="=A2/A3"')
    assert (error.kind, error.raw, error.formula) == (Kind.ERROR, "#DIV/0!", "A2/A3")
    assert cell("TRUE", 'x:bool="TRUE"').value is True
    assert cell("FALSE", 'x:bool="FALSE"').value is False


def test_a_formula_without_a_value_was_not_calculated():
    assert cell("", 'x:fmla="=A2"').kind is Kind.UNCALCULATED


def test_a_formula_that_gave_an_empty_text_is_blank():
    blank = read("<table><tr><td x:str='' x:fmla='=A2'></td><td>a</td></table>").cell(1, 1)
    assert (blank.kind, blank.formula) == (Kind.BLANK, "A2")


# Looks.


@pytest.mark.parametrize(
    ("css", "code"),
    [
        (r'td {mso-number-format:"0\.00%";}', "0.00%"),
        (
            r'.a {mso-number-format:"\#\,\#\#0\.00_ \;\[Red\]\\-\#\,\#\#0\.00\\ ";}',
            r"#,##0.00_ ;[Red]\-#,##0.00\ ",
        ),
        (r'td.a, .b {mso-number-format:"0\.0"}', "0.0"),
        ("td {mso-number-format:0} .a {mso-number-format:Standard}", "#,##0.00"),
        (".a {color:red} /* .a {mso-number-format:0} */ .b {}", "General"),
        ("@page {mso-number-format:0} .a:hover {mso-number-format:0}", "General"),
        (".A {MSO-NUMBER-FORMAT:Fixed}", "0.00"),
    ],
)
def test_the_number_format_is_that_of_the_style_sheet(css, code):
    assert cell("1", "class='x a'", css).number_format == code


def test_the_style_of_the_cell_itself_comes_first():
    assert (
        cell("1", "class=a style=\"mso-number-format:'0\\.0'\"", ".a {mso-number-format:0}").number_format
        == "0.0"
    )


def test_indents_are_those_that_excel_counts():
    assert cell("其中", "class=a", ".a {padding-left:24px; mso-char-indent-count:2;}").style.indent == 2


@pytest.mark.parametrize(
    ("row", "bold"),
    [
        ("<td><b>合计</b></td>", True),
        ("<td><strong>合</strong> <b>计</b></td>", True),
        ("<td><b>合</b>计</td>", False),
        ("<th>合计</th>", True),
        ("<td style='font-weight:700'>合计</td>", True),
        ("<td style='font-weight:bold'>合计</td>", True),
        ("<th style='font-weight:400'>合计</th>", False),
        ("<td>合计</td>", False),
        ("<td><b></b>合计</td>", False),
    ],
)
def test_a_cell_is_bold_where_all_of_it_is(row, bold):
    assert read(f"<table><tr>{row}</table>").cell(1, 1).style.bold is bold


def test_bold_of_a_row_is_that_of_its_cells():
    sheet = read("<table><tr style='font-weight:bold'><td>合计<tr><td>其中</table>")
    assert (sheet.cell(1, 1).style.bold, sheet.cell(2, 1).style.bold) == (True, False)


# What is hidden.


def test_a_hidden_row_is_kept_and_told():
    sheet = read("<table><tr style='display:none'><td>a<tr><td>b</table>")
    assert sheet.hidden_rows == {1}
    assert (sheet.cell(1, 1).value, sheet.cell(1, 1).hidden, sheet.cell(2, 1).hidden) == ("a", True, False)


def test_a_hidden_cell_keeps_its_place_and_is_told():
    sheet = read("<table><tr><td class=h>a<td hidden>b<td>c</table><style>.h{display:none}</style>")
    assert [(each.address, each.hidden) for each in sheet.cells()] == [
        ("A1", True),
        ("B1", True),
        ("C1", False),
    ]


def test_hidden_columns_are_told():
    sheet = read("<table><col><col span=2 style='display:none'><tr><td>a<td>b<td>c<td>d</table>")
    assert sheet.hidden_columns == {2, 3}
    assert [each.hidden for each in sheet.cells()] == [False, True, True, False]


@pytest.mark.parametrize(
    "page",
    [
        "<table style='display:none'><tr><td>a</table>",
        "<table><tbody style='display:none'><tr><td>a</tbody></table>",
        "<div style='display:none'><table><tr><td>a</table></div>",
        "<table><tr><td style='display:none'><table><tr><td>a</table></table>",
    ],
)
def test_what_stands_in_something_hidden_is_hidden(page):
    sheet = read(f"{page}<table><tr><td>b</table>")
    assert [(each.value, each.hidden) for each in sheet.cells()] == [("a", True), ("b", False)]


def test_hidden_text_in_a_cell_that_is_shown_is_left_out_and_noted():
    page = book("<table><tr><td>1032<span style='display:none'>（旧）</span></table>")
    assert page.sheets[0].cell(1, 1).value == 1032
    assert page.notes == ("隐藏的文字未读 (hidden text left out): Sheet1, 3",)


def test_a_page_without_hidden_text_has_no_notes():
    assert book("<table><tr><td>1</table>").notes == ()


# The page.


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "gb18030"])
def test_a_page_in_gb2312_is_read_as_all_of_gb18030(charset):
    page = f"<meta http-equiv=Content-Type content='text/html; charset={charset}'><table><tr><td>镕</table>"
    assert read(page, "gb18030").cell(1, 1).value == "镕"


def test_an_xml_declaration_states_the_encoding_too():
    page = '<?xml version="1.0" encoding="big5"?><html><table><tr><td>統計</td></tr></table></html>'
    assert read(page, "big5").cell(1, 1).value == "統計"


def test_the_sheet_has_the_name_that_the_page_states():
    island = (
        "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>外资&amp;外贸</x:Name>"
        "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
        "</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->"
    )
    sheet = read(f"<html>{island}<table><tr><td>1</table>")
    assert (sheet.name, sheet.visibility) == ("外资&外贸", "hidden")


def test_a_sheet_without_a_stated_name_has_that_of_a_first_sheet():
    assert read("<table><tr><td>1</table>").name == "Sheet1"


def test_a_page_without_a_table_is_no_workbook():
    with pytest.raises(Unreadable, match=r"NOT_A_WORKBOOK.*web page without a table"):
        read("<html><body><p>系统超时，请重新登录。</p></body></html>")


def test_a_page_whose_tables_are_in_other_files_says_so():
    frames = (
        "<html><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>表1</x:Name>"
        '<x:WorksheetSource HRef="表.files/sheet001.htm"/></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook>'
        '</xml><![endif]--><frameset rows="*,39"><frame src="表.files/sheet001.htm"></frameset></html>'
    )
    with pytest.raises(Unreadable, match=r"FORMAT_NOT_READ.*in other files"):
        read(frames)


def test_a_table_without_any_content_is_empty():
    with pytest.raises(Unreadable, match="EMPTY_WORKBOOK"):
        read("<table><tr><td>&nbsp;</td></tr></table>")


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>1</td></tr>",
        "<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></tab",
        "<table><tr><td>1</td></tr></table><script>var a",
        "<table><tr><td>1</td></tr></table><!-- ",
        "<table><tr><td>1</td></tr></table><xml>",
    ],
)
def test_a_page_that_is_cut_off_is_damage(page):
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read(page)


def test_a_text_may_end_with_a_mark_that_is_no_tag():
    assert read("<table><tr><td>1</table>a <").cell(2, 1).value == "a <"
