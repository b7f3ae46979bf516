"""What has not been read yet, in chunks: by bytes, so that reading one takes about as long as reading another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ingest.office.load import load_office
from warehouse.home import Home
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import Submission
from warehouse.settings import Settings
from warehouse.version import reader_version


@dataclass(frozen=True, slots=True)
class Chunk:
    """Submissions that are read together. `name` is for people: a department's files, first to last."""

    name: str
    submission_ids: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """What the task of Airflow hands on."""
        return asdict(self)

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> Chunk:
        """The chunk of what `as_dict` gave."""
        return cls(said["name"], tuple(said["submission_ids"]))


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
    size = 0
    for one in submissions:
        # Not by its size alone: a file that was handed in empty has none, and it is read as well.
        if not parts or size + one.size_bytes > most:
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
