"""Register rows: one row of a ledger kept by a department, cell by cell, with its natural key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

from ingest.finding.checked import Checked
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import Meaning
from ingest.label import label_key
from ingest.observation import RegisterCell
from ingest.office.catalogue import Unit
from ingest.period.calendar_date import SERIAL, months_of_decimal, read_date, read_month
from ingest.period.stated_period import ASSUMED, RESOLVED
from ingest.quantity.bound import POINT
from ingest.quantity.missing_mark import missing_mark
from ingest.quantity.number import NotANumber, Number, canonical, read_number
from ingest.quantity.why_no_number import WhyNoNumber
from ingest.reading.context import Return
from ingest.reading.numbers import impossible, not_a_number, number_hints
from ingest.reading.tables.table import TableColumn, TableRow, text_of
from ingest.reading.units import missing_unit
from ingest.workbook.cells.cell import Cell, Kind

# What a yes-or-no column is kept as, and how clerks write it.
YES, NO = "是", "否"
_YES = frozenset({YES, "√", "✓", "✔", "1", "有", "对", "Y", "YES"})
_NO = frozenset({NO, "×", "✗", "✘", "0", "无", "N", "NO"})


@dataclass(frozen=True, slots=True)
class _Value:
    """A register cell's value: always its text, besides a number or a day where its type has one."""

    text: str
    number: Decimal | None = None
    day: date | None = None
    decimals: int = 0

    @property
    def says(self) -> str:
        """Its text; empty for a mark that says that there is none: 无, —, /."""
        return "" if missing_mark(self.text) else self.text


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of a register with the unit of its amounts: its own (建筑面积(万㎡)), else the table's."""

    column: TableColumn
    unit: Unit | None
    counted: Unit | None = None  # in what a column of counts counts: 户, 栋

    @property
    def amount_unit(self) -> Unit | None:
        """The unit of what is measured; None for counts, days and texts."""
        return self.unit if self.column.spec.type == "amount" else None

    @property
    def lacks_unit(self) -> bool:
        """Whether amounts stand here and nothing says of what."""
        return self.unit is None and self.column.spec.type == "amount"


def read_register(of: Return) -> Checked[tuple[RegisterCell, ...]]:
    """The rows of the table's register, cell by cell. Amounts are in the canonical unit of their column."""
    fields = [
        _Field(
            column,
            of.office.unit(column.spec.unit) if column.spec.unit else _unit_of_line(of, column),
            of.office.unit((column.spec.value or {}).get("unit", ""))
            if column.spec.type == "count"
            else None,
        )
        for column in of.table.columns
        if column.spec.field
    ]
    cells: list[RegisterCell] = []
    problems = [] if of.unit.is_told else [_bare(of, field) for field in fields if field.lacks_unit]
    for row in of.table.rows:
        if row.spec.register:
            read = _read_row(of, row, fields)
            cells += read.value
            problems += read.findings
    return Checked(tuple(cells), tuple(problems))


def _unit_of_line(of: Return, column: TableColumn) -> Unit | None:
    """The unit of the table's line: the one that it states, or of several the one of the column's own indicator."""
    if not of.unit.several:
        return of.unit.one
    meaning: Meaning = {**of.table.form.defaults, **(column.spec.value or {})}
    if "indicator_id" not in meaning:
        return None
    measure = of.office.indicators[meaning["indicator_id"]].unit_measure
    fitting = [unit for unit in of.unit.several if unit.unit_measure == measure]
    return fitting[0] if len(fitting) == 1 else None


def _bare(of: Return, field: _Field) -> Finding:
    """A column of amounts whose unit nobody states: said once, at its header."""
    words = [unit.unit_zh for unit in of.unit.several] or list(of.table.form.unit_line)
    return missing_unit(of.place.at(field.column.cell), words, "/".join(field.column.path))


def _read_row(of: Return, row: TableRow, fields: list[_Field]) -> Checked[list[RegisterCell]]:
    """One row. Its key is what its key columns say; one of them that says nothing is a finding."""
    sheet = of.table.sheet
    sources = [sheet.cell(row.number, field.column.number) for field in fields]
    addresses = [source.address for source in sources]
    read = [
        _read(of, row, field, source, of.place.at(address))
        for field, source, address in zip(fields, sources, addresses, strict=True)
    ]
    values = [each.value for each in read]
    row_key = _row_key(fields, values)
    problems = [problem for each in read for problem in each.findings]
    problems += [
        _without_key(row, field.column, value, row_key, of.place.at(address))
        for field, value, address in zip(fields, values, addresses, strict=True)
        if field.column.spec.key and not value.says
    ]
    cells = [
        RegisterCell(
            submission_id=of.submission.submission_id,
            register=row.spec.register,
            row_no=row.number,
            row_key=row_key,
            field=field.column.spec.field,
            kind=field.column.spec.type,
            value_text=value.says if field.column.spec.key else value.text,
            value_number=value.number,
            value_date=value.day,
            unit_measure=field.amount_unit.unit_measure if field.amount_unit else "_Z",
            reported_unit_mult=field.amount_unit.unit_mult if field.amount_unit else 0,
            reported_decimals=value.decimals,
            raw_text=source.raw,
            sheet=sheet.name,
            cell=address,
            is_synthetic=of.submission.is_synthetic(sheet.name, address),
            conf_status="C",  # a row names a unit: Statistics Law, data of single respondents
        )
        for field, value, source, address in zip(fields, values, sources, addresses, strict=True)
    ]
    return Checked(cells, tuple(problems))


def _row_key(fields: list[_Field], values: list[_Value]) -> str:
    """What tells a row from others: its key columns, or where none of them says anything, the name before them.

    A mark such as 无 or — is no key: two projects without a code are two.
    """
    pairs = list(zip(fields, values, strict=True))
    keys = [value.says for field, value in pairs if field.column.spec.key]
    if any(keys) or not keys:
        return "|".join(keys)
    before = takewhile(lambda pair: not pair[0].column.spec.key, pairs)
    return next((value.says for field, value in before if field.column.spec.type == "text"), "")


def _without_key(row: TableRow, column: TableColumn, value: _Value, row_key: str, at: Place) -> Finding:
    """A key column that says nothing: asked about where the clerk wrote so and the row is known without it."""
    subject = f"{row.label}/{column.spec.field}"
    name = " / ".join(column.path)
    if value.text and row_key.strip("|"):
        words = {"key": row_key.strip("|")}
        return finding("KEY_NOT_GIVEN", at, found=value.text, expected=name, subject=subject, **words)
    return finding("KEY_MISSING", at, expected=name, subject=subject)


def _read(of: Return, row: TableRow, field: _Field, source: Cell, at: Place) -> Checked[_Value]:
    """What a cell of a register holds. `source`: the cell itself.

    An amount merged over rows belongs to the first of them; repeating it would count it twice. A day or a name
    that is merged holds for each of them.
    """
    spec = field.column.spec
    subject = f"{row.label}/{'/'.join(field.column.path)}"
    if spec.type in ("amount", "count"):
        return _read_amount(source, field, of.table.form.negative_marks, at, subject)
    cell = of.table.sheet.merged_value_cell(row.number, field.column.number)
    match spec.type:
        case "date" | "month":
            return _read_time(cell, spec.type, at, subject)
        case "yes_no":
            return _yes_or_no(cell, field.column, at, subject)
    if cell.kind in (Kind.ERROR, Kind.UNCALCULATED):
        rule = "ERROR_CELL" if cell.kind is Kind.ERROR else "UNCALCULATED_FORMULA"
        problem = finding(rule, at, found=cell.raw or f"={cell.formula}", subject=subject)
        return Checked(_Value(cell.raw), (problem,))
    return Checked(_Value(text_of(cell)))


def _read_amount(
    cell: Cell, field: _Field, negative_marks: frozenset[str], at: Place, subject: str
) -> Checked[_Value]:
    unit_zh = field.unit.unit_zh if field.unit else ""
    unit = field.amount_unit
    number = read_number(cell, (unit.unit_zh,) if unit else (), negative_marks=negative_marks)
    if isinstance(number, Number) and number.bound != POINT:
        # Rows are added up, and a sum of bounds is no sum.
        number = NotANumber("TEXT_IN_NUMBER", str(cell.value), WhyNoNumber.NO_POINT)
    if isinstance(number, NotANumber):
        return Checked(_Value(cell.raw), (not_a_number(number, at, unit_zh, subject),))
    hints = tuple(number_hints(number, at, str(cell.value), unit_zh, subject))
    if number.value is None:
        return Checked(_Value(text_of(cell)), hints)
    kept = canonical(number.value, unit.unit_mult if unit else 0)
    if kept is None:
        return Checked(_Value(cell.raw), (finding("NUMBER_TOO_LARGE", at, found=cell.raw, subject=subject),))
    if field.counted and (problem := impossible(kept[0], field.counted, cell, at, subject)):
        return Checked(_Value(cell.raw), (problem,))
    value = kept[0]
    return Checked(_Value(f"{value:f}", value, None, number.decimals), hints)


def _yes_or_no(cell: Cell, column: TableColumn, at: Place, subject: str) -> Checked[_Value]:
    """是 or 否, however the clerk ticks it. `means_yes` of the column are words that mean 是 in this form."""
    key = label_key(text_of(cell))
    if key in _YES or key in column.spec.means_yes:
        return Checked(_Value(YES))
    if key in _NO:
        return Checked(_Value(NO))
    if not key:
        return Checked(_Value(""))
    problem = finding("NOT_YES_OR_NO", at, found=text_of(cell), subject=subject)
    return Checked(_Value(text_of(cell)), (problem,))


def _read_time(cell: Cell, kind: str, at: Place, subject: str) -> Checked[_Value]:
    if cell.kind is Kind.BLANK:
        return Checked(_Value(""))
    month = read_month(cell, at.period) if kind == "month" else None
    day = read_date(cell, at.period) if kind == "date" else None
    if month:
        return Checked(_Value(month.month), _date_hints(month.basis, month.month, cell, at, subject))
    if day:
        text = day.day.isoformat()
        return Checked(_Value(text, None, day.day), _date_hints(day.basis, text, cell, at, subject))
    return Checked(_Value(text_of(cell)), (_not_a_date(cell, kind, at, subject),))


def _not_a_date(cell: Cell, kind: str, at: Place, subject: str) -> Finding:
    """A cell that holds no date, with how to write the one that it seems to mean."""
    words = (
        {"kind_zh": "月份", "kind_en": "month"} if kind == "month" else {"kind_zh": "日期", "kind_en": "date"}
    )
    meant = " 或 ".join(months_of_decimal(cell)) if kind == "month" else ""
    example = f"{at.period or '2023-12'}{'' if kind == 'month' else '-14'}"
    expected = meant or f"如 {example}"
    return finding(
        "NOT_A_DATE", at, found=text_of(cell), expected=expected, subject=subject, write=expected, **words
    )


def _date_hints(basis: str, read: str, cell: Cell, at: Place, subject: str) -> tuple[Finding, ...]:
    """What is worth a hint in how a date was typed: a bare serial number, a year cut short or left out."""
    if basis == SERIAL:
        return (finding("DATE_AS_SERIAL", at, found=cell.raw, read=read, subject=subject),)
    if basis in (ASSUMED, RESOLVED):
        return (finding("YEAR_COMPLETED", at, found=text_of(cell), read=read, subject=subject),)
    return ()
