"""`indicators publish`: what is published into PostgreSQL, for BI tools."""

from __future__ import annotations

from datetime import UTC, datetime

from warehouse.cli.options import Json
from warehouse.cli.publish.pointer import home_with_snapshots
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.usage import epilog
from warehouse.serving.which_server import server_of
from warehouse.steps.serve import serve_current
from warehouse.variables import settings_from_environment

EPILOG = epilog("indicators publish", statuses=(0, 1, 2, 5))


def publish(json: Json = False) -> int:
    """Load the current snapshot, unless PostgreSQL shows it already. Refusal, ServingError, LockHeld."""
    settings = settings_from_environment()
    address = server_of(settings)
    home_with_snapshots(settings)
    served = serve_current(settings, datetime.now(UTC))
    if json:
        print_json(
            {
                "snapshot_id": served.snapshot_id,
                "already": served.already,
                "tables": served.tables,
                "rows": served.rows,
                "seconds": round(served.seconds, 1),
            }
        )
        return 0
    where = address.shown
    if served.already:
        say(
            f"√ {both('PostgreSQL 已是当前快照', 'PostgreSQL has the current snapshot')} {served.snapshot_id} ({where})"
        )
    else:
        say(f"√ {both('已写入 PostgreSQL', 'loaded into PostgreSQL')} {served.snapshot_id} ({where})")
        say(
            f"  {both('表', 'tables')} {served.tables} · {both('行', 'rows')} {served.rows:,} · {served.seconds:.1f} s"
        )
    return 0
