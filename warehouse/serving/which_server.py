"""Which PostgreSQL is loaded and asked: the one that is set, or our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.finding.refusal import Refusal
from warehouse.serving.own_folder import own_port
from warehouse.settings import Settings

if TYPE_CHECKING:
    from warehouse.serving.address import Address


def is_served(settings: Settings) -> bool:
    """Whether there is a PostgreSQL to load: the one that is set, or our own where it runs."""
    return bool(settings.postgres) or own_port(settings.home) is not None


def server_of(settings: Settings) -> Address:
    """The server that is set, or our own. Refusal POSTGRES_NOT_SET for neither."""
    from warehouse.serving.address import Address  # noqa: PLC0415 - libraries of PostgreSQL, where one is set
    from warehouse.serving.server import running_own  # noqa: PLC0415 - see above

    if settings.postgres:
        return Address(settings.postgres)
    own = running_own(settings.home)
    if own is None:
        raise Refusal("POSTGRES_NOT_SET")
    return own.address()
