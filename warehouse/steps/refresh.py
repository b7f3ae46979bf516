"""The nightly refresh: collect → read → gate 1 → build → gate 2 and publish. The command and Airflow call these.

Each step finds out from the ledger what there is to do, so a step that was killed is run again with no harm,
and a run that was killed and run again ends where one that was not killed does. What it works with is loaded only
then: dbt's, Great Expectations' and Arrow's modules took longer than all that a night without new files does.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.building.blocked import Blocked, blocked
from warehouse.building.decided import DecidedSubmission, decided_submissions
from warehouse.building.identity import facts_of_night, identity_of
from warehouse.collect import hand_in as collecting
from warehouse.home import INPUTS, Home
from warehouse.ledger.editions import held_editions
from warehouse.ledger.entries import undecided
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.hand_backs import to_hand_back
from warehouse.ledger.publication import recorded_snapshots
from warehouse.ledger.question_state import Question, standing_questions
from warehouse.serving.which_server import is_served
from warehouse.settings import Settings, business_day
from warehouse.snapshots.last_snapshot import check_ledger_is_not_older
from warehouse.snapshots.snapshot import new_snapshot_id, reconcile
from warehouse.standing_notice import tell
from warehouse.steps.chunks import Chunk, chunks_to_read
from warehouse.steps.let_in import apply_waivers, let_in_explained
from warehouse.steps.report import (
    BetweenReport,
    BuildReport,
    CollectReport,
    GateReport,
    HandBackReport,
    PublishReport,
    ReadReport,
    RefreshReport,
    ServeReport,
)
from warehouse.steps.reported import report_of
from warehouse.steps.serve import serve_after_publishing
from warehouse.steps.summary import in_words as summary
from warehouse.store.durable import drop_stale
from warehouse.store.last_refresh import record_refreshed
from warehouse.store.lock import LockHeld, refresh_lock
from warehouse.version import reader_version

if TYPE_CHECKING:
    from ingest.form.correction import Correction
    from warehouse.building.edition_table import Held

__all__ = [
    "Blocked",
    "BuildReport",
    "CollectReport",
    "LockHeld",
    "PublishReport",
    "RefreshReport",
    "refresh",
    "summary",
]

_log = logging.getLogger(__name__)
Progress = Callable[[str, int, int, str], None]  # step, done, of, what


def _quiet(step: str, done: int, of: int, what: str) -> None:
    """Progress that nobody watches."""


def collect(settings: Settings) -> CollectReport:
    """The inbox into archive and ledger, after what a killed run left undone is done."""
    with refresh_lock(Home(settings.home)):
        return _collect(settings)


def _collect(settings: Settings) -> CollectReport:
    home = Home(settings.home).ensure()
    reconcile(home)
    check_ledger_is_not_older(home, load_office(settings.office))
    for folder in (home.builds, *home.landing.glob("*")):
        drop_stale(folder)
    done = collecting.collect(settings)
    return CollectReport(done.new, done.duplicates, done.waiting, done.findings, done.reinstated)


def _read_chunks(settings: Settings, chunks: list[Chunk], progress: Progress) -> list[ReadReport]:
    """All chunks, over as many processes as the settings say."""
    from warehouse.steps.read import read_chunks  # noqa: PLC0415 - see above

    files = sum(len(chunk.submission_ids) for chunk in chunks)
    progress("read", 0, files, "")
    return read_chunks(settings, chunks, progress=lambda done, of, name: progress("read", done, of, name))


def accept(settings: Settings) -> GateReport:
    """Gate 1. Blocked where a check could not run."""
    with refresh_lock(Home(settings.home)):
        return _accept(settings)


def _accept(settings: Settings, given: datetime | None = None) -> GateReport:
    with open_ledger(Home(settings.home)) as book:
        waiting_now = undecided(book, reader_version(settings))
    report = GateReport(0, 0, 0, 0, 0, 0)
    if waiting_now:
        from warehouse.steps import accept as accepting  # noqa: PLC0415 - see above

        report = accepting.accept(settings, given)
    if report.blocking:
        raise blocked(report.blocking)
    now = given or datetime.now(UTC)
    office = load_office(settings.office)
    let_in, held_again = apply_waivers(Home(settings.home), office, now)
    with open_ledger(Home(settings.home)) as book:
        explained = let_in_explained(book, office, now)
    report = replace(report, waived=let_in, held_again=held_again, explained=len(explained))
    tell(settings, "accept")
    return report


def hand_back(settings: Settings) -> HandBackReport:
    """To each department its workbook with what was found, also of a night that is blocked."""
    with refresh_lock(Home(settings.home)):
        return _hand_back(settings)


def _hand_back(settings: Settings) -> HandBackReport:
    try:
        with open_ledger(Home(settings.home)) as book:
            if not to_hand_back(book):
                return HandBackReport(0, 0)
        from warehouse.steps import hand_back as handing  # noqa: PLC0415 - see above

        return handing.hand_back(settings)
    except Exception as error:  # noqa: BLE001 - see below
        # What departments get back is no part of what readers get: the night goes on, its summary says so, and what was not
        # entered as handed back is handed back by the next run.
        _log.exception("发还没有完成 the hand-back did not end")
        return HandBackReport(0, 0, (f"{type(error).__name__}: {error}",))


def build(settings: Settings) -> BuildReport:
    """All marts into a fresh file, unless the newest snapshot already is of the same inputs and code."""
    with refresh_lock(Home(settings.home)):
        return _build(settings, _quiet, datetime.now(UTC))


def _build(settings: Settings, progress: Progress, now: datetime) -> BuildReport:
    home = Home(settings.home)
    office = load_office(settings.office)
    with open_ledger(home) as book:
        judged = decided_submissions(book)
        made = recorded_snapshots(book)
        facts = facts_of_night(book, judged, office, business_day(now))
    identity = identity_of(settings, judged, office, *facts)
    if (made and made[-1].build_id == identity) or not judged:
        record_refreshed(home)
        return BuildReport(identity, nothing_new=True)
    from ingest.form.correction import load_corrections  # noqa: PLC0415 - see above
    from ingest.form.file import load_forms  # noqa: PLC0415 - see above

    # Before anything is made: an office's file that breaks a rule ends the build here.
    corrections = load_corrections(office, load_forms(office.folder, office))
    with open_ledger(home) as book:
        questions = standing_questions(book, office, day=business_day(now))
        shown = held_editions(book)
    return _run_build(settings, home, office, corrections, identity, judged, questions, shown, progress, now)


def _run_build(
    settings: Settings,
    home: Home,
    office: Office,
    corrections: tuple[Correction, ...],
    identity: str,
    judged: list[DecidedSubmission],
    questions: list[Question],
    shown: Sequence[Held],
    progress: Progress,
    built_at: datetime,
) -> BuildReport:
    from warehouse.building.build import run_dbt  # noqa: PLC0415 - see above
    from warehouse.building.build_inputs import write_inputs  # noqa: PLC0415 - see above
    from warehouse.building.build_row import BuildRow  # noqa: PLC0415 - see above
    from warehouse.building.dbt_result import FailedTestsError  # noqa: PLC0415 - see above
    from warehouse.snapshots.expected import check_ids  # noqa: PLC0415 - see above

    folder = home.builds / identity
    # A build that was blocked or killed is of no use to anybody once the next one begins.
    for left in home.builds.glob("[0-9a-f]" * len(identity)):
        shutil.rmtree(left, ignore_errors=True)
    (folder / INPUTS).mkdir(parents=True, mode=0o700)
    rows = write_inputs(
        home, judged, folder / INPUTS, office, corrections, questions=questions, editions=shown
    )
    check_ids(home, folder / INPUTS, office)
    about = BuildRow(new_snapshot_id(built_at, identity), identity, built_at)
    try:
        run = run_dbt(settings, folder, about, lambda done, of, name: progress("build", done, of, name))
    except FailedTestsError as error:
        raise blocked((), error.found) from error
    return BuildReport(identity, False, rows, run.models, run.tests)


def publish(settings: Settings, build_id: str) -> PublishReport:
    """Gate 2 on a finished build, then the snapshot, then the pointer. Blocked if the whole does not hold."""
    with refresh_lock(Home(settings.home)):
        report = _publish(settings, build_id)
        _hand_back(settings)  # what gate 2 asks as well, of returns that differ from each other
        return report


def _publish(settings: Settings, build_id: str) -> PublishReport:
    from warehouse.steps.publishing import publish_build  # noqa: PLC0415 - see above

    report = publish_build(settings, build_id)
    record_refreshed(Home(settings.home))
    tell(settings, "publish")
    return report


def refresh(settings: Settings, progress: Progress = _quiet, now: datetime | None = None) -> RefreshReport:
    """The whole way once, in this process, under the lock. LockHeld at once if another refresh is running.

    `now`: the instant of the night, by which what is due, released or expired is judged; that of the clock unless
    given.
    """
    home = Home(settings.home)
    started = datetime.now(UTC)
    with refresh_lock(home):
        progress("collect", 0, 1, "inbox")
        collected = _collect(settings)
        progress("collect", 1, 1, f"{len(collected.new)} new")
        chunks = chunks_to_read(settings)
        read = _read_chunks(settings, chunks, progress) if chunks else []
        gate, built, published, served, why = None, None, None, None, ""
        try:
            progress("gate 1", 0, 1, "")
            try:
                gate = _accept(settings, now)
            finally:
                handed_back = _hand_back(settings)
            progress("gate 1", 1, 1, f"{gate.accepted} accepted, {gate.held} held")
            built = _build(settings, progress, now or datetime.now(UTC))
            if not built.nothing_new:
                progress("gate 2", 0, 1, "")
                published = _publish(settings, built.build_id)
                handed_back = handed_back.and_then(_hand_back(settings))
                progress("gate 2", 1, 1, published.snapshot_id or "pinned")
                served = _served(settings, published, now or datetime.now(UTC))
        except Blocked as refusal:
            why = refusal.found
        return report_of(
            settings, collected, tuple(read), gate, built, published, why, started, served, handed_back
        )


def between_nights(settings: Settings, progress: Progress = _quiet) -> BetweenReport:
    """Collect, read, gate 1 and hand-back by the steps of the night; nothing is built or published. LockHeld beside another.

    What is accepted is published by the next refresh.
    """
    with refresh_lock(Home(settings.home)):
        collected = _collect(settings)
        chunks = chunks_to_read(settings)
        read = _read_chunks(settings, chunks, progress) if chunks else []
        gate, why = None, ""
        try:
            gate = _accept(settings)
        except Blocked as refusal:
            why = refusal.found
        return BetweenReport(collected, tuple(read), gate, _hand_back(settings), why)


def serve(settings: Settings) -> ServeReport | None:
    """PostgreSQL as readers of files have it, where one is set; a server that is down is told, and no failure."""
    if not is_served(settings):
        return None
    with refresh_lock(Home(settings.home)):
        return _serve(settings, datetime.now(UTC))


def _served(settings: Settings, published: PublishReport, now: datetime) -> ServeReport | None:
    return _serve(settings, now) if published.moved else None


def _serve(settings: Settings, now: datetime) -> ServeReport | None:
    if not is_served(settings):
        return None
    return serve_after_publishing(settings, now)
