"""Reading: archived submissions into landing, in guarded worker processes. Nothing is decided here.

A worker takes a file from the archive to landing by itself and says only that it has; the ledger is touched
by this process alone, which enters what has landed. Chunks are sized by bytes, so that reading one takes about
as long as reading another whether workbooks are small or large.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ingest.finding.finding import finding
from ingest.finding.problem import Place
from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.guard.guarded import Outcome, guarded_calls
from ingest.landing import write_reading
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission, unreadable
from ingest.workbook.limits import Limits
from ingest.workbook.unreadable import Unreadable
from warehouse.home import Home
from warehouse.landing.tables import landing_folder
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.hand_backs import record_explanations
from warehouse.ledger.row import Reading as LedgerReading
from warehouse.ledger.row import Submission
from warehouse.settings import Settings
from warehouse.steps.chunks import Chunk
from warehouse.steps.report import ReadReport
from warehouse.store import archive
from warehouse.store.durable import put_folder, staging_path
from warehouse.version import reader_version

_LOG = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]  # files read, of, the last of them


def read_chunk(settings: Settings, chunk: Chunk) -> ReadReport:
    """Read a chunk's submissions in one worker. Done again, it finds them entered and changes nothing.

    In one, because what maps over chunks has its own processes or machines to spread them over.
    """
    return read_chunks(settings, [chunk], workers=1)[0]


def read_chunks(
    settings: Settings, chunks: Sequence[Chunk], workers: int | None = None, progress: Progress | None = None
) -> list[ReadReport]:
    """Read the submissions of all chunks in so many workers, and enter them in the ledger chunk by chunk.

    `workers`: the setting, unless given. What ends a worker is a finding of the file that it read. A damaged
    archive or a full disk is not: ArchiveDamageError, OSError; whole chunks are entered by then, or nothing.
    """
    with open_ledger(Home(settings.home).ensure()) as book:
        waiting = {one.submission_id: one for one in ledger.pending(book, reader_version(settings))}
    parts = [[waiting[one] for one in chunk.submission_ids if one in waiting] for chunk in chunks]
    return read_submissions(settings, parts, workers, progress)


def read_submissions(
    settings: Settings,
    parts: Sequence[Sequence[Submission]],
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[ReadReport]:
    """Read submissions, whatever was read of them before, and enter each part of them when it has landed."""
    home = Home(settings.home).ensure()
    version = reader_version(settings)
    with open_ledger(home) as book:
        reports = [ReadReport(0, 0, 0, 0) for _ in parts]
        unread = [len(part) for part in parts]
        queue = [(number, submission) for number, part in enumerate(parts) for submission in part]
        # The largest first: begun last, it would be waited for alone.
        queue.sort(key=lambda each: -each[1].size_bytes)
        calls = [(settings, version, submission) for _, submission in queue]
        at_once = workers or settings.read_workers or len(os.sched_getaffinity(0))
        with closing(guarded_calls(read_and_land, calls, at_once, settings.child_bounds)) as outcomes:
            for done, outcome in enumerate(outcomes, 1):
                number, submission = queue[outcome.number]
                _take(outcome, home, version, submission)
                unread[number] -= 1
                if not unread[number]:
                    reports[number] = _enter(book, home, version, parts[number])
                if progress:
                    progress(done, len(queue), submission.file_name)
    return reports


def read_and_land(settings: Settings, version: str, submission: Submission) -> str:
    """What a worker does with a file. The traceback where the reader failed on it, for the log; else ''."""
    home = Home(settings.home)
    office, forms = _known(settings.office)
    facts = _facts(submission)
    data = archive.read(home, submission.sha256)
    reading, fault = _read(data, facts, office, forms, settings.limits)
    _land(home, reading, version)
    return fault


@cache
def _known(office: Path) -> tuple[Office, tuple[Form, ...]]:
    """Loaded once a worker: 20 ms, where a file takes ten. A worker lives no longer than one refresh."""
    known = load_office(office)
    return known, load_forms(office, known)


def _read(
    data: bytes, facts: SubmissionFacts, office: Office, forms: tuple[Form, ...], limits: Limits
) -> tuple[Reading, str]:
    """Read one submission. A mistake of ours costs this submission and is said; the others go on."""
    try:
        return read_submission(data, facts, office, forms, limits), ""
    except MemoryError:
        raise  # the worker's end, and said as such
    except Exception as fault:  # noqa: BLE001 - whatever it is, it becomes a finding and a log entry
        place = Place(facts.file_name, submission_id=facts.submission_id)
        said = finding(
            "READER_FAULT", place, found=f"{type(fault).__name__}: {fault}", subject=facts.file_name
        )
        return Reading(facts, None, None, "_T", "", findings=(said,)), traceback.format_exc()


def _take(outcome: Outcome, home: Home, version: str, submission: Submission) -> None:
    """After this the submission has landed: as it was read, or with the finding that it ended its reader.

    A worker that ended after it had landed the file has read it: what is there is whole, and stays.
    """
    if isinstance(outcome.error, Unreadable):
        _LOG.error("reading %s (%s): %s", submission.submission_id, submission.file_name, outcome.error)
        _land(home, unreadable(outcome.error, _facts(submission)), version)
    elif outcome.error is not None:
        raise outcome.error
    elif outcome.value:
        _LOG.error("reading %s (%s): %s", submission.submission_id, submission.file_name, outcome.value)


def _facts(submission: Submission) -> SubmissionFacts:
    return SubmissionFacts(
        submission_id=submission.submission_id,
        file_name=submission.file_name,
        department_id=submission.department_id,
        received_at=submission.received_at,
        is_sample=submission.is_sample,
        stated_cells=frozenset(submission.stated_cells),
    )


def _land(home: Home, reading: Reading, version: str) -> None:
    target = landing_folder(home, reading.submission.submission_id, version)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    staging = staging_path(target.parent)
    staging.mkdir(mode=0o700)
    write_reading(reading, staging, version)
    put_folder(staging, target)


def _enter(book: Any, home: Home, version: str, submissions: Iterable[Submission]) -> ReadReport:
    """Enter in the ledger what has landed of these submissions, all of them or none."""
    folders = [landing_folder(home, one.submission_id, version) for one in submissions]
    rows = [landed_row(folder) for folder in folders]
    with transaction(book):
        for (row, _), folder in zip(rows, folders, strict=True):
            ledger.record_reading(book, row)
            record_explanations(book, row.submission_id, landed_explanations(folder))
    return ReadReport(
        submissions=len(rows),
        observations=sum(row.n_observations for row, _ in rows),
        register_cells=sum(cells for _, cells in rows),
        findings=sum(row.n_findings for row, _ in rows),
    )


def landed_explanations(folder: Path) -> list[dict[str, str]]:
    """What a submission's workbook says beside its findings, as landing has it."""
    said: list[dict[str, str]] = json.loads((folder / "reading.json").read_text(encoding="utf-8")).get(
        "explanations", []
    )
    return said


def landed_row(folder: Path) -> tuple[LedgerReading, int]:
    """A submission's row of the ledger as its folder in landing sums it up, and how many register cells it has."""
    said = json.loads((folder / "reading.json").read_text(encoding="utf-8"))
    row = LedgerReading(
        submission_id=said["submission_id"],
        reader_version=said["reader_version"],
        form_id=said["form_id"],
        period=said["period"],
        part=said["part"],
        content_sha256=said["content_sha256"],
        n_observations=said["rows"]["observation"],
        n_register_rows=said["register_rows"],
        n_findings=said["rows"]["finding"],
        read_at=datetime.now(UTC),
    )
    return row, said["rows"]["register_cell"]
