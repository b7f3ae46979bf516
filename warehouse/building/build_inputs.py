"""What a build reads: the landed rows of the submissions it is made of, gathered into a few Parquet files.

One file a table instead of one a submission: dbt's sources name it, DuckDB and Spark read it alike, and
which submissions are in it is decided here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.check_result import CHECK_RESULT
from ingest.finding.finding import Finding
from ingest.form.correction import Correction, unit_of
from ingest.landing import CHECK_CELL, FINDING, INSTANT, OBSERVATION, REGISTER_CELL, schema_of, table_of
from ingest.office.catalogue import Unit
from ingest.office.facts import Office, Rename
from ingest.office.rename import id_of_today, renames_of_today
from warehouse.building.blocked import blocked
from warehouse.building.decided import DecidedSubmission, SubmissionRow
from warehouse.building.edition_table import Held, write_editions
from warehouse.building.question_table import write_questions
from warehouse.building.renaming import rename_inputs
from warehouse.home import Home
from warehouse.landing.damage import (
    Entered,
    damaged_readings,
    missing_rows,
    unreadable_tables,
)
from warehouse.landing.tables import has_reasons
from warehouse.ledger.question_state import Question
from warehouse.store.gathered import forget, gather

SUBMISSION = pa.schema(
    [
        ("submission_id", pa.string()),
        ("sequence", pa.int64()),
        ("sha256", pa.string()),
        ("department_id", pa.string()),
        ("file_name", pa.string()),
        ("received_at", INSTANT),
        ("received_by", pa.string()),
        ("recorded_at", INSTANT),
        ("is_sample", pa.bool_()),
        ("reader_version", pa.string()),
        ("form_id", pa.string()),
        ("period", pa.string()),
        ("part", pa.string()),
        ("content_sha256", pa.string()),
        ("decision", pa.string()),
        ("decision_reason", pa.string()),
        ("decided_at", INSTANT),
        ("accepted_at", INSTANT),
        ("reinstated_at", INSTANT),
        ("revision_reason", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A line of the register of corrections, its two values also in the canonical unit, so that SQL compares like
    with like."""

    correction_id: str
    department_id: str
    form_id: str
    period: str
    sheet: str
    cell: str
    expect: str
    unit_zh: str
    unit_measure: str
    revision_reason: str
    reason_zh: str
    reason_en: str
    source: str
    author: str
    approver: str
    confirmed_by: str
    unit_mult: int
    right_decimals: int
    wrong_value: Decimal
    right_value: Decimal
    wrong_obs_value: Decimal
    right_obs_value: Decimal
    approved_at: datetime
    confirmed_at: datetime


CORRECTION = schema_of(CorrectionRow)


def write_inputs(
    home: Home,
    judged: Iterable[DecidedSubmission],
    folder: Path,
    office: Office | None = None,
    corrections: Sequence[Correction] = (),
    as_of: datetime | None = None,
    questions: Iterable[Question] = (),
    editions: Iterable[Held] = (),
) -> dict[str, int]:
    """Write the inputs of a build into an existing folder. Rows written, by table.

    Values come from accepted submissions only; findings and checks also from held ones. `office` gives the
    ids that were renamed and the titles of forms; with `as_of`, only corrections that had been approved by then.
    `questions`, `editions`: what the ledger has kept of them.
    Blocked where landing does not hold what was read.
    """
    every = list(judged)
    renames = renames_of_today(office) if office else ()
    entered = [_entered(home, one, office) for one in every if one.accepted]
    _block(damaged_readings(entered))
    accepted = [home.landing / one.folder for one in every if one.accepted]
    # Of what is held or was refused only the findings are told, where they are still there.
    told = [one for one in every if one.accepted or has_reasons(home.landing / one.folder)]
    everyone = [home.landing / one.folder for one in told]
    rows = [_of_today(one.row, renames) for one in every]
    pq.write_table(table_of(rows, SUBMISSION), folder / "submission.parquet")
    corrected = [
        _correction_row(one, unit_of(one, office))
        for one in corrections
        if office and (as_of is None or one.approved_at < as_of)
    ]
    pq.write_table(table_of(corrected, CORRECTION), folder / "correction.parquet")
    write_questions(questions, office, folder)
    write_editions(editions, folder)
    kept = home.builds / "gathered"
    wanted = (
        ("observation", "observation", accepted, OBSERVATION),
        ("register_cell", "register_cell", accepted, REGISTER_CELL),
        ("check_cell", "check_cell", accepted, CHECK_CELL),
        ("finding", "gate_finding", everyone, FINDING),
        ("check_result", "gate_check", everyone, CHECK_RESULT),
    )

    def gathered() -> dict[str, int]:
        return {
            table: gather(
                [folder_of / f"{name}.parquet" for folder_of in folders],
                schema,
                folder / f"{table}.parquet",
                kept / f"{table}.parquet",
                # As known on a day, fewer submissions are read than the next night wants.
                is_next=as_of is None,
            )
            for table, name, folders, schema in wanted
        }

    try:
        counted = gathered()
    except (pa.ArrowException, OSError):
        # Which of the files it is, nobody says; they are opened one by one only when one of them is damaged.
        _block(unreadable_tables(entered))
        raise
    missing = missing_rows(entered, folder)
    if missing:
        # What is kept from build to build can be made anew; only what landing itself lacks is lost.
        for table, *_ in wanted:
            forget(kept / f"{table}.parquet")
        counted = gathered()
        missing = missing_rows(entered, folder)
    _block(missing)
    units = {key: one.unit_measure for key, one in office.indicators.items()} if office else {}
    rename_inputs(folder, renames, units)
    return {"submission": len(rows), "correction": len(corrected), **counted}


def _of_today(row: SubmissionRow, renames: Sequence[Rename]) -> SubmissionRow:
    """The row with the ids of today."""
    department_id = id_of_today("department", row.department_id, row.recorded_at, renames)
    form_id = row.form_id and id_of_today("form", row.form_id, row.recorded_at, renames)
    return replace(row, department_id=department_id, form_id=form_id)


def _entered(home: Home, one: DecidedSubmission, office: Office | None) -> Entered:
    row = one.row
    return Entered(
        submission_id=row.submission_id,
        file_name=row.file_name,
        department=office.departments.get(row.department_id, row.department_id)
        if office
        else row.department_id,
        folder=home.landing / one.folder,
        n_observations=one.n_observations,
        n_register_rows=one.n_register_rows,
    )


def _block(findings: Sequence[Finding]) -> None:
    if findings:
        raise blocked(findings)


def _correction_row(one: Correction, unit: Unit) -> CorrectionRow:
    exponent = one.right_value.as_tuple().exponent
    return CorrectionRow(
        correction_id=one.correction_id,
        department_id=one.department_id,
        form_id=one.form_id,
        period=one.period,
        sheet=one.sheet,
        cell=one.cell,
        expect=one.expect,
        unit_zh=unit.unit_zh,
        unit_measure=unit.unit_measure,
        revision_reason=one.reason,
        reason_zh=one.reason_zh,
        reason_en=one.reason_en,
        source=one.source,
        author=one.author,
        approver=one.approver,
        confirmed_by=one.confirmed_by,
        unit_mult=unit.unit_mult,
        right_decimals=max(0, -exponent) if isinstance(exponent, int) else 0,
        wrong_value=one.wrong_value,
        right_value=one.right_value,
        wrong_obs_value=one.wrong_value.scaleb(unit.unit_mult),
        right_obs_value=one.right_value.scaleb(unit.unit_mult),
        approved_at=one.approved_at,
        confirmed_at=one.confirmed_at,
    )
