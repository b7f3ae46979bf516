"""Where a row of a table comes from, in words: file, sheet and cell, for the column 溯源."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from warehouse.dictionary import Column
from warehouse.exchange.excel.layout import first_words
from warehouse.exchange.published import Published, Table
from warehouse.family.figure_columns import ids_of

Row = Mapping[str, Any]
Places = Callable[[Row], str]
Cell = tuple[str, str, str]

HEADER = "溯源"
MADE_HERE = "由本库生成 made by the warehouse"
FROM_CATALOGUE = "单位目录 the office's catalogue"
_NOT_KNOWN = "没有对应的单元格 no cell"
_OBSERVATIONS = "fct_observation"


def places(published: Published, table: Table) -> Places:
    """How the rows of a table say where they come from: by the cells that they name, or by the keys of their figures."""
    prefixes = [name.removesuffix("_file") for name in table.names if name.endswith("_file")]
    if prefixes:
        labels = _labels(table, prefixes)
        return lambda row: _said(row, prefixes, labels)
    # The public has figures, and not where they stood.
    keys = ids_of(table.columns) if published.has(_OBSERVATIONS) else []
    if keys and (cells := _cells(published, table, keys)):
        labels = {name: _label(name, table.columns) for name in keys}
        return lambda row: _of_figures(row, labels, cells)
    return lambda _: FROM_CATALOGUE if table.name.startswith("dim_") else MADE_HERE


def _labels(table: Table, prefixes: list[str]) -> Mapping[str, str]:
    """What stands before each place where a row has several: 本期数, 填报同比, 基数."""
    if len(prefixes) == 1:
        return {prefixes[0]: ""}
    words = {column.name: column.zh for column in table.columns}
    return {prefix: words[f"{prefix}_file"].removesuffix("的文件") + " " for prefix in prefixes}


def _label(key: str, columns: Sequence[Column]) -> str:
    """What a figure is called whose key a column is: by its own column, or by what is said of the key."""
    words = {column.name: column.zh for column in columns}
    return first_words(words.get(key.removesuffix("_id"), words[key].partition("的")[0]))


def _cells(published: Published, table: Table, keys: Sequence[str]) -> Mapping[int, Cell]:
    """The cells of the observations that a table names, by their keys."""
    named = " union ".join(f"select {key} from {table.relation}" for key in keys)  # noqa: S608 - names of our own dictionary
    asked = (
        f"select observation_id, source_file, source_sheet, source_cell from {_OBSERVATIONS}"  # noqa: S608 - as above
        f" where observation_id in ({named})"
    )
    found = published.connection.cursor().execute(asked).fetchall()
    return {int(key): (file, sheet or "", cell or "") for key, file, sheet, cell in found}


def _of_figures(row: Row, labels: Mapping[str, str], cells: Mapping[int, Cell]) -> str:
    """Sheet by sheet, each cell with the figures that it holds."""
    sheets: dict[tuple[str, str], dict[str, list[str]]] = {}
    for key, label in labels.items():
        if row[key] is not None and (at := cells.get(int(row[key]))):
            file, sheet, cell = at
            sheets.setdefault((file, sheet), {}).setdefault(cell, []).append(label)
    said = [
        "、".join(
            f"{place(file, sheet, cell) if not number else cell} {'、'.join(dict.fromkeys(names))}"
            for number, (cell, names) in enumerate(held.items())
        )
        for (file, sheet), held in sheets.items()
    ]
    return ";".join(said) or _NOT_KNOWN


def _said(row: Row, prefixes: list[str], labels: Mapping[str, str]) -> str:
    found = []
    for prefix in prefixes:
        file, sheet, cell = (row.get(f"{prefix}_{part}") for part in ("file", "sheet", "cell"))
        if file:
            found.append(labels[prefix] + place(file, sheet or "", cell or ""))
    return ";".join(found) or _NOT_KNOWN


def place(file: str, sheet: str, cell: str) -> str:
    """'外资到账明细2023年12月.xlsx 外资到账明细!H9', as far as it is known."""
    return " ".join(part for part in (file, "!".join(part for part in (sheet, cell) if part)) if part)
