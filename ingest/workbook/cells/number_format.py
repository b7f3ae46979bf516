"""How a cell is shown: its number format (a date or a time, a percentage, how many decimals), and the look of a label."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

GENERAL = "General"

_YEAR_MONTH = 'yyyy"年"m"月"'
_MONTH_DAY = 'm"月"d"日"'
_NOON_HOUR_MINUTE = '上午/下午h"时"mm"分"'
_NOON_HOUR_MINUTE_SECOND = '上午/下午h"时"mm"分"ss"秒"'

# Formats a file names by number and does not spell out (ECMA-376 part 1, 18.8.30). 27-36 and 50-58 are
# those of the Chinese edition: readers that know only the Western table take such dates for plain numbers.
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;[Red]¥-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH,
    28: _MONTH_DAY,
    29: _MONTH_DAY,
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: _NOON_HOUR_MINUTE,
    35: _NOON_HOUR_MINUTE_SECOND,
    36: _YEAR_MONTH,
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: _YEAR_MONTH,
    51: _MONTH_DAY,
    52: _YEAR_MONTH,
    53: _MONTH_DAY,
    54: _MONTH_DAY,
    55: _NOON_HOUR_MINUTE,
    56: _NOON_HOUR_MINUTE_SECOND,
    57: _YEAR_MONTH,
    58: _MONTH_DAY,
}

# What web pages and SpreadsheetML call by a name.
_NAMED_CODES = {
    "general": GENERAL,
    "general number": GENERAL,
    "general date": BUILT_IN[22],
    "long date": BUILT_IN[31],
    "medium date": BUILT_IN[15],
    "short date": BUILT_IN[14],
    "long time": BUILT_IN[19],
    "medium time": BUILT_IN[18],
    "short time": BUILT_IN[20],
    "currency": BUILT_IN[8],
    "euro currency": "[$€-2]#,##0.00",
    "fixed": BUILT_IN[2],
    "standard": BUILT_IN[4],
    "percent": BUILT_IN[10],
    "scientific": BUILT_IN[11],
    "yes/no": '"Yes";"Yes";"No"',
    "true/false": '"True";"True";"False"',
    "on/off": '"On";"On";"Off"',
}

_LONGEST_CODE = 1024  # Excel takes 255 characters; a longer one is nobody's format

# What is shown as it stands and means nothing: quoted text, an escaped character (the Chinese edition
# escapes with ! too), a space as wide as a character, a fill; and what stands in brackets (colour,
# condition, currency, locale), elapsed time excepted.
_LITERAL = re.compile(r'"[^"]*"?|[\\!_*].?|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NOON = re.compile(r"am/pm|a/p|上午/下午", re.IGNORECASE)
_EXPONENT = re.compile(r"e[+-]", re.IGNORECASE)
# A run of m is minutes beside hours or seconds, months anywhere else; it is whole, or a long one is quadratic.
_MINUTES = re.compile(r"(?<=h)[^a-z0#?]*m+|(?<!m)m++(?=[^a-z0#?]*s)", re.IGNORECASE)
_CALENDAR = re.compile(r"[ymdeg年月日]|a{3,4}", re.IGNORECASE)
_CLOCK = re.compile(r"[hs]", re.IGNORECASE)
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.(?P<decimals>[0#?]*))?(?P<scaling>,*)")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number format and what it does to a value.

    `calendar`, `clock`: shows a date, a time of day, or both; `moment`: any of the two. `percent`: shows
    the value times 100 with a sign. `decimals`: digits after the point as shown, those of the percentage
    for a percentage; None where the format does not fix them (General, fractions, exponents) or shows
    thousands or 万.
    """

    code: str
    calendar: bool = False
    clock: bool = False
    percent: bool = False
    decimals: int | None = None
    moment: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "moment", self.calendar or self.clock)


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """What a format code does, told by the part for positive numbers."""
    if len(code) > _LONGEST_CODE:
        return NumberFormat(code)
    shown = _LITERAL.sub(_keep_place, code).split(";", 1)[0]
    if not shown or shown.strip().lower() in ("general", "g/通用格式", "@"):
        return NumberFormat(code)
    # Elapsed time ([h]:mm) is a quantity of days, not a time of day: 36:00 stays the number 1.5.
    if _ELAPSED.search(shown):
        return NumberFormat(code)
    marks = _EXPONENT.sub("", shown)
    clock = bool(_NOON.search(marks))
    marks = _MINUTES.sub("", _NOON.sub("", marks.replace("General", "")))
    calendar, clock = bool(_CALENDAR.search(marks)), clock or bool(_CLOCK.search(marks))
    if calendar or clock:
        return NumberFormat(code, calendar=calendar, clock=clock)
    return NumberFormat(code, percent="%" in shown, decimals=_decimals(shown))


def _keep_place(literal: re.Match[str]) -> str:
    """A literal leaves a blank, so that digits on its two sides stay apart: 0!.0, is not 0.0."""
    return "" if literal[0][0] in "[_*" else " "


def _decimals(shown: str) -> int | None:
    if "/" in shown or _EXPONENT.search(shown):
        return None
    runs = list(_DIGITS.finditer(shown))
    if len(runs) != 1 or runs[0]["scaling"] or runs[0][0].endswith(","):
        return None
    return len(runs[0]["decimals"] or "")


def code_of(stated: str) -> str:
    """The code of a format that is named or spelled out; General where nothing is stated."""
    return _NAMED_CODES.get(stated.strip().lower(), stated) or GENERAL


@dataclass(frozen=True, slots=True)
class Style:
    """`indent`: the steps by which the cell's text is set in, as its alignment says; blanks in the text
    itself are not counted. `bold`: the whole cell is set in bold type.
    """

    number_format: NumberFormat
    indent: int = 0
    bold: bool = False


PLAIN = Style(number_format(GENERAL))
