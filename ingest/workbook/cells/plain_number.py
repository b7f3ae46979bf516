"""Which texts of a file without types are numbers."""

from __future__ import annotations

import re

from ingest.workbook.cells.grid import NUMBER, TEXT, Stored

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_MOST_DIGITS = 15  # what a double holds exactly, and Excel shows


def holds(text: str) -> Stored:
    """NUMBER for what can only be a number and is written as one; TEXT for everything else.

    "1032", "-3.5" and "0.5" are numbers. "007" and an identity number of 18 digits are codes; "1,032",
    "12.4%", "１０３２" and "2023-12" need somebody who knows what the column means, and stay as written.
    """
    if not _PLAIN.fullmatch(text):
        return TEXT
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    return NUMBER if len(digits) <= _MOST_DIGITS else TEXT
