"""The ledger: what was handed in, what was read of it and what was decided on it. SQLite, on one node.

Rows are added, not changed: the state of a submission is the decision it stands on. Functions take an open
ledger; each is one transaction, or part of the caller's. Moves of the pointer are in publication.py.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime

from ingest.finding.finding import Finding
from ingest.finding.refusal import Refusal
from ingest.office.revision_reason import NOT_STATED
from warehouse.ledger.file.schema import transaction
from warehouse.ledger.row import (
    Accepted,
    Decision,
    DecisionKind,
    Entry,
    HandIn,
    Reading,
    Receipt,
    Submission,
    finding_from,
    finding_text,
    instant_text,
    rows,
)

# Held by one of these, a submission's values have no certain place: to release them would be to guess.
UNPLACED = frozenset(
    {
        "PERIOD_MISSING",
        "PERIOD_CONTRADICTION",
        "PERIOD_IN_FUTURE",
        "UNKNOWN_UNIT",
        "MISSING_UNIT",
        "SEVERAL_UNITS",
        "UNKNOWN_LABEL",
        "MISSING_LABEL",
        "HEADER_MERGE_LOST",
        "DUPLICATE_VALUE",
        "WRONG_DEPARTMENT",
    }
)


def _now() -> datetime:
    return datetime.now(UTC)


# -------------------------------------------------------------------------------------- what was handed in


def enter_submission(ledger: sqlite3.Connection, hand_in: HandIn) -> tuple[str, Entry]:
    """Enter a hand-in: its submission_id, and what it is. Bytes that are known already add only a receipt.

    `taken_from`, if given, names one file of the inbox: that very file again adds nothing.
    """
    facts = {
        **asdict(hand_in),
        "received_at": instant_text(hand_in.received_at),
        "recorded_at": instant_text(_now()),
        "stated_cells": json.dumps(hand_in.stated_cells, ensure_ascii=False),
    }
    with transaction(ledger):
        known = ledger.execute(
            "SELECT submission_id FROM submission WHERE sha256 = :sha256", facts
        ).fetchone()
        submission_id: str = known[0] if known else _free_id(ledger, hand_in.sha256)
        if ledger.execute("SELECT 1 FROM receipt WHERE taken_from = :taken_from", facts).fetchone():
            return submission_id, Entry.MET_AGAIN
        if not known:
            ledger.execute(
                """
                INSERT INTO submission
                SELECT :submission_id, :sha256, COALESCE(MAX(sequence), 0) + 1, :department_id, :file_name,
                       :size_bytes, :received_at, :received_by, :recorded_at, :back_loaded, :is_sample,
                       :stated_cells
                FROM submission
                """,
                {**facts, "submission_id": submission_id},
            )
        ledger.execute(
            """
            INSERT INTO receipt (submission_id, department_id, file_name, received_at, received_by,
                                 recorded_at, duplicate, taken_from, revision_reason)
            VALUES (:submission_id, :department_id, :file_name, :received_at, :received_by,
                    :recorded_at, :duplicate, :taken_from, :revision_reason)
            """,
            {**facts, "submission_id": submission_id, "duplicate": bool(known)},
        )
    return submission_id, Entry.DUPLICATE if known else Entry.NEW


def _free_id(ledger: sqlite3.Connection, sha256: str) -> str:
    """The shortest prefix of a sum, of 16 digits or more, that no other submission has.

    Two files that agree in 16 digits (64 bits) are found in minutes by whoever looks for them.
    """
    alike = ledger.execute(
        "SELECT submission_id FROM submission WHERE submission_id BETWEEN ? AND ?", (sha256[:16], sha256)
    )
    taken = {submission_id for (submission_id,) in alike}
    return next(sha256[:length] for length in range(16, 65) if sha256[:length] not in taken)


def taken_before(ledger: sqlite3.Connection, state: str) -> str | None:
    """The SHA-256 under which a file of the inbox was entered as it lies there now; None if it was not.

    `state`: its `taken_from` up to the sum, so that its bytes need not be read for this.
    """
    # No digit of a sum comes after an f. The length: a name may hold what looks like a state.
    before = ledger.execute(
        "SELECT sha256 FROM receipt JOIN submission USING (submission_id)"
        " WHERE taken_from BETWEEN ?1 AND ?1 || 'g' AND length(taken_from) = length(?1) + 64",
        (state,),
    ).fetchone()
    return before[0] if before else None


def submission(ledger: sqlite3.Connection, submission_id: str) -> Submission | None:
    """The submission of this id; None if none was entered."""
    cursor = ledger.execute("SELECT * FROM submission WHERE submission_id = ?", (submission_id,))
    found = rows(Submission, cursor)
    return found[0] if found else None


def submissions(ledger: sqlite3.Connection) -> list[Submission]:
    """Everything ever handed in, in order of entry."""
    return rows(Submission, ledger.execute("SELECT * FROM submission ORDER BY sequence"))


def receipts(ledger: sqlite3.Connection) -> list[Receipt]:
    """Every hand-in, duplicates included, in order of entry."""
    return rows(Receipt, ledger.execute("SELECT * FROM receipt ORDER BY receipt_id"))


def stated_reason(ledger: sqlite3.Connection, submission_id: str) -> str:
    """Why a submission says something else than what was handed in before it, as was said with it last; `_U` for nothing."""
    said = ledger.execute(
        "SELECT revision_reason FROM receipt WHERE submission_id = ? ORDER BY revision_reason = ?, receipt_id DESC LIMIT 1",
        (submission_id, NOT_STATED),
    ).fetchone()
    return str(said[0]) if said else NOT_STATED


def replace_inbox_findings(ledger: sqlite3.Connection, findings: Iterable[Finding]) -> None:
    """State what is wrong in the inbox now; what was stated before is forgotten."""
    with transaction(ledger):
        ledger.execute("DELETE FROM inbox_finding")
        ledger.executemany(
            "INSERT INTO inbox_finding VALUES (?, ?)",
            [(finding.file, finding_text(finding)) for finding in findings],
        )


def inbox_findings(ledger: sqlite3.Connection) -> list[Finding]:
    """What was wrong in the inbox when it was last collected."""
    texts = ledger.execute("SELECT finding FROM inbox_finding ORDER BY path, rowid")
    return [finding_from(text) for (text,) in texts]


# ------------------------------------------------------------------------------- what was read and decided


def record_reading(ledger: sqlite3.Connection, reading: Reading) -> None:
    """Enter what a version of the reader made of a submission; the same version again replaces its row."""
    with transaction(ledger):
        ledger.execute(
            """
            INSERT INTO reading
            VALUES (:submission_id, :reader_version, :form_id, :period, :part, :content_sha256,
                    :n_observations, :n_register_rows, :n_findings, :read_at)
            ON CONFLICT (submission_id, reader_version) DO UPDATE SET
                form_id = :form_id, period = :period, part = :part, content_sha256 = :content_sha256,
                n_observations = :n_observations, n_register_rows = :n_register_rows,
                n_findings = :n_findings, read_at = :read_at
            """,
            {**asdict(reading), "read_at": instant_text(reading.read_at)},
        )


def readings(ledger: sqlite3.Connection, submission_id: str) -> list[Reading]:
    """The readings of a submission, oldest first."""
    cursor = ledger.execute(
        "SELECT * FROM reading WHERE submission_id = ? ORDER BY read_at, reader_version", (submission_id,)
    )
    return rows(Reading, cursor)


def pending(ledger: sqlite3.Connection, reader_version: str) -> list[Submission]:
    """What this version of the reader must read: undecided, or held by another version, and not yet read."""
    return [each for each, was_read in _awaiting(ledger, reader_version) if not was_read]


def undecided(ledger: sqlite3.Connection, reader_version: str) -> list[Submission]:
    """What this version has read and no gate has decided on: new, or held by another version."""
    return [each for each, was_read in _awaiting(ledger, reader_version) if was_read]


def _awaiting(ledger: sqlite3.Connection, reader_version: str) -> list[tuple[Submission, bool]]:
    """What awaits a decision under this version, in order of entry, and whether it has been read by it."""
    awaiting = ledger.execute(
        """
        SELECT s.* FROM submission s LEFT JOIN standing_decision d USING (submission_id)
        WHERE d.decision_id IS NULL OR (d.kind = 'hold' AND d.reader_version <> ?)
        ORDER BY s.sequence
        """,
        (reader_version,),
    )
    read = ledger.execute("SELECT submission_id FROM reading WHERE reader_version = ?", (reader_version,))
    was_read = {submission_id for (submission_id,) in read}
    return [(each, each.submission_id in was_read) for each in rows(Submission, awaiting)]


def record_decision(
    ledger: sqlite3.Connection,
    submission_id: str,
    reader_version: str,
    kind: DecisionKind,
    *,
    reason: str,
    actor: str,
    decided_at: datetime | None = None,
) -> Decision:
    """Enter a decision on what a version of the reader read, and from when readers could know it.

    `accepted_at` is the instant of the decision; when a gate accepts what was back-loaded, it is the instant
    of its receipt. Refusal: what was refused is ended, only what is held (or has a value that is) can be
    released, and what fits no form fills no slot.
    """
    decided_at = decided_at or _now()
    with transaction(ledger):
        standing = current_decision(ledger, submission_id)
        reading = ledger.execute(
            "SELECT s.received_at, s.back_loaded, r.form_id, r.period"
            " FROM submission s JOIN reading r USING (submission_id)"
            " WHERE submission_id = ? AND reader_version = ?",
            (submission_id, reader_version),
        ).fetchone()
        if reading is None:
            raise _no_decision(
                f"没有该报表的这一版读数:{submission_id} {reader_version}。 This version has not read it.",
            )
        received_at, back_loaded, form_id, period = reading
        _check_order(ledger, submission_id, standing, kind, form_id, period)
        accepted_at = None
        if kind in (DecisionKind.ACCEPT, DecisionKind.RELEASE):
            back_dated = kind == DecisionKind.ACCEPT and back_loaded
            accepted_at = received_at if back_dated else instant_text(decided_at)
        decision_id = ledger.execute(
            """
            INSERT INTO decision (submission_id, reader_version, kind, reason, actor, decided_at, accepted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            (submission_id, reader_version, kind, reason, actor, instant_text(decided_at), accepted_at),
        ).lastrowid
        entered = ledger.execute("SELECT * FROM decision WHERE decision_id = ?", (decision_id,))
        return rows(Decision, entered)[0]


def _no_decision(found: str) -> Refusal:
    return Refusal("DECISION", found=found)


def _check_order(
    ledger: sqlite3.Connection,
    submission_id: str,
    standing: Decision | None,
    kind: DecisionKind,
    form_id: str | None,
    period: str | None,
) -> None:
    if standing is not None and standing.kind == DecisionKind.REFUSE:
        raise _no_decision(
            f"{submission_id} 已退回，不能再处理。要恢复：indicators reinstate {submission_id}"
            " It was refused; hand in a corrected file, or reinstate it.",
        )
    if kind == DecisionKind.RELEASE and not _is_held(ledger, standing):
        raise _no_decision(f"{submission_id} 不在待核之列。 It is not held; nothing to release.")
    unplaced = unplaced_by(standing.reason if standing else "")
    if kind == DecisionKind.RELEASE and form_id is not None and (period is None or unplaced):
        raise _no_decision(
            f"{submission_id} 的数说不清属于哪期、哪项或什么单位,不能放行,须改正重报:{', '.join(unplaced)}。"
            " Its values have no certain period, label, unit or department; it must be corrected.",
        )
    if kind in (DecisionKind.ACCEPT, DecisionKind.RELEASE) and form_id is None:
        raise _no_decision(f"{submission_id} 不符合任何表式,无处可填。 It fits no form and fills no slot.")


def unplaced_by(held_by: str) -> list[str]:
    """Of the rules that hold a submission, as its decision names them, those that nobody can release it from."""
    return sorted(UNPLACED.intersection(held_by.split(", ")))


def _is_held(ledger: sqlite3.Connection, standing: Decision | None) -> bool:
    """Whether there is something to release: the whole, or single values of what is accepted."""
    if standing is None or standing.kind is DecisionKind.HOLD:
        return standing is not None
    held_value = ledger.execute(
        "SELECT 1 FROM question WHERE submission_id = ? AND reader_version = ?"
        " AND json_extract(finding, '$.severity') = 'hold' AND json_extract(finding, '$.scope') = 'row'",
        (standing.submission_id, standing.reader_version),
    ).fetchone()
    return standing.kind is DecisionKind.ACCEPT and held_value is not None


def current_decision(ledger: sqlite3.Connection, submission_id: str) -> Decision | None:
    """The decision that a submission stands on; None while there is none."""
    cursor = ledger.execute("SELECT * FROM standing_decision WHERE submission_id = ?", (submission_id,))
    found = rows(Decision, cursor)
    return found[0] if found else None


def current_decisions(ledger: sqlite3.Connection) -> dict[str, Decision]:
    """The decision that each submission stands on, by submission_id."""
    standing = rows(Decision, ledger.execute("SELECT * FROM standing_decision ORDER BY decision_id"))
    return {decision.submission_id: decision for decision in standing}


def ever_accepted(ledger: sqlite3.Connection) -> frozenset[str]:
    """The submissions that were let in at some time, whatever became of them."""
    return frozenset(
        submission_id
        for (submission_id,) in ledger.execute(
            "SELECT submission_id FROM decision WHERE accepted_at IS NOT NULL"
        )
    )


def reread_since(ledger: sqlite3.Connection, instant: datetime | None) -> frozenset[str]:
    """The submissions that were let in, after an instant, by another reading than the one before."""
    again = ledger.execute(
        """
        SELECT d.submission_id FROM decision d
        WHERE d.accepted_at IS NOT NULL AND d.decided_at > ? AND EXISTS (
            SELECT 1 FROM decision x
            WHERE x.submission_id = d.submission_id AND x.decision_id < d.decision_id
              AND x.accepted_at IS NOT NULL AND x.reader_version <> d.reader_version)
        """,
        (instant_text(instant) if instant else "",),
    )
    return frozenset(submission_id for (submission_id,) in again)


def accepted_submissions(ledger: sqlite3.Connection, as_of: datetime | None = None) -> list[Accepted]:
    """What is accepted now, or what was before the instant `as_of`, in order of entry.

    Which of them fills a slot is told by `slot.speaking`. One that was refused after it had been accepted stays in
    what readers knew in between, and nowhere else: what was back-loaded and then refused was never known on
    the days that it was dated back to.
    """
    bound = instant_text(as_of) if as_of else "9999-12-31T23:59:59.999999Z"
    cursor = ledger.execute(
        """
        SELECT s.*, a.accepted_at, r.reader_version, r.form_id, r.period, r.part, r.content_sha256,
            (SELECT MAX(back.reinstated_at) FROM reinstatement back
             WHERE back.submission_id = s.submission_id AND back.reinstated_at < :as_of) AS reinstated_at
        FROM acceptance a
        JOIN submission s USING (submission_id)
        JOIN reading r USING (submission_id, reader_version)
        WHERE a.accepted_at < :as_of
          AND (a.ended_at IS NULL OR a.known_from < :as_of)
          AND (a.held_at IS NULL OR a.held_at >= :as_of)
          AND NOT EXISTS (
              SELECT 1 FROM decision x
              WHERE x.submission_id = a.submission_id AND x.kind = 'refuse' AND x.decided_at < :as_of
                AND NOT EXISTS (
                    SELECT 1 FROM reinstatement r
                    WHERE r.submission_id = x.submission_id AND r.after_decision_id >= x.decision_id
                      AND r.reinstated_at < :as_of))
        ORDER BY s.sequence, a.decision_id
        """,
        {"as_of": bound},
    )
    # Dated back, what let it in the last time may reach over a time before; that one counts.
    return list({one.submission_id: one for one in rows(Accepted, cursor)}.values())
