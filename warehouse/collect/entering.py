"""Entering one hand-in in the ledger: as new, or as bytes that are known and that may stand again by it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from ingest.office.load import load_office
from warehouse.ledger.entries import current_decision, enter_submission
from warehouse.ledger.file.schema import transaction
from warehouse.ledger.reinstatement import handed_in_again
from warehouse.ledger.row import Entry, HandIn
from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the ledger made of one hand-in. `stands_over`: what its bytes, known before, take the place of again."""

    submission_id: str
    entry: Entry
    stands_over: str | None = None


def enter(ledger: sqlite3.Connection, settings: Settings, facts: HandIn) -> HandedIn:
    """Enter a hand-in. Bytes that are known, and that something else has taken the place of since, stand again."""
    with transaction(ledger):
        submission_id, entry = enter_submission(ledger, facts)
        standing = current_decision(ledger, submission_id)
        # What is not in the data has no place to be put back to, and costs no look at the office's files.
        if entry is not Entry.DUPLICATE or standing is None or standing.accepted_at is None:
            return HandedIn(submission_id, entry)
        again = handed_in_again(
            ledger,
            submission_id,
            load_office(settings.office),
            received_at=facts.received_at,
            actor=facts.received_by,
        )
        return HandedIn(submission_id, entry, again.over_submission_id if again else None)
