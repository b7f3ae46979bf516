"""What a file without styles, or without merges, can say of a model; and such files."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from random import Random

from ingest.workbook.cells.address import Range
from tests.mutation.laid_out import Laid, Placed
from tests.mutation.model import Depths, Headers, NoteAt, Row, Sections, SheetModel, Table, Value

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
DELIMITERS = (",", ",", "\t", ";")
_KINDS = ("number", "text", "blank")  # errors and formulas are texts like others in such a file


def without_styles(model: SheetModel, merges: bool) -> SheetModel:
    """The model as a writer sets it whose file has no styles; `merges`: but merges."""
    tables = tuple(_plain(table, merges) for table in model.tables)
    return replace(model, tables=tables, top=1, left=1, hidden=False)


def _plain(table: Table, merges: bool) -> Table:
    depths = Depths.BLANKS if table.depths is Depths.INDENT else table.depths
    sections = Sections.COLON if table.sections is Sections.BOLD else table.sections
    columns = tuple(replace(column, hidden=False) for column in table.columns)
    rows = tuple(_plain_row(row, merges) for row in table.rows)
    plain = replace(table, columns=columns, rows=rows, depths=depths, sections=sections)
    if merges:
        return plain
    return replace(
        plain,
        title_merged=False,
        outer_merged=False,
        headers=Headers.FIRST if table.headers is Headers.MERGED else table.headers,
        sections=Sections.COLON if sections is Sections.MERGED else sections,
        note_at=NoteAt.LEFT if table.note_at is NoteAt.ACROSS else table.note_at,
    )


def _plain_row(row: Row, merges: bool) -> Row:
    values = tuple(value if merges else replace(value, down=1, across=1) for value in row.values)
    return replace(with_plain_values(replace(row, values=values)), hidden=False)


def with_plain_values(row: Row) -> Row:
    """A dash where there is an error or a formula."""
    return replace(row, values=tuple(map(_plain_value, row.values)))


def _plain_value(value: Value) -> Value:
    if value.kind in _KINDS and not value.formula:
        return value
    return replace(value, kind="text", stored="—", read="—", formula="")


def _written(value: Value) -> str:
    """Numbers as their digits, dates as 2024-01-31, texts as they are."""
    if value.kind in ("number", "date"):
        return f"{value.read:f}" if value.kind == "number" else str(value.read)
    return str(value.stored)


def _grid(laid: Laid) -> list[list[str]]:
    bottom, right = max(cell.row for cell in laid.cells), max(cell.column for cell in laid.cells)
    lines = [[""] * right for _ in range(bottom)]
    for cell in laid.cells:
        lines[cell.row - 1][cell.column - 1] = _written(cell.value)
    return lines


def delimited(chance: Random, laid: Laid) -> bytes:
    """Delimited text, in an encoding and with a delimiter that Chinese offices save by."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=chance.choice(DELIMITERS)).writerows(_grid(laid))
    return target.getvalue().encode(chance.choice(ENCODINGS))


def web_page(chance: Random, laid: Laid) -> bytes:
    """One table of a page, merges as spans, in one of the spellings that all mean the same."""
    merged = {(merge.top, merge.left): merge for merge in laid.merges}
    cells = {(cell.row, cell.column): cell for cell in laid.cells}
    lines = []
    for row, fields in enumerate(_grid(laid), 1):
        places = [(row, column) for column in range(1, len(fields) + 1) if not _covered(laid, row, column)]
        lines.append("".join(_cell(cells.get(place), merged.get(place)) for place in places))
    rows = "\n".join(f"<tr>{line}</tr>" for line in lines)
    charset, encoding = chance.choice((("utf-8", "utf-8"), ("gb2312", "gb18030")))
    head = f'<html><head><meta charset="{charset}"></head><body><table border="1">'
    page = f"{head}\n{_spelt(chance, rows)}\n</table></body></html>"
    return page.encode(encoding)


def _spelt(chance: Random, rows: str) -> str:
    """Rows as writers of pages spell them."""
    match chance.choice(("plain", "unclosed", "capital", "body", "remarks", "references")):
        case "unclosed":
            return rows.replace("</td>", "").replace("</tr>", "")
        case "capital":
            return re.sub(r"</?t[dr]", lambda tag: tag[0].upper(), rows)
        case "body":
            return f"<tbody>{rows}</tbody>"
        case "remarks":
            return rows.replace("</tr>", "</tr><!-- <td>1</td> -->")
        case "references":
            return re.sub(r"(?<=>)[一-鿿]", lambda sign: f"&#{ord(sign[0])};", rows)
    return rows


def _covered(laid: Laid, row: int, column: int) -> bool:
    return any(merge.holds(row, column) and (row, column) != (merge.top, merge.left) for merge in laid.merges)


def _cell(cell: Placed | None, merge: Range | None) -> str:
    spans = ""
    if merge:
        spans = f' rowspan="{merge.bottom - merge.top + 1}" colspan="{merge.right - merge.left + 1}"'
    text = _written(cell.value) if cell else ""
    set_in = len(text) - len(text.lstrip(" "))  # a page shows plain blanks as none
    shown = "&nbsp;" * set_in + html.escape(text[set_in:]).replace("\n", "<br>")
    return f"<td{spans}>{shown}</td>"
