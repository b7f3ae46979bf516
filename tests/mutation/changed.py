"""All changes of a model by name, and a sheet changed by several of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.mutation import changed_headers, changed_layout, changed_values
from tests.mutation.changed_values import Change, of_values
from tests.mutation.drawn import told_apart
from tests.mutation.model import SheetModel

CHANGES: dict[str, Change] = {
    "number as text": of_values(changed_values.as_text),
    "blank": of_values(changed_values.blank),
    "sign for missing": of_values(changed_values.missing_sign),
    "error": of_values(changed_values.error),
    "zero": of_values(changed_values.zero),
    "identity number": of_values(changed_values.identity_number),
    "extreme number": of_values(changed_values.extreme),
    "formula": of_values(changed_values.calculated),
    "formula never calculated": of_values(changed_values.uncalculated),
    "label in two lines": changed_headers.label_in_two_lines,
    "label renamed": changed_headers.label_renamed,
    "label split over rows": changed_headers.label_split,
    "footnote mark in header": changed_headers.label_marked,
    "footnote mark in stub": changed_headers.row_marked,
    "header merged or not": changed_headers.header_set_otherwise,
    "unit line moved": changed_headers.note_moved,
    "unit changed": changed_headers.unit_changed,
    "unit line lost": changed_headers.unit_line_lost,
    "blank column": changed_layout.blank_column,
    "blank row": changed_layout.blank_row,
    "column inserted": changed_layout.column_inserted,
    "column taken away": changed_layout.column_taken_away,
    "columns swapped": changed_layout.columns_swapped,
    "rows swapped": changed_layout.rows_swapped,
    "row taken away": changed_layout.row_taken_away,
    "row hidden": changed_layout.row_hidden,
    "column hidden": changed_layout.column_hidden,
    "codes added": changed_layout.codes_added,
    "ordinals added or taken away": changed_layout.ordinals_changed,
    "title set otherwise": changed_layout.title_set_otherwise,
    "title lost": changed_layout.title_lost,
    "footnote added": changed_layout.footnote_added,
    # Last: what moves rows or columns after it would tear the merge apart.
    "value merged": changed_values.merged_value,
}


def chosen_changes(chance: Random, kind: str = "") -> list[str]:
    """The kind asked for, if any, with up to two others, in the order in which they can be made."""
    others = chance.sample(list(CHANGES), chance.choice((0, 0, 1, 2) if kind else (1, 2)))
    return [name for name in CHANGES if name == kind or name in others]


def changed_sheet(chance: Random, model: SheetModel, names: Sequence[str]) -> tuple[SheetModel, list[str]]:
    """The model after the changes, and those of them that could be made, each on one of its tables."""
    made: list[str] = []
    for name in names:
        index = chance.randrange(len(model.tables))
        table = CHANGES[name](chance, model.tables[index])
        if table is not None:
            tables = (*model.tables[:index], table, *model.tables[index + 1 :])
            model = told_apart(replace(model, tables=tables))
            made.append(name)
    return model, made
