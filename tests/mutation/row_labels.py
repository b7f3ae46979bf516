"""The labels of rows: how the stub shows what hangs under what, and the paths that follow."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.mutation.model import Depths, Label, Row, Sections, Table
from tests.mutation.vocabulary import NUMBERINGS

_STEP = 2  # ideographic blanks that one depth takes, as official Chinese tables set them
_NUMBERING = re.compile("|".join(re.escape(mark) for marks in NUMBERINGS for mark in marks))


def said(label: Label) -> str:
    """A label as its path has it: blanks made one, none between Chinese characters, ends stripped."""
    one = re.sub(r"[\s\u00a0\u3000]+", " ", str(label)).strip()
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", one)


def look_of(table: Table, row: Row) -> tuple[Label, int, bool]:
    """A row's label as it is written, the indent of its cell, whether it is bold."""
    if not isinstance(row.label, str):
        return row.label, 0, False
    label = row.label
    if row.section and table.sections is Sections.COLON:
        label += "："
    if row.beside:
        # Set in as far as what stands behind 其中： in the row above it.
        label = (" " if row.of_which.isascii() else "　") * len(row.of_which) + label
    else:
        label = row.of_which + label
    shown = _shown_depth(table, row)
    bold = row.section and table.sections is Sections.BOLD
    if table.depths is Depths.BLANKS:
        return "　" * (_STEP * shown) + label, 0, bold
    return label, shown if table.depths is Depths.INDENT else 0, bold


def _shown_depth(table: Table, row: Row) -> int:
    """Steps by which a label is set in. Below a total that stands first nothing is, nor is what hangs under
    a section that shows it otherwise, nor what 其中 hangs under the row above it.
    """
    sections = table.sections is not Sections.SET_IN and any(each.section for each in table.rows)
    return max(row.depth - table.total - (sections and not row.section) - bool(row.of_which), 0)


def labels_of(table: Table) -> list[tuple[str, ...]]:
    """The path of each row within its column: the rows of lesser depth above it, then itself."""
    above: list[tuple[int, str]] = []
    paths: list[tuple[str, ...]] = []
    for row in table.rows:
        if row.spacer:
            paths.append(())
            continue
        while above and above[-1][0] >= row.depth:
            above.pop()
        written, _, _ = look_of(table, row)
        above.append((row.depth, said(written)))
        paths.append(tuple(label for _, label in above))
    return paths


def numbered(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows with their labels numbered by depth, each list beginning again under its parent."""
    counts = [0, 0, 0]
    found: list[Row] = []
    for row in rows:
        if not isinstance(row.label, str) or row.spacer or row.of_which or (row.percent and row.depth):
            found.append(row)
            continue
        marks = NUMBERINGS[row.depth]
        counts[row.depth + 1 :] = [0] * (2 - row.depth)
        mark = marks[counts[row.depth] % len(marks)]
        counts[row.depth] += 1
        found.append(replace(row, label=mark + _NUMBERING.sub("", row.label, count=1)))
    return tuple(found)
