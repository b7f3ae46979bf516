"""The values of a table: each cell's meaning, put together from its row, its column and the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.catalogue import Indicator, Office, Unit
from ingest.finding import Finding, Place, finding
from ingest.handed_in import HandedIn
from ingest.number import NotANumber, Number, canonical, canonical_bound, read_number
from ingest.number_finding import not_a_number, number_hints
from ingest.observation import CheckCell, Observation, Series
from ingest.period import months_before
from ingest.table import Table, TableColumn, TableRow, text_of
from ingest.workbook.cell import Kind


@dataclass(frozen=True, slots=True)
class Values:
    observations: list[Observation]
    check_cells: list[CheckCell]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stays the same for every cell of one table."""

    table: Table
    office: Office
    handed_in: HandedIn
    period: str
    period_raw: str
    period_basis: str
    unit: Unit | None
    place: Place


def read_values(
    table: Table,
    office: Office,
    handed_in: HandedIn,
    period: str,
    period_raw: str,
    period_basis: str,
    unit: Unit | None,
    place: Place,
) -> Values:
    """Observations and check cells of the rows that are no register rows."""
    reading = _Reading(table, office, handed_in, period, period_raw, period_basis, unit, place)
    values = Values([], [], [])
    seen: dict[tuple[str, str], Observation] = {}
    for row in table.rows:
        if row.spec.register:
            continue
        for column in table.columns:
            if column.block != row.block:
                continue
            meaning = _meaning(reading, row, column)
            if meaning is None:
                values.findings.extend(_unexpected(reading, row, column))
                continue
            observation, problems = _observation(reading, row, column, meaning)
            values.findings.extend(problems)
            if observation is None:
                continue
            if column.spec.check_of:
                values.check_cells.extend(_check_cell(reading, row, column, observation))
                continue
            key = (observation.series.series_id, observation.time_period)
            if (other := seen.setdefault(key, observation)) is not observation:
                at = _at(place, observation.cell)
                subject = "/".join((*observation.row_path, *observation.col_path))
                values.findings.append(
                    finding("DUPLICATE_VALUE", at, found=observation.cell, other=other.cell, subject=subject)
                )
                continue
            values.observations.append(observation)
    return values


def _at(place: Place, cell: str) -> Place:
    return Place(place.file, place.sheet, cell, place.submission_id, place.form_id, place.period)


def _meaning(reading: _Reading, row: TableRow, column: TableColumn) -> Mapping[str, Any] | None:
    """A cell's words put together; None where the form puts no value."""
    form = reading.table.form
    spec = form.column(column.spec.check_of) if column.spec.check_of else column.spec
    if spec is None or spec.value is None:
        return None
    meaning = {**form.defaults, **spec.value, **row.spec.value}
    return meaning if "indicator_id" in meaning else None


def _unexpected(reading: _Reading, row: TableRow, column: TableColumn) -> list[Finding]:
    """Content where a summary row holds none: said, because it is not read."""
    cell = reading.table.cell(row, column)
    if column.spec.stub or column.spec.row_unit or cell.kind is Kind.BLANK:
        return []
    subject = f"{row.label}/{'/'.join(column.path)}"
    return [
        finding("UNEXPECTED_CELL", _at(reading.place, cell.address), found=text_of(cell), subject=subject)
    ]


def _row_unit(reading: _Reading, row: TableRow) -> tuple[Unit | None, list[Finding]]:
    """The unit that the row's own unit column states, where the form has one."""
    column = next((column for column in reading.table.columns if column.spec.row_unit), None)
    if column is None:
        return reading.unit, []
    cell = reading.table.sheet.merged_value_cell(row.number, column.number)
    word = text_of(cell)
    if word in column.spec.row_unit and (unit := reading.office.unit(word)):
        return unit, []
    problem = finding(
        "UNKNOWN_UNIT" if word else "MISSING_UNIT",
        _at(reading.place, cell.address),
        found=word,
        expected="、".join(column.spec.row_unit),
        subject=f"{row.label}/unit",
    )
    return None, [problem]


def _observation(
    reading: _Reading, row: TableRow, column: TableColumn, meaning: Mapping[str, Any]
) -> tuple[Observation | None, list[Finding]]:
    indicator = reading.office.indicators[meaning["indicator_id"]]
    cell = reading.table.cell(row, column)
    at = _at(reading.place, cell.address)
    subject = f"{row.label}/{'/'.join(column.path)}"
    problems: list[Finding] = []
    if "unit" in meaning:
        unit = reading.office.unit(meaning["unit"])
    else:
        unit, problems = _row_unit(reading, row)
    if unit is None:
        return None, problems
    number = read_number(
        cell,
        (unit.unit_zh,),
        change=meaning.get("time_transform", "N") != "N",
        negative_marks=reading.table.form.negative_marks,
    )
    if isinstance(number, NotANumber):
        return None, [not_a_number(number, at, unit.unit_zh, subject)]
    counts = unit.dimension == "count"
    problems += number_hints(number, at, str(cell.value), unit.unit_zh, subject, text_is_usual=counts)
    value = None
    bound = canonical_bound(number.bound, unit.unit_mult)
    if bound is None:
        return None, [finding("NUMBER_TOO_LARGE", at, found=cell.raw, subject=subject)]
    if number.value is not None:
        kept = canonical(number.value, unit.unit_mult)
        if kept is None:
            return None, [finding("NUMBER_TOO_LARGE", at, found=cell.raw, subject=subject)]
        value, rounded = kept
        if rounded:
            problems.append(finding("PRECISION_LOST", at, found=cell.raw, read=value, subject=subject))
    period = months_before(reading.period, meaning.get("months_before", 0))
    series = _series(reading, indicator, row, meaning, unit)
    status, reason = _status(number, indicator, series, period)
    return (
        Observation(
            series=series,
            time_period=period,
            form_id=reading.table.form.form_id,
            value_origin="reported",
            reporting_level=meaning.get("reporting_level", indicator.reporting_level),
            submission_id=reading.handed_in.submission_id,
            obs_value=value,
            obs_status=status,
            obs_reason=reason,
            conf_status=indicator.conf_status,
            is_synthetic=reading.handed_in.is_synthetic(reading.table.sheet.name, cell.address),
            qualifier=bound.qualifier if value is not None or number.has_bounds else "_Z",
            value_low=bound.low,
            low_inclusive=bound.low_inclusive,
            value_high=bound.high,
            high_inclusive=bound.high_inclusive,
            bound_basis=bound.basis,
            reported_value=number.stated if value is None else number.value,
            reported_unit=unit.unit_zh,
            reported_unit_mult=unit.unit_mult,
            reported_decimals=number.decimals,
            raw_text=cell.raw if cell.kind is not Kind.TEXT else str(cell.value),
            number_format=cell.number_format,
            period_raw=reading.period_raw,
            period_basis=reading.period_basis,
            **_ranking(reading, column, series),
            value_basis="stated",
            sheet=reading.table.sheet.name,
            cell=cell.address,
            row_path=row.path,
            col_path=column.path,
        ),
        problems,
    )


def _series(
    reading: _Reading, indicator: Indicator, row: TableRow, meaning: Mapping[str, Any], unit: Unit
) -> Series:
    return Series(
        indicator_id=indicator.indicator_id,
        measure=meaning.get("measure", "VALUE"),
        method_id=meaning.get("method_id", indicator.method_id),
        ref_area=row.area.ref_area if row.area else meaning.get("ref_area", reading.office.ref_area),
        place_id=meaning.get("place_id", "_T"),
        component_area=meaning.get("component_area", "_Z"),
        breakdown=meaning.get("breakdown", "_T"),
        freq=reading.table.form.freq,
        accumulation=meaning.get("accumulation", indicator.accumulation),
        time_transform=meaning.get("time_transform", "N"),
        # Kept on growth rows too: growth of foreign capital in dollars and in yuan differ.
        currency=meaning.get("currency", indicator.currency),
        price_basis=meaning.get("price_basis", indicator.price_basis),
        # Counts share the word 个: what is counted is the indicator's own unit.
        unit_measure=indicator.unit_measure if unit.dimension == "count" else unit.unit_measure,
        status_class=meaning.get("status_class", "actual"),
        target_kind=meaning.get("target_kind", "_Z"),
        scope_basis=meaning.get("scope_basis", "OWN"),
    )


def _status(number: Number, indicator: Indicator, series: Series, period: str) -> tuple[str, str]:
    exempt = indicator.january_exempt and series.accumulation == "PERIOD" and int(period[5:7]) <= 2
    if number.value is None and exempt and not number.has_bounds:
        return "M", "JAN_EXEMPT"
    return number.status, number.reason


def _ranking(reading: _Reading, column: TableColumn, series: Series) -> dict[str, Any]:
    """Among how many, among whom and by what a rank is given; `_Z` for what is no rank."""
    if series.measure != "RANK":
        return {"rank_of_n": None, "rank_universe": "_Z", "rank_basis": "_Z"}
    rank = reading.table.form.rank
    return {
        "rank_of_n": _ranked_places(reading, column),
        "rank_universe": rank.get("universe", "_U"),
        "rank_basis": rank.get("basis", "unknown"),
    }


def _ranked_places(reading: _Reading, column: TableColumn) -> int | None:
    """How many places have a value in the column that a rank is of.

    None where the form lists fewer places than it ranks: an excerpt does not say among how many.
    """
    by_path = {other.spec.path: other for other in reading.table.columns}
    ranked = by_path.get(column.spec.rank_of)
    if ranked is None:
        return None
    read = [read_number(reading.table.cell(row, ranked), ("%",)) for row in reading.table.rows]
    of_n = sum(isinstance(number, Number) and number.value is not None for number in read)
    stated = [read_number(reading.table.cell(row, column)) for row in reading.table.rows]
    ranks = [number.value for number in stated if isinstance(number, Number) and number.value is not None]
    return of_n if len(ranks) > 1 and min(ranks) <= of_n else None


def _check_cell(reading: _Reading, row: TableRow, column: TableColumn, read: Observation) -> list[CheckCell]:
    """The check cell, unless the column that it repeats is missing (which is a finding of its own)."""
    return [
        CheckCell(
            submission_id=read.submission_id,
            series_id=read.series.series_id,
            time_period=read.time_period,
            obs_value=read.obs_value,
            raw_text=read.raw_text,
            sheet=read.sheet,
            cell=read.cell,
            of_cell=reading.table.cell(row, target).address,
            is_synthetic=read.is_synthetic,
        )
        for target in reading.table.columns
        if target.spec.path == column.spec.check_of
    ]
