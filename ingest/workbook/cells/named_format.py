"""Number formats that web pages and SpreadsheetML call by a name, as the codes they stand for."""

from __future__ import annotations

from ingest.workbook.cells.number_format import BUILT_IN, GENERAL

_CODES = {
    "general": GENERAL,
    "general number": GENERAL,
    "general date": BUILT_IN[22],
    "long date": BUILT_IN[31],
    "medium date": BUILT_IN[15],
    "short date": BUILT_IN[14],
    "long time": BUILT_IN[19],
    "medium time": BUILT_IN[18],
    "short time": BUILT_IN[20],
    "currency": BUILT_IN[8],
    "euro currency": "[$€-2]#,##0.00",
    "fixed": BUILT_IN[2],
    "standard": BUILT_IN[4],
    "percent": BUILT_IN[10],
    "scientific": BUILT_IN[11],
    "yes/no": '"Yes";"Yes";"No"',
    "true/false": '"True";"True";"False"',
    "on/off": '"On";"On";"Off"',
}


def code_of(stated: str) -> str:
    """The code of a format that is named or spelled out; General where nothing is stated."""
    return _CODES.get(stated.strip().lower(), stated) or GENERAL
