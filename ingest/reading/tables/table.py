"""A form's table on a sheet: which column and which row each cell belongs to, by their labels.

Nothing is guessed and nothing is dropped: a header or a row label that the form does not know, and one
that it expects and does not find, is a finding with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.finding.checked import Checked
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import Column, Form, Row
from ingest.label import label_key, shown_label
from ingest.office.catalogue import Area
from ingest.workbook.cells.address import position, ranges
from ingest.workbook.cells.cell import Cell, Kind, Sheet

# What is said of a label that is not there.
BLANK = "空白 (blank)"
_NONE: tuple[None, None] = (None, None)
# A form's header stands near the top; a title, a period line and a unit line precede it.
_ANCHOR_WITHIN_ROWS = 30


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a form's table: which of the form's columns (`spec`) a header of the sheet is. Numbers from 1."""

    number: int
    path: tuple[str, ...]
    spec: Column
    month: int | None  # where the header names one: 1-12月累计
    cell: str
    block: int = 0  # which of the table's blocks it stands in; a row has values in the columns of its own
    year: int | None = None  # where the header names one: 2023年1-11月; of 2022年同期 the year after


@dataclass(frozen=True, slots=True)
class HeadedColumn:
    """A column of a sheet under its header. `first`, `last`: the header's outer and inner cell."""

    number: int
    path: tuple[str, ...]
    first: str
    last: str
    block: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a form's table: which of the form's rows (`spec`) it is. `number`: its row on the sheet, from 1."""

    number: int
    label: str
    spec: Row
    area: Area | None
    path: tuple[str, ...] = ()  # the label under its parents, outer to inner
    block: int = 0
    year: int | None = None  # where the label names one: 2024小计


@dataclass(frozen=True, slots=True)
class FormTable:
    """A form's table found on a sheet. `above` are the text cells before the header: title, period, unit."""

    sheet: Sheet
    form: Form
    anchor: str
    above: tuple[Cell, ...]
    columns: tuple[TableColumn, ...] = ()
    rows: tuple[TableRow, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    ignored: frozenset[int] = frozenset()  # columns that the form says are not read
    units: Mapping[str, str] = field(default_factory=dict)  # by cell, where the extractor found the table
    # By cell as well: those of a line that states several, where the cell has none of its own.
    units_of_line: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def cell(self, row: TableRow, column: TableColumn) -> Cell:
        """The cell where a row and a column meet; of a merge only the first holds the value."""
        return self.sheet.cell(row.number, column.number)


def text_of(cell: Cell) -> str:
    """What a cell says as a label: its text, or its raw digits."""
    return str(cell.value).strip() if cell.kind is Kind.TEXT else cell.raw.strip()


def top_cells(sheet: Sheet) -> list[Cell]:
    """The cells where a title and a header stand: a large sheet costs its top only."""
    return sheet.top(_ANCHOR_WITHIN_ROWS)


def label_keys(cells: Iterable[Cell]) -> list[str]:
    """The cells' texts, made comparable."""
    texts = [text_of(cell) for cell in cells]
    return [label_key(text) for text in texts]


def matched_columns(
    form: Form, headed: Iterable[HeadedColumn], corner: str, place: Place
) -> Checked[tuple[TableColumn, ...]]:
    """The form's columns among those of a sheet. One that it does not know is a finding, and one missing."""
    every = [column for column in headed if label_key(column.path[-1]) not in form.ignore]
    found: list[TableColumn] = []
    unknown: list[HeadedColumn] = []
    twice: list[Finding] = []
    for column in every:
        spec, match = next(
            ((spec, match) for spec in form.columns if (match := spec.match(column.path))), _NONE
        )
        if spec is None or match is None:
            unknown.append(column)
            continue
        same = (other for other in found if other.spec is spec and other.block == column.block)
        if first := next(same, None):
            twice.append(_stated_twice(place, column, first))
            continue
        month, year = named_period(match)
        found.append(TableColumn(column.number, column.path, spec, month, column.first, column.block, year))
    unmerged = [column for column in unknown if _lost_its_merge(form, column, every)]
    problems = [
        *([_merge_lost(place, unmerged)] if unmerged else []),
        *twice,
        *(_unknown_column(form, place, column, found) for column in unknown if column not in unmerged),
    ]
    missing = [spec for spec in form.columns if not any(column.spec is spec for column in found)]
    cause = problems[0].finding_id if problems else ""
    absent = [
        finding(
            "MISSING_LABEL",
            place.at(corner),
            expected=_shown(spec, found),
            subject="/".join(spec.path),
            caused_by=cause,
        )
        for spec in missing
    ]
    return Checked(tuple(found), (*problems, *absent))


def _shown(spec: Column, found: Iterable[TableColumn]) -> str:
    """A column's header for people, with the month and the year that the other headers name."""
    known = list(found)
    month = next((column.month for column in known if column.month), None)
    year = next((column.year for column in known if column.year), None)
    return " / ".join(shown_label(part, month, year) for part in spec.path)


def _lost_its_merge(form: Form, column: HeadedColumn, every: list[HeadedColumn]) -> bool:
    """Whether a header is known once it has the upper label that stands over a column to its left.

    In a CSV, and wherever merges were undone, that label stands over the first of its columns alone.
    """
    left = [
        other
        for other in every
        if other.block == column.block and other.number < column.number and len(other.path) > len(column.path)
    ]
    if not left:
        return False
    whole = (*left[-1].path[: -len(column.path)], *column.path)
    return any(spec.match(whole) for spec in form.columns)


def _merge_lost(place: Place, columns: list[HeadedColumn]) -> Finding:
    cells = ranges(position(column.last) for column in columns)
    found = "、".join(dict.fromkeys(column.path[-1] for column in columns))
    return finding("HEADER_MERGE_LOST", place.at(cells), found=found, subject="header merges")


def named_period(match: re.Match[str]) -> tuple[int | None, int | None]:
    """The month and the year that a label names; a label about the year before names the year after it."""
    words = match.groupdict()
    month, year, last_year = (words.get(word) for word in ("month", "year", "last_year"))
    named = int(year) if year else int(last_year) + 1 if last_year else None
    return int(month) if month else None, named


def _stated_twice(place: Place, column: HeadedColumn, first: TableColumn) -> Finding:
    return finding(
        "DUPLICATE_VALUE",
        place.at(column.last),
        found=column.last,
        other=first.cell,
        subject="/".join(column.path),
    )


def _unknown_column(form: Form, place: Place, column: HeadedColumn, found: list[TableColumn]) -> Finding:
    return finding(
        "UNKNOWN_LABEL",
        place.at(column.last),
        found=" / ".join(column.path),
        label=" / ".join(column.path),
        expected=" │ ".join(_shown(spec, found) for spec in form.columns),
        subject="/".join(label_key(part) for part in column.path),
        kind_zh="列标题",
        kind_en="column header",
    )
