"""Where the log of the ledger stands: the last entry of each kind of decision, and a sum over all of them up to it.

The manifest of a snapshot states it and is sealed, so that what was entered before cannot be changed afterwards
without a snapshot saying so.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

# Each with its columns, the first of which counts its entries; SQLite gives no number twice. By name: a column that a
# later version adds is not part of what was stated before.
_LOGS = {
    "receipt": "receipt_id, submission_id, department_id, received_at, received_by, recorded_at, duplicate, revision_reason",
    "decision": "decision_id, submission_id, reader_version, kind, reason, actor, decided_at, accepted_at",
    "answer": "answer_id, submission_id, finding_id, state, reason, actor, answered_at",
    "reinstatement": "reinstatement_id, submission_id, after_decision_id, over_submission_id, reason, actor, reinstated_at",
    "waiver": "waiver_id, rule, department_id, form_id, period, series_id, until, reason, actor, entered_at",
    "waived_release": "decision_id, waiver_id",
    "waiver_author": "waiver_id, author",
    "waiver_end": "waiver_id, reason, actor, ended_at",
    "edition": "edition_id, name, period, snapshot_id, actor, frozen_at",
    "edition_figure": "figure_id, edition_id, row_key, line_zh, period_zh, what, shown, is_synthetic, observation_id",
    "edition_signature": "edition_id, actor, signed_at",
}


def head(book: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """Of each log the number of its last entry (0 for none) and the SHA-256 of its entries."""
    lasts = {
        table: int(book.execute(f"SELECT COALESCE(MAX({_number(table)}), 0) FROM {table}").fetchone()[0])  # noqa: S608 - our own names
        for table in _LOGS
    }
    return {table: {"last": last, "sha256": _sum(book, table, last)} for table, last in lasts.items()}


def changed_since(book: sqlite3.Connection, stated: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The logs in which what a head knew is not as it was: changed, or gone. A log that is unknown here is one of them."""
    return [
        table
        for table, said in stated.items()
        if table not in _LOGS or _sum(book, table, int(said["last"])) != said["sha256"]
    ]


def _sum(book: sqlite3.Connection, table: str, last: int) -> str:
    digest = hashlib.sha256()
    number = _number(table)
    entries = book.execute(
        f"SELECT {_LOGS[table]} FROM {table} WHERE {number} <= ? ORDER BY {number}",  # noqa: S608 - our own names
        (last,),
    )
    for entry in entries:
        digest.update(json.dumps(entry, ensure_ascii=False).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _number(table: str) -> str:
    return _LOGS[table].split(",", 1)[0]
