"""Web pages, whatever they are named: many government systems hand them out as .xls.

Where cells stand is what Excel makes of such a page: one sheet, the tables one below the other, each line of
text between them a row. Two things Excel does differently are not copied, for what they would do to the
figures: it breaks a cell with <br> into rows, and it takes 007 and long codes for numbers. Rows stand in the
order of the page, those of a tfoot too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.workbook import unreadable
from ingest.workbook.cells.address import a1
from ingest.workbook.cells.cell import ONLY_SHEET, Sheet, Workbook, workbook_of
from ingest.workbook.cells.count import Count
from ingest.workbook.cells.grid import NotANumberError, place_of
from ingest.workbook.limits import KIB, MIB, Limits
from ingest.workbook.text.encoding import decoded_text
from ingest.workbook.web.excel_island import Island, StatedSheet, island
from ingest.workbook.web.page import Page
from ingest.workbook.web.style import style_blocks, style_sheet

_ENCODING = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.-]{1,40})""", re.IGNORECASE)
_HEAD = 4096
# html.parser scans what is not complete again with each piece that it is given, and at the end once more for
# each "<" in it. So a tag may reach over so much; comments and scripts, which are searched faster, over more.
_PIECE = 64 * KIB
_LONGEST_TAG = 256 * KIB
_LONGEST_SCRIPT = 4 * MIB
# A tag takes html.parser and the layout some 6 µs, whatever it is: so many are 40 s, of two million cells.
_MOST_TAGS = 6_000_000
# Python refuses to make a number of more than 4,300 digits, with an error of its own.
_LONG_REFERENCE = re.compile(r"&#[0-9]{10}")


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page's sheet, how many tables it is of, whether it has frames, what it says of its workbook."""

    sheet: Sheet
    tables: int
    frames: int
    notes: tuple[str, ...]


def read_html(data: bytes, limits: Limits) -> Workbook:
    """The page as one sheet.

    Raises Unreadable: NOT_A_WORKBOOK for a page without a table, FORMAT_NOT_READ for one whose tables are in
    other files, DAMAGED_FILE for one that is cut off, EMPTY_WORKBOOK, LIMIT_EXCEEDED.
    """
    text = page_text(data)
    stated = island(text)
    page = read_page(text, only_stated(stated), Count(limits), stated.date_system_1904)
    if not page.tables:
        if page.frames or any(sheet.source for sheet in stated.sheets):
            raise unreadable.format_not_read(
                "只有框架的网页,表格在同时另存的文件夹里 (page of frames, its tables are in other files)",
                "html",
            )
        raise unreadable.not_a_workbook("没有表格的网页 (web page without a table)", "html")
    return workbook_of((page.sheet,), "html", page.notes, stated.date_system_1904)


def page_text(data: bytes, stated: str = "") -> str:
    """The text of a page. `stated`: the encoding that it was sent with; else what it says itself."""
    found = _ENCODING.search(data[:_HEAD])
    return decoded_text(data, stated or (found[1].decode("ascii", "replace") if found else ""))


def only_stated(stated: Island) -> StatedSheet:
    """The one sheet that the page says it is."""
    if len(stated.sheets) == 1 and stated.sheets[0].name:
        return stated.sheets[0]
    return StatedSheet(ONLY_SHEET, "", "visible")


def read_page(
    text: str, stated: StatedSheet, count: Count, from_1904: bool, styles: tuple[str, ...] = ()
) -> ReadPage:
    """Lay a page out. `stated`: what its sheet is called; `styles`: style sheets from outside the page."""
    tags = text.count("<")
    if tags > _MOST_TAGS:
        raise unreadable.over_limit("cells", f"{tags:,} 个标记 (tags)", f"{_MOST_TAGS:,}")
    page = Page(style_sheet((*styles, *style_blocks(text))), count)
    _feed(page, text, stated.name)
    try:
        page.grid.test_numbers()
    except NotANumberError as error:
        found = f"x:num 不是数 {error.raw[:32]!r}", "x:num is no number"
        raise unreadable.damaged(*found, sheet=stated.name, cell=a1(*place_of(error.key))) from error
    notes = []
    if page.left_out:
        notes.append(f"隐藏的文字未读 (hidden text left out): {stated.name}, {page.left_out:,}")
    sheet = Sheet(
        name=stated.name,
        visibility=stated.visibility,
        merges=tuple(page.merges),
        hidden_rows=frozenset(page.hidden_rows),
        hidden_columns=frozenset(page.hidden_columns),
        comments={},
        date_system_1904=from_1904,
        _grid=page.grid,
        hidden_cells=frozenset(page.hidden_cells),
    )
    return ReadPage(sheet, page.table_count, page.frame_count, tuple(notes))


def _feed(page: Page, text: str, sheet: str) -> None:
    if _LONG_REFERENCE.search(text):
        raise unreadable.damaged("字符引用不成立", "a reference to no character", sheet=sheet)
    for start in range(0, len(text), _PIECE):
        page.feed(text[start : start + _PIECE])
        waiting = page.rawdata
        longest = _LONGEST_SCRIPT if page.cdata_elem or waiting.startswith("<!--") else _LONGEST_TAG
        if len(waiting) > longest:
            raise unreadable.damaged("单个标记过长", "a single tag that is too long", sheet=sheet)
    # A file that ends within a tag, a script or a table has lost what followed.
    if page.cdata_elem or (len(page.rawdata) > 1 and page.rawdata.startswith("<")):
        raise unreadable.damaged("文件在标记中间结束", "the file ends within a tag", sheet=sheet)
    page.close()
    page.finish()
    if page.unclosed:
        found = (
            f"<{page.unclosed}> 没有结束,文件可能不完整",
            f"<{page.unclosed}> never ends, the file may be cut off",
        )
        raise unreadable.damaged(*found, sheet=sheet)
