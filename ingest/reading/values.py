"""The values of a table: observations, and the cells that only repeat one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import Meaning
from ingest.observation import CheckCell, Observation, Series
from ingest.office.catalogue import Indicator, Unit
from ingest.office.facts import Office
from ingest.period.month import in_words
from ingest.quantity.number import NotANumber, Number, canonical, canonical_bound, read_number
from ingest.reading.cell_unit import unit_of_cell
from ingest.reading.columns import TableColumn
from ingest.reading.fixed_cell import unequal
from ingest.reading.handed_in import HandedIn
from ingest.reading.meaning import ANNUAL, meaning_of, series_of, time_of
from ingest.reading.number_finding import not_a_number, number_hints
from ingest.reading.ranking import ranking, read_rank
from ingest.reading.table import Table, TableRow, text_of
from ingest.reading.told_period import Told
from ingest.workbook.cells.cell import Kind

_HALF = Decimal("0.5")


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
    told: Told
    unit: Unit | None
    place: Place


def read_values(
    table: Table, office: Office, handed_in: HandedIn, told: Told, unit: Unit | None, place: Place
) -> Values:
    """Observations and check cells of the rows that are no register rows."""
    reading = _Reading(table, office, handed_in, told, unit, place)
    values = Values([], [], [])
    seen: dict[tuple[str, str], Observation] = {}
    for row in table.rows:
        if row.spec.register:
            continue
        for column in table.columns:
            if column.block == row.block:
                _read_cell(reading, row, column, values, seen)
    return values


def _read_cell(
    reading: _Reading,
    row: TableRow,
    column: TableColumn,
    values: Values,
    seen: dict[tuple[str, str], Observation],
) -> None:
    """Put what one cell says into `values`. `seen`: what the table has said so far, by series and period."""
    own = row.spec.cell_of(column.spec.path)
    equals = (own and own.equals) or column.spec.equals
    if equals:
        values.findings.extend(
            unequal(reading.table, row, column, equals, reading.told.period, reading.place)
        )
        return
    meaning = meaning_of(reading.table.form, row, column, reading.told.period)
    if meaning is None:
        values.findings.extend(_unexpected(reading, row, column))
        return
    observation, problems = _observation(reading, row, column, meaning)
    values.findings.extend(problems)
    if observation is None:
        return
    check_of = (own and own.check_of) or column.spec.check_of
    if target := _repeats(reading, row, column, check_of):
        if observation.obs_value is not None:
            values.check_cells.append(_check_cell(observation, target))
        return
    if check_of or row.spec.repeats:
        return  # what it repeats is missing, which is a finding of its own
    key = (observation.series.series_id, observation.time_period)
    if (other := seen.setdefault(key, observation)) is not observation:
        at = reading.place.at(observation.cell)
        subject = "/".join((*observation.row_path, *observation.col_path))
        values.findings.append(
            finding("DUPLICATE_VALUE", at, found=observation.cell, other=other.cell, subject=subject)
        )
        return
    values.observations.append(observation)


def _subject(row: TableRow, column: TableColumn) -> str:
    return f"{row.label}/{'/'.join(column.path)}"


def _unexpected(reading: _Reading, row: TableRow, column: TableColumn) -> list[Finding]:
    """Content where a summary row holds none: said, because it is not read."""
    cell = reading.table.cell(row, column)
    spec = column.spec
    if spec.stub or spec.row_unit or spec.comment or cell.kind is Kind.BLANK:
        return []
    at = reading.place.at(cell.address)
    return [finding("UNEXPECTED_CELL", at, found=text_of(cell), subject=_subject(row, column))]


def _repeats(reading: _Reading, row: TableRow, column: TableColumn, check_of: tuple[str, ...]) -> str:
    """The address of the cell that this one repeats; empty where it repeats none that is there."""
    table = reading.table
    if row.spec.repeats:
        of = table.form.row_called(row.spec.repeats)
        return next((table.cell(other, column).address for other in table.rows if other.spec is of), "")
    return next(
        (table.cell(row, other).address for other in table.columns if other.spec.path == check_of), ""
    )


def _observation(
    reading: _Reading, row: TableRow, column: TableColumn, meaning: Meaning
) -> tuple[Observation | None, list[Finding]]:
    indicator = reading.office.indicators[meaning["indicator_id"]]
    cell = reading.table.cell(row, column)
    at = reading.place.at(cell.address)
    subject = _subject(row, column)
    unit, problems = unit_of_cell(
        reading.table, row, cell, meaning, reading.unit, reading.office, reading.place, subject
    )
    if unit is None:
        return None, problems
    ranks = meaning.get("measure") == "RANK"
    rank = read_rank(cell, unit.unit_zh) if ranks else None
    number: Number | NotANumber
    if rank is not None:
        number = rank if isinstance(rank, NotANumber) else rank.number
    else:
        number = read_number(
            cell,
            (unit.unit_zh,),
            change=meaning.get("time_transform", "N") != "N",
            negative_marks=reading.table.form.negative_marks,
        )
    if isinstance(number, NotANumber):
        return None, [not_a_number(number, at, unit.unit_zh, subject)]
    freq, period = time_of(meaning, reading.table.form, row, reading.told.period)
    # A column that says which month of the year it is needs no other: 1月 … 12月 side by side.
    if freq != ANNUAL and not (reading.told.month_known or "months_before" in meaning):
        return None, _needs_month(reading, number, at, subject)
    problems += number_hints(
        number, at, str(cell.value), unit.unit_zh, subject, text_is_usual=unit.dimension == "count"
    )
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
    series = series_of(meaning, indicator, row, unit, freq, reading.office)
    status, reason = _status(number, indicator, series, period)
    observation = Observation(
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
        period_raw=reading.told.raw,
        period_basis=meaning.get("period_basis", reading.told.basis),
        **ranking(reading.table, column, series.measure),
        value_basis=meaning.get("value_basis", "stated"),
        multiple_stated=number.multiple,
        semantics=number.semantics,
        comment_obs=_comment(reading, row),
        sheet=reading.table.sheet.name,
        cell=cell.address,
        row_path=row.path,
        col_path=column.path,
    )
    if rank is not None and not isinstance(rank, NotANumber) and rank.of_n is not None:
        observation = replace(observation, rank_of_n=rank.of_n)
    return observation, problems


def _needs_month(reading: _Reading, number: Number, at: Place, subject: str) -> list[Finding]:
    """A figure of a month in a return that names none (截至2024年  月). Blank cells need no month."""
    if number.value is None and not number.has_bounds:
        return []
    read = in_words(reading.told.period)[:5]
    return [finding("PERIOD_MISSING", at, found=read, expected=f"{read}3月", subject=subject)]


def _comment(reading: _Reading, row: TableRow) -> str:
    """What the row's column of remarks says: for a count of the work report, the sentence that it stands in."""
    column = next((column for column in reading.table.columns if column.spec.comment), None)
    return text_of(reading.table.cell(row, column)) if column else ""


def _status(number: Number, indicator: Indicator, series: Series, period: str) -> tuple[str, str]:
    exempt = (
        indicator.january_exempt
        and series.freq == "M"
        and series.accumulation == "PERIOD"
        and int(period[5:7]) <= 2
    )
    if number.value is None and exempt and not number.has_bounds:
        return "M", "JAN_EXEMPT"
    return number.status, number.reason


def _check_cell(read: Observation, of_cell: str) -> CheckCell:
    return CheckCell(
        submission_id=read.submission_id,
        series_id=read.series.series_id,
        time_period=read.time_period,
        obs_value=read.obs_value,
        half_ulp=_HALF.scaleb(read.reported_unit_mult - read.reported_decimals),
        raw_text=read.raw_text,
        sheet=read.sheet,
        cell=read.cell,
        of_cell=of_cell,
        is_synthetic=read.is_synthetic,
    )
