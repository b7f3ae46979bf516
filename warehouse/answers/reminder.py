"""催报单: what each department owes, has to mend and has to explain, as a text to paste into a chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ingest.finding.message import Duty, Severity
from ingest.period.month import in_words
from warehouse.answers.questions import FormTitle
from warehouse.answers.status import AskedOf, HeldSubmission, Status
from warehouse.duties import Owed


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said to one department. Facts, days and cells; no figure of a target and no word of blame."""

    department_id: str
    department_zh: str
    text: str


def reminders(status: Status, titles: Mapping[str, FormTitle]) -> tuple[Reminder, ...]:
    """One for each department of which something is asked, in the order of the calendar; none for the others."""
    names = {one.department_id: one.department_zh for one in status.came}
    with_us: tuple[HeldSubmission | AskedOf, ...] = (*status.held, *status.asked)
    names |= {one.department_id: one.department_zh for one in status.owed}
    names |= {one.department_id: one.department_zh for one in with_us}
    written = []
    for department_id, department_zh in names.items():
        lines = [
            *(
                late_in_words(one, status.today, titles)
                for one in status.owed
                if one.department_id == department_id
            ),
            *(_held(one) for one in status.held if one.department_id == department_id),
            *(_asked(one) for one in status.asked if one.department_id == department_id),
        ]
        if lines:
            numbered = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
            head = f"{department_zh}：截至 {day_in_words(status.today)}，请办理 {len(lines)} 件："
            marked = any(one.department_id == department_id for one in with_us)
            tail = [f"标好错处的工作簿在 outbox/{department_zh}/。"] if marked else []
            text = "\n".join([head, *numbered, *tail])
            written.append(Reminder(department_id, department_zh, text))
    return tuple(written)


def late_in_words(one: Owed, today: date, titles: Mapping[str, FormTitle]) -> str:
    """Returns of one form that are past their day."""
    title = titles[one.form_id].zh if one.form_id in titles else one.form_id
    first = in_words(one.first_period)
    periods = first if one.returns == 1 else f"{first}至{in_words(one.last_period)}（{one.returns} 份）"
    late = (today - one.first_due).days
    due = (
        f"应于 {day_in_words(one.first_due)} 报"
        if one.returns == 1
        else f"最早一份应于 {day_in_words(one.first_due)} 报"
    )
    return f"未报：《{title}》{periods}，{due}，已过 {late} 天。"


def _held(one: HeldSubmission) -> str:
    roots = [found for found in one.findings if found.severity is Severity.HOLD]
    mends = any(found.duty is Duty.MUST_FIX for found in roots)
    form = f"《{one.form_zh}》{in_words(one.period)}" if one.form_zh and one.period else f"“{one.file}”"
    places = "、".join(dict.fromkeys(f"{found.sheet} {found.cell}".strip() for found in roots if found.cell))
    what = "请改正后重报" if mends else "请改正后重报，属实的写明情况"
    whole = "" if one.scope == "submission" else "（只是其中的数）"
    at = f"，在 {places}" if places else ""
    return f"待核{whole}：{form}，{len(roots)} 处{at}。{what}。"


def _asked(one: AskedOf) -> str:
    newest = one.newest
    back = f"，其中退回说明 {one.rejected} 问" if one.rejected else ""
    form = f"《{newest.form_zh}》{in_words(newest.period) if newest.period else ''}"
    return f"待说明：{one.open} 问{back}。最近一问：{form}，{newest.finding.message_zh}"


def day_in_words(day: date) -> str:
    """A day as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"
