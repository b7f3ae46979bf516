"""The unit of a value: what its form says, what its sheet states, and whether the two are one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.finding.checked import Checked
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import Meaning
from ingest.label import label_key, unit_line_match
from ingest.office.catalogue import Indicator, Unit
from ingest.office.facts import Office
from ingest.reading.context import Return
from ingest.reading.meaning import COUNT
from ingest.reading.table import FormTable, TableRow, text_of
from ingest.workbook.cells.cell import Cell, Kind

_RATE_UNITS = ("PERCENT", "PP")
_RATES = frozenset({"COMPLETION", "PROGRESS_GAP", "SHARE"})
_RATE_TRANSFORMS = frozenset({"G1Y", "GO1Y"})


def unit_of_table(table: FormTable, office: Office, place: Place) -> Checked[Unit | None]:
    """The unit that the line above the header states: 单位:万元. None where the form's columns have their own."""
    if not table.form.unit_line:
        return Checked(None)
    expected = "、".join(table.form.unit_line)
    lines = _unit_lines(table.above)
    if not lines:
        # Moved: behind the header or below the table, where it is as plain as above it.
        body = {row.number for row in table.rows}
        lines = _unit_lines(cell for cell in table.sheet.cells() if cell.row not in body)
    if not lines:
        at = place.at(table.anchor)
        return Checked(None, (finding("MISSING_UNIT", at, expected=expected, subject="unit"),))
    cell, match = lines[-1]
    known = {label_key(word): word for word in table.form.unit_line}
    words = list(dict.fromkeys(line[1] for _, line in lines))
    if len(words) == 1 and match[1] in known:
        return Checked(office.unit(known[match[1]]))
    problem = finding(
        "UNKNOWN_UNIT", place.at(cell.address), found="、".join(words), expected=expected, subject="unit"
    )
    return Checked(None, (problem,))


def _unit_lines(cells: Iterable[Cell]) -> list[tuple[Cell, re.Match[str]]]:
    texts = (cell for cell in cells if cell.kind is Kind.TEXT)
    return [(cell, match) for cell in texts if (match := unit_line_match(text_of(cell)))]


def unit_of_cell(
    of: Return, row: TableRow, cell: Cell, meaning: Meaning, subject: str
) -> Checked[Unit | None]:
    """The unit of a cell: the form's, else the one that its sheet states for the cell, the row or the table.

    None with a finding where there is none, where form and sheet contradict each other, or where no value of
    the cell's kind can have it. Where the form's own line of units is missing, that has been said.
    """
    office, table, at = of.office, of.table, of.place.at(cell.address)
    indicator = office.indicators[meaning["indicator_id"]]
    on_sheet = table.units.get(cell.address, "")
    if "unit" in meaning:
        unit = Checked(office.unit(meaning["unit"]))
    else:
        unit = Checked(office.unit(on_sheet))
        if unit.value is None:
            unit = _unit_of_row(of, row)
    if unit.value is None:
        if unit.findings or (table.form.unit_line and "unit" not in meaning):
            return unit
        expected = "、".join(office.unit_words(indicator.unit_measure))
        return Checked(None, (finding("MISSING_UNIT", at, expected=expected, subject=subject),))
    problem = _contradiction(unit.value, on_sheet, indicator, meaning, office, at, subject)
    return Checked(None, (problem,)) if problem else unit


def _contradiction(
    unit: Unit, on_sheet: str, indicator: Indicator, meaning: Meaning, office: Office, at: Place, subject: str
) -> Finding | None:
    """What is wrong with the unit of a cell: the sheet has another one there, or no such value can have it."""
    if on_sheet and not _same(office.unit(on_sheet), unit):
        return finding("UNKNOWN_UNIT", at, found=on_sheet, expected=unit.unit_zh, subject=subject)
    if _of_other_kind(indicator, meaning, unit, office):
        measures = _RATE_UNITS if _is_rate(meaning) else (indicator.unit_measure,)
        kinds = "、".join(word for measure in measures for word in office.unit_words(measure))
        return finding("UNIT_OF_OTHER_KIND", at, found=unit.unit_zh, expected=kinds, subject=subject)
    return None


def _unit_of_row(of: Return, row: TableRow) -> Checked[Unit | None]:
    """The unit that the row's own unit column states, where the form has one; else the table's."""
    column = next((column for column in of.table.columns if column.spec.row_unit), None)
    if column is None:
        return Checked(of.unit)
    cell = of.table.sheet.merged_value_cell(row.number, column.number)
    word = text_of(cell)
    if word in column.spec.row_unit and (unit := of.office.unit(word)):
        return Checked(unit)
    problem = finding(
        "UNKNOWN_UNIT" if word else "MISSING_UNIT",
        of.place.at(cell.address),
        found=word,
        expected="、".join(column.spec.row_unit),
        subject=f"{row.label}/unit",
    )
    return Checked(None, (problem,))


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
