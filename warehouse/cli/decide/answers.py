"""`indicators answers`: what departments are asked and have not answered, and what was decided on what they said."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Annotated

import typer

from ingest.finding.message import Duty, Severity
from ingest.finding.refusal import Refusal
from warehouse.answers.questions import ListedQuestion, decided_holds, explained_holds, listed_questions
from warehouse.cli.decide.answering import answer
from warehouse.cli.options import Json
from warehouse.cli.screen import both, local_time, print_json, say
from warehouse.cli.usage import epilog
from warehouse.ledger.explained import NOT_ENOUGH
from warehouse.ledger.question_state import QuestionState
from warehouse.ledger.row import AnswerState
from warehouse.settings import business_day
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators answers",
    "indicators answers accept 3f2a9c --by 李四",
    "indicators answers accept 3f2a9c --reason '部门来电：执法核减 45 万美元' --by 李四",
    "indicators answers reject 3f2a9c --reason '只说“正常”,没有说明原因'",
)


class Action(StrEnum):
    """What is decided on an explanation; or that they are listed."""

    LIST = "list"
    ACCEPT = "accept"
    REJECT = "reject"


_A_YEAR = timedelta(days=365)
_STATES = {Action.ACCEPT: AnswerState.ACCEPTED, Action.REJECT: AnswerState.REJECTED}
# A short beginning of an id; enough for thousands of questions.
_SHOWN_ID = 8

WhatToDo = Annotated[
    Action | None,
    typer.Argument(
        metavar="[list|accept|reject]",
        help="列出，采纳或退回说明 · list them; an explanation will do, or not",
    ),
]
FindingId = Annotated[
    str | None,
    typer.Argument(metavar="[ID]", help="哪一问，写开头几位即可 · which question; the beginning of its id"),
]
Why = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help="部门怎么说，为何采纳或退回 · what was said, and why"),
]
Who = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="谁作的决定，默认当前用户 · who decides; you")
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE", help="采纳到哪天，默认一年 · the last day it will do; a year from now"
    ),
]
Closed = Annotated[bool, typer.Option("--closed", help="列已答复、已更正的 · what is answered or corrected")]


def answers(
    action: WhatToDo = None,
    finding_id: FindingId = None,
    reason: Why = None,
    by: Who = None,
    until: Until = None,
    closed: Closed = False,
    json: Json = False,
) -> int:
    """List the questions, or enter an answer to one. Refusal."""
    settings = settings_from_environment()
    now = datetime.now(UTC)
    if action in _STATES:
        last_day = _last_day(until, business_day(now)) if action is Action.ACCEPT else None
        actor = getpass.getuser() if by is None else by
        decided, released = answer(settings, finding_id or "", _STATES[action], reason, actor, last_day)
        _show_decided(decided, released, json)
        return 0
    if reason is not None or by is not None or until is not None:
        raise Refusal("USAGE", found="--reason, --by", expected="accept ID, reject ID", command="answers ")
    every = [one for one in listed_questions(settings, now) if one.is_open != closed]
    if closed:
        every += decided_holds(settings, now)
    if json:
        print_json({"schema_version": 1, "questions": [one.as_dict() for one in every]})
    elif closed:
        _show_closed(every)
    else:
        _show_open(every)
        _show_explained_holds(explained_holds(settings, now))
    return 0


def _last_day(given: str | None, today: date) -> date:
    """The last day on which an accepted explanation will do. Refusal for what is no day, or a day that is over."""
    if given is None:
        return today + _A_YEAR
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = date.min
    if day < today:
        expected = both("今天以后的日期，如 2024-12-31", "a day to come, as 2024-12-31")
        raise Refusal("USAGE", found=f"--until {given}", expected=expected, command="answers ")
    return day


def _show_decided(one: ListedQuestion, released: bool, json: bool) -> None:
    if json:
        print_json({"schema_version": 1, "question": one.as_dict(), "released": released})
        return
    say(f"√ {one.finding_id[:_SHOWN_ID]}  {one.department_zh}  {_form(one)}  " + _decided_in_words(one))
    if released:
        now = both("这份已放行，下次更新时采用", "its submission is released; the next refresh has it")
    elif one.finding.severity is Severity.HOLD:
        now = both("这份仍待核：indicators held", "its submission is still held: indicators held")
    else:
        now = both(
            "数未变，下次更新时写入成品表", "no figure changes; the next refresh puts it into the marts"
        )
    say(f"  {now}")


def _decided_in_words(one: ListedQuestion) -> str:
    if one.state is QuestionState.ACCEPTED:
        return both("说明已采纳，不再询问", "accepted; the question is closed")
    return both("说明已退回，仍待说明", "sent back; the question stays open")


def _show_open(every: list[ListedQuestion]) -> None:
    if not every:
        say(both("没有待说明的问题", "nothing is asked"))
        return
    for department, mine in groupby(_by_department(every), key=lambda one: one.department_zh):
        of_department = list(mine)
        say(f"{department}  " + both(f"{len(of_department)} 问待说明", f"{len(of_department)} open"))
        for form, same in groupby(of_department, key=_form):
            say(f"  {form}")
            for one in same:
                _show_question(one)
    say(both(f"共 {len(every)} 问", f"{len(every)} questions"))
    say("  " + both("部门答复后", "once the department has answered") + ":")
    say("  indicators answers accept ID --reason … [--by …]")
    say("  indicators answers reject ID --reason … [--by …]")


def _show_question(one: ListedQuestion) -> None:
    found = one.finding
    age = both("今天", "today") if one.days == 0 else both(f"{one.days} 天", f"{one.days} d")
    say(f"    ▲ {one.finding_id[:_SHOWN_ID]}  {age}  {found.rule}  {one.place}")
    say(f"      {both(found.message_zh, found.message_en)}")
    details = [(both("读到", "found"), found.found), (both("依据", "evidence"), found.evidence)]
    for label, text in details:
        if text:
            say(f"      {label}  {text}")
    _show_explanation(one, "      ")
    if one.state is QuestionState.REJECTED:
        say("      " + both("退回说明", "the explanation was sent back") + f": {one.answer_reason}")


def _show_explanation(one: ListedQuestion, indent: str) -> None:
    """What the department wrote into its workbook, and whether that is for a person to read."""
    explanation = one.explained
    if explanation is None:
        return
    place = f"{explanation.file} {explanation.said.sheet}!{explanation.said.cell}"
    say(f"{indent}{both('部门说明', 'explained')}  {explanation.in_words}  ({place})")
    if explanation.not_enough:
        say(f"{indent}{both('不够', 'not enough')}  {both(*NOT_ENOUGH[explanation.not_enough])}")


def _show_explained_holds(every: Sequence[ListedQuestion]) -> None:
    """What is held and was explained: a person accepts that, or sends it back."""
    if not every:
        return
    say()
    say(both("待核，部门已说明", "held, and explained"))
    for one in every:
        say(
            f"  × {one.finding_id[:_SHOWN_ID]}  {one.department_zh}  {_form(one)}  {one.finding.rule}  {one.place}"
        )
        say(f"    {both(one.finding.message_zh, one.finding.message_en)}")
        _show_explanation(one, "    ")
        if one.finding.duty is not Duty.EXPLAIN:
            mend = both(
                "要改正后重报，说明没有用", "to be corrected and handed in again; no explanation helps"
            )
            say(f"    {mend}: indicators release|refuse {one.submission_id} --reason … --by …")
    say("  indicators answers accept ID --by …")
    say("  indicators answers reject ID --reason … --by …")


def _by_department(every: list[ListedQuestion]) -> list[ListedQuestion]:
    """The department that was asked last first, and so its forms; within a form the newest first, as they come."""
    first: dict[object, int] = {}
    for place, one in enumerate(every):
        first.setdefault(one.department_zh, place)
        first.setdefault((one.department_zh, _form(one)), place)
    return sorted(every, key=lambda one: (first[one.department_zh], first[one.department_zh, _form(one)]))


def _show_closed(every: list[ListedQuestion]) -> None:
    if not every:
        say(both("没有已答复或已更正的问题", "no question has been answered or corrected"))
        return
    for one in every:
        say(
            f"{_mark(one)} {one.finding_id[:_SHOWN_ID]}  {one.department_zh}  {_form(one)}  {one.finding.rule}"
        )
        say(f"  {one.place}  {both(one.finding.message_zh, one.finding.message_en)}")
        say(f"  {_end(one)}")


def _mark(one: ListedQuestion) -> str:
    return "√" if one.state is QuestionState.ACCEPTED else "○"


def _end(one: ListedQuestion) -> str:
    """How it was closed."""
    at = local_time(one.answered_at) if one.answered_at else ""
    if one.state is QuestionState.ACCEPTED:
        return both("采纳", "accepted") + f"  {one.answered_by}  {at}  {one.answer_reason}"
    if one.state is QuestionState.WAIVED:
        return f"{one.answer_reason}  {one.answered_by}  {at}"
    if one.state is QuestionState.REFUSED:
        return (
            both("报表已退回", "its submission was refused")
            + f"  {one.answered_by}  {at}  {one.answer_reason}"
        )
    if one.closed_by:
        return (
            both("已更正", "corrected")
            + f"  {one.submission_id} {one.file} → {one.closed_by} {one.closed_by_file}"
        )
    return (
        both("与之不符的另一处已更正", "what it spoke against was corrected")
        + f"  {one.submission_id} {one.file}"
    )


def _form(one: ListedQuestion) -> str:
    return f"{both(one.form_zh, one.form_en)} {one.period}".strip()
