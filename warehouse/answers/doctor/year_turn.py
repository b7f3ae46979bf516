"""年度结转: what a new year needs of an office's files, and what of it is still open. The doctor shows it.

What can be seen is seen: whether the year's plan has come, whether its holidays are listed. What only a person can know, such
as a threshold that was raised or a form that the authorities have changed, is open until office.yml says of that year that
somebody has looked at it (`confirmed_years`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.form.form import Form
from ingest.office.facts import Office
from ingest.office.office_file import OfficeFile
from ingest.period.working_day import listed_years
from warehouse.answers.doctor.diagnosis import Inspection
from warehouse.duties import returns_due

# From this month on the next year is shown: the State Council arranges its holidays in November.
FIRST_MONTH = 11


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a year needs. `found`: what is known of it; `done`: None where a person has to say so."""

    key: str
    zh: str
    en: str
    found: str
    remedy_zh: str
    remedy_en: str
    done: bool | None = None


def year_turn_looks(
    file: OfficeFile, office: Office, forms: Sequence[Form], came: Collection[tuple[str, str]], today: date
) -> list[Inspection]:
    """A line for each thing that is open, of this year and from November on of the next; and one where none is.

    `came`: form and period of what was accepted. The year in which an office begins turns nothing over.
    """
    begun = {int(one.time_period[:4]) for one in returns_due(office)}
    looks: list[Inspection] = []
    for year in (today.year, today.year + 1) if today.month >= FIRST_MONTH else (today.year,):
        if not {year - 1, year} <= begun:
            continue
        items = list(_items(year, file, office, forms, came))
        left = [one for one in items if not is_done(one, year, file)]
        looks += [
            Inspection(
                f"年度结转 {year}：{one.zh}", f"turn of the year {year}: {one.en}", True, one.found,
                one.remedy_zh, one.remedy_en, hint=True,
            )
            for one in left
        ]  # fmt: skip
        if not left and year > today.year:
            names = "、".join(one.zh for one in items)
            looks.append(
                Inspection(
                    f"年度结转 {year}", f"turn of the year {year}", True, f"{names}：都已就绪 (all done)"
                )
            )
    return looks


def is_done(one: Item, year: int, file: OfficeFile) -> bool:
    """Whether nothing is to be done: it can be seen, or a person has said so."""
    return one.key in file.confirmed_years.get(str(year), ()) if one.done is None else one.done


def _items(
    year: int, file: OfficeFile, office: Office, forms: Sequence[Form], came: Collection[tuple[str, str]]
) -> Iterator[Item]:
    first, last = f"{year}-01", f"{year - 1}-12"

    def for_a_person(key: str, zh: str, en: str, found: str, look_zh: str, look_en: str) -> Item:
        where_zh = f"看过以后在 office.yml 写 confirmed_years: {{'{year}': [{key}]}}"
        where_en = f"then enter confirmed_years: {{'{year}': [{key}]}} in office.yml"
        return Item(key, zh, en, found, f"{look_zh}；{where_zh}", f"{look_en}; {where_en}")

    yield from _targets(year, file, forms, came)
    listed = year in listed_years(office.holidays)
    yield Item(
        "holidays", "节假日", "holidays", "已登记 (listed)" if listed else "没有登记 (not listed)",
        "按国务院办公厅的通知写进 catalogue/holiday.csv，调休上班的日子也写",
        "enter the State Council's arrangement in catalogue/holiday.csv, with the weekends that are worked", listed,
    )  # fmt: skip
    due = {one.form_id for one in returns_due(office) if one.time_period[:4] == str(year)}
    ending = sorted(one.form_id for one in office.calendar.values() if one.valid_to == last)
    yield for_a_person(
        "calendar", "报送日历", "calendar",
        f"{len(due)} 张表应报 (forms are due)" + (f"，到 {last} 为止 (ending): {'、'.join(ending)}" if ending else ""),
        "核对哪些表停报、新报、改期，改 catalogue/calendar.csv", "which forms end, begin or move: calendar.csv",
    )  # fmt: skip
    new = sorted({form.form_id for form in forms if form.valid_from == first})
    yield for_a_person(
        "forms", "表式", "forms", f"从 {first} 起的新版 (new versions): {'、'.join(new) or '无 none'}",
        f"对照上级今年的报表制度，改了的写新版（valid_from: {first}）",
        f"beside this year's reporting system: what changed is a new version (valid_from: {first})",
    )  # fmt: skip
    ended = sorted(one.universe for one in office.rank_universes if one.valid_to == last)
    yield for_a_person(
        "areas", "地区和参排单位", "areas and who is ranked",
        f"{len(office.areas)} 个地区 (areas)" + (f"，参排单位只登记到 {last} (ranked until then): {'、'.join(ended)}" if ended else ""),
        "对照今年的区划代码和区里的反馈表，改 area.csv、rank_universe.csv",
        "beside this year's codes and the district's table: area.csv, rank_universe.csv",
    )  # fmt: skip
    bounded = sum(
        one.range_low is not None or one.range_high is not None for one in office.indicators.values()
    )
    yield for_a_person(
        "thresholds", "起点和合理范围", "thresholds",
        f"{bounded} 个指标写了合理范围 (indicators have a plausible range)",
        "入库、限上、规上的起点变了的，在 break.csv 记口径变化，并改 indicator.csv",
        "a threshold that moved is a break: break.csv, indicator.csv",
    )  # fmt: skip
    yield for_a_person(
        "comparable_bases", "可比基数", "comparable bases", f"{year} 年的增速以 {year - 1} 年为基数 (the base of growth)",
        "上年数经核减、调整的，请部门在表里报可比的上年同期数，并在 break.csv 记下",
        "where last year's figures were adjusted, ask for comparable ones and enter a break",
    )  # fmt: skip


def _targets(
    year: int, file: OfficeFile, forms: Sequence[Form], came: Collection[tuple[str, str]]
) -> Iterator[Item]:
    """A line for each form that is the annual plan: whether that of the year was accepted."""
    titles = {form.form_id: form.title_zh for form in forms}
    for form_id in file.plan_forms:
        here = any(form == form_id and period[:4] == str(year) for form, period in came)
        title = f"《{titles.get(form_id, form_id)}》"
        yield Item(
            "targets", "目标", "targets",
            f"{title}{year} 年的{'已采用 (accepted)' if here else '还没有 (not there yet)'}",
            f"请有关部门报{title}{year} 年的一份", f"ask for the {year} return of {form_id}", here,
        )  # fmt: skip
