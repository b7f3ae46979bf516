"""Plain cells, which a pattern finds, are read as expat reads them: the same grid or refusal, whatever the sheet."""

import time
from collections.abc import Iterator
from unittest import mock

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.workbook.cells.address import a1
from ingest.workbook.limits import MIB, Limits
from ingest.workbook.ooxml import package
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from ingest.workbook.xlsx import worksheet
from ingest.workbook.xlsx.plain_cells import PlainCells, plain_cells
from tests.examples import up_to
from tests.ingest.workbook.bomb import OPENING, repeated
from tests.ingest.workbook.xlsx import written_package
from tests.ingest.workbook.xlsx.written_package import MAIN, SHEET_PART, STRINGS_PART, shared_strings
from tests.mutation.damage_case import damaged_workbook
from tests.mutation.damaged_cells import CELLS
from tests.mutation.damaged_markup import MARKUP

PLAIN = '<c r="A1" s="0"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1"/>'
PLAIN_ROW = f'<row r="1">{PLAIN}</row>'


@pytest.fixture(autouse=True, scope="module")
def short_rows_too() -> Iterator[None]:
    """The rows here are shorter than those that are worth it."""
    with mock.patch("ingest.workbook.xlsx.plain_cells._SHORTEST", 0):
        yield


def said(content: bytes, limits: Limits | None = None) -> list[object]:
    """All that is kept of each sheet, or all that is said of a refusal."""
    try:
        sheets = read_workbook(content, limits).sheets
    except Unreadable as refused:
        return [refused.args]
    return [(each._grid, each.merges, each.hidden_rows, each.hidden_columns) for each in sheets]


def said_by_expat(content: bytes, limits: Limits | None = None) -> list[object]:
    """The same with no cell taken from expat."""
    with mock.patch.object(worksheet, "tags_of_rows", return_value=()):
        return said(content, limits)


def taken(content: bytes) -> int:
    """How many cells are taken from expat where a workbook is read, or refused."""
    count = 0

    def counted(*arguments) -> PlainCells | None:
        nonlocal count
        plain = plain_cells(*arguments)
        count += len(plain.raws) if plain else 0
        return plain

    with mock.patch.object(worksheet, "plain_cells", counted):
        said(content)
    return count


def book(rows: str = "", part: str | bytes | None = None) -> bytes:
    """A workbook of such rows, or of such a worksheet, with two shared texts: 合计 and an empty one."""
    parts: dict[str, str | bytes | None] = {
        STRINGS_PART: shared_strings("<si><t>合计</t></si><si><t></t></si>")
    }
    return written_package.package(rows, parts=parts | ({SHEET_PART: part} if part else {}))


# Which cells are taken.


def test_cells_of_another_writer_are_plain_up_to_a_formula(tmp_path):
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(path) as written:
        sheet = written.add_worksheet()
        percent = written.add_format({"num_format": "0.0%"})
        for row in range(20):
            sheet.write_row(row, 0, ["合计", -1.5, 3])
            sheet.write_blank(row, 3, None, percent)
            sheet.write_number(row, 4, 1e-20, percent)
            sheet.write_formula(row, 5, "=B1+C1", None, 1.5)
    assert taken(path.read_bytes()) == 100
    assert said(path.read_bytes()) == said_by_expat(path.read_bytes())


def _hostile() -> Iterator[tuple[str, bytes, int]]:
    """What it is, a workbook, how many of its cells may be taken from expat."""
    yield "a comment", book(f"<!-- {PLAIN_ROW} -->{PLAIN_ROW}"), 0
    yield "character data", book(f"<![CDATA[{PLAIN_ROW}]]>{PLAIN_ROW}"), 0
    yield "a row, then character data", book(f'<row r="1"><![CDATA[{PLAIN_ROW}]]></row>'), 0
    yield "an instruction", book(f"<?x {PLAIN_ROW} ?>{PLAIN_ROW}"), 0
    yield "an attribute", book(f'<row r="1" x="{PLAIN_ROW}">'), 0
    yield "a sign > in an attribute", book('<row r="1" x=">"><c r="A1"><v>1</v></c></row>'), 0
    yield "a row within a cell", book(f'<row r="1"><c r="D1">{PLAIN_ROW}</c></row>'), 0
    yield "a row within a value", book(f'<row r="1"><c r="D1"><v>{PLAIN_ROW}</v></c></row>'), 0
    yield "a row within a value, blank cells", book('<row><v><row r="1"><c r="A1"/></row></v></row>'), 0
    yield "a row within a row", book(f'<row r="2"><c r="A2"/>{PLAIN_ROW}</row>'), 4
    yield "cells behind an empty row", book(f'<row r="1"/>{PLAIN}'), 3
    yield (
        "a text of the cell before",
        book('<row r="1"><c r="A1" t="inlineStr"/></row><row r="2"><c r="A2"/><t>1</t></row>'),
        1,
    )
    yield "no text of this number", book('<row r="1"><c r="A1" t="s"><v>2</v></c></row>'), 0
    yield "an endless index", book(f'<row r="1"><c r="A1" t="s"><v>{"0" * 5000}</v></c></row>'), 0
    yield "an empty text", book('<row r="1"><c r="A1" t="s"><v>1</v></c></row>'), 1
    yield "no number", book('<row r="1"><c r="A1"><v>1-1</v></c></row>'), 1
    yield "an endless number", book('<row r="1"><c r="A1"><v>1e999</v></c></row>'), 1
    yield "a place twice", book(f'<row r="1">{PLAIN}<c r="A1"><v>2</v></c></row>'), 4
    yield "cells in another order", book('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'), 2
    yield "a cell of another row", book('<row r="1"><c r="A1"><v>1</v></c><c r="B2"><v>1</v></c></row>'), 0
    yield "a row of two spellings", book('<row r="01"><c r="A1"><v>1</v></c><c r="B01"><v>1</v></c></row>'), 0
    yield "a cell without a place", book('<row r="1"><c r="C1"/><c><v>1</v></c></row>'), 1
    yield "a wide column", book('<row r="1"><c r="AAA1"><v>1</v></c></row>'), 0
    yield "a small letter", book('<row r="1"><c r="a1"><v>1</v></c></row>'), 0
    yield "a row outside the sheet", book('<row r="0"><c r="A0"><v>1</v></c></row>'), 0
    yield "a hidden row", book(f'<row r="1" hidden="1">{PLAIN}</row>'), 3
    yield "line 3, column 5", book(f"{PLAIN_ROW}\n{PLAIN_ROW.replace('1', '2')}\r\n<x></y>"), 6
    yield "a reference", book('<row r="1"><c r="A1"><v>1&#50;</v></c></row>'), 0
    yield "an entity", book(f"{PLAIN_ROW}&e;"), 3
    yield "too many rows in rows", book(f"{PLAIN_ROW[:-6]}" * 300), 3 * 254
    yield (
        "other elements",
        book(part=f'<worksheet xmlns="{MAIN}"><x:row xmlns:x="urn:x">{PLAIN}</x:row></worksheet>'),
        0,
    )
    prefixed = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{PLAIN_ROW}</x:sheetData></x:worksheet>'
    yield "another namespace", book(part=prefixed), 0
    yield "another root", book(part=PLAIN_ROW), 0
    yield "an UTF-8 mark", book(part=f"\ufeff{OPENING}{PLAIN_ROW}</sheetData></worksheet>"), 3
    for encoding in ("utf-16-le", "utf-16-be"):
        yield encoding, _two_readings(encoding), 0


def _two_readings(encoding: str) -> bytes:
    """A part in UTF-16 whose Chinese signs are, byte for byte, a row and its cells, within a row and behind its tag."""
    row, cells = b'<row x="1" ', f"{PLAIN}</row >".encode()
    signs = [(each + b" " * (len(each) % 2)).decode(encoding) for each in (row, cells)]
    part = f"{OPENING}<row r=\"1\" x='{signs[0]}'>{signs[1]}</row></sheetData></worksheet>"
    return book(part=("\ufeff" + part).encode(encoding))


@pytest.mark.parametrize(
    ("content", "count"), [pytest.param(content, count, id=name) for name, content, count in _hostile()]
)
def test_cells_are_taken_only_where_they_are_cells(content, count):
    assert said(content) == said_by_expat(content)
    assert taken(content) == count


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (Limits(cells=4), None),
        (Limits(cells=3), "LIMIT_EXCEEDED"),
        (Limits(cells=2), "LIMIT_EXCEEDED"),
        (Limits(text_characters=5), None),
        (Limits(text_characters=4), "LIMIT_EXCEEDED"),
    ],
)
def test_limits_are_met_at_the_same_cell(limits, rule):
    content = book(PLAIN_ROW + '<row r="2"><c r="A2"><v>22222</v></c></row>')
    assert said(content, limits) == said_by_expat(content, limits)
    assert (said(content, limits)[0][0] if rule else None) == rule


# Whatever is written.

# What a cell says behind its address.
_PLAIN = [
    "><v>1</v>",
    ' s="0"><v>1.5</v>',
    ' t="s"><v>0</v>',
    ' s="0" t="s"><v>0</v>',
    ' t="n"><v>-1e3</v>',
    ' s="9"><v>2</v>',
]
_OTHER = [
    "><v></v>", "><v> 1</v>", "><v>e</v>", "><f>A1</f><v>1</v>", "><v>1</v><v>2</v>", "><v>&#49;</v>", ' r="A1"><v>1</v>',
    ' t="s"><v>1</v>', ' t="s"><v>2</v>', ' t="s"><v>1e0</v>', ' t="str"><v>1</v>', ' t="b"><v>1</v>', ' t="s" s="0"><v>0</v>',
    ' t="inlineStr"><is><t>1</t></is>', ' s="x"><v>1</v>', " ><v>1</v>", '><f t="shared" si="0">A1</f>',
    '><f t="shared" si="0"/>', "><!-- --><v>1</v>", ' s="0"/><c><v>3</v>',
]  # fmt: skip
_CELLS = st.builds(
    '<c r="{}"{}</c>'.format,
    st.sampled_from(["@"] * 30 + ["A1", "AAA1", "a1", "B01", "C", ""]),  # @: where it stands
    st.one_of(st.sampled_from(_PLAIN), st.sampled_from(_PLAIN), st.sampled_from(_OTHER)),
)


def _row(number: int, tag: str, cells: list[str]) -> str:
    placed = [cell.replace("@", a1(number, column)) for column, cell in enumerate(cells, 1)]
    return tag.replace("@", str(number)) + "".join(placed) + "</row>"


_TAGS = ['<row r="@">'] * 5 + [
    '<row r="@" spans="1:9">',
    '<row r="@" hidden="1">',
    '<row r="0@">',
    '<row r="@"/><row>',
    "<row>",
]
_ROWS = st.builds(_row, st.integers(1, 99), st.sampled_from(_TAGS), st.lists(_CELLS, min_size=1, max_size=5))
_AROUND = [
    ("", ""), ("", ""), ("", ""), ("", ""), ("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?x ", "?>"), ('<row r="6">', "</row>"),
    ("<x>", "</x>"), ('<c r="K1">', "</c>"), ("<v>", "</v>"), ("<t>", "</t>"), ("<rPh>", "</rPh>"), ("合\r\n", "]"),
]  # fmt: skip
_WRAPPED = st.recursive(
    _ROWS,
    lambda inner: st.builds(
        lambda around, rows: around[0] + "".join(rows) + around[1],
        st.sampled_from(_AROUND),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)
_BREAKS = st.sampled_from(
    ["<row>", "</row>", "<c>", "<v>", "<!--", "]]>", "&e;", "<", '"', ">", "\r", "\x0b"]
)
_SHEETS = st.one_of(_WRAPPED, _WRAPPED, st.builds("{}{}{}".format, _WRAPPED, _BREAKS, _ROWS))


@settings(deadline=None, max_examples=up_to(200))
@given(_SHEETS, st.sampled_from([1, 3, 17, 60, 256 * 1024]))
def test_a_sheet_of_any_such_rows_is_read_or_refused_alike(rows, chunk):
    """Also where chunks end within a tag, as they do once in each 256 KiB."""
    content = book(rows)
    with mock.patch.object(package, "_CHUNK", chunk):
        assert said(content) == said_by_expat(content)


@pytest.mark.parametrize("kind", [*CELLS, *MARKUP])
def test_a_damaged_workbook_is_read_or_refused_alike(kind):
    for seed in range(12):
        _, damaged = damaged_workbook(seed, kind)
        assert said(damaged.data) == said_by_expat(damaged.data), damaged.what


# What it costs at worst.


@pytest.mark.parametrize(
    "piece",
    [
        '<row><c r="A1"><v>1</v></c></row >',
        '<row><c r="A1"><v>x</v></c></row>',
        '<row ><c r="A1" s="00000000000000000000"><v>1--------------------------',
        "<row><c ",
    ],
)
@pytest.mark.parametrize("opening", ["", "<!--", "<x><![CDATA[", "<row><v>"])
def test_a_sheet_made_to_be_slow_is_not(piece, opening):
    content = repeated(OPENING + opening, piece.encode() * 1000, 3 * MIB // len(piece) // 1000)
    limits = Limits(ratio=10**6)
    started = time.process_time()
    assert said(content, limits) == said_by_expat(content, limits)
    assert time.process_time() - started < 3
