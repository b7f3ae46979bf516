"""The unit of a value: what its form says, what its sheet states, and whether the two are one."""

from __future__ import annotations

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import Meaning
from ingest.office.catalogue import Indicator, Unit
from ingest.office.facts import Office
from ingest.reading.meaning import COUNT
from ingest.reading.table import Table, TableRow, text_of
from ingest.workbook.cells.cell import Cell

_RATE_UNITS = ("PERCENT", "PP")
_RATES = frozenset({"COMPLETION", "PROGRESS_GAP", "SHARE"})
_RATE_TRANSFORMS = frozenset({"G1Y", "GO1Y"})


def unit_of_cell(
    table: Table,
    row: TableRow,
    cell: Cell,
    meaning: Meaning,
    of_table: Unit | None,
    office: Office,
    place: Place,
    subject: str,
) -> tuple[Unit | None, list[Finding]]:
    """The unit of a cell: the form's, else the one that its sheet states for the cell, the row or the table.

    None with a finding where there is none, where form and sheet contradict each other, or where no value of
    the cell's kind can have it. `of_table`: that of the form's own line of units; where it is missing there,
    that has been said.
    """
    indicator = office.indicators[meaning["indicator_id"]]
    at = place.at(cell.address)
    stated = table.units.get(cell.address, "")
    problems: list[Finding] = []
    if "unit" in meaning:
        unit = office.unit(meaning["unit"])
    else:
        unit = office.unit(stated)
        if unit is None:
            unit, problems = _of_row(table, row, of_table, office, place)
    if unit is None:
        said = problems or (table.form.unit_line and "unit" not in meaning)
        if not said:
            expected = "、".join(office.unit_words(indicator.unit_measure))
            problems = [finding("MISSING_UNIT", at, expected=expected, subject=subject)]
        return None, problems
    if stated and not _same(office.unit(stated), unit):
        return None, [finding("UNKNOWN_UNIT", at, found=stated, expected=unit.unit_zh, subject=subject)]
    if _of_other_kind(indicator, meaning, unit, office):
        measures = _RATE_UNITS if _is_rate(meaning) else (indicator.unit_measure,)
        kinds = "、".join(word for measure in measures for word in office.unit_words(measure))
        return None, [finding("UNIT_OF_OTHER_KIND", at, found=unit.unit_zh, expected=kinds, subject=subject)]
    return unit, []


def _of_row(
    table: Table, row: TableRow, of_table: Unit | None, office: Office, place: Place
) -> tuple[Unit | None, list[Finding]]:
    """The unit that the row's own unit column states, where the form has one."""
    column = next((column for column in table.columns if column.spec.row_unit), None)
    if column is None:
        return of_table, []
    cell = table.sheet.merged_value_cell(row.number, column.number)
    word = text_of(cell)
    if word in column.spec.row_unit and (unit := office.unit(word)):
        return unit, []
    problem = finding(
        "UNKNOWN_UNIT" if word else "MISSING_UNIT",
        place.at(cell.address),
        found=word,
        expected="、".join(column.spec.row_unit),
        subject=f"{row.label}/unit",
    )
    return None, [problem]


def _is_rate(meaning: Meaning) -> bool:
    """Whether a value is a growth, a contribution, a completion or a share."""
    measure = meaning.get("measure", "VALUE")
    return measure in _RATES or (measure == "VALUE" and meaning.get("time_transform") in _RATE_TRANSFORMS)


def _same(one: Unit | None, other: Unit) -> bool:
    """Whether two words mean one unit: ㎡ and 平方米; of counted things, 个 and 家."""
    if one is None or one.unit_mult != other.unit_mult:
        return False
    return one.unit_measure == other.unit_measure or one.dimension == other.dimension == COUNT


def _of_other_kind(indicator: Indicator, meaning: Meaning, unit: Unit, office: Office) -> bool:
    """Whether a value is stated in a unit of another dimension than it can have: money for an area, a growth in
    tons."""
    if _is_rate(meaning):
        return unit.unit_measure not in _RATE_UNITS
    if meaning.get("measure", "VALUE") != "VALUE" or meaning.get("time_transform", "N") != "N":
        return False
    if unit.dimension == COUNT:
        return bool(office.unit_words(indicator.unit_measure)) and not office.is_count(indicator.unit_measure)
    return unit.unit_measure != indicator.unit_measure
