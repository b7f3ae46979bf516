"""What each cell of a form's table asks for, by the very words that the cell is read by.

The table is found on the sheet as a submission's is. A cell that would be read as a value of a series asks for
that value; nothing here knows of a form what its reader does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from ingest.finding.problem import Place
from ingest.form.form import BY_YEAR, TIME_PROGRESS, Form
from ingest.observation import Series
from ingest.office.catalogue import Unit
from ingest.office.facts import Office
from ingest.reading.context import Return, ReturnPeriod, SubmissionFacts
from ingest.reading.meaning import meaning_of, series_of, time_of
from ingest.reading.submission import find_form_table
from ingest.reading.tables.table import FormTable, TableColumn, TableRow
from ingest.reading.units import unit_of_cell, unit_of_table
from ingest.workbook.cells.cell import Sheet

_MONTHS = 12
_SHOWN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell and what belongs into it: the value of a series in a period, in a unit.

    `constant`: the one figure that the cell can hold, where the form says so; it then asks for nothing else.
    `repeats`: the address of the cell whose figure it says once more, where that means another series.
    """

    address: str
    row: TableRow
    column: TableColumn
    series: Series | None = None
    time_period: str = ""
    unit: Unit | None = None
    constant: Decimal | None = None
    repeats: str = ""

    def is_before(self, period: str) -> bool:
        """Whether it asks for what was due in an earlier return than that of a month."""
        return self.time_period < period[: len(self.time_period)]


@dataclass(frozen=True, slots=True)
class AskedTable:
    """A form's table on a sheet, and its cells that ask for something, by address. `without_unit`: those of which nothing
    says in what unit."""

    table: FormTable
    period: str
    cells: dict[str, Asked]
    without_unit: frozenset[str] = frozenset()


def period_of(form: Form, month: str) -> str:
    """The period of a form's return that is asked for by a month: of a form about a year the December of its year."""
    return f"{month[:4]}-12" if form.period == BY_YEAR else month


def asked_table(form: Form, sheet: Sheet, file_name: str, office: Office, period: str) -> AskedTable:
    """The cells of a form's table for a period ('2023-12'). What is not as the form says is in `table.findings`."""
    due = office.calendar[form.form_id]
    facts = SubmissionFacts("", file_name, due.department_id, datetime.now(UTC))
    place = Place(file_name, sheet.name, "", "", form.form_id, period)
    table = find_form_table(form, sheet, office, place)
    unit = unit_of_table(table, office, place)
    stated = ReturnPeriod(period, period, "stated", month_known=True)
    of = Return(table, office, facts, stated, unit.value, place)
    cells = {one.address: one for one in _cells(of)}
    bare = (one.address for one in cells.values() if one.constant is None and one.unit is None)
    without_unit = frozenset(bare)
    known = {address: one for address, one in cells.items() if address not in without_unit}
    return AskedTable(table, period, known, without_unit)


def _cells(of: Return) -> Iterator[Asked]:
    for row in of.table.rows:
        if row.spec.register:
            continue
        for column in of.table.columns:
            if column.block == row.block and (asked := _asked(of, row, column)):
                yield asked


def _asked(of: Return, row: TableRow, column: TableColumn) -> Asked | None:
    """What one cell asks for, without a series where its unit cannot be told; None where the form puts no value there."""
    cell = of.table.cell(row, column)
    own = row.spec.cell_of(column.spec.path)
    if equals := (own and own.equals) or column.spec.equals:
        return Asked(cell.address, row, column, constant=_constant(equals, of.period.period))
    meaning = meaning_of(of.table.form, row, column, of.period.period)
    if meaning is None:
        return None
    unit = unit_of_cell(of, row, cell, meaning, "").value
    if unit is None:
        return Asked(cell.address, row, column)
    freq, time_period = time_of(meaning, of.table.form, row, of.period.period)
    indicator = of.office.indicators[meaning["indicator_id"]]
    series = series_of(meaning, indicator, row, unit, freq, of.office)
    repeated = own.check_of if own else ()
    other = next((each for each in of.table.columns if repeated and each.spec.path == repeated), None)
    repeats = of.table.cell(row, other).address if other else ""
    return Asked(cell.address, row, column, series, time_period, unit, repeats=repeats)


def _constant(equals: str, period: str) -> Decimal:
    """The only figure that a cell can hold. The share of the year that has passed is shown to two places."""
    if equals != TIME_PROGRESS:
        return Decimal(equals)
    passed = Decimal(100 * int(period[5:7])) / _MONTHS
    return passed.quantize(_SHOWN, ROUND_HALF_UP)
