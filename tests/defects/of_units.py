"""Units: of a form, a column, a row, a cell; and currencies."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from random import Random

from samples.forms import (
    buildings,
    domestic_capital,
    fai_register,
    fdi_detail,
    growth_feedback,
    key_projects,
    physical_work,
    services_pull,
    target_tracking,
    trade,
)
from samples.sheet import Value
from tests.defects.clean import Clean, column_of
from tests.defects.defect import Kind, Planted
from tests.defects.registers import added_up, register_of, rows_of
from tests.defects.scaled import YUAN_A_DOLLAR

_LINES = (fai_register.REPORT, fdi_detail.REPORT, domestic_capital.REPORT, physical_work.REPORT)
_OTHERS = {"单位:万元": ("元", "亿元"), "单位:万美元": ("美元",)}


def _unit_line(random: Random, clean: Clean) -> Planted | None:
    (at,) = clean.cells_with("单位:万")
    if not clean.is_measured:
        return None
    said = clean.text(at)
    line = next(line for line in _OTHERS if said.endswith(line))
    return Planted(clean.edited({at: said.replace(line, f"单位:{random.choice(_OTHERS[line])}")}))


def _unit_column(random: Random, clean: Clean) -> Planted:
    unit = random.choice(("元", "亿元"))
    return Planted(clean.edited({f"B{row}": unit for row in range(4, 9)}))


def _unit_of_row(random: Random, clean: Clean) -> Planted | None:
    column, rows, levels = ("B", range(4, 9), "CE") if clean.report is trade.REPORT else ("C", (6, 8), "E")
    row = random.choice(rows)
    unit = random.choice([one for one in ("元", "万元", "亿元") if one != clean.text(f"{column}{row}")])
    if (clean.report is target_tracking.REPORT and unit == "元") or not clean.number(f"{levels[-1]}{row}"):
        return None
    if clean.report is target_tracking.REPORT and not _before(clean, f"E{row}"):
        return None
    return Planted(clean.edited({f"{column}{row}": unit}), [f"{each}{row}" for each in levels])


def _before(clean: Clean, at: str) -> bool:
    earlier = clean.earlier(1)
    return earlier is not None and bool(earlier.number(at))


def _row_slipped(random: Random, clean: Clean) -> Planted | None:
    column, powers = {
        fai_register.REPORT: ("G", -4),
        buildings.REPORT: ("G", -4),
        key_projects.REPORT: ("E", 4),
        fdi_detail.REPORT: ("G", 4),
    }[clean.report]
    numbers = clean.numbers([f"{column}{row}" for row in rows_of(clean)])
    if not numbers:
        return None
    at = random.choice(sorted(numbers))
    sheet = clean.edited({at: numbers[at].scaleb(powers)})
    is_summed = clean.report is not fdi_detail.REPORT and random.random() < 0.5
    return Planted(added_up(clean, sheet) if is_summed else sheet, [at])


def _line_missing(random: Random, clean: Clean) -> Planted:
    (at,) = clean.cells_with("单位:")[-1:]
    return Planted(clean.edited({at: None}))


def _line_unknown(random: Random, clean: Clean) -> Planted:
    (at,) = clean.cells_with("单位:")[-1:]
    other = random.choice(("单位:万欧元", "单位:万吨", "单位:万公顷"))
    return Planted(clean.edited({at: other}))


def _other_kind(random: Random, clean: Clean) -> Planted | None:
    row = random.choice(range(5, 11))
    unit = random.choice([one for one in ("万美元", "万平方米", "次", "个") if one != clean.text(f"C{row}")])
    if {unit, clean.text(f"C{row}")} <= {"次", "个"} or not clean.number(f"E{row}"):
        return None
    return Planted(clean.edited({f"C{row}": unit}), [f"{column}{row}" for column in "CDEF"])


def _in_yuan(amount: Decimal) -> Decimal:
    return (amount * YUAN_A_DOLLAR).quantize(Decimal(1), ROUND_HALF_UP)


def _tranche_in_yuan(random: Random, clean: Clean) -> Planted | None:
    numbers = clean.numbers([f"G{row}" for row in rows_of(clean)])
    if not numbers:
        return None
    at = random.choice(sorted(numbers))
    return Planted(clean.edited({at: _in_yuan(numbers[at])}), [at])


def _form_in_yuan(random: Random, clean: Clean) -> Planted | None:
    """Everything, the quoted base too, while the unit line says dollars."""
    total = clean.row_of("合计")
    cells = [f"{column}{row}" for column in "EGH" for row in range(5, total + 2)]
    numbers = clean.numbers(cells)
    if not clean.number(f"H{total}") or not clean.number(f"H{total + 1}") or clean.month.year == 2022:
        return None
    return Planted(clean.edited({at: _in_yuan(number) for at, number in numbers.items()}))


def _line_in_other_unit(random: Random, clean: Clean) -> Planted:
    """What is said once more under the total says a unit ten thousand times off."""
    (at,) = _repeated(clean)
    text = clean.text(at)
    other = text.replace("亿元", "万元") if "亿元" in text else text.replace("万平方米", "平方米")
    return Planted(clean.edited({at: other}), [at])


def _line_wrong(random: Random, clean: Clean) -> Planted | None:
    (at,) = _repeated(clean)
    text = clean.text(at)
    unit = text.lstrip("0123456789.")
    number = Decimal(text.removesuffix(unit))
    wrong: Value = f"{number + random.choice((Decimal('0.3'), Decimal('0.7'), Decimal(2))):f}{unit}"
    return Planted(clean.edited({at: wrong}), [at]) if number else None


def _repeated(clean: Clean) -> list[str]:
    texts = ("万平方米",) if clean.report is buildings.REPORT else ("亿元",)
    return [at for text in texts for at in clean.cells_with(text) if column_of(at) in "GH"]


def _rows_of_units(random: Random, clean: Clean) -> Planted | None:
    """A row of a register typed in another unit where no threshold tells: its year to date, its month with it."""
    register = register_of(clean)
    year, month = {"入": "JK", "内": "HI", "实": "DE"}[_first(clean)]
    rows = [row for row in rows_of(clean) if clean.numbers([f"{year}{row}"]) and _was_there(clean, row)]
    if not rows:
        return None
    row = random.choice(rows)
    numbers = clean.numbers([f"{year}{row}", f"{month}{row}"])
    sheet = clean.edited({at: number.scaleb(-4) for at, number in numbers.items()})
    return Planted(added_up(clean, sheet), [f"{column}{row}" for column in (register.name, year, month)])


def _first(clean: Clean) -> str:
    name = clean.sheet.name
    return "内" if name.startswith("到位") else name[0]


def _was_there(clean: Clean, row: int) -> bool:
    """Whether last month's register had the row, with something in it."""
    earlier = clean.earlier(1)
    if earlier is None or earlier.month.year != clean.month.year:
        return False
    name = register_of(clean).name
    was = {earlier.text(f"{name}{each}"): each for each in rows_of(earlier)}
    row_then = was.get(clean.text(f"{name}{row}"))
    column = {"入": "J", "内": "H", "实": "D"}[_first(clean)]
    return row_then is not None and bool(earlier.numbers([f"{column}{row_then}"]))


_WHOLE = ("UNIT_OF_FORM",)
KINDS = (
    Kind("unit line changed", _LINES, _WHOLE, _unit_line, {"UNIT_SLIP"}),
    Kind("unit column changed", (trade.REPORT,), _WHOLE, _unit_column),
    Kind(
        "unit of a row changed",
        (trade.REPORT, target_tracking.REPORT),
        ("LEVEL_JUMPS", "UNIT_OF_FORM", "OUT_OF_RANGE"),
        _unit_of_row,
        {"SIZE_OF_FORM", "BASE_OTHER_UNIT", "PART_EXCEEDS_WHOLE"},
    ),
    Kind(
        "a register row in another unit",
        (fai_register.REPORT, buildings.REPORT, key_projects.REPORT, fdi_detail.REPORT),
        ("UNIT_SLIP",),
        _row_slipped,
        {"ROW_CHANGED"},
    ),
    Kind(
        "a register row's progress in another unit",
        (fai_register.REPORT, domestic_capital.REPORT, physical_work.REPORT),
        ("ROW_FALLS", "UNIT_SLIP"),
        _rows_of_units,
        {
            "YTD_FALLS",
            "YTD_NOT_LAST_PLUS_MONTH",
            "SIZE_OF_FORM",
            "UNIT_OF_FORM",
            "LEVEL_JUMPS",
            "GROWTH_DISAGREES",
        },
    ),
    Kind(
        "unit line missing",
        (*_LINES, services_pull.REPORT, growth_feedback.REPORT),
        ("MISSING_UNIT",),
        _line_missing,
    ),
    Kind("unit line unknown", (*_LINES, services_pull.REPORT), ("UNKNOWN_UNIT",), _line_unknown),
    Kind("unit of another kind", (target_tracking.REPORT,), ("UNIT_OF_OTHER_KIND",), _other_kind),
    Kind("a tranche in yuan", (fdi_detail.REPORT,), ("CURRENCY_MIX",), _tranche_in_yuan),
    Kind(
        "the form in yuan",
        (fdi_detail.REPORT,),
        ("CURRENCY_OF_BASE",),
        _form_in_yuan,
        {"SIZE_OF_FORM"},
    ),
    Kind(
        "repeated line in another unit",
        (buildings.REPORT, domestic_capital.REPORT),
        ("UNIT_SLIP",),
        _line_in_other_unit,
    ),
    Kind(
        "repeated line wrong",
        (buildings.REPORT, domestic_capital.REPORT),
        ("CHECK_DIFFERS",),
        _line_wrong,
    ),
)
