"""The ledger's part about messages to departments: each is entered before it is sent, and how that ended after it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from datetime import UTC, date, datetime
from enum import StrEnum

from warehouse.ledger.file.schema import transaction
from warehouse.ledger.row import instant_text


class Outcome(StrEnum):
    """How sending a message ended. Unknown: it was killed on the way."""

    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


def told(book: sqlite3.Connection) -> dict[str, set[str]]:
    """What each department has been told, or may have been: all that was begun and is not known to have failed."""
    found = book.execute(
        "SELECT department_id, about FROM notification LEFT JOIN notification_end USING (notification_id)"
        " WHERE outcome IS NOT 'failed' ORDER BY notification_id"
    )
    by_department: dict[str, set[str]] = {}
    for department_id, about in found:
        by_department.setdefault(department_id, set()).update(json.loads(about))
    return by_department


def begin(book: sqlite3.Connection, department_id: str, day: date, about: Collection[str]) -> int | None:
    """Enter that a message is about to be sent; None where the department has had one on that day, or may have had."""
    with transaction(book):
        had = book.execute(
            "SELECT 1 FROM notification LEFT JOIN notification_end USING (notification_id)"
            " WHERE department_id = ? AND day = ? AND outcome IS NOT 'failed'",
            (department_id, day.isoformat()),
        ).fetchone()
        if had:
            return None
        return book.execute(
            "INSERT INTO notification (department_id, day, about, begun_at) VALUES (?, ?, ?, ?)",
            (
                department_id,
                day.isoformat(),
                json.dumps(sorted(about), ensure_ascii=False),
                instant_text(datetime.now(UTC)),
            ),
        ).lastrowid


def end(book: sqlite3.Connection, notification_id: int, outcome: Outcome, problem: str = "") -> None:
    """Enter how it ended."""
    with transaction(book):
        book.execute(
            "INSERT INTO notification_end VALUES (?, ?, ?, ?)",
            (notification_id, outcome, problem, instant_text(datetime.now(UTC))),
        )


def settle(book: sqlite3.Connection) -> list[str]:
    """The departments of messages that were killed on the way, entered as unknown. Only under the refresh lock: nobody sends."""
    with transaction(book):
        left = book.execute(
            "SELECT notification_id, department_id FROM notification"
            " LEFT JOIN notification_end USING (notification_id) WHERE outcome IS NULL ORDER BY notification_id"
        ).fetchall()
        for notification_id, _ in left:
            end(book, notification_id, Outcome.UNKNOWN, "killed")
    return [department_id for _, department_id in left]
