"""The rows of the ledger as they are read, and how an instant is written in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.finding.finding import Finding
from ingest.finding.message import Duty, Severity
from ingest.office.revision_reason import NOT_STATED

# department_id, form_id, period, part; form and period may not be known of what is held.
Slot = tuple[str, str | None, str | None, str]


class DecisionKind(StrEnum):
    """What was decided of a submission, and by whom."""

    ACCEPT = "accept"  # by the gate
    HOLD = "hold"  # by the gate
    RELEASE = "release"  # by a person: a held submission is loaded
    REFUSE = "refuse"  # by a person: the end of this submission, unless it is reinstated


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
    reinstated_at: datetime | None = None

    @property
    def slot(self) -> Slot:
        """What it fills."""
        return self.department_id, self.form_id, self.period, self.part

    @property
    def order(self) -> tuple[datetime, int]:
        """What orders the submissions of a slot, the last of which speaks for it.

        The instant of receipt, or that at which it was put back in force, and then the order of entry.
        `int_submission_current` orders by the same.
        """
        return self.reinstated_at or self.received_at, self.sequence


@dataclass(frozen=True, slots=True)
class Held:
    """A submission that waits at the gate, with the reading that it is held for. `form_id`, `period`: where known."""

    submission: Submission
    decision: Decision
    form_id: str | None
    period: str | None
    part: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A finding that a department was asked about, or that holds figures back, as the ledger has kept it.

    `places`: in how many cells it was found; `finding` has the first.
    """

    submission_id: str
    reader_version: str
    finding_id: str
    gate: str
    asked_at: datetime
    places: int
    finding: Finding


class AnswerState(StrEnum):
    """What a person decided on an explanation: it will do, or the question stays open."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision on what a department said to a question. `until`: the last day on which it will do; None for good."""

    answer_id: int
    submission_id: str
    finding_id: str
    state: AnswerState
    reason: str
    actor: str
    answered_at: datetime
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it has not run out by then."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Reinstatement:
    """A submission stands again. `over_submission_id`: what spoke for its slot until then; None for nothing."""

    reinstatement_id: int
    submission_id: str
    after_decision_id: int
    over_submission_id: str | None
    reason: str
    actor: str
    reinstated_at: datetime


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


def finding_text(finding: Finding) -> str:
    """A finding as the ledger keeps it."""
    return json.dumps(asdict(finding), ensure_ascii=False)


def finding_from(text: str) -> Finding:
    """The inverse of `finding_text`."""
    facts = json.loads(text)
    facts["severity"], facts["duty"] = Severity(facts["severity"]), Duty(facts["duty"])
    return Finding(**facts)


if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")

_FROM_TEXT: dict[str, Callable[[Any], object]] = {
    "received_at": instant,
    "recorded_at": instant,
    "read_at": instant,
    "decided_at": instant,
    "accepted_at": instant,
    "asked_at": instant,
    "answered_at": instant,
    "reinstated_at": instant,
    "entered_at": instant,
    "ended_at": instant,
    "until": date.fromisoformat,
    "finding": finding_from,
    "state": AnswerState,
    "built_at": instant,
    "received_until": instant,
    "moved_at": instant,
    "handed_back_at": instant,
    "said_at": instant,
    "frozen_at": instant,
    "signed_at": instant,
    "back_loaded": bool,
    "is_sample": bool,
    "is_synthetic": bool,
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
