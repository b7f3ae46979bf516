"""`indicators reread`: accepted submissions are read again with today's forms; what differs goes through gate 1."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from typing import Annotated, Any

import typer

from ingest.finding.refusal import Refusal
from warehouse.cli.decide.decision import submission_called
from warehouse.cli.options import Json
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.usage import epilog
from warehouse.home import Home
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger
from warehouse.steps.report import HELD, PUBLISHED
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators reread --form L02 --reason '表式里 breakdown 写错，已改' --by 李四",
    "indicators reread 3f2a9c --reason 'the form has learned a label' && indicators refresh",
)
_SHOWN = 5


def _option(name: str, metavar: str, text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=text, show_default=False)


Submissions = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SUBMISSION…]", help="报表编号或其开头 · their ids, or the beginning"),
]
FormId = Annotated[str | None, _option("--form", "ID", "一张表的全部报表 · all of a form")]
Period = Annotated[str | None, _option("--period", "PERIOD", "只重读这一期 · of this period alone")]
Why = Annotated[str | None, _option("--reason", "TEXT", "为什么重读，如表式哪里改了 · why")]
Who = Annotated[str | None, _option("--by", "NAME", "谁决定，默认当前用户 · who decides; you")]


def reread(
    submissions: Submissions = None,
    form: FormId = None,
    period: Period = None,
    reason: Why = None,
    by: Who = None,
    json: Json = False,
) -> int:
    """Read them again. 3 where gate 1 would hold one, which then stands as it was. Refusal."""
    actor = getpass.getuser() if by is None else by
    for name, text in (("--reason", reason or ""), ("--by", actor)):
        if not text.strip():
            raise Refusal("USAGE", found=f"{name} ''", expected=both("写明", "say it"), command="reread ")
    if not submissions and not form and not period:
        raise Refusal("USAGE", found="reread", expected="SUBMISSION…, --form, --period", command="reread ")
    settings = settings_from_environment()
    home = Home(settings.home)
    wanted: set[str] = set()
    if not is_there(home):
        raise Refusal("UNKNOWN_SUBMISSION", found=" ".join(submissions or [form or period or ""]))
    with open_ledger(home) as book:
        wanted = {submission_called(book, given).submission_id for given in submissions or ()}
    from warehouse.steps.reread import Outcome  # noqa: PLC0415 - gate 1 and Arrow, 3 s: once it is asked for
    from warehouse.steps.reread import reread as read_again  # noqa: PLC0415 - see above

    done = read_again(
        settings, wanted, form or "", period or "", reason=(reason or "").strip(), actor=actor.strip()
    )
    if json:
        print_json({"schema_version": 1, "reread": [asdict(one) for one in done]})
    else:
        _show(done)
    return HELD if any(one.outcome is Outcome.HELD for one in done) else PUBLISHED


def _show(done: Any) -> None:
    if not done:
        say(
            both(
                "没有要重读的：所选报表都是按现在的表式读的",
                "nothing to read again: today's forms have read them",
            )
        )
        return
    words = {
        "same": ("○", both("与原来读的相同", "says what it said")),
        "taken": ("√", both("已按新读数采用", "the new reading stands")),
        "held": ("▲", both("新读数会被待核，仍用原来的", "gate 1 would hold it: what stood stands")),
    }
    for one in done:
        sign, said = words[one.outcome]
        say(f"{sign} {one.submission_id}  {one.file}  {one.form_id} {one.period}  {said}")
        for change in one.changes[:_SHOWN]:
            say(f"    {change.what}  {change.period}  {change.before or '-'} → {change.after or '-'}")
        if len(one.changes) > _SHOWN:
            say(f"    … {len(one.changes)}")
        for found in one.findings:
            say(f"    ▲ {found.rule}  {found.sheet}!{found.cell}  {both(found.message_zh, found.message_en)}")
    if any(one.outcome == "taken" for one in done):
        say("  " + both("下一步", "next") + ": indicators refresh")
    if any(one.outcome == "held" for one in done):
        say("  " + both("再改表式，或请部门重报", "mend the form again, or have it handed in anew"))
