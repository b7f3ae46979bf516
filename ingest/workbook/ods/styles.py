"""The styles of an OpenDocument spreadsheet: what the style that a cell names means, what a table's hides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.workbook.cells.number_format import GENERAL, PLAIN, Style, number_format
from ingest.workbook.ods import LOOK, STYLE, TABLE, Attributes
from ingest.workbook.ods.number_format import FormatReader

_STYLE = f"{STYLE}style"
_LENGTH = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(pt|cm|mm|in|pc)")
_POINTS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0}
_POINTS_OF_A_STEP = 10  # by which LibreOffice sets a cell in
_MOST_PARENTS = 50  # a style whose parents are its own children has none after so many


@dataclass(slots=True)
class _Stated:
    """What a cell style says itself; None for what it leaves to its parent."""

    parent: str
    format_name: str | None
    bold: bool | None = None
    indent: int | None = None


@dataclass(slots=True)
class StyleReader:
    """Styles by name, gathered from styles.xml and content.xml, whose own come later and are preferred."""

    hidden_tables: set[str] = field(default_factory=set)
    _formats: FormatReader = field(default_factory=FormatReader)
    _cells: dict[str, _Stated] = field(default_factory=dict)
    _made: dict[str, Style] = field(default_factory=dict)
    _open: _Stated | None = None
    _table: str = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element opens: a style, a number format, or a part of one."""
        if tag == _STYLE:
            name, family = attributes.get(f"{STYLE}name", ""), attributes.get(f"{STYLE}family")
            self._open, self._table = None, name if family == "table" else ""
            if family == "table-cell":
                parent = attributes.get(f"{STYLE}parent-style-name", "")
                self._open = _Stated(parent, attributes.get(f"{STYLE}data-style-name"))
                self._cells[name] = self._open
        elif self._open and tag == f"{STYLE}text-properties":
            weight = attributes.get(f"{LOOK}font-weight")
            if weight:
                self._open.bold = weight == "bold" or (weight.isdigit() and weight >= "600")
        elif self._open and tag == f"{STYLE}paragraph-properties":
            if f"{LOOK}margin-left" in attributes:
                self._open.indent = _steps(attributes[f"{LOOK}margin-left"])
        elif self._table and tag == f"{STYLE}table-properties":
            if attributes.get(f"{TABLE}display") == "false":
                self.hidden_tables.add(self._table)
        else:
            self._formats.start(tag, attributes)

    def characters(self, text: str) -> None:
        """Text within a number format."""
        self._formats.characters(text)

    def end(self, tag: str) -> None:
        """An element closes; with it the style or format that it is."""
        if tag == _STYLE:
            self._open, self._table = None, ""
        else:
            self._formats.end(tag)

    def style(self, name: str) -> Style:
        """The style of a name; plain where there is none. Asked for after all styles have been read."""
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._resolved(name)
        return made

    def _resolved(self, name: str) -> Style:
        format_name: str | None = None
        bold: bool | None = None
        indent: int | None = None
        for _ in range(_MOST_PARENTS):
            stated = self._cells.get(name)
            if stated is None:
                break
            format_name = stated.format_name if format_name is None else format_name
            bold = stated.bold if bold is None else bold
            indent = stated.indent if indent is None else indent
            name = stated.parent
        code = self._formats.codes.get(format_name or "", GENERAL)
        style = Style(number_format(code), indent=indent or 0, bold=bool(bold))
        return PLAIN if style == PLAIN else style


def _steps(length: str) -> int:
    stated = _LENGTH.fullmatch(length)
    if not stated:
        return 0
    points = float(stated[1]) * _POINTS[stated[2]]
    return max(round(points / _POINTS_OF_A_STEP), 1) if points > 0 else 0
