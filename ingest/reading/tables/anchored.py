"""A form's table at its corner label: the columns under its header, and the rows below it.

A row is told by its label alone. One that the form does not know is a finding; the signatures below the last row are
none: every clerk puts them where there is room, and no form lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.finding.checked import Checked
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import Form, Row
from ingest.label import label_key, shown_label, unit_line_match
from ingest.office.facts import Office
from ingest.reading.footer import Footer, footer_of, not_read
from ingest.reading.tables.table import (
    BLANK,
    FormTable,
    HeadedColumn,
    TableColumn,
    TableRow,
    label_keys,
    matched_columns,
    named_period,
    text_of,
    top_cells,
)
from ingest.workbook.cells.address import a1, ranges
from ingest.workbook.cells.cell import Cell, Kind, Sheet

# Labels that are never the name of a project or a building: taken for one, a sum would be counted twice.
_SUMMARY = re.compile(r"^(?:小计|合计|总计|累计|其中|折合|共计|本页|#)|(?:小计|合计|总计|共计)$")
# How many there are, in a total's column of names.
_COUNT = re.compile(r"[0-9]+\D{0,2}")


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


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet below the header. `filled`: those of the table's columns in which something stands."""

    number: int
    label: str
    cells: Mapping[int, Cell]
    filled: tuple[TableColumn, ...]

    @property
    def key(self) -> str:
        """Its label, made comparable."""
        return label_key(self.label)

    @property
    def beside(self) -> bool:
        """Whether anything stands beside its label."""
        return any(not column.spec.stub for column in self.filled)


def _lines(body: _Body) -> Iterator[_Line]:
    sheet = body.sheet
    for number in range(body.anchor.row + body.form.header_rows, sheet.max_row + 1):
        cells = sheet.row(number)
        filled = tuple(
            column for column in body.columns if column.number in cells and text_of(cells[column.number])
        )
        yield _Line(number, text_of(sheet.merged_value_cell(number, body.stub)), cells, filled)


def _rows(body: _Body) -> Checked[tuple[TableRow, ...]]:
    """The rows below the header by what their column of labels says."""
    rows: list[TableRow] = []
    problems: list[tuple[int, Finding]] = []
    signed: list[tuple[_Line, Footer]] = []
    ended = False
    for line in _lines(body):
        ends = any(line.key.startswith(word) for word in body.form.end)
        ended = ended or ends
        known = _called(body, line)
        footer = None if known else footer_of(line.cells.values())
        if footer:
            signed += [] if ends else [(line, footer)]
        elif not line.filled or (ended and not _is_row(line, body.columns, known)):
            continue
        elif not line.beside and unit_line_match(line.label):
            continue  # the unit of the table, moved below it
        elif ended:
            problems.append((line.number, _after_end(body.place, a1(line.number, body.stub), line.label)))
        elif row := _row_of(body, line, known):
            rows.append(row)
        else:
            problems.append((line.number, _unknown_row(body, line)))
    last = max((row.number for row in rows), default=0)
    # Between the rows it is no footer: what stands there belongs to the table.
    problems += [(line.number, _unknown_row(body, line)) for line, _ in signed if line.number < last]
    problems.sort(key=lambda problem: problem[0])
    footers = not_read((footer for line, footer in signed if line.number > last), body.place)
    unknown = [problem for _, problem in problems]
    return Checked(
        tuple(rows), (*unknown, *_missing_rows(body, rows, unknown), *_unnumbered(body, rows), *footers)
    )


def _missing_rows(body: _Body, rows: list[TableRow], unknown: list[Finding]) -> list[Finding]:
    cause = unknown[0].finding_id if unknown else ""
    return [
        finding(
            "MISSING_LABEL",
            body.place.at(body.anchor.address),
            expected=shown_label(label),
            subject=label_key(label),
            caused_by=cause,
        )
        for label in _absent_rows(body, rows)
    ]


def _unnumbered(body: _Body, rows: list[TableRow]) -> list[Finding]:
    """One finding for all rows of a register whose number was left out. They are read: what else is wrong shows."""
    bare = [
        row.number
        for row in rows
        if row.spec.ordinal and not text_of(body.sheet.merged_value_cell(row.number, body.stub))
    ]
    if not bare:
        return []
    column = next((column for column in body.columns if column.spec.stub), None)
    name = " / ".join(column.path) if column else body.form.anchor
    at = body.place.at(ranges((number, body.stub) for number in bare))
    return [finding("SERIAL_MISSING", at, expected=name, subject="serial", count=len(bare))]


def _called(body: _Body, line: _Line) -> Row | None:
    """The row that the form calls by this label. One without a label is told by where its values stand."""
    spec = body.form.row_called(line.label)
    if spec is None or line.key or not spec.only:
        return spec
    return spec if all(column.spec.path in spec.only for column in line.filled) else None


def _row_of(body: _Body, line: _Line, known: Row | None) -> TableRow | None:
    """The row of the form that a row of the sheet is. `known`: the one that its label calls."""
    form, number, label, key = body.form, line.number, line.label, line.key
    if known:
        match = known.match((key,))
        year = named_period(match)[1] if match else None
        return TableRow(number, label, known, None, (label,), year=year)
    if spec := form.row_where(ordinal=True):
        if key.isdigit():
            return TableRow(number, label, spec, None, (label,))
        if not key and (name := _name_without_number(body, line)):
            return TableRow(number, name, spec, None, (name,))
    of_areas = form.row_where(areas=True)
    if of_areas and key and (area := body.office.area_called(label, of_areas.areas)):
        return TableRow(number, label, of_areas, area, (label,))
    if (spec := form.row_where(named=True)) and key and line.beside and not _SUMMARY.search(key):
        return TableRow(number, label, spec, None, (label,))
    return None


def _name_without_number(body: _Body, line: _Line) -> str:
    """What names a row of a register whose number was left out; empty where nothing does.

    A total without its label names nothing, or counts (27个). Where the first column is a field of the register,
    as the year of an estate is, it is no number that may be wanting.
    """
    if any(column.spec.stub and column.spec.field for column in body.columns):
        return ""
    keys = (column for column in line.filled if column.spec.key)
    name = next((text_of(line.cells[column.number]) for column in keys), "")
    return "" if _COUNT.fullmatch(label_key(name)) or _SUMMARY.search(label_key(name)) else name


def _unknown_row(body: _Body, line: _Line) -> Finding:
    of_areas = body.form.row_where(areas=True)
    expected = [shown_label(row.name) for row in body.form.rows if row.name]
    expected += ["1, 2, 3 …"] if body.form.row_where(ordinal=True) else []
    expected += [
        area.area_zh for area in body.office.areas.values() if of_areas and area.area_level == of_areas.areas
    ]
    return finding(
        "UNKNOWN_LABEL",
        body.place.at(a1(line.number, body.stub)),
        found=line.label,
        label=line.label or BLANK,
        expected=" │ ".join(expected),
        subject=line.key,
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


def _is_row(line: _Line, columns: tuple[TableColumn, ...], known: Row | None) -> bool:
    """Whether a row below the notes and signatures is one of the table's: it has a known label, or figures."""
    values = (column for column in columns if column.spec.value is not None or column.spec.field)
    return known is not None or any(
        column.number in line.cells and line.cells[column.number].kind is Kind.NUMBER for column in values
    )


def _after_end(place: Place, cell: str, label: str) -> Finding:
    return finding(
        "UNKNOWN_LABEL",
        place.at(cell),
        found=label,
        label=label or BLANK,
        expected="表尾说明之前 (above the notes)",
        subject=f"after the end/{label_key(label)}",
        kind_zh="行(在表尾说明之后)",
        kind_en="row (it stands below the notes)",
    )
