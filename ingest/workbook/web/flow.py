"""What stands below one another on a page or in a cell, and its text as a browser breaks it into lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.workbook.cells.count import Count
from ingest.workbook.web.style import Attributes, ElementLook
from ingest.workbook.web.value import BLANKS

_BLANKS = re.compile(f"[{BLANKS}\v]+")
_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Marks that stand in no text: there they are blanks.
_BREAK, _EDGE = "\n", "\v"


@dataclass(slots=True)
class Mark:
    """An open element that changes what its text is: hidden, bold, raised (sup), lowered, set in lines (pre)."""

    tag: str
    hidden: bool = False
    bold: bool = False


@dataclass(slots=True)
class Flow:
    """A page, a caption, or the content of a cell.

    `row`, `column`: where its next line stands; `right`: the last column that tables in it use; `hidden`:
    characters of text that were left out because they are not shown.
    """

    count: Count
    row: int
    column: int
    right: int = 0
    tables: int = 0
    attributes: Attributes = field(default_factory=dict)
    look: ElementLook = field(default_factory=ElementLook)
    bold: bool = False
    marks: list[Mark] = field(default_factory=list)
    hidden: int = 0
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _some_bold: bool = False
    _some_plain: bool = False

    @property
    def all_bold(self) -> bool:
        return self.bold or (self._some_bold and not self._some_plain)

    def add(self, text: str) -> None:
        """Text as the page has it. Digits that are raised are no digits of the number that they follow."""
        self._length += len(text)
        self.count.test_text(self._length)
        filled = bool(text.strip(BLANKS))
        if any(mark.hidden for mark in self.marks):
            self.hidden += len(text) if filled else 0
            return
        if filled:
            bold = any(mark.bold for mark in self.marks)
            self._some_bold, self._some_plain = self._some_bold or bold, self._some_plain or not bold
        for mark in self.marks:
            if mark.tag in ("sup", "sub"):
                text = text.translate(_SUPERSCRIPT if mark.tag == "sup" else _SUBSCRIPT)
        if any(mark.tag == "pre" for mark in self.marks):
            self._pieces.append(text.replace(_EDGE, " "))
        else:
            self._pieces.append(_BLANKS.sub(" ", text))

    def line_break(self) -> None:
        """<br>: the line ends here, empty or not."""
        self._pieces.append(_BREAK)

    def edge(self) -> None:
        """The edge of a block: what follows stands on a line of its own, should there be anything."""
        self._pieces.append(_EDGE)

    def take_lines(self) -> list[str]:
        """The lines so far, without blanks around them; the text begins anew."""
        lines: list[str] = []
        for hard in "".join(self._pieces).split(_BREAK):
            soft = [_BLANKS.sub(" ", line).strip(" ") for line in hard.split(_EDGE)]
            lines.extend([line for line in soft if line] or [""])
        if not lines[-1]:
            lines.pop()
        self._pieces.clear()
        self._length = 0
        self._some_bold = self._some_plain = False
        return lines
