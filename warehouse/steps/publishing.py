"""Publishing a finished build: gate 2, the snapshot's files, and the move of the pointer."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from expectations.gate_1 import GATE as GATE_1
from expectations.gate_2 import GATE as GATE_2
from expectations.gate_2 import Whole
from ingest.finding.finding import Finding
from ingest.landing import read_rows
from ingest.office.load import load_office
from warehouse.building.dbt_result import built_with
from warehouse.building.decided import DecidedSubmission, decided_submissions
from warehouse.building.identity import facts_of_night, identity_of
from warehouse.building.question_table import write_questions
from warehouse.home import DATABASE, INPUTS, Home
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.publication import recorded_snapshots
from warehouse.ledger.question_state import standing_questions
from warehouse.ledger.questions import asked_of, record_questions
from warehouse.ledger.waivers import in_force
from warehouse.pages.published import write_pages
from warehouse.settings import Settings, business_day
from warehouse.snapshots.finished_build import facts_of, pass_gate_2, row_of
from warehouse.snapshots.last_snapshot import last_folder
from warehouse.snapshots.snapshot import current, prune, reconcile
from warehouse.snapshots.snapshot import publish as move_pointer
from warehouse.snapshots.snapshot_files import add_verdict, export, keep_validation
from warehouse.steps.report import PublishReport
from warehouse.store.connection import opened_build
from warehouse.store.durable import staging_path
from warehouse.store.manifest import write_manifest
from warehouse.version import code_version


def _day_of_build(file: Path) -> date:
    """The business day on which a finished build was begun; today's where it is gone."""
    if not file.exists():
        return business_day(datetime.now(UTC))
    with opened_build(file.parent) as connection:
        return business_day(row_of(connection).built_at)


def publish_build(settings: Settings, build_id: str) -> PublishReport:
    """Gate 2 on a finished build, then the snapshot, then the pointer, for the holder of the refresh lock.

    Blocked if the whole does not hold; BuildFailedError for a build that was not finished.
    """
    home = Home(settings.home)
    reconcile(home)
    office = load_office(settings.office)
    folder = home.builds / build_id
    with open_ledger(home) as book:
        judged = decided_submissions(book)
        # By the day of the build: what falls due at midnight is the next night's.
        facts = facts_of_night(book, judged, office, _day_of_build(folder / DATABASE))
    if settled := _already_settled(home, build_id, identity_of(settings, judged, office, *facts)):
        return settled
    made_with = built_with(folder)
    with opened_build(folder, read_only=False) as connection:
        whole = pass_gate_2(connection, home, judged, office, folder / INPUTS)
        add_verdict(connection, whole)
        row = row_of(connection)
    asked = _ask(home, judged, folder / INPUTS, whole, row.built_at)
    with open_ledger(home) as book:
        day = business_day(row.built_at)
        if in_force(book, day):
            # What gate 2 has just asked a waiver may let pass; mart_question, a view, reads it from here.
            write_questions(standing_questions(book, office, day=day), office, folder / INPUTS)
    staging = staging_path(home.snapshots)
    staging.mkdir(mode=0o700)
    rows = export(folder / DATABASE, staging, settings.office)
    keep_validation(staging, whole)
    with open_ledger(home) as book:
        before, waivers = last_folder(home, book), in_force(book, business_day(row.built_at))
    write_pages(
        staging / DATABASE, staging, home, office, settings.limits, before, code_version(settings), waivers
    )
    write_manifest(staging, row, facts_of(settings, rows, made_with), read_here=True)
    done = move_pointer(home, staging)
    shutil.rmtree(folder, ignore_errors=True)
    prune(home, keep_days=settings.keep_days, keep_snapshots=settings.keep_snapshots, now=datetime.now(UTC))
    return PublishReport(
        done.snapshot_id if done.moved else None,
        build_id,
        done.moved,
        len(whole.results),
        whole.findings,
        tuple(asked),
    )


def _ask(
    home: Home, judged: Iterable[DecidedSubmission], inputs: Path, whole: Whole, built_at: datetime
) -> list[Finding]:
    """Enter what both gates ask in the ledger, and return what gate 2 asks for the first time.

    Gate 1's are there since it decided, but for those of what was released since.
    """
    new: list[Finding] = []
    rows = {one.row.submission_id: one.row for one in judged}
    by_submission: dict[str, list[Finding]] = {}
    for found in read_rows(inputs / "finding.parquet", Finding):
        by_submission.setdefault(found.submission_id, []).append(found)
    with open_ledger(home) as book, transaction(book):
        for submission_id, found_there in by_submission.items():
            row = rows[submission_id]
            if row.decision != "refuse":
                asked = asked_of(found_there, held=row.decision == "hold")
                record_questions(book, asked, GATE_1, row.decided_at, row.reader_version)
        for row in rows.values():
            asked = [found for found in whole.findings if found.submission_id == row.submission_id]
            new += record_questions(book, asked, GATE_2, built_at, row.reader_version)
    return new


def _already_settled(home: Home, build_id: str, identity: str) -> PublishReport | None:
    """Where steps run one by one, another refresh may have come between this build and its publishing.

    It may have published this very build; or the ledger has moved on (`identity`: what would be built now), and
    what was built since then, or is being built, must not be followed by something older.
    """
    with open_ledger(home) as book:
        made = recorded_snapshots(book)
    here = current(home)
    if made and made[-1].build_id == build_id:
        moved = here is not None and here.name == made[-1].snapshot_id
        return PublishReport(made[-1].snapshot_id if moved else None, build_id, moved, 0, ())
    if identity != build_id:
        return PublishReport(None, build_id, False, 0, ())
    return None
