"""What has digits in it and is no number: dates, list numbers, house numbers, product names, slogans.

Each pattern has the reason beside it; what begins first speaks, the longer of two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.quantity.unit import unit_word

ORDINAL = "序数 ordinal"
_PERIOD = ""
_DIGIT = "[一二三四五六七八九十两]"
_HAN = r"[\u4e00-\u9fff]"


@dataclass(frozen=True, slots=True)
class Taken:
    """A span that is no number. `why`: '' for a period or a list number, which are not told."""

    start: int
    end: int
    why: str

    @property
    def label(self) -> bool:
        """Whether it is told as a label."""
        return bool(self.why)


_PATTERNS = tuple(
    (re.compile(pattern), why)
    for pattern, why in (
        # Where a text counts its own parts.
        (
            r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]?[0-9]{1,2}(?:[)）、．]|\.(?![0-9])))",
            _PERIOD,
        ),
        (rf"(?:^|(?<=[。；;，,\s“])){_DIGIT}{{1,2}}(?:是|要)", _PERIOD),
        (r"[另]?一方面", _PERIOD),
        # Periods.
        (
            r"(?:19|20)[0-9]{2}(?:[-—–至~](?:19|20)?[0-9]{2})?年(?:度)?"
            r"(?:(?:[0-9]{1,2}月?[-—–至~])?[0-9]{1,2}月(?:份|底|末)?(?:[0-9]{1,2}[日号])?|[上下]半年|前?[一二三四1-4]个?季度)?",
            _PERIOD,
        ),
        (r"(?:19|20)[0-9]{2}[-./](?:1[0-2]|0?[1-9])(?:[-./][0-3]?[0-9])?(?![0-9])", _PERIOD),
        (r"[0-9]{1,2}月?(?:份)?[-—–至~][0-9]{1,2}月(?:份|底|末)?", _PERIOD),
        (r"[0-9]{1,2}月(?:份|底|末)?(?:[0-9]{1,2}[日号])?(?:[-—–至~][0-9]{1,2}[日号])?", _PERIOD),
        (r"前?[一二三四1-4]个?季度", _PERIOD),
        (rf"前(?:1[0-2]|[2-9]|十[一二]?|{_DIGIT})个月", _PERIOD),
        (r"[“\"]?十[一二三四五]五[”\"]?", "规划名称 plan"),
        (r"[0-9]{1,2}[:：][0-9]{2}(?![0-9])", "时刻 time of day"),
        (r"[〔\[(（](?:19|20)[0-9]{2}[〕\])）][0-9]{1,5}号", "文号 document number"),
        # Names.
        (
            r"(?<![0-9])[0-9]{1,5}(?:[、,，和及-][0-9]{1,5}){0,40}号(?:楼|院|线|门|宿舍)?",
            "门牌号 house number",
        ),
        (r"(?<![0-9])[0-9]{1,5}(?:路(?=公交|车)|弄|单元|室)", "门牌号 house number"),
        (r"(?:[5-9]0|00)后", "名称 name"),
        (r"(?<![0-9.])[0-9]{3,12}(?=热线|专线|平台|积分|服务热线)", "号码 number in a name"),
        (
            r"(?<![0-9.,])(?:0[0-9]{2,20}|[0-9]{7,20}(?![0-9.,]{0,20}(?:万|亿)?[元人户个家件次㎡%]))",
            "号码 number in a name",
        ),
        (r"(?<![A-Za-z])[A-Za-z]{1,12}-?[0-9]{1,8}(?:\.[0-9]{1,4})?[A-Za-z]{0,8}", "名称 name"),
        # Slogans: 一站五组, 三路一线, “五类”, 百日攻坚.
        (rf"[“\"‘「]{_HAN}{{0,4}}(?:{_DIGIT}|百){_HAN}{{0,10}}[”\"’」]", "提法 slogan"),
        (rf"(?<!第){_DIGIT}(?![个万千百十点]){_HAN}{{1,3}}?{_DIGIT}(?![万千百十]){_HAN}", "提法 slogan"),
        (rf"百日{_HAN}{{0,2}}", "提法 slogan"),
        (r"首(?:批|个|家|座|条|例)", ORDINAL),
        (rf"第(?:[0-9]{{1,6}}(?![0-9])|{_DIGIT}{{1,4}})(?![位名])(?:方|届|批|次|个|期)?", ORDINAL),
    )
)
_LETTERS = re.compile(r"(?<![0-9.])[0-9]{1,8}(?:\.[0-9]{1,4})?(?P<letters>[A-Za-z]{1,4})")


def taken(line: str) -> list[Taken]:
    """The spans of a line that are no numbers, in order, without overlaps."""
    found = [
        Taken(match.start(), match.end(), why)
        for pattern, why in _PATTERNS
        for match in pattern.finditer(line)
    ]
    found += [
        Taken(match.start(), match.end(), "名称 name")
        for match in _LETTERS.finditer(line)
        if unit_word(match["letters"]) is None
    ]
    kept: list[Taken] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
