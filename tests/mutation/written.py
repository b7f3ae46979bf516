"""A laid-out sheet as the bytes of a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
import xlwt

from tests.mutation.laid_out import Laid, Placed

_HIDDEN = {"hidden": True}


def xlsx(sheets: Sequence[Laid]) -> bytes:
    """An .xlsx workbook as Excel's own writers make it: shared texts, styles, merges."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        formats: dict[tuple[str, int, bool], object] = {}
        for laid in sheets:
            sheet = book.add_worksheet(laid.name)
            for merge in laid.merges:  # before the cells, because it blanks those that it covers
                sheet.merge_range(merge.top - 1, merge.left - 1, merge.bottom - 1, merge.right - 1, "")
            for cell in laid.cells:
                look = _look(cell)
                if look not in formats:
                    stated = dict(zip(("num_format", "indent", "bold"), look, strict=True))
                    formats[look] = book.add_format(stated)
                _write(sheet, cell, formats[look])
            for row in laid.hidden_rows:
                sheet.set_row(row - 1, None, None, _HIDDEN)
            for column in laid.hidden_columns:
                sheet.set_column(column - 1, column - 1, None, None, _HIDDEN)
            if laid.hidden:
                sheet.hide()
    return target.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, cell: Placed, look: object) -> None:
    place = cell.row - 1, cell.column - 1
    value = cell.value
    if value.formula:
        # xlsxwriter writes no value for an empty one: a formula that was never calculated.
        stored = "" if value.kind == "uncalculated" else value.stored
        sheet.write_formula(*place, f"={value.formula}", look, stored)
    elif isinstance(value.stored, bool):
        sheet.write_boolean(*place, value.stored, look)
    elif isinstance(value.stored, int | float):
        sheet.write_number(*place, value.stored, look)
    else:
        sheet.write_string(*place, str(value.stored), look)


def xls(sheets: Sequence[Laid]) -> bytes:
    """A workbook of Excel 97-2003. xlwt calculates nothing: cells are numbers, dates and texts."""
    book = xlwt.Workbook(encoding="utf-8")
    looks: dict[tuple[str, int, bool], xlwt.XFStyle] = {}
    for laid in sheets:
        sheet = book.add_sheet(laid.name)
        for cell in laid.cells:
            look = looks.setdefault(_look(cell), _xls_style(cell))
            sheet.write(cell.row - 1, cell.column - 1, cell.value.stored, look)
        for merge in laid.merges:
            sheet.merge(merge.top - 1, merge.bottom - 1, merge.left - 1, merge.right - 1)
        for row in laid.hidden_rows:
            sheet.row(row - 1).hidden = True
        for column in laid.hidden_columns:
            sheet.col(column - 1).hidden = True
        sheet.visibility = int(laid.hidden)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _look(cell: Placed) -> tuple[str, int, bool]:
    return cell.value.number_format, cell.indent, cell.bold


def _xls_style(cell: Placed) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.num_format_str, style.alignment.inde, style.font.bold = _look(cell)
    return style
