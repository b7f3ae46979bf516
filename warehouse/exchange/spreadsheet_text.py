"""Text that a spreadsheet would run as a formula, and what is done to it before it is handed out.

A department's words (an enterprise, a file name, a cell's text) end in files that people open by a double
click. Excel and WPS run what begins with one of these signs when a CSV file is opened, and again when a
sheet is saved as CSV and that is opened; in East Asian editions the full-width signs as well.
"""

from __future__ import annotations

import re

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][+-]?\d+)?%?")


def disarmed(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would run it; a number stays a number."""
    return f"'{text}" if text.startswith(_RUN) and not _NUMBER.fullmatch(text) else text
