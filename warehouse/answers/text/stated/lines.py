"""The paragraphs of a text file or a Word document, and the cells of its tables, as lines to be checked.

What is handed over is data: signs that steer a terminal or turn the direction of writing are taken out, and what is
longer than any report is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.finding.refusal import Refusal
from ingest.workbook.limits import MIB
from ingest.workbook.ooxml.package import ZIP_MAGIC
from ingest.workbook.text.encoding import decoded_text
from warehouse.answers.text.stated.word import paragraphs

FILE_BYTES = 20 * MIB
# The longest report that we know has 20,000 signs.
CHARACTERS = 500_000
_OTHER_FORMATS = {b"\xd0\xcf\x11\xe0": "Word 97 (.doc)", b"%PDF": "PDF", b"{\\rtf": "RTF"}
_NARROW = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in map(chr, range(0xFF10, 0xFF5B)) if wide.isalnum()}
_SIGNS = str.maketrans(
    {"％": "%", "．": ".", "－": "-", "＋": "+", "／": "/", "‰": "‰", "\t": " ", "\u3000": " ", "\xa0": " "}
)
_DIGIT = re.compile(r"[^\x00-\x7f](?<=\d)")
_LINE = re.compile(r"\r\n?|\n|\u2028|\u2029|\x0b|\x0c|\x85")
_MARKDOWN = re.compile(r"^\s{0,3}(?:#{1,6}\s+|[-*+]\s+|>\s?)")
_RULE_SIGNS = frozenset("|:- ")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a cell of a text. `place`: where it stands, in words."""

    place: str
    text: str


def lines_of(data: bytes, name: str) -> list[Line]:
    """The lines of a file. Refusal TEXT_NOT_READ for what is no text, TEXT_TOO_LONG beyond the limits; Unreadable for
    a damaged document."""
    if len(data) > FILE_BYTES:
        raise _too_long(name, f"{len(data) / MIB:.1f} MiB", f"{FILE_BYTES // MIB} MiB")
    for magic, form in _OTHER_FORMATS.items():
        if data.startswith(magic):
            raise Refusal("TEXT_NOT_READ", where=name, found=form, expected=".txt .md .docx")
    if data.startswith(ZIP_MAGIC):
        return _bounded((Line(place, clean(text)) for place, text in paragraphs(data, name)), name)
    text = decoded_text(data)
    return _bounded(_of_text(text, name.lower().endswith(".md")), name)


def clean(text: str) -> str:
    """A text without control signs, marks of direction and blanks of no width; digits and letters narrow."""
    narrow = text.translate(_NARROW).translate(_SIGNS)
    narrow = _DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), narrow)
    if narrow.isascii() and narrow.isprintable():
        return narrow
    return "".join(
        sign for sign in narrow if unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )


def _of_text(text: str, markdown: bool) -> Iterator[Line]:
    if len(text) > CHARACTERS:
        raise _too_long("", f"{len(text):,} 字", f"{CHARACTERS:,} 字")
    for number, raw in enumerate(_LINE.split(text), 1):
        line = clean(raw)
        if markdown:
            if "---" in line and _RULE_SIGNS.issuperset(line):
                continue
            line = _MARKDOWN.sub("", line).replace("**", "").replace("`", "")
        if line.strip():
            yield Line(f"第{number}行", line)


def _bounded(lines: Iterable[Line], name: str) -> list[Line]:
    kept, length = [], 0
    for line in lines:
        length += len(line.text)
        if length > CHARACTERS:
            raise _too_long(name, f"> {CHARACTERS:,} 字", f"{CHARACTERS:,} 字")
        kept.append(line)
    return kept


def _too_long(name: str, found: str, allowed: str) -> Refusal:
    return Refusal("TEXT_TOO_LONG", where=name, found=found, expected=f"≤ {allowed}")
