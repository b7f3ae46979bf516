"""A form's table on a sheet: which column and which row each cell belongs to, by their labels.

Nothing is guessed and nothing is dropped: a header or a row label that the form does not know, and one
that it expects and does not find, is a finding with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import EXTRACTED, Form, Row
from ingest.label import label_key, unit_line
from ingest.office.catalogue import Area
from ingest.office.facts import Office
from ingest.reading.columns import Headed, TableColumn, matched_columns, named_period
from ingest.workbook.cells.address import a1
from ingest.workbook.cells.cell import Cell, Kind, Sheet

# A form's header stands near the top; a title, a period line and a unit line precede it.
_ANCHOR_WITHIN_ROWS = 30
# Labels that are never the name of a project or a building: taken for one, a sum would be counted twice.
_SUMMARY = re.compile(r"^(?:小计|合计|总计|累计|其中|折合|共计|本页|#)|(?:小计|合计|总计|共计)$")


@dataclass(frozen=True, slots=True)
class TableRow:
    number: int
    label: str
    spec: Row
    area: Area | None
    path: tuple[str, ...] = ()  # the label under its parents, outer to inner
    block: int = 0
    year: int | None = None  # where the label names one: 2024小计


@dataclass(frozen=True, slots=True)
class Table:
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
        return self.sheet.cell(row.number, column.number)


def text_of(cell: Cell) -> str:
    """What a cell says as a label: its text, or its raw digits."""
    return str(cell.value).strip() if cell.kind is Kind.TEXT else cell.raw.strip()


def top_cells(sheet: Sheet) -> Iterator[Cell]:
    """The cells where a title and a header stand. Cells come in reading order: a large sheet costs its top only."""
    return takewhile(lambda cell: cell.row <= _ANCHOR_WITHIN_ROWS, sheet.cells())


def labels_near_top(sheet: Sheet) -> frozenset[str]:
    """The keys of what stands where a title and a header do: made once a sheet, asked by every form."""
    return frozenset(label_key(text_of(cell)) for cell in top_cells(sheet))


def recognises(form: Form, sheet: Sheet, near_top: frozenset[str]) -> bool:
    """Whether a sheet holds this form: its title stands near the top, or all its telling headers do.

    `near_top`: its `labels_near_top`. A form that names its sheet is on no other.
    """
    if form.sheet and not form.sheet.fullmatch(label_key(sheet.name)):
        return False
    return any(form.title in label for label in near_top) or all(
        header in near_top for header in form.headers
    )


def has_anchor(form: Form, sheet: Sheet) -> bool:
    """Whether the top left label of the form's header is on a sheet; one without such a label may be anywhere."""
    if form.layout == EXTRACTED:
        return True
    return any(label_key(text_of(cell)) == form.anchor for cell in top_cells(sheet))


def find_table(form: Form, sheet: Sheet, office: Office, place: Place) -> Table:
    """Locate the form's table. What does not fit the form is in `findings`; a table may be partial."""
    cells = list(top_cells(sheet))
    anchor = next((cell for cell in cells if label_key(text_of(cell)) == form.anchor), None)
    if anchor is None:
        missing = finding(
            "MISSING_LABEL", place.at(cells[0].address), expected=form.anchor, subject=form.anchor
        )
        return Table(sheet, form, cells[0].address, tuple(cells), findings=(missing,))
    above = tuple(cell for cell in cells if cell.row < anchor.row)
    headed = _headed(form, sheet, anchor)
    columns, problems = matched_columns(form, headed, anchor.address, place)
    stub = next((column.number for column in columns if column.spec.stub), anchor.column)
    rows, more = _rows(form, sheet, anchor, stub, columns, office, place)
    ignored = frozenset(column.number for column in headed if label_key(column.path[-1]) in form.ignore)
    return Table(sheet, form, anchor.address, above, columns, rows, (*problems, *more), ignored)


def _headed(form: Form, sheet: Sheet, anchor: Cell) -> list[Headed]:
    """The columns of a table under their headers."""
    header_rows = range(anchor.row, anchor.row + form.header_rows)
    headed: list[Headed] = []
    for number in range(anchor.column, sheet.max_column + 1):
        heads = [head for row in header_rows if text_of(head := sheet.merged_value_cell(row, number))]
        # A header merged over rows (or over rows and columns) is one label, not several.
        heads = list({head.address: head for head in heads}.values())
        if not heads or (heads[-1].column < number and _is_bare(sheet, header_rows, number)):
            continue
        path = tuple(text_of(head) for head in heads)
        headed.append(Headed(number, path, heads[0].address, heads[-1].address))
    return headed


def _is_bare(sheet: Sheet, header_rows: range, number: int) -> bool:
    """Whether a column holds nothing itself: put in for show, under a header merged over its neighbours."""
    return not any(text_of(sheet.cell(row, number)) for row in range(header_rows.start, sheet.max_row + 1))


def _rows(
    form: Form,
    sheet: Sheet,
    anchor: Cell,
    stub_column: int,
    columns: tuple[TableColumn, ...],
    office: Office,
    place: Place,
) -> tuple[tuple[TableRow, ...], list[Finding]]:
    """The rows below the header by what their column of labels says."""
    numbered, of_areas = form.row_where(ordinal=True), form.row_where(areas=True)
    named = form.row_where(named=True)
    rows: list[TableRow] = []
    problems: list[Finding] = []
    ended = False
    for number in range(anchor.row + form.header_rows, sheet.max_row + 1):
        stub = sheet.merged_value_cell(number, stub_column)
        label = text_of(stub)
        key = label_key(label)
        ended = ended or any(key.startswith(word) for word in form.end)
        filled = [column for column in columns if text_of(sheet.cell(number, column.number))]
        if not filled or (ended and not _is_row(sheet, number, columns, form.row_called(label))):
            continue
        beside = [column for column in filled if not column.spec.stub]
        if not beside and unit_line(label):
            continue  # the unit of the table, moved below it
        area = office.area_called(label, of_areas.areas) if of_areas and key else None
        if ended:
            problems.append(_after_end(place, a1(number, stub_column), label))
        elif spec := form.row_called(label):
            match = spec.match((key,))
            rows.append(
                TableRow(number, label, spec, None, (label,), year=named_period(match)[1] if match else None)
            )
        elif numbered and key.isdigit():
            rows.append(TableRow(number, label, numbered, None, (label,)))
        elif of_areas and area:
            rows.append(TableRow(number, label, of_areas, area, (label,)))
        elif named and key and beside and not _SUMMARY.search(key):
            rows.append(TableRow(number, label, named, None, (label,)))
        else:
            expected = [row.name for row in form.rows if row.name]
            expected += ["1, 2, 3 …"] if numbered else []
            expected += [
                item.area_zh
                for item in office.areas.values()
                if of_areas and item.area_level == of_areas.areas
            ]
            problems.append(
                finding(
                    "UNKNOWN_LABEL",
                    place.at(a1(number, stub_column)),
                    found=label,
                    expected=" │ ".join(expected),
                    subject=key,
                    kind_zh="行标签" if not of_areas else "地区",
                    kind_en="row label" if not of_areas else "area",
                )
            )
    cause = problems[0].finding_id if problems else ""
    absent = [row.name for row in form.rows if row.name and not any(found.spec is row for found in rows)]
    home = office.areas[office.ref_area]
    # A table of a county's towns has no row for the county, which is no town.
    listed = of_areas is not None and home.area_level == of_areas.areas
    if listed and not any(row.area is home for row in rows):
        absent.append(home.area_zh)
    problems += [
        finding(
            "MISSING_LABEL",
            place.at(anchor.address),
            expected=label,
            subject=label_key(label),
            caused_by=cause,
        )
        for label in absent
    ]
    return tuple(rows), problems


def _is_row(sheet: Sheet, number: int, columns: tuple[TableColumn, ...], known: Row | None) -> bool:
    """Whether a row below the notes and signatures is one of the table's: it has a known label, or figures."""
    values = (column for column in columns if column.spec.value is not None or column.spec.field)
    return known is not None or any(
        sheet.cell(number, column.number).kind is Kind.NUMBER for column in values
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
