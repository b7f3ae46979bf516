"""The Excel pack: cover, contents, each table that has rows on a sheet of its own, and what every column means.

The same snapshot gives the same bytes: nothing in the file depends on when or where it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from warehouse.dictionary import Column
from warehouse.exchange.excel.cell import TEXT_FORMAT, ExcelCell, displayed_cell, excel_cell
from warehouse.exchange.excel.chart import CHARTS, charts, write_charts
from warehouse.exchange.excel.cover import cover, left_out, title_of
from warehouse.exchange.excel.layout import SHEET_ROWS, headers, lines_of, sheet_names, split
from warehouse.exchange.excel.order import reading_order
from warehouse.exchange.excel.place import HEADER, places
from warehouse.exchange.excel.reason import word_for
from warehouse.exchange.excel.sheet import (
    A4,
    LINE,
    CellXml,
    TableSheet,
    Written,
    lay_out,
    write_table,
    write_text,
)
from warehouse.exchange.figures import invented
from warehouse.exchange.published import Published, Table
from warehouse.family.figure_columns import ids_of, is_figure, reason_columns

COVER, CONTENTS, LEFT_OUT, DICTIONARY = "封面", "目录", "未收录", "说明"
_LINK, _WRAPPED = "link", "wrapped"
_LEFT_OUT_HEADS = ["表 table", "表的内容 what it is", "几个 how many", "是什么 of what", "原因 why"]
_COVER_WIDTH = 90
_NO_ROWS = "没有记录 no rows"
# What our own reader reads again, and an office machine opens. 4.7 million of them took 35 s of processor and 1 GiB.
CELLS = 5_000_000
PROGRESS_ROWS = 1000

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Rows of a sheet below its header, and cells of all tables together."""

    rows: int = SHEET_ROWS - 1
    cells: int = CELLS


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a table, or with a part of one."""

    number: int
    name: str
    table: Table
    rows: int


def write_workbook(
    published: Published,
    office: Office,
    target: Path,
    progress: Progress = lambda _: None,
    bounds: Bounds | None = None,
) -> None:
    """Write the pack. `progress` gets rows as they are written.

    Refusal EXCEL_LIMIT for more cells than such a file should hold, EXCEL_TEXT for a text longer than a cell.
    """
    allowed = bounds or Bounds()
    _within(published, allowed)
    book = xlsxwriter.Workbook(str(target))
    _fill(book, published, office, _sheets(published, allowed), progress)
    try:
        book.close()
    except FileCreateError as error:
        # The library's own wrapping of a full disk; no OSError, though it holds one.
        raise OSError(*getattr(error.args[0], "args", error.args)) from error


def _fill(
    book: Any, published: Published, office: Office, sheets: Sequence[Sheet], progress: Progress
) -> None:
    title, footer = title_of(office), published.facts.snapshot_id
    _identify(book, published, title)
    formats = _formats(book)
    xml = CellXml(book, formats)
    heading = book.add_format({"text_wrap": True, "valign": "top", "bold": True})

    def table_sheet(name: str) -> TableSheet:
        page: TableSheet = book.add_worksheet(name, TableSheet)
        page.header_format = heading
        return page

    _write_cover(book.add_worksheet(COVER), cover(published, office), formats)
    contents = table_sheet(CONTENTS)
    _write_contents(contents, published, sheets, xml)
    lay_out(contents, f"{title} {CONTENTS}", footer)
    if drawn := charts(published, office):
        write_charts(book, drawn, formats)
    done = 0
    for table in published.tables:
        columns = reading_order(table.columns, table.main)
        rows = _rows(published, table, columns, xml, _after(done, progress))
        heads = [*headers(columns), HEADER]
        for sheet in (each for each in sheets if each.table is table):
            page = table_sheet(sheet.name)
            # The number keeps the name apart from that of any other table; Excel knows no case.
            written = write_table(page, f"t{sheet.number}_{table.name}", heads, islice(rows, sheet.rows))
            lay_out(page, f"{title} {sheet.name} {table.zh}", footer, written)
        done += table.rows
        progress(done)
    if listed := left_out(published):
        page = table_sheet(LEFT_OUT)
        write_table(page, "t_left_out", *_texts(_LEFT_OUT_HEADS, listed, xml))
        lay_out(page, f"{title} {LEFT_OUT}", footer)
    meanings = table_sheet(DICTIONARY)
    write_table(meanings, "t_columns", *_dictionary(published, xml))
    lay_out(meanings, f"{title} {DICTIONARY}", footer)


def _after(done: int, progress: Progress) -> Progress:
    """Progress within a table, after the rows of the tables before it."""
    return lambda number: progress(done + number)


def _within(published: Published, bounds: Bounds) -> None:
    cells = sum(table.rows * (len(table.columns) + 1) for table in published.tables)
    if cells > bounds.cells:
        largest = max(published.tables, key=lambda table: table.rows * len(table.columns))
        raise Refusal(
            "EXCEL_LIMIT", where=largest.name, found=f"{cells} 个单元格 cells", expected=f"≤ {bounds.cells}"
        )


def _sheets(published: Published, bounds: Bounds) -> list[Sheet]:
    """The sheets of the tables that have rows: one that has none would be opened for nothing."""
    taken = {COVER, CONTENTS, LEFT_OUT, CHARTS, DICTIONARY}
    found: list[Sheet] = []
    for table in published.tables:
        parts = list(split(table.rows, bounds.rows)) if table.rows else []
        names = sheet_names(table.name, len(parts), taken)
        found += [
            Sheet(number, name, table, rows)
            for number, (name, rows) in enumerate(zip(names, parts, strict=True), len(found) + 1)
        ]
    return found


def _rows(
    published: Published, table: Table, columns: Sequence[Column], xml: CellXml, progress: Progress
) -> Iterator[list[Written]]:
    """The rows of a table as XML, the place of each at the end."""
    names = [column.name for column in columns]
    marked, keys = invented(table.columns, table.main), ids_of(table.columns)
    writers = _writers(columns, table.reasons, xml)
    where, places_seen = places(published, table), _Seen(lambda text: xml(excel_cell(text, "")))
    for number, values in enumerate(published.rows(table, names), 1):
        row = dict(zip(names, values, strict=True))
        for name in keys:
            # A key is no number, and longer than Excel's are.
            if row[name] is not None:
                row[name] = str(row[name])
        row[_INVENTED] = marked(row)
        try:
            yield [*(write(row) for write in writers), places_seen[where(row)]]
        except Refusal as error:
            raise Refusal(
                error.code,
                where=f"{table.name}，第 {number} 行 row",
                found=error.found,
                expected=error.expected,
            ) from error
        if number % PROGRESS_ROWS == 0:
            progress(number)


class _Seen(dict[Any, Written]):
    """What was written of each value of one column, all of one type: most of them come again and again."""

    def __init__(self, write: Callable[[Any], Written]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Any) -> Written:
        self[value] = written = self._write(value)
        return written


# The key of a row under which stands which of its columns are invented.
_INVENTED = ""

Writer = Callable[[dict[str, Any]], Written]


def _writers(columns: Sequence[Column], stated: Mapping[str, str], xml: CellXml) -> list[Writer]:
    """For each column, what writes its cell of a row."""
    reasons, names = reason_columns(columns, stated), {column.name for column in columns}
    return [_writer(column, reasons.get(column.name), names, xml) for column in columns]


def _writer(column: Column, reason: str | None, names: Collection[str], xml: CellXml) -> Writer:
    name, unit = column.name, "display_unit_zh"
    if name == "display_value" and unit in names:
        shown = _Seen(lambda pair: xml(_displayed(*pair)))
        return lambda row: shown[row[name], row[unit]]
    if reason or is_figure(column):
        # Of a figure it depends on the row whether it is invented, and why it is missing.
        figures = _Seen(lambda said: xml(excel_cell(said[0], word_for(said[1]), said[2])))
        if reason is None:
            return lambda row: figures[row[name], None, name in row[_INVENTED]]
        return lambda row: figures[row[name], row[reason], name in row[_INVENTED]]
    plain = _Seen(lambda value: xml(excel_cell(value, word_for(None))))
    return lambda row: plain[row[name]]


def _displayed(value: str | None, unit: str | None) -> ExcelCell:
    return displayed_cell(value, unit or "") if value else excel_cell(value, word_for(None))


def _texts(
    heads: list[str], rows: Sequence[Sequence[str]], xml: CellXml
) -> tuple[list[str], list[list[Written]]]:
    return heads, [[xml(excel_cell(text, "")) for text in row] for row in rows]


def _dictionary(published: Published, xml: CellXml) -> tuple[list[str], list[list[Written]]]:
    heads = ["表 table", "列 column", "表头 header", "类型 type", "含义", "meaning"]
    rows = []
    for table in published.tables:
        columns = reading_order(table.columns, table.main)
        for column, head in zip(columns, headers(columns), strict=True):
            words = (table.name, column.name, head, column.data_type, column.zh, column.en)
            rows.append([xml(ExcelCell(word, TEXT_FORMAT)) for word in words])
    return heads, rows


def _write_contents(sheet: TableSheet, published: Published, sheets: Sequence[Sheet], xml: CellXml) -> None:
    """Every sheet with its rows, and every table that has none."""
    heads = ["工作表 sheet", "表", "table", "行数 rows", "一行是 one row is"]
    listed = [(one.name, _LINK, one.table, one.rows) for one in sheets]
    empty = [(_NO_ROWS, TEXT_FORMAT, table, 0) for table in published.tables if not table.rows]
    rows = [
        [
            xml(ExcelCell(name, number_format)),
            xml(ExcelCell(table.zh, TEXT_FORMAT)),
            xml(excel_cell(table.en, table.name)),
            xml(excel_cell(count, "")),
            xml(excel_cell("、".join(table.grain), "行可重复 rows may repeat")),
        ]
        for name, number_format, table, count in (*listed, *empty)
    ]
    write_table(sheet, "t_contents", heads, rows)
    for number, one in enumerate(sheets, 1):
        # The link alone: its cell is written with the others.
        sheet.write_url(number, 0, f"internal:'{one.name}'!A1", string=one.name)


def _write_cover(sheet: Any, lines: Sequence[tuple[str, str]], formats: Any) -> None:
    for number, (label, text) in enumerate(lines):
        write_text(sheet, number, 0, excel_cell(label, ""), formats)
        write_text(sheet, number, 1, excel_cell(text, ""), lambda _: formats(_WRAPPED))
        sheet.set_row(number, LINE * lines_of(text, _COVER_WIDTH))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, _COVER_WIDTH)
    sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.activate()


def _identify(book: Any, published: Published, title: str) -> None:
    facts = published.facts
    book.set_properties(
        {
            "title": title,
            "subject": f"{facts.snapshot_id} {facts.as_of}",
            "comments": f"snapshot {facts.snapshot_id}",
            "created": facts.built_at.replace(microsecond=0),
        }
    )
    book.set_custom_property("snapshot_id", facts.snapshot_id, "text")
    book.set_custom_property("build_id", facts.build_id, "text")


def _formats(book: Any) -> Callable[[str], Any]:
    made: dict[str, Any] = {}

    def format_of(number_format: str) -> Any:
        if number_format == _LINK:
            return book.get_default_url_format()
        if number_format not in made:
            wrapped = number_format == _WRAPPED
            said = (
                {"num_format": TEXT_FORMAT, "text_wrap": True} if wrapped else {"num_format": number_format}
            )
            made[number_format] = book.add_format({**said, "valign": "top"})
        return made[number_format]

    return format_of
