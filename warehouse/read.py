"""Reading: a chunk of archived submissions into landing. Pure: archive in, landing out, nothing decided.

Chunks are sized by bytes, so that a worker has about the same to do whether workbooks are small or large.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.catalogue import Office, load_office
from ingest.finding import Place, finding
from ingest.form import Form, load_forms
from ingest.handed_in import HandedIn
from ingest.landing import write_reading
from ingest.reading import Reading, read_submission
from ingest.workbook.limits import Limits
from warehouse import archive, ledger
from warehouse.durable import put_folder, staging_path
from warehouse.home import Home
from warehouse.ledger_row import Submission
from warehouse.ledger_schema import open_ledger
from warehouse.settings import Settings
from warehouse.version import reader_version

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Submissions that are read together. `name` is for people: a department's files, first to last."""

    name: str
    submission_ids: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> Chunk:
        return cls(said["name"], tuple(said["submission_ids"]))


@dataclass(frozen=True, slots=True)
class ReadReport:
    submissions: int
    observations: int
    register_cells: int
    findings: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def chunks_to_read(settings: Settings) -> list[Chunk]:
    """What this version of the reader has not read yet, department by department."""
    home = Home(settings.home)
    with open_ledger(home) as book:
        waiting = ledger.pending(book, reader_version(settings))
    chunks: list[Chunk] = []
    departments = load_office(settings.office).departments if waiting else {}
    for department_id in dict.fromkeys(one.department_id for one in waiting):
        name = departments.get(department_id, department_id)
        mine = [one for one in waiting if one.department_id == department_id]
        chunks += [_chunk(name, part) for part in _by_bytes(mine, settings.chunk_bytes)]
    return chunks


def _by_bytes(submissions: Iterable[Submission], most: int) -> list[list[Submission]]:
    parts: list[list[Submission]] = []
    size = most
    for one in submissions:
        if size + one.size_bytes > most:
            parts.append([])
            size = 0
        parts[-1].append(one)
        size += one.size_bytes
    return parts


def _chunk(department: str, submissions: list[Submission]) -> Chunk:
    first, last = submissions[0].sequence, submissions[-1].sequence
    return Chunk(
        f"{department} {first}…{last} ({len(submissions)})", tuple(one.submission_id for one in submissions)
    )


def read_chunk(settings: Settings, chunk: Chunk) -> ReadReport:
    """Read a chunk's submissions and land them. Done again, it finds them landed and changes nothing."""
    home = Home(settings.home).ensure()
    office = load_office(settings.office)
    forms = load_forms(settings.office)
    version = reader_version(settings)
    with open_ledger(home) as book:
        wanted = {one.submission_id: one for one in ledger.pending(book, version)}
        readings = []
        for submission_id in chunk.submission_ids:
            if submission := wanted.get(submission_id):
                data = archive.read(home, submission.sha256)
                reading = _read(data, _handed_in(submission), office, forms, settings.limits)
                _land(home, reading, version)
                readings.append(reading)
        with ledger.transaction(book):
            for reading in readings:
                ledger.record_reading(book, _row(reading, version))
    return ReadReport(
        submissions=len(readings),
        observations=sum(len(reading.observations) for reading in readings),
        register_cells=sum(len(reading.register_cells) for reading in readings),
        findings=sum(len(reading.findings) for reading in readings),
    )


def _read(
    data: bytes, handed_in: HandedIn, office: Office, forms: tuple[Form, ...], limits: Limits
) -> Reading:
    """Read one submission. A mistake of ours costs this submission and is said; the others go on."""
    try:
        return read_submission(data, handed_in, office, forms, limits)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it becomes a finding and a log entry
        _LOG.exception("reading %s (%s)", handed_in.submission_id, handed_in.file_name)
        place = Place(handed_in.file_name, submission_id=handed_in.submission_id)
        said = finding(
            "READER_FAULT", place, found=f"{type(fault).__name__}: {fault}", subject=handed_in.file_name
        )
        return Reading(handed_in, None, None, "_T", "", findings=(said,))


def _handed_in(submission: Submission) -> HandedIn:
    return HandedIn(
        submission_id=submission.submission_id,
        file_name=submission.file_name,
        department_id=submission.department_id,
        received_at=submission.received_at,
        is_sample=submission.is_sample,
        stated_cells=frozenset(submission.stated_cells),
    )


def _land(home: Home, reading: Reading, version: str) -> None:
    target = landing_folder(home, reading.handed_in.submission_id, version)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    staging = staging_path(target.parent)
    staging.mkdir(mode=0o700)
    write_reading(reading, staging, version)
    put_folder(staging, target)


def landing_folder(home: Home, submission_id: str, version: str) -> Path:
    return home.landing / submission_id / version


def _row(reading: Reading, version: str) -> ledger.Reading:
    return ledger.Reading(
        submission_id=reading.handed_in.submission_id,
        reader_version=version,
        form_id=reading.form_id,
        period=reading.period,
        part=reading.part,
        content_sha256=reading.content_sha256,
        n_observations=len(reading.observations),
        n_register_rows=len({(cell.register, cell.row_no) for cell in reading.register_cells}),
        n_findings=len(reading.findings),
        read_at=datetime.now(UTC),
    )
