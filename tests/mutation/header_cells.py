"""The cells of a table's header: labels of the columns, their units, the row of ordinals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutation.model import Column, Headers, Label, Table, UnitsAt
from tests.mutation.vocabulary import ORDINAL_WORDS


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A label and the rectangle that its merge covers."""

    row: int
    column: int
    label: Label
    down: int = 1
    across: int = 1


def _levels(table: Table) -> int:
    return max(len(column.path) for column in table.columns)


def _unit_rows(table: Table) -> int:
    return int(table.units_at in (UnitsAt.BELOW, UnitsAt.ROW))


def header_height(table: Table) -> int:
    return _levels(table) + _unit_rows(table) + bool(table.ordinals)


def header_cells(table: Table, top: int, left: int, first_data: int) -> Iterator[HeaderCell]:
    """All cells of a header whose first row is `top`."""
    levels = _levels(table)
    yield from _over_labels(table, top, left, levels)
    for level in range(levels):
        yield from _level(table, top, first_data, level, levels)
    opening, closing = table.brackets
    if table.units_at is UnitsAt.ROW:
        stub = left + (table.outer_header is not None)
        yield HeaderCell(top + levels, stub, table.unit_header)
    for column, each in enumerate(table.columns, first_data):
        if each.unit is not None and table.units_at is UnitsAt.BELOW:
            yield HeaderCell(top + levels, column, f"{opening}{each.unit}{closing}")
        elif each.unit is not None and table.units_at is UnitsAt.ROW:
            yield HeaderCell(top + levels, column, each.unit)
    if table.ordinals:
        yield from _ordinals(table, top + levels + _unit_rows(table), left, first_data)


def _over_labels(table: Table, top: int, left: int, levels: int) -> Iterator[HeaderCell]:
    """What stands over the columns of labels, codes and units."""
    headers = [table.corner]
    if table.outer_header is not None:
        headers.insert(0, table.outer_header)
    if table.code_header:
        headers.append(table.code_header)
    if table.units_at is UnitsAt.COLUMN:
        headers.append(table.unit_header)
    down = levels + (table.units_at is UnitsAt.BELOW) if table.headers is Headers.MERGED else 1
    for column, header in enumerate(headers, left):
        if header:
            yield HeaderCell(top, column, header, down)


def _level(table: Table, top: int, first_data: int, level: int, levels: int) -> Iterator[HeaderCell]:
    """The labels of one level, group by group."""
    columns = table.columns
    begin = 0
    while begin < len(columns):
        end = _end_of_group(columns, begin, level)
        path = columns[begin].path
        at = first_data + begin
        if level < len(path):
            lowest = level == len(path) - 1
            if table.headers is Headers.MERGED:
                down = levels - level if lowest else 1
                yield HeaderCell(top + level, at, path[level], down, end - begin)
            else:
                yield HeaderCell(top + level, at, path[level])
            if table.headers is Headers.REPEATED:
                again = (each for each in range(begin + 1, end) if not columns[each].spacer)
                yield from (HeaderCell(top + level, first_data + each, path[level]) for each in again)
        begin = end


def _end_of_group(columns: tuple[Column, ...], begin: int, level: int) -> int:
    """Where the group ends that begins at a column; blank columns within it belong to it."""
    path = columns[begin].path
    end = begin + 1
    if level >= len(path) - 1:
        return end
    for index in range(begin + 1, len(columns)):
        if columns[index].path[: level + 1] == path[: level + 1]:
            end = index + 1
        elif not columns[index].spacer:
            break
    return end


def _ordinals(table: Table, row: int, left: int, first_data: int) -> Iterator[HeaderCell]:
    """甲 乙 1 2 3, 甲 乙 (1) (2) (3), or A B C: words over labels, numbers over data."""
    letters = (chr(ord("A") + place) for place in range(26))
    words = iter(ORDINAL_WORDS)
    for column in range(left, first_data):
        yield HeaderCell(row, column, next(letters) if table.ordinals == "letters" else next(words))
    number = 0
    for column, each in enumerate(table.columns, first_data):
        if each.spacer:
            continue
        number += 1
        shown: dict[str, Label] = {"words": number, "brackets": f"({number})"}
        yield HeaderCell(row, column, shown.get(table.ordinals) or next(letters))
