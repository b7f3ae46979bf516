"""A failing model made as small as it can be and still fail, so that a person sees what it fails on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from tests.mutation.changed_layout import with_rows
from tests.mutation.laid_out import Laid
from tests.mutation.model import Row, SheetModel, Table

# Smaller tables are read in more than one way: two labels over two values are four labels as well.
_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 2


def shrunk(model: SheetModel, fails: Callable[[SheetModel], bool]) -> SheetModel:
    """The first smaller model that fails too, again and again."""
    while True:
        smaller = next((each for each in _smaller(model) if fails(each)), None)
        if smaller is None:
            return model
        model = smaller


def _smaller(model: SheetModel) -> Iterator[SheetModel]:
    tables = model.tables
    if len(tables) > 1:
        for index in range(len(tables)):
            yield replace(model, tables=tables[:index] + tables[index + 1 :])
    if (model.top, model.left, model.gap) != (1, 1, 1):
        yield replace(model, top=1, left=1, gap=1)
    for index, table in enumerate(tables):
        for smaller in _smaller_tables(table):
            yield replace(model, tables=(*tables[:index], smaller, *tables[index + 1 :]))


def _smaller_tables(table: Table) -> Iterator[Table]:
    around = (
        replace(table, footnotes=()),
        replace(table, preamble=()),
        replace(table, signatures=()),
        replace(table, ordinals=""),
        replace(table, title_merged=False),
        replace(table, gaps=()),
        replace(table, code_header="", rows=tuple(replace(row, code="") for row in table.rows)),
    )
    yield from (smaller for smaller in around if smaller != table)
    yield from _fewer_rows(table)
    yield from _fewer_columns(table)


def _fewer_rows(table: Table) -> Iterator[Table]:
    """Without one row and what hangs under it; not without a total that stands first, or all of a section."""
    rows = table.rows
    for index in range(int(table.total), len(rows)):
        end = index + 1
        while end < len(rows) and _hangs_under(rows[end], rows[index]):
            end += 1
        kept = rows[:index] + rows[end:]
        if sum(bool(row.values) for row in kept) >= _FEWEST_ROWS and not _has_empty_section(kept):
            yield with_rows(table, kept)


def _has_empty_section(rows: tuple[Row, ...]) -> bool:
    last = bool(rows) and rows[-1].section
    return last or any(row.section and after.depth <= row.depth for row, after in pairwise(rows))


def _hangs_under(row: Row, over: Row) -> bool:
    return not over.spacer and (row.spacer or row.depth > over.depth)


def _fewer_columns(table: Table) -> Iterator[Table]:
    columns = table.columns
    filled = sum(not column.spacer for column in columns)
    for index in range(len(columns)):
        if filled <= _FEWEST_COLUMNS and not columns[index].spacer:
            continue
        rows = tuple(
            replace(row, values=row.values[:index] + row.values[index + 1 :]) if row.values else row
            for row in table.rows
        )
        yield replace(table, columns=columns[:index] + columns[index + 1 :], rows=rows)


def drawing(laid: Laid) -> str:
    """A sheet as lines of text: * bold, > one step of indent, ¤ a hidden row or column, then its merges."""
    cells = {(cell.row, cell.column): cell for cell in laid.cells}
    rows = range(1, max((row for row, _ in cells), default=0) + 1)
    columns = range(1, max((column for _, column in cells), default=0) + 1)

    def shown(row: int, column: int) -> str:
        cell = cells.get((row, column))
        if cell is None:
            return ""
        value = cell.value
        stored = f"={value.formula}" if value.formula else value.stored
        return f"{'*' * cell.bold}{'>' * cell.indent}{stored}"

    lines = [
        f"{row:>3}{'¤' if row in laid.hidden_rows else ' '}"
        + " | ".join(shown(row, column) + "¤" * (column in laid.hidden_columns) for column in columns)
        for row in rows
    ]
    return "\n".join([*lines, "merges: " + " ".join(map(str, laid.merges))])
