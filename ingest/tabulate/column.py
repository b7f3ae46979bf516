"""What each column of a block is: labels of rows, codes, units, notes, flags, or data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ingest.quantity.unit import is_unit_word
from ingest.tabulate.block import Block
from ingest.tabulate.token import Role, Token
from ingest.tabulate.words import (
    is_code_header,
    is_meta_row,
    is_note_header,
    is_unit_header,
    is_year_header,
    ordinal,
)

_LONGEST_FLAG = 3  # U, J3, (b): letters beside a value that qualify it


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a block by what they are, left to right. `first_data` parts labels from data."""

    stub: tuple[int, ...]
    unit: tuple[int, ...]
    code: tuple[int, ...]
    note: tuple[int, ...]
    flag: tuple[int, ...]
    data: tuple[int, ...]

    @property
    def first_data(self) -> int:
        return self.data[0]


def columns_of(block: Block) -> Columns | None:
    """None where no column holds data."""
    found: dict[str, list[int]] = {name: [] for name in ("stub", "unit", "code", "note", "flag", "data")}
    counted: list[int] = []  # columns that only count their rows, without saying so in a header
    headers = _headers(block)
    for column in range(block.left, block.right + 1):
        body = [token for row in block.data if (token := block.tokens.at(row, column))]
        shown = [token for token in body if token.role is not Role.EMPTY]
        kind = _kind(block, column, shown, headers.get(column, []), not found["data"], bool(found["stub"]))
        if kind == "counted":
            counted.append(column)
        elif kind:
            found[kind].append(column)
    if counted:
        # Where nothing else labels the rows, what counts them is their label: ages, ranks, days.
        found["code" if found["stub"] else "stub"] += counted
    if not found["data"]:
        return None
    return Columns(**{name: tuple(sorted(columns)) for name, columns in found.items()})


def _headers(block: Block) -> dict[int, list[Token]]:
    """The labels above each column's first value, the lowest last."""
    above: dict[int, list[Token]] = {}
    for row in range(block.top, block.data[0]):
        for token in block.tokens.in_columns(row, block.left, block.right):
            above.setdefault(token.column, []).append(token)
    return above


def _kind(
    block: Block, column: int, shown: list[Token], header: list[Token], leading: bool, stub_found: bool
) -> str:
    words = [token.text for token in header if token.is_label]
    if leading:
        return _leading_kind(block, column, shown, words, stub_found)
    numbers = sum(token.role is Role.NUMBER for token in shown)
    labels = sum(token.is_label for token in shown)
    if not shown:
        return "data" if header else ""
    if any(is_note_header(word) for word in words) and numbers <= labels:
        return "note"
    if any(is_code_header(word) for word in words[-1:]) and not any("." in token.text for token in shown):
        return "code"
    short = all(len(token.text) <= _LONGEST_FLAG for token in shown)
    marks = sum(token.role is Role.MARK for token in shown)
    if short and labels + marks == len(shown) and not header and not _covered(block, column):
        return "flag"
    if not header and not numbers and not marks and not _covered(block, column):
        return "note"
    return "data"


def _covered(block: Block, column: int) -> bool:
    """Whether a header cell merged from the left spans this column too."""
    sheet = block.tokens.sheet
    merges = (sheet.merge_at(row, column) for row in range(block.top, block.data[0]))
    return any(merge and merge.left < column for merge in merges)


def _repeats_left(block: Block, token: Token) -> bool:
    """Whether a letter only repeats what the label on its left says: Series 'E' | E."""
    left = block.tokens.at(token.row, token.column - 1)
    return left is not None and len(token.text) <= 2 and token.text in left.text


def _split_name(block: Block, column: int) -> bool:
    """Whether the lowest header cell only goes on with the words above it: Previous / year."""
    cells = [
        row
        for row in range(block.top, block.data[0])
        if (token := block.tokens.at(row, column)) and ordinal(token.text) is None
    ]
    return (
        len(cells) > 1 and cells[-2] == cells[-1] - 1 and bool(block.tokens.at(cells[-1], block.left) is None)
    )


def _leading_kind(block: Block, column: int, shown: list[Token], words: list[str], stub_found: bool) -> str:
    numbers = sum(token.role is Role.NUMBER for token in shown)
    labels = sum(token.is_label for token in shown)
    if not shown:
        return _blank_leading_kind(block, column, words, stub_found)
    names = [word for word in words if ordinal(word) is None]  # a row of ordinals may stand below them
    units = sum(is_unit_word(token.text) for token in shown)
    if any(is_unit_header(word) for word in words) and units > len(shown) / 2:
        return "unit"
    if any(is_note_header(word) for word in words):
        return "note"
    if any(is_code_header(word) for word in names[-1:]):
        return "code"
    if labels > numbers:
        if units == len(shown) and stub_found:
            describes = any(is_meta_row(word) and not is_unit_header(word) for word in words)
            return "note" if describes else "unit"
        if stub_found and not words and all(_repeats_left(block, token) for token in shown):
            return "code"
        return "stub"
    if numbers and all(token.is_year for token in shown if token.role is Role.NUMBER):
        return "stub"
    if names and is_year_header(names[-1]) and not _split_name(block, column):
        return "stub"
    return "counted" if _counts_up(shown) else "data"


def _blank_leading_kind(block: Block, column: int, words: list[str], stub_found: bool) -> str:
    """Of a leading column without anything beside the data. Section rows alone may label in a column of their own."""
    inside = range(block.top, block.bottom + 1)
    if any(
        (token := block.tokens.at(row, column)) and token.is_label and row > block.data[0] for row in inside
    ):
        return "stub"
    # Else, under a header, a column of figures that are not there yet.
    return "data" if stub_found and words else ""


def _counts_up(shown: list[Token]) -> bool:
    """Whether a column counts its rows: whole numbers from 0 or 1 on that rise by one, nearly all of them."""
    wholes = [token.whole for token in shown if token.role is Role.NUMBER and token.whole is not None]
    if len(wholes) < 3 or len(wholes) != len(shown):
        return False
    steps = [after - before for before, after in pairwise(wholes)]
    return wholes[0] in (0, 1) and sum(step == 1 for step in steps) >= 0.9 * len(steps)
