"""What a stored cell is read as: its kind, its value, its raw text."""

from datetime import date
from decimal import Decimal

import pytest

from ingest.workbook.cells.cell import Kind
from ingest.workbook.unreadable import Unreadable
from tests.ingest.workbook.xlsx.written_package import (
    STRINGS_PART,
    STYLES_PART,
    WORKBOOK_PART,
    cells_of,
    only_cell,
    shared_strings,
    sheet_of,
    styles,
    workbook,
)


def test_a_number_keeps_its_stored_text_beside_its_value():
    cell = only_cell('<c r="A1"><v>63.549999999999997</v></c>')
    assert (cell.kind, cell.value, cell.raw) == (Kind.NUMBER, Decimal("63.55"), "63.549999999999997")


def test_zero_is_a_number_and_not_blank():
    assert only_cell('<c r="A1"><v>0</v></c>').kind is Kind.NUMBER


def test_blanks_around_a_number_are_not_of_it():
    assert only_cell('<c r="A1"><v> 12\n</v></c>').raw == "12"


@pytest.mark.parametrize("raw", ["NaN", "inf", "1e999", "1_0", "１２", "1.2.3", "12 万", "--1", "e"])
def test_a_number_cell_that_holds_no_number_is_damage_and_named(raw):
    with pytest.raises(Unreadable) as refused:
        only_cell(f'<c r="A1"><v>{raw}</v></c>')
    assert refused.value.code == "DAMAGED_FILE"
    assert "表1!A1" in refused.value.found
    assert refused.value.where.sheet == "表1"
    assert refused.value.where.cell == "A1"


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("0", False), ("true", True), ("false", False)])
def test_a_boolean_is_read(raw, value):
    cell = only_cell(f'<c r="A1" t="b"><v>{raw}</v></c>')
    assert (cell.kind, cell.value) == (Kind.BOOLEAN, value)


def test_an_error_is_an_error_and_neither_text_nor_blank():
    cell = only_cell('<c r="A1" t="e"><v>#REF!</v></c>')
    assert (cell.kind, cell.value, cell.raw) == (Kind.ERROR, None, "#REF!")


@pytest.mark.parametrize("stored", ["", "<v/>", "<v></v>"])
def test_a_formula_without_a_stored_value_is_uncalculated(stored):
    cell = only_cell(f'<c r="A1"><f>B1*2</f>{stored}</c>')
    assert (cell.kind, cell.value, cell.formula) == (Kind.UNCALCULATED, None, "B1*2")


@pytest.mark.parametrize("cell_type", ["b", "e", "s"])
def test_a_formula_of_any_type_without_a_stored_value_is_uncalculated(cell_type):
    assert only_cell(f'<c r="A1" t="{cell_type}"><f>B1</f><v/></c>').kind is Kind.UNCALCULATED


def test_a_formula_that_gave_an_empty_text_is_blank_and_keeps_its_formula():
    cell = only_cell('<c r="A1" t="str"><f>IF(B1="","",1)</f><v></v></c>')
    assert (cell.kind, cell.value, cell.formula) == (Kind.BLANK, None, 'IF(B1="","",1)')


def test_a_formula_with_a_stored_value_has_both():
    cell = only_cell('<c r="A1"><f>SUM(C1:D1)</f><v>7</v></c>')
    assert (cell.kind, cell.value, cell.formula) == (Kind.NUMBER, Decimal(7), "SUM(C1:D1)")


def test_a_formula_with_a_text_as_its_value_is_text():
    cell = only_cell('<c r="A1" t="str"><f>"合"&amp;"计"</f><v>合计</v></c>')
    assert (cell.kind, cell.value, cell.formula) == (Kind.TEXT, "合计", '"合"&"计"')


def test_a_shared_formula_is_each_cells_own():
    cells = cells_of(
        '<row r="2"><c r="B2"><f t="shared" ref="B2:B4" si="0">A2*$C$1</f><v>2</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="4"><c r="B4"><f t="shared" si="0"/></c></row>'
    )
    assert [cells[place].formula for place in ("B2", "B3", "B4")] == ["A2*$C$1", "A3*$C$1", "A4*$C$1"]
    assert cells["B4"].kind is Kind.UNCALCULATED


def test_a_cell_that_carries_only_a_format_is_not_stored():
    sheet = sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="99"><c r="Z99" s="0"/></row>')
    assert [cell.address for cell in sheet.cells()] == ["A1"]
    assert (sheet.max_row, sheet.max_column) == (1, 1)
    assert sheet.cell(99, 26).kind is Kind.BLANK


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>0</v></c>',
        '<c r="A1" t="s"><v></v></c>',
        '<c r="A1" t="s"/>',
        '<c r="A1" t="str"><v></v></c>',
        '<c r="A1" t="inlineStr"><is><t></t></is></c>',
        '<c r="A1"><v/></c>',
    ],
)
def test_an_empty_text_is_blank(cell):
    strings = shared_strings("<si><t/></si>")
    assert only_cell(cell, {STRINGS_PART: strings}).kind is Kind.BLANK


# Texts.


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>合计</t></si>", "合计"),
        ("<si><r><t>固定</t></r><r><rPr><b/></rPr><t>资产</t></r></si>", "固定资产"),
        ("<si><t>課きく</t><rPh sb='0' eb='1'><t>カ</t></rPh><phoneticPr fontId='1'/></si>", "課きく"),
        ("<si><r><t>課</t></r><rPh sb='0' eb='1'><t>カ</t></rPh><r><t>長</t></r></si>", "課長"),
        ("<si><t xml:space='preserve'>  其中：</t></si>", "  其中："),
        ("<si><t>\n  其中 \n</t></si>", "其中"),
        ("<si><t>\u3000\u00a0其中</t></si>", "\u3000\u00a0其中"),
        ("<si><t>第一行_x000D_\n第二行</t></si>", "第一行\r\n第二行"),
        ("<si><t>_x005F_x000D_</t></si>", "_x000D_"),
        ("<si><t>_xD83D__xDE00_</t></si>", "😀"),
        ("<si><t>_xD83D_</t></si>", "\ufffd"),
        ("<si><t>_x00G0_</t></si>", "_x00G0_"),
        ("<si><t>A&amp;B &lt;1&gt;</t></si>", "A&B <1>"),
        ("<si><t><![CDATA[A<B]]></t></si>", "A<B"),
        ("<si><!-- 注 --><t>合<!-- 注 -->计</t></si>", "合计"),
    ],
)
def test_a_shared_text_is_its_runs_without_readings_and_escapes(item, text):
    cell = only_cell('<c r="A1" t="s"><v>0</v></c>', {STRINGS_PART: shared_strings(item)})
    assert (cell.kind, cell.value, cell.raw) == (Kind.TEXT, text, text)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A1" t="inlineStr"><is><t>合计</t></is></c>', "合计"),
        ('<c r="A1" t="inlineStr"><is><r><t>固定</t></r><r><t>资产</t></r></is></c>', "固定资产"),
        ('<c r="A1" t="inlineStr"><is><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh></is></c>', "課"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 其中</t></is></c>', " 其中"),
        ('<c r="A1" t="str"><v> 其中 </v></c>', " 其中 "),
        ('<c r="A1" t="str"><v>第一行_x000A_第二行</v></c>', "第一行\n第二行"),
        ('<c r="A1" t="str"><v>007</v></c>', "007"),
    ],
)
def test_a_text_may_stand_in_the_cell_itself(cell, text):
    read = only_cell(cell)
    assert (read.kind, read.value) == (Kind.TEXT, text)


def test_a_number_stored_as_text_stays_text():
    strings = {STRINGS_PART: shared_strings("<si><t>1032</t></si>")}
    assert only_cell('<c r="A1" t="s"><v>0</v></c>', strings).value == "1032"


@pytest.mark.parametrize("index", ["1", "-1", "0_0", "x", "4294967295", "99999999999999999999"])
def test_a_shared_text_that_is_not_there_is_damage_and_named(index):
    with pytest.raises(Unreadable) as refused:
        only_cell(f'<c r="A1" t="s"><v>{index}</v></c>', {STRINGS_PART: shared_strings("<si><t>一</t></si>")})
    assert refused.value.code == "DAMAGED_FILE"
    assert "表1!A1" in refused.value.found


def test_a_declared_count_of_shared_texts_is_not_believed():
    strings = shared_strings("<si><t>合计</t></si>", 'count="4294967295" uniqueCount="4294967295"')
    assert only_cell('<c r="A1" t="s"><v>0</v></c>', {STRINGS_PART: strings}).value == "合计"


# Dates.


@pytest.mark.parametrize(
    "number_format", [14, 27, 31, 36, 50, 57, 'yyyy"年"m"月"d"日"', "[$-804]yyyy年m月;@"]
)
def test_a_number_shown_as_a_date_is_one(number_format):
    cell = only_cell('<c r="A1" s="1"><v>45291</v></c>', {STYLES_PART: styles(0, number_format)})
    assert (cell.kind, cell.value, cell.raw) == (Kind.DATE, date(2023, 12, 31), "45291")


def test_a_number_format_is_kept_as_the_file_spells_it():
    cell = only_cell('<c r="A1" s="1"><v>0.124</v></c>', {STYLES_PART: styles(0, '0.0"%"')})
    assert cell.number_format == '0.0"%"'


def test_a_built_in_number_format_is_spelt_out():
    assert (
        only_cell('<c r="A1" s="1"><v>0.124</v></c>', {STYLES_PART: styles(0, 10)}).number_format == "0.00%"
    )


def test_a_file_may_redefine_a_built_in_format():
    redefined = styles(0, 14).replace("<numFmts>", '<numFmts><numFmt numFmtId="14" formatCode="0.0"/>')
    assert only_cell('<c r="A1" s="1"><v>45291</v></c>', {STYLES_PART: redefined}).kind is Kind.NUMBER


def test_a_style_that_is_not_there_shows_general():
    assert only_cell('<c r="A1" s="77"><v>1</v></c>').number_format == "General"


def test_only_cell_styles_give_formats_not_those_they_are_based_on():
    based = styles(0).replace("<cellXfs>", '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>')
    assert only_cell('<c r="A1" s="0"><v>45291</v></c>', {STYLES_PART: based}).kind is Kind.NUMBER


def test_a_zero_shown_as_a_date_stays_a_number():
    cell = only_cell('<c r="A1" s="1"><v>0</v></c>', {STYLES_PART: styles(0, 14)})
    assert (cell.kind, cell.value) == (Kind.NUMBER, 0)


def test_the_1904_system_is_the_workbooks_word():
    parts = {STYLES_PART: styles(0, 14), WORKBOOK_PART: workbook(before='<workbookPr date1904="1"/>')}
    assert only_cell('<c r="A1" s="1"><v>43829</v></c>', parts).value == date(2023, 12, 31)


def test_an_iso_date_needs_no_format():
    cell = only_cell('<c r="A1" t="d"><v>2023-12-31</v></c>')
    assert (cell.kind, cell.value, cell.raw) == (Kind.DATE, date(2023, 12, 31), "2023-12-31")


@pytest.mark.parametrize(
    "cell",
    [
        't="d"><v>十二月</v>',
        't="b"><v>是</v>',
        't="q"><v>1</v>',
        't="inlineStr"><v>46</v>',
        't="s"><is><t>0</t></is>',
        "><is><t>46</t></is>",
    ],
)
def test_a_value_that_is_not_of_its_type_is_damage(cell):
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1!A1"):
        only_cell(f'<c r="A1" {cell}</c>')
