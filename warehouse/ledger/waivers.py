"""The ledger's part about waivers: what a person lets pass for a time, and the submissions that stand by that alone.

While a waiver is in force, findings in its scope neither hold nor ask; they are told with it. On the day after its
last one they hold and ask again. Waivers are only added: a longer one is entered beside the one that runs out, and one
that ends early has its end entered beside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ingest.finding.finding import Finding
from ingest.finding.message import Severity, message
from ingest.finding.refusal import Refusal
from warehouse.ledger.entries import UNPLACED
from warehouse.ledger.file.schema import transaction
from warehouse.ledger.row import instant_text, rows
from warehouse.settings import business_day

LEAST_REASON = 8
_EVERY = (
    "SELECT waiver.*, COALESCE(author, '') AS author, ended_at, COALESCE(e.actor, '') AS ended_by,"
    " COALESCE(e.reason, '') AS end_reason FROM waiver LEFT JOIN waiver_author USING (waiver_id)"
    " LEFT JOIN waiver_end e USING (waiver_id)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a waiver is about, with the ids of today. Empty: any."""

    rule: str = ""
    department_id: str = ""
    form_id: str = ""
    period: str = ""
    series_id: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether it names nothing."""
        return not any((self.rule, self.department_id, self.form_id, self.period, self.series_id))

    @property
    def may_let_figures_in(self) -> bool:
        """Whether what is held may pass by it, so that figures change; by a rule that only asks none does."""
        return not self.rule or message(self.rule).severity is Severity.HOLD

    @property
    def in_words(self) -> str:
        """What it names."""
        named = (self.rule, self.department_id, self.form_id, self.period, self.series_id)
        return " ".join(filter(None, named))

    def has(self, finding: Finding, department_id: str, form_id: str, period: str) -> bool:
        """Whether a finding of a return is in it. What has no certain place is in none: to let it in is to guess."""
        pairs = (
            (self.rule, finding.rule),
            (self.department_id, department_id),
            (self.form_id, form_id),
            (self.period, period),
            (self.series_id, finding.series_id),
        )
        return finding.rule not in UNPLACED and all(wanted in ("", found) for wanted, found in pairs)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision with an end. `until`: the last day on which it is in force, unless somebody ended it before (`ended_at`).

    `author`: who proposed it, where that was somebody else than `actor`, who approved it.
    """

    waiver_id: int
    rule: str
    department_id: str
    form_id: str
    period: str
    series_id: str
    until: date
    reason: str
    actor: str
    entered_at: datetime
    author: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    end_reason: str = ""

    def is_in_force(self, day: date) -> bool:
        """Whether it is in force on a day of the office: not on the one on which it was ended."""
        ended = self.ended_at is not None and business_day(self.ended_at) <= day
        return business_day(self.entered_at) <= day <= self.until and not ended

    @property
    def scope(self) -> Scope:
        """What it is about."""
        return Scope(self.rule, self.department_id, self.form_id, self.period, self.series_id)

    @property
    def in_words(self) -> str:
        """Which waiver it is, until when, and why."""
        return f"特批采用至 {self.until} waived until then (waiver {self.waiver_id}): {self.reason}"


def record_waiver(
    book: sqlite3.Connection,
    scope: Scope,
    *,
    until: date,
    reason: str,
    actor: str,
    author: str = "",
    entered_at: datetime | None = None,
) -> Waiver:
    """Enter a waiver. Refusal where it is about everything, has no reason to speak of, or is over already, and where it may
    let figures in and nobody but its `author` approves it."""
    entered_at = entered_at or datetime.now(UTC)
    if scope.is_everything:
        raise _refused(
            "没有写明范围 no scope",
            "--rule --form --series --period --department 至少一项 one of them at least",
        )
    if len(reason.strip()) < LEAST_REASON:
        raise _refused(f"--reason {reason!r}", f"至少 {LEAST_REASON} 个字 {LEAST_REASON} characters at least")
    if not actor.strip():
        raise _refused("--by ''", "写明谁特批 who waives")
    if until < business_day(entered_at):
        raise _refused(f"--until {until}", f"今天 {business_day(entered_at)} 或以后 today or later")
    if scope.rule in UNPLACED:
        raise _refused(
            f"--rule {scope.rule}",
            "说不清属于哪期、哪项或什么单位的，只能改正重报 what has no certain place has to be corrected",
        )
    if scope.may_let_figures_in and author.strip() in ("", actor.strip()):
        raise _refused(
            f"--author {author!r} --by {actor!r}",
            "特批会让待核的数采用，要写明谁提出，且不是批准人"
            " it may let in figures that are held: say who proposes it, somebody else than who approves it",
        )
    with transaction(book):
        number = book.execute(
            "INSERT INTO waiver (rule, department_id, form_id, period, series_id, until, reason, actor, entered_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                scope.rule, scope.department_id, scope.form_id, scope.period, scope.series_id, until.isoformat(),
                reason.strip(), actor.strip(), instant_text(entered_at),
            ),
        ).lastrowid  # fmt: skip
        if author.strip():
            book.execute("INSERT INTO waiver_author VALUES (?, ?)", (number, author.strip()))
        return _entered(book, number)


def end_waiver(
    book: sqlite3.Connection, waiver_id: int, *, reason: str, actor: str, ended_at: datetime | None = None
) -> Waiver:
    """Enter that a waiver is over from today on. Refusal for one that there is not or that is over already, and for an end
    without a reason or a name."""
    ended_at = ended_at or datetime.now(UTC)
    today = business_day(ended_at)
    having = [one for one in waivers(book) if one.waiver_id == waiver_id]
    if not having or not having[0].is_in_force(today):
        standing = "、".join(str(one.waiver_id) for one in waivers(book) if one.is_in_force(today))
        raise _refused(f"--end {waiver_id}", f"有效的特批 one that is in force: {standing or '无 none'}")
    if len(reason.strip()) < LEAST_REASON:
        raise _refused(f"--reason {reason!r}", f"至少 {LEAST_REASON} 个字 {LEAST_REASON} characters at least")
    if not actor.strip():
        raise _refused("--by ''", "写明谁终止 who ends it")
    with transaction(book):
        book.execute(
            "INSERT INTO waiver_end VALUES (?, ?, ?, ?)",
            (waiver_id, reason.strip(), actor.strip(), instant_text(ended_at)),
        )
        return _entered(book, waiver_id)


def _entered(book: sqlite3.Connection, waiver_id: int | None) -> Waiver:
    return rows(Waiver, book.execute(f"{_EVERY} WHERE waiver.waiver_id = ?", (waiver_id,)))[0]


def _refused(found: str, expected: str) -> Refusal:
    return Refusal("WAIVER", found=found, expected=expected)


def waivers(book: sqlite3.Connection) -> list[Waiver]:
    """Every waiver, in order of entry."""
    return rows(Waiver, book.execute(f"{_EVERY} ORDER BY waiver.waiver_id"))


def in_force(book: sqlite3.Connection, day: date) -> list[Waiver]:
    """Those that are in force on a day of the office, also on one that is over."""
    return [one for one in waivers(book) if one.is_in_force(day)]


def waiving(
    every: Iterable[Waiver], finding: Finding, department_id: str, form_id: str, period: str
) -> Waiver | None:
    """The waiver that lets a finding of a return pass: of several the one that lasts longest."""
    having = [one for one in every if one.scope.has(finding, department_id, form_id, period)]
    return max(having, key=lambda one: (one.until, one.waiver_id), default=None)


def all_waived(
    every: Sequence[Waiver], findings: Iterable[Finding], department_id: str, form_id: str, period: str
) -> Waiver | None:
    """Where waivers let pass all that holds a submission: the one that ends first. None where something still holds it,
    or nothing does."""
    holding = [one for one in findings if one.severity is Severity.HOLD]
    letting = [waiving(every, one, department_id, form_id, period) for one in holding]
    known = [one for one in letting if one is not None]
    return (
        min(known, key=lambda one: (one.until, one.waiver_id))
        if known and len(known) == len(letting)
        else None
    )


def record_waived_release(book: sqlite3.Connection, decision_id: int, waiver: Waiver) -> None:
    """Enter that a release is by a waiver, and so ends with it."""
    book.execute("INSERT INTO waived_release VALUES (?, ?)", (decision_id, waiver.waiver_id))


def waived_releases(book: sqlite3.Connection) -> frozenset[int]:
    """The decisions that are releases by a waiver."""
    return frozenset(decision_id for (decision_id,) in book.execute("SELECT decision_id FROM waived_release"))
