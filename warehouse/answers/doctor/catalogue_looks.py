"""The doctor's looks at what an office's files say together: rules that nobody has words for, and what is worth knowing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ingest.declared.problem import unknown_id
from ingest.finding.message import messages
from ingest.form.form import Form
from ingest.form.hint.redundant import redundant
from ingest.form.hint.targets import count_targets, lonely_targets
from ingest.form.hint.unsaid import (
    embargoes_without_end,
    forms_without_file,
    indicators_not_in_their_form,
    indicators_without_form,
    ranks_without_universe,
)
from ingest.office.facts import Office
from ingest.period.working_day import listed_years
from warehouse.answers.doctor.diagnosis import Inspection

_OFFICE = ("单位目录", "office")


def catalogue_looks(office: Office, forms: Sequence[Form], today: date) -> list[Inspection]:
    """A line for each thing, hints last."""
    return [
        *_rules(office, forms),
        *_targets(office, forms),
        *_unsaid(office, forms),
        *_redundant(office, forms),
        *_years_without_holidays(office, today),
    ]


def _years_without_holidays(office: Office, today: date) -> list[Inspection]:
    """The years up to this one, of which only the weekends are known: what is due on a holiday is due too early."""
    months = [max(due.valid_from, office.first_month) for due in office.calendar.values()]
    first = min((int(month[:4]) for month in months), default=today.year)
    lacking = sorted(set(range(first, today.year + 1)) - listed_years(office.holidays))
    if not lacking:
        return []
    return [
        _hint(
            "节假日没有登记",
            "years whose holidays are not listed",
            "、".join(map(str, lacking)) + ": 应报日期只避开周末 due days move off weekends only",
            "按国务院办公厅的通知写进 catalogue/holiday.csv，调休上班的日子也写",
            "enter the State Council's arrangement in catalogue/holiday.csv, with the weekends that are worked",
        )
    ]


def _rules(office: Office, forms: Iterable[Form]) -> list[Inspection]:
    """A check whose rule has no words could be said to nobody."""
    rules = [code for code, message in messages().items() if message.severity]
    return [
        Inspection(
            *_OFFICE,
            False,
            f"{office.folder / 'forms'}: {form.form_id} checks[{at}].rule {unknown_id(check['rule'], rules, 'indicators explain')}",
            "改成已有的规则编号",
            "name a rule that there is",
        )
        for form in forms
        for at, check in enumerate(form.checks)
        if check["rule"] not in rules
    ]


def _hint(zh: str, en: str, found: str, remedy_zh: str, remedy_en: str) -> Inspection:
    return Inspection(zh, en, True, found, remedy_zh, remedy_en, hint=True)


def _targets(office: Office, forms: Sequence[Form]) -> list[Inspection]:
    """Targets that can never meet an actual, a line a form."""
    lonely = list(lonely_targets(forms, office))
    looks = []
    for form in forms:
        own = [one for one in lonely if one.form_id == form.form_id]
        if not own:
            continue
        elsewhere = [one for one in own if one.elsewhere]
        named = "、".join(one.label or one.indicator_id for one in own)
        looks.append(
            _hint(
                "目标没有实际数",
                "targets without an actual",
                f"{form.form_id} {len(own)}/{count_targets(form, office)}：没有表报实际 no form has the actual"
                f" {len(own) - len(elsewhere)}，只有别的分组、地点或口径 of another group, place or method only"
                f" {len(elsewhere)}: {named}",
                "要考核的，在某张表里加一行报实际；不考核的不用处理",
                "give a form a line for the actual where it is to be judged; else nothing is to be done",
            )
        )
    return looks


def _unsaid(office: Office, forms: Sequence[Form]) -> list[Inspection]:
    """Indicators and forms of the catalogue that nothing can be handed in for, and ranks among nobody knows whom."""
    looks = []
    if names := list(indicators_without_form(forms, office)):
        looks.append(
            _hint(
                "指标没有表式",
                "indicators without a form",
                f"{len(names)}: {'、'.join(names)}",
                "加到某张表，或从 indicator.csv 删去",
                "enter them in a form, or take them out of indicator.csv",
            )
        )
    if others := list(indicators_not_in_their_form(forms, office)):
        looks.append(
            _hint(
                "主报表里没有该指标",
                "indicators that their primary form does not state",
                "、".join(f"{name} ({form_id})" for name, form_id in others),
                "改 indicator.csv 的 primary_form",
                "change primary_form in indicator.csv",
            )
        )
    if owed := forms_without_file(forms, office):
        looks.append(
            _hint(
                "日历里有而没有表式文件",
                "forms that are due and have no file",
                "、".join(owed),
                "写出表式，或从 calendar.csv 删去",
                "write the form, or take it out of calendar.csv",
            )
        )
    if kept := embargoes_without_end(office):
        looks.append(
            _hint(
                "发布日没有登记",
                "embargoes without an end",
                "、".join(f"{form_id} {' '.join(names)}" for form_id, names in kept.items()),
                "在 release.csv 写明这张表何时发布；不写的，一直不得对外提供",
                "say in release.csv when the form is released; without a line its figures never leave the office",
            )
        )
    if ranks := ranks_without_universe(forms, office):
        looks.append(
            _hint(
                "参排单位未登记",
                "ranks whose universe is not listed",
                "、".join(f"{form_id} {words}" for form_id, words in ranks),
                "在 rank_universe.csv 登记参排单位",
                "list who is ranked in rank_universe.csv",
            )
        )
    return looks


def _redundant(office: Office, forms: Sequence[Form]) -> list[Inspection]:
    """What is checked in several ways; nothing is to be done about it."""
    found = [f"{what} ({' | '.join(ways)})" for what, ways in redundant(forms, office)]
    if not found:
        return []
    return [
        _hint(
            "重复的审核关系",
            "checks that say one thing twice",
            f"{len(found)}: {';'.join(found)}",
            "多一道核对，保留即可",
            "one more check each: keep them",
        )
    ]
