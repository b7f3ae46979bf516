"""Labels of forms, made comparable: what a clerk types differently but means the same."""

from __future__ import annotations

import re
import unicodedata

_FOOTNOTE_MARKS = "*¹²³" + "".join(map(chr, (*range(ord("①"), ord("⑳") + 1), *range(ord("⁰"), ord("⁹") + 1))))
_DASHES = str.maketrans({"—": "-", "–": "-", "－": "-", "―": "-", "~": "-", "～": "-", "−": "-"})
# In a cell of its own, or in brackets behind the title. Over label keys: no blanks, half-width signs.
_UNIT_LINE = re.compile(r"(?:^|[(\[])(?:计量|计算)?单位:([^()\[\]:]+)[)\]]?$")
# What a label may leave open: the month and the year that a return is about, and the year before.
_OPEN = {
    "{month}": r"(?P<month>0?[1-9]|1[0-2])",
    "{year}": r"(?P<year>(?:19|20)[0-9]{2})",
    "{last_year}": r"(?P<last_year>(?:19|20)[0-9]{2})",
}
_OPEN_WORDS = re.compile("|".join(map(re.escape, _OPEN)))


def label_key(text: str) -> str:
    """A label without spaces, full-width forms, kinds of dash and footnote marks: '合  计' → '合计'.

    Footnote marks go before NFKC, which would turn '合计①' into '合计1'.
    """
    bare = text.strip().rstrip(_FOOTNOTE_MARKS)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", bare).translate(_DASHES))


def label_pattern(label: str) -> re.Pattern[str]:
    """A form's label as a pattern over label keys; `{month}`, `{year}`, `{last_year}` stand for numbers."""
    literal = [re.escape(label_key(part)) for part in _OPEN_WORDS.split(label)]
    between = [*(_OPEN[word] for word in _OPEN_WORDS.findall(label)), ""]
    return re.compile("".join(part for pair in zip(literal, between, strict=True) for part in pair))


def shown_label(label: str, month: int | None = None, year: int | None = None) -> str:
    """A form's label for people: with the month and year of the return where they are known, else 某月, 某年."""
    said = {
        "{month}": str(month) if month else "某月",
        "{year}": str(year) if year else "某年",
        "{last_year}": str(year - 1) if year else "上年",
    }
    filled = _OPEN_WORDS.sub(lambda word: said[word[0]], label)
    return filled.replace("月月", "月").replace("年年", "年")


def unit_line_match(text: str) -> re.Match[str] | None:
    """The match of a line that states a unit, with its word as the first group: 单位:万元."""
    return _UNIT_LINE.search(label_key(text))
