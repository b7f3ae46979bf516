"""The styles part of an .xlsb package: what each style number of a cell means."""

from __future__ import annotations

from ingest.workbook.cells.number_format import BUILT_IN, GENERAL, Style, number_format
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import SheetPart
from ingest.workbook.xlsb.biff12 import Fields, records

# [MS-XLSB] 2.4: numbers of records.
_BEGIN_STYLES, _END_STYLES = 278, 279
_FONT, _FORMAT, _CELL_FORMAT = 43, 44, 47
_BEGIN_CELL_FORMATS, _END_CELL_FORMATS = 617, 618
_WANTED = frozenset([_FONT, _FORMAT, _CELL_FORMAT, _BEGIN_CELL_FORMATS, _END_CELL_FORMATS])

_BOLD = 700  # weight; 400 is normal
_MOST_STYLES = 100_000  # Excel holds 65,490


def cell_styles(package: Package, part: str) -> list[Style]:
    """The cell styles, in the order by which cells name them.

    The formats of named styles have records of the same number; those are no cell's.
    """
    source = SheetPart("", part)
    codes = dict(BUILT_IN)
    bold: list[bool] = []  # by font
    stated: list[tuple[str, bool, int]] = []  # format code, bold, indent
    of_cells = False
    for record, body in records(package, source, _WANTED, _BEGIN_STYLES, _END_STYLES):
        fields = Fields(body, source)
        if record == _FORMAT:
            number = fields.integer(2)
            codes[number] = fields.text()
        elif record == _FONT:
            fields.integer(4)  # height, flags
            bold.append(fields.integer(2) >= _BOLD)
        elif record == _CELL_FORMAT and of_cells:
            if len(stated) == _MOST_STYLES:
                raise source.damaged("单元格样式过多", "more cell styles than Excel can hold")
            fields.integer(2)  # the named style it comes from
            code = codes.get(fields.integer(2), GENERAL)
            font = fields.integer(2)
            if font >= len(bold):
                raise source.damaged(f"字体序号 {font} 超出范围", "a font that is not there")
            fields.integer(5)  # fill, border, rotation
            stated.append((code, bold[font], fields.integer(1)))
        else:
            of_cells = record == _BEGIN_CELL_FORMATS
    made = {each: Style(number_format(each[0]), bold=each[1], indent=each[2]) for each in set(stated)}
    return [made[each] for each in stated]
