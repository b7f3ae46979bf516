"""Which of the units that a sheet states is meant for a value: the nearest that can mean it."""

from __future__ import annotations

from ingest.tabulate.block import Block
from ingest.tabulate.column import Columns
from ingest.tabulate.header import Header
from ingest.tabulate.stated_unit import (
    bracketed_unit,
    counts,
    is_money,
    is_unit_label,
    percent_of_label,
    title_unit,
    units_in,
)
from ingest.tabulate.token import Role, Token


def unit_of(
    block: Block, columns: Columns, header: Header, row_path: tuple[Token, ...], row: int, token: Token
) -> str | None:
    """In order: a row of percentages; the column's unit row, header and brackets; the row's unit column;
    the row's label; the number's own sign or format; the title's unit, for what it can mean.
    """
    column = token.column
    own_row = row_path[-1].text if row_path else ""
    if percent_of_label(own_row):
        return "%"
    if column in header.units:
        return header.units[column]
    path = [part.text for part in header.paths[column]]
    for label in reversed(path):
        if unit := bracketed_unit(label):
            return unit
        if is_unit_label(label):
            return label
    if path and percent_of_label(path[-1]):
        return "%"
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
    if token.cell.style.number_format.percent and token.role is Role.NUMBER:
        return "%"
    return None


def _title_unit(header: Header, row_path: tuple[Token, ...], path: list[str]) -> str | None:
    labels = [*path, *(part.text for part in row_path)]
    for title in reversed(header.titles):
        stated = title_unit(title.text)
        if stated is None:
            continue
        for unit in units_in(stated):
            if is_money(unit) and any(counts(label) for label in labels):
                continue
            return unit
    return None
