"""The registers among the sample forms: where their rows and sums stand, and what their sums then are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from samples.forms import (
    buildings,
    domestic_capital,
    fai_register,
    fdi_detail,
    key_projects,
    old_communities,
    physical_work,
)
from samples.report import Report
from samples.sheet import Sheet, Value, retyped
from tests.defects.clean import Clean, column_of, row_of

_ENDS = ("合计", "小计")


@dataclass(frozen=True, slots=True)
class Register:
    """`amounts`: the columns that the total row adds up; `month`: that of a row's own month or day, if any."""

    report: Report
    first_row: int
    name: str
    amounts: str
    month: str = ""
    counted: str = ""


FAI = Register(fai_register.REPORT, 5, "B", "GJK", "I", "B")
FDI = Register(fdi_detail.REPORT, 5, "B", "G", "F")
DOMESTIC = Register(domestic_capital.REPORT, 5, "B", "HI", "F", "B")
PHYSICAL = Register(physical_work.REPORT, 5, "A", "DE")
BUILDINGS = Register(buildings.REPORT, 3, "B", "DEG", "H", "B")
ESTATES = Register(old_communities.REPORT, 3, "C", "DEFG", "", "C")
KEY_PROJECTS = Register(key_projects.REPORT, 4, "B", "DE", "", "B")
REGISTERS = (FAI, FDI, DOMESTIC, PHYSICAL, BUILDINGS, ESTATES, KEY_PROJECTS)


def register_of(clean: Clean) -> Register:
    """The register that a return is."""
    return next(one for one in REGISTERS if one.report is clean.report)


def rows_of(clean: Clean, sheet: Sheet | None = None) -> list[int]:
    """The numbers of its rows, those of an old estate's first year only."""
    first = register_of(clean).first_row
    return list(range(first, _first_sum(sheet or clean.sheet, first)))


def total_row(clean: Clean, sheet: Sheet | None = None) -> int:
    """The row that adds them up."""
    sheet = sheet or clean.sheet
    first = register_of(clean).first_row
    if clean.report is ESTATES.report:
        return _first_sum(sheet, first)
    return next(
        row_of(at)
        for at, entry in sheet.entries.items()
        if column_of(at) == "A" and row_of(at) >= first and str(entry.value).replace(" ", "") == "合计"
    )


def _first_sum(sheet: Sheet, first: int) -> int:
    return min(
        row_of(at)
        for at, entry in sheet.entries.items()
        if column_of(at) == "A"
        and row_of(at) >= first
        and any(end in str(entry.value).replace(" ", "") for end in _ENDS)
    )


def added_up(clean: Clean, sheet: Sheet) -> Sheet:
    """A sheet whose rows were edited, with the sums that a formula would then show; the repeated lines follow."""
    register, rows, total = register_of(clean), rows_of(clean, sheet), total_row(clean, sheet)

    def amount(column: str, row: int) -> Decimal:
        value = sheet.entries[f"{column}{row}"].value
        return Decimal(0) if value is None or isinstance(value, str) else Decimal(str(value))

    sums: dict[str, Value] = {
        f"{column}{total}": sum((amount(column, row) for row in rows), Decimal(0))
        for column in register.amounts
        if sheet.entries[f"{column}{total}"].value is not None
    }
    if register.counted:
        unit = str(sheet.entries[f"{register.counted}{total}"].value).lstrip("0123456789")
        sums[f"{register.counted}{total}"] = f"{len(rows)}{unit}"
    sums |= _of_form(clean, sheet, rows, total, amount)
    return retyped(sheet, {at: value for at, value in sums.items() if at in sheet.entries})


def _of_form(
    clean: Clean, sheet: Sheet, rows: list[int], total: int, amount: Callable[[str, int], Decimal]
) -> Mapping[str, Value]:
    if clean.report is DOMESTIC.report:
        kinds = {row: sheet.entries[f"E{row}"].value for row in rows}
        fixed = sum((amount("H", row) for row in rows if kinds[row] == "固投类"), Decimal(0))
        whole = sum((amount("H", row) for row in rows), Decimal(0))
        return {
            f"H{total - 2}": fixed,
            f"H{total - 1}": whole - fixed,
            f"H{total + 1}": f"{whole / 10000:f}亿元",
        }
    if clean.report is BUILDINGS.report:
        whole = sum((amount("G", row) for row in rows), Decimal(0))
        return {f"G{total + 1}": f"{whole / 10000:f}万平方米"}
    return {}
