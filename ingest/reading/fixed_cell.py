"""Cells that can only hold one number: 100 for the whole, a month's share of its year. They are checked, not loaded."""

from __future__ import annotations

from decimal import Decimal

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import TIME_PROGRESS
from ingest.quantity.number import NotANumber, plain, read_number
from ingest.reading.columns import TableColumn
from ingest.reading.number_finding import not_a_number
from ingest.reading.table import Table, TableRow

_HALF = Decimal("0.5")
_MONTHS = 12


def unequal(
    table: Table, row: TableRow, column: TableColumn, equals: str, period: str, place: Place
) -> list[Finding]:
    """A cell that can only hold one number, where it holds another: 100 for the whole, a month's share of its year."""
    cell = table.cell(row, column)
    at = place.at(cell.address)
    subject = f"{row.label}/{'/'.join(column.path)}"
    number = read_number(cell, ("%",))
    if isinstance(number, NotANumber):
        return [not_a_number(number, at, "%", subject)]
    if equals == TIME_PROGRESS:
        month = int(period[5:7])
        expected = Decimal(100 * month) / _MONTHS
        meant_zh, meant_en = f"{month}/{_MONTHS}", f"month {month} of {_MONTHS}"
    else:
        expected = Decimal(equals)
        meant_zh, meant_en = "全部", "the whole"
    half_ulp = _HALF.scaleb(-number.decimals)
    if number.value is None or abs(number.value - expected) <= half_ulp:
        return []
    shown = plain(expected.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"))
    words = {"meant_zh": meant_zh, "meant_en": meant_en}
    return [
        finding(
            "CONSTANT_DIFFERS",
            at,
            found=plain(number.value),
            expected=shown,
            subject=subject,
            **words,
        )
    ]
