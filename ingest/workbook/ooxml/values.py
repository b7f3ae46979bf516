"""Texts and values as a worksheet states them: shared strings, rich text, escapes, places, or the damage that they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.workbook import unreadable
from ingest.workbook.cells.address import MAX_COLUMN, MAX_ROW, Range, a1, position
from ingest.workbook.cells.grid import BOOLEAN, ERROR, ISO_DATE, TEXT, Grid, NotANumberError, Stored, place_of
from ingest.workbook.cells.moment import iso_moment
from ingest.workbook.ooxml.markup import (
    DEEPEST,
    EndHandler,
    StartHandler,
    TextHandler,
    parse,
    too_deep,
    trimmed,
)
from ingest.workbook.ooxml.package import Package
from ingest.workbook.unreadable import Unreadable

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BOOLEANS = ("0", "1", "false", "true")


def decoded(text: str) -> str:
    """A text with its _xHHHH_ escapes, which stand for what XML cannot hold, turned into characters."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    # Escapes are UTF-16 units: two of them may be one character. A half without its other half is no text.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_collector(  # noqa: C901 - three handlers over one state
    item: str, done: Callable[[str], None], limit: int, part: str
) -> tuple[StartHandler, EndHandler, TextHandler]:
    """Handlers that gather the text of each `item` element: all its runs, without phonetic readings."""
    runs: list[str] = []
    run = ""
    length = depth = 0
    gathering = preserved = phonetic = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal run, length, depth, gathering, preserved, phonetic
        depth += 1
        if depth > DEEPEST:
            raise too_deep(part)
        if tag == "t":
            gathering, preserved = not phonetic, attributes.get("xml:space") == "preserve"
            run = ""
        elif tag == item:
            runs.clear()
            length = 0
        elif tag == "rPh":
            phonetic = True

    def end(tag: str) -> None:
        nonlocal depth, gathering, phonetic
        depth -= 1
        if tag == "t":
            if gathering:
                runs.append(run if preserved else trimmed(run))
                gathering = False
        elif tag == item:
            done(decoded("".join(runs)))
        elif tag == "rPh":
            phonetic = False

    def gather(data: str) -> None:
        nonlocal run, length
        if gathering:
            run += data
            length += len(data)
            if length > limit:
                raise unreadable.over_limit("text_characters", f">{limit:,}", f"{limit:,}", part)

    return start, end, gather


def shared_texts(package: Package, part: str) -> list[str]:
    """The table of shared strings. What it declares about its size is not read: it may say anything.

    A workbook cannot use more different texts than it has cells, so that their limit holds here too.
    """
    texts: list[str] = []
    limits = package.limits

    def keep(text: str) -> None:
        texts.append(text)
        if len(texts) > limits.cells:
            raise unreadable.over_limit("cells", f">{limits.cells:,}", f"{limits.cells:,}", part)

    parse(package, part, *text_collector("si", keep, limits.text_characters, part), root_name="sst")
    return texts


@dataclass(frozen=True, slots=True)
class SheetPart:
    """The name people know a sheet by, and its part in the package; none where the file is no package."""

    name: str
    part: str = ""

    def damaged(self, found_zh: str, found_en: str, at: str = "") -> Unreadable:
        """DAMAGED_FILE in this sheet, to be raised. `at`: the cell or row, for people."""
        return unreadable.damaged(found_zh, found_en, self.part, self.name, at)


def shared_text(texts: list[str], index: str, source: SheetPart, key: int) -> str:
    """The text that a cell names by its number in the table of shared strings. Unreadable where there is none."""
    index = trimmed(index)
    if index.isascii() and index.isdigit() and len(index) < 10 and int(index) < len(texts):
        return texts[int(index)]
    found = f"共享文本序号 {index[:16]} 超出范围 (共 {len(texts):,} 条)", "a shared string that is not there"
    raise source.damaged(*found, a1(*place_of(key)))


def other_value(cell_type: str, raw: str, source: SheetPart, key: int) -> tuple[Stored, str]:
    """What a cell of the types str, e, b or d holds, and its raw text. Unreadable where it is no such value."""
    if cell_type == "str":
        return TEXT, decoded(raw)
    raw = trimmed(raw)
    if cell_type == "e":
        return ERROR, raw
    if cell_type == "b" and raw in _BOOLEANS:
        return BOOLEAN, raw
    if cell_type == "d":
        try:
            iso_moment(raw)
        except ValueError as error:
            raise source.damaged("日期不合规范", "not an ISO date", a1(*place_of(key))) from error
        return ISO_DATE, raw
    found = "单元格的值与类型不符", "a value that is not of the cell's type"
    raise source.damaged(*found, a1(*place_of(key)))


def stated_place(reference: str, source: SheetPart) -> tuple[int, int]:
    """Where a cell says it stands. '$A$1' is how formulas spell a place, and no other reader takes it here."""
    try:
        if "$" in reference:
            raise ValueError(reference)
        return position(reference)
    except ValueError as error:
        raise source.damaged("单元格地址不成立", "not a cell address", reference[:16]) from error


def stated_row(stated: str | None, last: int, source: SheetPart) -> int:
    """The number of a row, which follows the last one where it is not stated."""
    if stated is None:
        row = last + 1
    else:
        row = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 10 else 0
    if not 1 <= row <= MAX_ROW:
        raise source.damaged("行号超出工作表", "a row outside the sheet", (stated or str(row))[:12])
    return row


def stated_range(reference: str, source: SheetPart) -> Range:
    """A range as 'A1:B2'. Unreadable for anything else."""
    try:
        return Range.parse(reference)
    except ValueError as error:
        raise source.damaged("合并区域不成立", "not a range", reference[:32]) from error


def stated_columns(attributes: dict[str, str], source: SheetPart) -> range:
    """The columns that a `col` element is about, from 1. Unreadable without its bounds."""
    try:
        return range(max(int(attributes["min"]), 1), min(int(attributes["max"]), MAX_COLUMN) + 1)
    except (KeyError, ValueError) as error:
        raise source.damaged("列定义不成立", "columns without bounds") from error


def check_grid(grid: Grid, source: SheetPart) -> None:
    """Put a sheet's cells in order, and refuse it where a place holds two or a number is none."""
    grid.put_in_order()
    twice = grid.stated_twice()
    if twice is not None:
        raise source.damaged("同一单元格出现两次", "a cell that is stated twice", a1(*place_of(twice)))
    try:
        grid.test_numbers()
    except NotANumberError as error:
        found = f"数值单元格的内容不是数 {error.raw[:32]!r}", "no number in a number cell"
        raise source.damaged(*found, a1(*place_of(error.key))) from error
