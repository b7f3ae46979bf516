"""The rows of new registers that gate 1 looks at: a row's fields beside what they are compared with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from expectations.checks.expectation import Stated
from ingest.label import label_key
from ingest.observation import RegisterCell
from ingest.quantity.number import plain

# 示例A有限公司 and 示例A公司 are one enterprise.
_COMPANY = re.compile(r"(股份有限公司|有限责任公司|有限公司|集团公司|集团|公司)")
_POWERS_OF_TEN = tuple(Decimal(10) ** power for power in range(-8, 9) if power)
# Yuan for a dollar since 2008.
_YUAN_FOR_DOLLAR = (Decimal(6), Decimal(8))
_ONE_PERCENT = Decimal("0.01")
_SCALES = (Decimal(10_000), Decimal(100_000_000))
_PLANNED = re.compile("计划|预计|拟")
# Completion is printed with one decimal or none.
_ONE_PERCENTAGE_POINT = Decimal(1)
_NUMBERS = ("amount", "count")
# How many characters of a date or month tell its year, and its month.
_YEAR, _MONTH = 4, 7


@dataclass(slots=True)
class RegisterRow:
    """One row of one submission's register. `cells`: by field, of every field of the form, also where the table
    lacks its column: that is a finding of its own, and no reason why checks could not run.

    What stands below `cells` is filled in by the checks that a form asks for, to compare the row with.
    """

    submission_id: str
    sheet: str
    row_no: int
    row_key: str
    form_period: str
    cells: dict[str, RegisterCell | None]
    duplicate_of: int | None = None
    repeats: dict[str, int | None] = field(default_factory=dict)
    planned: dict[str, str | None] = field(default_factory=dict)
    slip_factor: Decimal | None = None
    slip_down: Decimal | None = None
    ratio_expected: Decimal | None = None
    total_before: Decimal = Decimal(0)
    step: Decimal | None = None
    step_ratio: Decimal | None = None
    slip_ratio: Decimal | None = None
    currency_ratio: Decimal | None = None

    @property
    def form_year(self) -> str:
        """The year of the period that the form is for."""
        return self.form_period[:_YEAR]

    def content(self, name: str) -> Decimal | str | None:
        """A field's number, or its text if it is none; None where the table lacks its column."""
        cell = self.cells[name]
        if cell is None:
            return None
        return cell.value_number if cell.kind in _NUMBERS else cell.value_text

    def number(self, name: str) -> Decimal | None:
        """A field's number; None where there is none. TypeError for a field that is text."""
        content = self.content(name)
        if isinstance(content, str):
            raise TypeError(f"{name}: text")
        return content

    def text(self, name: str) -> str:
        """A field as text, also the row's key; empty where there is none."""
        if name == "row_key":
            return self.row_key
        return str(self.content(name) or "")

    def at(self, name: str) -> str:
        """The address of a field's cell; empty where the table lacks its column."""
        cell = self.cells[name]
        return cell.cell if cell else ""

    def reported(self, name: str, value: Decimal | None) -> str:
        """An amount in the unit in which the row's form writes a field; empty where there is none."""
        cell = self.cells[name]
        return "" if value is None else plain(value.scaleb(-cell.reported_unit_mult if cell else 0))

    def subject(self, check: str) -> str:
        """Its natural key, and what is asked of it."""
        return f"{self.row_key}|{check}"

    def value(self, column: str) -> object:
        """A field by its name, what a check derived by its own; `<field>@year` and the like are of one field."""
        name, _, derived = column.partition("@")
        match derived:
            case "":
                return self.content(name) if name in self.cells else getattr(self, name)
            case "repeats":
                return self.repeats[name]
            case "planned":
                return self.planned[name]
            case "year":
                return self.text(name)[:_YEAR] or None
            case "month":
                return self.text(name)[:_MONTH] or None
        raise KeyError(column)


def register_rows(
    cells: Iterable[RegisterCell], fields: Iterable[str], checks: Iterable[Stated], period: str
) -> list[RegisterRow]:
    """The register rows of one submission, in their order, each with what the form's checks compare it with."""
    empty: Mapping[str, RegisterCell | None] = dict.fromkeys(fields)
    of_row: dict[int, list[RegisterCell]] = defaultdict(list)
    for cell in cells:
        of_row[cell.row_no].append(cell)
    rows = [
        RegisterRow(
            last.submission_id,
            last.sheet,
            last.row_no,
            last.row_key,
            period,
            {**empty, **{cell.field: cell for cell in of_row[row_no]}},
        )
        for row_no in sorted(of_row)
        for last in of_row[row_no][-1:]
    ]
    for check in checks:
        if derive := _DERIVED.get(check["check"]):
            derive(rows, check)
    return rows


def _duplicates(rows: Sequence[RegisterRow], check: Stated) -> None:
    """`duplicate_of`: the row number of an earlier row with the same natural key, or the same name and amount."""
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        name = _COMPANY.sub("", label_key(row.text(check["name"])))
        keys = [("key", row.row_key), ("name", name, row.content(check["amount"]))]
        earlier = [seen[key] for key in keys if key in seen and all(key)]
        row.duplicate_of = min(earlier) if earlier else None
        for key in keys:
            seen.setdefault(key, row.row_no)


def _repeated_keys(rows: Sequence[RegisterRow], check: Stated) -> None:
    """`repeats`: the row number of an earlier row with the same natural key; of `field`, with the same value."""
    seen: dict[str, int] = {}
    name = check.get("field", "row_key")
    for row in rows:
        key = label_key(row.text(name))
        row.repeats[name] = seen.get(key) if key else None
        seen.setdefault(key, row.row_no)


def _slips_above(rows: Sequence[RegisterRow], check: Stated) -> None:
    """`slip_down`: the power of ten by which a value above its whole must fall to be within it.

    6200 beside a planned total of 0.85 in a column of 亿元 was typed in 万元.
    """
    for row in rows:
        value, most = row.number(check["field"]), row.number(check["other"])
        if value is not None and most is not None and 0 < most < value:
            row.slip_down = next((factor for factor in _SCALES if value / factor <= most), None)


def _planned(rows: Sequence[RegisterRow], check: Stated) -> None:
    """`planned`: what says 计划 or 预计 in a row of a year that is not ahead."""
    for row in rows:
        text = row.text(check["field"])
        past = row.text(check["year"])[:_YEAR] <= row.form_year
        row.planned[check["field"]] = text if past and _PLANNED.search(text) else None


def _ratios(rows: Sequence[RegisterRow], check: Stated) -> None:
    """`ratio_expected`: the part's percentage of the whole where the stated one misses it by more than rounding."""
    for row in rows:
        ratio, part, whole = (row.number(check[name]) for name in ("field", "part", "whole"))
        if ratio is not None and part is not None and whole:
            expected = 100 * part / whole
            row.ratio_expected = expected if abs(ratio - expected) > _ONE_PERCENTAGE_POINT else None


def _slips_below(rows: Sequence[RegisterRow], check: Stated) -> None:
    """`slip_factor`: the power of ten that lifts a value below the threshold among the column's others.

    0.98 in a column of ten-thousands lifts to 9800; 480 would have to be 4,800,000 and stays what it is.
    """
    least = Decimal(check["at_least"])
    values = [row.number(check["field"]) for row in rows]
    most = max((value for value in values if value is not None and value >= least), default=least) * 10
    for row, value in zip(rows, values, strict=True):
        factors = [factor for factor in _SCALES if value and least <= value * factor <= most]
        row.slip_factor = factors[0] if value is not None and value < least and factors else None


def _steps(rows: Sequence[RegisterRow], check: Stated) -> None:
    """`step`: by how much the running total grows; `step_ratio` of the amount to it; `total_before`."""
    before = Decimal(0)
    low, high = _YUAN_FOR_DOLLAR
    for row in rows:
        total = row.number(check.get("total") or check["field"])
        amount = row.number(check.get("amount") or check["field"])
        row.total_before = before
        row.step = None if total is None else total - before
        ratio = amount / row.step if amount is not None and row.step else None
        row.step_ratio, row.slip_ratio = ratio, _power_of_ten(ratio)
        row.currency_ratio = ratio if ratio and low <= ratio <= high else None
        before = before if total is None else total


def _power_of_ten(ratio: Decimal | None) -> Decimal | None:
    if ratio is None:
        return None
    return next((power for power in _POWERS_OF_TEN if abs(ratio / power - 1) < _ONE_PERCENT), None)


_DERIVED: dict[str, Callable[[Sequence[RegisterRow], Stated], None]] = {
    "unique_row": _duplicates,
    "unique_key": _repeated_keys,
    "unique_value": _repeated_keys,
    "slipped_above": _slips_above,
    "not_planned": _planned,
    "ratio_follows": _ratios,
    "slipped_below": _slips_below,
    "slipped_step": _steps,
    "currency_step": _steps,
    "never_falls": _steps,
    "running_sum": _steps,
}
