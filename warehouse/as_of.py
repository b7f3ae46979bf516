"""The marts as they were known at the end of a day: a build of what was accepted by then, by today's rules.

Cached by the day and the build's id: the same day asked again costs nothing.
"""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from ingest.catalogue import load_office
from warehouse.build import FILE_NAME, Progress, run_dbt, variables
from warehouse.build_inputs import judged_submissions, write_inputs
from warehouse.durable import drop_stale, put_folder, staging_path
from warehouse.export import export
from warehouse.home import Home
from warehouse.ledger_schema import open_ledger
from warehouse.settings import BUSINESS_ZONE, Settings
from warehouse.version import build_id, code_version

_KEPT = 20  # days asked about last; anything dropped is built again when it is asked for


def end_of(day: date) -> datetime:
    """The instant at which a business day ends."""
    return datetime.combine(day + timedelta(days=1), time.min, BUSINESS_ZONE).astimezone(UTC)


def build_as_of(settings: Settings, day: date, progress: Progress = lambda *_: None) -> Path:
    """The DuckDB file with all marts as known at the end of `day` in Asia/Shanghai. BuildFailedError."""
    home = Home(settings.home).ensure()
    folder = home.builds / "as-of"
    folder.mkdir(mode=0o700, exist_ok=True)
    drop_stale(folder)
    with open_ledger(home) as book:
        judged = judged_submissions(book, end_of(day))
    identity = build_id(code_version(settings), (day.isoformat(), *(one.fact for one in judged)))
    kept = folder / identity
    if not kept.exists():
        staging = staging_path(folder)
        (staging / "inputs").mkdir(parents=True, mode=0o700)
        corrections = load_office(settings.office).corrections
        write_inputs(home, judged, staging / "inputs", corrections, end_of(day))
        told = variables(f"as-of-{day.isoformat()}", identity, datetime.now(UTC), as_of=day.isoformat())
        run_dbt(settings, staging, told, progress)
        finished = staging_path(folder)
        finished.mkdir(mode=0o700)
        export(staging / FILE_NAME, finished)
        put_folder(finished, kept)
        shutil.rmtree(staging)
        _drop_old(folder, kept)
    return kept / FILE_NAME


def _drop_old(folder: Path, kept: Path) -> None:
    built = sorted(
        (path for path in folder.glob("[!.]*") if path != kept), key=lambda path: path.stat().st_mtime
    )
    for path in built[: max(0, len(built) - _KEPT + 1)]:
        shutil.rmtree(path)
