"""The values of a table: observations, and the cells that only repeat one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.finding.checked import Checked
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import Meaning
from ingest.observation import CheckCell, Observation, Series
from ingest.office.catalogue import Indicator, Unit
from ingest.period.month import UNKNOWN, in_words
from ingest.quantity.bound import Bound
from ingest.quantity.number import NotANumber, Number, canonical, canonical_bound, read_number
from ingest.reading.context import Return
from ingest.reading.meaning import ANNUAL, meaning_of, series_of, time_of
from ingest.reading.numbers import Rank, impossible, not_a_number, number_hints, ranking, read_rank, unequal
from ingest.reading.tables.table import TableColumn, TableRow, text_of
from ingest.reading.units import one_finding, unit_of_cell
from ingest.workbook.cells.cell import Cell, Kind

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Values:
    """What the value cells of a table hold, and what is wrong with them; filled cell by cell."""

    observations: list[Observation]
    check_cells: list[CheckCell]
    findings: list[Finding]


def read_values(of: Return) -> Values:
    """Observations and check cells of the rows that are no register rows."""
    values = Values([], [], [])
    seen: dict[tuple[str, str], Observation] = {}
    for row in of.table.rows:
        if row.spec.register:
            continue
        for column in of.table.columns:
            if column.block == row.block:
                _read_cell(of, row, column, values, seen)
    values.findings[:] = one_finding(values.findings, of.place)
    return values


def _read_cell(
    of: Return,
    row: TableRow,
    column: TableColumn,
    values: Values,
    seen: dict[tuple[str, str], Observation],
) -> None:
    """Put what one cell says into `values`. `seen`: what the table has said so far, by series and period."""
    own = row.spec.cell_of(column.spec.path)
    equals = (own and own.equals) or column.spec.equals
    if equals:
        values.findings.extend(unequal(of, row, column, equals))
        return
    meaning = meaning_of(of.table.form, row, column, of.period.period)
    if meaning is None:
        values.findings.extend(_unexpected(of, row, column))
        return
    checked = _observation(of, row, column, meaning)
    values.findings.extend(checked.findings)
    observation = checked.value
    if observation is None:
        return
    check_of = (own and own.check_of) or column.spec.check_of
    if target := _repeats(of, row, column, check_of):
        if observation.obs_value is not None:
            values.check_cells.append(_check_cell(observation, target))
        return
    if check_of or row.spec.repeats:
        return  # what it repeats is missing, which is a finding of its own
    key = (observation.series.series_id, observation.time_period)
    if (other := seen.setdefault(key, observation)) is not observation:
        at = of.place.at(observation.cell)
        subject = "/".join((*observation.row_path, *observation.col_path))
        values.findings.append(
            finding("DUPLICATE_VALUE", at, found=observation.cell, other=other.cell, subject=subject)
        )
        return
    values.observations.append(observation)


def _subject(row: TableRow, column: TableColumn) -> str:
    return f"{row.label}/{'/'.join(column.path)}"


def _unexpected(of: Return, row: TableRow, column: TableColumn) -> list[Finding]:
    """Content where a summary row holds none: said, because it is not read."""
    cell = of.table.cell(row, column)
    spec = column.spec
    if spec.stub or spec.row_unit or spec.comment or cell.kind is Kind.BLANK:
        return []
    at = of.place.at(cell.address)
    return [finding("UNEXPECTED_CELL", at, found=text_of(cell), subject=_subject(row, column))]


def _repeats(of: Return, row: TableRow, column: TableColumn, check_of: tuple[str, ...]) -> str:
    """The address of the cell that this one repeats; empty where it repeats none that is there."""
    table = of.table
    if row.spec.repeats:
        repeated = table.form.row_called(row.spec.repeats)
        return next((table.cell(other, column).address for other in table.rows if other.spec is repeated), "")
    return next(
        (table.cell(row, other).address for other in table.columns if other.spec.path == check_of), ""
    )


def _observation(
    of: Return, row: TableRow, column: TableColumn, meaning: Meaning
) -> Checked[Observation | None]:
    """The observation that a cell holds; None where its unit, its number or its month cannot be told."""
    cell = of.table.cell(row, column)
    at = of.place.at(cell.address)
    subject = _subject(row, column)
    checked_unit = unit_of_cell(of, row, cell, meaning, subject)
    unit = checked_unit.value
    if unit is None:
        return Checked(None, checked_unit.findings)
    rank = _rank(of, cell, meaning, unit)
    if isinstance(rank, NotANumber):
        return Checked(None, (not_a_number(rank, at, unit.unit_zh, subject),))
    number = rank.number
    freq, period = time_of(meaning, of.table.form, row, of.period.period)
    # A column that says which month of the year it is needs no other: 1月 … 12月 side by side.
    if freq != ANNUAL and not (of.period.month_known or "months_before" in meaning):
        return Checked(None, _needs_month(of, number, at, subject))
    indicator = of.office.indicators[meaning["indicator_id"]]
    series = series_of(meaning, indicator, row, unit, freq, of.office)
    amount = _amount(number, unit, cell, at, subject)
    if amount.value is None:
        return Checked(None, amount.findings)
    value, bound = amount.value
    status, reason = _status(number, indicator, series, period)
    observation = Observation(
        series=series,
        time_period=period,
        form_id=of.table.form.form_id,
        value_origin="reported",
        reporting_level=meaning.get("reporting_level", indicator.reporting_level),
        submission_id=of.submission.submission_id,
        obs_value=value,
        obs_status=status,
        obs_reason=reason,
        conf_status=indicator.conf_status,
        is_synthetic=of.submission.is_synthetic(of.table.sheet.name, cell.address),
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
        period_raw=of.period.raw,
        period_basis=meaning.get("period_basis", of.period.basis),
        **ranking(of.table, column, series.measure, value),
        value_basis=meaning.get("value_basis", "stated"),
        multiple_stated=number.multiple,
        semantics=number.semantics,
        comment_obs=_comment(of, row),
        sheet=of.table.sheet.name,
        cell=cell.address,
        row_path=row.path,
        col_path=column.path,
    )
    if rank.of_n is not None:
        observation = replace(observation, rank_of_n=rank.of_n)
    return Checked(observation, amount.findings)


def _rank(of: Return, cell: Cell, meaning: Meaning, unit: Unit) -> Rank | NotANumber:
    """The number of a cell, and among how many where it is a place in a ranking that says so."""
    if meaning.get("measure") == "RANK":
        return read_rank(cell, unit.unit_zh)
    number = read_number(
        cell,
        (unit.unit_zh,),
        change=meaning.get("time_transform", "N") != "N",
        negative_marks=of.table.form.negative_marks,
    )
    return number if isinstance(number, NotANumber) else Rank(number, None)


def _amount(
    number: Number, unit: Unit, cell: Cell, at: Place, subject: str
) -> Checked[tuple[Decimal | None, Bound] | None]:
    """A number and its bounds in the canonical unit, with hints on how it was typed; None where it is too large."""
    hints = number_hints(
        number, at, str(cell.value), unit.unit_zh, subject, text_is_usual=unit.dimension == "count"
    )
    bound = canonical_bound(number.bound, unit.unit_mult)
    kept = None if number.value is None else canonical(number.value, unit.unit_mult)
    if bound is None or (number.value is not None and kept is None):
        return Checked(None, (finding("NUMBER_TOO_LARGE", at, found=cell.raw, subject=subject),))
    if kept is None:
        return Checked((None, bound), tuple(hints))
    value, rounded = kept
    if problem := impossible(value, unit, cell, at, subject):
        return Checked(None, (problem,))
    if rounded:
        hints.append(finding("PRECISION_LOST", at, found=cell.raw, read=value, subject=subject))
    return Checked((value, bound), tuple(hints))


def _needs_month(of: Return, number: Number, at: Place, subject: str) -> tuple[Finding, ...]:
    """A figure of a month in a return that names none (截至2024年  月). Blank cells need no month."""
    if number.value is None and not number.has_bounds:
        return ()
    read = in_words(of.period.period)[:5]
    example = f"{read}3月"
    return (
        finding("PERIOD_MISSING", at, found=read, expected=f"如 {example}", subject=subject, example=example),
    )


def _comment(of: Return, row: TableRow) -> str:
    """What the row's column of remarks says: for a count of the work report, the sentence that it stands in."""
    column = next((column for column in of.table.columns if column.spec.comment), None)
    return text_of(of.table.cell(row, column)) if column else ""


def _status(number: Number, indicator: Indicator, series: Series, period: str) -> tuple[str, str]:
    exempt = (
        indicator.january_exempt
        and series.freq == "M"
        and series.accumulation == "PERIOD"
        and period != UNKNOWN
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
