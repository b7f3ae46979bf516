"""A draft form for a workbook that no form knows: the labels that the extractor found, for a person to confirm.

The draft says where things stand and leaves open what they mean: which indicator, over which months, from
whom. Until a person says so it reads values with their labels and no observations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from ingest.form.form import EXTRACTED
from ingest.label import label_key
from ingest.period.month import claims, is_period_label, month
from ingest.tabulate.labelled import Labelled, labelled_values
from ingest.tabulate.unit_label import unit_of_line
from ingest.workbook.cells.address import position
from ingest.workbook.cells.cell import Kind, Sheet, Workbook

_PERIOD_ROWS = (
    0.8  # share of row labels that are periods, from which the rows are told as such and not listed
)
_TELLING_HEADERS = 3
_SHORTEST_TITLE = 4
# What is no part of a title: an aside in brackets, and a period. An aside is a phrase: without an end to how
# far its bracket is looked for, a text full of opening ones is quadratic.
_BESIDE_TITLE = re.compile(r"[(（].{0,200}?[)）]|\d[\d\-—–年月日季度.]*")
_MONTHS_OF_HEADER = re.compile(r"(?<!\d)(1\s*[-—–－~～至]\s*)(?:0?[1-9]|1[0-2])(?=\s*月)")
_HEAD = """\
# 草稿,由 `indicators propose` 写出。核对后才能使用:
#   1. 每一列(或每一行)补上 value: {{indicator_id: …}} 和累计口径、单位,删去不要的列;
#   2. form_id、title_en、freq、valid_from 改成正式的,在 catalogue/calendar.csv 登记谁报、何时报;
#   3. indicators read 文件 --form 草稿.yml 逐格核对,再放进 forms/。
# A draft. Say of each column (or row) which indicator it is, give the form its id and its calendar, compare
# cell by cell with `indicators read FILE --form DRAFT.yml`, then put it into forms/.
# 来源 source: {file} › {sheet},{values} 个数 values
"""


def sheets_with_tables(workbook: Workbook) -> dict[str, list[Labelled]]:
    """The labelled values of each sheet that has any, the fullest sheet first."""
    found = {sheet.name: list(labelled_values(sheet)) for sheet in workbook.sheets}
    order = sorted((name for name in found if found[name]), key=lambda name: -len(found[name]))
    return {name: found[name] for name in order}


def draft_of(sheet: Sheet, found: Mapping[str, Sequence[Labelled]], file_name: str) -> dict[str, Any]:
    """The draft as the words of a form's YAML. `found`: the labelled values of the workbook by sheet."""
    values = found[sheet.name]
    title = _title(sheet, values)
    columns = list(dict.fromkeys(map(_header, values)))
    recognise: dict[str, Any] = {"title": title or _no_title(columns), "headers": _telling(columns)}
    if any(_labels(other) != _labels(values) for other in found.values()):
        recognise["sheet"] = sheet.name  # its neighbours are other tables
    units = _column_units(values)
    return {
        "form_id": "DRAFT",
        "title_zh": title or sheet.name,
        "title_en": "",
        "valid_from": _valid_from(sheet, values, file_name),
        "freq": "M",
        "layout": EXTRACTED,
        "recognise": recognise,
        "columns": [_column(path, units.get(path)) for path in columns],
        "rows": _rows(values, units),
    }


def as_yaml(draft: dict[str, Any], file_name: str, sheet: str, values: int) -> str:
    """The draft as a file, with what to do about it on top."""
    body = yaml.safe_dump(draft, allow_unicode=True, sort_keys=False, width=110)
    return _HEAD.format(file=file_name, sheet=sheet, values=values) + body


def _title(sheet: Sheet, values: Sequence[Labelled]) -> str:
    """The longest text above the first header, without the periods that it names."""
    header = {position(cell)[0] for one in values for cell in one.col_header_cells}
    first = min(header or {position(one.cell)[0] for one in values})
    texts = [str(cell.value) for cell in sheet.cells() if cell.row < first and cell.kind is Kind.TEXT]
    chunks = [
        chunk
        for text in texts
        if not unit_of_line(text)
        for chunk in _BESIDE_TITLE.split(text)
        if len(label_key(chunk)) >= _SHORTEST_TITLE
    ]
    return max((chunk.strip(" 　:：-—") for chunk in chunks), key=len, default="")


def _no_title(columns: list[tuple[str, ...]]) -> str:
    """A sheet without a title is told by its headers alone: a title that no sheet has."""
    return "∅ " + " ".join(path[-1] for path in columns[:_TELLING_HEADERS])


def _telling(columns: list[tuple[str, ...]]) -> list[str]:
    """The headers that tell the table from others: the first that are no period and stand once."""
    counted = Counter(label for path in columns for label in path)
    labels = [label for label in counted if label and not is_period_label(label)]
    return labels[:_TELLING_HEADERS] or [label for label in counted if label][:_TELLING_HEADERS]


def _valid_from(sheet: Sheet, values: Sequence[Labelled], file_name: str) -> str:
    """The month that the sheet's texts, its name or the file's state first; a year stands for its January."""
    above = [str(cell.value) for cell in sheet.cells() if cell.kind is Kind.TEXT and cell.row <= 5]
    said = [claim for text in (*above, sheet.name, file_name) for claim in claims("", text)]
    year = next((claim.year for claim in said if claim.year), None)
    number = next((claim.month for claim in said if claim.month), None)
    return month(year, number or 1) if year else "1900-01"


def _header(one: Labelled) -> tuple[str, ...]:
    return one.col_header_path or ("",)


def _labels(values: Sequence[Labelled]) -> set[tuple[str, ...]]:
    return {path for one in values for path in (_header(one), one.row_header_path)}


def _column_units(values: Sequence[Labelled]) -> dict[tuple[str, ...], str]:
    """The unit of each column whose values all have the same one."""
    units: dict[tuple[str, ...], set[str | None]] = {}
    for one in values:
        units.setdefault(_header(one), set()).add(None if one.units_of_line else one.unit)
    return {path: unit for path, stated in units.items() for unit in stated if unit and len(stated) == 1}


def _column(path: tuple[str, ...], unit: str | None) -> dict[str, Any]:
    label = [_MONTHS_OF_HEADER.sub(r"\g<1>{month}", part) for part in path]
    return {"label": label if len(label) > 1 else label[0], "value": {"unit": unit} if unit else {}}


def _rows(values: Sequence[Labelled], columns: Mapping[tuple[str, ...], str]) -> list[dict[str, Any]]:
    """Each row, or that they are periods. A row has a unit where its columns have none that is always theirs."""
    units: dict[tuple[str, ...], set[str | None]] = {}
    for one in values:
        stated = units.setdefault(one.row_header_path, set())
        if _header(one) not in columns:
            stated.add(None if one.units_of_line else one.unit)
    periods = {path for path in units if path and is_period_label(path[-1])}
    rows: list[dict[str, Any]] = []
    if len(periods) >= _PERIOD_ROWS * len(units):
        rows.append({"periods": True})
    else:
        periods = set()
    for path, stated in units.items():
        if path in periods:
            continue
        row: dict[str, Any] = {"label": list(path) if len(path) > 1 else path[0] if path else ""}
        if len(stated) == 1 and (unit := next(iter(stated))):
            row["value"] = {"unit": unit}
        rows.append(row)
    return rows
