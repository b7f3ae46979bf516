"""The texts of a template that say another period than the one that it is filled for, moved on to that one.

Last month's sheet is this month's template. What is changed is the year, the month and the last day of the month, where
they stand as such; a text that still says another period afterwards is left as it was, and told.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ingest.period.month import claims
from ingest.period.other_date import without_other_dates
from ingest.reading.tables.table import FormTable, text_of
from ingest.workbook.cells.address import position
from ingest.workbook.cells.cell import Kind
from ingest.workbook.filling.renamed import may_be_named

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?=\s*(?:年|[-./][0-9]))")
_MONTH = re.compile(r"(?<![0-9])(?:0?[1-9]|1[0-2])(?=\s*月)")
_DAY = re.compile(r"(?<=月)\s*[0-9]{1,2}(?=\s*日)")


@dataclass(frozen=True, slots=True)
class MovedText:
    """A text of a template; without a cell it is the name of the sheet. `after` is None where it says another period and cannot be
    moved."""

    cell: str
    before: str
    after: str | None


def moved_texts(table: FormTable, period: str, sheets: Collection[str]) -> tuple[MovedText, ...]:
    """The texts above a table and in its header, and the name of its sheet, that say another period, with what they say of the one
    asked for. `sheets`: the names of all sheets, of which none is given twice."""
    year, month = int(period[:4]), int(period[5:7])
    texts = dict(_texts(table))
    said = [claim for text in texts.values() for claim in claims("", without_other_dates(text))]
    years = sorted({claim.year for claim in said if claim.year}, reverse=True)
    months = sorted({claim.month for claim in said if claim.month}, reverse=True)
    if not years and not months:
        return ()
    old_year = years[0] if years else year
    old_month = months[0] if months else month
    if (old_year, old_month) == (year, month):
        return ()
    found = []
    for cell, text in texts.items():
        after = _moved(text, (old_year, old_month), (year, month))
        if after != text:
            may_be = bool(cell) or may_be_named(after, sheets)
            found.append(MovedText(cell, text, after if may_be and _says(after, year, month) else None))
    return tuple(found)


def _texts(table: FormTable) -> Iterator[tuple[str, str]]:
    """The name of the sheet, and what stands above the table and in its header."""
    yield "", table.sheet.name
    top = position(table.anchor)[0]
    last = top + max(table.form.header_rows, 1) - 1
    for cell in table.sheet.top(last):
        if cell.kind is Kind.TEXT:
            yield cell.address, text_of(cell)


def _moved(text: str, old: tuple[int, int], new: tuple[int, int]) -> str:
    """A text with the years and months of one period made those of another; the year before moves along."""

    def year(match: re.Match[str]) -> str:
        step = old[0] - int(match[0])
        return str(new[0] - step) if step in (0, 1) else match[0]

    def month(match: re.Match[str]) -> str:
        return str(new[1]) if int(match[0]) == old[1] else match[0]

    def day(match: re.Match[str]) -> str:
        is_last = int(match[0]) == monthrange(*old)[1]
        return str(monthrange(*new)[1]) if is_last else match[0]

    return _YEAR.sub(year, _MONTH.sub(month, _DAY.sub(day, text)))


def _says(text: str, year: int, month: int) -> bool:
    """Whether nothing in a text says another period than this, or than that of the year before."""
    said = claims("", without_other_dates(text))
    return all(claim.year in (None, year, year - 1) and claim.month in (None, month) for claim in said)
