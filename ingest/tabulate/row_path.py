"""The path of labels beside each data row: the label columns left to right, each under its parents.

A parent is told by what writers use: indents and leading blanks, numbering (一、 over （一） over 1.),
section rows that hold no values, 其中, and a total that stands first over its parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.tabulate.block import Block
from ingest.tabulate.column import Columns
from ingest.tabulate.token import Role, Token
from ingest.tabulate.words import (
    begins_anew,
    closes_section,
    is_note,
    is_of_which_alone,
    is_subtotal,
    is_total,
    of_which,
    ordinal,
    sums_section,
)

# Numbering, outer to inner, as official Chinese documents nest it (GB/T 9704-2012, 7.3.3).
_NUMBERINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第([一二三四五六七八九十]+)[部章篇]",
        r"([一二三四五六七八九十]{1,3})[、.．]",
        r"[（(]([一二三四五六七八九十]{1,3})[）)]",
        r"(\d{1,2})[、.．](?!\d)",
        r"[（(](\d{1,2})[）)]",
        r"([①-⑳])",
    )
)
_YEAR = re.compile(r"(?:19|20)\d{2}年?")
_PART_OF_YEAR = re.compile(
    r"^(?:1?\d月|[一二三四1-4]季度|第[一二三四]季度|Q[1-4]|[IV]+$)|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_INDENT_STEP = 2  # a step of a cell's indent is about two blanks wide
_HARD, _BOLD, _SOFT = 3, 2, 1


@dataclass(frozen=True, slots=True)
class _Item:
    """A label in the order of a column. `strength` above 0: a section; the stronger closes the weaker."""

    token: Token
    indent: int
    numbering: int | None
    first: bool  # numbered as the first of a list
    strength: int
    whole: bool = False  # a total whose parts follow
    deep: bool = False  # a section whose rows are set in: one that is not closes it

    @property
    def after_of_which(self) -> int | None:
        """Where the text behind 其中： begins: what stands there too is its sibling."""
        rest = of_which(self.token.text)
        if not rest:
            return None
        return self.indent + sum(1 if sign.isascii() else 2 for sign in self.token.text.removesuffix(rest))


def row_paths(block: Block, columns: Columns, first_row: int) -> Mapping[int, tuple[Token, ...]]:
    """By data row. `first_row`: where the body begins, section rows before the data included."""
    rows = [row for row in range(first_row, block.data[-1] + 1) if row in block.tokens.rows]
    paths: dict[int, list[Token]] = {row: [] for row in rows}
    data = set(block.data)
    sections = {column: _sections(block, columns, rows, data, column) for column in columns.stub}
    for row in rows:
        paths[row] += _beside_ordinals(block, columns, row)
    for column in columns.stub:
        last = column == columns.stub[-1]
        stack: list[_Item] = []
        left: tuple[str, ...] = ()
        current: tuple[Token, ...] = ()
        seen: Token | None = None
        totals = _first_is_whole(block, columns, rows, data, column)
        for row in rows:
            token = block.tokens.seen_at(row, column)
            here = tuple(part.text for part in paths[row])
            if here != left:
                left, stack, current, seen = here, [], (), None
            if token and token.text and token is not seen:
                seen = token
                strength, deep = sections[column].get(row, (0, False))
                if row in data or strength or (not last and token.is_label):
                    # Left of the innermost column a label heads what stands in the columns behind it.
                    item = replace(_item(token, strength if last else 0), deep=deep)
                    if totals and not stack:
                        item = replace(item, whole=True)
                    _place(stack, item)
                    current = tuple(each.token for each in stack)
            elif not token and row in data and last:
                current, seen = _without_label(block, columns, row, column, stack), None
            paths[row] += [token for token in current if token not in paths[row]]
    return {row: tuple(paths[row]) for row in block.data}


def _beside_ordinals(block: Block, columns: Columns, row: int) -> list[Token]:
    """A label that stands where other rows have their number: 合计 in the column of 序号."""
    first = columns.stub[0] if columns.stub else columns.first_data
    seen = (block.tokens.seen_at(row, column) for column in columns.code if column < first)
    return [token for token in seen if token and token.is_label and ordinal(token.text) is None]


def _without_label(
    block: Block, columns: Columns, row: int, column: int, stack: list[_Item]
) -> tuple[Token, ...]:
    """The innermost label column does not carry down: a row without one belongs to its section at most."""
    if column != columns.stub[0]:
        return ()
    return tuple(each.token for each in stack if each.strength)


def _item(token: Token, strength: int) -> _Item:
    numbering, first = _numbering(token.text)
    indent = token.lead + token.cell.style.indent * _INDENT_STEP
    return _Item(token, indent, numbering, first, strength)


def _numbering(text: str) -> tuple[int | None, bool]:
    for level, pattern in enumerate(_NUMBERINGS):
        if match := pattern.match(text):
            return level, match[1] in ("一", "1", "①")
    return None, False


def _place(stack: list[_Item], item: _Item) -> None:
    """Take from the stack what is no parent of the item, then put it on."""
    while stack and not _is_parent(stack[-1], item):
        closed = stack.pop()
        restarted = (
            item.first
            and closed.numbering == item.numbering
            and closed.numbering is not None
            and closed.indent == item.indent
        )
        # A list that begins again at 一、 is another list: what stood over the first is not over it.
        if restarted and stack and not stack[-1].strength:
            stack.pop()
        # What is summed behind a subtotal is more than the section that the subtotal closed.
        summed = is_subtotal(item.token.text) and closes_section(closed.token.text)
        if summed and stack and stack[-1].strength:
            stack.pop()
    stack.append(item)


def _is_parent(over: _Item, item: _Item) -> bool:  # noqa: C901 - a branch for each sign of a level
    if over.whole:
        return not begins_anew(item.token.text)
    if item.strength and over.strength:
        return over.strength > item.strength if item.indent <= over.indent else True
    if is_of_which_alone(item.token.text) and item.strength and not over.strength:
        return item.indent >= over.indent
    if item.indent > over.indent:
        if closes_section(over.token.text):
            return False
        if over.token.role is Role.PERIOD and item.token.role is not Role.PERIOD:
            return False  # dates stand at the left of their cells, words set in beside them
        if is_subtotal(item.token.text) and not over.strength:
            return False
        beside = over.after_of_which
        return beside is None or item.indent < beside - 2
    if item.indent < over.indent:
        return False
    if over.strength and not item.strength:
        return not over.deep or sums_section(item.token.text, over.token.text)
    if item.strength:
        return False
    if over.numbering is not None:
        if item.numbering is None:
            return of_which(over.token.text) is None
        return item.numbering > over.numbering
    if of_which(item.token.text) is not None:
        return of_which(over.token.text) is None
    return False


def _sections(
    block: Block, columns: Columns, rows: list[int], data: set[int], column: int
) -> dict[int, tuple[int, bool]]:
    """The rows without values that head the rows below them, how strongly, and whether those are set in.

    A label without values can also be an item whose value is missing: 全省 above the cities, each set like
    them. A section looks or reads otherwise than what follows it.
    """
    labelled = [
        (row, token)
        for row in rows
        if (token := block.tokens.at(row, column))
        and token.text
        and (token.is_label or token.is_year or row in data)
    ]
    found: dict[int, tuple[int, bool]] = {}
    for (row, token), (next_row, following) in zip(labelled, [*labelled[1:], (0, None)], strict=True):
        if row in data or following is None or is_note(token.text) or is_subtotal(token.text):
            continue
        others = [each for each in block.row(row) if each.column > column and each.is_value]
        if others:
            continue
        strength = _strength(block, columns, token, following, next_row in data)
        if strength:
            found[row] = strength, _item(following, 0).indent > _item(token, 0).indent
    return found


def _strength(block: Block, columns: Columns, token: Token, following: Token, next_has_values: bool) -> int:
    text, style = token.text, token.cell.style
    merge = block.tokens.sheet.merge_at(token.row, token.column)
    letters = [sign for sign in text if sign.isalpha()]
    shouts = len(letters) > 3 and text.upper() == text and text.lower() != text
    if shouts and following.text.upper() != following.text:
        return _HARD
    if merge and merge.right >= columns.first_data:
        return _BOLD
    if style.bold and not following.cell.style.bold:
        return _BOLD
    if _YEAR.fullmatch(text) and _PART_OF_YEAR.search(following.text):
        return _SOFT
    if text.endswith((":", "：")) or is_of_which_alone(text):
        return _SOFT
    mine, theirs = _item(token, 0), _item(following, 0)
    if theirs.indent > mine.indent:
        return _SOFT
    if mine.numbering is not None and (theirs.numbering is None or theirs.numbering > mine.numbering):
        return _SOFT
    if following.column > token.column:
        return _SOFT
    return 0


def _first_is_whole(block: Block, columns: Columns, rows: list[int], data: set[int], column: int) -> bool:
    """Whether the first label of the body is a total whose parts are all the others.

    It says so (总计, National Total), or it is set in further than what follows (Bureau of Economic
    Analysis: six blanks before line 1, two before its parts).
    """
    if len(columns.stub) > 1:
        return False
    shown = [token for row in rows if row in data and (token := block.tokens.at(row, column)) and token.text]
    if len(shown) < 3 or shown[0].row != min(data):
        return False
    indents = [token.lead + token.cell.style.indent * _INDENT_STEP for token in shown]
    if is_total(shown[0].text) and indents[0] <= min(indents[1:]):
        return True
    return indents[0] > indents[1] and indents[0] > 0 and min(indents[1:]) < indents[0]
