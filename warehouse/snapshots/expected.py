"""What a build must hold: by the ledger, by what was gathered from landing, and by the last snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from expectations.kept import Before, Expected
from expectations.known_ids import unknown_ids
from ingest.office.facts import Office, Rename
from warehouse.building.blocked import blocked
from warehouse.building.decided import DecidedSubmission
from warehouse.building.renaming import quoted, submissions_of_today, with_ids_of_today
from warehouse.home import Home
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.reinstatement import reinstatements
from warehouse.ledger.row import DecisionKind
from warehouse.snapshots.last_snapshot import last_marts, made_at


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
    let_in = ledger.ever_accepted(book)
    return Expected(
        inputs=inputs,
        known={one.submission_id for one in ledger.submissions(book)},
        standing={one.row.submission_id for one in judged if one.accepted},
        # What is held was let in before by nothing that lasts, where readers have it: a decision that ended it is known.
        refused={
            one
            for one, last in decisions.items()
            if last.kind is DecisionKind.REFUSE or (last.kind is DecisionKind.HOLD and one in let_in)
        },
        before=_before(marts, renames, {one.submission_id for one in reinstatements(book)})
        if marts
        else None,
        names=office.names,
        as_of_a_day=as_of_a_day,
        reread=ledger.reread_since(book, made_at(home, book)),
    )


def check_ids(home: Home, inputs: Path, office: Office) -> None:
    """Blocked where a build's inputs have an id that the catalogue does not have: its values would vanish."""
    with open_ledger(home) as book:
        marts = last_marts(home, book)
    findings = unknown_ids(inputs, office.names, marts)
    if findings:
        raise blocked(findings)


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
