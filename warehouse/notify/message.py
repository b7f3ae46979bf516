"""What a department is told after a night: what went back to it, what is held, asked, due and late. Counts and days alone.

No figure stands in it and no word of a workbook: a message goes through hands that no return may go through. So there are
no file names, sheets or cells either; those stand in what was handed back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ingest.finding.message import Duty, Severity
from ingest.period.month import in_words
from warehouse.answers.questions import FormTitle
from warehouse.answers.reminder import day_in_words, late_in_words
from warehouse.answers.status import AskedOf, HeldSubmission
from warehouse.duties import Owed, ReturnDue

_NAMED = 3  # returns that a line names before it only counts


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a message is for, by the catalogue; empty where that does not say."""

    name: str
    telephone: str
    email: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A submission that was handed back. `form_id`, `period` are empty where no form fits."""

    submission_id: str
    form_id: str
    period: str
    has_findings: bool
    state: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with one department on a day of the office."""

    department_id: str
    department_zh: str
    contact: Contact
    day: date
    returned: tuple[Returned, ...]
    held: tuple[HeldSubmission, ...]
    asked: AskedOf | None
    soon: tuple[ReturnDue, ...]
    late: tuple[Owed, ...]

    def about(self) -> set[str]:
        """Each thing that there is to tell, by a name that it keeps from night to night."""
        return {
            *(f"returned {one.submission_id} {one.state}" for one in self.returned),
            *(f"held {one.submission_id} {one.scope}" for one in self.held),
            *(
                (f"asked {self.asked.newest.submission_id} {self.asked.newest.finding_id}",)
                if self.asked
                else ()
            ),
            *(f"due {one.form_id} {one.time_period}" for one in self.soon),
            *(f"late {one.form_id} {one.last_period}" for one in self.late),
        }


def message_of(one: Standing, news: set[str], titles: Mapping[str, FormTitle]) -> dict[str, Any]:
    """The message as the command gets it. Of what was handed back only the news; of the rest all that stands."""
    returned = [each for each in one.returned if f"returned {each.submission_id} {each.state}" in news]
    return {
        "kind": "department",
        "message_id": f"{one.department_id} {one.day}",
        "day": one.day.isoformat(),
        "department_id": one.department_id,
        "department_zh": one.department_zh,
        "contact": asdict(one.contact),
        "handed_back": [
            {**_named(each.form_id, each.period, titles), "has_findings": each.has_findings} for each in returned
        ],
        "held": [
            {**_named(each.form_id or "", each.period or "", titles), "findings": len(_roots(each)),
             "whole": each.scope == "submission"}
            for each in one.held
        ],
        "asked": {"open": one.asked.open if one.asked else 0, "sent_back": one.asked.rejected if one.asked else 0},
        "due_soon": [
            {**_named(each.form_id, each.time_period, titles), "due_on": each.due_on.isoformat()}
            for each in one.soon
        ],
        "late": [
            {**_named(each.form_id, each.first_period, titles), "last_period": each.last_period,
             "returns": each.returns, "first_due": each.first_due.isoformat()}
            for each in one.late
        ],
        "text": text_of(one, returned, titles),
    }  # fmt: skip


def _named(form_id: str, period: str, titles: Mapping[str, FormTitle]) -> dict[str, str]:
    return {"form_id": form_id, "form_zh": titles[form_id].zh if form_id in titles else "", "period": period}


def text_of(one: Standing, returned: Sequence[Returned], titles: Mapping[str, FormTitle]) -> str:
    """It ready to be pasted into a chat."""
    to_do = [
        *(late_in_words(each, one.day, titles) for each in one.late),
        *(_held_in_words(each) for each in one.held),
        *_asked_in_words(one.asked),
        *_soon_in_words(one.soon, titles),
    ]
    head = f"{one.department_zh}：" if not one.contact.name else f"{one.department_zh} {one.contact.name}："
    lines = [
        f"{head}截至 {day_in_words(one.day)}，" + (f"请办理 {len(to_do)} 件：" if to_do else "没有待办。")
    ]
    lines += [f"{number}. {line}" for number, line in enumerate(to_do, 1)]
    if returned:
        lines.append(_returned_in_words(returned, titles))
    if any(each.has_findings for each in returned) or one.held or one.asked:
        lines.append(f"标好错处的工作簿在 outbox/{one.department_zh}/。")
    return "\n".join(lines)


def _returned_in_words(returned: Sequence[Returned], titles: Mapping[str, FormTitle]) -> str:
    with_findings = [each for each in returned if each.has_findings]
    named = _first_of(
        (_title(each.form_id, each.period, titles) for each in with_findings or returned),
        len(with_findings or returned),
    )
    if not with_findings:
        return f"新发还回执 {len(returned)} 份，没有审核意见：{named}。"
    return f"新发还 {len(returned)} 份，其中 {len(with_findings)} 份有审核意见：{named}。"


def _first_of(names: Iterable[str], how_many: int) -> str:
    first = list(dict.fromkeys(names))
    return "、".join(first[:_NAMED]) + ("等" if how_many > _NAMED else "")


def _title(form_id: str, period: str, titles: Mapping[str, FormTitle]) -> str:
    if form_id not in titles:
        return "不认识的表"
    return f"《{titles[form_id].zh}》{in_words(period) if period else ''}"


def _roots(one: HeldSubmission) -> list[Any]:
    return [found for found in one.findings if found.severity is Severity.HOLD]


def _held_in_words(one: HeldSubmission) -> str:
    roots = _roots(one)
    mends = any(found.duty is Duty.MUST_FIX for found in roots)
    form = f"《{one.form_zh}》{in_words(one.period)}" if one.form_zh and one.period else "一份不认识的表"
    whole = "" if one.scope == "submission" else "（只是其中的数）"
    what = "请改正后重报" if mends else "请改正后重报，属实的写明情况"
    return f"待核{whole}：{form}，{len(roots)} 处。{what}。"


def _asked_in_words(asked: AskedOf | None) -> Iterator[str]:
    if asked:
        back = f"，其中退回说明 {asked.rejected} 问" if asked.rejected else ""
        yield f"待说明：{asked.open} 问{back}。"


def _soon_in_words(soon: Sequence[ReturnDue], titles: Mapping[str, FormTitle]) -> Iterator[str]:
    for one in soon:
        yield f"快到期：{_title(one.form_id, one.time_period, titles)}，应于 {day_in_words(one.due_on)} 报。"
