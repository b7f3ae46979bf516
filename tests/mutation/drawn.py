"""A sheet of statistical tables drawn from a seed. Only what a careful reader would read in one way."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.mutation.drawn_columns import drawn_columns
from tests.mutation.drawn_rows import drawn_rows
from tests.mutation.drawn_values import drawn_value
from tests.mutation.model import (
    Column,
    Headers,
    NoteAt,
    Row,
    SheetModel,
    Table,
    UnitsAt,
)
from tests.mutation.vocabulary import CHINESE, LANGUAGES, Language

_SHEET_NAMES = ("Sheet1", "1-12月", "反馈表", "附表 2", "Table 1")


def drawn_sheet(chance: Random) -> SheetModel:
    """One to three tables on a sheet, beside or below each other."""
    count = chance.choice((1, 1, 1, 1, 2, 2, 3))
    beside = count > 1 and chance.random() < 0.5
    sheet = SheetModel(
        name=chance.choice(_SHEET_NAMES),
        tables=tuple(drawn_table(chance) for _ in range(count)),
        beside=beside,
        gap=chance.randint(1, 2),
        top=chance.choice((1, 1, 2, 3)),
        left=chance.choice((1, 1, 1, 2)),
    )
    return told_apart(sheet)


def drawn_table(chance: Random) -> Table:
    language = chance.choice(LANGUAGES)
    units_at = chance.choice(tuple(UnitsAt))
    headers = chance.choice(tuple(Headers))
    columns, note = drawn_columns(chance, language, units_at)
    body = drawn_rows(chance, language, units_at)
    corner = chance.choice(language.corners)
    if units_at is UnitsAt.ROW or body.periods or body.outer:
        corner = corner or language.corners[0]
    return Table(
        title=chance.choice(language.titles),
        title_merged=chance.random() < 0.5,
        corner=corner,
        columns=columns,
        rows=_with_values(chance, body.rows, columns),
        headers=headers,
        depths=body.depths,
        sections=body.sections,
        units_at=units_at,
        note=note,
        note_line=chance.choice(language.unit_line),
        note_at=chance.choice(tuple(NoteAt)),
        brackets=language.brackets,
        unit_header=chance.choice(language.unit_headers),
        code_header=chance.choice(language.code_headers) if body.coded else "",
        outer_header=body.outer_header,
        outer_merged=chance.random() < 0.5,
        ordinals=_ordinals(chance, language, columns),
        gaps=(chance.choice((0, 0, 1)), 0),
        footnotes=tuple(chance.sample(language.footnotes, chance.choice((0, 0, 1, 2)))),
        preamble=language.preamble[: chance.choice((0, 0, 0, 0, 1, 2))],
        signatures=language.signatures if chance.random() < 0.2 else (),
        total=body.total,
    )


def _ordinals(chance: Random, language: Language, columns: tuple[Column, ...]) -> str:
    """Rows of ordinals count three columns at least; letters alone are the custom of English tables."""
    if len(columns) < 3 or chance.random() < 0.75:
        return ""
    return chance.choice(("words", "brackets")) if language is CHINESE else "letters"


def _with_values(chance: Random, rows: tuple[Row, ...], columns: tuple[Column, ...]) -> tuple[Row, ...]:
    sizes = [chance.choice((1, 2, 3, 4, 6)) for _ in columns]
    return tuple(
        row
        if row.section
        else replace(
            row,
            values=tuple(
                drawn_value(chance, column, row.percent, size)
                for column, size in zip(columns, sizes, strict=True)
            ),
        )
        for row in rows
    )


def told_apart(sheet: SheetModel) -> SheetModel:
    """Beside another table, a merge right above the header names a group of columns as well as a table."""
    if not sheet.beside:
        return sheet
    tables = tuple(
        replace(table, title_merged=False)
        if table.note is None or table.note_at in (NoteAt.TITLE, NoteAt.ACROSS)
        else table
        for table in sheet.tables
    )
    return replace(sheet, tables=tables)
