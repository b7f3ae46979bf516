"""The ledger's part about readers: which snapshots were made, and every move of the pointer."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from warehouse.ledger.file.schema import transaction
from warehouse.ledger.row import Publication, PublicationKind, SnapshotRow, instant_text, rows


def record_snapshot(ledger: sqlite3.Connection, snapshot: SnapshotRow) -> None:
    """Enter a snapshot; one that is entered already stays as it is."""
    with transaction(ledger):
        ledger.execute(
            "INSERT INTO snapshot VALUES (?, ?, ?, ?) ON CONFLICT (snapshot_id) DO NOTHING",
            (
                snapshot.snapshot_id,
                snapshot.build_id,
                instant_text(snapshot.built_at),
                instant_text(snapshot.received_until) if snapshot.received_until else None,
            ),
        )


def recorded_snapshots(ledger: sqlite3.Connection) -> list[SnapshotRow]:
    """Every snapshot ever made, in the order made (a clock may jump); the folders of old ones are gone."""
    return rows(SnapshotRow, ledger.execute("SELECT * FROM snapshot ORDER BY rowid"))


def record_publication(
    ledger: sqlite3.Connection,
    snapshot_id: str,
    kind: PublicationKind,
    *,
    actor: str,
    reason: str,
    pinned: bool,
) -> None:
    """Enter a move of the pointer. This is what the pointer is made to follow."""
    with transaction(ledger):
        ledger.execute(
            "INSERT INTO publication (snapshot_id, kind, actor, reason, moved_at, pinned)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (snapshot_id, kind, actor, reason, instant_text(datetime.now(UTC)), pinned),
        )


def publications(ledger: sqlite3.Connection) -> list[Publication]:
    """Every move of the pointer, oldest first."""
    return rows(Publication, ledger.execute("SELECT * FROM publication ORDER BY publication_id"))


def last_publication(ledger: sqlite3.Connection) -> Publication | None:
    """Where the pointer belongs, and whether it is pinned there; None before the first snapshot."""
    cursor = ledger.execute("SELECT * FROM publication ORDER BY publication_id DESC LIMIT 1")
    found = rows(Publication, cursor)
    return found[0] if found else None
