"""Cells of a form that mean the same: one value of a series would be stated twice in every return."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.declared.problem import Place
from ingest.form.contradiction.form_file import FormFile
from ingest.form.contradiction.words_of import Cell, cells
from ingest.form.form import Row


def same_value_problems(file: FormFile) -> Iterator[str]:
    """Each two rows, and each two columns, of one meaning. A draft, which means nothing yet, has none."""
    first: dict[tuple[object, ...], Cell] = {}
    said: set[tuple[Place, Place]] = set()
    for cell in cells(file.form):
        if cell.row.repeats:
            continue  # compared with what it repeats, and not loaded
        meant = tuple(sorted((word, str(value)) for word, value in cell.meaning.items()))
        ahead = tuple(sorted((word, str(value)) for word, value in cell.row.ahead.items()))
        other = first.setdefault((*meant, ahead, _of_row(cell.row, cell.row_at)), cell)
        if other is cell:
            continue
        here, there, what = _both(cell, other)
        if (here, there) not in said:
            said.add((here, there))
            yield file.against(here, there, what)


def _of_row(row: Row, at: int) -> object:
    """What a row adds to a meaning by what its label says: an area, a period, a year."""
    told_by_label = row.areas or row.periods or row.ordinal or row.named or "{" in row.name
    return at if told_by_label else ""


def _both(cell: Cell, other: Cell) -> tuple[Place, Place, str]:
    if cell.row_at != other.row_at:
        what = f"{cell.row.name!r} = {other.row.name!r}: 两行同一含义 two rows of one meaning"
        return ("rows", cell.row_at), ("rows", other.row_at), what
    label, known = " / ".join(cell.column.path), " / ".join(other.column.path)
    what = f"{label!r} = {known!r}: 两列同一含义 two columns of one meaning"
    return ("columns", cell.column_at), ("columns", other.column_at), what
