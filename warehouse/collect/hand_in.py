"""Collecting: what lies in the inbox is archived and entered in the ledger, and only then leaves the inbox.

The order (archive synced, ledger committed, file removed) makes every kill harmless: what is not entered
still lies in the inbox, and what lies there although it is entered is recognised and not entered again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ingest.finding.finding import Finding
from ingest.finding.refusal import Refusal
from ingest.office.revision_reason import NOT_STATED
from ingest.workbook.file_kind import kind_of
from ingest.workbook.limits import Limits
from warehouse.collect.departments import departments
from warehouse.collect.entering import HandedIn, enter
from warehouse.collect.inbox import InboxContents, InboxFile, look_at, look_settled, read, readable, take_away
from warehouse.collect.not_taken import (
    archived_copy_damaged,
    handed_back_unchanged,
    outside_a_department,
    packed,
    too_large,
    unknown_department,
    untold,
)
from warehouse.collect.receipts_list import (
    ListedReceipt,
    ReceiptsList,
    check_received_at,
    read_receipts_list,
    with_lost_rows,
    wrong_row,
)
from warehouse.home import RECEIPTS_LIST, Home
from warehouse.ledger.entries import replace_inbox_findings, taken_before
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.hand_backs import handed_back_as
from warehouse.ledger.row import Entry, HandIn
from warehouse.settings import Settings
from warehouse.store.archive import ArchiveDamageError, drop_unfinished, keep, keep_receipts, path_of

# Files entered with one commit. A commit costs about five syncs, a file two: with 50 the commits no longer
# count, and a kill makes no more than 50 files be hashed again.
BATCH = 50


@dataclass(frozen=True, slots=True)
class Collected:
    """What one collecting did: ids of new submissions, ids handed in again, names that wait, findings.

    `reinstated`: of what was handed in again, the ids that stand again, each with the id that it stands over.
    """

    new: tuple[str, ...]
    duplicates: tuple[str, ...]
    waiting: tuple[str, ...]
    findings: tuple[Finding, ...]
    reinstated: tuple[tuple[str, str], ...] = ()


class NotHandedInError(Refusal):
    """A file, or a department, that is not taken: what a finding would say of it in the inbox."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that may be taken: whose it is, and its row of the receipts list if it has one."""

    file: InboxFile
    department_id: str
    receipt: ListedReceipt | None
    received_at: datetime


@dataclass(slots=True)
class _Tally:
    """What has come of each thing in the inbox so far."""

    new: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    reinstated: list[tuple[str, str]] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def count(self, done: HandedIn) -> None:
        """Note what has been entered."""
        if done.entry is Entry.NEW:
            self.new.append(done.submission_id)
        elif done.entry is Entry.DUPLICATE:
            self.duplicates.append(done.submission_id)
        if done.stands_over:
            self.reinstated.append((done.submission_id, done.stands_over))


def collect(settings: Settings) -> Collected:
    """Take in what departments have put into the inbox; what cannot be taken stays there, with a finding.

    What concerns one file or folder costs that alone. OSError, as of a full disk, stops it: what was entered
    by then is entered, the rest waits for the next.
    """
    home = Home(settings.home).ensure()
    drop_unfinished(home)
    seen = look_settled(home.inbox, settings.settle_seconds)
    now = datetime.now(UTC)
    tally = _Tally(waiting=set(seen.waiting), findings=list(seen.findings))
    with open_ledger(home) as ledger:
        list_file = next((file for file in seen.files if file.parts == (RECEIPTS_LIST,)), None)
        files = [file for file in seen.files if file is not list_file]
        data = read(home.inbox, list_file, settings.limits.file_bytes) if list_file else None
        if isinstance(data, Finding):
            tally.findings.append(data)
        if not isinstance(data, bytes) and (list_file or _no_list_yet(seen)):
            # The list is still being copied. Until it can be read nobody knows which files it dates back.
            tally.waiting.update(file.name for file in [*files, *([list_file] if list_file else [])])
        else:
            stated = read_receipts_list(data, now) if isinstance(data, bytes) else ReceiptsList({}, ())
            stated = with_lost_rows(stated, seen, ledger)
            tally.findings += stated.findings
            candidates = _candidates(files, stated, departments(settings.office), settings.limits, now, tally)
            for start in range(0, len(candidates), BATCH):
                _take(home, ledger, candidates[start : start + BATCH], settings, tally)
            left = {file.name for file in files} - tally.taken | tally.waiting
            unseen = len(untold(stated.receipts, seen.findings)) < len(stated.receipts)
            done = not stated.findings and not unseen and left.isdisjoint(stated.receipts)
            if list_file and isinstance(data, bytes) and done:
                _put_away(home, list_file, data, tally)
        replace_inbox_findings(ledger, tally.findings)
    return Collected(
        new=tuple(tally.new),
        duplicates=tuple(tally.duplicates),
        reinstated=tuple(tally.reinstated),
        waiting=tuple(sorted(tally.waiting)),
        findings=tuple(tally.findings),
    )


def hand_in(
    settings: Settings,
    path: Path,
    department: str,
    *,
    received_by: str,
    received_at: datetime | None = None,
    is_sample: bool = False,
    stated_cells: tuple[str, ...] = (),
    revision_reason: str = NOT_STATED,
) -> tuple[str, bool]:
    """Hand in one file as `hand_in_file` does: (submission_id, is_new)."""
    done = hand_in_file(
        settings,
        path,
        department,
        received_by=received_by,
        received_at=received_at,
        is_sample=is_sample,
        stated_cells=stated_cells,
        revision_reason=revision_reason,
    )
    return done.submission_id, done.entry is Entry.NEW


def hand_in_file(
    settings: Settings,
    path: Path,
    department: str,
    *,
    received_by: str,
    received_at: datetime | None = None,
    is_sample: bool = False,
    stated_cells: tuple[str, ...] = (),
    revision_reason: str = NOT_STATED,
) -> HandedIn:
    """Hand in one file, which stays where it is. With `received_at`, a back-load.

    `revision_reason`: why it differs from what was handed in before, where the submitter says so.

    FileNotFoundError; NotHandedInError for a department or a file that is not taken; ReceiptError for a
    `received_at` in the future; BlockingIOError while somebody is writing the file.
    """
    home = Home(settings.home).ensure()
    now = datetime.now(UTC)
    back_dated = check_received_at(received_at, now) if received_at else None
    known = departments(settings.office)
    department_id = known.get(readable(department))
    if department_id is None:
        raise NotHandedInError.of(unknown_department(department, known).problem)
    file = look_at(path.parent, path.name)
    if isinstance(file, Finding):
        raise NotHandedInError.of(file.problem)
    large = too_large(file.name, file.size, settings.limits)
    if large:
        raise NotHandedInError.of(large.problem)
    data = read(path.parent, file, settings.limits.file_bytes)
    if isinstance(data, Finding):
        raise NotHandedInError.of(data.problem)
    if data is None:
        raise BlockingIOError(f"{path.name} 正在写入,稍后再报。 It is being written; hand it in later.")
    if _is_archive(data, settings.limits):
        raise NotHandedInError.of(packed(file.name).problem)
    # Opened before anything is archived: what lies in an archive says that there was a ledger.
    with open_ledger(home) as ledger:
        ours = handed_back_as(ledger, hashlib.sha256(data).hexdigest())
        if ours:
            raise NotHandedInError.of(handed_back_unchanged(file.name, ours.submission_id).problem)
        facts = HandIn(
            sha256=keep(home, data),
            department_id=department_id,
            file_name=file.name,
            size_bytes=len(data),
            received_at=back_dated or now,
            received_by=received_by,
            back_loaded=back_dated is not None,
            is_sample=is_sample,
            stated_cells=stated_cells,
            revision_reason=revision_reason,
        )
        return enter(ledger, settings, facts)


def _no_list_yet(seen: InboxContents) -> bool:
    """Whether there is a list of receipts that is no readable file (yet)."""
    return RECEIPTS_LIST in (*seen.waiting, *(each.file for each in seen.findings))


def _candidates(
    files: Sequence[InboxFile],
    stated: ReceiptsList,
    known: dict[str, str],
    limits: Limits,
    now: datetime,
    tally: _Tally,
) -> list[_Candidate]:
    """The files that may be taken, in the order in which they count as received."""
    found = []
    unknown = set()
    for file in files:
        folder = readable(file.parts[0])
        department_id = known.get(folder)
        receipt = stated.receipts.get(file.name)
        large = too_large(file.name, file.size, limits)
        if len(file.parts) == 1:
            tally.findings.append(outside_a_department(file.name))
        elif department_id is None:
            unknown.add(folder)
        elif large:
            tally.findings.append(large)
        elif stated.findings and receipt is None:
            tally.waiting.add(file.name)
        elif receipt and receipt.department and known.get(receipt.department) != department_id:
            said = f"{receipt.path}: department_id={receipt.department!r}"
            tally.findings.append(wrong_row(receipt.line, said, department_id))
        else:
            received_at = receipt.received_at if receipt else now
            found.append(_Candidate(file, department_id, receipt, received_at))
    tally.findings += [unknown_department(folder, known) for folder in sorted(unknown)]
    # Two versions of a return in one night: the one saved later was handed in later.
    return sorted(found, key=lambda each: (each.received_at, each.file.modified_ns, each.file.name))


def _take(
    home: Home,
    ledger: sqlite3.Connection,
    candidates: Sequence[_Candidate],
    settings: Settings,
    tally: _Tally,
) -> None:
    """Archive, enter, remove."""
    archived = []
    for candidate in candidates:
        file = candidate.file
        before = taken_before(ledger, _state(file))
        if before and path_of(home, before).exists():
            # Entered by a run that was killed before it removed the file, or was not allowed to.
            _remove(home, file, tally)
            continue
        data = read(home.inbox, file, settings.limits.file_bytes)
        if data is None:
            tally.waiting.add(file.name)
        elif isinstance(data, Finding):
            tally.findings.append(data)
        elif _is_archive(data, settings.limits):
            tally.findings.append(packed(file.name))
        elif ours := handed_back_as(ledger, hashlib.sha256(data).hexdigest()):
            tally.findings.append(handed_back_unchanged(file.name, ours.submission_id))
        else:
            try:
                archived.append((candidate, keep(home, data)))
            except ArchiveDamageError as damage:
                tally.findings.append(archived_copy_damaged(file.name, damage))
    with transaction(ledger):
        entered = [enter(ledger, settings, _facts(each, sha256)) for each, sha256 in archived]
    for (candidate, _), done in zip(archived, entered, strict=True):
        tally.count(done)
        _remove(home, candidate.file, tally)


def _put_away(home: Home, list_file: InboxFile, data: bytes, tally: _Tally) -> None:
    """Archive the list of receipts, which has been worked off, and remove it."""
    try:
        keep_receipts(home, data)
    except ArchiveDamageError as damage:
        tally.findings.append(archived_copy_damaged(list_file.name, damage))
    else:
        _remove(home, list_file, tally)


def _remove(home: Home, file: InboxFile, tally: _Tally) -> None:
    """Take away a file that is archived and entered."""
    gone = take_away(home.inbox, file)
    if isinstance(gone, Finding):
        tally.findings.append(gone)
    elif gone:
        tally.taken.add(file.name)
    else:
        tally.waiting.add(file.name)


def _state(file: InboxFile) -> str:
    """`HandIn.taken_from` up to the sum: nothing of the file can change and leave this as it is."""
    return f"{file.name}|{file.inode}|{file.size}|{file.modified_ns}|{file.changed_ns}|"


def _facts(candidate: _Candidate, sha256: str) -> HandIn:
    file, receipt = candidate.file, candidate.receipt
    return HandIn(
        sha256=sha256,
        department_id=candidate.department_id,
        file_name=readable(file.parts[-1]),
        size_bytes=file.size,
        received_at=candidate.received_at,
        received_by=receipt.received_by if receipt else "inbox",
        back_loaded=receipt is not None,
        is_sample=receipt.is_sample if receipt else False,
        stated_cells=receipt.stated_cells if receipt else (),
        taken_from=f"{_state(file)}{sha256}",
        revision_reason=receipt.revision_reason if receipt else NOT_STATED,
    )


def _is_archive(data: bytes, limits: Limits) -> bool:
    """A zip, rar or 7z that is no workbook, told by its content."""
    # A million entries would cost zipfile seconds here; the reader refuses such a file with a finding.
    return data.count(b"PK\x01\x02") <= limits.entries and kind_of(data) == "archive"
