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
from ingest.quantity.unit import units_in
from ingest.reading.context import Return, TableUnit
from ingest.reading.meaning import COUNT
from ingest.reading.tables.table import FormTable, TableRow, text_of
from ingest.workbook.cells.address import position, ranges
from ingest.workbook.cells.cell import Cell, Kind

_RATE_UNITS = ("PERCENT", "PP")
_BEHIND = re.compile(r"[0-9][0-9,.]*([^0-9,.]+)")
# What stands in a line of units for the columns of growth and ranks beside those of levels.
_DIMENSIONS_OF_RATES = frozenset({"percent", "percentage_point", "rank"})
_RATES = frozenset({"COMPLETION", "PROGRESS_GAP", "SHARE"})
_RATE_TRANSFORMS = frozenset({"G1Y", "GO1Y"})


def unit_of_table(table: FormTable, office: Office, place: Place) -> Checked[TableUnit]:
    """What the line above the header states: 单位:万元. Nothing where the form's columns have their own."""
    if not table.form.unit_line:
        return Checked(TableUnit())
    lines = _unit_lines(table.above)
    if not lines:
        # Moved: behind the header or below the table, where it is as plain as above it.
        body = {row.number for row in table.rows}
        lines = _unit_lines(cell for cell in table.sheet.cells() if cell.row not in body)
    if not lines:
        problem = missing_unit(place.at(table.anchor), table.form.unit_line, "unit", line=True)
        return Checked(TableUnit(is_told=True), (problem,))
    cell, match = lines[-1]
    words = list(dict.fromkeys(line[1] for _, line in lines))
    registered = _registered(match[1], table.form.unit_line, office) if len(words) == 1 else None
    if registered:
        return Checked(unit_words_of(registered, office))
    rule = "SEVERAL_UNITS" if len(words) == 1 and len(_parts(match[1])) > 1 else "UNKNOWN_UNIT"
    found, expected = "、".join(words), either(table.form.unit_line)
    write = table.form.unit_line[0]
    problem = finding(
        rule, place.at(cell.address), found=found, expected=expected, subject="unit", write=write
    )
    return Checked(TableUnit(is_told=True), (problem,))


def unit_words_of(registered: str, office: Office) -> TableUnit:
    if unit := office.unit(registered):
        return TableUnit(unit)
    units = (office.unit(part) for part in _parts(registered))
    return TableUnit(several=tuple(unit for unit in units if unit))


def _registered(word: str, known: tuple[str, ...], office: Office) -> str | None:
    """The form's own word for what a line states: the same units, in whatever order and with or without those of the
    rates and ranks, which are those of columns that say so themselves (万美元、%)."""
    stated = {label_key(part) for part in _parts(word)}
    fitting = [
        one
        for one in known
        if stated & (registered := {label_key(part) for part in _parts(one)})
        and all(_is_of_rates(part, office) for part in stated ^ registered)
    ]
    same = [one for one in fitting if label_key(one) == word]
    return same[0] if same else fitting[0] if len(fitting) == 1 else None


def _is_of_rates(word: str, office: Office) -> bool:
    unit = office.unit(word)
    return unit is not None and unit.dimension in _DIMENSIONS_OF_RATES


def _parts(word: str) -> tuple[str, ...]:
    return units_in(word) or (word,)


def either(words: Iterable[str]) -> str:
    """Units of which one is to be written: 万美元（或 美元）."""
    first, *others = words
    return f"{first}（或 {'、'.join(others)}）" if others else first


def missing_unit(at: Place, words: Iterable[str], subject: str, *, line: bool = False) -> Finding:
    """No unit, and what to write for one. `line`: in a line of its own above the table."""
    expected = tuple(words)
    write = f"{'单位：' if line else ''}{expected[0]}" if expected else ""
    return finding(
        "MISSING_UNIT", at, expected=either(expected) if expected else "", subject=subject, write=write
    )


def one_finding(findings: Iterable[Finding], place: Place) -> list[Finding]:
    """The findings of a table, those of values whose unit nothing states put together: it is one line that is
    missing, or that says too much."""
    kept = list(findings)
    for rule in ("MISSING_UNIT", "SEVERAL_UNITS"):
        bare = [found for found in kept if found.rule == rule]
        if len(bare) > 1:
            whole = _put_together(bare, place)
            kept = [
                whole if found is bare[0] else found
                for found in kept
                if found is bare[0] or found.rule != rule
            ]
    return kept


def _put_together(bare: list[Finding], place: Place) -> Finding:
    cells = ranges(position(found.cell) for found in bare)
    expected = "；".join(dict.fromkeys(found.expected for found in bare if found.expected))
    write = next((found.expected.partition("（")[0] for found in bare if found.expected), "")
    words = {"found": bare[0].found, "expected": expected, "write": f"单位：{write}"}
    return finding(bare[0].rule, place.at(cells), subject="units", **words)


def _unit_lines(cells: Iterable[Cell]) -> list[tuple[Cell, re.Match[str]]]:
    texts = (cell for cell in cells if cell.kind is Kind.TEXT)
    return [(cell, match) for cell in texts if (match := unit_line_match(text_of(cell)))]


def unit_of_cell(
    of: Return, row: TableRow, cell: Cell, meaning: Meaning, subject: str
) -> Checked[Unit | None]:
    """The unit of a cell: the form's, else the one that its sheet states for the cell, the row or the table.

    None with a finding where there is none, where a line leaves several, where form and sheet contradict each other,
    or where no value of the cell's kind can have it. Where the form's own line of units is missing, that has been
    said.
    """
    office, table, at = of.office, of.table, of.place.at(cell.address)
    indicator = office.indicators[meaning["indicator_id"]]
    on_sheet = table.units.get(cell.address, "")
    if "unit" in meaning:
        stated = office.unit(meaning["unit"])
        unit = Checked((row.spec.repeats and _written_in(office, cell, stated)) or stated)
    else:
        unit = Checked(office.unit(on_sheet))
        if unit.value is None:
            unit = _unit_of_row(of, row)
        if unit.value is None and not unit.findings:
            unit = _unit_of_several(of, cell, indicator, meaning, at, subject)
    if unit.value is None:
        if unit.findings or (of.unit.is_told and "unit" not in meaning):
            return unit
        # What is counted may have no word of its own.
        words = office.unit_words(indicator.unit_measure) or (indicator.display_unit_zh,)
        return Checked(None, (missing_unit(at, words, subject),))
    problem = _contradiction(unit.value, on_sheet, indicator, meaning, office, at, subject)
    return Checked(None, (problem,)) if problem else unit


def _written_in(office: Office, cell: Cell, stated: Unit | None) -> Unit | None:
    """The unit that a line which only repeats a figure carries behind it: 29800平方米 says what 2.98万平方米 does.

    None where it carries none, or one of another kind.
    """
    match = _BEHIND.fullmatch(label_key(text_of(cell))) if cell.kind is Kind.TEXT else None
    unit = office.unit(match[1]) if match else None
    return unit if unit and stated and unit.unit_measure == stated.unit_measure else None


def _unit_of_several(
    of: Return, cell: Cell, indicator: Indicator, meaning: Meaning, at: Place, subject: str
) -> Checked[Unit | None]:
    """Of a line that states several units the one that a value of this kind can have; where two are left, none."""
    words = of.table.units_of_line.get(cell.address, ())
    known = of.unit.several or tuple(unit for word in words if (unit := of.office.unit(word)))
    fitting = [unit for unit in known if not of_other_kind(indicator, meaning, unit, of.office)]
    # 家 and 人 are both counts: the one that the indicator is counted in goes before.
    exact = [unit for unit in fitting if unit.unit_measure == indicator.unit_measure]
    fitting = exact or fitting
    if len(fitting) == 1:
        return Checked(fitting[0])
    if not fitting:
        return Checked(None)
    found, expected = "、".join(unit.unit_zh for unit in known), either(unit.unit_zh for unit in fitting)
    words_of = {"found": found, "expected": expected, "write": fitting[0].unit_zh}
    return Checked(None, (finding("SEVERAL_UNITS", at, subject=subject, **words_of),))


def _contradiction(
    unit: Unit, on_sheet: str, indicator: Indicator, meaning: Meaning, office: Office, at: Place, subject: str
) -> Finding | None:
    """What is wrong with the unit of a cell: the sheet has another one there, or no such value can have it."""
    if on_sheet and not _same(office.unit(on_sheet), unit):
        return finding(
            "UNKNOWN_UNIT", at, found=on_sheet, expected=unit.unit_zh, subject=subject, write=unit.unit_zh
        )
    if of_other_kind(indicator, meaning, unit, office):
        measures = _RATE_UNITS if _is_rate(meaning) else (indicator.unit_measure,)
        kinds = "、".join(word for measure in measures for word in office.unit_words(measure))
        return finding("UNIT_OF_OTHER_KIND", at, found=unit.unit_zh, expected=kinds, subject=subject)
    return None


def _unit_of_row(of: Return, row: TableRow) -> Checked[Unit | None]:
    """The unit that the row's own unit column states, where the form has one; else the table's."""
    column = next((column for column in of.table.columns if column.spec.row_unit), None)
    if column is None:
        return Checked(of.unit.one)
    cell = of.table.sheet.merged_value_cell(row.number, column.number)
    word = text_of(cell)
    if word in column.spec.row_unit and (unit := of.office.unit(word)):
        return Checked(unit)
    at, subject = of.place.at(cell.address), f"{row.label}/unit"
    if not word:
        return Checked(None, (missing_unit(at, column.spec.row_unit, subject),))
    words = {"expected": either(column.spec.row_unit), "write": column.spec.row_unit[0]}
    return Checked(None, (finding("UNKNOWN_UNIT", at, found=word, subject=subject, **words),))


def _is_rate(meaning: Meaning) -> bool:
    """Whether a value is a growth, a contribution, a completion or a share."""
    measure = meaning.get("measure", "VALUE")
    return measure in _RATES or (measure == "VALUE" and meaning.get("time_transform") in _RATE_TRANSFORMS)


def _same(one: Unit | None, other: Unit) -> bool:
    """Whether two words mean one unit: ㎡ and 平方米; of counted things, 个 and 家."""
    if one is None or one.unit_mult != other.unit_mult:
        return False
    return one.unit_measure == other.unit_measure or one.dimension == other.dimension == COUNT


def of_other_kind(indicator: Indicator, meaning: Meaning, unit: Unit, office: Office) -> bool:
    """Whether a value is stated in a unit of another dimension than it can have: money for an area, a growth in
    tons."""
    if _is_rate(meaning):
        return unit.unit_measure not in _RATE_UNITS
    if meaning.get("measure", "VALUE") != "VALUE" or meaning.get("time_transform", "N") != "N":
        return False
    if unit.dimension == COUNT:
        return bool(office.unit_words(indicator.unit_measure)) and not office.is_count(indicator.unit_measure)
    return unit.unit_measure != indicator.unit_measure
