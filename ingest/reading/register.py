"""Register rows: one row of a ledger kept by a department, cell by cell, with its natural key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.label import label_key
from ingest.observation import RegisterCell
from ingest.office.catalogue import Unit
from ingest.office.facts import Office
from ingest.period.calendar_date import SERIAL, read_date, read_month
from ingest.period.stated_period import ASSUMED, RESOLVED
from ingest.quantity.bound import POINT
from ingest.quantity.number import NotANumber, Number, canonical, read_number
from ingest.quantity.why_no_number import WhyNoNumber
from ingest.reading.columns import TableColumn
from ingest.reading.handed_in import HandedIn
from ingest.reading.number_finding import not_a_number, number_hints
from ingest.reading.table import Table, TableRow, text_of
from ingest.workbook.cells.cell import Cell, Kind

# What a yes-or-no column is kept as, and how clerks write it.
YES, NO = "是", "否"
_YES = frozenset({YES, "√", "✓", "✔", "1", "有", "对", "Y", "YES"})
_NO = frozenset({NO, "×", "✗", "✘", "0", "无", "N", "NO"})


def read_register(
    table: Table, office: Office, handed_in: HandedIn, unit: Unit | None, place: Place
) -> tuple[list[RegisterCell], list[Finding]]:
    """The rows of the table's register. Amounts are in the canonical unit of `unit` or of their column's own."""
    cells: list[RegisterCell] = []
    problems: list[Finding] = []
    columns = [column for column in table.columns if column.spec.field]
    # A column may have a unit of its own: 建筑面积(万㎡) beside 总投资(万元).
    units = {
        column.spec.field: office.unit(column.spec.unit) if column.spec.unit else unit for column in columns
    }
    for row in table.rows:
        if not row.spec.register:
            continue
        read = [(column, *_read(table, row, column, units[column.spec.field], place)) for column in columns]
        problems += [problem for *_, found in read for problem in found]
        key = "|".join(value.text for column, value, _ in read if column.spec.key)
        problems += [
            _blank_key(table, row, column, place)
            for column, value, _ in read
            if column.spec.key and not value.text
        ]
        for column, value, _ in read:
            source = table.cell(row, column)
            of_column = units[column.spec.field]
            cells.append(
                RegisterCell(
                    submission_id=handed_in.submission_id,
                    register=row.spec.register,
                    row_no=row.number,
                    row_key=key,
                    field=column.spec.field,
                    kind=column.spec.type,
                    value_text=value.text,
                    value_number=value.number,
                    value_date=value.day,
                    unit_measure=of_column.unit_measure if of_column and _is_amount(column) else "_Z",
                    reported_unit_mult=of_column.unit_mult if of_column and _is_amount(column) else 0,
                    reported_decimals=value.decimals,
                    raw_text=source.raw,
                    sheet=table.sheet.name,
                    cell=source.address,
                    is_synthetic=handed_in.is_synthetic(table.sheet.name, source.address),
                    conf_status="C",  # a row names a unit: Statistics Law, data of single respondents
                )
            )
    return cells, problems


def _is_amount(column: TableColumn) -> bool:
    return column.spec.type == "amount"


def _blank_key(table: Table, row: TableRow, column: TableColumn, place: Place) -> Finding:
    cell = table.cell(row, column).address
    at = place.at(cell)
    return finding(
        "KEY_MISSING", at, expected=" / ".join(column.path), subject=f"{row.label}/{column.spec.field}"
    )


@dataclass(frozen=True, slots=True)
class _Value:
    """A register cell's value: always its text, besides a number or a day where its type has one."""

    text: str
    number: Decimal | None = None
    day: date | None = None
    decimals: int = 0


def _read(
    table: Table, row: TableRow, column: TableColumn, unit: Unit | None, place: Place
) -> tuple[_Value, list[Finding]]:
    cell = table.cell(row, column)
    at = place.at(cell.address)
    subject = f"{row.label}/{'/'.join(column.path)}"
    match column.spec.type:
        case "amount" | "count":
            # An amount merged over rows belongs to the first of them; repeating it would count it twice.
            words = (unit.unit_zh,) if unit and column.spec.type == "amount" else ()
            number = read_number(cell, words, negative_marks=table.form.negative_marks)
            if isinstance(number, Number) and number.bound != POINT:
                # Rows are added up, and a sum of bounds is no sum.
                number = NotANumber("TEXT_IN_NUMBER", str(cell.value), WhyNoNumber.NO_POINT)
            if isinstance(number, NotANumber):
                return _Value(cell.raw), [not_a_number(number, at, unit.unit_zh if unit else "", subject)]
            hints = number_hints(number, at, str(cell.value), unit.unit_zh if unit else "", subject)
            if number.value is None:
                return _Value(text_of(cell)), hints
            kept = canonical(number.value, unit.unit_mult if unit and column.spec.type == "amount" else 0)
            if kept is None:
                return _Value(cell.raw), [finding("NUMBER_TOO_LARGE", at, found=cell.raw, subject=subject)]
            value = kept[0]
            return _Value(f"{value:f}", value, None, number.decimals), hints
        case "date" | "month":
            return _read_time(
                table.sheet.merged_value_cell(row.number, column.number), column.spec.type, at, subject
            )
        case "yes_no":
            return _yes_or_no(table.sheet.merged_value_cell(row.number, column.number), column, at, subject)
        case _:
            source = table.sheet.merged_value_cell(row.number, column.number)
            if source.kind in (Kind.ERROR, Kind.UNCALCULATED):
                rule = "ERROR_CELL" if source.kind is Kind.ERROR else "UNCALCULATED_FORMULA"
                return _Value(source.raw), [
                    finding(rule, at, found=source.raw or f"={source.formula}", subject=subject)
                ]
            return _Value(text_of(source)), []


def _yes_or_no(cell: Cell, column: TableColumn, at: Place, subject: str) -> tuple[_Value, list[Finding]]:
    """是 or 否, however the clerk ticks it. `means_yes` of the column are words that mean 是 in this form."""
    said = label_key(text_of(cell))
    if said in _YES or said in column.spec.means_yes:
        return _Value(YES), []
    if said in _NO:
        return _Value(NO), []
    if not said:
        return _Value(""), []
    return _Value(text_of(cell)), [finding("NOT_YES_OR_NO", at, found=text_of(cell), subject=subject)]


def _read_time(cell: Cell, kind: str, at: Place, subject: str) -> tuple[_Value, list[Finding]]:
    if cell.kind is Kind.BLANK:
        return _Value(""), []
    month = read_month(cell, at.period) if kind == "month" else None
    day = read_date(cell, at.period) if kind == "date" else None
    if month:
        return _Value(month.month), _date_hints(month.basis, month.month, cell, at, subject)
    if day:
        text = day.day.isoformat()
        return _Value(text, None, day.day), _date_hints(day.basis, text, cell, at, subject)
    expected = "2023-12" if kind == "month" else "2023-12-14"
    return _Value(text_of(cell)), [
        finding("NOT_A_DATE", at, found=text_of(cell), expected=expected, subject=subject)
    ]


def _date_hints(basis: str, read: str, cell: Cell, at: Place, subject: str) -> list[Finding]:
    """What is worth a hint in how a date was typed: a bare serial number, a year cut short or left out."""
    if basis == SERIAL:
        return [finding("DATE_AS_SERIAL", at, found=cell.raw, read=read, subject=subject)]
    if basis in (ASSUMED, RESOLVED):
        return [finding("YEAR_COMPLETED", at, found=text_of(cell), read=read, subject=subject)]
    return []
