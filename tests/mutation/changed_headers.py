"""Changes of labels and units: of the header, of the stub, of the line that states a unit."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.mutation.model import Column, Headers, Label, NoteAt, Table, UnitsAt
from tests.mutation.vocabulary import CHINESE, FOOTNOTE_MARKS

_ALSO_UNITS = {"Number", "persons"}  # in a cell of their own they are units as well as parts of a label
_SHORTEST_SPLIT = 4  # characters of a Chinese label that can be set in two rows


def _with_label(table: Table, old: Label, new: tuple[Label, ...]) -> Table:
    """A label of the header replaced wherever it stands."""

    def changed(path: tuple[Label, ...]) -> tuple[Label, ...]:
        return tuple(part for label in path for part in (new if label == old else (label,)))

    columns = tuple(replace(column, path=changed(column.path)) for column in table.columns)
    return replace(table, columns=columns)


def _label(chance: Random, table: Table, longest: int = 99) -> str | None:
    """A label of the header that is text, and does not state a unit in brackets."""
    labels = {label for column in table.columns for label in column.path if isinstance(label, str)}
    fitting = sorted(label for label in labels if len(label) < longest)
    return chance.choice(fitting) if fitting else None


def label_in_two_lines(chance: Random, table: Table) -> Table | None:
    """A line break in a header cell, or blanks that are there for show."""
    label = _label(chance, table)
    if label is None or len(label) < 2:
        return None
    middle = len(label) // 2
    blank = chance.choice(("\n", " \n", "　", "\u00a0"))
    if label.isascii():
        head, space, rest = label.partition(" ")
        return _with_label(table, label, (head + blank + rest,)) if space else None
    if label[middle - 1].isascii() or label[middle].isascii():
        return None
    return _with_label(table, label, (label[:middle] + blank + label[middle:],))


def label_renamed(chance: Random, table: Table) -> Table | None:
    """Another name in front of the label; what the label says of a unit stays at its end."""
    label = _label(chance, table)
    if label is None:
        return None
    prefix = "Adjusted " if label.isascii() else chance.choice(("全口径", "规模以上", "限上"))
    return _with_label(table, label, (prefix + label,))


def label_split(chance: Random, table: Table) -> Table | None:
    """The words of a label over two rows of the header."""
    label = _label(chance, table)
    if label is None or table.units_at is UnitsAt.LABEL:
        return None
    if label.isascii():
        head, space, rest = label.partition(" ")
        if not space or {head, rest} & _ALSO_UNITS:
            return None
        return _with_label(table, label, (head, rest))
    plain = all("\u4e00" <= sign <= "\u9fff" for sign in label)
    if len(label) < _SHORTEST_SPLIT or not plain:
        return None
    return _with_label(table, label, (label[:2], label[2:]))


def label_marked(chance: Random, table: Table) -> Table | None:
    """The mark of a footnote behind a label of the header."""
    label = _label(chance, table)
    if label is None:
        return None
    mark = chance.choice(FOOTNOTE_MARKS)
    return replace(_with_label(table, label, (label + mark,)), footnotes=(_footnote(table, mark),))


def row_marked(chance: Random, table: Table) -> Table | None:
    """The mark of a footnote behind the label of a row."""
    places = [index for index, row in enumerate(table.rows) if isinstance(row.label, str) and row.values]
    if not places:
        return None
    index, mark = chance.choice(places), chance.choice(FOOTNOTE_MARKS)
    row = table.rows[index]
    rows = (*table.rows[:index], replace(row, label=f"{row.label}{mark}"), *table.rows[index + 1 :])
    return replace(table, rows=rows, footnotes=(_footnote(table, mark),))


def _footnote(table: Table, mark: str) -> str:
    return f"注：{mark}为初步数。" if table.brackets == CHINESE.brackets else f"Note: {mark} preliminary."


def header_set_otherwise(chance: Random, table: Table) -> Table:
    """Merged, or not."""
    return replace(table, headers=chance.choice([each for each in Headers if each is not table.headers]))


def note_moved(chance: Random, table: Table) -> Table | None:
    if table.note is None:
        return None
    return replace(table, note_at=chance.choice([each for each in NoteAt if each is not table.note_at]))


def unit_changed(chance: Random, table: Table) -> Table | None:
    """Another unit of the same quantity, where the table states one."""
    if table.note is not None:
        old = table.note.partition("、")[0]
        others = [unit for unit in ("元", "万元", "亿元") if unit != old]
        if old not in ("元", "万元", "亿元"):
            return None
        return replace(table, note=table.note.replace(old, chance.choice(others)))
    if table.units_at not in (UnitsAt.BELOW, UnitsAt.ROW):
        return None
    index = chance.randrange(len(table.columns))
    column = table.columns[index]
    if column.quantity != "money" or column.unit not in ("元", "万元", "亿元"):
        return None
    changed = replace(column, unit=chance.choice([unit for unit in ("元", "万元") if unit != column.unit]))
    return replace(table, columns=(*table.columns[:index], changed, *table.columns[index + 1 :]))


def unit_line_lost(_: Random, table: Table) -> Table | None:
    """The line above the table taken away: then no unit is stated, and none may be made up."""
    if table.note is None or any(_names_percent(column) for column in table.columns):
        return None
    return replace(table, note=None, units_at=UnitsAt.NOWHERE)


def _names_percent(column: Column) -> bool:
    return column.quantity == "growth"
