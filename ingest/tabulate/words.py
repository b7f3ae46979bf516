"""The words by which the parts of a statistical table are told apart, with where each was met."""

from __future__ import annotations

import re
import unicodedata

from ingest.quantity.missing_mark import missing_mark

_CODE_HEADER = re.compile(
    r"代码|编码|行次|序号|编号|栏次|项目号|nr\.?$|^n[º°]$|^#$|^line( no\.?)?$|\bcodes?\b|^index$|^ids?$|^iso\b|^sn$",
    re.IGNORECASE,
)
_UNIT_HEADER = re.compile(
    r"^(?:计量|计算|数量)?单位$|^units?( of measure)?$|^unidade$|^einheit$", re.IGNORECASE
)
_NOTE_HEADER = re.compile(
    r"^notes?$|^footnotes?$|^flags?$|^备注$|^附注$|^注释?$|^标记$|^symbol$", re.IGNORECASE
)
_YEAR_HEADER = re.compile(
    r"^(?:年|年份|年度|年次|月|月份|季|季度|months?|quarters?|时间|时期|日期|期间|years?|anos?|año|jahr|annee|année|period|date|time|fiscal year)$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(?:注|註|说明|附注|备注|资料来源|数据来源|来源|数据来源|note|notes|source|sources|fonte|nota|legend|footnote)"
    r"s?\s*(?:[:：.]|\d|[一二三])|^(?:legend|footnotes?)\b|^[（(]?\*+[)）]?\s*\S{2}|^\d{1,2}[.)]?\s+[A-Z][a-z]+\b.{20}",
    re.IGNORECASE,
)
# Rows of a header that describe the series and are no part of its name (exports of data terminals).
_META_ROWS = re.compile(
    r"^(?:指标id|指标代码|指标编码|频率|频度|单位|发布方|来源|数据来源|国家|地区|国家/地区|表名|时间区间|起止时间|更新时间|更新日期"
    r"|frequency|unit|units|source|last updated?|update time|series id|series code|country|start date|end date)$",
    re.IGNORECASE,
)
_NAME_ROWS = re.compile(
    r"^(?:指标|指标名称|名称|series|series name|indicator|indicator name|name)$", re.IGNORECASE
)
_TOTAL = re.compile(
    r"^(?:总计|合计|总数|全国|全国总计|全国合计|全省|全省合计|全市|全区|全县|全部合计|total|grand total|national total|"
    r"all industries|world|brasil)$",
    re.IGNORECASE,
)
_ANEW = re.compile(r"^(?:addend|memorand|memo(?: items)?\b|补充资料|附[记注:：])", re.IGNORECASE)
_TOTAL_WORD = re.compile(r"\btotal\b|合计|小计|总计", re.IGNORECASE)
_SHARED_NAME = 4  # letters of a name that a section and its total begin with alike
# Backwards, as they stand at the end: (1) is )1(. Forwards a search for …$ begins anew at each sign of a text
# that is full of them: 0.5 s for 4,000, four times that for twice as many.
_FOOTNOTE_MARKS_BACKWARDS = re.compile(r"(?:[)）\]][a-z0-9][(（\[]\s*|[)）]\d{1,2}|[①-⑳*†‡¹²³])*")
_SUBTOTAL = re.compile(
    r"^(?:(?:sub|grand)[- ]?)?total\b|(?<![,，] )\btotal$|^(?:总计|合计|小计|共计)$", re.IGNORECASE
)
_OF_WHICH = re.compile(r"^(?:其中|#|＃|of which|including)\s*[:：]?\s*", re.IGNORECASE)
_OF_WHICH_ALONE = re.compile(r"^(?:其中|#|＃|of which|including)\s*[:：]?$", re.IGNORECASE)
_ORDINAL_SIGNS = "甲乙丙丁戊己庚辛壬癸"
_ORDINAL = re.compile(r"^[（(\[]?(\d{1,3}|[A-Za-z]{1,2}|[甲乙丙丁戊己庚辛壬癸]|[①-⑳])[)）\]]?$")
# A letter, digits or an ordinal, OR among the letters; signs; blanks; a full-width bracket only beside a letter,
# digits or an ordinal. Each sign can be taken in one way only, and is never given back: where a blank or a digit
# could belong to two parts, "2014 2015 … 2021 年" took minutes.
_FORMULA_HINT = re.compile(r"^(?:[-+−×*/=()\s]|（(?=\s*+[A-Z\d①-⑳])|[A-Z\d①-⑳](?:\s*+）)?+)++$")
# Four digits at the end, looked at from there: asked for as \d{4,}$ they were counted anew from every digit.
_SERIES_CODE = re.compile(r"^[A-Z][A-Z0-9_.]*+\d*+(?<=\d{4})$")


def is_formula_hint(text: str) -> bool:
    """How a column follows from others: (A - C) OR (F + H), 3=1+2. A year 2003/04 is none."""
    if not _FORMULA_HINT.match(text) or is_missing_mark(text):
        return False
    return "=" in text or (any(sign.isalpha() for sign in text) and any(sign in text for sign in "+-−×*/"))


def squeezed(text: str) -> str:
    """A label for comparison: full-width forms and all blanks taken away."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def is_missing_mark(text: str) -> bool:
    """Whether a text says why there is no number where one would stand; a blank one says nothing."""
    return bool(text.strip()) and missing_mark(text) is not None


def is_code_header(text: str) -> bool:
    """Whether a column under this header holds codes: 代码, 编号, Code."""
    return bool(_CODE_HEADER.search(squeezed(text) if not text.isascii() else text.strip()))


def is_unit_header(text: str) -> bool:
    """Whether a column under this header, or a row of this name, holds units: 单位, Unit."""
    return bool(_UNIT_HEADER.search(squeezed(text) if not text.isascii() else text.strip()))


def is_note_header(text: str) -> bool:
    """Whether a column under this header holds remarks: 备注, Notes."""
    return bool(_NOTE_HEADER.search(text.strip()))


def is_year_header(text: str) -> bool:
    """Whether a column under this header holds years: 年份, Year."""
    return bool(_YEAR_HEADER.search(squeezed(text) if not text.isascii() else text.strip()))


def is_note(text: str) -> bool:
    """A footnote, a source, a legend: what stands below a table."""
    return bool(_NOTE.search(text))


def is_meta_row(text: str) -> bool:
    """Whether a row of this name describes the series in the columns: 频率, 单位, 来源."""
    return bool(_META_ROWS.search(squeezed(text) if not text.isascii() else text.strip()))


def is_name_row(text: str) -> bool:
    """Whether a row of this name holds the names of the series: 指标名称."""
    return bool(_NAME_ROWS.search(squeezed(text) if not text.isascii() else text.strip()))


def is_total(text: str) -> bool:
    """Whether a label names a total: 总计, 合计, Total; footnote marks behind it do not matter."""
    bare = _without_footnote_marks(text.strip())
    return bool(_TOTAL.search(squeezed(bare) if not bare.isascii() else bare))


def _without_footnote_marks(text: str) -> str:
    marks = _FOOTNOTE_MARKS_BACKWARDS.match(text[::-1])
    return text[: len(text) - marks.end()] if marks else text


def is_subtotal(text: str) -> bool:
    """A total or subtotal by its first word: it sums rows above or below it and has no parts of its own."""
    return bool(_SUBTOTAL.search(squeezed(text) if not text.isascii() else text.strip()))


def closes_section(text: str) -> bool:
    """A subtotal by name: it sums the rows of its section and has none below itself."""
    return text.casefold().startswith(("subtotal", "sub-total", "sub total")) or squeezed(text) == "小计"


def begins_anew(text: str) -> bool:
    """A section that belongs to nothing above it: addenda, memorandum items, 补充资料."""
    return bool(_ANEW.match(text))


def sums_section(text: str, section: str) -> bool:
    """Whether a label is the total of a section by name: New South Wales (Total) of New South Wales Divisions."""
    begins_alike = text.casefold()[:_SHARED_NAME] == section.casefold()[:_SHARED_NAME]
    return bool(_TOTAL_WORD.search(text)) and begins_alike


def of_which(text: str) -> str | None:
    """What stands behind 其中, # or "of which"; None where the label does not begin so."""
    match = _OF_WHICH.match(text)
    return text[match.end() :] if match else None


def is_of_which_alone(text: str) -> bool:
    """其中 in a cell of its own, whose blanks are for show: '其  中'."""
    return bool(_OF_WHICH_ALONE.match(squeezed(text)))


def ordinal(text: str) -> int | None:
    """The place in a row of ordinals: 3 → 3, (3) → 3, C → 3, 丙 → 3."""
    bare = text.strip()
    if len(bare) == 3 and bare[0] == bare[2] == "'":
        bare = bare[1]  # 'A'; but '01 is a year
    match = _ORDINAL.match(bare)
    if not match:
        return None
    sign = match[1]
    if "①" <= sign <= "⑳":
        return ord(sign) - ord("①") + 1
    if sign.isdigit():
        return int(sign)
    if sign in _ORDINAL_SIGNS:
        return _ORDINAL_SIGNS.index(sign) + 1
    number = 0
    for letter in sign.upper():
        number = number * 26 + ord(letter) - 64
    return number


def is_series_code(text: str) -> bool:
    """Whether a text is the code of a series in a database, not a label for people."""
    return bool(_SERIES_CODE.match(text.strip()))
