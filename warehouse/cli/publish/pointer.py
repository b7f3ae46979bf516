"""The pointer as a command finds it: a home that has one, and the snapshot that readers have."""

from __future__ import annotations

from datetime import UTC, datetime

from warehouse.cli.screen import both, say
from warehouse.cli.source import nothing_published
from warehouse.home import Home
from warehouse.serving.which_server import is_served
from warehouse.settings import Settings
from warehouse.steps.serve import serve_after_publishing


def home_with_snapshots(settings: Settings) -> Home:
    """The home, which has a pointer. CommandError where nothing is published."""
    home = Home(settings.home)
    if not home.current.is_symlink():
        raise nothing_published(home)
    return home


def current_snapshot_id(home: Home) -> str:
    """The id of the snapshot that readers have."""
    return home.current.readlink().name


def follow_in_postgres(settings: Settings) -> None:
    """PostgreSQL goes where the pointer went, by the holder of the refresh lock. One that is down is told, and so is that
    none is known: it may be set for another account, or in another shell."""
    if not is_served(settings):
        say(
            "  "
            + both(
                "只换了文件：没有设 INDICATORS_POSTGRES，自带的 PostgreSQL 也没有运行；有看板读 PostgreSQL 的，设好后运行 indicators publish",
                "files alone: INDICATORS_POSTGRES is not set and no server of our own runs; where dashboards read PostgreSQL,"
                " set it and run indicators publish",
            )
        )
        return
    served = serve_after_publishing(settings, datetime.now(UTC))
    if served.problem:
        say(f"! PostgreSQL {both('仍是原来的数据版本', 'has the snapshot that it had')}: {served.problem}")
        say("  " + both("恢复后运行", "once it is back") + ": indicators publish")
    else:
        say(f"  PostgreSQL {both('也已换到', 'too')} {served.snapshot_id}")
