"""The marts as they were known at the end of a day: a build of what was accepted by then, by today's rules.

Cached by the day and the build's id: the same day asked again costs nothing.
"""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from ingest.form.correction import load_corrections
from ingest.form.file import load_forms
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.building.build import Progress, run_dbt
from warehouse.building.build_inputs import write_inputs
from warehouse.building.build_row import BuildRow
from warehouse.building.dbt_result import built_with
from warehouse.building.decided import DecidedSubmission, decided_submissions
from warehouse.building.identity import facts_of_day, identity_of
from warehouse.home import DATABASE, INPUTS, Home
from warehouse.ledger.editions import held_editions
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.question_state import standing_questions
from warehouse.settings import BUSINESS_ZONE, Settings
from warehouse.snapshots.expected import check_ids
from warehouse.snapshots.finished_build import facts_of, pass_gate_2, row_of
from warehouse.snapshots.snapshot_files import export
from warehouse.store.connection import opened_build
from warehouse.store.durable import drop_stale, put_folder, remove_tree, shut_tree, staging_path
from warehouse.store.manifest import write_manifest

_KEPT = 20  # days asked about last; anything dropped is built again when it is asked for


def end_of(day: date) -> datetime:
    """The instant at which a business day ends."""
    return datetime.combine(day + timedelta(days=1), time.min, BUSINESS_ZONE).astimezone(UTC)


def build_as_of(settings: Settings, day: date, progress: Progress = lambda *_: None) -> Path:
    """The DuckDB file with all marts as known at the end of `day` in Asia/Shanghai.

    BuildFailedError; Blocked where the build lacks something that was known, as at gate 2 of a night.
    """
    home = Home(settings.home).ensure()
    folder = home.builds / "as-of"
    folder.mkdir(mode=0o700, exist_ok=True)
    drop_stale(folder)
    office = load_office(settings.office)
    with open_ledger(home) as book:
        judged = decided_submissions(book, end_of(day))
        facts = facts_of_day(book, day, end_of(day))
    identity = identity_of(settings, judged, office, day.isoformat(), *facts)
    kept = folder / identity
    if not kept.exists():
        finished = _build(settings, home, office, day, judged, identity, progress)
        shut_tree(finished)
        put_folder(finished, kept)
        _drop_old(folder, kept)
    return kept / DATABASE


def _build(
    settings: Settings,
    home: Home,
    office: Office,
    day: date,
    judged: list[DecidedSubmission],
    identity: str,
    progress: Progress,
) -> Path:
    """A finished folder, not in its place yet, with a manifest that says what it was built with."""
    folder = home.builds / "as-of"
    staging, finished = staging_path(folder), staging_path(folder)
    try:
        (staging / INPUTS).mkdir(parents=True, mode=0o700)
        corrections = load_corrections(office, load_forms(office.folder, office))
        with open_ledger(home) as book:
            questions = standing_questions(book, office, as_of=end_of(day))
            shown = held_editions(book, end_of(day))
        write_inputs(home, judged, staging / INPUTS, office, corrections, end_of(day), questions, shown)
        check_ids(home, staging / INPUTS, office)
        about = BuildRow(f"as-of-{day.isoformat()}", identity, datetime.now(UTC), as_of_day=day)
        run_dbt(settings, staging, about, progress)
        with opened_build(staging) as connection:
            pass_gate_2(connection, home, judged, office, staging / INPUTS, as_of_a_day=True)
            row = row_of(connection)
        finished.mkdir(mode=0o700)
        rows = export(staging / DATABASE, finished, settings.office, parquet=False)
        write_manifest(finished, row, facts_of(settings, rows, built_with(staging)), read_here=True)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return finished


def _drop_old(folder: Path, kept: Path) -> None:
    built = sorted(
        (path for path in folder.glob("[!.]*") if path != kept), key=lambda path: path.stat().st_mtime
    )
    for path in built[: max(0, len(built) - _KEPT + 1)]:
        remove_tree(path)
