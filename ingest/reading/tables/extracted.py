"""A form's table where the form names no corner: the blocks that the general extractor finds.

The form then says only which labels mean what; where they stand, how many rows a header has and which row
hangs under which is told by the sheet itself, as for `indicators tabulate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.finding.checked import Checked
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import Form
from ingest.label import label_key, shown_label
from ingest.office.facts import Office
from ingest.period.month import is_period_label
from ingest.reading.footer import footer_of, not_read
from ingest.reading.tables.table import BLANK, FormTable, HeadedColumn, TableRow, matched_columns, text_of
from ingest.tabulate.labelled import Labelled, labelled_values
from ingest.workbook.cells.address import position
from ingest.workbook.cells.cell import Sheet


@dataclass(frozen=True, slots=True)
class FormValue:
    """A value that a form chooses: its labels, and the unit that the sheet states."""

    sheet: str
    cell: str
    value: Decimal | str
    row_path: tuple[str, ...]
    col_path: tuple[str, ...]
    unit: str | None


def extracted_table(form: Form, sheet: Sheet, office: Office, place: Place) -> FormTable:
    """The form's table on a sheet, out of the blocks that have columns of the form."""
    values = list(_chosen(form, sheet))
    columns: dict[tuple[int, int], HeadedColumn] = {}
    rows: dict[tuple[int, int], Labelled] = {}
    for value in values:
        row, column = position(value.cell)
        cells = value.col_header_cells or (value.cell,)
        headed = HeadedColumn(column, value.col_header_path or ("",), cells[0], cells[-1], value.block)
        columns.setdefault((value.block, column), headed)
        rows.setdefault((value.block, row), value)
    corner = values[0].cell if values else "A1"
    known_columns = matched_columns(form, columns.values(), corner, place)
    known_rows = _rows(form, rows, sheet, place, office)
    body = {row for _, row in rows}
    above = tuple(cell for cell in sheet.cells() if cell.row < min(body, default=1))
    return FormTable(
        sheet,
        form,
        corner,
        above,
        known_columns.value,
        known_rows.value,
        (*known_columns.findings, *known_rows.findings),
        units={value.cell: value.unit for value in values if value.unit and not value.units_of_line},
        units_of_line={value.cell: value.units_of_line for value in values if value.units_of_line},
    )


def form_values(table: FormTable) -> Iterator[FormValue]:
    """What a form chooses of a sheet: the values whose column and row it knows."""
    found = {value.cell: value for value in labelled_values(table.sheet)}
    for row in table.rows:
        for column in table.columns:
            cell = table.cell(row, column)
            labelled = found.get(cell.address)
            if column.block != row.block or column.spec.stub or not (labelled or text_of(cell)):
                continue
            value = labelled.value if labelled else text_of(cell)
            unit = labelled.unit if labelled and not labelled.units_of_line else None
            yield FormValue(table.sheet.name, cell.address, value, row.path, column.path, unit)


def _chosen(form: Form, sheet: Sheet) -> Iterator[Labelled]:
    """The values of the blocks that have a column of the form; other tables of the sheet are not its own."""
    values = list(labelled_values(sheet))
    mine = {
        value.block
        for value in values
        if any(spec.match(value.col_header_path or ("",)) for spec in form.columns)
    }
    return (value for value in values if value.block in mine)


def _rows(
    form: Form, rows: dict[tuple[int, int], Labelled], sheet: Sheet, place: Place, office: Office
) -> Checked[tuple[TableRow, ...]]:
    of_periods, of_areas = form.row_where(periods=True), form.row_where(areas=True)
    found: list[TableRow] = []
    others: list[tuple[int, Labelled]] = []
    for (block, number), value in rows.items():
        path = value.row_header_path
        label = path[-1] if path else ""
        area = office.area_called(label, of_areas.areas) if of_areas and label else None
        if spec := form.row_called(*path):
            found.append(TableRow(number, label, spec, None, path, block))
        elif of_periods and is_period_label(label):
            found.append(TableRow(number, label, of_periods, None, path, block))
        elif of_areas and area:
            found.append(TableRow(number, label, of_areas, area, path, block))
        else:
            others.append((number, value))
    last = max((row.number for row in found), default=0)
    signed = {number: footer_of(sheet.row(number).values()) for number, _ in others if number > last}
    unknown = [_unknown_row(form, place, value) for number, value in others if not signed.get(number)]
    cause = unknown[0].finding_id if unknown else ""
    missing = [row for row in form.rows if row.name and not any(each.spec is row for each in found)]
    absent = [
        finding(
            "MISSING_LABEL",
            place.at("A1"),
            expected=shown_label(row.name),
            subject=label_key(row.name),
            caused_by=cause,
        )
        for row in missing
    ]
    footers = not_read((footer for footer in signed.values() if footer), place)
    return Checked(tuple(found), (*unknown, *absent, *footers))


def _unknown_row(form: Form, place: Place, value: Labelled) -> Finding:
    cell = value.row_header_cells[-1] if value.row_header_cells else value.cell
    expected = [shown_label(row.name) for row in form.rows if row.name]
    return finding(
        "UNKNOWN_LABEL",
        place.at(cell),
        found=" / ".join(value.row_header_path),
        label=" / ".join(value.row_header_path) or BLANK,
        expected=" │ ".join(expected),
        subject="/".join(label_key(part) for part in value.row_header_path),
        kind_zh="行标签",
        kind_en="row label",
    )
