"""What a text says of a number besides the number: of when, of where, and whether it is done or planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.period.stated_period import PERIOD, UNSAID, period_of
from warehouse.answers.text.stated.context import Context

_YEAR = r"(?:19|20)[0-9]{2}年(?:度)?"
_SPAN = r"(?:[0-9]{1,2}月?[-—–至~])?[0-9]{1,2}月(?:份|底|末)?(?![0-9])|[上下]半年|前?[一二三四1-4]个?季度|前(?:1[0-2]|[2-9]|十[一二]?|[两二三四五六七八九])个月|全年"
_PERIODS = re.compile(
    rf"(?P<compared>[比较与]|相比)?(?:截[至止]到?)?(?P<year>{_YEAR}|今年|本年|去年|上年|明年)?(?P<rest>{_SPAN}|年[底末])?"
)
_RELATIVE = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1}
# 由631万美元增至1032万美元: the first is last year's.
_FROM = re.compile(r"[由从]$")
_ALONE = re.compile(r"当月|本月|单月")
# 由2022年的0.82亿元增加到9.65亿元: what is said of the first is not of the second.
_FIRST_OF_TWO = re.compile(r"[由从][^，,。；;]{1,30}?[增升提降减回扩收加缩落][^，,。；;0-9]{0,4}[到至达为]")
# 完成全年目标的98%: the target is the year's, and not what is done of it.
_AIMS = ("目标", "任务", "计划")
_MONTHS = {"M": 1, "Q": 3, "S": 6}
_PLAN_HEADING = re.compile(r"(?:工作)?(?:思路|计划|打算|安排|目标任务|举措|展望)|下一步|明年")
_DONE_HEADING = re.compile(r"总结|亮点|完成情况|回顾|成效|进展|运行情况|主要工作")
_PLANNED = re.compile(
    r"预计|力争|拟(?=[引建投新完实打])|争取(?=今年|明年|年底|到|实现|完成|达)|(?:计划|目标)(?!总?投资|任?务?的|书|外|生|为|,|经济)"
)
_PERHAPS = re.compile(r"争取|计划|目标|将(?![军近])|确保")
_DONE = re.compile(r"的?基础上|已(?!经?签)|完成了|实现了|截至目前|目前")
UNKNOWN_AREA = "?"
ACTUAL, TARGET, EITHER = "actual", "target", "either"
_HEADING = re.compile(r"^[\s(（]*(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）、.．]")
_LONGEST_HEADING = 40
_OPENING = re.compile(rf"\s{{0,8}}(?P<year>{_YEAR})[,，]")
_PROSE = re.compile(r"[。；;,，]")
# An area is of what it is said where it begins a clause or follows such a verb; 申报某市社区项目 is not of the city.
_BEGINS = re.compile(r"(?:^|[,，。;；:：、\s“”(（]|[年月]|带动了?|推动|推进|[对在为使]|实现|完成|全)$")
_OTHER_STREET = re.compile(
    r"(?:^|(?<=[,，。;；:：、\s对在进动]))(?!本|全|各|我|该|相关|有关|所有|其他|多个|部分|城市|主题|特色)"
    r"(?!推|带动|促进|加强|助力|提升|支持|协助|服务|围绕|立足|引导|组织|建设|打造|优化|聚焦|坚持|指导|深化|完善|节省|涉及|覆盖|惠及|作为|位于|来自|联合|对接|以及)"
    r"(?P<name>(?:(?![市区县省乡])[\u4e00-\u9fff]){2,3}?(?:街道|镇))(?!办|党|人大|各|工委|道)"
)
_OWN = ("辖区", "全街道", "本街道", "全镇", "本镇")
_REGION = {"全国": "country", "全省": "province", "全市": "city", "全区": "district", "全县": "district"}
_ORGANISATION = re.compile(
    r"^(?![对在将把为向与和的])(?:(?![获实])[\u4e00-\u9fff()（）]){0,14}?(?:局|委|办|厅|部门|政府|大学|学校|医院|银行|公司|中心|协会|集团|品牌|基地|站|奖|称号)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """Of when a number speaks. `month`: the last one, None for the whole year; `since`: the first one, where that is not
    January: 11月当月, 二季度. `unsaid`: 11月 may be either. `perhaps_before`: of the end of the year before as well
    (在拆除84户的基础上, in a plan)."""

    year: int
    month: int | None = None
    since: int = 1
    unsaid: bool = False
    perhaps_before: bool = False

    def __str__(self) -> str:
        return f"{self.year}年" + (f"{self.month}月" if self.month else "")


@dataclass(frozen=True, slots=True)
class Section:
    """What headings and opening words say of all that follows. `planned`: None where they say nothing."""

    period: Period | None = None
    planned: bool | None = None
    area: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one number. `area`: code of the area named, '' for the office's own; `places`: ids."""

    period: Period | None
    status: str
    area: str
    area_zh: str
    places: tuple[str, ...]


def period_given(text: str) -> Period | None:
    """A period that a person gives: 2023, 2023年, 2023-11, 2023年1-11月; None for anything else."""
    found = period_of(text.strip())
    if found is None and re.fullmatch(r"(?:19|20)[0-9]{2}", text.strip()):
        return Period(int(text))
    if found is None or found.year is None:
        return None
    return Period(found.year, None if found.freq == "A" else found.end_month)


def section_after(line: str, before: Section, areas: Mapping[str, str]) -> Section:
    """What holds from a line on: a heading may name year and plan, an opening 2024年, the year."""
    text = line.strip()
    heading = len(text) <= _LONGEST_HEADING and (_HEADING.match(text) or not _PROSE.search(text))
    found = before
    if heading:
        found = replace(found, heading=text)
        # A year of its own: 去年 in a short line is the sentence's.
        named = _last_period(text, None)
        if named:
            found = replace(found, period=named, planned=None)
        if _PLAN_HEADING.search(text):
            found = replace(found, planned=True)
        elif _DONE_HEADING.search(text):
            found = replace(found, planned=False)
        title = _OTHER_STREET.match(text) if named else None
        if area := next((name for name in areas if text.startswith(name)), title["name"] if title else ""):
            found = replace(found, area=area)
    elif opening := _OPENING.match(text):
        found = replace(found, period=Period(int(opening["year"][:4])))
        behind = text[opening.end() :]
        if area := next((name for name in areas if behind.startswith(name)), ""):
            found = replace(found, area=area)
    return found


def said(
    words: Context,
    section: Section,
    areas: Mapping[str, str],
    levels: Mapping[str, str],
    places: Mapping[str, str],
) -> Said:
    """What the words around a number say. `levels`: the code of the office's district, city … by level."""
    planned = _status(words, section)
    led_by = _FIRST_OF_TWO.sub("", words.led_by)
    period = _last_period(led_by, section.period) or section.period
    if period and period.month and _ALONE.search(words.clause):
        period = replace(period, since=period.month, unsaid=False)
    if period and _FROM.search(words.before):
        period = replace(period, year=period.year - 1)
    if period and section.planned and planned == ACTUAL:
        period = replace(period, perhaps_before=True)
    area, name = _area(words, section, areas, levels)
    named = tuple(code for place, code in places.items() if place in words.sentence)
    return Said(period, planned, area, name, named)


def _last_period(text: str, before: Period | None) -> Period | None:
    """The period named last in a text; what is only compared with (比上年同期) is none."""
    found = None
    for match in _PERIODS.finditer(text):
        if not match["year"] and not match["rest"]:
            continue
        if match["compared"] or text.startswith(("同期", "以来的"), match.end()):
            continue
        if match[0] == "全年" and text.startswith(_AIMS, match.end()):
            continue
        if match["year"] in _RELATIVE:
            if before is None:
                continue
            year = before.year + _RELATIVE[match["year"]]
        elif match["year"]:
            year = int(match["year"][:4])
        elif before is None:
            continue
        else:
            year = before.year
        rest = match["rest"] or ""
        part = None if rest in ("", "全年") or rest.startswith("年") else period_of(rest)
        alone = text.startswith(("当月", "单月"), match.end())
        until = match[0].startswith("截")
        month = part.end_month if part else None
        since = 1
        if part and month and (alone or part.accumulation == PERIOD):
            since = month - _MONTHS[part.freq] + 1
        unsaid = bool(part and part.accumulation == UNSAID and not alone and not until)
        found = Period(year, month, since, unsaid)
    return found


def _status(words: Context, section: Section) -> str:
    own = words.clause
    if section.planned:
        if _DONE.search(words.clause + words.after):
            return ACTUAL
        return TARGET
    if _PLANNED.search(words.led_by):
        return TARGET
    return EITHER if _PERHAPS.search(own) else ACTUAL


def _area(
    words: Context, section: Section, areas: Mapping[str, str], levels: Mapping[str, str]
) -> tuple[str, str]:
    """The area named last before a number, unless it begins the name of an organisation."""
    named = {**areas, **{name: levels[level] for name, level in _REGION.items() if level in levels}}
    text, upper = words.led_by + words.after, frozenset(levels.values())
    found = [
        (place, code, name)
        for name, code in named.items()
        for place in _places(name, words.led_by)
        if _BEGINS.search(text[max(0, place - 4) : place])
        # An office of the city or the district acts on the street; one of another street is of that street.
        and not (code in upper and _ORGANISATION.match(text[place + len(name) :]))
    ]
    # 拉动全区8个百分点,辖区住宿业…: back to the office's own.
    found += [(place, "", "") for name in _OWN for place in _places(name, words.led_by)]
    found += [
        (match.start(), UNKNOWN_AREA, match["name"])
        for match in _OTHER_STREET.finditer(words.led_by)
        if not any(match["name"].endswith(name) for name in areas)
    ]
    if found:
        _, code, name = max(found)
        return code, name
    return areas.get(section.area, UNKNOWN_AREA if section.area else ""), section.area


def _places(name: str, text: str) -> Iterator[int]:
    """Where a name stands in a text."""
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)
