"""Changes of where things stand: rows and columns inserted, swapped, taken away, hidden, left blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.mutation.model import BLANK, Column, Depths, Row, Table, Value
from tests.mutation.row_labels import numbered
from tests.mutation.vocabulary import CHINESE, ENGLISH, Language

_FEWEST_COLUMNS = 2
_FEWEST_ROWS = 3


def _language(table: Table) -> Language:
    return CHINESE if table.brackets == CHINESE.brackets else ENGLISH


def with_rows(table: Table, rows: Sequence[Row]) -> Table:
    """The table with other rows, numbered anew where numbers say what hangs under what."""
    told = tuple(rows)
    return replace(table, rows=numbered(told) if table.depths is Depths.NUMBERS else told)


def _with_column(table: Table, index: int, column: Column, values: list[Value]) -> Table:
    """A column inserted; `values` by row, of which sections and blank rows take none."""
    rows = tuple(
        replace(row, values=(*row.values[:index], value, *row.values[index:])) if row.values else row
        for row, value in zip(table.rows, values, strict=True)
    )
    return replace(table, columns=(*table.columns[:index], column, *table.columns[index:]), rows=rows)


def blank_column(chance: Random, table: Table) -> Table | None:
    """A narrow blank column between two columns of data."""
    if len(table.columns) < 2 or any(column.spacer for column in table.columns):
        return None
    index = chance.randrange(1, len(table.columns))
    return _with_column(table, index, Column((), "any"), [BLANK] * len(table.rows))


def blank_row(chance: Random, table: Table) -> Table | None:
    """A blank row between two rows of the body, not within a merge of its labels."""
    places = [
        index
        for index in range(1, len(table.rows))
        if not table.rows[index].outer or table.rows[index].outer != table.rows[index - 1].outer
    ]
    if not places:
        return None
    index = chance.choice(places)
    return replace(table, rows=(*table.rows[:index], Row("", 0, ()), *table.rows[index:]))


def column_inserted(chance: Random, table: Table) -> Table | None:
    """Another column beside one of the table, under the same groups, with values of its own."""
    index = chance.randrange(len(table.columns))
    like = table.columns[index]
    if like.spacer or not isinstance(like.path[-1], str):
        return None
    name = ("其他" if _language(table) is CHINESE else "Other ") + like.path[-1]
    if any(name in column.path for column in table.columns):
        return None
    values = [row.values[index] if row.values else BLANK for row in table.rows]
    plain = [replace(value, down=1, across=1) for value in values]
    return _with_column(table, index + 1, replace(like, path=(*like.path[:-1], name)), plain)


def column_taken_away(chance: Random, table: Table) -> Table | None:
    if len(table.columns) <= _FEWEST_COLUMNS or any(column.spacer for column in table.columns):
        return None
    index = chance.randrange(len(table.columns))
    rows = tuple(
        replace(row, values=row.values[:index] + row.values[index + 1 :]) if row.values else row
        for row in table.rows
    )
    columns = table.columns[:index] + table.columns[index + 1 :]
    ordinals = table.ordinals if len(columns) >= 3 else ""
    return replace(table, columns=columns, rows=rows, ordinals=ordinals)


def columns_swapped(chance: Random, table: Table) -> Table | None:
    """Two columns, each with its header and its values."""
    if len(table.columns) < 2:
        return None
    first, second = sorted(chance.sample(range(len(table.columns)), 2))
    if table.columns[first].spacer or table.columns[second].spacer:
        return None
    order = list(range(len(table.columns)))
    order[first], order[second] = second, first
    rows = tuple(
        replace(row, values=tuple(row.values[index] for index in order)) if row.values else row
        for row in table.rows
    )
    return replace(table, columns=tuple(table.columns[index] for index in order), rows=rows)


def rows_swapped(chance: Random, table: Table) -> Table | None:
    """Two neighbouring rows without parts of their own, under the same parent."""
    pairs = [
        index
        for index in range(1 if table.total else 0, len(table.rows) - 1)
        if _alike(table.rows[index], table.rows[index + 1]) and _has_no_parts(table, index + 1)
    ]
    if not pairs:
        return None
    index = chance.choice(pairs)
    rows = list(table.rows)
    rows[index], rows[index + 1] = rows[index + 1], rows[index]
    return with_rows(table, rows)


def _alike(row: Row, other: Row) -> bool:
    same = (row.depth, row.outer, row.of_which, row.percent) == (
        other.depth,
        other.outer,
        other.of_which,
        other.percent,
    )
    return same and bool(row.values and other.values) and not row.beside and not other.beside


def _has_no_parts(table: Table, index: int) -> bool:
    following = next((row for row in table.rows[index + 1 :] if not row.spacer), None)
    return following is None or following.depth <= table.rows[index].depth


def row_taken_away(chance: Random, table: Table) -> Table | None:
    """A row without parts, not the first of those that 其中 lists, and not the only one of a section."""
    places = [
        index
        for index in range(1, len(table.rows))
        if table.rows[index].values
        and _has_no_parts(table, index)
        and not table.rows[index - 1].section
        and (not table.rows[index].of_which or table.rows[index].beside)
    ]
    if len([row for row in table.rows if row.values]) <= _FEWEST_ROWS or not places:
        return None
    index = chance.choice(places)
    return with_rows(table, table.rows[:index] + table.rows[index + 1 :])


def row_hidden(chance: Random, table: Table) -> Table:
    index = chance.randrange(len(table.rows))
    rows = (*table.rows[:index], replace(table.rows[index], hidden=True), *table.rows[index + 1 :])
    return replace(table, rows=rows)


def column_hidden(chance: Random, table: Table) -> Table:
    index = chance.randrange(len(table.columns))
    hidden = replace(table.columns[index], hidden=True)
    return replace(table, columns=(*table.columns[:index], hidden, *table.columns[index + 1 :]))


def codes_added(chance: Random, table: Table) -> Table | None:
    """A column of codes behind the labels."""
    if table.code_header:
        return None
    first = chance.choice((1, 1, 101))
    rows = tuple(
        replace(row, code=str(first + index)) if row.values else row for index, row in enumerate(table.rows)
    )
    return replace(table, rows=rows, code_header=chance.choice(_language(table).code_headers))


def ordinals_changed(chance: Random, table: Table) -> Table | None:
    if table.ordinals:
        return replace(table, ordinals="")
    if len([column for column in table.columns if not column.spacer]) < 3:
        return None
    return replace(table, ordinals=chance.choice(("words", "brackets", "letters")))


def title_set_otherwise(chance: Random, table: Table) -> Table:
    """Merged or not, a blank row behind it or none."""
    return replace(table, title_merged=not table.title_merged, gaps=(chance.randint(0, 1), 0))


def title_lost(_: Random, table: Table) -> Table | None:
    """No title. A unit that stood in it stands in a line of its own."""
    if not table.title or (table.note is not None and table.note_at == "title"):
        return None
    return replace(table, title="")


def footnote_added(chance: Random, table: Table) -> Table:
    return replace(table, footnotes=(*table.footnotes, chance.choice(_language(table).footnotes)))
