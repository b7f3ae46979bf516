"""What the readers are measured on: many small forms, and sheets of very many cells."""

from __future__ import annotations

import random
from pathlib import Path

import xlsxwriter
import xlwt

FORM_ROWS, FORM_COLUMNS = 50, 15
FORM_CELLS = FORM_ROWS * FORM_COLUMNS
SHEET_COLUMNS = 50
_FORMATS = ("#,##0", "#,##0.00", "0.0%", 'yyyy"年"m"月"', "@")
_HEADER = 3
_SEED = 20231231


def write_form(path: Path, number: int) -> None:
    """A monthly form of 50 × 15 cells: a three-row header in merged cells, formulas, five number formats."""
    chance = random.Random(_SEED + number)  # noqa: S311 - figures, no secret
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("工业")
        looks = [workbook.add_format({"num_format": code, "border": 1}) for code in _FORMATS]
        heading = workbook.add_format({"bold": True, "align": "center", "border": 1})
        sheet.merge_range(
            0, 0, 0, FORM_COLUMNS - 1, f"2023年1-{number % 12 + 1}月规模以上工业主要指标", heading
        )
        sheet.merge_range(1, 0, 2, 0, "行业", heading)
        for column in range(1, FORM_COLUMNS, 2):
            sheet.merge_range(1, column, 1, column + 1, f"指标{column // 2 + 1}", heading)
            sheet.write_row(2, column, ("本月", "累计"), heading)
        for row in range(_HEADER, FORM_ROWS):
            sheet.write_string(row, 0, f"第{row}类制造业", looks[4])
            total = 0
            for column in range(1, FORM_COLUMNS - 1):
                value = chance.randrange(1, 1_000_000)
                total += value
                sheet.write_number(row, column, value / 10 ** (column % 3), looks[column % 4])
            last = xlsxwriter.utility.xl_rowcol_to_cell(row, FORM_COLUMNS - 2)
            sheet.write_formula(row, FORM_COLUMNS - 1, f"=SUM(B{row + 1}:{last})", looks[0], total)


def write_old_form(path: Path, number: int) -> None:
    """The same figures as an .xls of Excel 97. xlwt stores no results of formulas, so that they are numbers."""
    chance = random.Random(_SEED + number)  # noqa: S311 - figures, no secret
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("工业")
    looks = [xlwt.easyxf(num_format_str=code) for code in _FORMATS]
    title = f"2023年1-{number % 12 + 1}月规模以上工业主要指标"
    sheet.write_merge(0, 0, 0, FORM_COLUMNS - 1, title)
    sheet.write_merge(1, 2, 0, 0, "行业")
    for column in range(1, FORM_COLUMNS, 2):
        sheet.write_merge(1, 1, column, column + 1, f"指标{column // 2 + 1}")
        sheet.write(2, column, "本月")
        sheet.write(2, column + 1, "累计")
    for row in range(_HEADER, FORM_ROWS):
        sheet.write(row, 0, f"第{row}类制造业", looks[4])
        for column in range(1, FORM_COLUMNS):
            sheet.write(row, column, chance.randrange(1, 1_000_000) / 10 ** (column % 3), looks[column % 4])
    workbook.save(str(path))


def write_sheet(path: Path, cells: int) -> None:
    """One sheet of so many cells in 50 columns: two of texts that return, the others numbers in five formats."""
    chance = random.Random(_SEED)  # noqa: S311 - figures, no secret
    # A text is written once and pointed to, as Excel does.
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("台账")
        looks = [workbook.add_format({"num_format": code}) for code in _FORMATS]
        for row in range(cells // SHEET_COLUMNS):
            sheet.write_string(row, 0, f"示例企业{row % 1000}")
            sheet.write_string(row, 1, f"第{row % 40}类制造业")
            for column in range(2, SHEET_COLUMNS):
                sheet.write_number(row, column, chance.randrange(1, 1_000_000) / 100, looks[column % 5])
