"""SpreadsheetML 2003: what each element and attribute of a workbook says."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from ingest.workbook.cells.cell import Kind, Sheet, Workbook
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable

URN = "urn:schemas-microsoft-com:office"
HTML = "http://www.w3.org/TR/REC-html40"


def document(body: str, declaration: str = '<?xml version="1.0"?>') -> str:
    names = f'xmlns="{URN}:spreadsheet" xmlns:ss="{URN}:spreadsheet" xmlns:x="{URN}:excel"'
    return f'{declaration}\n<?mso-application progid="Excel.Sheet"?>\n<Workbook {names}>{body}</Workbook>'


def book(
    rows: str = "", styles: str = "", columns: str = "", after: str = "", limits: Limits | None = None
) -> Workbook:
    """A workbook of one sheet, 表1."""
    sheet = f'<Worksheet ss:Name="表1"><Table>{columns}{rows}</Table>{after}</Worksheet>'
    read = read_workbook(document(f"<Styles>{styles}</Styles>{sheet}").encode(), limits)
    assert read.format == "xml2003"
    return read


def read(rows: str, styles: str = "", columns: str = "", after: str = "") -> Sheet:
    (sheet,) = book(rows, styles, columns, after).sheets
    return sheet


def data(kind: str, value: str, **attributes: object) -> str:
    """A cell with a value, and the attributes of the cell."""
    stated = " ".join(f'ss:{name}="{each}"' for name, each in attributes.items())
    return f'<Cell {stated}><Data ss:Type="{kind}">{value}</Data></Cell>'


def text(value: str, **attributes: object) -> str:
    return data("String", value, **attributes)


def raws(sheet: Sheet) -> dict[str, str]:
    return {cell.address: cell.raw for cell in sheet.cells()}


# Places.


def test_rows_and_cells_follow_one_another_or_state_their_index():
    rows = f'<Row>{text("a")}{text("b", Index=4)}{text("c")}</Row><Row ss:Index="5">{text("d")}</Row>'
    assert raws(read(rows)) == {"A1": "a", "D1": "b", "E1": "c", "A5": "d"}


def test_a_row_that_stands_for_a_span_of_rows_covers_them():
    assert raws(read(f'<Row>{text("a")}</Row><Row ss:Span="2"/><Row>{text("b")}</Row>')) == {
        "A1": "a",
        "A5": "b",
    }


def test_a_cell_follows_what_the_one_before_is_merged_with():
    rows = f"<Row>{text('a', MergeAcross=2, MergeDown=1)}{text('b')}</Row>"
    sheet = read(rows)
    assert raws(sheet) == {"A1": "a", "D1": "b"}
    assert [str(merge) for merge in sheet.merges] == ["A1:C2"]


@pytest.mark.parametrize(
    "rows",
    [
        f"<Row>{text('a')}{text('b', Index=1)}</Row>",
        f"<Row>{text('a', MergeAcross=3)}{text('b', Index=3)}</Row>",
        '<Row ss:Index="3"/><Row ss:Index="3"/>',
        '<Row ss:Span="3"/><Row ss:Index="4"/>',
        '<Row ss:Index="0"/>',
        '<Row ss:Index="1048577"/>',
        '<Row ss:Index="x"/>',
        '<Row ss:Index="99999999999999999999"/>',
        f"<Row>{text('a', Index=16385)}</Row>",
        f"<Row>{text('a', MergeAcross=16384)}</Row>",
        f"<Row>{text('a', MergeDown=1048576)}</Row>",
        f"<Row>{text('a', MergeAcross=-1)}</Row>",
    ],
)
def test_places_that_overlap_or_lie_outside_the_sheet_are_damage(rows):
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1"):
        read(rows)


# Values.


def test_each_type_has_its_kind():
    rows = f"""<Row>{data("Number", "1032.5")}{data("String", "007")}{data("Boolean", "1")}{data("Error", "#N/A")}
        {data("Number", "1.0E-3")}</Row>"""
    assert [(cell.kind, cell.value, cell.raw) for cell in read(rows).cells()] == [
        (Kind.NUMBER, Decimal("1032.5"), "1032.5"),
        (Kind.TEXT, "007", "007"),
        (Kind.BOOLEAN, True, "1"),
        (Kind.ERROR, None, "#N/A"),
        (Kind.NUMBER, Decimal("0.001"), "1.0E-3"),
    ]


@pytest.mark.parametrize(
    ("stated", "code", "value"),
    [
        ("2023-12-01T00:00:00.000", "Short Date", date(2023, 12, 1)),
        ("2023-12-01T08:30:00.000", "General Date", datetime(2023, 12, 1, 8, 30)),  # noqa: DTZ001
        ("2023-12-01T00:00:00.000", "General Date", datetime(2023, 12, 1)),  # noqa: DTZ001
        ("1899-12-31T08:30:00.000", "Short Time", time(8, 30)),
        ("2023-12-01T00:00:00.000", "", date(2023, 12, 1)),
    ],
)
def test_a_moment_is_what_its_format_shows_of_it(stated, code, value):
    sheet = read(
        f"<Row>{data('DateTime', stated, StyleID='d')}</Row>",
        f'<Style ss:ID="d"><NumberFormat ss:Format="{code}"/></Style>',
    )
    cell = sheet.cell(1, 1)
    assert (cell.kind, cell.value, cell.raw) == (Kind.DATE, value, stated)


def test_blanks_and_line_ends_of_a_text_are_kept():
    assert raws(read(f"<Row>{text(' 本年&#10;累计 ')}</Row>")) == {"A1": " 本年\n累计 "}


def test_a_text_of_several_looks_is_one_text():
    rich = f'<Cell><ss:Data ss:Type="String" xmlns="{HTML}"><B>合</B><Font html:Color="#FF0000" xmlns:html="{HTML}">计<Sup>1</Sup></Font></ss:Data></Cell>'
    assert raws(read(f"<Row>{rich}</Row>")) == {"A1": "合计1"}


def test_a_formula_is_kept_as_it_is_written():
    sheet = read(f"<Row>{data('Number', '3', Formula='=SUM(R[-3]C:R[-1]C)')}</Row>")
    assert (sheet.cell(1, 1).value, sheet.cell(1, 1).formula) == (3, "SUM(R[-3]C:R[-1]C)")


def test_a_formula_without_a_value_was_not_calculated():
    assert read('<Row><Cell ss:Formula="=R[1]C"/></Row>').cell(1, 1).kind is Kind.UNCALCULATED


def test_a_formula_that_gave_an_empty_text_is_blank():
    sheet = read(f"<Row>{text('', Formula='=R[1]C')}{text('a')}</Row>")
    assert (sheet.cell(1, 1).kind, sheet.cell(1, 1).formula) == (Kind.BLANK, "R[1]C")


def test_a_cell_of_nothing_but_a_format_is_blank():
    assert raws(read(f'<Row><Cell ss:StyleID="a"/>{text("b")}</Row>')) == {"B1": "b"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *[("Number", "12,5"), ("Number", "NaN"), ("Number", ""), ("Number", "十")],
        *[
            ("DateTime", "2023-13-01T00:00:00"),
            ("DateTime", ""),
            ("Boolean", "yes"),
            ("Currency", "1"),
            ("", "1"),
        ],
    ],
)
def test_a_value_that_is_not_of_its_type_is_damage_and_its_cell_is_named(kind, value):
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*表1!A1"):
        read(f"<Row>{data(kind, value)}</Row>")


def test_comments_are_by_place_and_no_value():
    comment = f'<Comment ss:Author="李"><ss:Data xmlns="{HTML}"><B>李:</B>&#10;含外资</ss:Data></Comment>'
    sheet = read(f'<Row><Cell ss:Index="2"><Data ss:Type="Number">5</Data>{comment}</Cell></Row>')
    assert sheet.comments == {(1, 2): "李:\n含外资"}
    assert raws(sheet) == {"B1": "5"}


# Looks and what is hidden.


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        *[("Percent", "0.00%"), ("Standard", "#,##0.00"), ("Fixed", "0.00"), ("Scientific", "0.00E+00")],
        *[("General Date", "yyyy/m/d h:mm"), ("Short Date", "yyyy/m/d"), ("Long Time", "h:mm:ss AM/PM")],
        *[
            ("Yes/No", '"Yes";"Yes";"No"'),
            ("0.0_ ", "0.0_ "),
            ("@", "@"),
            ("", "General"),
            ("General", "General"),
        ],
        ("yyyy&quot;年&quot;m&quot;月&quot;", 'yyyy"年"m"月"'),
    ],
)
def test_a_number_format_is_named_or_spelled_out(stated, code):
    styles = f'<Style ss:ID="s"><NumberFormat ss:Format="{stated}"/></Style>'
    assert read(f"<Row>{data('Number', '1', StyleID='s')}</Row>", styles).cell(1, 1).number_format == code


def test_a_style_adds_to_its_parent_and_that_to_the_default():
    styles = """<Style ss:ID="Default"><Font ss:Bold="1"/></Style>
        <Style ss:ID="a"><Alignment ss:Indent="2"/></Style>
        <Style ss:ID="b" ss:Parent="a"><NumberFormat ss:Format="Percent"/></Style>
        <Style ss:ID="c" ss:Parent="b"><Font ss:Bold="0"/></Style>"""
    cells = "".join(data("Number", "1", StyleID=each) for each in ("a", "b", "c", "unknown"))
    styles_of = [cell.style for cell in read(f"<Row>{cells}</Row>", styles).cells()]
    assert [(each.number_format.code, each.indent, each.bold) for each in styles_of] == [
        *[("General", 2, True), ("0.00%", 2, True), ("0.00%", 2, False), ("General", 0, True)]
    ]


def test_a_cell_without_a_style_has_that_of_its_row_or_else_its_column():
    styles = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format="{code}"/></Style>'
        for name, code in (("r", "Fixed"), ("c", "Percent"), ("s", "0"))
    )
    rows = f"""<Row ss:StyleID="r">{data("Number", "1")}{data("Number", "1", StyleID="s")}</Row>
        <Row>{data("Number", "1")}{data("Number", "1")}{data("Number", "1")}</Row>"""
    columns = '<Column ss:Index="2" ss:Span="1" ss:StyleID="c"/>'
    codes = {cell.address: cell.number_format for cell in read(rows, styles, columns).cells()}
    assert codes == {"A1": "0.00", "B1": "0", "A2": "General", "B2": "0.00%", "C2": "0.00%"}


def test_hidden_rows_and_columns_are_told():
    rows = f'<Row ss:Hidden="1" ss:Span="1">{text("a")}{text("b")}</Row><Row>{text("c")}</Row><Row ss:Hidden="1" ss:Span="1048572"/>'
    sheet = read(
        rows, columns='<Column/><Column ss:Hidden="1"/><Column ss:Index="5" ss:Span="1" ss:Hidden="1"/>'
    )
    assert sheet.hidden_columns == {2, 5, 6}
    assert sheet.hidden_rows == {1, 2}  # and none of the million below the last cell
    assert [cell.hidden for cell in sheet.cells()] == [True, True, False]


@pytest.mark.parametrize(
    ("stated", "visibility"),
    [("SheetHidden", "hidden"), ("SheetVeryHidden", "very_hidden"), ("SheetVisible", "visible")],
)
def test_a_sheet_may_be_hidden(stated, visibility):
    options = f'<WorksheetOptions xmlns="{URN}:excel"><Visible>{stated}</Visible></WorksheetOptions>'
    assert read(f"<Row>{text('a')}</Row>", after=options).visibility == visibility


def test_the_1904_date_system_is_heeded():
    workbook = f'<ExcelWorkbook xmlns="{URN}:excel"><Date1904/></ExcelWorkbook>'
    styles = '<Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>'
    sheet = f'<Worksheet ss:Name="a"><Table><Row>{data("Number", "0", StyleID="d")}</Row></Table></Worksheet>'
    read = read_workbook(document(workbook + styles + sheet).encode())
    assert read.date_system_1904
    assert read.sheets[0].cell(1, 1).value == date(1904, 1, 1)


# The document.


def test_sheets_are_in_their_order():
    sheets = "".join(
        f'<Worksheet ss:Name="{name}"><Table><Row>{text(name)}</Row></Table></Worksheet>'
        for name in ("乙", "甲")
    )
    assert [
        (sheet.name, sheet.cell(1, 1).value) for sheet in read_workbook(document(sheets).encode()).sheets
    ] == [*[("乙", "乙"), ("甲", "甲")]]


def test_prefixes_are_the_writers_choice():
    page = f"""<s:Workbook xmlns:s="{URN}:spreadsheet"><s:Worksheet s:Name="a"><s:Table><s:Row>
        <s:Cell s:Index="2"><s:Data s:Type="Number">5</s:Data></s:Cell></s:Row></s:Table></s:Worksheet></s:Workbook>"""
    assert raws(read_workbook(page.encode()).sheets[0]) == {"B1": "5"}


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("GB2312", "gb18030"), ("UTF-8", "utf-8-sig"), ("UTF-16", "utf-16"), ("gb2312", "utf-8")],
)
def test_a_document_is_read_in_the_encoding_that_it_is_in(declared, encoding):
    sheet = f'<Worksheet ss:Name="镕"><Table><Row>{text("合计")}</Row></Table></Worksheet>'
    page = document(sheet, f'<?xml version="1.0" encoding="{declared}"?>')
    (read,) = read_workbook(page.encode(encoding)).sheets
    assert (read.name, raws(read)) == ("镕", {"A1": "合计"})


def test_a_workbook_without_content_is_empty():
    with pytest.raises(Unreadable, match="EMPTY_WORKBOOK"):
        read("<Row><Cell/></Row>")


@pytest.mark.parametrize(
    "body",
    [
        '<Worksheet ss:Name="a"/><Worksheet ss:Name="A"/>',
        "<Worksheet/>",
        '<Worksheet ss:Name="a"><Worksheet ss:Name="b"/></Worksheet>',
        "<Row/>",
        '<Worksheet ss:Name="a"><Table><Cell/></Table></Worksheet>',
        '<Worksheet ss:Name="a"><Table><Row><Cell><Cell/></Cell></Row></Table></Worksheet>',
        '<Worksheet ss:Name="a"><Table><Row><Data ss:Type="Number">1</Data></Row></Table></Worksheet>',
        '<Worksheet ss:Name="a"><Table><Row><Cell><Data ss:Type="Number">1</Data>'
        '<Data ss:Type="Number">2</Data></Cell></Row></Table></Worksheet>',
    ],
)
def test_what_stands_where_it_cannot_is_damage(body):
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read_workbook(document(body).encode())


def test_a_document_type_is_not_read():
    page = document("").replace(
        "<Workbook", '<!DOCTYPE Workbook [<!ENTITY x SYSTEM "file:///etc/hostname">]><Workbook'
    )
    with pytest.raises(Unreadable, match=r"DAMAGED_FILE.*DTD"):
        read_workbook(page.encode())


def test_elements_nested_too_deep_are_damage():
    with pytest.raises(Unreadable, match="DAMAGED_FILE"):
        read_workbook(document("<a>" * 300_000).encode())


def test_cells_merges_and_texts_have_their_limits():
    rows = f"<Row>{text('一二三', MergeAcross=1)}{text('b')}</Row>"
    assert book(rows, limits=Limits(cells=4, merges=1, text_characters=3)).sheets
    for limits in (Limits(cells=3), Limits(merges=0), Limits(text_characters=2)):
        with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
            book(rows, limits=limits)


def test_a_document_cut_anywhere_is_damage():
    whole = document(f'<Worksheet ss:Name="a"><Table><Row>{text("合计")}</Row></Table></Worksheet>').encode()
    for length in range(300, len(whole)):
        with pytest.raises(Unreadable, match="DAMAGED_FILE"):
            read_workbook(whole[:length])
