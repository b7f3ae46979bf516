"""The last step: what is published into PostgreSQL, where one is set. The night is all right without it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from warehouse.home import DATABASE, Home
from warehouse.serving.which_server import server_of
from warehouse.settings import Settings, business_day
from warehouse.steps.report import ServeReport
from warehouse.store.lock import refresh_lock
from warehouse.store.manifest import check_as_published

if TYPE_CHECKING:
    from warehouse.serving.publish import Served


def serve_current(settings: Settings, now: datetime) -> Served:
    """Load the snapshot that readers of files have. ServingError, LockHeld while a refresh runs,
    SnapshotChangedError where somebody has written to it."""
    with refresh_lock(Home(settings.home)):
        return _serve(settings, now)


def serve_after_publishing(settings: Settings, now: datetime) -> ServeReport:
    """The same by the holder of the refresh lock, at the end of a night: a server that is down is told, and no failure."""
    from warehouse.serving.address import ServingError  # noqa: PLC0415 - see above

    try:
        served = _serve(settings, now)
    except ServingError as error:
        return ServeReport("", 0, 0, f"{error.code} {error.found}")
    return ServeReport(served.snapshot_id, served.tables, served.rows)


def _serve(settings: Settings, now: datetime) -> Served:
    from warehouse.serving.publish import publish  # noqa: PLC0415 - see above

    current = Home(settings.home).current.resolve()
    check_as_published(current / DATABASE)
    return publish(server_of(settings), current, settings.office, business_day(now))
