"""Periods: titles, file names, last month's figures, figures that fall, are withdrawn or revised alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from samples.forms import (
    buildings,
    domestic_capital,
    fai_register,
    fdi_detail,
    growth_feedback,
    physical_work,
    services_pull,
    target_tracking,
    trade,
)
from samples.month import Month
from samples.sheet import Entry, Sheet, Value
from tests.defects.clean import Clean
from tests.defects.defect import Kind, Planted
from tests.defects.registers import added_up, register_of, rows_of, total_row

_TITLED = (
    fai_register.REPORT,
    fdi_detail.REPORT,
    domestic_capital.REPORT,
    physical_work.REPORT,
    target_tracking.REPORT,
    services_pull.REPORT,
    growth_feedback.REPORT,
    trade.REPORT,
)


def _earlier_month(random: Random, clean: Clean) -> Month | None:
    """One of the year's earlier months, whose workbook was taken as a pattern; January is written without a window."""
    months = [
        each
        for each in clean.report.months()
        if each.year == clean.month.year and 1 < each.month < clean.month.month
    ]
    return random.choice(months) if months else None


def _file_of_another_month(random: Random, clean: Clean) -> Planted | None:
    """The file's name is another month's than the sheet's."""
    month = _earlier_month(random, clean)
    return Planted(clean.sheet, stem=clean.report.stem(month)) if month else None


def _title_of_another_month(random: Random, clean: Clean) -> Planted | None:
    """The line that names the month still names the month of the workbook that was taken as a pattern."""
    month = _earlier_month(random, clean)
    at = {fai_register.REPORT.stem: "A2", fdi_detail.REPORT.stem: "A2", physical_work.REPORT.stem: "D2"}.get(
        clean.report.stem, "A1"
    )
    if month is None:
        return None
    text = clean.text(at).replace(clean.month.last_day_zh, month.last_day_zh)
    for window in ("1—{}月", "1-{}月"):
        text = text.replace(window.format(clean.month.month), window.format(month.month))
    return Planted(clean.edited({at: text}), [at]) if text != clean.text(at) else None


def _without_a_month(random: Random, clean: Clean) -> Planted:
    """Neither the file nor the sheet names a month or a year."""
    return Planted(replace(clean.sheet, name="Sheet1"), stem="限上批零住餐")


def _quarter(random: Random, clean: Clean) -> Planted | None:
    """A quarter's name over columns of the year to date, in the sheet and in the file's name."""
    month = clean.month
    if month.month not in (6, 9, 12):
        return None
    quarter = f"{month.year}年{'二三四'[month.month // 3 - 2]}季度"
    at, stem = ("A2", "固投增速反馈") if clean.report is growth_feedback.REPORT else ("D2", "实物工作量")
    return Planted(clean.edited({at: quarter}), [at], stem=f"{stem}{quarter}")


def _below_its_title(clean: Clean, earlier: Clean) -> Sheet:
    """The figures of an earlier return in the sheet of this month: whatever names a month or year is this month's."""
    words = {at: entry for at, entry in clean.sheet.entries.items() if _names_a_period(entry, clean)}
    return replace(
        clean.sheet, entries={**earlier.sheet.entries, **words}, merges=earlier.sheet.merges, notes={}
    )


def _names_a_period(entry: Entry, clean: Clean) -> bool:
    text = str(entry.value)
    month = clean.month
    return isinstance(entry.value, str) and any(
        each in text
        for each in (
            f"其中:{month.month}月",
            f"{month.year}年",
            f"{month.year - 1}年",
            month.window,
            f"{month.year}—",
            "—12月",
        )
    )


def _unchanged(random: Random, clean: Clean) -> Planted | None:
    """Last month's figures under the new month's title."""
    earlier = clean.earlier(1)
    if earlier is None or earlier.month.year != clean.month.year:
        return None
    return Planted(_below_its_title(clean, earlier))


def _unchanged_over_new_year(random: Random, clean: Clean) -> Planted | None:
    """December's figures, still there in the first return of the new year."""
    if clean.month.year == 2022 or clean.month.month != clean.report.first_month:
        return None
    december = Clean(clean.snapshot, clean.report, Month(clean.month.year - 1, 12))
    return Planted(_below_its_title(clean, december))


def _swapped(random: Random, clean: Clean) -> Planted | None:
    """Month and year to date in each other's column."""
    if clean.month.month < 3:
        return None
    year, month, rows = {
        trade.REPORT.stem: ("E", "C", range(4, 9)),
        domestic_capital.REPORT.stem: ("H", "I", None),
        fai_register.REPORT.stem: ("J", "K", None),
        physical_work.REPORT.stem: ("D", "E", None),
    }[clean.report.stem]
    lines = list(rows) if rows else [*rows_of(clean), total_row(clean)]
    both = [
        row for row in lines if clean.number(f"{year}{row}") and clean.number(f"{month}{row}") is not None
    ]
    if not any(clean.number(f"{year}{row}") != clean.number(f"{month}{row}") for row in both):
        return None
    values: dict[str, Value] = {}
    for row in both:
        values |= {
            f"{year}{row}": clean.number(f"{month}{row}"),
            f"{month}{row}": clean.number(f"{year}{row}"),
        }
    return Planted(clean.edited(values), [f"{column}{row}" for column in (year, month) for row in both])


def _levels(clean: Clean) -> list[str]:
    """Cells of the year to date that last month's return had too, in the same place."""
    if clean.report is trade.REPORT:
        return [f"E{row}" for row in range(4, 9)]
    if clean.report is services_pull.REPORT:
        return ["B5", "B6"]
    return [f"E{row}" for row in range(5, 11)]


def _falls(random: Random, clean: Clean) -> Planted | None:
    """A year to date below last month's, its growth and completion left out."""
    earlier = clean.earlier(1)
    if earlier is None or earlier.month.year != clean.month.year:
        return None
    there = [at for at in _levels(clean) if (earlier.number(at) or 0) > 10]
    if not there:
        return None
    at = random.choice(there)
    was = earlier.number(at) or Decimal(0)
    lower = (was * random.choice((Decimal("0.97"), Decimal("0.8"), Decimal("0.6")))).quantize(Decimal(1))
    return Planted(clean.edited({at: lower}), [at])


def _digit(edit: Callable[[Decimal], Decimal]) -> Callable[[Random, Clean], Planted | None]:
    """One year to date with a digit too many or too few, while the month beside it is right."""

    def plant(random: Random, clean: Clean) -> Planted | None:
        earlier = clean.earlier(1)
        if earlier is None or earlier.month.year != clean.month.year:
            return None
        at = f"E{random.choice(range(4, 9))}"
        if not clean.number(f"C{at[1:]}"):
            return None
        return Planted(clean.edited({at: edit(clean.number(at) or Decimal(0))}), [at])

    return plant


def _withdrawn(random: Random, clean: Clean) -> Planted | None:
    """The return handed in once more, with one figure blank that stood."""
    if clean.report is growth_feedback.REPORT:
        cells = [f"{column}{row}" for column in "BD" for row in range(5, 14)]
    elif clean.report is trade.REPORT:
        cells = [f"{column}{row}" for column in "CDEF" for row in range(4, 9)]
    else:
        cells = [f"{column}{row}" for column in "EFK" for row in range(5, 11)]
    there = [at for at in cells if clean.text(at) not in ("", "…", "—", "-")]
    at = random.choice(there)
    return Planted(clean.edited({at: None}), [at], months_late=1)


def _revised_alone(random: Random, clean: Clean) -> Planted | None:
    """A month revised two months later; those after it in its year stand as they were."""
    if clean.month.month > 10:
        return None
    at = random.choice([each for each in _levels(clean) if (clean.number(each) or 0) > 100] or [""])
    if not at:
        return None
    number = clean.number(at) or Decimal(0)
    return Planted(clean.edited({at: number - 5}), [at], months_late=5)


def _month_not_the_step(random: Random, clean: Clean) -> Planted | None:
    """The month's figure is not what the year to date has grown by."""
    earlier = clean.earlier(1)
    if earlier is None or earlier.month.year != clean.month.year:
        return None
    if clean.report is not trade.REPORT and not rows_of(clean):
        return None
    if clean.report is trade.REPORT:
        row, month, year = random.choice(range(4, 9)), "C", "E"
        number, least = clean.number(f"C{row}"), Decimal(100)
        if not number or number < least or not earlier.number(f"{year}{row}"):
            return None
        at = f"{month}{row}"
        return Planted(clean.edited({at: number - random.choice((40, 60, 90))}), [at, f"{year}{row}"])
    # A row that both say: its month is mistyped, and the total with it.
    row = random.choice(rows_of(clean))
    month = {"入": "K", "到": "I", "实": "E"}[clean.sheet.name[0]]
    name = register_of(clean).name
    if not (clean.number(f"{month}{row}") or 0) > 100 or clean.text(f"{name}{row}") not in {
        earlier.text(f"{name}{each}") for each in rows_of(earlier)
    }:
        return None
    at = f"{month}{row}"
    total = f"{month}{total_row(clean)}"
    year = {"K": "J", "I": "H", "E": "D"}[month]
    sheet = clean.edited({at: (clean.number(at) or 0) - random.choice((40, 60, 90))})
    return Planted(added_up(clean, sheet), [at, total, f"{year}{row}", f"{year}{total_row(clean)}"])


_WITH_MONTH = (fai_register.REPORT, domestic_capital.REPORT, physical_work.REPORT, trade.REPORT)
_WITH_LEVELS = (trade.REPORT, services_pull.REPORT, target_tracking.REPORT)
# What a level that is wrong alone makes wrong beside it.
_BESIDE = {
    "GROWTH_DISAGREES", "COMPLETION_DIFFERS", "YTD_NOT_LAST_PLUS_MONTH", "DIFFERENCE_DIFFERS", "MONTH_EXCEEDS_YTD",
    "SIZE_OF_FORM", "PART_EXCEEDS_WHOLE", "PARTS_DIFFER", "CONTRIBUTION_DIFFERS", "SHARE_DIFFERS", "WRONG_SIGN", "FRACTION_IN_PERCENT",
}  # fmt: skip
KINDS = (
    Kind("file named after another month", _TITLED, ("PERIOD_CONTRADICTION",), _file_of_another_month),
    Kind(
        "title of another month",
        (fai_register.REPORT, fdi_detail.REPORT, physical_work.REPORT, services_pull.REPORT),
        ("PERIOD_CONTRADICTION",),
        _title_of_another_month,
    ),
    Kind("no month anywhere", (trade.REPORT,), ("PERIOD_MISSING",), _without_a_month),
    Kind(
        "a quarter over the year to date",
        (physical_work.REPORT, growth_feedback.REPORT),
        ("QUARTER_OR_YEAR_TO_DATE",),
        _quarter,
        {"PERIOD_CONTRADICTION"},
    ),
    Kind(
        "last month's figures",
        (growth_feedback.REPORT, services_pull.REPORT, trade.REPORT),
        ("FIGURES_UNCHANGED",),
        _unchanged,
    ),
    Kind(
        "last year's figures in the new year",
        (trade.REPORT, services_pull.REPORT, physical_work.REPORT, buildings.REPORT, domestic_capital.REPORT),
        ("FIGURES_UNCHANGED", "YEAR_MISMATCH"),
        _unchanged_over_new_year,
        {"MONTH_AFTER_PERIOD", "CHECK_DIFFERS", "SIZE_OF_FORM"},
    ),
    Kind(
        "month and year to date swapped",
        (fai_register.REPORT, domestic_capital.REPORT, physical_work.REPORT, trade.REPORT),
        ("MONTH_EXCEEDS_YTD",),
        _swapped,
        {"CHECK_DIFFERS", "SIZE_OF_FORM", "TOTAL_DIFFERS", "ROW_FALLS", "PARTS_DIFFER", "PART_EXCEEDS_WHOLE"},
    ),
    Kind("year to date falls", _WITH_LEVELS, ("YTD_FALLS",), _falls, _BESIDE),
    Kind(
        "a digit too many",
        (trade.REPORT,),
        ("YTD_NOT_LAST_PLUS_MONTH",),
        _digit(lambda number: number * 10),
        _BESIDE,
    ),
    Kind(
        "a digit too few",
        (trade.REPORT,),
        ("YTD_FALLS", "MONTH_EXCEEDS_YTD"),
        _digit(lambda number: number // 10),
        _BESIDE,
    ),
    Kind(
        "the month is not the step",
        _WITH_MONTH,
        ("YTD_NOT_LAST_PLUS_MONTH",),
        _month_not_the_step,
        {"GROWTH_DISAGREES", "WRONG_SIGN", "FRACTION_IN_PERCENT"},
    ),
    Kind(
        "a figure withdrawn",
        (growth_feedback.REPORT, trade.REPORT, target_tracking.REPORT),
        ("WITHDRAWN",),
        _withdrawn,
        {"RANK_INCONSISTENT", "RANK_MISSING"},
    ),
    Kind(
        "a month revised, later ones not",
        _WITH_LEVELS,
        ("LATER_MONTHS_STAND",),
        _revised_alone,
        _BESIDE,
    ),
)
