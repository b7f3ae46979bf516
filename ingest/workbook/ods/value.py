"""What a cell of an OpenDocument spreadsheet holds: its kind, its raw text, and a format where it needs one."""

from __future__ import annotations

import re

from ingest.workbook.cells.grid import BOOLEAN, ERROR, ISO_DATE, NUMBER, TEXT, UNCALCULATED, Stored
from ingest.workbook.cells.moment import iso_moment
from ingest.workbook.cells.number_format import BUILT_IN, NumberFormat, number_format
from ingest.workbook.ods import CALC, OFFICE, TABLE, Attributes

# What LibreOffice shows in the cell of a formula that failed: Excel's errors, or its own by number.
_ERROR = re.compile(r"#(?:DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|NULL!)|Err:[0-9]{3}")
_DURATION = re.compile(
    r"(-?)P(?:([0-9]{1,9})D)?T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:[.,][0-9]{1,12})?)S)?"
)
_SECONDS_A_DAY = 86_400
_ELAPSED = number_format("[h]:mm:ss")
_PERCENT = number_format(BUILT_IN[10])
_NUMBERS = ("float", "percentage", "currency")


class NotOfItsTypeError(ValueError):
    """A value that is not what its cell's type says."""


def formula_of(attributes: Attributes) -> str | None:
    """A formula without the name of its language: 'of:=SUM([.B3:.B30])' → 'SUM([.B3:.B30])'."""
    stated = attributes.get(f"{TABLE}formula")
    if stated is None:
        return None
    _, sign, formula = stated.partition("=")
    return formula if sign else stated


def office_value(
    attributes: Attributes, text: str, shown_as: NumberFormat
) -> tuple[Stored, str, NumberFormat] | None:
    """Kind, raw text and number format of a cell; None for one that holds nothing.

    `text`: its paragraphs; `shown_as`: the number format of its style. A duration is a number of days, as
    Excel stores it. Raises NotOfItsTypeError.
    """
    kind = attributes.get(f"{OFFICE}value-type", "")
    calculated = f"{TABLE}formula" in attributes
    if calculated and (attributes.get(f"{CALC}value-type") == "error" or _ERROR.fullmatch(text)):
        return ERROR, text, shown_as
    if kind in _NUMBERS:
        return _number(attributes.get(f"{OFFICE}value"), calculated, kind, shown_as)
    if kind == "date":
        return ISO_DATE, _date(attributes.get(f"{OFFICE}date-value", "")), shown_as
    if kind == "time":
        return _time(attributes.get(f"{OFFICE}time-value", ""), shown_as)
    if kind == "boolean":
        value = attributes.get(f"{OFFICE}boolean-value", "")
        if value not in ("true", "false"):
            raise NotOfItsTypeError(value)
        return BOOLEAN, value, shown_as
    if kind not in ("", "string", "void"):
        raise NotOfItsTypeError(kind)
    text = attributes.get(f"{OFFICE}string-value", text)
    if text:
        return TEXT, text, shown_as
    return (UNCALCULATED, "", shown_as) if calculated and kind != "string" else None


def _number(
    value: str | None, calculated: bool, kind: str, shown_as: NumberFormat
) -> tuple[Stored, str, NumberFormat]:
    if kind == "percentage" and not shown_as.percent:
        shown_as = _PERCENT
    if value:
        return NUMBER, value, shown_as
    if not calculated:
        raise NotOfItsTypeError("")
    return UNCALCULATED, "", shown_as


def _date(value: str) -> str:
    try:
        iso_moment(value)
    except ValueError as error:
        raise NotOfItsTypeError(value) from error
    return value


def _time(value: str, shown_as: NumberFormat) -> tuple[Stored, str, NumberFormat]:
    stated = _DURATION.fullmatch(value)
    if not stated or value.endswith("T"):
        raise NotOfItsTypeError(value)
    sign, days, hours, minutes, seconds = stated.groups("0")
    whole = int(hours) * 3600 + int(minutes) * 60
    length = int(days) + (whole + float(seconds.replace(",", "."))) / _SECONDS_A_DAY
    raw = f"{'-' if sign == '-' else ''}{length:.15g}"
    # 36 hours are no time of day, in whatever format they stand.
    of_day = shown_as.clock and not shown_as.calendar and sign != "-" and length < 1
    return NUMBER, raw, shown_as if of_day else _ELAPSED
