"""Real workbooks by others as they are tabulated, and what careful readers say of their cells.

The workbooks lie beside the project and not in it, because not all of them may be passed on. What readers
say of them, a line a cell, is `labelled/` beside this folder: `facts_*` with value, paths and unit (keys
ending in `_alt`: other answers that can be defended; `unit` "*": any but those in `unit_not`; `doubtful`:
readers differ), `no_data_*` with cells that are no value of a table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from ingest.tabulate import Labelled, tabulate
from ingest.workbook.cells.cell import Workbook
from ingest.workbook.read import read_workbook

REAL_SHEETS = Path(__file__).resolve().parents[4] / "shared" / "real_sheets"
FILES = {
    path.relative_to(REAL_SHEETS).as_posix(): path
    for path in sorted(REAL_SHEETS.rglob("*.*"))
    if path.parent != REAL_SHEETS
}
_BLANKS = re.compile(r"[\u00a0\u3000\r\n\t ]+")
_BLANK_IN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff（）、：]) (?=[\u4e00-\u9fff（）、：])")
_RELATIVE = Decimal("1e-9")  # facts hold binary fractions to fewer digits than the cells

Fact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """What of a fact was found at its cell."""

    value: bool
    row: bool
    column: bool
    unit: bool

    @property
    def paths(self) -> bool:
        return self.row and self.column

    @property
    def right(self) -> bool:
        return self.value and self.paths and self.unit


def facts_of(*files: Path) -> list[Fact]:
    """The facts about workbooks that are there, without those over which readers differ."""
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    facts = map(json.loads, lines)
    return [fact for fact in facts if fact["file"] in FILES and not fact.get("doubtful")]


@cache
def read(name: str) -> Workbook:
    return read_workbook(FILES[name])


@cache
def tabulated(name: str) -> dict[tuple[str, str], Labelled]:
    """By sheet and cell. No cell is labelled twice."""
    values = list(tabulate(read(name)))
    found = {(one.sheet, one.cell): one for one in values}
    assert len(found) == len(values)
    return found


def judged(fact: Fact) -> Judged:
    one = tabulated(fact["file"]).get((fact["sheet"], fact["cell"]))
    if one is None:
        blank = fact["value"] in (
            "",
            None,
        )  # no value, and above all not zero; an empty text can be labelled too
        return Judged(blank, blank, blank, blank)
    if fact["unit"] == "*":
        unit = one.unit not in fact.get("unit_not", [])
    else:
        unit = _unit(one.unit) in map(_unit, _answers(fact, "unit"))
    return Judged(
        value=any(_same(one.value, answer) for answer in _answers(fact, "value")),
        row=_path(one.row_header_path) in map(_path, _answers(fact, "row_header_path")),
        column=_path(one.col_header_path) in map(_path, _answers(fact, "col_header_path")),
        unit=unit,
    )


def told(fact: Fact) -> str:
    """A fact and what was found instead."""
    one = tabulated(fact["file"]).get((fact["sheet"], fact["cell"]))
    found = (one.value, one.row_header_path, one.col_header_path, one.unit) if one else "nothing"
    wanted = tuple(fact[name] for name in ("value", "row_header_path", "col_header_path", "unit"))
    return f"{fact['file']} {fact['sheet']}!{fact['cell']}\n  wanted {wanted}\n  found  {found}"


def _answers(fact: Fact, name: str) -> list[Any]:
    return [fact[name], *fact.get(f"{name}_alt", [])]


def _path(labels: Iterable[object]) -> list[str]:
    return [_label(label) for label in labels]


def _label(text: object) -> str:
    return _BLANK_IN_CHINESE.sub("", _BLANKS.sub(" ", str(text)).strip())


def _unit(text: str | None) -> str | None:
    return _label(text).casefold() if text else None


def _same(ours: object, theirs: object) -> bool:
    one, other = _number(ours), _number(theirs)
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= _RELATIVE * max(1, abs(one), abs(other))
    return one == other


def _number(value: object) -> Decimal | str:
    try:
        return Decimal(str(value).replace(",", "").replace(" ", "").replace("%", ""))
    except InvalidOperation:
        return str(value).strip()
