"""What has landed, as gate 1 looks at it: a submission that waits, and the past that it is compared with."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from expectations.landed import Landed
from ingest.finding.finding import Finding
from ingest.finding.message import Severity
from ingest.form.correction import Correction
from ingest.landing import read_rows, read_table
from ingest.observation import CheckCell, Observation, RegisterCell
from ingest.office.facts import Office
from warehouse.home import Home
from warehouse.landing.corrected import corrected
from warehouse.landing.tables import landing_folder
from warehouse.ledger import entries as ledger
from warehouse.ledger.row import DecisionKind, Reading, Submission
from warehouse.ledger.slot import accepted_today
from warehouse.ledger.waivers import in_force, waiving
from warehouse.settings import BUSINESS_ZONE, business_day

# A return is compared with its own year, the two before it, and the later months that stand when one is revised.
_YEARS = (-2, -1, 0, 1)


def read_landed(home: Home, submission: Submission, reading: Reading) -> Landed:
    """A landed submission's rows, and what reading found."""
    folder = landing_folder(home, submission.submission_id, reading.reader_version)
    return Landed(
        submission_id=submission.submission_id,
        file=submission.file_name,
        form_id=reading.form_id or "",
        period=reading.period or "",
        part=reading.part,
        department_id=submission.department_id,
        arrived=(submission.received_at, submission.sequence),
        received_on=submission.received_at.astimezone(BUSINESS_ZONE).date(),
        findings=read_rows(folder / "finding.parquet", Finding),
        **_tables(folder),
    )


def past_of(
    home: Home,
    book: sqlite3.Connection,
    office: Office,
    forms: Collection[str],
    periods: Collection[str],
    without: Collection[str] = (),
    corrections: Sequence[Correction] = (),
) -> list[Landed]:
    """What is accepted of some forms, for the years that returns for some periods are compared with, so that a night
    costs what is new, however long the history is. A value that is held back alone is not part of it.

    `without`: submissions that are no past, because it is they that are judged again. `corrections`: the office's own, which
    stand in the place of what the cells say.
    """
    compared = {int(period[:4]) + step for period in periods if period[:4].isdigit() for step in _YEARS}
    standing = ledger.current_decisions(book)
    letting = in_force(book, business_day(datetime.now(UTC)))
    past = []
    for one in accepted_today(book, office):
        if (
            one.submission_id in without
            or one.form_id not in forms
            or not one.period
            or int(one.period[:4]) not in compared
        ):
            continue
        tables = _tables(landing_folder(home, one.submission_id, one.reader_version))
        if standing[one.submission_id].kind is not DecisionKind.RELEASE:
            place = (one.department_id, one.form_id, one.period)
            found = findings_of(home, one.submission_id, one.reader_version)
            passed = {each.finding_id for each in found if waiving(letting, each, *place)}
            held = held_cells(each for each in found if (each.caused_by or each.finding_id) not in passed)
            tables["observations"] = _without(tables["observations"], held)
        said = Landed(
            submission_id=one.submission_id,
            file=one.file_name,
            form_id=one.form_id,
            period=one.period,
            part=one.part,
            department_id=one.department_id,
            arrived=one.order,
            **tables,
        )
        past.append(replace(said, observations=corrected(said, corrections, office)))
    return past


def findings_of(home: Home, submission_id: str, version: str) -> list[Finding]:
    """Everything found in one submission by reading and by gate 1, as it was decided on."""
    path = landing_folder(home, submission_id, version) / "gate_finding.parquet"
    return read_rows(path, Finding) if path.exists() else []


def held_cells(findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    """The sheets and cells whose values are held back alone."""
    return frozenset(
        (found.sheet, found.cell)
        for found in findings
        if found.severity is Severity.HOLD and found.scope == "row"
    )


def _tables(folder: Path) -> dict[str, pa.Table]:
    return {
        "observations": read_table(folder / "observation.parquet", Observation),
        "register_cells": read_table(folder / "register_cell.parquet", RegisterCell),
        "check_cells": read_table(folder / "check_cell.parquet", CheckCell),
    }


def _without(observations: pa.Table, held: Collection[tuple[str, str]]) -> pa.Table:
    if not held:
        return observations
    places = zip(observations["sheet"].to_pylist(), observations["cell"].to_pylist(), strict=True)
    return observations.filter(pa.array([place not in held for place in places]))
