"""Numbers in the cells of a form: places in a ranking, cells that can only hold one number, and what is worth a
hint or a finding in how a number was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ingest.decimal_text import plain
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import TIME_PROGRESS
from ingest.office.catalogue import Unit
from ingest.quantity.bound import POINT
from ingest.quantity.number import NotANumber, Number, read_number
from ingest.quantity.why_no_number import WhyNoNumber
from ingest.reading.context import Return
from ingest.reading.meaning import COUNT
from ingest.reading.tables.table import FormTable, TableColumn, TableRow
from ingest.workbook.cells.cell import Cell, Kind

_AMONG = re.compile(r"\s*(?P<rank>[0-9]{1,4})\s*[/／]\s*(?P<of_n>[0-9]{1,4})\s*")
# The signs of the yearbooks and a blank cell: departments are told to write them.
_USUAL_REASONS = frozenset({"NOT_STATED", "NOT_APPLICABLE", "BELOW_UNIT"})
_HALF = Decimal("0.5")
_MONTHS = 12
_RATES = frozenset({"percent", "percentage_point"})
_MOST_PERCENT = 1_000_000


@dataclass(frozen=True, slots=True)
class Rank:
    """A place, and among how many where the cell says so."""

    number: Number
    of_n: int | None


def read_rank(cell: Cell, unit: str) -> Rank | NotANumber:
    """Read a cell where a rank belongs.

    A date is refused: Excel makes 2月9日 of a typed 2/9, and which of the two was meant only the clerk knows.
    """
    if cell.kind is Kind.DATE:
        return NotANumber("RANK_AS_DATE", cell.raw)
    if cell.kind is Kind.TEXT and (match := _AMONG.fullmatch(str(cell.value))):
        rank, of_n = int(match["rank"]), int(match["of_n"])
        if not 1 <= rank <= of_n:
            return NotANumber("TEXT_IN_NUMBER", str(cell.value), WhyNoNumber.NO_NUMBER)
        return Rank(Number(Decimal(rank), 0, "A", ""), of_n)
    number = read_number(cell, (unit,))
    return number if isinstance(number, NotANumber) else Rank(number, None)


def ranking(table: FormTable, column: TableColumn, measure: str, place: Decimal | None) -> dict[str, Any]:
    """Among how many, among whom and by what a rank is given; `_Z` for what is no rank.

    `place`: None where a cell for a rank has none (blank, —): what is not ranked is not among anybody.
    """
    if measure != "RANK" or place is None:
        return {"rank_of_n": None, "rank_universe": "_Z", "rank_basis": "_Z"}
    rank = table.form.rank
    return {
        "rank_of_n": _ranked_places(table, column),
        "rank_universe": rank.get("universe", "_U"),
        "rank_basis": rank.get("basis", "unknown"),
    }


def _ranked_places(table: FormTable, column: TableColumn) -> int | None:
    """How many places are ranked: those with a value in the column that the rank is of, or with a rank though their value is
    not given.

    None where the form lists fewer places than it ranks: an excerpt does not say among how many. The row of
    the whole (全县) beside those of its areas is no place.
    """
    by_path = {other.spec.path: other for other in table.columns}
    ranked = by_path.get(column.spec.rank_of)
    if ranked is None:
        return None
    places = [row for row in table.rows if row.spec.areas] or table.rows
    of_n = sum(
        _value(table.cell(row, ranked), "%") is not None or _value(table.cell(row, column)) is not None
        for row in places
    )
    ranks = [rank for row in table.rows if (rank := _value(table.cell(row, column))) is not None]
    return of_n if len(ranks) > 1 and min(ranks) <= of_n else None


def _value(cell: Cell, *units: str) -> Decimal | None:
    """The number of a cell, where it is one."""
    number = read_number(cell, units)
    return number.value if isinstance(number, Number) else None


def not_a_number(problem: NotANumber, at: Place, unit: str, subject: str) -> Finding:
    """What is said of a cell without a number. `unit`: that of its column."""
    why_zh, why_en = problem.why.words if problem.why else ("", "")
    words = {"why_zh": why_zh, "why_en": why_en, "write": unit}
    return finding(problem.rule, at, found=problem.found, expected=unit, subject=subject, **words)


def impossible(value: Decimal, unit: Unit, cell: Cell, at: Place, subject: str) -> Finding | None:
    """What is wrong with a number that nothing in its unit can be. `value`: in the canonical unit.

    Half a project, and a growth beyond ten thousand times: another column's figure, or another row's.
    """
    if unit.dimension == COUNT and value != value.to_integral_value():
        return finding("COUNT_NOT_WHOLE", at, found=cell.raw, expected=unit.unit_zh, subject=subject)
    if unit.dimension in _RATES and abs(value) > _MOST_PERCENT:
        return finding("NUMBER_TOO_LARGE", at, found=f"{cell.raw}{unit.unit_zh}", subject=subject)
    return None


def number_hints(
    number: Number, at: Place, text: str, unit: str, subject: str, *, text_is_usual: bool = False
) -> list[Finding]:
    """Hints on a number that was read. `text_is_usual`: 27个 in a column of counts is how forms are filled in."""
    if number.bound != POINT:
        read = f"{number.bound}" if number.has_bounds else f"{number.bound}{number.value:f}"
        return [finding("QUALIFIED_NUMBER", at, found=text, read=f"{read} {unit}".strip(), subject=subject)]
    if number.value is None:
        usual = number.reason in _USUAL_REASONS
        return [] if usual else [finding("MARK_READ", at, found=text, read=number.reason, subject=subject)]
    if number.as_text and not text_is_usual:
        return [finding("NUMBER_AS_TEXT", at, found=text, read=number.value, subject=subject)]
    return []


def unequal(of: Return, row: TableRow, column: TableColumn, equals: str) -> list[Finding]:
    """A cell that can only hold one number, where it holds another: 100 for the whole, a month's share of its year.

    Such a cell is checked, not loaded.
    """
    cell = of.table.cell(row, column)
    at = of.place.at(cell.address)
    subject = f"{row.label}/{'/'.join(column.path)}"
    number = read_number(cell, ("%",))
    if isinstance(number, NotANumber):
        return [not_a_number(number, at, "%", subject)]
    if equals == TIME_PROGRESS and not of.period.is_known:
        return []
    if equals == TIME_PROGRESS:
        month = int(of.period.period[5:7])
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
