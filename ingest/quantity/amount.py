"""A number with its unit, or a range of two: 1,032.5万美元, 三万五千户, 百分之三点二, 80余位, 3-5节.

Works on a text from which `without_marks` has taken footnote marks, full-width forms and blanks. Digits
keep their scale word in the unit (1032 万美元, 5 百万元); 千, 百 and 十 of a Chinese numeral belong to the number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.quantity.bound import MORE, Bound, between, roundness
from ingest.quantity.numeral import NUMERAL_SIGNS, numeral
from ingest.quantity.unit import SCALE, same_unit, unit_table, unit_word
from ingest.quantity.why_no_number import WhyNoNumber

# Before NFKC, which makes 10321 of 1032①, and loses that ² in m² is no footnote.
_RAISED_UNITS = str.maketrans({"\u200b": None, "\ufeff": None, "\u200e": None})
_SQUARES = (("km²", "㎢"), ("㎞²", "㎢"), ("m²", "㎡"), ("m³", "㎥"))
_POWER = re.compile(r"(?<![0-9.])10[²³⁰⁴-⁹]+$")
_FOOTNOTES = re.compile(r"(?:[①-⑳¹²³⁰-⁹*＊]|[\[〔［]\d{1,2}[\]〕］])+$|(?<=[0-9])[①-⑳]+")
_MINUS = str.maketrans({"−": "-", "‒": "-"})
_GROUPED_BY_BLANKS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_TORN = re.compile(r"[0-9.,]\s+[0-9.,]|[0-9][,.]\s|[0-9]、[0-9]|^[-+–]\s")
_ARABIC = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")
_EXPONENT = re.compile(r"[0-9](?:\.[0-9]+)?[eE][+-][0-9]{1,2}")
_DIGIT_RUN = re.compile(r"[0-9.,]+")
_LEADING_ZERO = re.compile(r"0[0-9,]")
_PER = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_CURRENCY_SIGNS = {"¥": "元", "US$": "美元", "$": "美元"}
_NEGATIVE_SIGNS = ("△", "▲", "▽", "▼")
# Marks that are minus signs in some offices' tables and brackets or arrows in others'.
NEGATIVE_MARKS = frozenset({"(", *_NEGATIVE_SIGNS})
_TENTHS = re.compile(rf"(?P<whole>[{NUMERAL_SIGNS}0-9])成(?P<half>[{NUMERAL_SIGNS}0-9])")
_TIMES = re.compile(r"[0-9]{1,4}[年月日号]|[年月][0-9]")
_CALENDAR_WORDS = ("月", "日")
_RANGE = re.compile(
    r"(?P<low>[^~\-—–至到]+)(?:-|—{1,2}|–|至|到)(?P<high>[^~\-—–至到]+)|(?P<from>-?[^~]+)~(?P<to>-?[^~]+)"
)
# Decimal keeps 28 digits through every step; no amount that a department hands in has so many.
_MOST_DIGITS = 24
_FIRST_SIGNS = re.compile(rf"[-0-9.{NUMERAL_SIGNS}]")


@dataclass(frozen=True, slots=True)
class Amount:
    """`number` in `unit` ('' where none stands behind it). `round_to`: one of its last place, 100 for 4600.

    `more`: 余, 多 or 几 stands behind the number. `signed`: with a minus or plus sign, or a word or mark for it.
    """

    number: Decimal
    decimals: int
    unit: str
    round_to: Decimal
    more: bool = False
    signed: bool = False


def without_marks(text: str) -> str | WhyNoNumber:
    """A text without footnote marks, full-width forms and blanks; thousands grouped by blanks closed up."""
    bare = text.strip().translate(_RAISED_UNITS)
    for raised, square in _SQUARES:
        bare = bare.replace(raised, square)
    if _POWER.search(bare):
        return WhyNoNumber.POWER
    plain = unicodedata.normalize("NFKC", _FOOTNOTES.sub("", bare)).translate(_MINUS).strip()
    plain = _GROUPED_BY_BLANKS.sub(lambda group: group[0].replace(" ", ""), plain)
    if _TORN.search(plain):
        return WhyNoNumber.TWO_NUMBERS
    plain = re.sub(r"\s+", "", plain)
    return plain or WhyNoNumber.NO_NUMBER


def amount(text: str, negative_marks: frozenset[str] = frozenset()) -> Amount | WhyNoNumber:
    """A number and its unit. `negative_marks`: '(' and triangles that are minus signs where the text is from."""
    if text.startswith("(") and ")" in text and _DIGIT_RUN.match(text, 1):
        inner, _, behind = text[1:].partition(")")
        return _negative(inner + behind, "(" in negative_marks)
    if text.startswith(_NEGATIVE_SIGNS):
        return _negative(text[1:], text[0] in negative_marks)
    if text.startswith(("-", "–", "负")):
        return _negative(text[1:], meant=True)
    if text.startswith("+"):
        read = _unsigned(text[1:])
        return read if isinstance(read, WhyNoNumber) else replace(read, signed=True)
    return _unsigned(text)


def _negative(text: str, meant: bool) -> Amount | WhyNoNumber:
    read = _unsigned(text)
    if isinstance(read, WhyNoNumber):
        return read
    return replace(read, number=-read.number, signed=True) if meant else WhyNoNumber.NEGATIVE_MARK


def _unsigned(text: str) -> Amount | WhyNoNumber:
    for words, unit in _PER.items():
        if text.startswith(words):
            parts = text.removeprefix(words)
            read = _counted("一百" if parts == "百" else parts)
            if isinstance(read, WhyNoNumber):
                return read
            return WhyNoNumber.UNKNOWN_UNIT if read.unit else replace(read, unit=unit)
    for sign, unit in _CURRENCY_SIGNS.items():
        if text.startswith(sign):
            return _in_currency(_counted(text.removeprefix(sign)), unit)
    if match := _TENTHS.fullmatch(text):
        return _tenths(*match.groups())
    read = _counted(text)
    if isinstance(read, Amount) and read.unit == "成":
        ten = Decimal(10)
        number = read.number * ten
        return replace(
            read, number=number, decimals=max(0, read.decimals - 1), unit="%", round_to=read.round_to * ten
        )
    return read


def _tenths(whole: str, half: str) -> Amount | WhyNoNumber:
    """三成五 is 35 per cent."""
    parts = [Decimal(sign) if sign.isdigit() else numeral(sign) for sign in (whole, half)]
    if any(part is None or not 1 <= part <= 9 for part in parts):
        return WhyNoNumber.NO_NUMBER
    tens, ones = (part for part in parts if part is not None)
    return Amount(tens * 10 + ones, 0, "%", Decimal(1))


def _in_currency(read: Amount | WhyNoNumber, unit: str) -> Amount | WhyNoNumber:
    """What a currency sign in front says, where the words behind do not say otherwise."""
    if isinstance(read, WhyNoNumber):
        return read
    stated = unit_word(read.unit) if read.unit else None
    if stated is None or stated.dimension == SCALE:
        return replace(read, unit=f"{read.unit}{unit}")
    meant = unit_word(unit)
    return read if meant and stated.currency == meant.currency else WhyNoNumber.UNKNOWN_UNIT


def _counted(text: str) -> Amount | WhyNoNumber:
    """A number without a sign, 余 between it and its unit taken out."""
    at = next((at for at, sign in enumerate(text) if sign in MORE and at), 0)
    if not at:
        return _number_and_unit(text)
    number = text[:at]
    if text[at] == "几" and number[-1] not in "0十百千万亿":
        return WhyNoNumber.VAGUE
    if number in ("百", "千", "万", "亿"):
        number = f"一{number}"
    read = _number_and_unit(number + text[at + 1 :])
    return read if isinstance(read, WhyNoNumber) else replace(read, more=True)


def _number_and_unit(text: str) -> Amount | WhyNoNumber:
    if not text or not _FIRST_SIGNS.match(text) or text[0] == "-":
        return WhyNoNumber.NO_NUMBER
    read = _arabic(text) if text[0] in "0123456789." else None
    if read is None:
        read = _numeral(text)
    if read is None:
        return _why_not(text)
    if isinstance(read, WhyNoNumber):
        return read
    if len(read.number.as_tuple().digits) > _MOST_DIGITS:
        return WhyNoNumber.TOO_LONG
    if read.unit in _CALENDAR_WORDS or (read.unit == "年" and 1900 <= read.number <= 2100):
        return WhyNoNumber.PERIOD
    return read


def _arabic(text: str) -> Amount | WhyNoNumber | None:
    """Digits and the longest unit behind them, scale word included; None where a numeral may still be meant."""
    match = _EXPONENT.match(text) or _ARABIC.match(text)
    if not match or (run := _DIGIT_RUN.match(text)) is None:
        return WhyNoNumber.BAD_GROUPING
    if run.end() > match.end():
        return WhyNoNumber.BAD_GROUPING
    if _LEADING_ZERO.match(text):
        return WhyNoNumber.LEADING_ZERO
    unit = text[match.end() :]
    if unit and unit_word(unit) is None:
        return None
    number = Decimal(match[0].replace(",", ""))
    decimals = max(0, -int(number.as_tuple().exponent))
    return Amount(number, decimals, unit, roundness(number, decimals))


def _numeral(text: str) -> Amount | None:
    """A Chinese numeral, as long as it can be, or digits with scale words (3万5千), and the unit behind it."""
    for cut in range(len(text), 0, -1):
        unit = text[cut:]
        if unit and unit_word(unit) is None:
            continue
        number = numeral(text[:cut])
        if number is None:
            continue
        # 三万元 is said of ten-thousands, as 3万元 is.
        scaled = text[cut - 1]
        if scaled in "万亿萬億" and (bare := numeral(text[: cut - 1])) is not None and bare < 10_000:
            number, unit = bare, f"{scaled.translate(_SIMPLE)}{unit}"
            if unit_word(unit) is None:
                return None
        decimals = max(0, -int(number.as_tuple().exponent))
        return Amount(number, decimals, unit, roundness(number, decimals))
    return None


_SIMPLE = str.maketrans("萬億", "万亿")


def _why_not(text: str) -> WhyNoNumber:
    if "/" in text or "⁄" in text:
        return WhyNoNumber.FRACTION_OR_DATE
    if _TIMES.search(text):
        return WhyNoNumber.PERIOD
    return WhyNoNumber.UNKNOWN_UNIT if _DIGIT_RUN.match(text) else WhyNoNumber.NO_NUMBER


def range_of(text: str) -> tuple[Amount, Bound] | WhyNoNumber | None:
    """A range 3-5, 800—1000, 3万至5万元; None where a text is none. The amount is that of the upper end."""
    match = _RANGE.fullmatch(text)
    if not match:
        return None
    low_text, high_text = (match["low"] or match["from"]), (match["high"] or match["to"])
    if not _FIRST_SIGNS.match(low_text) or not _FIRST_SIGNS.match(high_text):
        return None
    high = amount(high_text)
    if isinstance(high, WhyNoNumber):
        return high
    low = amount(low_text)
    if isinstance(low, WhyNoNumber):
        return low
    if low.more or high.more:
        return WhyNoNumber.TWO_QUALIFIERS
    if low.unit and not (same_unit(low.unit, high.unit) or _is_scale_of(low.unit, high.unit)):
        return WhyNoNumber.MIXED_SCALES
    if not high.unit and all(1900 <= end.number <= 2100 for end in (low, high)):
        return WhyNoNumber.PERIOD
    if low.number >= high.number:
        return WhyNoNumber.REVERSED_RANGE
    signed = low.signed or high.signed
    decimals = max(low.decimals, high.decimals)
    return replace(high, decimals=decimals, signed=signed), between(low.number, high.number)


def _is_scale_of(scale: str, unit: str) -> bool:
    """3万-5万元: the lower end names only the scale of the unit behind the upper."""
    known = unit_table().get(scale)
    return known is not None and known.dimension == SCALE and unit.startswith(scale)
