"""Units as a sheet states them: in a line of their own, in brackets, in a row or column of units.

Kept as written: what a unit means is the catalogue's to say (ingest.unit).
"""

from __future__ import annotations

import re
import unicodedata

_CHINESE = (
    r"(?:[十百千万亿]*(?:元|美元|港元|欧元|日元|人民币|人次|人|户|家|个|吨|公斤|千克|克|亩|公顷|平方米|平方公里|立方米|米|公里|千米|"
    r"千瓦时|度|千瓦|栋|幢|处|项|件|套|辆|台|艘|篇|次|场|名|位|岁|天|日|月|年|小时|分|册|份|张|头|只|株|所|座|条|标准煤|箱|"
    r"标准箱|比特|㎡|m2|m²|km2|km²|床|张床|间|宗|万|亿|千|百)"
    r"(?:/(?:人|户|亩|公顷|平方米|吨|年|月|天|元|万元|㎡|辆|人次|平方公里|个))?)"
)
_PERCENT = (
    r"(?:[%％‰]|百分点|个百分点|百分比|倍|percentage|percent|per ?cent|pct\.?|percentage points?|p\.?p\.?)"
)
_ENGLISH = (
    r"(?:(?:in )?(?:thousands?|millions?|billions?|trillions?|hundreds?|'?000'?s?)(?: of)?(?: current| constant)?(?: u\.?s\.?)?"
    r"(?: dollars?| euros?| yuan| persons?| people| tonnes?| tons?| units?| households?)?"
    r"|(?:us ?)?[$€£]/[a-z]+|元/[a-z]+|(?:u\.?s\.? )?dollars?|us ?\$|\$|€|£|r\$(?: milhões| mil)?|usd|eur|cny|rmb|yuan|euros?"
    r"|no\.?|number|numbers|persons?|people|households?|tonnes?|tons?|toneladas?|mil t|t|kg|km|kwh|gwh|mw|ha|hectares?"
    r"|mg/l|µg/l|ug/l|ppm|years?|days?|hours?|index|ratio|per 1,?000(?: population| persons)?|per 100,?000(?: population| inhabitants)?)"
)
_UNIT = rf"(?:{_CHINESE}|{_PERCENT}|{_ENGLISH})"
_UNIT_WORD = re.compile(rf"{_UNIT}(?:[、,，;；/ ]+{_UNIT})*", re.IGNORECASE)
_ONE_UNIT = re.compile(_UNIT, re.IGNORECASE)
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
    r"增速|增长率|增长\s*[%％]|[±+\-、]+\s*[%％]|同比$|同比增长$|环比$|累计同比$|当月同比$|当季同比$|比重$|占比$|构成$|"
    r"percent(?:age)? change|percent|per cent|[%％]$|\(\s*[%％]\s*\)|（\s*[%％]\s*）|^[%％]|\bin\s*[%％]|variação",
    re.IGNORECASE,
)
_COUNT_LABEL = re.compile(
    r"\bnumbers? of\b|^number\b|户数|人数|人口|个数|家数|企业数|单位数|从业人员|^returns\b|population|\bpersons\b|percent|\brates?\b|\bratios?\b"
    r"|人次|次数|面积|增速|比重|占比|位次|排名|同比|[%％]",
    re.IGNORECASE,
)


def is_unit_word(text: str) -> bool:
    """Whether a text is a unit and nothing else; in brackets too."""
    plain = unicodedata.normalize("NFKC", text).strip()
    bare = plain[1:-1].strip() if plain[:1] in "([" and plain[-1:] in ")]" else plain
    return bool(
        _UNIT_WORD.fullmatch(re.sub(r"\s+", " ", bare)) or _UNIT_WORD.fullmatch(re.sub(r"\s+", "", bare))
    )


def is_unit_label(text: str) -> bool:
    """Whether a header label is a unit: one that is not also the name of what is counted (Year, days)."""
    return is_unit_word(text) and not _ALSO_NAMES.fullmatch(text.strip())


def unit_line(text: str) -> str | None:
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


def title_unit(text: str) -> str | None:
    """The unit that a title mentions: in brackets, or as thousands, millions … of something."""
    if stated := unit_line(text):
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
    return bool(_PERCENT_LABEL.search(unicodedata.normalize("NFKC", text).strip()))


def counts(text: str) -> bool:
    """Whether a label names a count or a rate, to which a title's unit of money cannot apply."""
    return bool(_COUNT_LABEL.search(text.strip()))


def is_money(unit: str) -> bool:
    return bool(re.search(r"元|dollar|\$|€|£|euro|yuan|usd|rmb|cny", unit, re.IGNORECASE))


def units_in(text: str) -> list[str]:
    """The units of a line that states several: 亿元、%."""
    return [part for part in re.split(r"[、,，;；]\s*", text) if _ONE_UNIT.fullmatch(part.strip())] or [text]
