"""Every submission that was decided on, with its standing decision: what a build is of, by the ledger alone."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.office.revision_reason import NOT_STATED
from warehouse.ledger import entries as ledger
from warehouse.ledger.row import DecisionKind, instant_text


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A row of the table `submission`: what was handed in, how it was read and how it was decided on."""

    submission_id: str
    sequence: int
    sha256: str
    department_id: str
    file_name: str
    received_at: datetime
    received_by: str
    recorded_at: datetime
    is_sample: bool
    reader_version: str
    form_id: str | None
    period: str | None
    part: str
    content_sha256: str
    decision: str
    decision_reason: str
    decided_at: datetime
    accepted_at: datetime | None
    reinstated_at: datetime | None
    revision_reason: str


@dataclass(frozen=True, slots=True)
class DecidedSubmission:
    """A submission with its standing decision, as the table `submission` shows it, and what the ledger says was read."""

    row: SubmissionRow
    n_observations: int
    n_register_rows: int

    @property
    def folder(self) -> Path:
        """Where landing keeps what was read of it, below its root."""
        return Path(self.row.submission_id, self.row.reader_version)

    @property
    def accepted(self) -> bool:
        """Whether it is in the data."""
        return self.row.accepted_at is not None

    @property
    def fact(self) -> str:
        """What a build's id is made of."""
        row = self.row
        facts = (
            row.submission_id, row.reader_version, row.decision, row.decision_reason, row.accepted_at,
            row.revision_reason, row.reinstated_at,
        )  # fmt: skip
        return "|".join(map(str, facts))


def decided_submissions(book: sqlite3.Connection, as_of: datetime | None = None) -> list[DecidedSubmission]:
    """Every submission that was decided on, in order of entry; with `as_of`, only what was accepted by then."""
    accepted = {one.submission_id: one for one in ledger.accepted_submissions(book, as_of)}
    decisions = ledger.current_decisions(book)
    reasons = _stated_reasons(book, as_of)
    accepting = _accepting_kinds(book, as_of) if as_of else {}
    judged = []
    for one in ledger.submissions(book):
        decision = decisions.get(one.submission_id)
        known = accepted.get(one.submission_id)
        if decision is None or (as_of is not None and known is None):
            continue
        version = known.reader_version if known else decision.reader_version
        reading = next(
            each for each in ledger.readings(book, one.submission_id) if each.reader_version == version
        )
        judged.append(
            DecidedSubmission(
                SubmissionRow(
                    submission_id=one.submission_id,
                    sequence=one.sequence,
                    sha256=one.sha256,
                    department_id=one.department_id,
                    file_name=one.file_name,
                    received_at=one.received_at,
                    received_by=one.received_by,
                    recorded_at=one.recorded_at,
                    is_sample=one.is_sample,
                    reader_version=version,
                    form_id=reading.form_id,
                    period=reading.period,
                    part=reading.part,
                    content_sha256=reading.content_sha256,
                    # On an earlier day it stood accepted, or released, whatever became of it later.
                    decision=str(accepting[one.submission_id] if as_of else decision.kind),
                    decision_reason=decision.reason,
                    decided_at=decision.decided_at,
                    accepted_at=known.accepted_at if known else None,
                    reinstated_at=known.reinstated_at if known else None,
                    revision_reason=reasons.get(one.submission_id, NOT_STATED),
                ),
                reading.n_observations,
                reading.n_register_rows,
            )
        )
    return judged


def _stated_reasons(book: sqlite3.Connection, as_of: datetime | None) -> dict[str, str]:
    """Why each submission differs from the one before, as last said by whoever handed it in, if anybody did."""
    return {
        receipt.submission_id: receipt.revision_reason
        for receipt in ledger.receipts(book)
        if receipt.revision_reason != NOT_STATED and (as_of is None or receipt.received_at < as_of)
    }


def _accepting_kinds(book: sqlite3.Connection, as_of: datetime) -> dict[str, DecisionKind]:
    """How each submission was last let in before an instant, by the gate or by a release; also if it was refused later."""
    every = book.execute(
        "SELECT submission_id, kind FROM decision WHERE accepted_at < ? ORDER BY decision_id",
        (instant_text(as_of),),
    )
    return {submission_id: DecisionKind(kind) for submission_id, kind in every}
