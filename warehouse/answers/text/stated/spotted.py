"""The numbers of a line, with unit, qualifier and direction; and what has digits and is none.

From left to right: what only looks like a number is taken first (dates, house numbers, 5G, 一站五组), so that what
is left is read by ingest.quantity, which refuses what can mean two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from ingest.quantity.bound import AFTER, BEFORE, MORE, Bound, bound, roundness
from ingest.quantity.numeral import numeral
from ingest.quantity.quantity import Quantity, quantity
from ingest.quantity.unit import unit_word
from ingest.quantity.why_no_number import WhyNoNumber
from warehouse.answers.text.stated.label import ORDINAL, Taken, taken


class Kind(StrEnum):
    """What a number says of its subject; LABEL: nothing, it is part of a name.

    CHANGE: by how much it differs from last year; DIFFERENCE: from anything else, or by how much two growths differ.
    """

    LEVEL = "level"
    CHANGE = "change"
    GROWTH = "growth"
    POINTS = "points"
    RATE = "rate"
    RANK = "rank"
    COMPLETION = "completion"
    DIFFERENCE = "difference"
    FIRST = "first"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Spotted:
    """A number or a label of a line, from `start` to `end`. `digits`: where its digits end and its unit begins.

    `quantity` in the unit as written; None for a label, and where the number cannot be read: `why` says which.
    `counted`: a Chinese numeral of one place, which a text uses for names as well (三大任务). `noun`: what is
    counted where no measure word stands (5分站).
    """

    start: int
    end: int
    digits: int
    text: str
    kind: Kind
    quantity: Quantity | None = None
    why: str = ""
    counted: bool = False
    noun: str = ""


_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,8}+(?![0-9])|[0-9]++)(?:\.[0-9]++)?"
_NUMERAL = r"[零〇一二三四五六七八九十百千万亿两]{1,20}(?:点[零一二三四五六七八九]{1,8})?"
_FROM_TO = re.compile(rf"(?<![0-9])(?P<low>{_NUMBER}(?:万|亿)?)(?:-|—{{1,2}}|–|~|至)(?P<high>{_NUMBER})")
_PER_CENT = re.compile(rf"[百千]分之(?:{_NUMERAL}|{_NUMBER})")
# Growth without a digit: 翻一番, 与上年同期基本持平.
_DOUBLED = re.compile(r"翻了?(?:接?近|将近|约)?(?P<times>[一两二三]?番)(?P<more>多|以上|有余)?")
_ABOUT_FLAT = re.compile("基本|大致")
_IN_WORDS = r"翻了?(?:接?近|将近|约)?[一两二三]?番(?:多|以上|有余)?|(?:同比|[与和同]?(?:上|去)年(?:同期|同月)?)(?:基本|大致)?持平"
_ANY = re.compile(rf"(?P<words>{_IN_WORDS})|(?P<arabic>{_NUMBER})|(?P<numeral>{_NUMERAL})")
_MORE = re.compile(f"[{''.join(MORE)}]")
_AFTER = re.compile("|".join(sorted(AFTER, key=len, reverse=True)))
_BEFORE = re.compile("(?:" + "|".join(sorted(BEFORE, key=len, reverse=True)) + ")$")
# 签约8个, 节约20万元, 附近3处: a word that ends like a qualifier.
_NO_QUALIFIER = re.compile("(?:[签节预合违邀特契]约|[附最临靠邻]近|[商赶反]超)$")
_LONGEST_UNIT = 6
_COMPARED = re.compile("同比|环比|增速|增幅|降幅|增长率|[比较](?:上|去)年(?:同期)?|[比较](?:上月|同期)")
_UP = "增长|增加|上升|提升|提高|上涨|回升|增幅|增速|增长率|净增|(?<=[年期比])多"
_DOWN = "负增长|下降|降低|减少|回落|下滑|下跌|降幅|(?<=[年期比])少"
# Against another time than last year's: 环比, 比6月末, 较年初.
_OTHER_BASE = re.compile(
    r"环比|[比较](?:上个?月|上一?季度|上期|上一期|年初|前[0-9一二三四]|[0-9]{1,2}(?:[-—–至~]|月)|[一二三四]季度|[上下]半年)"
)
# Points by which two rates are apart: 回落0.1, 快63, 低于全部投资3.6, 增速提高2.
_APART = re.compile(
    r"(?:回落|加快|放缓|收窄|扩大|领先|落后|(?<![提升增降减])[高低快慢]于?)了?[^，,。；;0-9]{0,12}$"
    r"|(?:增速|增幅|降幅|比重|占比|率)[^，,。；;0-9]{0,16}(?:提高|提升|上升|上涨|下降|降低|减少|增加)了?$"
)
_MORE_THAN = re.compile(rf"(?:{_UP}|{_DOWN}|[多少])了?$")
# What is ahead of the time that has passed, or of a target, is said of one figure.
_OF_PLAN = re.compile("序时|进度|目标|计划")
_COMPLETION = re.compile(
    r"完成率|(?:完成|占)[^，,。；;0-9]{0,10}(?:目标|任务|计划)|任务[^，,。；;0-9]{0,4}完成"
)
_DIRECTION = re.compile(
    rf"(?:(?P<down>{_DOWN}|(?<=[同环]比)[减降])|(?P<up>{_UP}|(?<=[同环]比)[增升]))"
    r"(?P<by>(?:幅度|了|达到|达|为|是|率|约为){0,3})(?P<to>到|至)?$"
)
_RESPECTIVELY = re.compile(
    rf"分别[^，。、]{{0,4}}?(?:(?P<down>{_DOWN})|(?P<up>{_UP}))(?P<by>了?)(?P<to>到|至)?[0-9.%％个百分点、和与及]{{0,40}}$"
)
_PLACED = re.compile("第[一二三四五六七八九十]{1,3}[位名]")
_RANKED = re.compile("第$")
_CLAUSE = re.compile(r"[,，。；;：:!！?？]")
_CJK = re.compile(r"[\u4e00-\u9fff]")
# 总量居全区第二: a rank without 位 or 名.
_STANDS = re.compile(r"(?:[居列]|排名?|位)[^，,。；;：:0-9]{0,10}$")
# What a numeral of one place may count without a measure word: 三大部门, 三个层级, 四方.
_SUMMED_UP = re.compile(r"(?:大|类|方面|方|日)")
_WINDOW = 40
_MILESTONE = 10


def spotted(line: str) -> Iterator[Spotted]:
    """The numbers and labels of a line, left to right, without overlaps; periods and list numbers left out."""
    at = 0
    for span in taken(line):
        yield from _numbers(line, at, span.start)
        if span.label:
            yield _of_label(line, span)
        at = span.end
    yield from _numbers(line, at, len(line))


def _numbers(line: str, at: int, end: int) -> Iterator[Spotted]:
    """The numbers that begin and end between two places."""
    while at < end and (match := _ANY.search(line, at, end)):
        found = _number(line, match)
        if found:
            yield found
        at = max(found.end if found else 0, match.end())


def _of_label(line: str, span: Taken) -> Spotted:
    text = line[span.start : span.end]
    said = text.removeprefix("第")
    place = Decimal(said) if said.isdecimal() else numeral(said)
    if (
        span.why == ORDINAL
        and place is not None
        and _STANDS.search(line[max(0, span.start - _WINDOW) : span.start])
    ):
        rank = Quantity(place, 0, "位", Bound())
        return Spotted(span.start, span.end, span.end, text, Kind.RANK, rank)
    if span.why == ORDINAL and text.startswith("首"):
        one = Quantity(Decimal(1), 0, "", Bound())
        return Spotted(span.start, span.end, span.end, text, Kind.FIRST, one, noun=_noun(line, span.end))
    return Spotted(span.start, span.end, span.end, text, Kind.LABEL, why=span.why)


def _number(line: str, match: re.Match[str]) -> Spotted | None:
    """What a run of digits, or a Chinese numeral, says; None where it is no number: 统一, 千里."""
    if match["words"]:
        return _in_words(match)
    if per := _PER_CENT.match(line, match.start()):
        return _read(line, per.start(), per.end(), per.end(), per.end())
    if match["arabic"]:
        if span := _FROM_TO.match(line, match.start()):
            unit_ends = _unit_end(line, span.end())
            return _read(line, match.start(), span.end(), unit_ends, unit_ends)
        return _arabic(line, match)
    return _chinese(line, match)


def _in_words(match: re.Match[str]) -> Spotted | None:
    """翻一番 as growth of about 100 per cent, 翻一番多 of more than that, 持平 as growth of nought."""
    start, end = match.span()
    doubled = _DOUBLED.fullmatch(match[0])
    flat = "基本持平" if _ABOUT_FLAT.search(match[0]) else "持平"
    read = quantity(f"翻{doubled['times']}" if doubled else flat)
    if isinstance(read, WhyNoNumber) or read.number is None:
        return None
    size = read.bound
    if doubled:
        size = bound("over", read.number, read.number) if doubled["more"] else Bound("approx")
    return Spotted(start, end, end, match[0], Kind.GROWTH, replace(read, unit="%", bound=size))


def _unit_end(line: str, at: int) -> int:
    """Where the longest unit ends that begins here, 余 in front of it or in it; `at` where none does."""
    for end in range(min(len(line), at + _LONGEST_UNIT + 1), at, -1):
        words = _MORE.sub("", line[at:end], count=1)
        if not words or _CLAUSE.search(words) or words[-1].isspace() or not unit_word(words):
            continue
        # 5分站 counts stations; a score stands alone.
        if words == "分" and _CJK.match(line, end):
            continue
        return end
    return at + 1 if _MORE.match(line, at) else at


def _arabic(line: str, match: re.Match[str]) -> Spotted:
    start, digits = match.start(), match.end()
    end = _unit_end(line, digits)
    if start and line[start - 1] in "-−" and (start == 1 or not line[start - 2].isdigit()):
        start -= 1
    if end > digits:
        return _read(line, start, digits, end, end)
    noun = _noun(line, digits)
    number = Decimal(match[0].replace(",", ""))
    if not noun:
        return Spotted(start, digits, digits, match[0], Kind.LABEL, why="没有单位 no unit")
    return Spotted(start, digits, digits, match[0], Kind.LEVEL, Quantity(number, 0, "", Bound()), noun=noun)


def _chinese(line: str, match: re.Match[str]) -> Spotted | None:
    start = match.start()
    if start and line[start - 1] in "第统唯单之某每同专万" and not _PLACED.match(line, start - 1):
        return None
    # As long as it can be with a unit behind it: 三万元, 五星级; 万福 is no number.
    for digits in range(match.end(), start, -1):
        said = numeral(line[start:digits])
        scaled = line[digits - 1] in "万亿" and digits - 1 > start
        if said is None and not scaled:
            continue
        end = _unit_end(line, digits)
        if end > digits and said is not None:
            found = _read(line, start, digits, end, end)
            return None if found.quantity is None else replace(found, counted=said <= _MILESTONE)
        if scaled and (end := _unit_end(line, digits - 1)) > digits:
            return _read(line, start, digits - 1, end, end)
        if said is not None and (summed := _SUMMED_UP.match(line, digits)):
            noun = _noun(line, summed.end()) or summed[0]
            one = Quantity(said, 0, "", Bound())
            last = min(summed.end() + len(noun), len(line))
            return Spotted(start, last, digits, line[start:last], Kind.LEVEL, one, counted=True, noun=noun)
    return None


def _noun(line: str, at: int) -> str:
    """The Chinese word or two that begin here: up to punctuation, eight signs at most."""
    end = at
    while end < len(line) and end - at < 8 and _CJK.match(line[end]):
        end += 1
    return line[at:end].removeprefix("大")


def _read(line: str, start: int, digits: int, unit_end: int, end: int) -> Spotted:
    """Number and unit, with the words around them, as ingest.quantity reads them."""
    unit = _MORE.sub("", line[digits:unit_end], count=1)
    before = line[max(0, start - _WINDOW) : start]
    own = _CLAUSE.split(before)[-1]
    words, first = "", start
    if (
        (qualifier := _BEFORE.search(own))
        and not _NO_QUALIFIER.search(own)
        and _means(qualifier[0], line, start, digits)
    ):
        words, first = qualifier[0], start - len(qualifier[0])
        own = own[: -len(qualifier[0])]
    if behind := _AFTER.match(line, end):
        end = behind.end()
    per_cent = not unit and "分之" in line[start:digits]
    meaning = unit_word("%" if per_cent else unit)
    ratio = meaning is not None and (meaning.dimension in ("percent", "percentage_point") or unit == "倍")
    compared = _COMPARED.search(own) is not None
    turn = _DIRECTION.search(own) or _RESPECTIVELY.search(own)
    if turn and turn["to"]:
        turn = None
    if turn and not ratio and not compared:
        turn = None
    direction = "" if not turn else "下降" if turn["down"] else "增长"
    read = quantity(direction + words + line[start:unit_end] + line[unit_end:end])
    text = line[first:end]
    if isinstance(read, WhyNoNumber):
        return Spotted(first, end, digits, text, Kind.LEVEL, None, why=str(read))
    kind = _kind(unit, meaning.dimension if meaning else "", bool(turn), compared, own)
    return Spotted(first, end, digits, text, kind, read)


def _means(word: str, line: str, start: int, digits: int) -> bool:
    """Whether a word before a number is its qualifier: 突破10亿元 is a bound, 攻坚突破2处 is not."""
    if word != "突破":
        return True
    number = Decimal(re.sub("[^0-9.]", "", line[start:digits]) or 0)
    return number >= _MILESTONE and roundness(number, 0) * 100 > number


def _kind(unit: str, dimension: str, turned: bool, compared: bool, before: str) -> Kind:
    if _OTHER_BASE.search(before) and (turned or _MORE_THAN.search(before)):
        return Kind.DIFFERENCE
    if dimension == "percentage_point":
        return Kind.DIFFERENCE if _APART.search(before) and not _OF_PLAN.search(before) else Kind.POINTS
    if dimension == "percent" or unit == "倍":
        if turned or compared:
            return Kind.GROWTH
        return Kind.COMPLETION if _COMPLETION.search(before) else Kind.RATE
    if unit in ("位", "名") and _RANKED.search(before):
        return Kind.RANK
    return Kind.CHANGE if turned else Kind.LEVEL
