"""The doctor's look at PostgreSQL, where one is set or our own runs: whether it answers, and what its readers have."""

from __future__ import annotations

from warehouse.answers.doctor.diagnosis import Inspection
from warehouse.home import Home
from warehouse.serving.which_server import is_served, server_of
from warehouse.settings import Settings

_NAMES = ("看板的 PostgreSQL", "PostgreSQL of dashboards")
_LOAD = ("indicators publish", "indicators publish loads what the files have")


def serving_looks(settings: Settings) -> list[Inspection]:
    """One look, or none where there is no PostgreSQL to load."""
    if not is_served(settings):
        return []
    # Libraries of PostgreSQL, where there is one.
    from psycopg import ProgrammingError  # noqa: PLC0415

    from warehouse.serving.address import ServingError  # noqa: PLC0415
    from warehouse.serving.publish import served_snapshot  # noqa: PLC0415

    current = Home(settings.home).current
    of_files = current.readlink().name if current.is_symlink() else ""
    try:
        server = server_of(settings)
        with server.connected() as connection:
            of_readers = served_snapshot(connection)
    except ServingError as error:
        remedies = ("启动它，或核对地址和密码", "start it, or check address and password")
        return [Inspection(*_NAMES, False, error.found, *remedies)]
    except ProgrammingError as error:
        return [
            Inspection(
                *_NAMES, False, str(error).strip(), "核对 INDICATORS_POSTGRES", "check INDICATORS_POSTGRES"
            )
        ]
    if not of_readers:
        found = f"{server.shown} 应答，还没有数 (answers, nothing is loaded)"
        return [Inspection(*_NAMES, not of_files, found, *_LOAD)]
    if of_readers == of_files:
        return [Inspection(*_NAMES, True, f"{server.shown} {of_readers}")]
    found = f"{server.shown} {of_readers} ≠ 文件 files {of_files or '—'}"
    return [Inspection(*_NAMES, False, found, *_LOAD)]
