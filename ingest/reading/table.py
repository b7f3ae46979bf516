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
from ingest.label import label_key, unit_line_match
from ingest.office.catalogue import Area
from ingest.office.facts import Office
from ingest.workbook.cells.address import a1
from ingest.workbook.cells.cell import Cell, Kind, Sheet

# A form's header stands near the top; a title, a period line and a unit line precede it.
_ANCHOR_WITHIN_ROWS = 30
# Labels that are never the name of a project or a building: taken for one, a sum would be counted twice.
_SUMMARY = re.compile(r"^(?:小计|合计|总计|累计|其中|折合|共计|本页|#)|(?:小计|合计|总计|共计)$")


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


def find_table(form: Form, sheet: Sheet, office: Office, place: Place) -> FormTable:
    """Locate the form's table. What does not fit the form is in `findings`; a table may be partial."""
    cells = top_cells(sheet)
    keys = label_keys(cells)
    if form.anchor not in keys:
        missing = finding(
            "MISSING_LABEL", place.at(cells[0].address), expected=form.anchor, subject=form.anchor
        )
        return FormTable(sheet, form, cells[0].address, tuple(cells), findings=(missing,))
    anchor = cells[keys.index(form.anchor)]
    above = tuple(cell for cell in cells if cell.row < anchor.row)
    headed = _headed(form, sheet, anchor)
    columns = matched_columns(form, headed, anchor.address, place)
    rows = _rows(_Body(form, sheet, anchor, columns.value, office, place))
    ignored = frozenset(column.number for column in headed if label_key(column.path[-1]) in form.ignore)
    findings = (*columns.findings, *rows.findings)
    return FormTable(sheet, form, anchor.address, above, columns.value, rows.value, findings, ignored)


def _headed(form: Form, sheet: Sheet, anchor: Cell) -> list[HeadedColumn]:
    """The columns of a table under their headers."""
    header_rows = range(anchor.row, anchor.row + form.header_rows)
    headed: list[HeadedColumn] = []
    for number in range(anchor.column, sheet.max_column + 1):
        heads = [head for row in header_rows if text_of(head := sheet.merged_value_cell(row, number))]
        # A header merged over rows (or over rows and columns) is one label, not several.
        heads = list({head.address: head for head in heads}.values())
        if not heads or (heads[-1].column < number and _is_bare(sheet, header_rows, number)):
            continue
        path = tuple(text_of(head) for head in heads)
        headed.append(HeadedColumn(number, path, heads[0].address, heads[-1].address))
    return headed


def _is_bare(sheet: Sheet, header_rows: range, number: int) -> bool:
    """Whether a column holds nothing itself: put in for show, under a header merged over its neighbours."""
    return not any(text_of(sheet.cell(row, number)) for row in range(header_rows.start, sheet.max_row + 1))


@dataclass(frozen=True, slots=True)
class _Body:
    """What the rows below a header are told by."""

    form: Form
    sheet: Sheet
    anchor: Cell
    columns: tuple[TableColumn, ...]
    office: Office
    place: Place

    @property
    def stub(self) -> int:
        """The number of the column of labels."""
        return next((column.number for column in self.columns if column.spec.stub), self.anchor.column)


def _rows(body: _Body) -> Checked[tuple[TableRow, ...]]:
    """The rows below the header by what their column of labels says."""
    form, sheet, columns, stub = body.form, body.sheet, body.columns, body.stub
    rows: list[TableRow] = []
    problems: list[Finding] = []
    ended = False
    for number in range(body.anchor.row + form.header_rows, sheet.max_row + 1):
        label = text_of(sheet.merged_value_cell(number, stub))
        key = label_key(label)
        ended = ended or any(key.startswith(word) for word in form.end)
        cells = sheet.row(number)
        filled = [column for column in columns if column.number in cells and text_of(cells[column.number])]
        if not filled or (ended and not _is_row(cells, columns, form.row_called(label))):
            continue
        beside = any(not column.spec.stub for column in filled)
        if not beside and unit_line_match(label):
            continue  # the unit of the table, moved below it
        if ended:
            problems.append(_after_end(body.place, a1(number, stub), label))
        elif row := _row_of(body, number, label, key, beside):
            rows.append(row)
        else:
            problems.append(_unknown_row(body, number, label))
    cause = problems[0].finding_id if problems else ""
    problems += [
        finding(
            "MISSING_LABEL",
            body.place.at(body.anchor.address),
            expected=label,
            subject=label_key(label),
            caused_by=cause,
        )
        for label in _absent_rows(body, rows)
    ]
    return Checked(tuple(rows), tuple(problems))


def _row_of(body: _Body, number: int, label: str, key: str, beside: bool) -> TableRow | None:
    """The row of the form that a row of the sheet is. `beside`: whether anything stands beside its label."""
    form = body.form
    if spec := form.row_called(label):
        match = spec.match((key,))
        year = named_period(match)[1] if match else None
        return TableRow(number, label, spec, None, (label,), year=year)
    if (spec := form.row_where(ordinal=True)) and key.isdigit():
        return TableRow(number, label, spec, None, (label,))
    of_areas = form.row_where(areas=True)
    if of_areas and key and (area := body.office.area_called(label, of_areas.areas)):
        return TableRow(number, label, of_areas, area, (label,))
    if (spec := form.row_where(named=True)) and key and beside and not _SUMMARY.search(key):
        return TableRow(number, label, spec, None, (label,))
    return None


def _unknown_row(body: _Body, number: int, label: str) -> Finding:
    of_areas = body.form.row_where(areas=True)
    expected = [row.name for row in body.form.rows if row.name]
    expected += ["1, 2, 3 …"] if body.form.row_where(ordinal=True) else []
    expected += [
        area.area_zh for area in body.office.areas.values() if of_areas and area.area_level == of_areas.areas
    ]
    return finding(
        "UNKNOWN_LABEL",
        body.place.at(a1(number, body.stub)),
        found=label,
        expected=" │ ".join(expected),
        subject=label_key(label),
        kind_zh="行标签" if not of_areas else "地区",
        kind_en="row label" if not of_areas else "area",
    )


def _absent_rows(body: _Body, rows: list[TableRow]) -> list[str]:
    """The labels of the form's rows that the sheet does not have."""
    form, office = body.form, body.office
    absent = [row.name for row in form.rows if row.name and not any(found.spec is row for found in rows)]
    home, of_areas = office.areas[office.ref_area], form.row_where(areas=True)
    # A table of a county's towns has no row for the county, which is no town.
    listed = of_areas is not None and home.area_level == of_areas.areas
    if listed and not any(row.area is home for row in rows):
        absent.append(home.area_zh)
    return absent


def _is_row(cells: Mapping[int, Cell], columns: tuple[TableColumn, ...], known: Row | None) -> bool:
    """Whether a row below the notes and signatures is one of the table's: it has a known label, or figures."""
    values = (column for column in columns if column.spec.value is not None or column.spec.field)
    return known is not None or any(
        column.number in cells and cells[column.number].kind is Kind.NUMBER for column in values
    )


def _after_end(place: Place, cell: str, label: str) -> Finding:
    return finding(
        "UNKNOWN_LABEL",
        place.at(cell),
        found=label,
        expected="表尾说明之前 (above the notes)",
        subject=f"after the end/{label_key(label)}",
        kind_zh="行(在表尾说明之后)",
        kind_en="row (it stands below the notes)",
    )


def matched_columns(
    form: Form, headed: Iterable[HeadedColumn], corner: str, place: Place
) -> Checked[tuple[TableColumn, ...]]:
    """The form's columns among those of a sheet. One that it does not know is a finding, and one missing."""
    found: list[TableColumn] = []
    unknown: list[Finding] = []
    for column in headed:
        if label_key(column.path[-1]) in form.ignore:
            continue
        for spec in form.columns:
            if match := spec.match(column.path):
                twice = (other for other in found if other.spec is spec and other.block == column.block)
                if first := next(twice, None):
                    unknown.append(_stated_twice(place, column, first))
                    break
                month, year = named_period(match)
                found.append(
                    TableColumn(column.number, column.path, spec, month, column.first, column.block, year)
                )
                break
        else:
            unknown.append(_unknown_column(form, place, column))
    missing = [spec for spec in form.columns if not any(column.spec is spec for column in found)]
    cause = unknown[0].finding_id if unknown else ""
    absent = [
        finding(
            "MISSING_LABEL",
            place.at(corner),
            expected=" / ".join(spec.path),
            subject="/".join(spec.path),
            caused_by=cause,
        )
        for spec in missing
    ]
    return Checked(tuple(found), (*unknown, *absent))


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


def _unknown_column(form: Form, place: Place, column: HeadedColumn) -> Finding:
    return finding(
        "UNKNOWN_LABEL",
        place.at(column.last),
        found=" / ".join(column.path),
        expected=" │ ".join(" / ".join(spec.path) for spec in form.columns),
        subject="/".join(label_key(part) for part in column.path),
        kind_zh="列标题",
        kind_en="column header",
    )
