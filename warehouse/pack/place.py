"""Where a row of a table comes from, in words: file, sheet and cell, for the column 溯源."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from warehouse.pack.published import Published, Table

Row = Mapping[str, Any]
Places = Callable[[Row], str]

HEADER = "溯源"
MADE_HERE = "由本库生成 made by the warehouse"
FROM_CATALOGUE = "单位目录 the office's catalogue"
_NOT_KNOWN = "没有对应的单元格 no cell"
_KEYS = ("indicator_id", "ref_area", "place_id", "breakdown", "currency", "time_period")
_MOST_CELLS = 40


def places(published: Published, table: Table) -> Places:
    """How the rows of a table say where they come from.

    A row that names its cells says them. A family's mart that names none rests on the rows of mart_indicator of
    its family, area, breakdown and period, and says theirs.
    """
    prefixes = [name.removesuffix("_file") for name in table.names if name.endswith("_file")]
    if prefixes:
        labels = _labels(table, prefixes)
        return lambda row: _said(row, prefixes, labels)
    family = table.name.removeprefix("mart_")
    if table.name.startswith("mart_") and "time_period" in table.names:
        keys = tuple(name for name in _KEYS if name in table.names)
        cells = _cells_of_family(published, family, keys)
        return lambda row: _listed(cells.get(tuple(row[key] for key in keys), ()))
    return lambda _: FROM_CATALOGUE if table.name.startswith("dim_") else MADE_HERE


def _labels(table: Table, prefixes: list[str]) -> Mapping[str, str]:
    """What stands before each place where a row has several: 本期数, 填报同比, 基数."""
    if len(prefixes) == 1:
        return {prefixes[0]: ""}
    words = {column.name: column.zh for column in table.columns}
    return {prefix: words[f"{prefix}_file"].removesuffix("的文件") + " " for prefix in prefixes}


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


def _cells_of_family(
    published: Published, family: str, keys: tuple[str, ...]
) -> Mapping[tuple[Any, ...], list[tuple[str, str, str]]]:
    columns = ", ".join(f"mart.{key}" for key in keys)
    rows = published.connection.execute(
        f"""
        select {columns}, mart.source_file, mart.source_sheet, mart.source_cell
        from mart_indicator as mart
        inner join dim_indicator as indicator on mart.indicator_id = indicator.indicator_id
        where indicator.family = ?
        order by mart.source_file, mart.source_sheet, length(mart.source_cell), mart.source_cell
        """,  # noqa: S608 - names of our own columns
        [family],
    ).fetchall()
    found: dict[tuple[Any, ...], list[tuple[str, str, str]]] = {}
    for row in rows:
        cells = found.setdefault(row[: len(keys)], [])
        if row[len(keys) :] not in cells:
            cells.append(row[len(keys) :])
    return found


def _listed(cells: Iterable[tuple[str, str, str]]) -> str:
    """The cells, grouped by file and sheet; past a number of them it is said how many more there are."""
    every = list(cells)
    sheets: dict[tuple[str, str], list[str]] = {}
    for file, sheet, cell in every[:_MOST_CELLS]:
        sheets.setdefault((file, sheet), []).append(cell)
    found = [place(file, sheet, "、".join(cell)) for (file, sheet), cell in sheets.items()]
    if len(every) > _MOST_CELLS:
        found.append(f"另有 {len(every) - _MOST_CELLS} 个单元格 more cells")
    return ";".join(found) or _NOT_KNOWN
