"""The header of a block: the path of labels above each data column, and the units it states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.quantity.unit import is_unit_word
from ingest.tabulate.block import Block, is_ordinals
from ingest.tabulate.column import Columns
from ingest.tabulate.header_rows import from_the_left, header_rows
from ingest.tabulate.token import Token
from ingest.tabulate.unit_label import bracketed_unit
from ingest.tabulate.words import (
    is_formula_hint,
    is_meta_row,
    is_name_row,
    is_of_which_alone,
    is_series_code,
    is_unit_header,
    ordinal,
)

_FEWEST_NAMED = 3  # columns that one label can name together; of two, one is rather without a label
_FEWEST_DESCRIBED = 2  # named rows (频率, 来源 …) by which a header is known to describe series


@dataclass(frozen=True, slots=True)
class Header:
    """`rows`: those of the header, top to bottom; `titles`: what stands above it; `paths` and `units`:
    by data column. A unit is in `units` only where the header states it in a row or cell of its own; one
    within a label is the label's.
    """

    rows: tuple[int, ...]
    titles: tuple[Token, ...]
    paths: Mapping[int, tuple[Token, ...]]
    units: Mapping[int, str]
    first_section: int  # the first row below the header, where section rows precede the data


def header_of(block: Block, columns: Columns) -> Header:
    """The header of a block: its labels and units by data column, and where the body begins."""
    rows, titles, below = header_rows(block, columns)
    named = _header_rows(block, columns, rows)
    paths: dict[int, tuple[Token, ...]] = {}
    units: dict[int, str] = {}
    for column in columns.data + columns.flag:
        path: list[Token] = []
        for row in named.labels:
            token = _label(block, columns, named.labels, row, column)
            if token and not (path and path[-1].text == token.text):
                path.append(token)
        for row in named.units:
            stated = block.tokens.seen_at(row, column)
            if stated:
                units[column] = bracketed_unit(stated.text, alone=True) or stated.text
        own = _own_unit(path)
        if own and column not in units:
            units[column] = own
        paths[column] = tuple(token for token in path if bracketed_unit(token.text, alone=True) is None)
    for column, before in zip(columns.data[1:], columns.data, strict=False):
        path_here = paths[column]
        if path_here and is_of_which_alone(path_here[0].text):
            # 其中 in a cell of its own hangs what is below it under the column before.
            paths[column] = (*paths[before], *path_here)
            if column not in units and before in units:
                units[column] = units[before]
    return Header(tuple(rows), tuple(titles), paths, units, below)


def _own_unit(path: list[Token]) -> str | None:
    """The lowest unit that stands in a header cell of its own, in brackets: （万人）."""
    stated = (bracketed_unit(token.text, alone=True) for token in reversed(path))
    return next((unit for unit in stated if unit), None)


@dataclass(frozen=True, slots=True)
class _HeaderRows:
    labels: tuple[int, ...]
    units: tuple[int, ...]


def _header_rows(block: Block, columns: Columns, rows: list[int]) -> _HeaderRows:
    """The header's rows that name its columns, and those that state their units.

    Rows of ordinals and of codes are neither. Where the rows are named (指标名称, 频率, 单位, 来源), only
    the name is the label.
    """
    named = {row: _row_name(block, columns, row) for row in rows}
    described = sum(is_meta_row(name) for name in named.values()) >= _FEWEST_DESCRIBED
    described = described and any(is_name_row(name) for name in named.values())
    labels: list[int] = []
    units: list[int] = []
    for row in rows:
        line = [token for token in block.row(row) if token.column >= columns.first_data]
        said = [token.text for token in line]
        described_only = described and not is_name_row(named[row])
        counts = is_ordinals(block.row(row)) and not all(token.is_year for token in line)
        hinted = any(map(is_formula_hint, said)) and all(
            is_formula_hint(text) or ordinal(text) for text in said
        )
        codes = bool(line) and (hinted or all(map(is_series_code, said)))
        if is_unit_header(named[row]) and all(is_unit_word(token.text) for token in line):
            units.append(row)
        elif not (described_only or counts or codes):
            labels.append(row)
            if len(said) == len(columns.data) > 1 and rows[0] < row and all(map(is_unit_word, said)):
                units.append(row)  # labels too, where they alone tell two columns apart: no. | %
    return _HeaderRows(tuple(labels), tuple(units))


def _row_name(block: Block, columns: Columns, row: int) -> str:
    names = [token.text for token in block.row(row) if token.column < columns.first_data]
    return names[-1] if names else ""


def _label(block: Block, columns: Columns, rows: tuple[int, ...], row: int, column: int) -> Token | None:
    """The label over a column in one row: its own, that of a merge, or that of the group it stands in.

    Writers who do not merge leave the cells of a group blank behind its first one. The group reaches as
    far as the columns have labels of their own below.
    """
    seen = block.tokens.seen_at(row, column)
    if seen:
        # A title merged from the left over the whole table is no label of a column.
        if not seen.text or (from_the_left(block, seen, columns.first_data) and not _spans(block, seen)):
            return None
        return seen
    only = _only_label(block, columns, rows, row)
    if only:
        return only
    if not _has_label_below(block, rows, row, column) or _merges_in(block, columns, row):
        return None
    if any(above < row and block.tokens.at(above, column) for above in rows):
        return None  # it has a label of its own above, and is in no group beside it
    for before in reversed([each for each in columns.data if each < column]):
        group = block.tokens.at(row, before)
        if group and group.text:
            # Its own column may be the total, without a label below, that the parts stand behind.
            spans = len(rows) == 2 or _has_label_below(block, rows, row, before)
            return group if spans and group.is_label else None
        if not _has_label_below(block, rows, row, before):
            return None
    return None


def _spans(block: Block, token: Token) -> bool:
    """Whether a merge covers the block's columns and no others."""
    merge = block.tokens.sheet.merge_at(token.row, token.column)
    return bool(merge and (merge.left, merge.right) == (block.left, block.right))


def _only_label(block: Block, columns: Columns, rows: tuple[int, ...], row: int) -> Token | None:
    """The one label of a header that has no other, over its first column: it names the whole block."""
    if rows != (row,) or len(columns.data) < _FEWEST_NAMED:
        return None
    over = [token for token in block.row(row) if token.column >= columns.first_data]
    return over[0] if len(over) == 1 and over[0].column == columns.first_data else None


def _has_label_below(block: Block, rows: tuple[int, ...], row: int, column: int) -> bool:
    seen = (block.tokens.seen_at(below, column) for below in rows if below > row)
    return any(
        token and token.row > row and token.text and bracketed_unit(token.text, alone=True) is None
        for token in seen
    )


def _merges_in(block: Block, columns: Columns, row: int) -> bool:
    """Whether a row groups its columns by merging: then what is blank belongs to no group."""
    sheet = block.tokens.sheet
    if not sheet.merges:
        return False
    found = (sheet.merge_at(row, column) for column in columns.data)
    return any(merge and merge.right > merge.left and merge.left >= columns.first_data for merge in found)
