"""How the house stands: what came, what is held and why, what lies in the inbox, and who owes what.

Asks the ledger and the inbox, and changes neither: a home that has never been used stays unused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from ingest.finding.finding import Finding
from ingest.finding.message import Severity
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.answers.questions import FormTitle, ListedQuestion, listed, questions_now, titles_of_forms
from warehouse.collect.inbox import InboxContents, look
from warehouse.collect.not_taken import untold
from warehouse.duties import Owed, owed_returns
from warehouse.home import RECEIPTS_LIST, Home
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.publication import last_publication, recorded_snapshots
from warehouse.ledger.question_state import Question, QuestionState, held_values, standing_questions
from warehouse.ledger.row import Accepted, Held, PublicationKind, Submission
from warehouse.ledger.slot import accepted_today, held_now
from warehouse.ledger.waivers import Waiver, in_force
from warehouse.settings import BUSINESS_ZONE, Settings
from warehouse.store.manifest import ManifestError, snapshot_of

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class CurrentSnapshot:
    """What readers have. Who pinned it and why stands here only while it is pinned."""

    snapshot_id: str
    build_id: str
    built_at: datetime
    received_until: datetime | None
    pinned: bool
    pinned_by: str = ""
    pinned_reason: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """What has been accepted of one form. `last_period` None: nothing yet."""

    department_id: str
    department_zh: str
    form_id: str
    submissions: int
    last_period: str | None
    last_received_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldSubmission:
    """A submission that waits at the gate, or of which single values do (`scope` row).

    `findings` are the roots; `folded` follow from one of them. `must_be_corrected`: the rules from which nobody
    can release it; empty where it can be released.
    """

    submission_id: str
    file: str
    department_id: str
    department_zh: str
    form_id: str | None
    form_zh: str
    form_en: str
    period: str | None
    received_at: datetime
    held_by: str
    scope: str
    must_be_corrected: tuple[str, ...]
    findings: tuple[Finding, ...]
    folded: int

    def as_dict(self) -> dict[str, Any]:
        """What `held --json` prints of it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class AskedOf:
    """How many questions are open to one department, how many of them with an explanation sent back; and the newest."""

    department_id: str
    department_zh: str
    open: int
    rejected: int
    newest: ListedQuestion


@dataclass(frozen=True, slots=True)
class Status:
    """`undecided`: entered and not yet judged. `to_collect`, `waiting`: in the inbox, settled or still copying.

    `waivers`: those in force today, the one that ends first first.
    """

    today: date
    snapshot: CurrentSnapshot | None
    came: tuple[Came, ...]
    held: tuple[HeldSubmission, ...]
    asked: tuple[AskedOf, ...]
    undecided: tuple[str, ...]
    inbox_findings: tuple[Finding, ...]
    to_collect: tuple[str, ...]
    waiting: tuple[str, ...]
    owed: tuple[Owed, ...]
    waivers: tuple[Waiver, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """What `status --json` prints."""
        return {"schema_version": SCHEMA_VERSION, **asdict(self)}


def status(settings: Settings, now: datetime) -> Status:
    """The state of a home at an instant. OfficeError, LedgerTooNewError, sqlite3.Error."""
    home = Home(settings.home)
    office = load_office(settings.office)
    today = now.astimezone(BUSINESS_ZONE).date()
    seen = look(home.inbox) if home.inbox.is_dir() else InboxContents((), (), ())
    if not is_there(home):
        return Status(
            today=today,
            snapshot=None,
            came=_came(office, ()),
            held=(),
            asked=(),
            undecided=(),
            inbox_findings=seen.findings,
            to_collect=_to_collect(seen, seen.findings),
            waiting=seen.waiting,
            owed=owed_returns(office, (), today),
        )
    with open_ledger(home) as book:
        in_inbox = _inbox_findings(book, seen)
        decisions = ledger.current_decisions(book)
        submissions = ledger.submissions(book)
        accepted = accepted_today(book, office)
        questions = questions_now(home, book, office)
        held = _held(settings, book, office, questions)
        asking = [one for one in questions if one.is_open and not one.holds]
        return Status(
            today=today,
            snapshot=_snapshot(home, book),
            came=_came(office, accepted),
            held=held,
            asked=_asked(listed(settings, book, office, asking, now)),
            undecided=tuple(one.file_name for one in submissions if one.submission_id not in decisions),
            inbox_findings=in_inbox,
            to_collect=_to_collect(seen, in_inbox),
            waiting=seen.waiting,
            owed=owed_returns(office, filled(accepted, held), today),
            waivers=tuple(sorted(in_force(book, today), key=lambda one: (one.until, one.waiver_id))),
        )


def _asked(every: Iterable[ListedQuestion]) -> tuple[AskedOf, ...]:
    """By department, the one that was asked last first."""
    by_department: dict[str, list[ListedQuestion]] = {}
    for one in every:
        by_department.setdefault(one.department_id, []).append(one)
    return tuple(
        AskedOf(
            department_id,
            mine[0].department_zh,
            len(mine),
            sum(one.state is QuestionState.REJECTED for one in mine),
            mine[0],
        )
        for department_id, mine in by_department.items()
    )


def _inbox_findings(book: sqlite3.Connection, seen: InboxContents) -> tuple[Finding, ...]:
    """What the last collecting said of the inbox, and what has come since that it would say too."""
    said = {each.finding_id: each for each in (*ledger.inbox_findings(book), *seen.findings)}
    return tuple(said.values())


def _to_collect(seen: InboxContents, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The files that the next refresh takes: those of which there is nothing to say."""
    names = sorted(file.name for file in seen.files if file.name != RECEIPTS_LIST)
    return tuple(untold(names, findings))


def held_submissions(settings: Settings) -> tuple[HeldSubmission, ...]:
    """Everything of which something is held now, in order of entry."""
    home = Home(settings.home)
    if not is_there(home):
        return ()
    office = load_office(settings.office)
    with open_ledger(home) as book:
        return _held(settings, book, office, standing_questions(book, office))


def _held(
    settings: Settings, book: sqlite3.Connection, office: Office, questions: Iterable[Question]
) -> tuple[HeldSubmission, ...]:
    titles = titles_of_forms(settings)
    whole = [_held_whole(Home(settings.home), one, office, titles) for one in held_now(book, office)]
    handed_in = {one.submission_id: one for one in ledger.submissions(book)}
    by_submission: dict[str, list[Question]] = {}
    for one in held_values(questions):
        by_submission.setdefault(one.asked.submission_id, []).append(one)
    values = [_held_values(handed_in[key], mine, office, titles) for key, mine in by_submission.items()]
    return tuple(sorted([*whole, *values], key=lambda one: handed_in[one.submission_id].sequence))


def _held_whole(home: Home, one: Held, office: Office, titles: dict[str, FormTitle]) -> HeldSubmission:
    submission, decision = one.submission, one.decision
    roots, folded = _reasons(home, submission.submission_id, decision.reader_version)
    title = titles.get(one.form_id or "", FormTitle("", ""))
    unplaced = ledger.unplaced_by(decision.reason) or (["PERIOD_MISSING"] if one.period is None else [])
    return HeldSubmission(
        submission_id=submission.submission_id,
        file=submission.file_name,
        department_id=submission.department_id,
        department_zh=office.departments.get(submission.department_id, submission.department_id),
        form_id=one.form_id,
        form_zh=title.zh,
        form_en=title.en,
        period=one.period,
        received_at=submission.received_at,
        held_by=decision.reason,
        scope="submission",
        must_be_corrected=tuple(unplaced) if one.form_id else (decision.reason,),
        findings=roots,
        folded=folded,
    )


def _held_values(
    one: Submission, held: Sequence[Question], office: Office, titles: dict[str, FormTitle]
) -> HeldSubmission:
    """An accepted submission of which single values are held."""
    found = [question.asked.finding for question in held]
    title = titles.get(held[0].form_id, FormTitle("", ""))
    return HeldSubmission(
        submission_id=one.submission_id,
        file=one.file_name,
        department_id=held[0].department_id,
        department_zh=office.departments.get(held[0].department_id, held[0].department_id),
        form_id=held[0].form_id,
        form_zh=title.zh,
        form_en=title.en,
        period=held[0].period,
        received_at=one.received_at,
        held_by=", ".join(sorted({each.rule for each in found})),
        scope="row",
        must_be_corrected=(),
        findings=tuple(found),
        folded=0,
    )


def _reasons(home: Home, submission_id: str, version: str) -> tuple[tuple[Finding, ...], int]:
    """What holds a submission, and how many findings only follow from that. Hints are no reason."""
    from warehouse.landing.landed import findings_of  # noqa: PLC0415 - pyarrow, 0.2 s: where something is held

    found = [each for each in findings_of(home, submission_id, version) if each.severity is not Severity.HINT]
    roots = tuple(each for each in found if not each.caused_by)
    return roots, len(found) - len(roots)


def _snapshot(home: Home, book: sqlite3.Connection) -> CurrentSnapshot | None:
    """What the pointer names, which after a kill may be one behind what the ledger says."""
    if not home.current.is_symlink():
        return None
    name = home.current.readlink().name
    row = next((one for one in recorded_snapshots(book) if one.snapshot_id == name), None)
    if row is None:
        # An older ledger was put back: readers have it all the same, and the next refresh enters it.
        try:
            row = snapshot_of(home.snapshots / name)
        except ManifestError:
            return None
    last = last_publication(book)
    pinned = last is not None and last.pinned
    by_whom = last is not None and pinned and last.kind is PublicationKind.ROLLBACK
    return CurrentSnapshot(
        snapshot_id=name,
        build_id=row.build_id,
        built_at=row.built_at,
        received_until=row.received_until,
        pinned=pinned,
        pinned_by=last.actor if last and by_whom else "",
        pinned_reason=last.reason if last and by_whom else "",
    )


def _came(office: Office, accepted: Iterable[Accepted]) -> tuple[Came, ...]:
    """One line for each form of the calendar, whether anything came or not."""
    every = list(accepted)
    lines = []
    for due in office.calendar.values():
        mine = [one for one in every if one.form_id == due.form_id]
        lines.append(
            Came(
                department_id=due.department_id,
                department_zh=office.departments[due.department_id],
                form_id=due.form_id,
                submissions=len(mine),
                last_period=max((one.period for one in mine if one.period), default=None),
                last_received_at=max((one.received_at for one in mine), default=None),
            )
        )
    return tuple(lines)


def filled(accepted: Iterable[Accepted], held: Iterable[HeldSubmission]) -> set[tuple[str, str]]:
    """Form and period of what was handed in. What is held is not owed: it is with us, not with them."""
    here = {(one.form_id, one.period) for one in accepted if one.period}
    return here | {(one.form_id, one.period) for one in held if one.form_id and one.period}
