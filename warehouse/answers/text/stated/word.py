"""The paragraphs and tables of a Word document (.docx), from the one part of its package that holds them.

Read with the package and the parser of workbooks: within their limits, without document types, nothing fetched.
What was deleted under tracked changes and what fields say of themselves is no text of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.finding.refusal import Refusal
from ingest.workbook.limits import Limits
from ingest.workbook.ooxml.markup import DEEPEST, parse, too_deep
from ingest.workbook.ooxml.package import Package

_PART = "word/document.xml"
_NUMBER = re.compile(r"[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_UNIT = re.compile(r"[(（](?:单位[:：])?([^()（）0-9]{1,8})[)）]")
# What Word writes twice for readers of before 2010.
_SECOND_COPY = ":Fallback"


@dataclass(slots=True)
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    span: int = 1


def paragraphs(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Each paragraph with its place, and each cell of a table with the labels of its row and column before it.

    Refusal TEXT_NOT_READ for a package that is no document; Unreadable for a damaged one.
    """
    package = Package.open(data, Limits())
    if not package.has(_PART):
        raise Refusal("TEXT_NOT_READ", where=name, found="zip", expected=".txt .md .docx")
    body = _Body()
    parse(package, _PART, body.start, body.end, body.text, "document")
    yield from body.found


class _Body:
    """What the parser calls; a table within a table is read as text of the cell that holds it."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._skipped = 0
        self._tables: list[_Table] = []
        self._count = self._count_of_tables = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._open.append(tag)
        if len(self._open) > DEEPEST:
            raise too_deep(_PART)
        if tag.endswith(_SECOND_COPY):
            self._skipped += 1
        match tag:
            case "tbl":
                self._tables.append(_Table())
            case "tr" if self._tables:
                self._tables[-1].rows.append([])
            case "tc" if self._tables:
                self._tables[-1].cell, self._tables[-1].span = [], 1
            case "gridSpan" if self._tables:
                width = next((value for key, value in attributes.items() if key.endswith("val")), "1")
                self._tables[-1].span = int(width) if width.isdigit() and int(width) < 64 else 1
            case "p":
                self._words = []
            case "tab" | "br" | "cr":
                self._words.append(" ")

    def end(self, tag: str) -> None:
        self._open.pop()
        if tag.endswith(_SECOND_COPY):
            self._skipped -= 1
        match tag:
            case "p":
                self._paragraph("".join(self._words))
            case "tc" if self._tables:
                table = self._tables[-1]
                if table.rows:
                    table.rows[-1] += [" ".join(table.cell)] + [""] * (table.span - 1)
            case "tbl" if self._tables:
                self._table(self._tables.pop())

    def text(self, text: str) -> None:
        if not self._skipped and self._open and self._open[-1] == "t":
            self._words.append(text)

    def _paragraph(self, text: str) -> None:
        self._words = []
        if self._tables:
            self._tables[-1].cell.append(text)
            return
        self._count += 1
        if text.strip():
            self.found.append((f"第{self._count}段", text))

    def _table(self, table: _Table) -> None:
        if self._tables:
            self._tables[-1].cell += [cell for row in table.rows for cell in row if cell]
            return
        self._count_of_tables += 1
        header = table.rows[0] if table.rows else []
        for number, row in enumerate(table.rows, 1):
            for column, cell in enumerate(row):
                if text := cell.strip():
                    place = f"表{self._count_of_tables}第{number}行第{column + 1}列"
                    self.found.append((place, _with_labels(text, row, header if number > 1 else [], column)))


def _with_labels(text: str, row: list[str], header: list[str], column: int) -> str:
    """A bare number with the words of its row and its column, and the unit that the column's header gives."""
    if not _NUMBER.fullmatch(text):
        return text
    above = header[column].strip() if column < len(header) else ""
    beside = next(
        (cell.strip() for cell in row[:column] if cell.strip() and not _NUMBER.fullmatch(cell.strip())), ""
    )
    units = [unit[1] for unit in (_UNIT.search(above), _UNIT.search(beside)) if unit]
    others = [
        cell.strip() for cell in row if cell.strip() and len(cell.strip()) <= 4 and cell.strip() != beside
    ]
    unit = units[0] if units else next((cell for cell in others if not _NUMBER.fullmatch(cell)), "")
    labels = _UNIT.sub("", beside) + _UNIT.sub("", above)
    return labels + text + ("" if text.endswith("%") else unit)
