"""`indicators resume`: a pinned pointer goes on to the newest snapshot."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.cli.options import By
from warehouse.cli.publish.pointer import current_snapshot_id, follow_in_postgres, home_with_snapshots
from warehouse.cli.screen import both, say
from warehouse.cli.usage import epilog
from warehouse.snapshots import snapshot
from warehouse.store.lock import refresh_lock
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators resume --by 李四",
    "indicators resume --by Li && indicators status",
    statuses=(0, 1, 2, 5),
)


def resume(by: By, reason: Annotated[str, typer.Option(metavar="TEXT", help="理由 · why")] = "resume") -> int:
    """Unpin, and move the pointer to the newest snapshot. CommandError for none, LockHeld while a refresh runs."""
    settings = settings_from_environment()
    home = home_with_snapshots(settings)
    with refresh_lock(home):
        before = current_snapshot_id(home)
        here = snapshot.resume(home, actor=by, reason=reason)
        if before == here:
            say("○ " + both(f"没有变化，当前快照 {here}", "nothing has changed"))
            return 0
        say(f"√ {both('当前快照', 'current snapshot')} {before} → {here}")
        follow_in_postgres(settings)
    say("  " + both("撤销", "to undo") + f": indicators rollback {before} --reason … --by {by}")
    return 0
