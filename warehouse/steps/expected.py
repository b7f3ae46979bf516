"""What a build must hold: by the ledger, by what was gathered from landing, and by the last snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from expectations.kept import Before, Expected
from expectations.known_ids import unknown_ids
from ingest.finding.finding import finding
from ingest.finding.problem import Place
from ingest.office.facts import Office, Rename
from warehouse.home import Home
from warehouse.ledger import entries as ledger
from warehouse.ledger.own import landed_ids
from warehouse.ledger.publication import recorded_snapshots
from warehouse.ledger.reinstatement import reinstatements
from warehouse.ledger.row import DecisionKind
from warehouse.ledger.schema import open_ledger
from warehouse.steps.blocked import blocked
from warehouse.steps.build_inputs import DecidedSubmission
from warehouse.steps.renaming import quoted, submissions_of_today, with_ids_of_today
from warehouse.steps.snapshot_files import MARTS


def expected_of(
    home: Home,
    book: sqlite3.Connection,
    judged: Iterable[DecidedSubmission],
    inputs: Path,
    office: Office,
    renames: Sequence[Rename],
    as_of_a_day: bool = False,
) -> Expected:
    """What a build of `judged`, whose inputs lie in `inputs`, must hold."""
    marts = last_marts(home, book)
    decisions = ledger.current_decisions(book)
    return Expected(
        inputs=inputs,
        known={one.submission_id for one in ledger.submissions(book)},
        standing={one.row.submission_id for one in judged if one.accepted},
        refused={one for one, last in decisions.items() if last.kind is DecisionKind.REFUSE},
        before=_before(marts, renames, {one.submission_id for one in reinstatements(book)})
        if marts
        else None,
        names=office.names,
        as_of_a_day=as_of_a_day,
    )


def check_ids(home: Home, inputs: Path, office: Office) -> None:
    """Blocked where a build's inputs have an id that the catalogue does not have: its values would vanish."""
    with open_ledger(home) as book:
        marts = last_marts(home, book)
    findings = unknown_ids(inputs, office.names, marts)
    if findings:
        raise blocked(findings)


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
    made = (home.snapshots / one.snapshot_id / MARTS for one in reversed(recorded_snapshots(book)))
    return next((folder for folder in made if folder.is_dir()), None)


def _before(marts: Path, renames: Sequence[Rename], reinstated: Iterable[str]) -> Before:
    def table(name: str) -> str:
        return f"read_parquet('{quoted(marts / f'{name}.parquet')}')"

    entered = table("submission")
    # What was put back in force since then has come to its slot as a new submission would have.
    back = ", ".join(f"'{submission_id}'" for submission_id in sorted(reinstated)) or "''"
    submissions = (
        f"(select * replace (case when is_current or submission_id not in ({back}) then accepted_at end as accepted_at)"  # noqa: S608 - hexadecimal digits
        f" from ({submissions_of_today(entered, renames)}))"
    )
    return Before(
        observations=table("fct_observation"),
        indicators=f"({with_ids_of_today(table('mart_indicator'), entered, renames)})",
        register_cells=table("fct_register_cell"),
        submissions=submissions,
    )
