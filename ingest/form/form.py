"""Forms: where things stand in a department's workbook, as reviewable YAML anchored on labels.

What a value cell means is what its column says and what its row says, put together over the form's
defaults and the indicator's. The files themselves are read in ingest.form.file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.label import label_key

# Where a form's table begins is told by the label at its top left corner, or by the extractor.
ANCHORED, EXTRACTED = "anchored", "extracted"
# A component area that the row names: of whom a contribution comes.
OF_ROW = "row"
# What a cell may have to equal besides a number: the share of the year that has passed, in percent.
TIME_PROGRESS = "time_progress"
# What a return is about: a month, or a year where no month is named.
BY_MONTH, BY_YEAR = "month", "year"

Meaning = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form. `path` is its header, outer to inner."""

    path: tuple[str, ...]
    patterns: tuple[tuple[re.Pattern[str], ...], ...]
    stub: bool = False
    field: str = ""
    type: str = "text"
    key: bool = False
    value: Meaning | None = None
    check_of: tuple[str, ...] = ()
    rank_of: tuple[str, ...] = ()
    row_unit: tuple[str, ...] = ()
    unit: str = ""
    means_yes: tuple[str, ...] = ()
    comment: bool = False
    equals: str = ""

    def match(self, path: tuple[str, ...]) -> re.Match[str] | None:
        """The match of the header's first pattern that names a month or a year, else of its last; None if unlike."""
        keys = tuple(label_key(part) for part in path)
        for patterns in self.patterns:
            if len(patterns) == len(keys):
                matches = [pattern.fullmatch(key) for pattern, key in zip(patterns, keys, strict=True)]
                if all(matches):
                    named = [match for match in matches if match and match.groupdict()]
                    return named[0] if named else matches[-1]
        return None


@dataclass(frozen=True, slots=True)
class CellOfRow:
    """A single cell of a row that differs from its column: it means something else (`value`), repeats
    another cell of its row (`check_of`), or can only hold one number (`equals`)."""

    column: tuple[str, ...]
    check_of: tuple[str, ...] = ()
    equals: str = ""
    value: Meaning = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of row: told by its label, by being numbered (`ordinal`), by naming an area or a period, or
    by any label at all that is no sum or note (`named`).

    `labels` are patterns over the keys of whole paths, outer to inner; an anchored form's rows have paths of
    one label. `ahead`: what the row means besides where it names a year after the return's own. `only`: the
    columns that hold a value here, where it is not all; `repeats`: the row of which this one says the values
    once more; `cells`: single cells of the row that differ from their column.
    """

    labels: tuple[tuple[re.Pattern[str], ...], ...]
    label: str = ""
    ordinal: bool = False
    areas: str = ""
    periods: bool = False
    named: bool = False
    register: str = ""
    total_of: str = ""
    sums: Meaning = field(default_factory=dict)
    value: Meaning = field(default_factory=dict)
    ahead: Meaning = field(default_factory=dict)
    only: tuple[tuple[str, ...], ...] = ()
    repeats: str = ""
    cells: tuple[CellOfRow, ...] = ()

    def match(self, key: tuple[str, ...]) -> re.Match[str] | None:
        """The match of the innermost label of a path whose every label is this row's; None if unlike."""
        for patterns in self.labels:
            if len(patterns) == len(key):
                matches = [pattern.fullmatch(part) for pattern, part in zip(patterns, key, strict=True)]
                if all(matches):
                    return matches[-1]
        return None

    def cell_of(self, path: tuple[str, ...]) -> CellOfRow | None:
        """What the row says of its cell in the column with this header."""
        return next((cell for cell in self.cells if cell.column == path), None)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an office."""

    form_id: str
    title_zh: str
    title_en: str
    valid_from: str
    freq: str
    title: str
    sheet: re.Pattern[str] | None
    headers: tuple[str, ...]
    anchor: str
    header_rows: int
    unit_line: tuple[str, ...]
    defaults: Meaning
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    rank: Mapping[str, str]
    end: tuple[str, ...]
    checks: tuple[Mapping[str, Any], ...]
    layout: str = ANCHORED
    ignore: frozenset[str] = frozenset()  # headers of columns that may stand in the table and are not read
    negative_marks: frozenset[str] = frozenset()  # which of ( △ ▲ ▽ ▼ mean a negative number here
    period: str = BY_MONTH

    def column(self, path: tuple[str, ...]) -> Column | None:
        """The column that the form itself names by this path."""
        return next((column for column in self.columns if column.path == path), None)

    def row_called(self, *path: str) -> Row | None:
        key = tuple(label_key(label) for label in path)
        return next((row for row in self.rows if row.match(key)), None)

    def row_where(self, **marks: bool) -> Row | None:
        """The row kind that is `ordinal` or `named`, or that names `areas` or `periods`."""
        return next((row for row in self.rows if all(bool(getattr(row, mark)) for mark in marks)), None)


def version_for(forms: Iterable[Form], form_id: str, period: str) -> Form | None:
    """The version of a form that holds in a month: the one with the latest first month up to it."""
    versions = [form for form in forms if form.form_id == form_id and form.valid_from <= period]
    return max(versions, key=lambda form: form.valid_from, default=None)
