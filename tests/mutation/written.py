"""A laid-out sheet as the bytes of a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from tests.ingest.workbook.ods import written_ods
from tests.ingest.workbook.ods.written_ods import number_cell, text_cell
from tests.ingest.workbook.xlsb import written_binary as binary
from tests.ingest.workbook.xlsx.written_package import relationships
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


def xlsb(sheets: Sequence[Laid]) -> bytes:
    """A binary workbook, of values, number formats and merges."""
    formats = sorted({cell.value.number_format for laid in sheets for cell in laid.cells})
    numbers = range(1, len(sheets) + 1)
    listed = (binary.listed(laid.name, number) for laid, number in zip(sheets, numbers, strict=True))
    related = (("worksheet", f"worksheets/sheet{number}.bin") for number in numbers)
    parts = {
        binary.WORKBOOK_PART: binary.workbook(*listed),
        binary.WORKBOOK_RELATIONSHIPS: relationships(*related, ("styles", "styles.bin")),
        binary.STYLES_PART: binary.styles(*formats),
        binary.STRINGS_PART: None,
    }
    for laid, number in zip(sheets, numbers, strict=True):
        parts[f"xl/worksheets/sheet{number}.bin"] = _xlsb_sheet(laid, formats)
    return binary.package(parts=parts)


def _xlsb_sheet(laid: Laid, formats: list[str]) -> bytes:
    rows: dict[int, list[bytes]] = {}
    for cell in sorted(laid.cells, key=lambda cell: (cell.row, cell.column)):
        style = formats.index(cell.value.number_format)
        stored = cell.value.stored
        amount = isinstance(stored, int | float)
        written = (
            binary.real(cell.column, float(stored), style)
            if amount
            else binary.text(cell.column, str(stored))
        )
        rows.setdefault(cell.row, []).append(written)
    lines = b"".join(binary.row(row, *cells) for row, cells in rows.items())
    ranges = [(merge.top, merge.left, merge.bottom, merge.right) for merge in laid.merges]
    return binary.worksheet(lines, after=binary.merges(*ranges) if ranges else b"")


def ods(sheets: Sequence[Laid]) -> bytes:
    """An OpenDocument spreadsheet, of values, looks, merges and what is hidden."""
    looks = {_look(cell)[1:] for laid in sheets for cell in laid.cells}
    styles = "".join(_ods_style(*look) for look in sorted(looks))
    return written_ods.package(
        "".join(written_ods.table(_ods_rows(laid), laid.name) for laid in sheets), styles
    )


def _ods_style(indent: int, bold: bool) -> str:
    look = f'<style:paragraph-properties fo:margin-left="{10 * indent}pt"/>' if indent else ""
    look += '<style:text-properties fo:font-weight="bold"/>' if bold else ""
    return f'<style:style style:name="i{indent}{bold}" style:family="table-cell">{look}</style:style>'


def _ods_rows(laid: Laid) -> str:
    cells = {(cell.row, cell.column): cell for cell in laid.cells}
    bottom, right = (max(each) for each in zip(*cells, strict=True))
    bottom = max(bottom, *(merge.bottom for merge in laid.merges), 1) if laid.merges else bottom
    right = max(right, *(merge.right for merge in laid.merges), 1) if laid.merges else right
    hidden = ' table:visibility="collapse"'
    columns = "".join(
        f"<table:table-column{hidden * (column in laid.hidden_columns)}/>" for column in range(1, right + 1)
    )
    lines = (
        written_ods.row(
            *(_ods_cell(laid, cells.get((line, column)), line, column) for column in range(1, right + 1)),
            attributes=hidden * (line in laid.hidden_rows),
        )
        for line in range(1, bottom + 1)
    )
    return columns + "".join(lines)


def _ods_cell(laid: Laid, cell: Placed | None, line: int, column: int) -> str:
    merge = next((each for each in laid.merges if each.holds(line, column)), None)
    covered = merge is not None and (line, column) != (merge.top, merge.left)
    stated = ""
    if merge and not covered:
        stated += f' table:number-rows-spanned="{merge.bottom - merge.top + 1}"'
        stated += f' table:number-columns-spanned="{merge.right - merge.left + 1}"'
    if cell is None:
        return "<table:covered-table-cell/>" if covered else f"<table:table-cell{stated}/>"
    stated += f' table:style-name="i{cell.indent}{cell.bold}"'
    value = cell.value
    if value.kind == "number":
        return number_cell(repr(value.stored), stated)
    if value.kind == "date":
        return number_cell("", f'{stated} office:date-value="{value.read}"', "date").replace(
            ' office:value=""', ""
        )
    written = str(value.stored)
    set_in = len(written) - len(written.lstrip(" "))
    blanks = f'<text:s text:c="{set_in}"/>' if set_in else ""
    return text_cell(blanks + escape(written[set_in:]), stated)
