"""The unit that a form's table states in a line of its own: 单位:万元."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.label import label_key, unit_line
from ingest.office.catalogue import Unit
from ingest.office.facts import Office
from ingest.reading.table import Table, text_of
from ingest.workbook.cells.cell import Cell, Kind


def stated_unit(table: Table, office: Office, place: Place) -> tuple[Unit | None, list[Finding]]:
    """The unit that the line above the header states: 单位:万元. None where the form's columns have their own."""
    if not table.form.unit_line:
        return None, []
    expected = "、".join(table.form.unit_line)
    lines = _unit_lines(table.above)
    if not lines:
        # Moved: behind the header or below the table, where it is as plain as above it.
        body = {row.number for row in table.rows}
        lines = _unit_lines(cell for cell in table.sheet.cells() if cell.row not in body)
    if not lines:
        at = place.at(table.anchor)
        return None, [finding("MISSING_UNIT", at, expected=expected, subject="unit")]
    cell, match = lines[-1]
    known = {label_key(word): word for word in table.form.unit_line}
    stated = list(dict.fromkeys(line[1] for _, line in lines))
    if len(stated) > 1:
        at = place.at(cell.address)
        return None, [finding("UNKNOWN_UNIT", at, found="、".join(stated), expected=expected, subject="unit")]
    if match[1] not in known:
        at = place.at(cell.address)
        return None, [finding("UNKNOWN_UNIT", at, found=match[1], expected=expected, subject="unit")]
    return office.unit(known[match[1]]), []


def _unit_lines(cells: Iterable[Cell]) -> list[tuple[Cell, re.Match[str]]]:
    texts = (cell for cell in cells if cell.kind is Kind.TEXT)
    return [(cell, match) for cell in texts if (match := unit_line(text_of(cell)))]
