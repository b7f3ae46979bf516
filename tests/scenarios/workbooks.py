"""Workbooks of months that the samples do not have, as their clerks would leave them. All figures are invented (示例)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from samples.forms import domestic_capital, fdi_detail, key_projects, physical_work, services_pull
from samples.month import Month
from samples.sheet import Entry, Sheet, Value, retyped, typed_over


def moved(sheet: Sheet, years: int) -> Sheet:
    """A sample sheet with its values pasted and every year in its texts so many years later."""
    typed = typed_over(sheet, *sheet.entries)
    later = {
        address: Entry(_later(entry.value, years), entry.look) for address, entry in typed.entries.items()
    }
    return replace(typed, entries=later, notes={})


def _later(value: Value, years: int) -> Value:
    if not isinstance(value, str):
        return value
    for year in (2023, 2022):
        value = value.replace(str(year), str(year + years))
    return value


def foreign_capital(
    month: Month,
    tranches: Sequence[int | Decimal],
    base: int | Decimal,
    growth: Decimal | None = None,
    recognised: Mapping[int, str] | None = None,
    unit: str = "单位:万美元",
) -> Sheet:
    """Up to four tranches, last year's figure and the growth over it. `recognised`: another word than 是, by tranche."""
    like = Month(2023, 3 * len(tranches))
    sheet = moved(fdi_detail.REPORT.sheet(like), month.year - 2023)
    cells: dict[str, Value] = {"A2": f"截至{month.last_day_zh}", "J2": unit}
    running: int | Decimal = 0
    for number, amount in enumerate(tranches):
        running += amount
        row = 5 + number
        day = f"{month.year}-{min(month.month, 2 + number):02}-0{1 + number}"
        cells |= {f"F{row}": day, f"G{row}": amount, f"H{row}": running}
        cells[f"I{row}"] = (recognised or {}).get(number, "是")
    total = 5 + len(tranches)
    for column in "GH":
        cells |= {f"{column}{total}": running, f"{column}{total + 1}": base, f"{column}{total + 2}": growth}
    return retyped(sheet, cells)


def physical(month: Month, first: int | Decimal, second: int | Decimal, unit: str = "万元") -> Sheet:
    """The physical work of two projects since January; what the month adds is left blank."""
    sheet = moved(physical_work.REPORT.sheet(Month(2023, 12)), month.year - 2023)
    window = f"{month.year}年1—{month.month}月" if month.month > 1 else f"{month.year}年1月"
    cells: dict[str, Value] = {"D2": window, "F2": f"计量单位:{unit}"}
    cells |= {"D5": first, "D6": second, "D7": first + second, "E5": None, "E6": None, "E7": None}
    return retyped(sheet, cells)


def capital(month: Month, projects: Sequence[int], of_month: Sequence[int]) -> Sheet:
    """Domestic capital of the first projects of the list since January, and in the month."""
    # The samples list two projects in February, three in April.
    like = Month(2023, {2: 2, 3: 4}[len(projects)])
    sheet = moved(domestic_capital.REPORT.sheet(like), month.year - 2023)
    cells: dict[str, Value] = {"A2": f"{month.year}年{month.window}", "I4": f"其中:{month.month}月"}
    for row, (received, added) in enumerate(zip(projects, of_month, strict=True), 5):
        cells |= {
            f"F{row}": f"{month.year}-{min(row - 4, month.month):02}",
            f"H{row}": received,
            f"I{row}": added,
        }
    after = 5 + len(projects)
    fixed, all_of_it = projects[0], sum(projects)
    cells |= {f"H{after}": fixed, f"H{after + 1}": all_of_it - fixed, f"H{after + 2}": all_of_it}
    cells |= {f"I{after + 2}": sum(of_month), f"H{after + 3}": f"{Decimal(all_of_it).scaleb(-4):f}亿元"}
    return retyped(sheet, cells)


def services(
    month: Month, street: tuple[int, int], others: tuple[int, int], rates: Mapping[str, Value]
) -> Sheet:
    """Services of the street and of the other areas, each this year and last on the comparable scope; `rates`: what stands
    in the columns of growth, contribution and share."""
    sheet = moved(services_pull.REPORT.sheet(Month(2023, month.month)), month.year - 2023)
    cells: dict[str, Value] = {}
    for row, (now, base) in enumerate(((street[0] + others[0], street[1] + others[1]), street, others), 4):
        cells |= {f"B{row}": now, f"C{row}": base, f"D{row}": now - base}
    return retyped(sheet, cells | dict(rates))


def key_industry(month: Month, done: Sequence[Decimal]) -> Sheet:
    """What is invested in the seven key projects of a year by a month of it, in 亿元, and how much of its plan that is."""
    sheet = moved(key_projects.REPORT.sheet(Month(2023, 12)), month.year - 2023)
    cells: dict[str, Value] = {"A2": f"截至{month.zh}"}
    for row, invested in enumerate((*done, sum(done, Decimal(0))), 4):
        planned = Decimal(str(sheet.entries[f"E{row}"].value))
        cells |= {
            f"F{row}": invested,
            f"G{row}": (invested / planned * 100).quantize(Decimal("0.01"), ROUND_HALF_UP),
        }
    return retyped(sheet, cells)
