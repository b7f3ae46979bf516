"""The rows of the ledger as they are read, and how an instant is written in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.office.revision_reason import NOT_STATED


class DecisionKind(StrEnum):
    """What was decided of a submission, and by whom."""

    ACCEPT = "accept"  # by the gate
    HOLD = "hold"  # by the gate
    RELEASE = "release"  # by a person: a held submission is loaded
    REFUSE = "refuse"  # by a person: the end of this submission


class PublicationKind(StrEnum):
    """Why the pointer moved: a new snapshot, a person's going back, or its end."""

    PUBLISH = "publish"
    ROLLBACK = "rollback"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class HandIn:
    """The facts of one hand-in, before it is entered."""

    sha256: str
    department_id: str
    file_name: str
    size_bytes: int
    received_at: datetime
    received_by: str
    back_loaded: bool = False
    is_sample: bool = False
    stated_cells: tuple[str, ...] = ()
    taken_from: str | None = None
    revision_reason: str = NOT_STATED


class Entry(StrEnum):
    """What the ledger made of a hand-in."""

    NEW = "new"  # a submission
    DUPLICATE = "duplicate"  # bytes that are known: a further receipt
    MET_AGAIN = "met_again"  # the very file of the inbox that has been entered: nothing


@dataclass(frozen=True, slots=True)
class Submission:
    """One file handed in, known by its bytes. `sequence` counts 1, 2, 3 … in order of entry."""

    submission_id: str
    sha256: str
    sequence: int
    department_id: str
    file_name: str
    size_bytes: int
    received_at: datetime
    received_by: str
    recorded_at: datetime
    back_loaded: bool
    is_sample: bool
    stated_cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One hand-in. The same bytes again leave a further receipt of the same submission."""

    receipt_id: int
    submission_id: str
    department_id: str
    file_name: str
    received_at: datetime
    received_by: str
    recorded_at: datetime
    duplicate: bool
    revision_reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version of the reader made of a submission. `form_id` is None if no form fits."""

    submission_id: str
    reader_version: str
    form_id: str | None
    period: str | None
    part: str
    content_sha256: str
    n_observations: int
    n_register_rows: int
    n_findings: int
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, as it stands in the ledger for good. `accepted_at`: since when readers may know it; None where it is not let in."""

    decision_id: int
    submission_id: str
    reader_version: str
    kind: DecisionKind
    reason: str
    actor: str
    decided_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted submission, as read by the version of the reader that the decision was about."""

    submission_id: str
    sha256: str
    sequence: int
    department_id: str
    file_name: str
    received_at: datetime
    back_loaded: bool
    is_sample: bool
    stated_cells: tuple[str, ...]
    reader_version: str
    form_id: str
    period: str | None
    part: str
    content_sha256: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A snapshot that was made. It stays listed when its folder has been pruned."""

    snapshot_id: str
    build_id: str
    built_at: datetime
    received_until: datetime | None


@dataclass(frozen=True, slots=True)
class Publication:
    """One move of the pointer. While `pinned`, new snapshots do not move it."""

    publication_id: int
    snapshot_id: str
    kind: PublicationKind
    actor: str
    reason: str
    moved_at: datetime
    pinned: bool


def instant_text(instant: datetime) -> str:
    """'2024-01-05T02:00:00.000000Z'. ValueError for a time without a zone."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {instant.isoformat()}")
    return instant.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def instant(text: str) -> datetime:
    """The inverse of `instant_text`."""
    return datetime.fromisoformat(text)


if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")

_FROM_TEXT: dict[str, Callable[[Any], object]] = {
    "received_at": instant,
    "recorded_at": instant,
    "read_at": instant,
    "decided_at": instant,
    "accepted_at": instant,
    "built_at": instant,
    "received_until": instant,
    "moved_at": instant,
    "back_loaded": bool,
    "is_sample": bool,
    "duplicate": bool,
    "pinned": bool,
    "stated_cells": lambda text: tuple(json.loads(text)),
}
_KINDS: dict[object, type[StrEnum]] = {Decision: DecisionKind, Publication: PublicationKind}


def rows(kind: type[Row], cursor: sqlite3.Cursor) -> list[Row]:
    """The rows of a cursor as `kind`: a column goes to the field of its name, any further one is left out."""
    from_text = dict(_FROM_TEXT)
    if kind in _KINDS:
        from_text["kind"] = _KINDS[kind]
    columns = [column[0] for column in cursor.description]
    places = [(field.name, columns.index(field.name)) for field in fields(kind)]
    return [
        kind(
            **{
                name: from_text[name](row[place])
                if name in from_text and row[place] is not None
                else row[place]
                for name, place in places
            }
        )
        for row in cursor
    ]
