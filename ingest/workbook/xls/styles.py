"""The extended formats of an .xls workbook, as xlrd reads them: what each style number of a cell means."""

from __future__ import annotations

from typing import Any

from ingest.workbook.cells.number_format import BUILT_IN, GENERAL, Style, number_format

_BOLD = 600  # of 100 to 1000; normal text has 400, bold has 700


def cell_styles(book: Any) -> list[Style]:
    """The style of each extended format, in the order by which cells name them.

    xlrd fills up what the file does not spell out from the Western table, where 27-36 and 50-58, Chinese
    dates, have no code at all: what is stated in the file is told apart and the rest is ours to fill up.
    """
    stated = {each.format_key: each.format_str for each in book.format_list}
    fonts = book.font_list
    styles: list[Style] = []
    for extended in book.xf_list:
        code = stated.get(extended.format_key) or BUILT_IN.get(extended.format_key, GENERAL)
        bold = extended.font_index < len(fonts) and fonts[extended.font_index].weight >= _BOLD
        indent = extended.alignment.indent_level if extended.alignment else 0
        styles.append(Style(number_format(code), indent=indent, bold=bold))
    return styles
