"""Totals, subtotals, running totals, parts of a whole, counts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from samples.forms import (
    admin_counts,
    buildings,
    domestic_capital,
    fai_register,
    fdi_detail,
    key_projects,
    old_communities,
    physical_work,
    services_pull,
    target_tracking,
    trade,
)
from samples.sheet import Value
from tests.defects.clean import Clean, swapped_digits
from tests.defects.defect import Kind, Planted
from tests.defects.registers import register_of, rows_of, total_row

_SUMMED = (
    fai_register.REPORT,
    domestic_capital.REPORT,
    physical_work.REPORT,
    buildings.REPORT,
    old_communities.REPORT,
    key_projects.REPORT,
)
_HUNDRED, _CENT = Decimal(100), Decimal("0.01")


def _totals(clean: Clean) -> dict[str, Decimal]:
    total = total_row(clean)
    return clean.numbers([f"{column}{total}" for column in register_of(clean).amounts])


def _total_mistyped(random: Random, clean: Clean) -> Planted | None:
    totals = _totals(clean)
    if not totals:
        return None
    at = random.choice(sorted(totals))
    wrong = swapped_digits(random, totals[at])
    return None if wrong is None else Planted(clean.edited({at: wrong}), [at])


def _total_misses_a_row(random: Random, clean: Clean) -> Planted | None:
    """The formula ends a row too early, in every column."""
    rows, total = rows_of(clean), total_row(clean)
    if not rows:
        return None
    short = {
        f"{column}{total}": number - (clean.number(f"{column}{rows[-1]}") or 0)
        for column in register_of(clean).amounts
        if (number := clean.number(f"{column}{total}")) is not None and clean.number(f"{column}{rows[-1]}")
    }
    return Planted(clean.edited(short), list(short)) if short else None


def _total_blank(random: Random, clean: Clean) -> Planted | None:
    totals = _totals(clean)
    if not totals:
        return None
    at = random.choice(sorted(totals))
    return Planted(clean.edited({at: None}), [at])


def _count_wrong(random: Random, clean: Clean) -> Planted | None:
    at = f"{register_of(clean).counted}{total_row(clean)}"
    count = len(rows_of(clean))
    unit = clean.text(at).lstrip("0123456789")
    return Planted(clean.edited({at: f"{count + random.choice((-1, 1, 2))}{unit}"}), [at]) if count else None


def _twice(random: Random, clean: Clean) -> Planted | None:
    """The total adds the subtotals to the projects, and so does the line that repeats it."""
    total = total_row(clean)
    number = clean.number(f"H{total}")
    if not number:
        return None
    values: dict[str, Value] = {f"H{total}": 2 * number, f"H{total + 1}": f"{2 * number / 10000:f}亿元"}
    return Planted(clean.edited(values), [f"H{total}"])


def _subtotal_wrong(random: Random, clean: Clean) -> Planted | None:
    total = total_row(clean)
    numbers = clean.numbers([f"H{total - 2}", f"H{total - 1}"])
    if not numbers:
        return None
    at = random.choice(sorted(numbers))
    wrong = swapped_digits(random, numbers[at])
    return None if wrong is None else Planted(clean.edited({at: wrong}), [at])


def _running(edit: Callable[[Random, Decimal], Decimal]) -> Callable[[Random, Clean], Planted | None]:
    def plant(random: Random, clean: Clean) -> Planted | None:
        # The last one is the total too: another defect.
        rows = rows_of(clean)[:-1]
        if not rows:
            return None
        at = f"H{random.choice(rows)}"
        return Planted(clean.edited({at: edit(random, clean.number(at) or Decimal(0))}), [at])

    return plant


def _off_by_a_few(random: Random, number: Decimal) -> Decimal:
    return number + random.choice((-20, -7, 5, 9))


def _fallen(random: Random, number: Decimal) -> Decimal:
    return number + random.choice((400, 900))


def _district_alone(random: Random, clean: Clean) -> Planted:
    """The district's level and what follows of it: its parts no longer add up to it, and nothing else is wrong."""
    street = [clean.number(f"{column}5") or Decimal(0) for column in "BC"]
    others = [clean.number(f"{column}6") or Decimal(0) for column in "BC"]
    base = street[1] + others[1]
    level = street[0] + others[0] + random.choice((-1, 1)) * random.choice((5000, 8000, 12000))
    added = level - base

    def percent(part: Decimal, whole: Decimal, places: Decimal) -> Decimal:
        return (part * _HUNDRED / whole).quantize(places, ROUND_HALF_UP)

    growth = percent(added, base, _CENT)
    shares = {
        f"G{row}": percent(now - then, added, Decimal("0.1"))
        for row, (now, then) in ((5, street), (6, others))
    }
    return Planted(clean.edited({"B4": level, "D4": added, "E4": growth, "F4": growth, **shares}), ["B4"])


def _part_above_whole(random: Random, clean: Clean) -> Planted | None:
    if clean.report is buildings.REPORT:
        parts = clean.numbers([f"{column}{row}" for column in "EG" for row in rows_of(clean)])
        if not parts:
            return None
        at = random.choice(sorted(parts))
        row = at[1:]
        return Planted(clean.edited({at: 2 * (clean.number(f"D{row}") or 0)}), [at])
    retail = clean.number("E5")
    return Planted(clean.edited({"E8": retail * random.choice((2, 3))}), ["E8", "E5"]) if retail else None


def _half_a_count(random: Random, clean: Clean) -> Planted | None:
    if clean.report is target_tracking.REPORT:
        cells = [f"E{row}" for row in (7, 10)]
    elif clean.report is old_communities.REPORT:
        cells = [f"{column}{row}" for column in "DE" for row in (*rows_of(clean), total_row(clean))]
    else:
        cells = [
            f"E{row}"
            for row in range(4, 30)
            if clean.text(f"D{row}") not in ("万元", "万人次", "年", "个百分点")
        ]
    numbers = clean.numbers(cells)
    if not numbers:
        return None
    at = random.choice(sorted(numbers))
    return Planted(clean.edited({at: numbers[at] + Decimal("0.5")}), [at])


# A total that is wrong breaks with the line that repeats it and with last month's.
_BESIDE = {
    "CHECK_DIFFERS",
    "YTD_NOT_LAST_PLUS_MONTH",
    "YTD_FALLS",
    "SIZE_OF_FORM",
    "MONTH_EXCEEDS_YTD",
    "PART_EXCEEDS_WHOLE",
    "PARTS_DIFFER",
}
_FOLLOWS = {"COMPLETION_DIFFERS", "GROWTH_DISAGREES", "TOTAL_DIFFERS"}
_COUNTED = (
    fai_register.REPORT,
    buildings.REPORT,
    domestic_capital.REPORT,
    old_communities.REPORT,
    key_projects.REPORT,
)
KINDS = (
    Kind("total mistyped", _SUMMED, ("TOTAL_DIFFERS",), _total_mistyped, _BESIDE),
    Kind("total without its last row", _SUMMED, ("TOTAL_DIFFERS",), _total_misses_a_row, _BESIDE),
    Kind("total blank", _SUMMED, ("TOTAL_MISSING",), _total_blank, {"CHECK_DIFFERS"}),
    Kind("count of rows wrong", _COUNTED, ("COUNT_DIFFERS",), _count_wrong),
    Kind(
        "subtotals added to the total",
        (domestic_capital.REPORT,),
        ("TOTAL_DIFFERS",),
        _twice,
        {"SIZE_OF_FORM"},
    ),
    Kind(
        "subtotal mistyped",
        (domestic_capital.REPORT,),
        ("TOTAL_DIFFERS",),
        _subtotal_wrong,
        {"PARTS_DIFFER", "PART_EXCEEDS_WHOLE"},
    ),
    Kind("running total mistyped", (fdi_detail.REPORT,), ("RUNNING_TOTAL_DIFFERS",), _running(_off_by_a_few)),
    Kind("running total falls", (fdi_detail.REPORT,), ("RUNNING_TOTAL_FALLS",), _running(_fallen)),
    Kind("whole is not its parts", (services_pull.REPORT,), ("PARTS_DIFFER",), _district_alone),
    Kind(
        "part above its whole",
        (buildings.REPORT, trade.REPORT),
        ("PART_EXCEEDS_WHOLE",),
        _part_above_whole,
        {
            "TOTAL_DIFFERS",
            "YTD_NOT_LAST_PLUS_MONTH",
            "GROWTH_DISAGREES",
            "LEVEL_JUMPS",
            "SIZE_OF_FORM",
            "ROW_CHANGED",
        },
    ),
    Kind(
        "half a thing counted",
        (target_tracking.REPORT, old_communities.REPORT, admin_counts.REPORT),
        ("COUNT_NOT_WHOLE",),
        _half_a_count,
        _FOLLOWS,
    ),
)
