"""The styles part of an .xlsx package: what each style number of a cell means."""

from __future__ import annotations

from ingest.workbook import unreadable
from ingest.workbook.cells.number_format import BUILT_IN, GENERAL, Style, number_format
from ingest.workbook.ooxml.markup import parse_elements
from ingest.workbook.ooxml.package import Package

_MOST_STYLES = 100_000  # Excel holds 65,490
_FALSE = ("0", "false")


def cell_styles(package: Package, part: str) -> list[Style]:  # noqa: C901 - two handlers over one state
    """The cell styles, in the order by which cells name them.

    Differential formats (of conditions) hold fonts and number formats too; those are no cell's.
    """
    codes = dict(BUILT_IN)
    bold: list[bool] = []  # by font
    stated: list[tuple[str, bool, int]] = []  # format code, bold, indent
    section = ""  # fonts, or cellXfs

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal section
        if tag == "numFmt" and section != "dxfs":
            codes[_integer(attributes.get("numFmtId"))] = attributes.get("formatCode", GENERAL)
        elif tag in ("fonts", "cellXfs", "dxfs"):
            section = tag
        elif tag == "font" and section == "fonts":
            bold.append(False)
        elif tag == "b" and section == "fonts" and bold:
            bold[-1] = attributes.get("val") not in _FALSE
        elif tag == "xf" and section == "cellXfs":
            if len(stated) == _MOST_STYLES:
                raise unreadable.damaged("单元格样式过多", "more cell styles than Excel can hold", part)
            code = codes.get(_integer(attributes.get("numFmtId")), GENERAL)
            font = _integer(attributes.get("fontId"))
            stated.append((code, font < len(bold) and bold[font], 0))
        elif tag == "alignment" and section == "cellXfs" and stated:
            stated[-1] = (*stated[-1][:2], _integer(attributes.get("indent")))

    def end(tag: str) -> None:
        nonlocal section
        if tag == section:
            section = ""

    parse_elements(package, part, start, end, "styleSheet")
    made = {each: Style(number_format(each[0]), bold=each[1], indent=each[2]) for each in set(stated)}
    return [made[each] for each in stated]


def _integer(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
