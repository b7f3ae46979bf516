"""A finished build: what it says of itself, the verdict of gate 2 on it, and what its manifest says besides its files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path

import duckdb

from expectations.gate_2 import Whole, judge_whole
from ingest.office.facts import Office
from ingest.office.rename import renames_of_today
from warehouse.building.blocked import blocked
from warehouse.building.decided import DecidedSubmission
from warehouse.home import Home
from warehouse.ledger.file.head import head
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import SnapshotRow
from warehouse.settings import Settings
from warehouse.snapshots.expected import expected_of
from warehouse.version import code_version


def row_of(connection: duckdb.DuckDBPyConnection) -> SnapshotRow:
    """What a build says of itself. Blocked where its table `snapshot` is empty."""
    about = connection.execute(
        "select snapshot_id, build_id, built_at, received_until from snapshot"
    ).fetchone()
    if about is None:
        raise blocked((), "构建没有 snapshot 行 (the build has no row in its table snapshot)")
    snapshot_id, identity, built_at, received_until = about
    return SnapshotRow(
        snapshot_id,
        identity,
        built_at.replace(tzinfo=UTC),
        received_until and received_until.replace(tzinfo=UTC),
    )


def pass_gate_2(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    judged: Iterable[DecidedSubmission],
    office: Office,
    inputs: Path,
    as_of_a_day: bool = False,
) -> Whole:
    """The verdict on a finished build. Blocked where it is not to be published, or to be shown as a day's knowledge."""
    renames = renames_of_today(office)
    with open_ledger(home) as book:
        expected = expected_of(home, book, judged, inputs, office, renames, as_of_a_day)
    whole = judge_whole(connection, expected)
    if not whole.publish:
        raise blocked(found for found in whole.findings if found.severity == "block")
    return whole


def facts_of(settings: Settings, rows: dict[str, int], made_with: dict[str, object]) -> dict[str, object]:
    """What a manifest says besides the files: how many rows, of which code and office, made with what, and where the
    ledger stood."""
    with open_ledger(Home(settings.home)) as book:
        stood = head(book)
    return {
        "ledger": stood,
        "rows": rows,
        "code": code_version(settings),
        "office": settings.office.name,
        "built_with": made_with,
    }
