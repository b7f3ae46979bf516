"""`indicators status`: how the data stand: what came, what is held, what is owed, which snapshot readers have."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from warehouse.answers import status as standing
from warehouse.answers.questions import FormTitle, titles_of_forms
from warehouse.answers.reminder import Reminder, reminders
from warehouse.answers.status import AskedOf, Came, CurrentSnapshot, Status
from warehouse.cli.findings import list_held, show_findings
from warehouse.cli.options import Json
from warehouse.cli.screen import both, local_time, print_json, say
from warehouse.cli.table import print_table
from warehouse.cli.usage import epilog
from warehouse.duties import Owed
from warehouse.home import RECEIPTS_LIST
from warehouse.language import mixed
from warehouse.variables import settings_from_environment

EPILOG = epilog("indicators status", "indicators status --remind", "indicators status --json")

Remind = Annotated[
    bool, typer.Option("--remind", help="催报单：各部门该办的，可直接粘贴 · reminders to paste into a chat")
]


def status(json: Json = False, remind: Remind = False) -> int:
    """Print how the data stand now, or what to remind each department of. 0, whatever is held or owed."""
    settings = settings_from_environment()
    state = standing.status(settings, datetime.now(UTC))
    if remind:
        _show_reminders(reminders(state, titles_of_forms(settings)), json)
        return 0
    if json:
        print_json(state.as_dict())
        return 0
    _show_snapshot(state.snapshot)
    titles = titles_of_forms(settings)
    _show_came(state.came, titles)
    if state.held:
        say()
        list_held(state.held)
    _show_asked(state.asked)
    _show_waivers(state)
    _show_inbox(state)
    _show_owed(state.owed, state.today.isoformat(), titles)
    return 0


def _show_reminders(every: tuple[Reminder, ...], json: bool) -> None:
    """In Chinese alone: it is for whoever reads it in a chat."""
    if json:
        print_json({"schema_version": 1, "reminders": [asdict(one) for one in every]})
        return
    if not every:
        say(both("没有要催的", "nobody is to be reminded of anything"))
        return
    say("\n\n".join(one.text for one in every))


def _show_snapshot(snapshot: CurrentSnapshot | None) -> None:
    if snapshot is None:
        say(both("还没有发布过数据", "nothing is published yet"))
        say("  " + both("下一步", "next") + ": indicators refresh")
        return
    say(f"{both('当前快照', 'current snapshot')}  {snapshot.snapshot_id}")
    until = local_time(snapshot.received_until) if snapshot.received_until else "-"
    say(
        "  "
        + both(
            f"建于 {local_time(snapshot.built_at)}，收到截至 {until}", "built, received until; Beijing time"
        )
    )
    if snapshot.pinned:
        say("  " + both(f"已固定：{snapshot.pinned_by},{snapshot.pinned_reason}", "pinned by a rollback"))
        say("  " + both("恢复", "to go on") + ": indicators resume --by …")


def _show_came(came: tuple[Came, ...], titles: dict[str, FormTitle]) -> None:
    say()
    columns = [
        both("部门", "department"),
        both("报表", "form"),
        both("采用", "accepted"),
        both("最近一期", "last period"),
        both("最近收到", "last received"),
    ]
    print_table(
        columns,
        [
            [
                one.department_zh,
                _title(one.form_id, titles, short=True),
                str(one.submissions),
                one.last_period or "-",
                local_time(one.last_received_at) if one.last_received_at else "-",
            ]
            for one in came
        ],
        numbers=[2],
    )


def _title(form_id: str, titles: dict[str, FormTitle], *, short: bool = False) -> str:
    """A form by its id and what it is called; `short` for a table, which two languages would make too wide."""
    title = titles.get(form_id)
    if title is None:
        return form_id
    return f"{form_id} {mixed(title.zh, title.en, title.zh) if short else both(title.zh, title.en)}"


def _show_asked(asked: tuple[AskedOf, ...]) -> None:
    if not asked:
        return
    total = sum(one.open for one in asked)
    say()
    say(both(f"请说明 {total} 问", f"{total} questions, see indicators answers"))
    for one in asked:
        sent_back = both(f"其中退回说明 {one.rejected}", f"{one.rejected} sent back") if one.rejected else ""
        say(
            f"  ▲ {one.department_zh}  "
            + both(f"{one.open} 问", f"{one.open} open")
            + f"  {sent_back}".rstrip()
        )
        newest = one.newest
        age = both("今天", "today") if newest.days == 0 else both(f"{newest.days} 天", f"{newest.days} d")
        form = both(newest.form_zh, newest.form_en)
        say("    " + both("最新", "newest") + f"  {newest.finding_id[:8]}  {age}  {form} {newest.period}")
        say(
            f"    {newest.finding.rule}  {newest.place}  {both(newest.finding.message_zh, newest.finding.message_en)}"
        )


def _show_waivers(state: Status) -> None:
    if not state.waivers:
        return
    say()
    say(both(f"特批采用 {len(state.waivers)} 条", f"{len(state.waivers)} waivers, see indicators waive"))
    for one in state.waivers:
        days = (one.until - state.today).days
        left = both(f"{days} 天后到期", f"{days} d left")
        say(f"  √ {one.waiver_id}  {one.scope.in_words}  {one.until}  {left}  {one.actor}  {one.reason}")


def _show_inbox(state: Status) -> None:
    # Which of them a list with a wrong row dates back nobody knows.
    taken = (
        both("等 receipts.csv 改好再收", "waits until receipts.csv is mended")
        if any(one.file == RECEIPTS_LIST for one in state.inbox_findings)
        else both("下次更新时收", "taken by the next refresh")
    )
    lines = [
        *(f"  ○ {name}  {taken}" for name in state.to_collect),
        *(
            f"  ○ {name}  " + both("还在复制，或是空的", "still being copied, or empty")
            for name in state.waiting
        ),
        *(f"  ○ {name}  " + both("已收，未读", "entered, not read yet") for name in state.undecided),
    ]
    if lines or state.inbox_findings:
        say()
        say(both("收件箱", "inbox"))
    for line in lines:
        say(line)
    show_findings(state.inbox_findings)


def _show_owed(owed: tuple[Owed, ...], today: str, titles: dict[str, FormTitle]) -> None:
    say()
    if not owed:
        say(both(f"截至 {today} 没有欠报", "nothing is owed"))
        return
    say(both(f"截至 {today} 过期未报", "past their day and not handed in"))
    for one in owed:
        periods = one.first_period if one.returns == 1 else f"{one.first_period}…{one.last_period}"
        since = both(f"最早应于 {one.first_due} 报", f"the first was due on {one.first_due}")
        say(
            f"  {one.department_zh}  {_title(one.form_id, titles)} {periods}: "
            + both(f"{one.returns} 份未报", f"{one.returns} owed")
            + f"  {since}"
        )
