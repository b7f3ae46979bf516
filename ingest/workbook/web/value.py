"""What a cell of a web page holds: its text, or the exact value that Excel wrote beside it."""

from __future__ import annotations

import re

from ingest.workbook.cells.grid import BOOLEAN, ERROR, NUMBER, TEXT, UNCALCULATED, Stored, stored_kind
from ingest.workbook.web.style import Attributes

BLANKS = " \t\r\n\f"
_NO_BREAK_SPACE = "\xa0"
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_TEXT_FORMAT = "@"


def is_blank(text: str) -> bool:
    """Blanks alone, no-break spaces too: &nbsp; is how pages write a cell that is empty."""
    return not text.strip(BLANKS + _NO_BREAK_SPACE)


def html_value(attributes: Attributes, text: str, code: str) -> tuple[Stored, str] | None:
    """What is held, and its raw text; None for a blank cell.

    `attributes`: of the td; `code`: of its number format. x:num="0.1236" is the value of a cell that shows
    12.36%; without a value of its own, x:num says that what is shown is the value. A no-break space within
    a text, or in front of it, stays: it tells how far a label is set in.
    """
    if number := attributes.get("x:num"):
        return NUMBER, number.strip(BLANKS)
    if error := attributes.get("x:err"):
        return ERROR, error
    if boolean := attributes.get("x:bool"):
        return BOOLEAN, "1" if boolean.upper() == "TRUE" else "0"
    if stated := attributes.get("x:str"):
        return TEXT, stated
    if is_blank(text):
        return (UNCALCULATED, "") if "x:fmla" in attributes and "x:str" not in attributes else None
    if "x:num" in attributes and _THOUSANDS.fullmatch(text):
        return NUMBER, text.replace(",", "")
    if "x:str" in attributes or code == _TEXT_FORMAT:
        return TEXT, text
    return stored_kind(text), text
