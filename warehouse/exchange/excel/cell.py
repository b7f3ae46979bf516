"""How a value stands in a cell of Excel: a number with its format, or text that never is a formula.

A number keeps its full value; what is seen is the format's: decimals, the unit of the display, and 示例 behind
an invented figure, so that it still is said where the cell is copied to another table with its format.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ingest.finding.refusal import Refusal
from warehouse.exchange.spreadsheet_text import disarmed
from warehouse.formula import SAMPLE
from warehouse.settings import BUSINESS_ZONE

# Excel's own: characters of a cell, counted in UTF-16, and days since 1900.
TEXT_LIMIT = 32_767
_FIRST_YEAR = 1900
TEXT_FORMAT = "@"
_YES, _NO = "是", "否"
_DISPLAYED = re.compile(rf"(约?)(-?\d+(?:\.(\d+))?)({re.escape(SAMPLE)})?")


@dataclass(frozen=True, slots=True)
class ExcelCell:
    """What is written: a number, an instant or text, and its number format."""

    value: float | int | datetime | str
    number_format: str


def excel_cell(value: Any, missing: str, invented: bool = False) -> ExcelCell:
    """A value of a table. `missing`: the word for a NULL or an empty text; `invented`: say 示例 behind a number.

    Refusal EXCEL_TEXT for text longer than a cell holds.
    """
    match value:
        case None | "":
            return ExcelCell(missing, TEXT_FORMAT)
        case bool():
            return ExcelCell(_YES if value else _NO, TEXT_FORMAT)
        case int() | Decimal():
            return _exact(value, invented)
        case float():
            if not math.isfinite(value):
                return ExcelCell(str(value), TEXT_FORMAT)
            return ExcelCell(value, _marked("0.00", invented))
        case datetime():
            return _instant(value)
        case date():
            return _day(value)
    return ExcelCell(_whole(disarmed(str(value))), TEXT_FORMAT)


def displayed_cell(text: str, unit: str) -> ExcelCell:
    """A display value ('1032', '约12.40(示例)') as the number it shows, the rest of it in the number format.

    What is no number, such as [未填], stays text.
    """
    match = _DISPLAYED.fullmatch(text)
    if match is None:
        return excel_cell(text, "")
    about, number, decimals, sample = match.groups()
    pattern = f"#,##0.{'0' * len(decimals)}" if decimals else "#,##0"
    behind = (sample or "") + unit
    return _number(
        Decimal(number), (_literal(about) if about else "") + pattern + (_literal(behind) if behind else "")
    )


def _exact(value: int | Decimal, invented: bool) -> ExcelCell:
    if isinstance(value, int):
        return _number(Decimal(value), _marked("0", invented))
    scale = -int(value.as_tuple().exponent)
    # A figure rounded to two decimals shows both of them; six are the store's, and are shown as far as they are used.
    decimals = scale if 0 <= scale <= 2 else len(f"{value.normalize():f}".partition(".")[2])
    return _number(value, _marked(f"#,##0.{'0' * decimals}" if decimals else "#,##0", invented))


def _number(value: Decimal, number_format: str) -> ExcelCell:
    """A number if Excel, which keeps 15 digits, keeps this one; otherwise its digits as text."""
    if len(value.normalize().as_tuple().digits) > 15:
        return ExcelCell(f"{value.normalize():f}", TEXT_FORMAT)
    return ExcelCell(int(value) if value == value.to_integral_value() else float(value), number_format)


def _marked(pattern: str, invented: bool) -> str:
    return pattern + _literal(SAMPLE) if invented else pattern


def _literal(text: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"'


def _instant(value: datetime) -> ExcelCell:
    """An instant of a published file on the office's clock; one without a zone is UTC. Whose clock, its header says."""
    told = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(BUSINESS_ZONE)
    if told.year < _FIRST_YEAR:
        return ExcelCell(told.isoformat(), TEXT_FORMAT)
    return ExcelCell(told.replace(microsecond=0, tzinfo=None), "yyyy-mm-dd hh:mm:ss")


def _day(value: date) -> ExcelCell:
    if value.year < _FIRST_YEAR:
        return ExcelCell(value.isoformat(), TEXT_FORMAT)
    return ExcelCell(datetime(value.year, value.month, value.day), "yyyy-mm-dd")  # noqa: DTZ001 - a day has no zone


def _whole(text: str) -> str:
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > TEXT_LIMIT:
        raise Refusal("EXCEL_TEXT", found=f"{text[:20]}… ({length})", expected=f"≤ {TEXT_LIMIT}")
    return text
