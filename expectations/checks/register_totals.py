"""What the rows of a register add up to: the totals that a department's own total is held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.landed import Landed
from ingest.observation import RegisterCell
from ingest.office.catalogue import RegisterMeasure
from ingest.office.facts import Office
from ingest.reading.meaning import ANNUAL

_Fields = Mapping[str, RegisterCell]  # the cells of one row, by field


@dataclass(frozen=True, slots=True)
class RegisterTotal:
    """What a register adds up to, in the canonical unit.

    `tolerance`: parts that are rounded may miss their total by n × half a unit of the last place; a count by
    nothing. `half_ulp`: that of the finest part; None for a count.
    """

    aggregation: str
    value: Decimal
    tolerance: Decimal
    half_ulp: Decimal | None


def register_totals(every: Iterable[Landed], office: Office) -> dict[tuple[str, ...], RegisterTotal]:
    """What each submission's register adds up to, for the measures that the catalogue computes from it.

    By submission, indicator, breakdown, accumulation and time period.
    """
    totals: dict[tuple[str, ...], RegisterTotal] = {}
    for submission in every:
        rows: dict[int, dict[str, RegisterCell]] = defaultdict(dict)
        for cell in submission.register_cells:
            rows[cell.row_no][cell.field] = cell
        for measure in office.register_measures:
            if measure.form_id != submission.form_id:
                continue
            of_period: dict[str, list[RegisterCell]] = defaultdict(list)
            for row in rows.values():
                if measure.field in row and _counts(row, measure):
                    of_period[_period_of(row, measure, submission.period)].append(row[measure.field])
            if not measure.year_field:
                of_period.setdefault(_period_of({}, measure, submission.period), [])
            for period, counted in of_period.items():
                what = (measure.indicator_id, measure.breakdown, measure.accumulation)
                totals[submission.submission_id, *what, period] = _added(counted, measure.aggregation)
    return totals


def _counts(row: _Fields, measure: RegisterMeasure) -> bool:
    """Whether a register row belongs to a measure: its condition, if it has one, holds."""
    where = measure.where_field
    return not where or (_text(row, where) == measure.where_value) == (measure.where_op == "=")


def _period_of(row: _Fields, measure: RegisterMeasure, period: str) -> str:
    """The period that a row of a register counts for: its own year, where the register states one."""
    if measure.year_field:
        return _text(row, measure.year_field)
    return period[:4] if measure.freq == ANNUAL else period


def _text(row: _Fields, field: str) -> str:
    """A field's text; empty where the table lacks the field's column."""
    return row[field].value_text if field in row else ""


def _added(cells: Sequence[RegisterCell], aggregation: str) -> RegisterTotal:
    if aggregation != "sum":
        # Rows, not codes: the department counts rows, and a code twice is a finding of its own.
        filled = sum(bool(cell.value_text) for cell in cells)
        counted = len(cells) if aggregation == "count_distinct" else filled
        return RegisterTotal("count", Decimal(counted), Decimal(0), None)
    ulps = [Decimal(10) ** (cell.reported_unit_mult - cell.reported_decimals) for cell in cells]
    added = sum((cell.value_number for cell in cells if cell.value_number is not None), Decimal(0))
    return RegisterTotal(aggregation, added, sum(ulps, Decimal(0)) / 2, min(ulps, default=Decimal(0)) / 2)
