"""Growths, bases, completions, contributions, ranks: what is worked out of other figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from samples.forms import fdi_detail, growth_feedback, services_pull, target_tracking, trade
from samples.sheet import Look, Value, retyped
from tests.defects.clean import Clean, swapped_digits
from tests.defects.defect import Kind, Planted

NINTH_OF_FEBRUARY = 44966  # 2/9 as Excel stores it
_HUNDRED = Decimal(100)
_MEASURED, _COUNTED = (
    (5, 6, 8, 9),
    (7, 10),
)  # rows of the key indicators: money and areas, projects and visits
Edit = Callable[[Random, Decimal], Value]


def _growths(clean: Clean) -> list[tuple[str, ...]]:
    """Cells of growths that stand beside a level and a base, or whose base was reported a year ago; twice the same as one."""
    if clean.report is fdi_detail.REPORT:
        row = clean.row_of("同比增长")
        return [(f"G{row}", f"H{row}")]
    if clean.report is target_tracking.REPORT:
        # Not that of areas in ten thousands with one decimal: 1.5 over 1.4 may be anything from 0 to 15 %.
        return [(f"G{row}",) for row in (5, 6, 7, 8, 10)]
    if clean.report is services_pull.REPORT:
        return [("E4", "F4"), ("E5",), ("E6",)]
    # Those of trade have no base beside them: last year's own return must be there.
    rows = range(4, 9) if clean.month.year == 2023 else ()
    return [(f"{column}{row}",) for column in "DF" for row in rows]


def _growth(edit: Edit, least: Decimal) -> Callable[[Random, Clean], Planted | None]:
    def plant(random: Random, clean: Clean) -> Planted | None:
        there = [cells for cells in _growths(clean) if abs(clean.number(cells[0]) or 0) >= least]
        if not there:
            return None
        cells = random.choice(there)
        wrong = edit(random, clean.number(cells[0]) or Decimal(0))
        return Planted(clean.edited(dict.fromkeys(cells, wrong)), cells)

    return plant


def _other_sign(random: Random, growth: Decimal) -> Value:
    return -growth


def _fraction(random: Random, growth: Decimal) -> Value:
    return growth / _HUNDRED


def _other_growth(random: Random, growth: Decimal) -> Value:
    return growth + random.choice((-1, 1)) * random.choice((Decimal(3), Decimal("7.5"), Decimal(11)))


def _column_of_fractions(random: Random, clean: Clean) -> Planted | None:
    columns, rows = {
        growth_feedback.REPORT: ("BDF", range(5, 14)),
        trade.REPORT: ("DF", range(4, 9)),
        services_pull.REPORT: ("E", range(4, 7)),
    }[clean.report]
    column = random.choice(columns)
    growths = clean.numbers([f"{column}{row}" for row in rows])
    if len(growths) < 2 or max(map(abs, growths.values())) >= _HUNDRED:
        return None
    return Planted(clean.edited({at: growth / _HUNDRED for at, growth in growths.items()}), list(growths))


def _out_of_range(random: Random, clean: Clean) -> Planted | None:
    columns, rows = {
        growth_feedback.REPORT: ("BD", range(5, 14)),
        trade.REPORT: ("DF", range(4, 9)),
    }[clean.report]
    growths = clean.numbers([f"{column}{row}" for column in columns for row in rows])
    if not growths:
        return None
    at = random.choice(sorted(growths))
    return Planted(clean.edited({at: random.choice((1, -1)) * random.randint(1_000_001, 9_000_000)}), [at])


def _bases(clean: Clean) -> list[tuple[str, ...]]:
    """Cells of quoted bases other than zero that were reported a year ago."""
    if clean.month.year == 2022:
        return []
    if clean.report is fdi_detail.REPORT:
        row = clean.row_of("上年同期")
        return [(f"G{row}", f"H{row}")] if clean.number(f"H{row}") else []
    return [(f"F{row}",) for row in (*_MEASURED, *_COUNTED) if clean.number(f"F{row}")]


def _base(
    edit: Callable[[Random, Decimal], Value | None], but: Sequence[int] = ()
) -> Callable[[Random, Clean], Planted | None]:
    def plant(random: Random, clean: Clean) -> Planted | None:
        bases = [
            cells
            for cells in _bases(clean)
            if clean.report is fdi_detail.REPORT or int(cells[0][1:]) not in but
        ]
        if not bases:
            return None
        cells = random.choice(bases)
        wrong = edit(random, clean.number(cells[0]) or Decimal(0))
        return None if wrong is None else Planted(clean.edited(dict.fromkeys(cells, wrong)), cells)

    return plant


def _other_unit(random: Random, base: Decimal) -> Value:
    return base.scaleb(random.choice((-4, 4)))


def _over_zero(random: Random, clean: Clean) -> Planted | None:
    rows = (5,) if clean.report is target_tracking.REPORT else (clean.row_of("同比增长"),)
    base = "F5" if clean.report is target_tracking.REPORT else f"H{rows[0] - 1}"
    if clean.number(base) != 0:
        return None
    cells = ["G5"] if clean.report is target_tracking.REPORT else [f"G{rows[0]}", f"H{rows[0]}"]
    return Planted(clean.edited(dict.fromkeys(cells, random.choice((100, Decimal("33.3"), 0)))), cells)


def _typed(
    columns: str, rows: Sequence[int], edit: Edit, least: Decimal
) -> Callable[[Random, Clean], Planted | None]:
    def plant(random: Random, clean: Clean) -> Planted | None:
        numbers = clean.numbers([f"{column}{row}" for column in columns for row in rows])
        there = sorted(at for at, number in numbers.items() if abs(number) >= least)
        if not there:
            return None
        at = random.choice(there)
        return Planted(clean.edited({at: edit(random, numbers[at])}), [at])

    return plant


def _over_other_target(random: Random, completion: Decimal) -> Value:
    return (completion * random.choice((Decimal("0.9"), Decimal("1.1"), Decimal("1.25")))).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


def _more_or_less(random: Random, number: Decimal) -> Value:
    return number + random.choice((-3, 3, 5))


def _other_amount(random: Random, number: Decimal) -> Value:
    return swapped_digits(random, number) or number + 1000


def _rank_wrong(random: Random, clean: Clean) -> Planted | None:
    ranks = clean.numbers([f"{column}{row}" for column in "CEG" for row in range(5, 14)])
    if not ranks:
        return None
    at = random.choice(sorted(ranks))
    rank = ranks[at] + random.choice((-3, -2, 2, 3))
    return Planted(clean.edited({at: rank}), [at]) if 1 <= rank <= 9 else None


def _rank_missing(random: Random, clean: Clean) -> Planted:
    row, (growth, rank) = random.randrange(5, 14), random.choice(("BC", "DE"))
    return Planted(
        clean.edited({f"{growth}{row}": 0, f"{rank}{row}": None}), [f"{growth}{row}", f"{rank}{row}"]
    )


def _rank_as_date(random: Random, clean: Clean) -> Planted | None:
    at = f"K{random.randrange(5, 11)}"
    day = NINTH_OF_FEBRUARY + random.randrange(-5, 5)
    return Planted(retyped(clean.sheet, {at: day}, Look.DAY), [at]) if clean.text(at) else None


def _rank_too_great(random: Random, clean: Clean) -> Planted | None:
    ranks = clean.numbers([f"{column}{row}" for column in "CE" for row in range(5, 14)])
    at = random.choice(sorted(ranks))
    return Planted(clean.edited({at: random.randint(5001, 90000)}), [at])


_TARGETS = (target_tracking.REPORT,)
_WITH_BASE = (fdi_detail.REPORT, target_tracking.REPORT, services_pull.REPORT, trade.REPORT)
_ROWS = range(5, 11)
KINDS = (
    Kind(
        "growth with the other sign",
        _WITH_BASE,
        ("WRONG_SIGN",),
        _growth(_other_sign, Decimal(1)),
        {"OUT_OF_RANGE"},
    ),
    Kind("growth as a fraction", _WITH_BASE, ("FRACTION_IN_PERCENT",), _growth(_fraction, Decimal(2))),
    Kind(
        "growth mistyped",
        _WITH_BASE,
        ("GROWTH_DISAGREES",),
        _growth(_other_growth, Decimal(1)),
        {"WRONG_SIGN"},
    ),
    Kind(
        "a column of growths as fractions",
        (growth_feedback.REPORT, trade.REPORT, services_pull.REPORT),
        ("GROWTHS_AS_FRACTIONS",),
        _column_of_fractions,
    ),
    Kind(
        "growth out of range",
        (growth_feedback.REPORT, trade.REPORT),
        ("OUT_OF_RANGE", "NUMBER_TOO_LARGE"),
        _out_of_range,
        {"RANK_INCONSISTENT", "GROWTH_DISAGREES"},
    ),
    Kind("growth over a base of zero", (fdi_detail.REPORT, *_TARGETS), ("GROWTH_ON_ZERO_BASE",), _over_zero),
    Kind("base mistyped", (fdi_detail.REPORT, *_TARGETS), ("BASE_DIFFERS",), _base(swapped_digits)),
    Kind(
        "base in another unit",
        (fdi_detail.REPORT, *_TARGETS),
        ("BASE_OTHER_UNIT", "UNIT_OF_FORM"),
        _base(_other_unit, _COUNTED),
    ),
    Kind(
        "completion as a fraction",
        _TARGETS,
        ("FRACTION_IN_PERCENT",),
        _typed("H", _ROWS, _fraction, Decimal(2)),
    ),
    Kind(
        "completion of another target",
        _TARGETS,
        ("COMPLETION_DIFFERS",),
        _typed("H", _ROWS, _over_other_target, Decimal(2)),
    ),
    Kind("gap mistyped", _TARGETS, ("PROGRESS_GAP_DIFFERS",), _typed("J", _ROWS, _more_or_less, Decimal(0))),
    Kind(
        "time progress of another month",
        _TARGETS,
        ("CONSTANT_DIFFERS",),
        _typed("I", _ROWS, _more_or_less, Decimal(0)),
        {"PROGRESS_GAP_DIFFERS"},
    ),
    Kind(
        "difference mistyped",
        (services_pull.REPORT,),
        ("DIFFERENCE_DIFFERS",),
        _typed("D", (4, 5, 6), _other_amount, Decimal(100)),
    ),
    Kind(
        "contribution mistyped",
        (services_pull.REPORT,),
        ("CONTRIBUTION_DIFFERS",),
        _typed("F", (5, 6), _more_or_less, Decimal(0)),
    ),
    Kind(
        "share mistyped",
        (services_pull.REPORT,),
        ("SHARE_DIFFERS",),
        _typed("G", (5, 6), _more_or_less, Decimal(0)),
    ),
    Kind("rank mistyped", (growth_feedback.REPORT,), ("RANK_INCONSISTENT",), _rank_wrong),
    Kind(
        "rank missing beside a growth of zero",
        (growth_feedback.REPORT,),
        ("RANK_MISSING",),
        _rank_missing,
        {"RANK_INCONSISTENT"},
    ),
    Kind("rank turned into a date", _TARGETS, ("RANK_AS_DATE",), _rank_as_date),
    Kind(
        "rank out of range",
        (growth_feedback.REPORT,),
        ("OUT_OF_RANGE",),
        _rank_too_great,
        {"RANK_INCONSISTENT"},
    ),
)
