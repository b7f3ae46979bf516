"""What a value cell of a form means: its column's words and its row's, put together over the defaults."""

from __future__ import annotations

from ingest.form.form import OF_ROW, Form, Meaning
from ingest.observation import Series
from ingest.office.catalogue import Indicator, Unit
from ingest.office.facts import Office
from ingest.period.month import UNKNOWN, months_before
from ingest.reading.tables.table import TableColumn, TableRow

ANNUAL = "A"
COUNT = "count"


def meaning_of(form: Form, row: TableRow, column: TableColumn, period: str) -> Meaning | None:
    """A cell's words put together; None where the form puts no value.

    `period`: the return's own; what a row says of a later year (2024小计 in a return of 2023) is added.
    """
    spec = form.column(column.spec.check_of) if column.spec.check_of else column.spec
    if spec is None or spec.value is None:
        return None
    if row.spec.only and column.spec.path not in row.spec.only:
        return None
    repeated = form.row_called(row.spec.repeats) if row.spec.repeats else None
    of_row = {**repeated.value, **row.spec.value} if repeated else row.spec.value
    own = row.spec.cell_of(column.spec.path)
    meaning = {**form.defaults, **spec.value, **of_row, **(own.value if own else {})}
    if row.year and period != UNKNOWN and row.year > int(period[:4]):
        meaning |= row.spec.ahead
    if spec.value.get("component_area") == OF_ROW:
        # A contribution is measured on the whole, which the column names; the row is who contributes.
        meaning |= {"ref_area": spec.value["ref_area"], "component_area": of_row["ref_area"]}
    return meaning if "indicator_id" in meaning else None


def time_of(meaning: Meaning, form: Form, row: TableRow, period: str) -> tuple[str, str]:
    """Frequency and time period of a value: a month, or at frequency A a year."""
    freq = meaning.get("freq", form.freq)
    if freq == ANNUAL:
        if period == UNKNOWN and not row.year:
            return freq, UNKNOWN
        year = row.year or int(period[:4])
        return freq, f"{year - meaning.get('years_before', 0):04d}"
    return freq, months_before(period, meaning.get("months_before", 0))


def series_of(
    meaning: Meaning, indicator: Indicator, row: TableRow, unit: Unit, freq: str, office: Office
) -> Series:
    """The series that a value belongs to: what its words say, else what the catalogue says of its indicator."""
    return Series(
        indicator_id=indicator.indicator_id,
        measure=meaning.get("measure", "VALUE"),
        method_id=meaning.get("method_id", indicator.method_id),
        ref_area=row.area.ref_area if row.area else meaning.get("ref_area", office.ref_area),
        place_id=meaning.get("place_id", "_T"),
        component_area=meaning.get("component_area", "_Z"),
        breakdown=meaning.get("breakdown", "_T"),
        freq=freq,
        accumulation=meaning.get("accumulation", indicator.accumulation),
        time_transform=meaning.get("time_transform", "N"),
        # Kept on growth rows too: growth of foreign capital in dollars and in yuan differ.
        currency=meaning.get("currency", indicator.currency),
        price_basis=meaning.get("price_basis", indicator.price_basis),
        # Counts share the word 个: what is counted is the indicator's own unit.
        unit_measure=indicator.unit_measure if unit.dimension == COUNT else unit.unit_measure,
        status_class=meaning.get("status_class", "actual"),
        target_kind=meaning.get("target_kind", "_Z"),
        scope_basis=meaning.get("scope_basis", "OWN"),
    )
