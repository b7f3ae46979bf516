"""Number formats and looks of OpenDocument cells."""

import pytest

from ingest.workbook.cells.number_format import Style
from tests.ingest.workbook.ods.written_ods import number_cell, row, sheet_of, text_cell

AS_CE1 = 'table:style-name="ce1"'


def cell_style(properties: str = "", attributes: str = "") -> str:
    return f'<style:style style:name="ce1" style:family="table-cell" {attributes}>{properties}</style:style>'


def style_of(styles: str, written: str = AS_CE1) -> Style:
    return sheet_of(row(number_cell("0.5", written)), styles).cell(1, 1).style


NUMBER = '<number:number number:decimal-places="{0}" number:min-integer-digits="1"{1}/>'
GROUPED = ' number:grouping="true"'
FORMATS = [
    ("number", NUMBER.format(2, ""), "0.00"),
    ("number", NUMBER.format(0, GROUPED), "#,##0"),
    ("number", '<number:number number:min-integer-digits="1"/>', "General"),
    ("number", '<number:number number:decimal-places="2" number:min-decimal-places="0"/>', "#.##"),
    ("number", NUMBER.format(1, ' number:display-factor="1000"'), "0.0,"),
    ("number", NUMBER.format(1, "") + "<number:text>万元</number:text>", '0.0"万元"'),
    (
        "number",
        '<number:scientific-number number:decimal-places="2" number:min-integer-digits="1"/>',
        "0.00E+00",
    ),
    ("percentage", NUMBER.format(1, "") + "<number:text>%</number:text>", "0.0%"),
    (
        "currency",
        "<number:currency-symbol>¥</number:currency-symbol>" + NUMBER.format(2, GROUPED),
        '"¥"#,##0.00',
    ),
    (
        "date",
        '<number:year number:style="long"/><number:text>年</number:text><number:month/><number:text>月</number:text>',
        'yyyy"年"m"月"',
    ),
    ("date", '<number:month number:textual="true"/><number:text>-</number:text><number:year/>', 'mmm"-"yy'),
    ("text", "<number:text-content/>", "@"),
]


@pytest.mark.parametrize(("kind", "parts", "code"), FORMATS)
def test_a_format_is_the_code_that_excel_would_write(kind, parts, code):
    written = f'<number:{kind}-style style:name="N1">{parts}</number:{kind}-style>'
    assert style_of(written + cell_style(attributes='style:data-style-name="N1"')).number_format.code == code


def test_elapsed_time_is_no_time_of_day():
    parts = '<number:hours/><number:text>:</number:text><number:minutes number:style="long"/>'
    written = (
        f'<number:time-style style:name="N1" number:truncate-on-overflow="false">{parts}</number:time-style>'
    )
    shown = style_of(written + cell_style(attributes='style:data-style-name="N1"')).number_format
    assert (shown.code, shown.clock) == ('[h]":"mm', False)


def test_the_format_of_positive_numbers_comes_first():
    formats = (
        f'<number:number-style style:name="N1P0">{NUMBER.format(1, "")}</number:number-style>'
        f'<number:number-style style:name="N1"><number:text>△</number:text>{NUMBER.format(2, "")}'
        '<style:map style:condition="value()&gt;=0" style:apply-style-name="N1P0"/></number:number-style>'
    )
    assert style_of(formats + cell_style(attributes='style:data-style-name="N1"')).number_format.code == (
        '0.0;"△"0.00'
    )


@pytest.mark.parametrize(
    ("weight", "bold"), [("bold", True), ("700", True), ("normal", False), ("400", False)]
)
def test_bold_is_told_by_the_weight(weight, bold):
    assert style_of(cell_style(f'<style:text-properties fo:font-weight="{weight}"/>')).bold is bold


@pytest.mark.parametrize(
    ("margin", "steps"),
    [("0.353cm", 1), ("0.706cm", 2), ("20pt", 2), ("0.1389in", 1), ("0cm", 0), ("10%", 0)],
)
def test_indent_is_counted_in_the_steps_of_libreoffice(margin, steps):
    assert style_of(cell_style(f'<style:paragraph-properties fo:margin-left="{margin}"/>')).indent == steps


def test_a_style_has_from_its_parent_what_it_does_not_say():
    parent = '<style:style style:name="母" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
    child = cell_style('<style:paragraph-properties fo:margin-left="20pt"/>', 'style:parent-style-name="母"')
    assert (style_of(parent + child).bold, style_of(parent + child).indent) == (True, 2)


def test_styles_that_are_each_others_parents_are_plain():
    other = '<style:style style:name="乙" style:family="table-cell" style:parent-style-name="ce1"/>'
    assert not style_of(other + cell_style(attributes='style:parent-style-name="乙"')).bold


def test_a_cell_without_a_style_has_that_of_its_row_and_else_of_its_column():
    bold = cell_style('<style:text-properties fo:font-weight="bold"/>')
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="ce1"/>'
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    sheet = sheet_of(
        columns
        + row(text_cell("甲"), attributes='table:default-cell-style-name="ce1"')
        + row(text_cell("乙"))
        + row(blank, text_cell("丙")),
        bold,
    )
    assert [(each.value, each.style.bold) for each in sheet.cells()] == [
        ("甲", True),
        ("乙", False),
        ("丙", True),
    ]
