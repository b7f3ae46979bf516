"""Numbers that belong to a person: an identity number (GB 11643: 18 digits with a check digit, or 15 of old), a mobile's.

An indicator needs none of them. In the body of a table they hold the submission; nowhere are they written down in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.reading.tables.table import FormTable, text_of
from ingest.workbook.cells.cell import Cell, Kind, Sheet

IDENTITY, MOBILE = ("居民身份证号码", "identity number"), ("手机号码", "mobile number")
_LEAST = 11
# Digits as they are typed: full-width ones, and in groups (138 0000 1234).
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")
_APART = r"[ -]?"
_OLD_OR_NEW = re.compile(r"(?<![0-9A-Za-z])([1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14})(?![0-9A-Za-z])")
_IN_GROUPS = re.compile(
    rf"(?<![0-9.])(?:\+?86{_APART})?(1[3-9][0-9]{_APART}[0-9]{{4}}{_APART}[0-9]{{4}})(?![0-9.])"
)
# The first two digits: provinces of GB/T 2260.
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
# ISO 7064, MOD 11-2.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_SHOWN_BEFORE, _SHOWN_BEHIND = 3, 2
_NUMBERS = ("amount", "count")

Record = TypeVar("Record")


def personal_numbers(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The numbers of persons in a text, as they are written there, each with what it is called in both languages."""
    # As long as the text itself, so that places agree.
    plain = text.translate(_WIDE)
    for match in _OLD_OR_NEW.finditer(plain):
        if _is_identity(match[1]):
            yield text[match.start(1) : match.end(1)], IDENTITY
    for match in _IN_GROUPS.finditer(plain):
        yield text[match.start(1) : match.end(1)], MOBILE


def _is_identity(number: str) -> bool:
    if not _PROVINCE.match(number):
        return False
    is_new = len(number) == 18
    born = number[6:14] if is_new else f"19{number[6:12]}"
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    if not is_new:
        return True
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return day.year >= 1900 and _CHECK_DIGITS[total % 11] == number[17].upper()


def hidden_number(number: str) -> str:
    """A number of which only the first three and the last two characters are left: 138******34."""
    between = len(number) - _SHOWN_BEFORE - _SHOWN_BEHIND
    return f"{number[:_SHOWN_BEFORE]}{'*' * between}{number[-_SHOWN_BEHIND:]}"


def numbers_on(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Every number of a person on sheets, in the signatures below a table too, as it is written."""
    return frozenset(
        number
        for sheet in sheets
        for cell in sheet.cells()
        if len(text := text_of(cell)) >= _LEAST
        for number, _ in personal_numbers(text)
    )


def numbers_in_body(table: FormTable, place: Place) -> list[Finding]:
    """A finding for each cell in the rows of a table that has the number of a person in it.

    What stands as a number where amounts or counts are handed in is one: 13 800 001 234 yuan is no telephone.
    """
    if not table.rows:
        return []
    first, last = (end(row.number for row in table.rows) for end in (min, max))
    amounts = {column.number for column in table.columns if _holds_amounts(column.spec)}
    found = []
    for cell in table.sheet.cells():
        if not first <= cell.row <= last or _is_amount(cell, amounts):
            continue
        for number, (name_zh, name_en) in personal_numbers(text_of(cell)):
            found.append(
                finding(
                    "PERSONAL_NUMBER",
                    place.at(cell.address),
                    found=hidden_number(number),
                    subject=cell.address,
                    kind_zh=name_zh,
                    kind_en=name_en,
                )
            )
    return found


def _holds_amounts(spec: Any) -> bool:
    return spec.type in _NUMBERS or (spec.value is not None and not spec.field)


def _is_amount(cell: Cell, amounts: set[int]) -> bool:
    return cell.column in amounts and (cell.kind is Kind.NUMBER or text_of(cell).strip().isdigit())


def without_numbers(record: Record, numbers: frozenset[str]) -> Record:
    """A finding, a value or a cell of a register whose texts have none of `numbers` in full."""
    changed = {
        name: masked
        for name in (field.name for field in fields(record))  # type: ignore[arg-type]
        if (masked := _masked(value := getattr(record, name), numbers)) != value
    }
    return replace(record, **changed) if changed else record  # type: ignore[type-var]


def _masked(value: Any, numbers: frozenset[str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_masked(each, numbers) for each in value)
    if not isinstance(value, str) or len(value) < _LEAST:
        return value
    for number in sorted(numbers, key=len, reverse=True):
        value = value.replace(number, hidden_number(number))
    return value
