"""`indicators rollback`: readers go back to an earlier snapshot, and stay there until `resume`."""

from __future__ import annotations

from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from warehouse.cli.options import By, Reason
from warehouse.cli.publish.pointer import current_snapshot_id, follow_in_postgres, home_with_snapshots
from warehouse.cli.screen import both, say
from warehouse.cli.source import snapshot_folder
from warehouse.cli.usage import epilog
from warehouse.home import Home
from warehouse.snapshots import snapshot
from warehouse.store.lock import refresh_lock
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators rollback --reason '12月外资待核' --by 李四",
    "indicators rollback 20240105T020000Z-1a2b3c4d --reason 'wrong file' --by Li",
    statuses=(0, 1, 2, 5),
)

SnapshotId = Annotated[
    str | None,
    typer.Argument(
        metavar="ID", help="快照编号或其开头；不写就是上一个 · default: the one before", show_default=False
    ),
]


def rollback(reason: Reason, by: By, snapshot_id: SnapshotId = None) -> int:
    """Move the pointer back and pin it. Refusal for no such snapshot, LockHeld while a refresh runs."""
    settings = settings_from_environment()
    home = home_with_snapshots(settings)
    wanted = snapshot_folder(home, snapshot_id).name if snapshot_id else None
    with refresh_lock(home):
        before = current_snapshot_id(home)
        if wanted is None and not _has_earlier(home):
            raise Refusal("CANNOT_MOVE", found=before, expected=both("更早的快照", "an earlier snapshot"))
        here = snapshot.rollback(home, wanted, actor=by, reason=reason)
        say(f"√ {both('当前快照', 'current snapshot')} {before} → {here}")
        follow_in_postgres(settings)
    say("  " + both("已固定：更新照常建库，但不发布", "pinned: refreshes go on building and publish nothing"))
    say("  " + both("恢复", "to go on") + f": indicators resume --by {by}")
    return 0


def _has_earlier(home: Home) -> bool:
    """Whether a snapshot that is kept was made before the one that readers have."""
    listed = snapshot.listed_snapshots(home)
    here = next((place for place, each in enumerate(listed) if each.current), 0)
    return any(each.kept for each in listed[:here])
