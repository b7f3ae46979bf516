"""`indicators waive`: findings of a scope pass up to a day, or no longer; without options, what is let pass and was."""

from __future__ import annotations

import getpass
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer

from ingest.finding.message import messages
from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.period.stated_period import is_period
from warehouse.answers.questions import questions_now
from warehouse.cli.options import Json
from warehouse.cli.screen import both, local_time, print_json, say
from warehouse.cli.usage import epilog
from warehouse.home import Home
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.question_state import Question, QuestionState
from warehouse.ledger.waivers import Scope, Waiver, end_waiver, record_waiver, waivers, waiving
from warehouse.settings import Settings, business_day
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators waive",
    "indicators waive --rule GROWTH_DISAGREES --form L02 --until 2024-06-30 --reason '区里正在核实可比口径' --by 李四",
    "indicators waive --rule BELOW_THRESHOLD --until 2024-06-30 --reason '区里正在核实纳统口径' --author 张三 --by 李四",
    "indicators waive --end 3 --reason '区里已答复，按原口径' --by 李四",
)


def _option(name: str, metavar: str, text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=text, show_default=False)


Rule = Annotated[str | None, _option("--rule", "CODE", "哪条规则 · which rule")]
FormId = Annotated[str | None, _option("--form", "ID", "哪张表 · which form")]
SeriesId = Annotated[str | None, _option("--series", "ID", "哪个序列 · which series, by series_id")]
Period = Annotated[str | None, _option("--period", "PERIOD", "哪期，如 2024-02 · which period")]
Department = Annotated[
    str | None, _option("--department", "NAME", "哪个部门 · which department, by name or id")
]
Until = Annotated[str | None, _option("--until", "DAY", "有效到哪天，必填 · its last day, required")]
Why = Annotated[
    str | None, _option("--reason", "TEXT", "理由，至少八个字 · why, in eight characters or more")
]
Who = Annotated[str | None, _option("--by", "NAME", "谁特批，默认当前用户 · who decides; you")]
Author = Annotated[
    str | None,
    _option(
        "--author",
        "NAME",
        "谁提出；会让待核的数采用时必填，不能是批准人 · who proposes it: required where figures may be let in, not who decides",
    ),
]
End = Annotated[
    int | None, _option("--end", "NUMBER", "提前终止哪一条 · the waiver that is over from today on")
]


@dataclass(frozen=True, slots=True)
class ListedWaiver:
    """A waiver, whether it is in force today, and what it lets pass: rule, form, period, file, sheet and cell."""

    waiver: Waiver
    in_force: bool
    days_left: int
    passing: tuple[dict[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """What `waive --json` prints of it."""
        return {
            **asdict(self.waiver),
            "in_force": self.in_force,
            "days_left": self.days_left,
            "passing": list(self.passing),
        }


def waive(
    rule: Rule = None,
    form: FormId = None,
    series: SeriesId = None,
    period: Period = None,
    department: Department = None,
    until: Until = None,
    reason: Why = None,
    author: Author = None,
    by: Who = None,
    end: End = None,
    json: Json = False,
) -> int:
    """Enter a waiver or the end of one, or list every one. Refusal."""
    settings = settings_from_environment()
    scope = (rule, form, series, period, department)
    if any(given is not None for given in (*scope, until, reason, author, by, end)):
        entered = (
            _enter(settings, scope, until, reason, author, by)
            if end is None
            else _end(settings, end, (*scope, until, author), reason, by)
        )
        if json:
            print_json({"schema_version": 1, "waiver": asdict(entered)})
        else:
            _show_entered(entered)
        return 0
    every = _listed(settings, business_day(datetime.now(UTC)))
    if json:
        print_json({"schema_version": 1, "waivers": [one.as_dict() for one in every]})
    else:
        _show(every)
    return 0


def _enter(
    settings: Settings,
    scope: tuple[str | None, ...],
    until: str | None,
    reason: str | None,
    author: str | None,
    by: str | None,
) -> Waiver:
    office = load_office(settings.office)
    rule, form, series, period, department = ((given or "").strip() for given in scope)
    rules = [code for code, message in messages().items() if message.is_rule]
    _known("--rule", rule, rules)
    _known("--form", form, office.calendar)
    if period and not is_period(period):
        raise Refusal("WAIVER", found=f"--period {period}", expected="2024-02, 2024")
    named = Scope(rule, _department(office, department), form, period, series)
    home = Home(settings.home)
    with open_ledger(home) as book:
        return record_waiver(
            book,
            named,
            until=_day(until),
            reason=reason or "",
            author=author or "",
            actor=getpass.getuser() if by is None else by,
        )


def _end(
    settings: Settings, number: int, others: tuple[str | None, ...], reason: str | None, by: str | None
) -> Waiver:
    """The waiver with its end. Refusal for words that are of a new one: an end has a reason and a name."""
    if any(given is not None for given in others):
        raise Refusal(
            "WAIVER",
            found=f"--end {number} …",
            expected=both("只带 --reason 和 --by", "--reason and --by alone beside it"),
        )
    with open_ledger(Home(settings.home)) as book:
        return end_waiver(book, number, reason=reason or "", actor=getpass.getuser() if by is None else by)


def _known(option: str, given: str, known: Any) -> None:
    if given and given not in known:
        raise Refusal("WAIVER", found=f"{option} {given}", expected=both("已有的编号", "an id that there is"))


def _department(office: Office, given: str) -> str:
    """The department's id. Refusal for one that is none."""
    by_name = {name: department_id for department_id, name in office.departments.items()}
    found = by_name.get(given, given)
    _known("--department", found, office.departments)
    return found


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise Refusal(
            "WAIVER",
            found=f"--until {text or ''}".rstrip(),
            expected=both("到期日，如 2024-06-30", "its last day, as 2024-06-30"),
        ) from None


def _listed(settings: Settings, today: date) -> list[ListedWaiver]:
    """Every waiver, the one that ends last first."""
    home = Home(settings.home)
    if not is_there(home):
        return []
    office = load_office(settings.office)
    with open_ledger(home) as book:
        every = waivers(book)
        waived = [one for one in questions_now(home, book, office) if one.state is QuestionState.WAIVED]
    listing = []
    for one in sorted(every, key=lambda one: (one.until, one.waiver_id), reverse=True):
        stands = one.is_in_force(today)
        passing = [question for question in waived if _by(one, question)] if stands else []
        listing.append(ListedWaiver(one, stands, (one.until - today).days, tuple(map(_passing, passing))))
    return listing


def _by(waiver: Waiver, question: Question) -> bool:
    """Whether a waiver lets a question pass, be it alone or among others."""
    place = (question.department_id, question.form_id, question.period)
    return waiving([waiver], question.asked.finding, *place) is not None


def _passing(question: Question) -> dict[str, str]:
    found = question.asked.finding
    return {
        "finding_id": question.asked.finding_id,
        "submission_id": question.asked.submission_id,
        "department_id": question.department_id,
        "form_id": question.form_id,
        "period": question.period,
        "rule": found.rule,
        "severity": found.severity,
        "file": found.file,
        "sheet": found.sheet,
        "cell": found.cell,
        "message_zh": found.message_zh,
        "message_en": found.message_en,
    }


def _show_entered(one: Waiver) -> None:
    if one.ended_at is not None:
        say(f"√ {one.waiver_id}  {one.scope.in_words}  " + both("特批已终止", "the waiver is over"))
        say("  " + both("下次更新时恢复待核和询问", "the next refresh holds and asks again"))
        say("  " + both("下一步", "next") + ": indicators refresh")
        return
    say(
        f"√ {one.waiver_id}  {one.scope.in_words}  "
        + both(f"特批采用至 {one.until}", f"waived until {one.until}")
    )
    say(
        "  "
        + both(
            "下次更新时采用；到期后恢复待核和询问",
            "the next refresh lets it in; afterwards it holds and asks again",
        )
    )
    say("  " + both("下一步", "next") + ": indicators refresh")


def _show(every: list[ListedWaiver]) -> None:
    if not every:
        say(both("没有特批", "nothing is waived"))
        return
    for one in every:
        left = (
            both(f"{one.days_left} 天后到期", f"{one.days_left} d left")
            if one.in_force
            else both("已到期", "over")
        )
        said = one.waiver
        if said.ended_at is not None:
            left = (
                both("已终止", "ended") + f"  {said.ended_by}  {local_time(said.ended_at)}  {said.end_reason}"
            )
        say(f"{'√' if one.in_force else '○'} {said.waiver_id}  {said.scope.in_words}  {said.until}  {left}")
        proposed = both(f"{said.author} 提出", f"proposed by {said.author}") + "  " if said.author else ""
        say(f"  {proposed}{said.actor}  {local_time(said.entered_at)}  {said.reason}")
        for passing in one.passing:
            place = f"{passing['file']} {passing['sheet']}!{passing['cell']}"
            say(f"    ▲ {passing['rule']}  {passing['form_id']} {passing['period']}  {place}")
            say(f"      {both(passing['message_zh'], passing['message_en'])}")
