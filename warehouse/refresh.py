"""The nightly refresh: collect → read → gate 1 → build → gate 2 and publish. The command and Airflow call these.

Each step finds out from the ledger what there is to do, so a step that was killed is run again with no harm,
and a run that was killed and run again ends where one that was not killed does.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ingest.finding import Finding
from warehouse import collect as collecting
from warehouse.durable import drop_stale, staging_path
from warehouse.home import Home
from warehouse.ledger_row import SnapshotRow
from warehouse.ledger_schema import open_ledger
from warehouse.lock import LockHeld, refresh_lock
from warehouse.manifest import write_manifest
from warehouse.publication import last_publication, recorded_snapshots
from warehouse.report import BuildReport, CollectReport, PublishReport, RefreshReport
from warehouse.settings import Settings
from warehouse.snapshot import current, new_snapshot_id, prune, reconcile
from warehouse.snapshot import publish as move_pointer
from warehouse.version import build_id as id_of_build
from warehouse.version import code_version, reader_version

if TYPE_CHECKING:
    from warehouse.accept import GateReport
    from warehouse.build_inputs import Judged
    from warehouse.read import Chunk, ReadReport

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

Progress = Callable[[str, int, int, str], None]  # step, done, of, what


def _quiet(step: str, done: int, of: int, what: str) -> None:
    """Progress that nobody watches."""


class Blocked(Exception):  # noqa: N818 - the data's fault, not a fault of the program
    """Nothing may be published. `findings` say why; what is published stays."""

    def __init__(self, findings: Iterable[Finding], detail: str = "") -> None:
        self.findings = tuple(findings)
        self.detail = detail
        super().__init__(
            "\n".join([*(f"{each.message_zh} {each.message_en}" for each in self.findings), detail]).strip()
        )


def collect(settings: Settings) -> CollectReport:
    """The inbox into archive and ledger, after what a killed run left undone is done."""
    with refresh_lock(Home(settings.home)):
        return _collect(settings)


def _collect(settings: Settings) -> CollectReport:
    home = Home(settings.home).ensure()
    reconcile(home)
    for folder in (home.builds, *home.landing.glob("*")):
        drop_stale(folder)
    done = collecting.collect(settings)
    return CollectReport(done.new, done.duplicates, done.waiting, done.findings)


def chunks_to_read(settings: Settings) -> list[Chunk]:
    """What is to be read, in chunks of a department's submissions."""
    from warehouse import read

    return read.chunks_to_read(settings)


def read_chunk(settings: Settings, chunk: Chunk) -> ReadReport:
    """One chunk from the archive to landing. Needs no lock: it decides nothing, and twice is once."""
    from warehouse import read

    return read.read_chunk(settings, chunk)


def _read_chunks(settings: Settings, chunks: list[Chunk], progress: Progress) -> list[ReadReport]:
    """All chunks, over as many processes as the settings say."""
    from warehouse import read

    files = sum(len(chunk.submission_ids) for chunk in chunks)
    progress("read", 0, files, "")
    return read.read_chunks(
        settings, chunks, progress=lambda done, of, name: progress("read", done, of, name)
    )


def accept(settings: Settings) -> GateReport:
    """Gate 1. Blocked where a check could not run."""
    with refresh_lock(Home(settings.home)):
        return _accept(settings)


def _accept(settings: Settings) -> GateReport:
    from warehouse.accept import GateReport, accept
    from warehouse.ledger import undecided

    with open_ledger(Home(settings.home)) as book:
        if not undecided(book, reader_version(settings)):
            return GateReport(0, 0, 0, 0, 0)
    report = accept(settings)
    if report.blocking:
        raise Blocked(report.blocking)
    return report


def build(settings: Settings) -> BuildReport:
    """All marts into a fresh file, unless the newest snapshot already is of the same inputs and code."""
    with refresh_lock(Home(settings.home)):
        return _build(settings, _quiet)


def _build(settings: Settings, progress: Progress) -> BuildReport:
    from warehouse.build_inputs import judged_submissions

    home = Home(settings.home)
    with open_ledger(home) as book:
        judged = judged_submissions(book)
        made = recorded_snapshots(book)
    identity = id_of_build(code_version(settings), (one.fact for one in judged))
    if (made and made[-1].build_id == identity) or not judged:
        return BuildReport(identity, nothing_new=True)
    return _run_build(settings, home, identity, judged, progress)


def _run_build(
    settings: Settings, home: Home, identity: str, judged: list[Judged], progress: Progress
) -> BuildReport:
    from ingest.catalogue import load_office
    from warehouse.build import BuildFailedError, run_dbt, variables
    from warehouse.build_inputs import write_inputs

    # Before anything is made: a register that breaks a rule ends the build here.
    corrections = load_office(settings.office).corrections
    folder = home.builds / identity
    # A build that was blocked or killed is of no use to anybody once the next one begins.
    for left in home.builds.glob("[0-9a-f]" * len(identity)):
        shutil.rmtree(left, ignore_errors=True)
    (folder / "inputs").mkdir(parents=True, mode=0o700)
    built_at = datetime.now(UTC)
    rows = write_inputs(home, judged, folder / "inputs", corrections)
    told = variables(new_snapshot_id(built_at, identity), identity, built_at)
    try:
        run = run_dbt(settings, folder, told, lambda done, of, name: progress("build", done, of, name))
    except BuildFailedError as error:
        if error.only_tests:
            raise Blocked((), str(error)) from error
        raise
    return BuildReport(identity, False, rows, run.models, run.tests)


def publish(settings: Settings, build_id: str) -> PublishReport:
    """Gate 2 on a finished build, then the snapshot, then the pointer. Blocked if the whole does not hold."""
    with refresh_lock(Home(settings.home)):
        return _publish(settings, build_id)


def _publish(settings: Settings, build_id: str) -> PublishReport:
    import duckdb

    from expectations.gate_2 import judge_whole
    from warehouse.build import FILE_NAME
    from warehouse.export import add_verdict, export

    home = Home(settings.home)
    reconcile(home)
    if settled := _already_settled(settings, home, build_id):
        return settled
    folder = home.builds / build_id
    with duckdb.connect(str(folder / FILE_NAME)) as connection:
        whole = judge_whole(connection, _rows_before(home, connection))
        if not whole.publish:
            raise Blocked(found for found in whole.findings if found.severity == "block")
        add_verdict(connection, whole)
        about = connection.execute(
            "select snapshot_id, build_id, built_at, received_until from snapshot"
        ).fetchone()
    if about is None:
        raise Blocked((), f"{build_id}: 构建没有 snapshot 行 (the build has no row in its table snapshot)")
    snapshot_id, identity, built_at, received_until = about
    staging = staging_path(home.builds)
    staging.mkdir(mode=0o700)
    rows = export(folder / FILE_NAME, staging)
    row = SnapshotRow(
        snapshot_id,
        identity,
        built_at.replace(tzinfo=UTC),
        received_until and received_until.replace(tzinfo=UTC),
    )
    write_manifest(
        staging, row, {"rows": rows, "code": code_version(settings), "office": settings.office.name}
    )
    done = move_pointer(home, staging)
    shutil.rmtree(folder, ignore_errors=True)
    prune(home, keep_days=settings.keep_days, keep_snapshots=settings.keep_snapshots, now=datetime.now(UTC))
    return PublishReport(
        done.snapshot_id if done.moved else None, build_id, done.moved, len(whole.results), whole.findings
    )


def _already_settled(settings: Settings, home: Home, build_id: str) -> PublishReport | None:
    """Where steps run one by one, another refresh may have come between this build and its publishing.

    It may have published this very build; or the ledger has moved on, and what was built since then, or is
    being built, must not be followed by something older.
    """
    from warehouse.build_inputs import judged_submissions

    with open_ledger(home) as book:
        made = recorded_snapshots(book)
        identity = id_of_build(code_version(settings), (one.fact for one in judged_submissions(book)))
    here = current(home)
    if made and made[-1].build_id == build_id:
        moved = here is not None and here.name == made[-1].snapshot_id
        return PublishReport(made[-1].snapshot_id if moved else None, build_id, moved, 0, ())
    if identity != build_id:
        return PublishReport(None, build_id, False, 0, ())
    return None


def _rows_before(home: Home, connection: Any) -> int | None:
    """How many of the values that readers have now come from submissions that still stand in this build.

    What was refused or replaced since may go; nothing else may.
    """
    folder = current(home)
    if folder is None:
        return None
    from warehouse.build import FILE_NAME
    from warehouse.export import rows_of

    standing = {
        one
        for (one,) in connection.execute("select submission_id from submission where is_current").fetchall()
    }
    (before,) = rows_of(
        folder / FILE_NAME, ["select submission_id, count(*) from mart_indicator group by all"]
    )
    return sum(int(rows) for submission_id, rows in before if submission_id in standing)


def refresh(settings: Settings, progress: Progress = _quiet) -> RefreshReport:
    """The whole way once, in this process, under the lock. LockHeld at once if another refresh is running."""
    home = Home(settings.home)
    started = datetime.now(UTC)
    with refresh_lock(home):
        progress("collect", 0, 1, "inbox")
        collected = _collect(settings)
        progress("collect", 1, 1, f"{len(collected.new)} new")
        chunks = chunks_to_read(settings)
        read = _read_chunks(settings, chunks, progress) if chunks else []
        gate, built, published, blocked = None, None, None, ""
        try:
            progress("gate 1", 0, 1, "")
            gate = _accept(settings)
            progress("gate 1", 1, 1, f"{gate.accepted} accepted, {gate.held} held")
            built = _build(settings, progress)
            if not built.nothing_new:
                progress("gate 2", 0, 1, "")
                published = _publish(settings, built.build_id)
                progress("gate 2", 1, 1, published.snapshot_id or "pinned")
        except Blocked as problem:
            blocked = str(problem)
        return report_of(settings, collected, tuple(read), gate, built, published, blocked, started)


def report_of(
    settings: Settings,
    collected: CollectReport,
    read: tuple[ReadReport, ...],
    gate: GateReport | None,
    built: BuildReport | None,
    published: PublishReport | None,
    blocked: str,
    started: datetime,
) -> RefreshReport:
    """The report of a run's steps, with where readers and held submissions stand after it."""
    home = Home(settings.home)
    with open_ledger(home) as book:
        held = [
            row[0] for row in book.execute("select submission_id from standing_decision where kind = 'hold'")
        ]
        last = last_publication(book)
    here = current(home)
    return RefreshReport(
        collected=collected,
        read=read,
        gate=gate,
        built=built,
        published=published,
        held=tuple(held),
        blocked=blocked,
        snapshot_id=here.name if here else None,
        pinned=bool(last and last.pinned),
        seconds=(datetime.now(UTC) - started).total_seconds(),
    )


def summary(settings: Settings, report: RefreshReport) -> str:
    """The report in words, for the end of a run."""
    from warehouse.summary import in_words

    return in_words(settings, report)


def __getattr__(name: str) -> Any:
    """`Chunk` for callers that wire steps together, without loading the readers before they are needed."""
    if name == "Chunk":
        from warehouse.read import Chunk

        return Chunk
    raise AttributeError(name)
