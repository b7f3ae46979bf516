"""The rows of a table drawn from a seed, without their values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.mutation.model import BLANK, Depths, Label, Row, Sections, UnitsAt
from tests.mutation.row_labels import numbered
from tests.mutation.vocabulary import CHINESE, Language

_VALUED = (BLANK,)  # stands for the values of a row that is no section until they are drawn


@dataclass(frozen=True, slots=True)
class Body:
    rows: tuple[Row, ...]
    depths: Depths = Depths.INDENT
    sections: Sections = Sections.BOLD
    total: bool = False
    periods: bool = False
    outer_header: str | None = None
    coded: bool = False

    @property
    def outer(self) -> bool:
        return self.outer_header is not None


def drawn_rows(chance: Random, language: Language, units_at: UnitsAt) -> Body:
    depths = chance.choice(tuple(Depths) if language is CHINESE else (Depths.INDENT, Depths.BLANKS))
    sections = chance.choice(tuple(Sections))
    if units_at in (UnitsAt.COLUMN, UnitsAt.STUB):
        body = _of_measures(chance, language, units_at, depths, sections)
    else:
        shape = chance.choice(("areas", "items", "sections", "periods", "outer", "whole"))
        match shape:
            case "areas":
                body = Body(_areas(chance, language, 0) + _last_total(chance, language))
            case "items":
                body = Body(_items(chance, language, 0) + _last_total(chance, language), depths)
            case "sections":
                body = _in_sections(chance, language, depths, sections)
            case "periods":
                return _of_periods(chance)
            case "outer":
                return _two_columns(chance, language)
            case _:
                body = _whole(chance, language, depths, sections)
    if body.total and body.depths is Depths.NUMBERS:
        body = replace(body, depths=Depths.INDENT)  # a total has no number
    if body.depths is Depths.NUMBERS:
        body = replace(body, rows=numbered(body.rows))
    if chance.random() < 0.25:
        codes = (f"{code:02d}" for code in range(1, 100))
        coded = tuple(row if row.section else replace(row, code=next(codes)) for row in body.rows)
        body = replace(body, rows=coded, coded=True)
    return body


def _row(label: Label, depth: int, unit: str | None = None) -> Row:
    return Row(label, depth, _VALUED, unit=unit)


def _areas(chance: Random, language: Language, depth: int) -> tuple[Row, ...]:
    return tuple(_row(area, depth) for area in chance.sample(language.areas, chance.randint(3, 6)))


def _last_total(chance: Random, language: Language) -> tuple[Row, ...]:
    """A total behind what it sums: it has no parts."""
    return (_row(language.totals[0], 0),) if chance.random() < 0.25 else ()


def _items(chance: Random, language: Language, depth: int) -> tuple[Row, ...]:
    """Items, some with parts: set in, numbered, or behind 其中."""
    rows: list[Row] = []
    for item in chance.sample(language.items, chance.randint(3, 4)):
        rows.append(_row(item, depth))
        form = chance.choice(("none", "none", "parts", "of_which", "growth"))
        if form == "parts":
            rows += [_row(part, depth + 1) for part in chance.sample(language.parts, chance.randint(1, 3))]
        elif form == "growth":
            rows.append(replace(_row(chance.choice(language.growth), depth + 1), percent=True))
        elif form == "of_which":
            parts = chance.sample(language.parts, chance.randint(1, 2))
            rows += [
                replace(_row(part, depth + 1), of_which=language.of_which, beside=index > 0)
                for index, part in enumerate(parts)
            ]
    return tuple(rows)


def _in_sections(chance: Random, language: Language, depths: Depths, sections: Sections) -> Body:
    names = chance.sample(language.sections, 2)
    rows: list[Row] = []
    for name in names:
        rows.append(Row(name, 0, ()))
        rows += [_row(item, 1) for item in chance.sample(language.items, chance.randint(2, 4))]
    return Body(tuple(rows), depths, sections)


def _whole(chance: Random, language: Language, depths: Depths, sections: Sections) -> Body:
    """A total that stands first, and its parts."""
    total = _row(chance.choice(language.totals), 0)
    if chance.random() < 0.5:
        return Body((total, *_areas(chance, language, 1)), total=True)
    below = _in_sections(chance, language, depths, sections)
    deeper = tuple(replace(row, depth=row.depth + 1) for row in below.rows)
    return replace(below, rows=(total, *deeper), total=True)


def _of_measures(
    chance: Random, language: Language, units_at: UnitsAt, depths: Depths, sections: Sections
) -> Body:
    """Rows that each state their unit, in a column of units or in brackets of their label."""
    opening, closing = language.brackets
    rows: list[Row] = []
    for measure in chance.sample(language.measures, min(chance.randint(3, 6), len(language.measures))):
        unit = chance.choice(measure.units)
        name = measure.name
        if units_at is UnitsAt.STUB:
            name = f"{name}{language.split}{opening}{unit}{closing}"
        percent = measure.quantity == "growth"
        rows.append(replace(_row(name, 0, unit), percent=percent))
        if not percent and chance.random() < 0.3:
            rows += [_row(part, 1, unit) for part in chance.sample(language.parts, chance.randint(1, 2))]
    return Body(tuple(rows), depths, sections)


def _of_periods(chance: Random) -> Body:
    """Years as numbers, months as text or as dates."""
    first, count = chance.randint(2000, 2015), chance.randint(4, 8)
    form = chance.choice(("years", "months", "days"))
    labels: list[Label]
    if form == "years":
        labels = list(range(first, first + count))
    elif form == "months":
        labels = [f"{first}年{month}月" for month in range(1, count + 1)]
    else:
        labels = [date(first, month + 1, 1) - timedelta(1) for month in range(1, count + 1)]
    return Body(tuple(_row(label, 0) for label in labels), periods=True)


def _two_columns(chance: Random, language: Language) -> Body:
    """A label column before the stub, its labels merged over their rows or stated once."""
    inner = chance.sample(chance.choice((language.parts, language.periods)), chance.randint(2, 3))
    if chance.random() < 0.3:
        inner.append(language.subtotal)
    areas = chance.sample(language.areas, chance.randint(2, 3))
    rows = tuple(replace(_row(label, 0), outer=area) for area in areas for label in inner)
    return Body(rows, outer_header="镇街" if language is CHINESE else "Area")
