"""The data columns of a table drawn from a seed, and the units that its note states."""

from __future__ import annotations

from random import Random

from tests.mutation.model import Column, Label, UnitsAt
from tests.mutation.vocabulary import CHINESE, Language, Measure

_HEADER_UNITS = (UnitsAt.LABEL, UnitsAt.BELOW, UnitsAt.ROW)
_ROW_UNITS = (UnitsAt.COLUMN, UnitsAt.STUB)


def drawn_columns(
    chance: Random, language: Language, units_at: UnitsAt
) -> tuple[tuple[Column, ...], str | None]:
    """Columns, and the unit of the note where the units stand there."""
    if units_at in _ROW_UNITS:
        return _of_periods(chance, language), None
    measures, note = _measures(chance, language, units_at)
    columns = [_column(chance, language, units_at, (), measure, note) for measure in measures]
    shape = chance.choice(("flat", "groups", "mixed", "periods", "deep", "years"))
    if shape == "years" and units_at in (UnitsAt.NOTE, UnitsAt.NOWHERE):
        return _of_years(chance), note
    if shape == "groups":
        columns = _grouped(chance, language, columns[:3])
    elif shape == "mixed":
        columns = [columns[0], *_grouped(chance, language, columns[1:] or columns[:1])]
    elif shape == "periods":
        columns = _by_period(chance, language, columns[:3])
    elif shape == "deep":
        columns = _by_period(chance, language, _grouped(chance, language, columns[:2]))
    return tuple(columns), note


def _measures(chance: Random, language: Language, units_at: UnitsAt) -> tuple[list[Measure], str | None]:
    """Measures that a table can hold together, and the note that states units for them.

    Growth without a sign of percent has its unit stated in the note too; a count below a unit of money
    has none.
    """
    allowed = [
        each
        for each in language.measures
        if units_at in _HEADER_UNITS
        or each.quantity in ("money", "count")
        or (each.quantity == "growth" and units_at is UnitsAt.NOTE and language is CHINESE)
    ]
    money = [each for each in allowed if each.quantity == "money"]
    if units_at is not UnitsAt.NOTE:
        return chance.sample(allowed, min(chance.randint(2, 5), len(allowed))), None
    chosen = chance.sample(money, 2)
    others = [each for each in allowed if each.quantity != "money"]
    if chance.random() < 0.4:
        chosen += chance.sample(others, 1)
    note = chance.choice(money[0].units)
    if any(each.quantity == "growth" for each in chosen):
        note += "、%"
    return chosen, note


def _column(
    chance: Random,
    language: Language,
    units_at: UnitsAt,
    above: tuple[Label, ...],
    measure: Measure,
    note: str | None,
) -> Column:
    unit = chance.choice(measure.units) if units_at in _HEADER_UNITS else None
    name = measure.name
    if unit is not None and units_at is UnitsAt.LABEL:
        opening, closing = language.brackets
        name = f"{name}{language.split}{opening}{unit}{closing}"
    return Column((*above, name), measure.quantity, unit)


def _grouped(chance: Random, language: Language, columns: list[Column]) -> list[Column]:
    """The same columns under each of several groups."""
    groups = chance.sample(language.groups, chance.randint(2, 3))
    return [
        Column((group, *column.path), column.quantity, column.unit) for group in groups for column in columns
    ]


def _by_period(chance: Random, language: Language, columns: list[Column]) -> list[Column]:
    """Each column for the same two or three periods."""
    periods = chance.sample(language.periods, chance.randint(2, 3))
    return [
        Column((*column.path, period), column.quantity, column.unit)
        for column in columns
        for period in periods
    ]


def _of_periods(chance: Random, language: Language) -> tuple[Column, ...]:
    """Columns that say nothing of units, because the rows do."""
    labels = chance.sample(chance.choice((language.periods, language.areas)), chance.randint(2, 4))
    columns = [Column((label,), "any") for label in labels]
    if chance.random() < 0.3:
        columns = _grouped(chance, language, columns[:2])
    return tuple(columns)


def _of_years(chance: Random) -> tuple[Column, ...]:
    """Years, as numbers or with their word."""
    first, count = chance.randint(2005, 2019), chance.randint(2, 5)
    years: list[Label] = list(range(first, first + count))
    if chance.random() < 0.5:
        years = [f"{year}年" for year in years]
    if chance.random() < 0.3:
        years.reverse()
    return tuple(Column((year,), "money") for year in years)
