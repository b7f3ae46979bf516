"""Units as a sheet states them: in a line of their own, in brackets, in a row or column of units.

Kept as written: what a unit means is the catalogue's to say (ingest.quantity.unit).
"""

from __future__ import annotations

import re
import unicodedata

from ingest.quantity.unit import is_unit_word

_ALSO_NAMES = re.compile(
    r"years?|days?|hours?|index|ratio|persons?|people|households?|t|年|月|日|天|人|户", re.IGNORECASE
)
_LINE = re.compile(r"^(?:计量|计算|货币|数量)?单位[:：](.+)$|^units?\s*[:：](.+)$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(（\[［【]([^()（）\[\]［］【】]{1,60})[)）\]］】]")
# "[Billions of dollars; yearend estimates]", "money amounts are in thousands of dollars"
_SCALE = re.compile(
    r"\b(?:(?:thousands|millions|billions|trillions) of (?:chained |current |constant )?(?:\d{4} )?[a-z]+|r\$ milhões)\b",
    re.IGNORECASE,
)
_PERCENT_LABEL = re.compile(
    r"增速|增长率|[成献用置比重长覆]率$|增长\s*[%％]|[±+\-、]\s*[%％]|同比$|同比增长$|环比$|累计同比$|当月同比$|当季同比$|比重$|占比$|构成$|"
    r"percent(?:age)? change|percent|per cent|[%％]$|\(\s*[%％]\s*\)|（\s*[%％]\s*）|^[%％]|\bin\s*[%％]|variação",
    re.IGNORECASE,
)
_COUNT_LABEL = re.compile(
    r"\bnumbers? of\b|^number\b|户数|人数|人口|个数|家数|企业数|单位数|从业人员|^returns\b|population|\bpersons\b|percent|\brates?\b|\bratios?\b"
    r"|人次|次数|面积|增速|比重|占比|位次|排名|同比|[%％]",
    re.IGNORECASE,
)


def is_unit_label(text: str) -> bool:
    """Whether a header label is a unit: one that is not also the name of what is counted (Year, days)."""
    return is_unit_word(text) and not _ALSO_NAMES.fullmatch(text.strip())


def unit_of_line(text: str) -> str | None:
    """The unit of a line that states one and nothing else: 单位:万元, (单位：%), [Billions of dollars]."""
    stripped = text.strip()
    bare = stripped[1:-1] if stripped[:1] in "(（[［" and stripped[-1:] in ")）]］" else stripped
    bare = re.sub(r"^(?:em|in|en)\s+", "", bare, flags=re.IGNORECASE)
    squeezed = re.sub(r"\s+", "", bare) if not bare.isascii() else bare.strip()
    match = _LINE.match(squeezed)
    if match:
        return (match[1] or match[2]).strip()
    if is_unit_word(bare) or (bare is not stripped and _SCALE.match(bare.strip())):
        scale = _SCALE.match(bare.strip())
        return scale[0] if scale else bare.strip()
    return None


def states_unit(text: str) -> bool:
    """Whether a text is a line that says of itself that it states a unit: 单位:万元, Unit: persons."""
    return bool(_LINE.match(re.sub(r"\s+", "", text.strip().strip("()（）[]"))))


def title_unit(text: str) -> str | None:
    """The unit that a title mentions: in brackets, or as thousands, millions … of something."""
    if stated := unit_of_line(text):
        return stated
    scale = _SCALE.search(text)
    if scale:
        return scale[0]
    return bracketed_unit(text)


def bracketed_unit(text: str, alone: bool = False) -> str | None:
    """The unit in brackets within a label: 销售额(万元). `alone`: only where nothing else is in the cell."""
    if alone:
        plain = text.strip()
        if plain[:1] in "(（[［" and plain[-1:] in ")）]］" and is_unit_word(plain):
            return plain[1:-1].strip()
        return None
    for match in reversed(list(_IN_BRACKETS.finditer(text))):
        inner = match[1].strip()
        inner = re.sub(r"^(?:单位|units?)[:：]\s*", "", inner, flags=re.IGNORECASE)
        if is_unit_word(inner):
            return _as_sign(inner)
    return None


def _as_sign(unit: str) -> str:
    """Percent in words as its sign; any other unit as it is written."""
    return "%" if re.fullmatch(r"percentage|per ?cent", unit, re.IGNORECASE) else unit


def percent_of_label(text: str) -> bool:
    """Whether a label by itself names a percentage: 增速, 比2017年 +、-%, Percent change."""
    plain = unicodedata.normalize("NFKC", text).strip()
    # Chinese labels are set with blanks inside for show: 增　速.
    bare = plain if plain.isascii() else re.sub(r"\s+", "", plain)
    return bool(_PERCENT_LABEL.search(plain) or _PERCENT_LABEL.search(bare))


def ranks(text: str) -> bool:
    """Whether a label names a rank, which has no unit."""
    return bool(re.search(r"位次|排名|名次|^rank", text.strip(), re.IGNORECASE))


def counts(text: str) -> bool:
    """Whether a label names a count or a rate, to which a title's unit of money cannot apply."""
    return bool(_COUNT_LABEL.search(text.strip()))
