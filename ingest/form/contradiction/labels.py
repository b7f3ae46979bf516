"""Columns and rows of a form of which one hides the other, or that say one thing in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from ingest.declared.problem import Place
from ingest.form.contradiction.form_file import FormFile
from ingest.form.form import Column, Row
from ingest.label import label_key
from ingest.office.contradiction.circle import closing

Labelled = TypeVar("Labelled", Column, Row)


def label_problems(file: FormFile) -> Iterator[str]:
    """What is wrong with the columns and rows of a form, beside one another."""
    form = file.form
    yield from _same_label(file, "columns", form.columns)
    yield from _same_label(file, "rows", form.rows)
    yield from _leads_to_itself(file)
    yield from _two_ways(file)


def _same_label(file: FormFile, word: str, every: Sequence[Labelled]) -> Iterator[str]:
    """Of two columns or rows with a label in common the second would never be read."""
    first: dict[tuple[str, ...], tuple[Place, int]] = {}
    for at, one in enumerate(every):
        paths: list[tuple[Place, tuple[str, ...]]] = [((word, at, "label"), one.label)] if one.label else []
        paths += [((word, at, "also", number), path) for number, path in enumerate(one.also)]
        for place, path in paths:
            known, of = first.setdefault(tuple(map(label_key, path)), (place, at))
            if of != at:
                what = f"{' / '.join(path)!r}: 同一名称指两处 one label for two of the {word}"
                yield file.against(place, known, what)


def _leads_to_itself(file: FormFile) -> Iterator[str]:
    """A column that repeats or ranks itself, a row that says itself once more, over some steps."""
    columns, rows = file.form.columns, file.form.rows
    for word in ("check_of", "rank_of"):
        steps = [(" / ".join(one.label), " / ".join(getattr(one, word))) for one in columns]
        for at, earlier in closing(steps):
            what = f"{steps[at][1]!r}: 兜圈 leads back to itself"
            yield file.against(("columns", at, word), ("columns", earlier, word), what)
    for at, earlier in closing([(one.name, one.repeats) for one in rows]):
        what = f"{rows[at].repeats!r}: 兜圈 leads back to itself"
        yield file.against(("rows", at, "repeats"), ("rows", earlier, "repeats"), what)


def _two_ways(file: FormFile) -> Iterator[str]:
    """A cell that has to equal a fixed figure and another cell, and a row that is a register's and its total."""
    places: list[tuple[Place, str, tuple[str, ...]]] = [
        (("columns", at), one.equals, one.check_of) for at, one in enumerate(file.form.columns)
    ] + [
        (("rows", at, "cells", number), cell.equals, cell.check_of)
        for at, row in enumerate(file.form.rows)
        for number, cell in enumerate(row.cells)
    ]
    for place, equals, check_of in places:
        if equals and check_of:
            what = f"{equals}: 又要等于 and is to equal {' / '.join(check_of)!r}"
            yield file.against((*place, "equals"), (*place, "check_of"), what)
    for at, row in enumerate(file.form.rows):
        if row.register and row.total_of:
            what = f"{row.register!r}: 又是合计行 and is a total"
            yield file.against(("rows", at, "register"), ("rows", at, "total_of"), what)
        for number, cell in enumerate(row.cells):
            if row.only and cell.column not in row.only:
                what = f"{' / '.join(cell.column)!r}: 不在 only 所列的列 is none of the columns of only"
                yield file.against(("rows", at, "cells", number, "column"), ("rows", at, "only"), what)
