"""What a cell says as a number: an exact Decimal or bounds around it, or why there is none.

Blank, dash, "…" and zero are four answers. A number stored as text is read when it can only mean one
thing in its column (ingest.quantity.quantity); anything else is refused with the reason. Number cells, which most
are, never come near the reading of texts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ingest.quantity.bound import POINT, Bound
from ingest.quantity.missing_mark import NOT_STATED, missing_mark
from ingest.quantity.quantity import UNRESOLVED, Quantity, quantity
from ingest.quantity.unit import PERCENT, SCALE, same_unit, unit_word
from ingest.quantity.unit_of_format import FormatUnit, unit_of_format
from ingest.quantity.why_no_number import WhyNoNumber
from ingest.workbook.cells.cell import Cell, Kind
from ingest.workbook.cells.number_format import GENERAL

_MILLIONTH = Decimal("0.000001")
_TOO_LARGE = Decimal(10) ** 21
# Qualified numbers make no sense of a place in a ranking.
_RANK = "rank"


@dataclass(frozen=True, slots=True)
class Number:
    """A number cell's answer. `value` None has a `status` (SDMX) and a `reason`.

    Where a text gives only bounds (27个以上), `value` is None and `stated` the number it names, None for a
    range; `bound` is in the same unit. `multiple` is the X of X倍 and `semantics` what it means
    (ingest.quantity.quantity).
    """

    value: Decimal | None
    decimals: int
    status: str
    reason: str
    as_text: bool = False
    bound: Bound = POINT
    stated: Decimal | None = None
    multiple: Decimal | None = None
    semantics: str = ""

    @property
    def has_bounds(self) -> bool:
        """Whether the number is known by its bounds only."""
        return not self.bound.is_point


@dataclass(frozen=True, slots=True)
class NotANumber:
    """Why a cell that should hold a number does not: a rule, what was found, and of a text the reason."""

    rule: str
    found: str
    why: WhyNoNumber | None = None


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def read_number(
    cell: Cell,
    units: tuple[str, ...] = (),
    *,
    change: bool = False,
    negative_marks: frozenset[str] = frozenset(),
) -> Number | NotANumber:
    """Read a cell where a number belongs.

    `units`: unit words that may follow the digits in a text. `change`: whether the column holds changes, of
    which 增长, 下降 and 持平 may be said. `negative_marks`: which of ( △ ▲ ▽ ▼ the form says are minus signs.
    """
    match cell.kind:
        case Kind.BLANK:
            return Number(None, 0, "O", NOT_STATED)
        case Kind.ERROR:
            return NotANumber("ERROR_CELL", cell.raw)
        case Kind.UNCALCULATED:
            return NotANumber("UNCALCULATED_FORMULA", f"={cell.formula}")
        case Kind.NUMBER if isinstance(cell.value, Decimal):
            return _from_number(cell, cell.value, units)
        case Kind.TEXT:
            return _from_text(str(cell.value), units, change, negative_marks)
        case _:
            return NotANumber("TEXT_IN_NUMBER", str(cell.value), WhyNoNumber.PERIOD)


def _from_number(cell: Cell, value: Decimal, units: tuple[str, ...]) -> Number | NotANumber:
    shown = cell.style.number_format
    if shown.percent:
        if "%" not in units:
            return NotANumber("TEXT_IN_NUMBER", f"{value * 100}%", WhyNoNumber.OTHER_UNIT)
        value = value * 100
    elif units and shown.code != GENERAL and (printed := unit_of_format(shown.code)):
        read = _as_printed(value, printed, units)
        if isinstance(read, NotANumber):
            return read
        value = read
    return Number(value, _decimals(value) if shown.decimals is None else shown.decimals, "A", "")


def _as_printed(value: Decimal, printed: FormatUnit, units: tuple[str, ...]) -> Decimal | NotANumber:
    """A stored number in the unit of its column, where its format prints a unit and may divide by a power of ten.

    Stored 965000000 with 0!.0,"万元" in a column of 万元 is 96500: what was shown is what was signed.
    """
    unit = next((unit for unit in units if same_unit(printed.word, unit)), None)
    factor = Fraction(1)
    if unit is None:
        word, column = unit_word(printed.word), unit_word(units[0])
        if not (word and column and word.dimension == SCALE and column.factor == 1):
            return NotANumber("UNKNOWN_UNIT", printed.word)
        factor = word.factor
    factor /= 10**printed.power
    return value * Decimal(factor.numerator) / Decimal(factor.denominator)


def _from_text(
    text: str, units: tuple[str, ...], change: bool, negative_marks: frozenset[str]
) -> Number | NotANumber:
    if mark := missing_mark(text):
        return Number(None, 0, mark.status, mark.reason)
    read = quantity(text, negative_marks)
    if isinstance(read, WhyNoNumber):
        return NotANumber("TEXT_IN_NUMBER", text, read)
    factor = _factor(read, units)
    if factor is None:
        return NotANumber("TEXT_IN_NUMBER", text, WhyNoNumber.OTHER_UNIT)
    if not change and (read.direction or read.multiple is not None):
        return NotANumber("TEXT_IN_NUMBER", text, WhyNoNumber.NO_CHANGE_HERE)
    ranks = [unit for unit in units if (known := unit_word(unit)) and known.dimension == _RANK]
    if ranks and read.bound != POINT:
        return NotANumber("TEXT_IN_NUMBER", text, WhyNoNumber.NO_POINT)
    stated = None if read.number is None else read.number * factor
    bound = read.bound.scaled(factor)
    decimals = max(0, read.decimals - factor.adjusted())
    if bound.is_point:
        return Number(stated, decimals, "A", "", True, bound, None, read.multiple, read.semantics)
    if read.semantics == UNRESOLVED:
        # The number it names counts times, and of what nobody can tell: it is no number of this column.
        return Number(
            None, decimals, "U", "MULTIPLE_UNRESOLVED", True, bound, None, read.multiple, read.semantics
        )
    return Number(None, decimals, "A", "BOUNDS_ONLY", True, bound, stated)


def _factor(read: Quantity, units: tuple[str, ...]) -> Decimal | None:
    """By what the number of a text is multiplied in its column; None where its unit is another one.

    1.5万 in a column of 人次 is 15,000; in one of 万元 it may be 1.5 or 15,000 of them.
    """
    if not read.unit or any(same_unit(read.unit, unit) for unit in units):
        return Decimal(1)
    scale = unit_word(read.unit)
    if scale is None or scale.dimension != SCALE or len(units) != 1:
        return None
    column = unit_word(units[0])
    plain = column is not None and column.factor == 1 and column.dimension not in (PERCENT, _RANK)
    return Decimal(int(scale.factor)) if plain else None


def canonical(value: Decimal, unit_mult: int) -> tuple[Decimal, bool] | None:
    """A value in its canonical unit with at most six decimals, and whether rounding was needed (half up).

    None where it is too large for the column of values, DECIMAL(28,6).
    """
    scaled = value.scaleb(unit_mult)
    if abs(scaled) >= _TOO_LARGE:
        return None
    kept = scaled.quantize(_MILLIONTH, rounding="ROUND_HALF_UP")
    return kept, kept != scaled


def canonical_bound(bound: Bound, unit_mult: int) -> Bound | None:
    """Bounds in the canonical unit; None where one is too large for its column."""
    ends: list[Decimal | None] = []
    for end in (bound.low, bound.high):
        kept = None if end is None else canonical(end, unit_mult)
        if end is not None and kept is None:
            return None
        ends.append(kept[0] if kept else None)
    return replace(bound, low=ends[0], high=ends[1])
