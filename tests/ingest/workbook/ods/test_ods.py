"""OpenDocument spreadsheets: each kind of cell, repeats, merges, what is hidden, and the whole of a file."""

from __future__ import annotations

import io
import random
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from ingest.workbook.cells.cell import Kind
from ingest.workbook.file_kind import kind_of
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.ingest.workbook.ods.written_ods import (
    ENCRYPTED_MANIFEST,
    cell,
    flat,
    named_styles,
    number_cell,
    only_cell,
    package,
    row,
    sheet_of,
    table,
    text_cell,
)

BLANK = "<table:table-cell/>"
COVERED = "<table:covered-table-cell/>"


def kind_and_value(written: str, styles: str = "") -> tuple[Kind, object]:
    read = only_cell(written, styles)
    return read.kind, read.value


def test_a_number_is_its_value_and_not_what_is_shown():
    shown = cell("1,032.50", 'office:value-type="float" office:value="1032.5"')
    assert kind_and_value(shown) == (Kind.NUMBER, Decimal("1032.5"))


def test_a_number_is_read_to_the_digits_that_are_seen():
    assert only_cell(number_cell("63.549999999999997")).value == Decimal("63.55")


def test_a_percentage_is_a_fraction_and_says_that_it_is_one():
    read = only_cell(number_cell("0.124", kind="percentage"))
    assert (read.value, read.style.number_format.percent) == (Decimal("0.124"), True)


def test_an_amount_of_money_is_a_number():
    assert kind_and_value(number_cell("12.5", kind="currency")) == (Kind.NUMBER, Decimal("12.5"))


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("2023-12-31", date(2023, 12, 31)),
        ("2023-12-31T08:30:00", datetime(2023, 12, 31, 8, 30)),  # noqa: DTZ001 - a workbook has no zones
        ("2023-12-31T08:30:00.500000000", datetime(2023, 12, 31, 8, 30, 0, 500_000)),  # noqa: DTZ001
    ],
)
def test_a_date_is_the_one_that_is_stated(stated, value):
    assert kind_and_value(cell("x", f'office:value-type="date" office:date-value="{stated}"')) == (
        Kind.DATE,
        value,
    )


def test_a_date_that_is_none_is_damage_and_named():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*2023-13-01.*表1!A1"):
        only_cell(cell("x", 'office:value-type="date" office:date-value="2023-13-01"'))


CLOCK = (
    '<number:time-style style:name="N1"><number:hours/><number:text>:</number:text>'
    '<number:minutes number:style="long"/></number:time-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
)


def test_a_time_shown_by_the_clock_is_a_time_of_day():
    written = cell("8:30", 'table:style-name="ce1" office:value-type="time" office:time-value="PT08H30M00S"')
    assert kind_and_value(written, CLOCK) == (Kind.DATE, time(8, 30))


def test_thirty_six_hours_are_a_quantity_of_days():
    written = cell("36:00", 'table:style-name="ce1" office:value-type="time" office:time-value="PT36H00M00S"')
    read = only_cell(written, CLOCK)
    assert (read.kind, read.value, read.number_format) == (Kind.NUMBER, Decimal("1.5"), "[h]:mm:ss")


def test_a_time_that_is_none_is_damage():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE"):
        only_cell(cell("x", 'office:value-type="time" office:time-value="PT"'))


@pytest.mark.parametrize(("stated", "value"), [("true", True), ("false", False)])
def test_truth_is_a_boolean(stated, value):
    written = cell("x", f'office:value-type="boolean" office:boolean-value="{stated}"')
    assert kind_and_value(written) == (Kind.BOOLEAN, value)


def test_a_type_that_nobody_knows_is_damage():
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        only_cell(cell("1", 'office:value-type="complex" office:value="1"'))


def test_what_is_no_cell_among_the_cells_of_a_row_is_damage():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1"):
        sheet_of(row("<table:table-sell/>", number_cell("1")))


def test_a_usual_prefix_for_another_namespace_is_damage():
    spelt = flat(table(row(text_cell("镇街"), number_cell("1")))).replace(b"xmlns:text:1.0", b"xmlns:tex:1.0")
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*text"):
        read_workbook(spelt)


def test_rows_in_groups_within_groups_are_read():
    inner = f"<table:table-row-group>{row(number_cell('3'))}</table:table-row-group>"
    group = f"<table:table-row-group>{row(number_cell('2'))}{inner}</table:table-row-group>"
    sheet = sheet_of(row(number_cell("1")) + group + row(number_cell("4")))
    assert [(cell.address, cell.raw) for cell in sheet.cells()] == [
        ("A1", "1"),
        ("A2", "2"),
        ("A3", "3"),
        ("A4", "4"),
    ]


def test_a_number_that_is_none_is_damage():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1!A1"):
        only_cell(number_cell("1,032"))


def test_a_number_without_its_value_is_damage():
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1!A1"):
        only_cell(cell("1032", 'office:value-type="float"'))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("合计", "合计"),
        ("007", "007"),
        ("第一行\n第二行", "第一行\n第二行"),
        ('<text:s text:c="4"/>其中', "    其中"),
        ("其中<text:s/>  甲", "其中  甲"),
        ("甲<text:tab/>乙", "甲\t乙"),
        ("甲<text:line-break/>乙", "甲\n乙"),
        ("  甲\n  乙", "甲\n乙"),
        ('<text:span text:style-name="T1">规模</text:span>以上', "规模以上"),
        ('见<text:a href="x">附表</text:a>', "见附表"),
        (
            "<text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とうきょう</text:ruby-text></text:ruby>",
            "東京",
        ),
        ("\u3000其中", "\u3000其中"),
    ],
)
def test_a_text_is_what_a_reader_sees(written, value):
    assert kind_and_value(text_cell(written)) == (Kind.TEXT, value)


def test_a_text_of_its_own_is_preferred_to_what_is_shown():
    assert only_cell(text_cell("显示", 'office:string-value="存储"')).value == "存储"


def test_a_text_without_a_type_is_one():
    assert kind_and_value(cell("合计")) == (Kind.TEXT, "合计")


def test_the_text_of_a_shape_on_a_cell_is_not_the_cells():
    shape = "<draw:frame><draw:text-box><text:p>说明</text:p></draw:text-box></draw:frame>"
    written = f'<table:table-cell office:value-type="string"><text:p>甲</text:p>{shape}</table:table-cell>'
    assert only_cell(written).value == "甲"


def test_a_comment_is_no_text_of_its_cell():
    comment = "<office:annotation><text:p>与上月</text:p><text:p>口径一致</text:p></office:annotation>"
    written = f'<table:table-cell office:value-type="string">{comment}<text:p>甲</text:p></table:table-cell>'
    sheet = sheet_of(row(written))
    assert (sheet.cell(1, 1).value, sheet.comments) == ("甲", {(1, 1): "与上月\n口径一致"})


def test_a_formula_keeps_its_value_and_its_text():
    read = only_cell(number_cell("1032", 'table:formula="of:=SUM([.B1:.B2])"'))
    assert (read.value, read.formula) == (1032, "SUM([.B1:.B2])")


def test_a_formula_without_a_value_was_never_calculated():
    read = only_cell(cell("", 'table:formula="of:=1+1"'))
    assert (read.kind, read.formula) == (Kind.UNCALCULATED, "1+1")


def test_a_formula_that_gave_an_empty_text_leaves_its_place_blank():
    read = only_cell(cell("", 'table:formula="of:=&quot;&quot;" office:value-type="string"'))
    assert (read.kind, read.formula) == (Kind.BLANK, '""')


@pytest.mark.parametrize(
    ("written", "raw"),
    [
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#DIV/0!"),
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "Err:502"),
        ('office:value-type="float" office:value="0"', "#N/A"),  # of OpenOffice 3
        ('office:value-type="string"', "#REF!"),  # of Excel
    ],
)
def test_a_formula_that_failed_is_an_error_and_says_which(written, raw):
    read = only_cell(cell(raw, f'table:formula="of:=1/0" {written}'))
    assert (read.kind, read.raw) == (Kind.ERROR, raw)


def test_the_words_of_an_error_that_somebody_typed_are_a_text():
    assert kind_and_value(text_cell("#N/A")) == (Kind.TEXT, "#N/A")


def test_a_repeated_cell_stands_in_each_of_its_columns():
    sheet = sheet_of(row(number_cell("5", 'table:number-columns-repeated="3"'), number_cell("7")))
    assert [(each.address, each.value) for each in sheet.cells()] == [
        ("A1", 5),
        ("B1", 5),
        ("C1", 5),
        ("D1", 7),
    ]


def test_a_repeated_row_stands_in_each_of_its_places():
    sheet = sheet_of(
        row(number_cell("5"), attributes='table:number-rows-repeated="2"') + row(number_cell("7"))
    )
    assert [(each.address, each.value) for each in sheet.cells()] == [("A1", 5), ("A2", 5), ("A3", 7)]


def test_blank_repeats_move_what_follows_and_cost_nothing():
    rows = (
        row(
            '<table:table-cell table:number-columns-repeated="16383"/>',
            attributes='table:number-rows-repeated="1048000"',
        )
        + row('<table:table-cell table:number-columns-repeated="2"/>', number_cell("7"))
        + row('<table:table-cell table:number-columns-repeated="16777216"/>')
    )
    assert [each.address for each in sheet_of(rows, limits=Limits(cells=50)).cells()] == ["C1048001"]


@pytest.mark.parametrize(
    "rows",
    [
        row(number_cell("5", 'table:number-columns-repeated="1048576"')),
        row(number_cell("5"), attributes='table:number-rows-repeated="1048576"'),
        row(
            number_cell("5", 'table:number-columns-repeated="2000"'),
            attributes='table:number-rows-repeated="2000"',
        ),
    ],
)
def test_repeats_of_what_is_filled_are_held_to_the_limit_of_cells(rows):
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        sheet_of(rows, limits=Limits(cells=1_000_000))


@pytest.mark.parametrize("count", ["-1", "1.5", "９", "99999999999"])
def test_a_count_of_repeats_that_is_none_is_damage(count):
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        sheet_of(row(number_cell("5", f'table:number-columns-repeated="{count}"')))


def test_a_cell_beyond_the_sheet_is_damage():
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        sheet_of(row('<table:table-cell table:number-columns-repeated="16384"/>', number_cell("5")))


def test_a_merge_covers_the_cells_right_of_it_and_below():
    title = text_cell("标题", 'table:number-columns-spanned="3" table:number-rows-spanned="2"')
    sheet = sheet_of(row(title, COVERED, COVERED) + row(COVERED, COVERED, COVERED) + row(number_cell("1")))
    assert [str(merge) for merge in sheet.merges] == ["A1:C2"]
    assert (sheet.merged_value_cell(2, 3).value, sheet.cell(3, 1).value) == ("标题", 1)


def test_a_value_under_a_merge_is_kept_as_other_formats_keep_it():
    title = text_cell("标题", 'table:number-columns-spanned="2" table:number-rows-spanned="1"')
    covered = '<table:covered-table-cell office:value-type="float" office:value="9"><text:p>9</text:p></table:covered-table-cell>'
    assert sheet_of(row(title, covered)).cell(1, 2).value == 9


def test_a_merge_beyond_the_sheet_is_damage():
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        sheet_of(row(text_cell("标题", 'table:number-columns-spanned="16385"')))


def test_more_merges_than_the_limit_are_refused():
    merged = text_cell("甲", 'table:number-columns-spanned="2"')
    with pytest.raises(Unreadable, match=r"LIMIT_EXCEEDED"):
        sheet_of(row(merged, COVERED, attributes='table:number-rows-repeated="20"'), limits=Limits(merges=10))


def test_a_text_over_the_limit_is_refused():
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        sheet_of(row(text_cell("长" * 101)), limits=Limits(text_characters=100))


def test_hidden_and_filtered_rows_and_columns_are_told():
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    rows = (
        row(number_cell("1"), number_cell("2"))
        + row(number_cell("3"), attributes='table:visibility="collapse"')
        + row(number_cell("4"), attributes='table:visibility="filter"')
        + row(number_cell("5"))
    )
    sheet = sheet_of(columns + rows)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2, 3}, {2, 3})
    assert [each.hidden for each in sheet.cells()] == [False, True, True, True, False]


def test_a_million_hidden_rows_below_the_table_are_left_out():
    rest = row(BLANK, attributes='table:visibility="collapse" table:number-rows-repeated="1048575"')
    assert sheet_of(row(number_cell("1")) + rest).hidden_rows == frozenset()


def test_header_rows_and_groups_of_rows_are_rows():
    rows = f"<table:table-header-rows>{row(text_cell('指标'))}</table:table-header-rows>"
    group = f"<table:table-row-group>{row(number_cell('1'))}</table:table-row-group>"
    assert [each.address for each in sheet_of(rows + group).cells()] == ["A1", "A2"]


def test_a_table_that_is_not_displayed_is_hidden():
    style = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    tables = table(row(number_cell("1"))) + table(row(number_cell("2")), "底表", 'table:style-name="ta2"')
    assert [sheet.visibility for sheet in read_workbook(package(tables, style)).sheets] == [
        "visible",
        "hidden",
    ]


def test_tables_of_changes_shapes_and_other_files_are_no_sheets():
    changes = f"<table:tracked-changes><table:cell-content-change>{table(row(number_cell('8')), '旧')}</table:cell-content-change></table:tracked-changes>"
    shapes = f"<table:shapes>{table(row(number_cell('9')), '图')}</table:shapes>"
    cache = table(row(number_cell("6")), "'file:///x.ods'#$甲", 'table:style-name="ta_extref"')
    read = read_workbook(package(table(shapes + row(number_cell("1"))) + cache, before=changes))
    assert [(sheet.name, [each.value for each in sheet.cells()]) for sheet in read.sheets] == [("表1", [1])]
    assert read.notes == ("含有外部链接,未访问 (external links present, not followed)",)


def test_macros_are_noted():
    read = read_workbook(package(table(row(number_cell("1"))), parts={"Basic/script-lc.xml": "<a/>"}))
    assert read.notes == ("含有宏,未运行 (macros present, not run)",)


def test_two_tables_of_one_name_are_damage():
    tables = table(row(number_cell("1")), "Sheet1") + table(row(number_cell("2")), "SHEET1")
    with pytest.raises(Unreadable, match="同名"):
        read_workbook(package(tables))


def test_a_sheet_without_content_is_empty():
    with pytest.raises(Unreadable, match="EMPTY_WORKBOOK"):
        read_workbook(package(table(row(BLANK))))


def test_an_encrypted_spreadsheet_says_so():
    written = package(table(row(number_cell("1"))), parts={"META-INF/manifest.xml": ENCRYPTED_MANIFEST})
    with pytest.raises(Unreadable, match="ENCRYPTED_FILE"):
        read_workbook(written)


def test_a_spreadsheet_that_is_encrypted_as_a_whole_says_so():
    with pytest.raises(Unreadable, match="ENCRYPTED_FILE"):
        read_workbook(package("", parts={"encrypted-package": b"\x00\x01"}))


def test_a_content_that_is_another_document_is_damage():
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read_workbook(package("", parts={"content.xml": "<html/>"}))


def test_a_document_type_is_refused():
    with pytest.raises(Unreadable, match="DTD"):
        read_workbook(package("", parts={"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}))


def test_a_document_that_is_not_packed_is_read_alike():
    written = flat(table(row(text_cell("合计"), number_cell("1032"))))
    read = read_workbook(written)
    assert kind_of(written) == read.format == "ods"
    assert [each.value for each in read.sheets[0].cells()] == ["合计", 1032]


def test_dates_stored_as_numbers_count_from_the_day_that_is_stated():
    styles = (
        '<number:date-style style:name="N1"><number:year number:style="long"/></number:date-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    )
    before = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    written = package(table(row(number_cell("1", 'table:style-name="ce1"'))), styles, before=before)
    assert read_workbook(written).sheets[0].cell(1, 1).value == date(1904, 1, 2)


def test_styles_of_the_styles_part_are_used_too():
    bold = '<style:style style:name="Heading" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
    written = package(
        table(row(text_cell("合计", 'table:style-name="Heading"'))), parts={"styles.xml": named_styles(bold)}
    )
    assert read_workbook(written).sheets[0].cell(1, 1).style.bold


def test_values_are_what_calamine_reads():
    rows = row(
        text_cell("指标 甲"),
        number_cell("0.1"),
        number_cell("0.124", kind="percentage"),
        BLANK,
        cell("x", 'office:value-type="date" office:date-value="2023-12-31"'),
    )
    rows += row(BLANK, attributes='table:number-rows-repeated="3"')
    rows += row(
        number_cell("7", 'table:number-columns-repeated="3"'), attributes='table:number-rows-repeated="2"'
    )
    written = package(table(rows))
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_index(0).to_python()
    ours = {(each.row, each.column): each.value for each in read_workbook(written).sheets[0].cells()}
    read = {
        (row_number, column): value
        for row_number, values in enumerate(theirs, 1)
        for column, value in enumerate(values, 1)
        if value != ""
    }
    assert ours.keys() == read.keys()
    assert [ours[place] for place in read] == [
        Decimal(str(value)) if isinstance(value, float) else value for value in read.values()
    ]


def test_changed_markup_is_read_or_refused_and_nothing_else():
    styles = '<style:style style:name="ce1" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
    rows = row(text_cell("指标", 'table:number-columns-spanned="2"'), COVERED, number_cell("1.5"))
    rows += row(cell("x", 'office:value-type="time" office:time-value="PT08H30M00S"'), number_cell("2"))
    written = flat(table(rows), styles)
    start = written.index(b"office:automatic-styles")
    chance = random.Random(20231231)  # noqa: S311 - a fixed sequence, no secret
    outcomes = set()
    for _ in range(400):
        changed = bytearray(written)
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(start, len(changed))] = chance.choice(b'<>"/=:-09a \xff\x00')
        try:
            outcomes.add(read_workbook(bytes(changed)).format)
        except Unreadable as refused:
            outcomes.add(refused.code)
    assert {"ods", "DAMAGED_FILE"} <= outcomes <= {"ods", "DAMAGED_FILE", "EMPTY_WORKBOOK", "NOT_A_WORKBOOK"}


def test_a_blank_count_of_a_thousand_digits_is_one_blank():
    cell = only_cell(text_cell(f'<text:p>a<text:s text:c="{"9" * 5000}"/>b</text:p>'))
    assert cell.kind is Kind.TEXT


@pytest.mark.parametrize("encoding", ["gb2312", "nonsense"])
def test_an_encoding_that_packages_do_not_use_is_damage(encoding):
    content = flat(table(row(number_cell("1")))).decode()
    declared = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        + content[content.find("?>") + 2 if content.startswith("<?xml") else 0 :]
    )
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read_workbook(declared.encode())
