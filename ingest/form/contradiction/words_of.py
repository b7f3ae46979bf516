"""Every place of a form that says what a value means, and what its cells mean together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.declared.problem import Place
from ingest.form.form import Column, Form, Row


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell of a row in a column means, and where each of its words stands."""

    row: Row
    column: Column
    row_at: int
    column_at: int
    meaning: Mapping[str, Any]
    places: Mapping[str, Place]


def meanings(form: Form) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Each block of words, with its place."""
    yield ("defaults",), form.defaults
    for at, column in enumerate(form.columns):
        yield ("columns", at, "value"), column.value or {}
    for at, row in enumerate(form.rows):
        yield ("rows", at, "value"), row.value
        yield ("rows", at, "ahead"), row.ahead
        for number, cell in enumerate(row.cells):
            yield ("rows", at, "cells", number, "value"), cell.value


def cells(form: Form) -> Iterator[Cell]:
    """Each cell that holds a value of an indicator, but for the rows of registers."""
    for row_at, row in enumerate(form.rows):
        if row.register:
            continue
        for column_at, column in enumerate(form.columns):
            if column.value is None or column.check_of or (row.only and column.path not in row.only):
                continue
            meaning, places = _together(form, row_at, column_at)
            if "indicator_id" in meaning:
                yield Cell(row, column, row_at, column_at, meaning, places)


def _together(form: Form, row_at: int, column_at: int) -> tuple[dict[str, Any], dict[str, Place]]:
    """As a return is read: the column's words over the defaults, the row's over those, the cell's over all."""
    row, column = form.rows[row_at], form.columns[column_at]
    repeated = next((at for at, one in enumerate(form.rows) if row.repeats and one.name == row.repeats), None)
    blocks: list[tuple[Place, Mapping[str, Any]]] = [
        (("defaults",), form.defaults),
        (("columns", column_at, "value"), column.value or {}),
    ]
    if repeated is not None:
        blocks.append((("rows", repeated, "value"), form.rows[repeated].value))
    blocks.append((("rows", row_at, "value"), row.value))
    own = next((at for at, cell in enumerate(row.cells) if cell.column == column.path), None)
    if own is not None:
        blocks.append((("rows", row_at, "cells", own, "value"), row.cells[own].value))
    meaning: dict[str, Any] = {}
    places: dict[str, Place] = {}
    for place, block in blocks:
        meaning |= block
        places |= {word: (*place, word) for word in block}
    return meaning, places
