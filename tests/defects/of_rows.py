"""Rows of registers: twice, gone, fallen, changed, of another year, of a month to come."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from samples.forms import (
    buildings,
    domestic_capital,
    fai_register,
    fdi_detail,
    key_projects,
    old_communities,
    physical_work,
    visits,
)
from samples.month import Month
from samples.sheet import Value
from tests.defects.clean import Clean, with_row, without_row
from tests.defects.defect import Kind, Planted
from tests.defects.registers import added_up, register_of, rows_of

_NAMED = (
    fai_register.REPORT,
    domestic_capital.REPORT,
    physical_work.REPORT,
    buildings.REPORT,
    old_communities.REPORT,
    key_projects.REPORT,
)
_VISITS_FROM = 3


def _again(random: Random, clean: Clean, name: Callable[[str], str], **values: Value) -> Planted | None:
    """The last row once more below itself, under another name; the sums count it."""
    register, rows = register_of(clean), rows_of(clean)
    rows = [row for row in rows if any(clean.numbers([f"{column}{row}" for column in register.amounts]))]
    if len(rows) < 2:
        return None
    row = random.choice(rows[:-1])
    named = name(clean.text(f"{register.name}{row}"))
    like = {
        column: clean.sheet.entries[f"{column}{row}"].value
        for column in "ABCDEFGHIJKL"
        if f"{column}{row}" in clean.sheet.entries and not _is_of_year(clean, column)
    }
    last = rows_of(clean)[-1]
    sheet = with_row(clean.sheet, last, like | values | {register.name: named})
    return Planted(
        added_up(clean, sheet),
        [f"{column}{last}" for column in "ABCDEFGH"]
        + [f"{column}{each}" for column in "BC" for each in (row, last + 1)],
    )


def _is_of_year(clean: Clean, column: str) -> bool:
    """The merged column of years stays as it is."""
    return clean.report is old_communities.REPORT and column == "A"


def _twice(random: Random, clean: Clean) -> Planted | None:
    if clean.report is fai_register.REPORT and random.random() < 0.5:
        return _again(random, clean, lambda name: name.replace("有限公司", "公司"))
    return _again(random, clean, str)


def _other_name(random: Random, clean: Clean) -> Planted | None:
    """The same plan, amounts and area under a name a word longer, and where there is a code with another code."""
    word = random.choice(("(一期)", "(鲸园)", "项目部", "新建"))
    if clean.report is fai_register.REPORT:
        code = f"2303-371002-89-0{random.randrange(1, 6)}-{random.randrange(900000, 999999)}"
        return _again(random, clean, lambda name: f"{name}{word}", C=code)
    if clean.report is buildings.REPORT:
        return _again(random, clean, lambda name: f"{name}{word}", F="示例新项目甲")
    return _again(random, clean, lambda name: f"{name}{word}")


def _tenant_twice(random: Random, clean: Clean) -> Planted | None:
    rows = rows_of(clean)
    if len(rows) < 2:
        return None
    first, second = sorted(random.sample(rows, 2))
    return Planted(clean.edited({f"F{second}": clean.text(f"F{first}")}), [f"F{second}"])


def _visit_rows(clean: Clean) -> list[int]:
    rows = range(_VISITS_FROM, _VISITS_FROM + len(clean.cells_with("示例企业")))
    return [row for row in rows if clean.text(f"B{row}")]


def _visit_twice(random: Random, clean: Clean) -> Planted | None:
    rows = _visit_rows(clean)
    if len(rows) < 2:
        return None
    first, second = random.sample(rows, 2)
    same: dict[str, Value] = {f"{column}{second}": clean.text(f"{column}{first}") for column in "BCDEFG"}
    return Planted(clean.edited(same), [f"B{max(first, second)}"])


def _there_before(clean: Clean) -> list[int]:
    """Rows that last month's register of the year had too."""
    earlier = clean.earlier(1)
    if earlier is None or earlier.month.year != clean.month.year:
        return []
    name = register_of(clean).name
    then = {earlier.text(f"{name}{row}") for row in rows_of(earlier)}
    return [row for row in rows_of(clean) if clean.text(f"{name}{row}") in then]


def _gone(random: Random, clean: Clean) -> Planted | None:
    rows = _there_before(clean)
    if len(rows) < 2:
        return None
    sheet = without_row(clean.sheet, random.choice(rows))
    return Planted(added_up(clean, sheet))


def _fallen(random: Random, clean: Clean) -> Planted | None:
    """A project's year to date below what last month said."""
    year, month = {"入": "JK", "到": "HI", "实": "DE"}[clean.sheet.name[0]]
    earlier, name = clean.earlier(1), register_of(clean).name
    fallen: list[tuple[int, Decimal]] = []
    for row in _there_before(clean):
        assert earlier is not None
        then = next(
            each for each in rows_of(earlier) if earlier.text(f"{name}{each}") == clean.text(f"{name}{row}")
        )
        was = earlier.number(f"{year}{then}")
        if was and was > 10:
            fallen.append((row, was))
    if not fallen:
        return None
    row, was = random.choice(fallen)
    lower = (was * random.choice((Decimal("0.9"), Decimal("0.7")))).quantize(Decimal(1))
    sheet = clean.edited({f"{year}{row}": lower, f"{month}{row}": 0})
    return Planted(added_up(clean, sheet), [f"{year}{row}", f"{name}{row}"])


def _plan_times_ten(random: Random, clean: Clean) -> Planted | None:
    column = {"入": "G", "到": "G", "盘": "D"}[clean.sheet.name[0]]
    rows = _there_before(clean)
    if not rows:
        return None
    at = f"{column}{random.choice(rows)}"
    number = clean.number(at) or Decimal(0)
    return Planted(added_up(clean, clean.edited({at: number * 10})), [at])


def _renamed(random: Random, clean: Clean) -> Planted | None:
    """A project with last month's code, or place and amounts, under a name of its own."""
    rows = _there_before(clean)
    if not rows:
        return None
    at = f"{register_of(clean).name}{random.choice(rows)}"
    return Planted(clean.edited({at: f"示例更名{random.randrange(100)}号"}), [at])


def _entry_month_moved(random: Random, clean: Clean) -> Planted | None:
    """A month of entry that is another than last month's register said, of this year and not to come."""
    register = register_of(clean)
    cells = [f"{register.month}{row}" for row in _there_before(clean)]
    if not cells:
        return None
    at = random.choice(cells)
    months = [
        said
        for month in range(1, clean.month.month + 1)
        if (said := _month_like(clean.text(at), Month(clean.month.year, month))) != clean.text(at)
    ]
    return Planted(clean.edited({at: random.choice(months)}), [at])


def _month_like(text: str, month: Month) -> str:
    return month.zh if "年" in text else f"{month.year}-{month.month:02}"


def _below_threshold(random: Random, clean: Clean) -> Planted | None:
    if not rows_of(clean):
        return None
    at = f"G{random.choice(rows_of(clean))}"
    return Planted(added_up(clean, clean.edited({at: random.randint(200, 499)})), [at])


def _month_above_year(random: Random, clean: Clean) -> Planted | None:
    year, month = {"入": "JK", "到": "HI", "实": "DE"}[clean.sheet.name[0]]
    numbers = clean.numbers([f"{year}{row}" for row in rows_of(clean)])
    # January: the month is the year to date, and what is above it is above both.
    if not numbers or clean.month.month < 2 or (clean.sheet.name[0] == "入" and clean.month.month == 2):
        return None
    at = random.choice(sorted(numbers))
    of_month = f"{month}{at[1:]}"
    return Planted(added_up(clean, clean.edited({of_month: numbers[at] + random.randint(1, 50)})), [of_month])


def _above_plan(random: Random, clean: Clean) -> Planted | None:
    year = {"入": "J", "到": "H"}[clean.sheet.name[0]]
    numbers = clean.numbers([f"{year}{row}" for row in rows_of(clean)])
    if not numbers:
        return None
    at = random.choice(sorted(numbers))
    plan = clean.number(f"G{at[1:]}") or Decimal(0)
    return Planted(added_up(clean, clean.edited({at: plan + random.randint(1, 500)})), [at])


def _dated(months_on: Callable[[Random, Clean], Month | None]) -> Callable[[Random, Clean], Planted | None]:
    def plant(random: Random, clean: Clean) -> Planted | None:
        if clean.report is visits.REPORT:
            rows, column = _visit_rows(clean), "B"
        else:
            rows, column = rows_of(clean), register_of(clean).month
        month = months_on(random, clean)
        if not rows or month is None:
            return None
        at = f"{column}{random.choice(rows)}"
        is_day = clean.report in (visits.REPORT, fdi_detail.REPORT)
        text = f"{month.year}-{month.month:02}-15" if is_day else _month_like(clean.text(at), month)
        return Planted(clean.edited({at: text}), [at])

    return plant


def _other_year(random: Random, clean: Clean) -> Month:
    return Month(clean.month.year - random.choice((1, 1, 2)), random.randint(1, 12))


def _to_come(random: Random, clean: Clean) -> Month | None:
    return (
        None
        if clean.month.month == 12
        else Month(clean.month.year, random.randint(clean.month.month + 1, 12))
    )


def _planned(random: Random, clean: Clean) -> Planted:
    at = f"{random.choice('HI')}{random.choice(rows_of(clean))}"
    word = random.choice(("(计划)", "(预计)", "拟"))
    return Planted(clean.edited({at: f"{clean.text(at)}{word}"}), [at])


def _key_blank(random: Random, clean: Clean) -> Planted | None:
    if not rows_of(clean):
        return None
    at = f"C{random.choice(rows_of(clean))}"
    return Planted(clean.edited({at: None}), [at])


def _no_yes_or_no(random: Random, clean: Clean) -> Planted | None:
    rows = _visit_rows(clean)
    at = f"F{random.choice(rows)}" if rows else ""
    return Planted(clean.edited({at: random.choice(("经发办主任", "待定", "2"))}), [at]) if rows else None


_WITH_PROGRESS = (fai_register.REPORT, domestic_capital.REPORT, physical_work.REPORT)
_WITH_MONTHS = (
    fai_register.REPORT,
    domestic_capital.REPORT,
    fdi_detail.REPORT,
    buildings.REPORT,
    visits.REPORT,
)
_TOTALS = {"YTD_FALLS", "YTD_NOT_LAST_PLUS_MONTH", "SIZE_OF_FORM"}
KINDS = (
    Kind("a row twice", _NAMED, ("DUPLICATE_PROJECT",), _twice, {"DUPLICATE_TENANT", *_TOTALS}),
    Kind("a row under two names", _NAMED, ("SAME_THING_TWICE", "DUPLICATE_PROJECT"), _other_name, _TOTALS),
    Kind(
        "a tenant in two buildings",
        (buildings.REPORT,),
        ("DUPLICATE_TENANT",),
        _tenant_twice,
        {"ROW_CHANGED"},
    ),
    Kind("a visit twice", (visits.REPORT,), ("DUPLICATE_VISIT",), _visit_twice, {"ROW_CHANGED", "ROW_GONE"}),
    Kind("a row gone", (*_WITH_PROGRESS, buildings.REPORT), ("ROW_GONE",), _gone, _TOTALS),
    Kind("a row fallen", _WITH_PROGRESS, ("ROW_FALLS",), _fallen, _TOTALS),
    Kind(
        "a row's plan times ten",
        (fai_register.REPORT, domestic_capital.REPORT, buildings.REPORT),
        ("ROW_CHANGED",),
        _plan_times_ten,
    ),
    Kind("a row renamed", (fai_register.REPORT,), ("ROW_CHANGED",), _renamed),
    Kind(
        "a row's month changed",
        (fai_register.REPORT, domestic_capital.REPORT, buildings.REPORT),
        ("ROW_CHANGED",),
        _entry_month_moved,
    ),
    Kind(
        "a project below the threshold",
        (fai_register.REPORT,),
        ("BELOW_THRESHOLD",),
        _below_threshold,
        {"ROW_CHANGED", "UNIT_SLIP"},
    ),
    Kind("a row's month above its year", _WITH_PROGRESS, ("MONTH_EXCEEDS_YTD",), _month_above_year, _TOTALS),
    Kind(
        "a row above its plan",
        (fai_register.REPORT, domestic_capital.REPORT),
        ("YTD_EXCEEDS_PLAN",),
        _above_plan,
        {"GROWTH_DISAGREES", *_TOTALS},
    ),
    Kind("a row of another year", _WITH_MONTHS, ("YEAR_MISMATCH",), _dated(_other_year), {"ROW_CHANGED"}),
    Kind(
        "a row of a month to come", _WITH_MONTHS, ("MONTH_AFTER_PERIOD",), _dated(_to_come), {"ROW_CHANGED"}
    ),
    Kind("a plan among what is done", (old_communities.REPORT,), ("PLAN_AS_ACTUAL",), _planned),
    Kind(
        "a key left blank", (fai_register.REPORT,), ("KEY_MISSING",), _key_blank, {"ROW_CHANGED", "ROW_GONE"}
    ),
    Kind("neither yes nor no", (visits.REPORT,), ("NOT_YES_OR_NO",), _no_yes_or_no),
)
