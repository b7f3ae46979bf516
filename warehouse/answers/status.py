"""How the house stands: what came, what is held and why, what lies in the inbox, and who owes what.

Asks the ledger and the inbox, and changes neither: a home that has never been used stays unused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from ingest.finding.finding import Finding
from ingest.finding.message import Severity
from ingest.office.catalogue import Due
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.office.rename import id_of_today, renames_of_today
from warehouse.collect.inbox import InboxContents, look
from warehouse.collect.not_taken import untold
from warehouse.duties import due_days
from warehouse.home import RECEIPTS_LIST, Home
from warehouse.ledger import entries as ledger
from warehouse.ledger.own import is_there
from warehouse.ledger.publication import last_publication, recorded_snapshots
from warehouse.ledger.row import Accepted, Decision, DecisionKind, PublicationKind, Submission
from warehouse.ledger.schema import open_ledger
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
    """A submission that waits at the gate. `findings` are the roots; `folded` follow from one of them."""

    submission_id: str
    file: str
    department_id: str
    form_id: str | None
    period: str | None
    received_at: datetime
    held_by: str
    findings: tuple[Finding, ...]
    folded: int

    def as_dict(self) -> dict[str, Any]:
        """What `held --json` prints of it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Owed:
    """Returns of one form that are past their day and were not handed in, the due months in a row as one."""

    department_id: str
    department_zh: str
    form_id: str
    first_period: str
    last_period: str
    returns: int
    first_due: date
    last_due: date


@dataclass(frozen=True, slots=True)
class Status:
    """`undecided`: entered and not yet judged. `to_collect`, `waiting`: in the inbox, settled or still copying."""

    today: date
    snapshot: CurrentSnapshot | None
    came: tuple[Came, ...]
    held: tuple[HeldSubmission, ...]
    undecided: tuple[str, ...]
    inbox_findings: tuple[Finding, ...]
    to_collect: tuple[str, ...]
    waiting: tuple[str, ...]
    owed: tuple[Owed, ...]

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
        accepted = _of_today(ledger.accepted_submissions(book), submissions, office)
        held = _held(home, book, submissions, decisions)
        return Status(
            today=today,
            snapshot=_snapshot(home, book),
            came=_came(office, accepted),
            held=held,
            undecided=tuple(one.file_name for one in submissions if one.submission_id not in decisions),
            inbox_findings=in_inbox,
            to_collect=_to_collect(seen, in_inbox),
            waiting=seen.waiting,
            owed=owed_returns(office, _filled(accepted, held), today),
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
    """Everything that is held now, in order of entry."""
    home = Home(settings.home)
    if not is_there(home):
        return ()
    with open_ledger(home) as book:
        return _held(home, book, ledger.submissions(book), ledger.current_decisions(book))


def _held(
    home: Home, book: sqlite3.Connection, submissions: Iterable[Submission], decisions: dict[str, Decision]
) -> tuple[HeldSubmission, ...]:
    held = []
    for one in submissions:
        decision = decisions.get(one.submission_id)
        if decision is None or decision.kind is not DecisionKind.HOLD:
            continue
        made = ledger.readings(book, one.submission_id)
        reading = next(each for each in made if each.reader_version == decision.reader_version)
        roots, folded = _reasons(home, one.submission_id, decision.reader_version)
        held.append(
            HeldSubmission(
                submission_id=one.submission_id,
                file=one.file_name,
                department_id=one.department_id,
                form_id=reading.form_id,
                period=reading.period,
                received_at=one.received_at,
                held_by=decision.reason,
                findings=roots,
                folded=folded,
            )
        )
    return tuple(held)


def _reasons(home: Home, submission_id: str, version: str) -> tuple[tuple[Finding, ...], int]:
    """What holds a submission, and how many findings only follow from that. Hints are no reason."""
    from warehouse.steps.accept import findings_of  # noqa: PLC0415 - pyarrow, 0.2 s: where something is held

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


def _of_today(
    accepted: Iterable[Accepted], submissions: Iterable[Submission], office: Office
) -> list[Accepted]:
    """Each with its department and form as they are called today: what came under another id is not owed."""
    renames = renames_of_today(office)
    if not renames:
        return list(accepted)
    entered = {one.submission_id: one.recorded_at for one in submissions}
    return [
        replace(
            one,
            department_id=id_of_today("department", one.department_id, entered[one.submission_id], renames),
            form_id=id_of_today("form", one.form_id, entered[one.submission_id], renames),
        )
        for one in accepted
    ]


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


def _filled(accepted: Iterable[Accepted], held: Iterable[HeldSubmission]) -> set[tuple[str, str]]:
    """Form and period of what was handed in. What is held is not owed: it is with us, not with them."""
    here = {(one.form_id, one.period) for one in accepted if one.period}
    return here | {(one.form_id, one.period) for one in held if one.form_id and one.period}


def owed_returns(office: Office, filled: Iterable[tuple[str, str]], today: date) -> tuple[Owed, ...]:
    """What is past its day and not here, by form: months that follow each other in the calendar together."""
    here = set(filled)
    owed = []
    for due in office.calendar.values():
        days = due_days(due, today)
        missing = ((due.form_id, period) not in here for period, _ in days)
        for is_missing, run in groupby(zip(days, missing, strict=True), key=lambda pair: pair[1]):
            if is_missing:
                owed.append(_range(office, due, [day for day, _ in run]))
    return tuple(owed)


def _range(office: Office, due: Due, together: list[tuple[str, date]]) -> Owed:
    return Owed(
        department_id=due.department_id,
        department_zh=office.departments[due.department_id],
        form_id=due.form_id,
        first_period=together[0][0],
        last_period=together[-1][0],
        returns=len(together),
        first_due=together[0][1],
        last_due=together[-1][1],
    )
