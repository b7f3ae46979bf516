"""Signs and days as a Chinese page sets them."""

from __future__ import annotations

import re
from datetime import date

_HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_SIGNS = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？"}
# A half-width sign after a Chinese character or a closing one, or before a Chinese character.
_BESIDE = re.compile(rf"(?<={_HAN})[(),;:?](?!\d)|[(),;:?](?={_HAN})|(?<=[）])[,;:]")


def full_width(text: str) -> str:
    """The words of the program and of the catalogue with full-width signs beside Chinese; what a department wrote
    is never changed."""
    said = _BESIDE.sub(lambda found: _SIGNS[found[0]], text)
    # The other half of a pair that was opened beside Chinese.
    if said.count("（") > said.count("）"):
        said = said.replace(")", "）")
    return said


def day_in_words(day: date) -> str:
    """1月6日."""
    return f"{day.month}月{day.day}日"


def month_in_words(period: str) -> str:
    """'2023-12' → 2023年12月; a year stays one."""
    year, _, month = period.partition("-")
    return f"{year}年{int(month)}月" if month else f"{year}年"


def span(period: str, period_zh: str) -> str:
    """A period with its year: 2023年1—12月; 2023年末."""
    return f"{period[:4]}年{period_zh.removeprefix('全年')}" if period_zh != "全年" else f"{period[:4]}年全年"
