"""The unit that a number format prints behind a number: #,##0"万元", 0.0"%", and 0!.0,"万元" with its scaling.

A format may show a stored amount of yuan as ten-thousands: each comma behind the digits divides by 1,000,
and a point that is only printed (0!.0, 0"."00) divides by ten for each digit behind it. What a person read
and signed is what is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.quantity.unit import unit_word

_LONGEST_CODE = 1024
# A literal: quoted, escaped (\ or, in the Chinese edition, !), or a sign that needs no quoting.
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)')
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|[_*].")
# [>=10000]0!.0,"万元";0"元" prints one unit or another by the value: the code states none.
_CONDITION = re.compile(r"\[[<>=]")
_DIGITS = re.compile(r"[0#?][0#?,.\x00]*")
_PRINTED_POINT = "\x00"
_BARE = re.compile(r"[\u2e80-\u9fff℃㎡％‰]+")


@dataclass(frozen=True, slots=True)
class FormatUnit:
    """What a format prints: the unit as written, and the power of ten by which the stored number is divided."""

    word: str
    power: int


@lru_cache(maxsize=4096)
def unit_of_format(code: str) -> FormatUnit | None:
    """The unit of a format code's part for positive numbers; None where it prints none that is known."""
    if len(code) > _LONGEST_CODE or _CONDITION.search(code):
        return None
    shown, literals = _apart(code)
    digits = _DIGITS.search(shown)
    if not digits:
        return None
    word = "".join(literals).strip()
    if not word or unit_word(word) is None:
        return None
    return FormatUnit(word, _power(digits[0]))


def _apart(code: str) -> tuple[str, list[str]]:
    """The first part of a code without its literals, and those literals; a printed point stays as a mark."""
    literals: list[str] = []
    shown: list[str] = []
    at = 0
    while at < len(code) and code[at] != ";":
        if match := _NOT_SHOWN.match(code, at):
            pass
        elif match := _LITERAL.match(code, at):
            text = match[1] if match[1] is not None else match[2]
            if text == ".":
                shown.append(_PRINTED_POINT)
            else:
                literals.append(text)
        elif match := _BARE.match(code, at):
            literals.append(match[0])
        else:
            shown.append(code[at])
            at += 1
            continue
        at = match.end()
    return "".join(shown), literals


def _power(digits: str) -> int:
    """By which power of ten a run of digit signs divides: '0\\x000,' → 4."""
    commas = len(digits) - len(digits.rstrip(","))
    behind = digits.rpartition(_PRINTED_POINT)[2] if _PRINTED_POINT in digits else ""
    return 3 * commas + sum(sign in "0#?" for sign in behind)
