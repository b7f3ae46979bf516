"""`indicators held`, `release`, `refuse`: what waits at the gate, and a person's decision on it."""

from __future__ import annotations

import sqlite3
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from warehouse.cli.screen import both, local_time, print_json, say
from warehouse.cli.showing import show_held
from warehouse.cli.usage import Json, epilog
from warehouse.home import Home
from warehouse.ledger.own import is_there
from warehouse.ledger.row import Decision, DecisionKind, Submission
from warehouse.settings import settings_from_environment

HELD_HELP = "待核的报表和原因 · what is held, and why"
HELD_EPILOG = epilog("indicators held", "indicators held --json")
RELEASE_HELP = "放行一份待核的报表 · let a held one into the data"
RELEASE_EPILOG = epilog(
    "indicators release 3f2a9c --reason '已电话核实,数字属实' --by 李四",
    "indicators release 3f2a9c10b7d4e855 --reason 'confirmed by phone' --by Li && indicators refresh",
)
REFUSE_HELP = "退回一份报表,不再采用 · end a submission for good"
REFUSE_EPILOG = epilog(
    "indicators refuse 3f2a9c --reason '报错了月份,请重报' --by 李四",
    "indicators held && indicators refuse 3f2a --reason duplicate --by Li",
)

SubmissionId = Annotated[
    str, typer.Argument(metavar="SUBMISSION", help="报表编号或其开头 · its id, or the beginning of it")
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="理由 · why", show_default=False)]
By = Annotated[str, typer.Option(metavar="NAME", help="谁作的决定 · who decides", show_default=False)]


def held(json: Json = False) -> int:
    from warehouse.answers.status import held_submissions

    waiting = held_submissions(settings_from_environment())
    if json:
        print_json({"schema_version": 1, "held": [one.as_dict() for one in waiting]})
    elif waiting:
        show_held(waiting)
    else:
        say(both("没有待核的报表", "nothing is held"))
    return 0


def release(submission_id: SubmissionId, reason: Reason, by: By) -> int:
    one, decision = _decide(submission_id, DecisionKind.RELEASE, reason, by)
    say(f"√ {one.submission_id}  {one.file_name}  " + both("已放行", "released"))
    if decision.accepted_at:
        known = local_time(decision.accepted_at)
        say(
            "  "
            + both(f"采用时间 {known}:按此前的日子查(--as-of)看不到它", f"readers know it from {known} on")
        )
    say("  " + both("当前版本未变,下次更新时重建", "the snapshot has not changed; the next refresh rebuilds"))
    say("  " + both("下一步", "next") + ": indicators refresh")
    return 0


def refuse(submission_id: SubmissionId, reason: Reason, by: By) -> int:
    one, _ = _decide(submission_id, DecisionKind.REFUSE, reason, by)
    say(f"√ {one.submission_id}  {one.file_name}  " + both("已退回,不再采用", "refused, for good"))
    say("  " + both("请部门改正后重报", "the department hands in a corrected file"))
    return 0


def _decide(given: str, kind: DecisionKind, reason: str, by: str) -> tuple[Submission, Decision]:
    """Enter the decision about what the submission's standing decision was about. Refusal where it cannot be."""
    from warehouse.ledger.entries import current_decision, readings, record_decision
    from warehouse.ledger.schema import open_ledger, transaction

    for name, text in (("--reason", reason), ("--by", by)):
        if not text.strip():
            raise Refusal("USAGE", found=f"{name} ''", expected=both("写明", "say it"), command=f"{kind} ")
    home = Home(settings_from_environment().home)
    if not is_there(home):
        raise Refusal("UNKNOWN_SUBMISSION", found=given)
    with open_ledger(home) as ledger, transaction(ledger):
        one = _submission(ledger, given)
        standing = current_decision(ledger, one.submission_id)
        made = readings(ledger, one.submission_id)
        if standing is None and not made:
            raise Refusal("DECISION", found=both("还没有读过", "it has not been read yet"))
        version = standing.reader_version if standing else made[-1].reader_version
        return one, record_decision(
            ledger, one.submission_id, version, kind, reason=reason.strip(), actor=by.strip()
        )


def _submission(ledger: sqlite3.Connection, given: str) -> Submission:
    """The submission of this id, or whose id begins like this. Refusal for none, or for several."""
    from warehouse.ledger.entries import submissions

    found = [one for one in submissions(ledger) if given and one.submission_id.startswith(given.lower())]
    if not found:
        raise Refusal("UNKNOWN_SUBMISSION", found=given)
    # Where two sums begin alike, the shorter id is the beginning of the longer.
    found = [one for one in found if one.submission_id == given.lower()] or found
    if len(found) > 1:
        choices = [f"{one.submission_id}  {one.file_name}" for one in found]
        raise Refusal("SEVERAL_SUBMISSIONS", found=given, choices=choices)
    return found[0]
