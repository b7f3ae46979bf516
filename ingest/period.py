"""Periods: what texts say about them, and months as the warehouse writes them ('2023-12').

A monthly form states its period in several places: title, line above the header, header, sheet name,
file name. All that they say must agree; where they contradict, nobody chooses for the department.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DASHES = str.maketrans({"—": "-", "–": "-", "－": "-", "―": "-", "~": "-", "～": "-", "至": "-"})
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
# In order: the first that matches at a place speaks for it. A range that does not begin in January is
# no year-to-date; only its year is taken.
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}年度?(?:1月?-)?{_MONTH}月",
        rf"(?<!\d){_YEAR}(?P<month>0[1-9]|1[0-2])(?!\d)",
        rf"(?<!\d){_YEAR}[-./]{_MONTH}(?!\d)",
        rf"(?<!\d){_YEAR}年",
        rf"(?<!\d)(?:1月?-){_MONTH}月",
        rf"(?<![\d-]){_MONTH}月",
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one text says of the period. `place` is where it stands, in words for people."""

    place: str
    text: str
    year: int | None
    month: int | None
    cell: str = ""


def claims(place: str, text: str, cell: str = "") -> list[Claim]:
    """Everything that a text says about a period, left to right, without overlaps."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_DASHES))
    found: list[Claim] = []
    at = 0
    while at < len(plain):
        matches = [match for pattern in _PATTERNS if (match := pattern.match(plain, at))]
        if not matches:
            at += 1
            continue
        said = matches[0].groupdict()
        found.append(
            Claim(
                place,
                matches[0].group(),
                int(said["year"]) if said.get("year") else None,
                int(said["month"]) if said.get("month") else None,
                cell,
            )
        )
        at = matches[0].end()
    return found


def month(year: int, number: int) -> str:
    return f"{year:04d}-{number:02d}"


def months_before(period: str, months: int) -> str:
    """'2023-12' and 12 → '2022-12'."""
    count = int(period[:4]) * 12 + int(period[5:7]) - 1 - months
    return month(count // 12, count % 12 + 1)


def in_words(period: str) -> str:
    """'2023-12' → '2023年12月'."""
    return f"{period[:4]}年{int(period[5:7])}月"


# What may stand for a period in a stub or a header, the whole label: dates, months, quarters, years.
_LABEL = re.compile(
    r"(?:19|20)\d{2}(?:年度?)?"
    r"|(?:19|20)\d{2}[-./年](?:0?[1-9]|1[0-2])月?(?:份)?(?:[-./]?\d{1,2}日?)?"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:\d{2})?"
    r"|(?:(?:19|20)\d{2}年?)?(?:第?[一二三四1-4]季度|[QqⅠ-Ⅳ][1-4]?|上半年|下半年|前三季度|全年)"
    r"|(?:(?:19|20)\d{2}年?)?(?:1-)?(?:0?[1-9]|1[0-2])月(?:份|累计)?"
)


def is_period_label(text: str) -> bool:
    """Whether a label is a period and nothing else: 2023年12月, 2023-12, 1—12月, 三季度, 2023-12-31."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_DASHES))
    return bool(_LABEL.fullmatch(plain))
