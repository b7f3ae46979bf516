"""The XML that Excel leaves in a web page, in a comment: the names of the sheets and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape

_MOST_SHEETS = 2_000
_VISIBILITIES = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}


@dataclass(frozen=True, slots=True)
class StatedSheet:
    """`source`: the file that holds the sheet; empty where the page itself does."""

    name: str
    source: str
    visibility: str


@dataclass(frozen=True, slots=True)
class Island:
    """What the XML that Excel hides in a page says of its sheets."""

    sheets: tuple[StatedSheet, ...] = ()
    date_system_1904: bool = False


def island(text: str) -> Island:
    """What a comment says of the workbook, read by its marks alone: it need not be sound XML."""
    sheets = []
    for each in text.split("<x:ExcelWorksheet>", _MOST_SHEETS)[1:]:
        stated = each.partition("</x:ExcelWorksheet>")[0]
        source = _between(_between(stated, "<x:WorksheetSource", ">"), 'HRef="', '"')
        visible = _between(stated, "<x:Visible>", "</x:Visible>").strip()
        name = _between(stated, "<x:Name>", "</x:Name>").strip()
        sheets.append(StatedSheet(unescape(name), unescape(source), _VISIBILITIES.get(visible, "visible")))
    return Island(tuple(sheets), "<x:Date1904" in text)


def _between(text: str, begin: str, end: str) -> str:
    return text.partition(begin)[2].partition(end)[0]
