"""Which of the units that a sheet states is meant for a value: the nearest that can mean it."""

from __future__ import annotations

from ingest.period.month import is_period_label
from ingest.quantity.format_unit import format_unit
from ingest.quantity.unit import is_money, same_unit, units_in
from ingest.tabulate.block import Block
from ingest.tabulate.column import Columns
from ingest.tabulate.header import Header
from ingest.tabulate.token import Role, Token
from ingest.tabulate.unit_label import (
    bracketed_unit,
    counts,
    is_unit_label,
    percent_of_label,
    ranks,
    title_unit,
)
from ingest.workbook.cells.cell import Kind


def unit_of(
    block: Block, columns: Columns, header: Header, row_path: tuple[Token, ...], row: int, token: Token
) -> str | None:
    """In order: a row of percentages; the column's unit row, header and brackets; the row's unit column;
    the row's label; the number's own sign or format; the title's unit, for what it can mean.
    """
    column = token.column
    if token.role is Role.PERIOD or (token.role is Role.TEXT and is_period_label(token.text)):
        return None
    if any(ranks(part.text) for part in header.paths[column][-1:]):
        return None
    stated_here = header.units.get(column) or next(
        (unit for part in reversed(header.paths[column]) if (unit := bracketed_unit(part.text))), None
    )
    if stated_here and "百分点" in stated_here:
        return stated_here  # points are never percentages, whatever the row is called
    own_row = row_path[-1].text if row_path else ""
    if percent_of_label(own_row):
        return "%"
    if column in header.units:
        return header.units[column]
    path = [part.text for part in header.paths[column]]
    if path and percent_of_label(path[-1]) and not bracketed_unit(path[-1]):
        return "%"
    for label in reversed(path):
        if unit := bracketed_unit(label):
            return unit
        if is_unit_label(label):
            return label
    for unit_column in columns.unit:
        stated = block.tokens.seen_at(row, unit_column)
        if stated and stated.text:
            return stated.text
    for part in reversed(row_path):
        if unit := bracketed_unit(part.text):
            return unit
    if unit := _shown_unit(token):
        return unit
    return _title_unit(header, row_path, path)


def _shown_unit(token: Token) -> str | None:
    """The unit that the value itself shows: a percent sign in its text or its number format."""
    if token.role is Role.NUMBER and token.text.endswith(("%", "％", "‰")):
        return token.text[-1]
    if token.role is not Role.NUMBER or token.cell.kind is not Kind.NUMBER:
        return None
    if token.cell.style.number_format.percent:
        return "%"
    printed = format_unit(token.cell.number_format)
    return printed.word if printed else None


def contradiction(token: Token, unit: str | None) -> str | None:
    """The unit that a value's own number format prints, where it is another than the one its labels state."""
    shown = _shown_unit(token)
    if shown is None or unit is None or same_unit(shown, unit):
        return None
    return shown


def _title_unit(header: Header, row_path: tuple[Token, ...], path: list[str]) -> str | None:
    labels = [*path, *(part.text for part in row_path)]
    for title in reversed(header.titles):
        stated = title_unit(title.text)
        if stated is None:
            continue
        for unit in units_in(stated) or (stated,):
            if is_money(unit) and any(counts(label) for label in labels):
                continue
            return unit
    return None
