"""Labels of forms, made comparable: what a clerk types differently but means the same."""

from __future__ import annotations

import re
import unicodedata

_FOOTNOTE_MARKS = re.compile(r"[①-⑳¹²³⁰-⁹*]+$")
_DASHES = str.maketrans({"—": "-", "–": "-", "－": "-", "―": "-", "~": "-", "～": "-", "−": "-"})
_MONTH = "{month}"


def label_key(text: str) -> str:
    """A label without spaces, full-width forms, kinds of dash and footnote marks: '合  计' → '合计'.

    Footnote marks go before NFKC, which would turn '合计①' into '合计1'.
    """
    bare = _FOOTNOTE_MARKS.sub("", text.strip())
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", bare).translate(_DASHES))


def label_pattern(label: str) -> re.Pattern[str]:
    """A form's label as a pattern over label keys; `{month}` stands for a month's number."""
    parts = [re.escape(label_key(part)) for part in label.split(_MONTH)]
    return re.compile(r"(?P<month>0?[1-9]|1[0-2])".join(parts))
