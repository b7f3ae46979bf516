"""Chinese numerals and numbers with Chinese scale words, read exactly: 一百二十三万, 两千五, 3万5千, 二〇二三.

Strict: what is not written as numbers are written is None, so that 三五个 (three to five) or 一千五十 is
never turned into a number. The library cn2an reads more spellings, but yields floats behind 点 and accepts
strings that are no numerals; a quarter of its size, this keeps to Decimal.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_PLACES = {"千": 1000, "百": 100, "十": 10}
WAN, YI = 10**4, 10**8
# Capitals of vouchers, the round zero, and 两, which counts as 二.
_PLAIN = str.maketrans(
    "〇○壹贰叁肆伍陆柒捌玖拾佰仟两貳參陸萬億兩", "零零一二三四五六七八九十百千二二三六万亿二"
)
# Number signs that a numeral is made of, in either spelling.
NUMERAL_SIGNS = "零〇○一二三四五六七八九十百千万亿两点壹贰叁肆伍陆柒捌玖拾佰仟貳參陸萬億兩"
# 二〇二三 is read out digit by digit; two or three digits so would be 三五 (three to five).
_SHORTEST_READ_OUT = 4
_READ_OUT = re.compile("[一二三四五六七八九][零一二三四五六七八九]+")
_MIXED = re.compile(r"(?:(\d)千)?(?:(\d)百)?(?:(\d)十)?(\d*)")


@lru_cache(maxsize=4096)
def numeral(text: str) -> Decimal | None:
    """The number that a Chinese numeral, or Arabic digits with two or more scale words, states.

    None for anything else, plain digits (1032) and digits with one scale word (3.5亿) included: those are
    a number and a unit.
    """
    plain = text.translate(_PLAIN)
    if not plain or len(plain) > 40:
        return None
    if re.search(r"\d", plain):
        whole = _mixed(plain)
        return None if whole is None else Decimal(whole)
    if _READ_OUT.fullmatch(plain) and len(plain) >= _SHORTEST_READ_OUT:
        return Decimal("".join(str(_DIGITS[digit]) for digit in plain))
    whole_text, point, behind = plain.partition("点")
    if not point:
        whole = _whole(plain)
        return None if whole is None else Decimal(whole)
    whole = 0 if whole_text == "零" else _whole(whole_text)
    if whole is None or not behind or any(digit not in _DIGITS for digit in behind):
        return None
    return Decimal(f"{whole}." + "".join(str(_DIGITS[digit]) for digit in behind))


def _whole(text: str) -> int | None:
    """A whole number up to 9999万9999亿…: parts before 亿, before 万, and below."""
    if text == "零":
        return 0
    for scale, sign in ((YI, "亿"), (WAN, "万")):
        left, found, right = text.rpartition(sign)
        if not found:
            continue
        above = _whole(left) if scale == YI else _below_wan(left)
        if not above or (scale == YI and above >= YI):
            return None
        below = _behind(right, scale)
        return None if below is None else above * scale + below
    return _below_wan(text)


def _behind(text: str, scale: int) -> int | None:
    """What stands behind 亿 or 万, in units: nothing, 零五十, 三千五百, or the one digit of 一万二."""
    if not text:
        return 0
    if text in _DIGITS and text != "零":
        return _DIGITS[text] * scale // 10
    zero, bare = text.startswith("零"), text.removeprefix("零")
    below = _whole(bare)
    if not below or below >= scale:
        return None
    # A place left out is said: 一万零五十, 一亿零三百万; 一万三千 leaves none out.
    return below if zero == (below < scale // 10) else None


def _below_wan(text: str) -> int | None:
    """A number below 10,000 by its places, with 零 where one is left out; 两千五 and 一百三 end short."""
    if text.startswith("十"):
        text = f"一{text}"
    total, last, zero = 0, WAN, False
    at = 0
    while at < len(text):
        digit = _DIGITS.get(text[at])
        if digit == 0:
            if zero or not total:
                return None
            zero, at = True, at + 1
            continue
        place = _PLACES.get(text[at + 1], 1) if at + 1 < len(text) else 1
        if digit is None or place >= last or (place == 1 and at + 1 < len(text)):
            return None
        if total and zero != (place < last // 10):
            if zero or place != 1:
                return None
            return total + digit * last // 10
        total, last, zero = total + digit * place, place, False
        at += 1 if place == 1 else 2
    return None if zero or not total else total


def _mixed(text: str) -> int | None:
    """3万5千, 2亿3千万, 3万5000: Arabic digits before scale words, each part below the one before."""
    above, yi, rest = text.rpartition("亿")
    middle, wan, low = rest.rpartition("万")
    if sum(text.count(sign) for sign in "亿万千百十") < 2 and not re.fullmatch(r"\d+[亿万]\d{4,8}", text):
        return None
    total = 0
    for part, found, scale, limit in ((above, yi, YI, WAN), (middle, wan, WAN, WAN), (low, "", 1, WAN)):
        if not part:
            if found:
                return None
            continue
        value = _mixed_part(part, behind=total > 0)
        if value is None or (total and value >= limit):
            return None
        total += value * scale
    return total


def _mixed_part(text: str, behind: bool) -> int | None:
    """5千2百 → 5200, 5000 → 5000; behind a scale word plain digits must be all four, or 3万5 would be two things."""
    match = _MIXED.fullmatch(text)
    if not match:
        return None
    thousands, hundreds, tens, digits = match.groups()
    scaled = thousands or hundreds or tens
    if digits and (scaled or (behind and len(digits) != 4) or (digits[0] == "0")):
        return None
    return (
        1000 * int(thousands or 0) + 100 * int(hundreds or 0) + 10 * int(tens or 0) + int(digits or 0)
    ) or None
