"""What a text says of a period: frequency, end, whether it accumulates, and what it leaves unsaid.

1-2月 and 前三季度 run from January to their end (year to date); 三季度 is a quarter by itself; 年末 and
截至12月31日 are points in time; 12月 alone may be the month or the year up to it, and says neither. Words
like 今年 take their year from the document, and say that they did.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ingest.quantity.numeral import numeral

YTD, PERIOD, POINT, UNSAID = "YTD", "PERIOD", "POINT", "_U"
STATED, RESOLVED, ASSUMED = "stated", "resolved", "assumed"

_LONGEST = 40
_DASHES = str.maketrans(dict.fromkeys("—–－―‐‑−~～至到", "-"))
# Chinese numerals of dates, where the word behind them makes them such.
_NUMERALS = re.compile(
    r"[〇零○一二三四五六七八九]{4}(?=年|$)|[一二三四五六七八九]?十?[一二三四五六七八九十](?=个?月|日|季度|-[二三四]季度)"
)
YEAR = r"(?:19|20)[0-9]{2}"
MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_NUMERIC = re.compile(
    rf"(?P<year>{YEAR})(?:(?P<sep>[-./])(?P<month>{MONTH})(?:(?P=sep)(?P<day>{_DAY}))?"
    r"|(?P<month2>0[1-9]|1[0-2])(?P<day2>[0-3][0-9])?)"
)
_YEAR_FIRST = re.compile(
    rf"(?P<fiscal>FY)?(?P<year>{YEAR})(?:年度?|-?(?=Q|[A-Z]{{3}}|[上下]半年|全年|第?[1-4]季度|前[1-4]季度|$))"
    rf"|(?P<short>[0-9]{{2}})年(?=(?:1月?-)?{MONTH}月|第?[1-4]季度)"
)
# In English the year stands behind: Q1 2023, Jan-Dec 2023.
_YEAR_LAST = re.compile(rf"(?P<rest>Q[1-4]|[A-Z]{{3,9}}\.?(?:-[A-Z]{{3,9}}\.?)?)(?P<year>{YEAR})")
_RELATIVE = {"今年": 0, "本年": 0, "本年度": 0, "年内": 0, "去年": -1, "上年": -1, "上年度": -1}
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FULL_MONTHS = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER",
    "NOVEMBER", "DECEMBER",
)  # fmt: skip
_YEARS = re.compile(rf"({YEAR})年?-({YEAR})年?")


@dataclass(frozen=True, slots=True)
class Period:
    """A period as a text states it.

    `freq`: M Q A as in a series, S for a half-year, D for a day. `number`: of the month, quarter or
    half-year in which it ends; None for a year, or where the text does not name it. `accumulation`: YTD,
    PERIOD, POINT, or _U where the text does not say. `basis`: stated, resolved by the document's year, or
    assumed (two-digit years are of this century).
    """

    freq: str
    year: int | None
    number: int | None
    accumulation: str
    raw: str
    basis: str = STATED
    day: int | None = None
    fiscal: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What the text leaves unsaid: year, number, accumulation."""
        unsaid = {
            "year": self.year is None,
            "number": self.number is None and self.freq != "A",
            "accumulation": self.accumulation == UNSAID,
        }
        return tuple(name for name, is_unsaid in unsaid.items() if is_unsaid)

    @property
    def end_month(self) -> int | None:
        """The number of the month in which it ends; None where that is not said."""
        if self.freq == "A":
            return 12
        months = {"M": 1, "D": 1, "Q": 3, "S": 6}[self.freq]
        return None if self.number is None else self.number * months


@lru_cache(maxsize=16384)
def period_of(text: str, document_year: int | None = None) -> Period | None:
    """The period that a text states and nothing else: 2023年1—12月, 前三季度, 截至12月31日, 2023Q1, 今年.

    `document_year`: that of the document in which it stands, for 今年 and for a month without a year.
    """
    if len(text) > _LONGEST:
        return None
    plain = plain_period(text)
    found = _read(plain)
    if found is None:
        return None
    found = replace(found, raw=text.strip())
    if document_year is None:
        return replace(found, year=None, basis=STATED) if found.basis == RESOLVED else found
    if found.basis == RESOLVED:
        return replace(found, year=document_year + (found.year or 0))
    return replace(found, year=document_year, basis=RESOLVED) if found.year is None else found


def is_period(text: str) -> bool:
    """Whether a label names a period by year, month or quarter, or a span of years, and says nothing else.

    本月 and 上年同期 name none: they are the same label in every month.
    """
    found = period_of(text)
    if found:
        return found.year is not None or found.number is not None
    years = _YEARS.fullmatch(plain_period(text)) if len(text) <= _LONGEST else None
    return years is not None and years[1] < years[2]


def plain_period(text: str) -> str:
    """A text made comparable: no blanks, one kind of dash, Arabic digits in dates, capitals."""
    narrow = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_DASHES).upper()
    return _NUMERALS.sub(_digits, narrow)


def _digits(match: re.Match[str]) -> str:
    number = numeral(match[0])
    return match[0] if number is None else f"{number:f}"


def _read(plain: str) -> Period | None:
    """A text without blanks. A year of basis `resolved` counts from the document's: 0 今年, -1 去年."""
    plain = plain.removesuffix("(错月)")
    # 至 has become a dash.
    until = plain.startswith(("截-", "截止"))
    rest = plain.removeprefix("截").removeprefix("止").removeprefix("-") if until else plain
    if match := _NUMERIC.fullmatch(rest):
        return _numeric(match, until)
    if match := _YEAR_LAST.fullmatch(rest):
        found = _part(match["rest"], until)
        return replace(found, year=int(match["year"])) if found else None
    if match := _YEAR_FIRST.match(rest):
        found = _part(rest[match.end() :], until, with_year=True)
        if found is None:
            return None
        if match["short"]:
            return replace(found, year=2000 + int(match["short"]), basis=ASSUMED)
        return replace(found, year=int(match["year"]), fiscal=bool(match["fiscal"]))
    for word in sorted(_RELATIVE, key=len, reverse=True):
        if rest.startswith(word) and (found := _part(rest.removeprefix(word), until, with_year=True)):
            return replace(found, year=_RELATIVE[word], basis=RESOLVED)
    return _part(rest, until)


def _numeric(match: re.Match[str], until: bool) -> Period | None:
    """2023-12, 2023.12.31, 202312, 20231231."""
    year, month, day = (
        int(match["year"]),
        int(match["month"] or match["month2"]),
        match["day"] or match["day2"],
    )
    if day is None:
        return Period("M", year, month, YTD if until else UNSAID, "")
    return _on_day(year, month, int(day))


def _on_day(year: int | None, month: int, day: int) -> Period | None:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return Period("D", year, month, POINT, "", day=day)


def _part(rest: str, until: bool, with_year: bool = False) -> Period | None:
    """What stands behind the year, or alone."""
    if not rest:
        return Period("A", None, None, PERIOD, "") if with_year and not until else None
    for pattern, make in _PARTS:
        if match := pattern.fullmatch(rest):
            found = make(match)
            if found and until and found.freq == "M":
                return replace(found, accumulation=YTD)  # 截至12月底: what accumulated up to then
            return found
    return None


def _month(match: re.Match[str]) -> Period:
    said = {"当月": PERIOD, "本月": PERIOD, "累计": YTD, "末": POINT, "底": POINT}
    return Period("M", None, int(match["month"]), said.get(match["said"] or "", UNSAID), "")


def _span(match: re.Match[str]) -> Period | None:
    """1-12月 is year to date, 4-6月 a quarter, 7-12月 a half-year; other spans are no period of a series."""
    first, last = int(match["first"]), int(match["last"])
    if first == 1 < last:
        return Period("M", None, last, YTD, "")
    if (first, last) == (7, 12):
        return Period("S", None, 2, PERIOD, "")
    return Period("Q", None, last // 3, PERIOD, "") if last % 3 == 0 and last - first == 2 else None


def _english_month(match: re.Match[str]) -> Period | None:
    names = [name.rstrip(".") for name in match[0].split("-")]
    numbers = [
        (_MONTHS.index(name) if name in _MONTHS else _FULL_MONTHS.index(name)) + 1
        for name in names
        if name in _MONTHS or name in _FULL_MONTHS
    ]
    if len(numbers) != len(names):
        return None
    if len(numbers) == 1:
        return Period("M", None, numbers[0], UNSAID, "")
    return Period("M", None, numbers[1], YTD, "") if numbers[0] == 1 < numbers[1] else None


def _fixed(freq: str, number: int | None, accumulation: str) -> Callable[[re.Match[str]], Period]:
    return lambda _: Period(freq, None, number, accumulation, "")


_PARTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period | None]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"(?P<month>{MONTH})月份?(?P<said>当月|本月|累计|末|底)?", _month),
        (rf"(?P<first>{MONTH})月?份?-(?P<last>{MONTH})月份?(?:累计)?", _span),
        (
            rf"(?P<month>{MONTH})月(?P<day>{_DAY})[日号]",
            lambda m: _on_day(None, int(m["month"]), int(m["day"])),
        ),
        (
            r"(?:第)?(?P<q>[1-4])季度|Q(?P<q2>[1-4])",
            lambda m: Period("Q", None, int(m["q"] or m["q2"]), PERIOD, ""),
        ),
        (
            r"(?:前|1-)(?P<q>[2-4])个?季度",
            lambda m: Period("M", None, 3 * int(m["q"]), YTD, ""),
        ),
        (
            r"前(?P<n>1[0-2]|[2-9]|两)个月",
            lambda m: Period("M", None, 2 if m["n"] == "两" else int(m["n"]), YTD, ""),
        ),
        (r"[A-Z]{3,9}\.?(?:-[A-Z]{3,9}\.?)?", _english_month),
        ("全年", _fixed("M", 12, YTD)),
        ("上半年", _fixed("M", 6, YTD)),
        ("下半年", _fixed("S", 2, PERIOD)),
        ("年?末|年?底|年终", _fixed("M", 12, POINT)),
        ("月末|月底", _fixed("M", None, POINT)),
        ("本月|当月", _fixed("M", None, PERIOD)),
        ("本季度?|当季", _fixed("Q", None, PERIOD)),
        ("1-本[月季]|本年累计|自?年初累计|自?年初-今|(?:上年|去年)?同期", _fixed("M", None, YTD)),
    )
)
