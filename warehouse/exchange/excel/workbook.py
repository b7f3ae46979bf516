"""The Excel pack: cover, contents, dictionary, and each table on a sheet of its own.

The same snapshot gives the same bytes: nothing in the file depends on when or where it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from warehouse.exchange.excel.cell import TEXT_FORMAT, ExcelCell, displayed_cell, excel_cell
from warehouse.exchange.excel.cover import cover, title_of
from warehouse.exchange.excel.layout import SHEET_ROWS, header, sheet_names, split
from warehouse.exchange.excel.place import HEADER, places
from warehouse.exchange.excel.reason import word_for
from warehouse.exchange.excel.sheet import lay_out, write_cell, write_table
from warehouse.exchange.figures import ids_of, invented, reason_columns
from warehouse.exchange.published import Published, Table

COVER, CONTENTS, DICTIONARY = "封面", "目录", "说明"
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
    front = {name: book.add_worksheet(name) for name in (COVER, CONTENTS, DICTIONARY)}
    _write_cover(front[COVER], cover(published, office), formats)
    _write_contents(front[CONTENTS], sheets, formats)
    write_table(front[DICTIONARY], "t_columns", *_dictionary(published), formats)
    for name in (CONTENTS, DICTIONARY):
        lay_out(front[name], f"{title} {name}", footer)
    done = 0
    for table in published.tables:
        rows = _rows(published, table, _after(done, progress))
        headers = [*(header(column) for column in table.columns), HEADER]
        for sheet in (each for each in sheets if each.table is table):
            page = book.add_worksheet(sheet.name)
            # The number keeps the name apart from that of any other table; Excel knows no case.
            write_table(page, f"t{sheet.number}_{table.name}", headers, islice(rows, sheet.rows), formats)
            lay_out(page, f"{title} {sheet.name} {table.zh}", footer)
        done += table.rows
        progress(done)


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
    taken = {COVER, CONTENTS, DICTIONARY}
    found: list[Sheet] = []
    for table in published.tables:
        parts = list(split(table.rows, bounds.rows))
        names = sheet_names(table.name, len(parts), taken)
        found += [
            Sheet(number, name, table, rows)
            for number, (name, rows) in enumerate(zip(names, parts, strict=True), len(found) + 1)
        ]
    return found


def _rows(published: Published, table: Table, progress: Progress) -> Iterator[list[ExcelCell]]:
    """The rows of a table as cells, the place of each at the end."""
    reasons, marked = reason_columns(table.columns, table.reasons), invented(table.columns, table.main)
    keys = ids_of(table.columns)
    where = places(published, table)
    for number, values in enumerate(published.rows(table), 1):
        row = dict(zip(table.names, values, strict=True))
        # A key is no number, and longer than Excel's are.
        row |= {name: str(row[name]) for name in keys if row[name] is not None}
        invented_ones = marked(row)
        try:
            cells = [
                displayed_cell(value, row["display_unit_zh"] or "")
                if name == "display_value" and value and "display_unit_zh" in row
                else excel_cell(
                    value,
                    word_for(row[reasons[name]]) if name in reasons else word_for(None),
                    name in invented_ones,
                )
                for name, value in row.items()
            ]
            yield [*cells, excel_cell(where(row), "")]
            if number % PROGRESS_ROWS == 0:
                progress(number)
        except Refusal as error:
            raise Refusal(
                error.code,
                where=f"{table.name}, 第 {number} 行 row",
                found=error.found,
                expected=error.expected,
            ) from error


def _dictionary(published: Published) -> tuple[list[str], list[list[ExcelCell]]]:
    headers = ["表 table", "列 column", "表头 header", "类型 type", "含义", "meaning"]
    rows = [
        [
            ExcelCell(word, TEXT_FORMAT)
            for word in (table.name, column.name, header(column), column.data_type, column.zh, column.en)
        ]
        for table in published.tables
        for column in table.columns
    ]
    return headers, rows


def _write_contents(sheet: Any, sheets: Sequence[Sheet], formats: Any) -> None:
    headers = ["工作表 sheet", "表", "table", "行数 rows", "一行是 one row is"]
    rows = [
        [
            ExcelCell(one.name, TEXT_FORMAT),
            ExcelCell(one.table.zh, TEXT_FORMAT),
            excel_cell(one.table.en, one.table.name),
            excel_cell(one.rows, ""),
            excel_cell("、".join(one.table.grain), "行可重复 rows may repeat"),
        ]
        for one in sheets
    ]
    write_table(sheet, "t_contents", headers, rows, formats)
    for number, one in enumerate(sheets, 1):
        sheet.write_url(number, 0, f"internal:'{one.name}'!A1", string=one.name)


def _write_cover(sheet: Any, lines: Sequence[tuple[str, str]], formats: Any) -> None:
    for number, (label, text) in enumerate(lines):
        write_cell(sheet, number, 0, excel_cell(label, ""), formats)
        write_cell(sheet, number, 1, excel_cell(text, ""), lambda _: formats("wrapped"))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    sheet.set_portrait()
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
        if number_format not in made:
            wrapped = number_format == "wrapped"
            said = (
                {"num_format": TEXT_FORMAT, "text_wrap": True} if wrapped else {"num_format": number_format}
            )
            made[number_format] = book.add_format({**said, "valign": "top"})
        return made[number_format]

    return format_of
