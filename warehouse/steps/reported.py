"""What a refresh reports in the end: what its steps did, and how things stand after them."""

from __future__ import annotations

from datetime import UTC, datetime

from ingest.office.load import load_office
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.publication import last_publication
from warehouse.ledger.question_state import waiting
from warehouse.settings import Settings
from warehouse.snapshots.snapshot import current
from warehouse.steps.report import (
    BuildReport,
    CollectReport,
    GateReport,
    HandBackReport,
    PublishReport,
    ReadReport,
    RefreshReport,
    ServeReport,
)


def report_of(
    settings: Settings,
    collected: CollectReport,
    read: tuple[ReadReport, ...],
    gate: GateReport | None,
    built: BuildReport | None,
    published: PublishReport | None,
    blocked: str,
    started: datetime,
    served: ServeReport | None = None,
    handed_back: HandBackReport | None = None,
) -> RefreshReport:
    """The report of a run's steps, with where readers and held submissions stand after it."""
    home = Home(settings.home)
    with open_ledger(home) as book:
        held = waiting(book, load_office(settings.office))
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
        served=served,
        handed_back=handed_back or HandBackReport(0, 0),
    )
