"""Where a row of a table comes from, in words: file, sheet and cell, for the column 溯源."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from warehouse.exchange.published import Table

Row = Mapping[str, Any]
Places = Callable[[Row], str]

HEADER = "溯源"
MADE_HERE = "由本库生成 made by the warehouse"
FROM_CATALOGUE = "单位目录 the office's catalogue"
_NOT_KNOWN = "没有对应的单元格 no cell"


def places(table: Table) -> Places:
    """How the rows of a table say where they come from: by the cells that they name, if they name any."""
    prefixes = [name.removesuffix("_file") for name in table.names if name.endswith("_file")]
    if prefixes:
        labels = _labels(table, prefixes)
        return lambda row: _said(row, prefixes, labels)
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
