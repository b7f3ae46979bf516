"""One worksheet part with other values in some of its cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.decimal_text import plain
from ingest.workbook.cells.address import Range, a1, position
from ingest.workbook.marking.part import Element, Part, changed_tag
from ingest.workbook.marking.styles import Weight
from ingest.workbook.marking.xml_text import xml_text

Position = tuple[int, int]
Value = Decimal | str | None
_IN_A_CELL = 4  # depth of a formula: worksheet, sheetData, row, c


class SharedFormulaError(Exception):
    """A formula is written once, in a cell that is filled, for others that are not. `cell`: where it is written."""

    def __init__(self, cell: str) -> None:
        super().__init__(cell)
        self.cell = cell


class UnmarkedStyles:
    """Styles that stay what they are, for cells that are put in and not marked."""

    has_marks = False

    def marked(self, style: int, weight: Weight) -> int:
        return style

    def is_marked(self, style: int) -> bool:
        return False

    def unmarked(self, style: int) -> int:
        return style


@dataclass(slots=True)
class _Met:
    """A cell that is filled: where it stands, and the formula in it."""

    place: Position
    cell: Element
    formula: Mapping[str, str] | None = None


def with_values(
    data: bytes, values: Mapping[Position, Value], style: Callable[[Position, int], int]
) -> tuple[bytes, bool]:
    """The part with these values in cells that are all there, and whether a formula gave way to one. `style`: the number of
    the style that a cell gets in place of its own.

    SharedFormulaError where cells that are not among them rest on a formula of one that is.
    """
    part = Part(data)
    met = _met(part, values)
    for one in met:
        stated = int(one.cell.attributes.get("s", "0"))
        _write(part, one.cell, values[one.place], stated, style(one.place, stated))
    return part.to_bytes(), any(one.formula is not None for one in met)


@dataclass(slots=True)
class _Look:
    """One pass over a sheet: the cells that are filled, and the numbers of shared formulas that others rest on."""

    part: Part
    values: Mapping[Position, Value]
    found: list[_Met] = field(default_factory=list)
    resting: set[str] = field(default_factory=set)
    depth: int = 0
    row: int = 0
    column: int = 0
    current: _Met | None = None

    def start(self, name: str, attributes: dict[str, str], offset: int) -> None:
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name == "c":
            self._cell(attributes, offset)
        elif name == "f" and self.depth == _IN_A_CELL:
            if self.current is not None:
                self.current.formula = attributes
            elif attributes.get("t") == "shared":
                self.resting.add(attributes.get("si", ""))
        self.depth += 1

    def _cell(self, attributes: dict[str, str], offset: int) -> None:
        reference = attributes.get("r")
        self.column = position(reference)[1] if reference else self.column + 1
        if (self.row, self.column) in self.values:
            cell = Element("c", attributes, self.depth, offset, self.part.tag_end(offset))
            self.current = _Met((self.row, self.column), cell)
            self.found.append(self.current)

    def end(self, name: str, offset: int) -> None:
        self.depth -= 1
        if name == "c" and self.current is not None:
            self.part.close(self.current.cell, offset)
            self.current = None


def _met(part: Part, values: Mapping[Position, Value]) -> list[_Met]:
    look = _Look(part, values)
    part.scan(look.start, look.end)
    for one in look.found:
        if one.formula is not None and _is_rested_on(one.formula, values, look.resting):
            raise SharedFormulaError(a1(*one.place))
    return look.found


def _is_rested_on(formula: Mapping[str, str], values: Collection[Position], resting: Collection[str]) -> bool:
    """Whether a cell that keeps its formula needs this one: it is written for a range, and not all of that is filled."""
    if "ref" not in formula:
        return False
    if formula.get("t") == "shared":
        return formula.get("si", "") in resting
    area = Range.parse(formula["ref"])
    return any(
        (row, column) not in values
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    )


def _write(part: Part, cell: Element, value: Value, style: int, new_style: int) -> None:
    """Put a value in place of what a cell holds. What is said of its old kind of value goes."""
    p = part.prefix
    kind = "inlineStr" if isinstance(value, str) else None
    changed: dict[str, str | None] = {"t": kind, "cm": None, "vm": None}
    if new_style != style:
        changed["s"] = str(new_style)
    tag = changed_tag(part.data[cell.start : cell.inner], changed)
    if value is None:
        opening = tag if tag.endswith("/>") else f"{tag[:-1].rstrip()}/>"
        part.replace(cell.start, cell.end, opening)
        return
    opening = f"{tag[:-2].rstrip()}>" if tag.endswith("/>") else tag
    if isinstance(value, str):
        inner = f'<{p}is><{p}t xml:space="preserve">{xml_text(value)}</{p}t></{p}is>'
    else:
        inner = f"<{p}v>{plain(value)}</{p}v>"
    part.replace(cell.start, cell.end, f"{opening}{inner}</{p}c>")
