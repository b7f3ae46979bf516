"""A clerk who fills in a pre-filled form with what the sample of the same month says, and how that is read."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ingest.form.form import EXTRACTED, Form, version_for
from ingest.observation import RegisterCell
from ingest.office.facts import Office
from ingest.reading.submission import Reading
from ingest.workbook.cells.address import a1, position
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from warehouse.forms.asked import asked_table

# Rows that the clerk puts into the list although there is room: pasted lists come so.
_PUT_IN = 2


@dataclass(frozen=True, slots=True)
class Typed:
    """The workbook after the clerk, and the addresses of what was typed. `overwritten`: locked cells among them."""

    data: bytes
    cells: tuple[str, ...]
    overwritten: tuple[str, ...]


def filled_in(
    blank: bytes, sample: bytes, said: Reading, forms: tuple[Form, ...], office: Office, name: str
) -> Typed:
    """Type what a sample says into the open cells of a blank form. `said`: the sample as it is read."""
    assert said.form_id
    assert said.period
    form = version_for(forms, said.form_id, said.period)
    assert form
    book, source = load_workbook(BytesIO(blank)), load_workbook(BytesIO(sample), data_only=True).worksheets[0]
    page = book.worksheets[0]
    typed: list[str] = []
    asked = asked_table(
        form, read_workbook(_seen(blank, form), Limits()).sheets[0], name, office, said.period
    )
    for address, value in _values(asked.cells.values(), said, source):
        if page[address].protection.locked is False:
            page[address].value = value
            typed.append(address)
    for column in (column for column in asked.table.columns if column.spec.row_unit):
        allowed = column.spec.row_unit
        units = {one.row_path: one.reported_unit for one in said.observations if one.reported_unit in allowed}
        for row in asked.table.rows:
            cell = page.cell(row.number, column.number)
            if cell.protection.locked is False and row.path in units:
                cell.value = units[row.path]
    overwritten = list(_type_register(page, asked.table, said.register_cells, source, typed))
    buffer = BytesIO()
    book.save(buffer)
    return Typed(buffer.getvalue(), tuple(typed), tuple(overwritten))


def _seen(blank: bytes, form: Form) -> bytes:
    """The form as it is found by whoever looks for figures, where nothing else tells its table: with some in it."""
    if form.layout != EXTRACTED:
        return blank
    book, buffer = load_workbook(BytesIO(blank)), BytesIO()
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.border.left.style and cell.protection.locked is False and cell.value is None:
                cell.value = 1
    book.save(buffer)
    return buffer.getvalue()


def _values(asked: Any, said: Reading, source: Worksheet) -> Iterator[tuple[str, Any]]:
    """What belongs into the cells of rows with a label: the very thing that the sample has there."""
    stated = {(one.series.series_id, one.time_period): one.cell for one in said.observations}
    again = {(one.series_id, one.time_period): one.cell for one in said.check_cells}
    for one in asked:
        if one.series is None:
            continue
        key = (one.series.series_id, one.time_period)
        cell = again.get(key) if one.row.spec.repeats else stated.get(key)
        if cell:
            yield one.address, source[cell].value


def _type_register(
    page: Worksheet, table: Any, cells: tuple[RegisterCell, ...], source: Worksheet, typed: list[str]
) -> Iterator[str]:
    """Type the rows of the register: into those that are listed, else into blank ones, of which two are put in first."""
    if not cells:
        return
    columns = {column.spec.field: column.number for column in table.columns if column.spec.field}
    keys = [column.spec.field for column in table.columns if column.spec.field and column.spec.key]
    rows: dict[int, dict[str, RegisterCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row_no, {})[cell.field] = cell
    listed = {row.number: row for row in table.rows if row.spec.register}
    left = dict(listed)
    first = position(table.anchor)[0] + table.form.header_rows
    blank = first + len(listed)
    stub = next(column for column in table.columns if column.spec.stub)
    room = 0
    while page.cell(blank + room, stub.number).protection.locked is False:
        room += 1
    _insert(page, blank + 1, _PUT_IN + max(0, len(rows) - len(listed) - room))
    for fields in rows.values():
        key = [_text(_typed(fields[name], source)) for name in keys]
        number = next(
            (n for n in left if [_text(page.cell(n, columns[name]).value) for name in keys] == key), None
        )
        if number is None:
            number, blank = blank, _next_blank(page, blank + 1, columns)
            if not stub.spec.field:
                page.cell(number, stub.number).value = number - first + 1
        left.pop(number, None)
        for name, cell in fields.items():
            at = page.cell(number, columns[name])
            value = _typed(cell, source)
            if at.protection.locked is False:
                at.value = value
                typed.append(a1(number, columns[name]))
            elif value is not None and _text(at.value) != _text(value) and name not in keys:
                yield f"{a1(number, columns[name])}: {at.value!r} {value!r}"


def _next_blank(page: Worksheet, number: int, columns: dict[str, int]) -> int:
    while (
        any(page.cell(number, column).value for column in columns.values())
        or page.cell(number, min(columns.values())).protection.locked
    ):
        number += 1
    return number


def _typed(cell: RegisterCell, source: Worksheet) -> Any:
    """What a clerk reads off the sample; of a merge over rows what its first cell says."""
    value = source[cell.cell].value
    if value is None and cell.value_text and cell.kind not in ("amount", "count"):
        return cell.value_text
    if cell.kind in ("date", "month"):
        return cell.value_text or value
    return value


def _text(value: Any) -> str:
    if isinstance(value, int | float | Decimal):
        return f"{Decimal(str(value)).normalize():f}"
    return "" if value is None else str(value)


def _insert(page: Worksheet, row: int, count: int) -> None:
    """Put rows in, in the look of the one above, as a spreadsheet does; openpyxl moves the cells alone."""
    merges = [str(merge) for merge in page.merged_cells.ranges if merge.min_row >= row]
    for merge in merges:
        page.unmerge_cells(merge)
    page.insert_rows(row, count)
    for merge in merges:
        top, bottom = (position(each) for each in merge.split(":"))
        page.merge_cells(f"{a1(top[0] + count, top[1])}:{a1(bottom[0] + count, bottom[1])}")
    for number in range(row, row + count):
        for column in range(1, page.max_column + 1):
            above = page.cell(row - 1, column)
            page.cell(number, column)._style = copy(above._style)
