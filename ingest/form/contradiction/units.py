"""Columns declared in two units, and levels in a unit that is not their indicator's."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.declared.problem import Place, against
from ingest.form.contradiction.catalogue_place import catalogue_place
from ingest.form.contradiction.form_file import FormFile
from ingest.form.contradiction.words_of import Cell, cells
from ingest.office.catalogue import Indicator, Unit
from ingest.office.facts import Office

_COUNT = "count"
_AMOUNTS = ("amount", "count")
_LEVELS = ("N", "D1Y")


def unit_problems(file: FormFile, office: Office) -> Iterator[str]:
    """What cannot be right about the units of a form."""
    for at, column in enumerate(file.form.columns):
        own = office.unit(column.unit) if column.unit else None
        means = office.unit(column.value["unit"]) if column.value and "unit" in column.value else None
        if own and means and (own.unit_measure, own.unit_mult) != (means.unit_measure, means.unit_mult):
            what = f"{own.unit_zh} ≠ {means.unit_zh}: 一列两个单位 one column, two units"
            yield file.against(("columns", at, "unit"), ("columns", at, "value", "unit"), what)
        if column.unit and column.field and column.type not in _AMOUNTS:
            what = f"{column.unit}: 这一栏不是数 the field is no number"
            yield file.against(("columns", at, "unit"), ("columns", at, "type"), what)
    yield from _of_indicators(file, office)


def _of_indicators(file: FormFile, office: Office) -> Iterator[str]:
    """A unit that a form writes beside a level measures what the indicator is kept in."""
    said: set[Place] = set()
    for cell in cells(file.form):
        indicator = office.indicators.get(cell.meaning["indicator_id"])
        place, units = _stated(file, cell, office)
        if not indicator or not units or not _is_level(cell):
            continue
        if place not in said and not any(_fits(unit, indicator, cell, office) for unit in units):
            said.add(place)
            unit = units[0]
            there = catalogue_place(office, "indicator", "unit_measure", indicator_id=indicator.indicator_id)
            what = f"{unit.unit_zh}: {indicator.indicator_id} {unit.unit_measure} ≠ {indicator.unit_measure}"
            yield against(file.problem(place, what), there)


def _stated(file: FormFile, cell: Cell, office: Office) -> tuple[Place, list[Unit]]:
    """The units that a cell can be in, and where they stand; none where the rows of a return state theirs."""
    form = file.form
    place: Place = ("unit_line",)
    words: list[str] = []
    if "unit" in cell.meaning:
        place, words = cell.places["unit"], [str(cell.meaning["unit"])]
    elif cell.column.unit:
        place, words = ("columns", cell.column_at, "unit"), [cell.column.unit]
    elif not any(column.row_unit for column in form.columns):
        words = [unit for line in form.unit_line for unit in line.split("、")]
    return place, [unit for word in words if (unit := office.unit(word))]


def _is_level(cell: Cell) -> bool:
    meaning = cell.meaning
    return meaning.get("measure", "VALUE") == "VALUE" and meaning.get("time_transform", "N") in _LEVELS


def _fits(unit: Unit, indicator: Indicator, cell: Cell, office: Office) -> bool:
    # Counting words are shared, and a form may say that its amounts are of another currency than the catalogue's.
    counts = unit.dimension == _COUNT and office.is_count(indicator.unit_measure)
    other_currency = bool(unit.currency) and unit.currency == cell.meaning.get("currency")
    return unit.unit_measure == indicator.unit_measure or counts or other_currency
