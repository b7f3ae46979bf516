"""Unit words and what they mean: one table, unit.csv, whatever workbook a word stands in.

What belongs where. unit.csv says what a word means to anybody: 万元 is 10,000 yuan, 亩 is exactly 2000/3
square metres. An office's catalogue/unit.csv names the units in which its series are kept, and so which of
these words its forms may state; where both know a word they agree (a test holds them to it). What is
counted (个, 家, 处 …) is not in the word: a series takes it from its indicator.

A word is put together out of the table's words: a scale before a unit that takes one (百万美元, billions of
dollars), a unit by a unit (元/平方米). Nothing else is known; `unit_word` answers None.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

SCALE, COUNT, MONEY, PERCENT, POINT, RATIO = "scale", "count", "money", "percent", "percentage_point", "ratio"

# Words of "in billions of chained 2009 dollars" that change neither the unit nor its scale.
_FILLERS = frozenset({"in", "em", "of", "de", "current", "constant", "chained"})
_BESIDE_CHINESE = re.compile(r"(?<=[\u2e80-\uffef]) | (?=[\u2e80-\uffef])")
_LATIN = re.compile(r"[\u0000-\u024f€]+")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PER = re.compile(
    r"(?:rate )?per (?P<base>1,?0{3}|10,?0{3}|100,?0{3})(?: (?:population|inhabitants|persons|people))?"
)
_BRACKETS = {"(": ")", "[": "]", "【": "】"}
_LIST = re.compile(r"[、,;/]\s*|(?<!\s)\s++(?=[%‰])")
# Nothing is measured by these: '万元/%' states two units.
_NO_BASIS = frozenset({SCALE, PERCENT, POINT, RATIO, "rank"})
# What a rate of money may be by, where the table does not know the word: US$/MMBtu.
_OTHER_BY = re.compile(r"[a-z]{1,10}")


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A unit word's meaning: one of it is `factor` of `base`. `scaled`: whose scale words may precede it."""

    word: str
    base: str
    factor: Fraction
    dimension: str
    currency: str = ""
    scaled: str = ""


def unit_key(text: str) -> str:
    """A unit word made comparable: '㎡', 'm²' → 'm2'; '万 元' → '万元'; full-width forms narrow."""
    return _BESIDE_CHINESE.sub("", re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).strip()))


@cache
def unit_table() -> dict[str, UnitWord]:
    """The words of unit.csv."""
    with Path(__file__).with_name("unit.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["word"]: UnitWord(
                row["word"],
                row["base"],
                Fraction(row["factor"]),
                row["dimension"],
                row["currency"],
                row["scaled"],
            )
            for row in csv.DictReader(file)
        }


@lru_cache(maxsize=4096)
def unit_word(text: str) -> UnitWord | None:
    """What one unit word means; None where it is none, or several."""
    key = unit_key(text)
    if not key or len(key) > 60:
        return None
    if meaning := _simple(key):
        return replace(meaning, word=key)
    over, by, under = key.partition("/")
    if by and (whole := _simple(over.strip())) and (part := _by(under.strip())):
        return UnitWord(
            key, f"{whole.base}/{part.base}", whole.factor / part.factor, "quotient", whole.currency
        )
    return None


def _by(key: str) -> UnitWord | None:
    if known := _simple(key):
        return known if known.dimension not in _NO_BASIS else None
    return UnitWord(key, key.upper(), Fraction(1), "other") if _OTHER_BY.fullmatch(key.lower()) else None


def _simple(key: str) -> UnitWord | None:
    """A word of the table, or a scale before one."""
    table = unit_table()
    # One or two Latin letters mean a unit only as written: 't' is tonnes, a column headed 'T' is not.
    lower = key.lower() if not (key.isascii() and key.isalpha() and len(key) < 3) else key
    if lower in table:
        return table[lower]
    if match := _PER.fullmatch(lower):
        return table[f"per {match['base'].replace(',', '')}"]
    if _LATIN.fullmatch(lower):
        return _english(lower)
    return next(
        (
            replace(unit, factor=scale.factor * unit.factor, scaled="")
            for cut in range(1, min(len(key), 3))
            if (scale := table.get(key[:cut])) and scale.dimension == SCALE
            if (unit := table.get(key[cut:])) and unit.scaled == "zh"
        ),
        None,
    )


def _english(key: str) -> UnitWord | None:
    """'thousands of dollars', 'million US$', 'R$ milhões', "'000", 'per cent'."""
    words = [word for word in key.split(" ") if word not in _FILLERS and not _YEAR.fullmatch(word)]
    scales = [scale for word in words if (scale := _singular(word)) and scale.dimension == SCALE]
    others = [word for word in words if not ((scale := _singular(word)) and scale.dimension == SCALE)]
    if len(scales) > 1:
        return None
    if not others:
        return scales[0] if scales else None
    unit = _singular(" ".join(others))
    if unit is None or not scales:
        return unit
    return replace(unit, factor=unit.factor * scales[0].factor, scaled="") if unit.scaled == "en" else None


def _singular(word: str) -> UnitWord | None:
    """'thousands' → thousand, "'000s" → 000; a word of the table that ends in s stays as it is."""
    table = unit_table()
    bare = word.strip("'").removesuffix("'s")
    return table.get(bare) or table.get(bare.removesuffix("s").removesuffix("'"))


@lru_cache(maxsize=4096)
def units_in(text: str) -> tuple[str, ...]:
    """The units of a text that states units and nothing else, as written: '亿元、%' → ('亿元', '%').

    Brackets around the whole are taken off. Empty where anything in it is no unit.
    """
    plain = text.strip()
    if not plain or len(plain) > 60:
        return ()
    narrow = unicodedata.normalize("NFKC", plain)
    if _BRACKETS.get(narrow[0]) == narrow[-1] and len(narrow) == len(plain):
        plain = plain[1:-1].strip()
        narrow = unicodedata.normalize("NFKC", plain)
    if unit_word(plain):
        return (plain,)
    # Cut where the narrow form has its commas; what is given back is the text as it was written.
    parts = [part.strip() for part in _LIST.split(narrow if len(narrow) != len(plain) else _commas(plain))]
    return tuple(parts) if len(parts) > 1 and all(map(unit_word, parts)) else ()


def _commas(text: str) -> str:
    """Full-width commas and semicolons narrow, everything else as it stands."""
    return text.translate(str.maketrans("，；／", ",;/"))


def is_unit_word(text: str) -> bool:
    """Whether a text is a unit, or a list of units, and nothing else; in brackets too."""
    return bool(units_in(text))


def is_money(text: str) -> bool:
    """Whether a unit is one of money: 万元, 百万美元, Thousands of dollars."""
    meaning = unit_word(text)
    return meaning is not None and meaning.dimension == MONEY


@lru_cache(maxsize=4096)
def same_unit(one: str, other: str) -> bool:
    """Whether two words state one and the same unit: 平米 and ㎡, 个百分点 and 百分点.

    Things counted are the same only by the same word, or by one that names them as well: 个 and 个项目, not
    个 and 户, and not 人 and 人次.
    """
    first, second = unit_word(one), unit_word(other)
    if first is None or second is None:
        return unit_key(one) == unit_key(other)
    if first.dimension != second.dimension:
        return False
    if first.dimension == COUNT:
        short, long = sorted((first.word, second.word), key=len)
        # 个 and 个项目; a shorter tail is another count: 人次 is not 人.
        return short == long or (
            long.startswith(short) and len(long) > len(short) + 1 and short in unit_table()
        )
    return (first.base, first.factor) == (second.base, second.factor)
