"""The pointer as a command finds it: a home that has one, and the snapshot that readers have."""

from __future__ import annotations

from warehouse.cli.source import nothing_published
from warehouse.home import Home
from warehouse.settings import Settings


def home_with_snapshots(settings: Settings) -> Home:
    """The home, which has a pointer. CommandError where nothing is published."""
    home = Home(settings.home)
    if not home.current.is_symlink():
        raise nothing_published(home)
    return home


def current_snapshot_id(home: Home) -> str:
    """The id of the snapshot that readers have."""
    return home.current.readlink().name
