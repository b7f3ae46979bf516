"""What the rows of a register add up to: the totals that a department's own total is held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from expectations.landed import Landed
from ingest.office.catalogue import RegisterMeasure
from ingest.office.facts import Office
from ingest.reading.meaning import ANNUAL


def register_totals(every: Iterable[Landed], office: Office) -> dict[tuple[str, ...], dict[str, Any]]:
    """What each submission's register adds up to, for the measures that the catalogue computes from it.

    By submission, indicator, breakdown, accumulation and time period. `tolerance`: parts that are rounded may
    miss their total by n × half a unit of the last place; a count by nothing. `half_ulp`: that of the finest part.
    """
    totals: dict[tuple[str, ...], dict[str, Any]] = {}
    for one in every:
        rows: dict[int, dict[str, Mapping[str, Any]]] = defaultdict(dict)
        for cell in one.register_cells:
            rows[cell["row_no"]][cell["field"]] = cell
        for measure in office.register_measures:
            if measure.form_id != one.form_id:
                continue
            of_period: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
            for row in rows.values():
                if measure.field in row and _counts(row, measure):
                    of_period[_period_of(row, measure, one.period)].append(row[measure.field])
            if not measure.year_field:
                of_period.setdefault(_period_of({}, measure, one.period), [])
            for period, counted in of_period.items():
                what = (measure.indicator_id, measure.breakdown, measure.accumulation)
                totals[one.submission_id, *what, period] = _added(counted, measure.aggregation)
    return totals


def _counts(row: Mapping[str, Mapping[str, Any]], measure: RegisterMeasure) -> bool:
    """Whether a register row belongs to a measure: its condition, if it has one, holds."""
    where = measure.where_field
    return not where or (_text(row, where) == measure.where_value) == (measure.where_op == "=")


def _period_of(row: Mapping[str, Mapping[str, Any]], measure: RegisterMeasure, period: str) -> str:
    """The period that a row of a register counts for: its own year, where the register states one."""
    if measure.year_field:
        return _text(row, measure.year_field)
    return period[:4] if measure.freq == ANNUAL else period


def _text(row: Mapping[str, Mapping[str, Any]], field: str) -> str:
    """A field's text; empty where the table lacks the field's column."""
    return str(row[field]["value_text"]) if field in row else ""


def _added(cells: Sequence[Mapping[str, Any]], aggregation: str) -> dict[str, Any]:
    if aggregation != "sum":
        # Rows, not codes: the department counts rows, and a code twice is a finding of its own.
        filled = sum(bool(cell["value_text"]) for cell in cells)
        counted = len(cells) if aggregation == "count_distinct" else filled
        return {
            "aggregation": "count",
            "obs_value": Decimal(counted),
            "tolerance": Decimal(0),
            "half_ulp": None,
        }
    ulps = [Decimal(10) ** (cell["reported_unit_mult"] - cell["reported_decimals"]) for cell in cells]
    added = sum((cell["value_number"] for cell in cells if cell["value_number"] is not None), Decimal(0))
    return {
        "aggregation": aggregation,
        "obs_value": added,
        "tolerance": sum(ulps, Decimal(0)) / 2,
        "half_ulp": min(ulps, default=Decimal(0)) / 2,
    }
