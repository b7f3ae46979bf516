"""What the newest snapshot holds, from its Parquet files: its DuckDB file a reader may hold.

For every refresh, also one that finds nothing new: no library is loaded before it is wanted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.finding.finding import finding
from ingest.finding.problem import Place
from ingest.office.facts import Office
from warehouse.building.blocked import blocked
from warehouse.home import Home
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.own import landed_ids
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.publication import recorded_snapshots

# The folder of a snapshot with its marts.
MARTS = "marts"


def check_ledger_is_not_older(home: Home, office: Office) -> None:
    """Blocked where readers have submissions that the ledger does not know: it was put back from a backup.

    Asked before anything is taken out of the inbox: what is entered in an older ledger is lost with it when the
    newer one is found. Handed in by the command, the missing ones are known again, and the way is free.
    """
    with open_ledger(home) as book:
        known = {one.submission_id for one in ledger.submissions(book)}
        marts = last_marts(home, book)
    # By name, which costs nothing: what readers have has landed.
    if marts is None or landed_ids(home) <= known:
        return
    import pyarrow.parquet as pq  # noqa: PLC0415 - 0.3 s, and nearly never wanted

    published = pq.read_table(
        marts / "submission.parquet", columns=["submission_id", "department_id", "source_file", "accepted_at"]
    ).to_pylist()
    lost = [row for row in published if row["accepted_at"] and row["submission_id"] not in known]
    if lost:
        raise blocked(
            finding(
                "SUBMISSION_LOST",
                Place(""),
                subject=row["submission_id"],
                what=row["submission_id"],
                departments=office.departments.get(row["department_id"], row["department_id"]),
                files=row["source_file"],
            )
            for row in lost
        )


def last_marts(home: Home, book: sqlite3.Connection) -> Path | None:
    """The Parquet files of the newest snapshot that is kept. Not its DuckDB file: a reader may hold that one."""
    folder = last_folder(home, book)
    return folder / MARTS if folder else None


def last_folder(home: Home, book: sqlite3.Connection) -> Path | None:
    """The newest snapshot that is kept; None where there is none."""
    made = (home.snapshots / one.snapshot_id for one in reversed(recorded_snapshots(book)))
    return next((folder for folder in made if (folder / MARTS).is_dir()), None)


def made_at(home: Home, book: sqlite3.Connection) -> datetime | None:
    """When the newest snapshot that is kept was begun; None where there is none."""
    kept = (
        one
        for one in reversed(recorded_snapshots(book))
        if (home.snapshots / one.snapshot_id / MARTS).is_dir()
    )
    return next((one.built_at for one in kept), None)


def rows_of(snapshot: Path, tables: Sequence[str], queries: Sequence[str]) -> list[list[tuple[Any, ...]]]:
    """The rows of each query on some tables of a snapshot, from its Parquet files: no reader can hold those."""
    import duckdb  # noqa: PLC0415 - 0.1 s, and a quiet refresh shows no figures

    with duckdb.connect() as connection:
        for table in tables:
            parquet = str(snapshot / MARTS / f"{table}.parquet").replace("'", "''")
            connection.execute(f"create view {table} as select * from read_parquet('{parquet}')")  # noqa: S608 - our own names
        return [connection.execute(query).fetchall() for query in queries]


def found_in(marts: Path | None) -> frozenset[tuple[str, str]]:
    """Every finding of a snapshot, by submission and finding; none where there is no snapshot."""
    if marts is None:
        return frozenset()
    import pyarrow.parquet as pq  # noqa: PLC0415 - 0.3 s, where a build has them loaded anyway

    found = pq.read_table(marts / "finding.parquet", columns=["submission_id", "finding_id"])
    return frozenset(zip(*(column.to_pylist() for column in found.columns), strict=True))
