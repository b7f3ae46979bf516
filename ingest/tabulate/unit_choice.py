"""Which of the units that a sheet states is meant for a value: the nearest that can mean it."""

from __future__ import annotations

from ingest.period.month import is_period_label
from ingest.quantity.unit import is_money, same_unit, units_in
from ingest.quantity.unit_of_format import unit_of_format
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
    if _has_none(header, token):
        return None
    return _near_unit(block, columns, header, row_path, row, token) or _title_unit(
        header, row_path, [part.text for part in header.paths[token.column]]
    )


def units_of_line(header: Header) -> tuple[str, ...]:
    """The units of the nearest line above a table where it states several: 单位:万人次、万元."""
    stated = (title_unit(title.text) for title in reversed(header.titles))
    units = units_in(next(filter(None, stated), ""))
    return units if len(units) > 1 else ()


def has_own_unit(
    block: Block, columns: Columns, header: Header, row_path: tuple[Token, ...], row: int, token: Token
) -> bool:
    """Whether a value needs no line above its table to have a unit, or has none at all."""
    return _has_none(header, token) or bool(_near_unit(block, columns, header, row_path, row, token))


def _has_none(header: Header, token: Token) -> bool:
    """Whether a value has no unit at all: a period, a rank."""
    if token.role is Role.PERIOD or (token.role is Role.TEXT and is_period_label(token.text)):
        return True
    path = header.paths[token.column]
    return bool(path) and ranks(path[-1].text)


def _near_unit(
    block: Block, columns: Columns, header: Header, row_path: tuple[Token, ...], row: int, token: Token
) -> str | None:
    """The unit of a value by its row, its column or itself: what no line above the table can be meant against."""
    column = token.column
    labels = [part.text for part in header.paths[column]]
    of_header = header.units.get(column) or next(filter(None, map(bracketed_unit, reversed(labels))), None)
    if of_header and "百分点" in of_header:
        return of_header  # points are never percentages, whatever the row is called
    if row_path and percent_of_label(row_path[-1].text):
        return "%"
    if column in header.units:
        return header.units[column]
    return _label_unit(labels) or _row_unit(block, columns, row_path, row) or _shown_unit(token)


def _label_unit(labels: list[str]) -> str | None:
    """The unit that the labels over a column name, the lowest first."""
    if labels and percent_of_label(labels[-1]) and not bracketed_unit(labels[-1]):
        return "%"
    for label in reversed(labels):
        if unit := bracketed_unit(label):
            return unit
        if is_unit_label(label):
            return label
    return None


def _row_unit(block: Block, columns: Columns, row_path: tuple[Token, ...], row: int) -> str | None:
    """The unit in the row's column of units, else in the brackets of its labels, the innermost first."""
    beside = (block.tokens.seen_at(row, column) for column in columns.unit)
    in_column = next((token.text for token in beside if token and token.text), None)
    return in_column or next(filter(None, (bracketed_unit(part.text) for part in reversed(row_path))), None)


def _shown_unit(token: Token) -> str | None:
    """The unit that the value itself shows: a percent sign in its text or its number format."""
    if token.role is Role.NUMBER and token.text.endswith(("%", "％", "‰")):
        return token.text[-1]
    if token.role is not Role.NUMBER or token.cell.kind is not Kind.NUMBER:
        return None
    if token.cell.style.number_format.percent:
        return "%"
    printed = unit_of_format(token.cell.number_format)
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
