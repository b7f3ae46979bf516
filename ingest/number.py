"""What a cell says as a number: an exact Decimal, or why there is none.

Blank, dash, "…" and zero are four answers. A number stored as text is read when it can only mean one
thing (full-width digits, thousands separators, the unit of its own column); anything else is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ingest.workbook.cell import Cell, Kind

# Yearbook conventions (China Statistical Yearbook, notes): "—" cannot exist, "…" is below the smallest
# unit of the table, blank is not stated. SDMX CL_OBS_STATUS codes.
NOT_APPLICABLE = frozenset({"-", "--", "---", "－", "—", "——", "―", "–", "/"})
BELOW_UNIT = frozenset({"…", "……", "..."})

# Blanks and commas between digits are thousands or nothing: "12 13" is no number.
_PLAIN = re.compile(
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>\D*)"
)
# Taken off before NFKC, which would make 10321 of 1032①.
_FOOTNOTE_MARKS = re.compile(r"[①-⑳¹²³⁰-⁹]+$")
_SIGNS = str.maketrans({"−": "-", "－": "-", "＋": "+"})
_MILLIONTH = Decimal("0.000001")
_TOO_LARGE = Decimal(10) ** 21


@dataclass(frozen=True, slots=True)
class Number:
    """A number cell's answer. `value` None has a `status` (SDMX) and a `reason`."""

    value: Decimal | None
    decimals: int
    status: str
    reason: str
    as_text: bool = False


@dataclass(frozen=True, slots=True)
class NotANumber:
    """Why a cell that should hold a number does not: a rule and what was found."""

    rule: str
    found: str


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def read_number(cell: Cell, units: tuple[str, ...] = ()) -> Number | NotANumber:
    """Read a cell where a number belongs. `units`: unit words that may follow the digits in a text."""
    match cell.kind:
        case Kind.BLANK:
            return Number(None, 0, "O", "NOT_STATED")
        case Kind.ERROR:
            return NotANumber("ERROR_CELL", cell.raw)
        case Kind.UNCALCULATED:
            return NotANumber("UNCALCULATED_FORMULA", f"={cell.formula}")
        case Kind.NUMBER if isinstance(cell.value, Decimal):
            shown = cell.style.number_format
            if not shown.percent:
                decimals = _decimals(cell.value) if shown.decimals is None else shown.decimals
                return Number(cell.value, decimals, "A", "")
            if "%" in units:
                value = cell.value * 100
                return Number(value, _decimals(value) if shown.decimals is None else shown.decimals, "A", "")
            return NotANumber("TEXT_IN_NUMBER", f"{cell.value * 100}%")
        case Kind.TEXT:
            return _from_text(str(cell.value), units)
        case _:
            return NotANumber("TEXT_IN_NUMBER", str(cell.value))


def _from_text(text: str, units: tuple[str, ...]) -> Number | NotANumber:
    stripped = text.strip()
    if not stripped:
        return Number(None, 0, "O", "NOT_STATED")
    if stripped in NOT_APPLICABLE:
        return Number(None, 0, "M", "NOT_APPLICABLE")
    if stripped in BELOW_UNIT:
        return Number(None, 0, "N", "BELOW_UNIT")
    plain = unicodedata.normalize("NFKC", _FOOTNOTE_MARKS.sub("", stripped).translate(_SIGNS))
    match = _PLAIN.fullmatch(plain)
    known = {"", *(unicodedata.normalize("NFKC", unit) for unit in units)}
    if not match or match["unit"] not in known:
        return NotANumber("TEXT_IN_NUMBER", text)
    value = Decimal(match["number"].replace(",", "").replace(" ", ""))
    stated = match["number"].partition(".")[2]
    return Number(value, len(stated), "A", "", as_text=True)


def canonical(value: Decimal, unit_mult: int) -> tuple[Decimal, bool] | None:
    """A value in its canonical unit with at most six decimals, and whether rounding was needed (half up).

    None where it is too large for the column of values, DECIMAL(28,6).
    """
    scaled = value.scaleb(unit_mult)
    if abs(scaled) >= _TOO_LARGE:
        return None
    kept = scaled.quantize(_MILLIONTH, rounding="ROUND_HALF_UP")
    return kept, kept != scaled


def plain(value: Decimal) -> str:
    """A number as a person would write it: no exponent, no trailing zeros."""
    return f"{value.normalize():f}"
