"""`indicators snapshots`, `rollback`, `resume`: what was published, and which of it readers have."""

from __future__ import annotations

from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from warehouse.cli.screen import both, local_time, print_json, print_table, say
from warehouse.cli.source import snapshot_folder
from warehouse.cli.usage import Json, epilog
from warehouse.home import Home
from warehouse.ledger.own import is_there
from warehouse.settings import settings_from_environment

SNAPSHOTS_HELP = "发布过的全部快照 · every snapshot published"
SNAPSHOTS_EPILOG = epilog("indicators snapshots", "indicators snapshots --json")
ROLLBACK_HELP = "回到较早的快照并固定 · go back, and stay there until resume"
ROLLBACK_EPILOG = epilog(
    "indicators rollback --reason '12月外资待核' --by 李四",
    "indicators rollback 20240105T020000Z-1a2b3c4d --reason 'wrong file' --by Li",
    statuses=(0, 1, 2, 5),
)
RESUME_HELP = "解除固定,换到最新快照 · unpin, go on to the newest"
RESUME_EPILOG = epilog(
    "indicators resume --by 李四",
    "indicators resume --by Li && indicators status",
    statuses=(0, 1, 2, 5),
)

SnapshotId = Annotated[
    str | None,
    typer.Argument(
        metavar="ID", help="快照编号或其开头;不写就是上一个 · default: the one before", show_default=False
    ),
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="理由 · why", show_default=False)]
By = Annotated[str, typer.Option(metavar="NAME", help="谁作的决定 · who decides", show_default=False)]


def snapshots(json: Json = False) -> int:
    from warehouse.ledger.publication import last_publication
    from warehouse.ledger.schema import open_ledger
    from warehouse.steps.snapshot import listed_snapshots

    home = Home(settings_from_environment().home)
    listed = listed_snapshots(home) if is_there(home) else []
    last = None
    if listed:
        with open_ledger(home) as ledger:
            last = last_publication(ledger)
    pinned = bool(last and last.pinned)
    if json:
        rows = [
            {
                "snapshot_id": one.snapshot.snapshot_id,
                "build_id": one.snapshot.build_id,
                "built_at": one.snapshot.built_at,
                "received_until": one.snapshot.received_until,
                "kept": one.kept,
                "current": one.current,
            }
            for one in listed
        ]
        print_json({"schema_version": 1, "pinned": pinned, "snapshots": rows})
        return 0
    if not listed:
        say(both("还没有快照", "there is no snapshot yet"))
        return 0
    columns = [
        both("快照", "snapshot"),
        both("建于", "built"),
        both("收到截至", "received until"),
        both("状态", "state"),
    ]
    print_table(
        columns,
        [
            [
                one.snapshot.snapshot_id,
                local_time(one.snapshot.built_at),
                local_time(one.snapshot.received_until) if one.snapshot.received_until else "",
                _state(one.current, one.kept, pinned),
            ]
            for one in listed
        ],
    )
    return 0


def rollback(reason: Reason, by: By, snapshot_id: SnapshotId = None) -> int:
    from warehouse.steps.snapshot import rollback as go_back
    from warehouse.store.lock import refresh_lock

    home = _home_with_snapshots()
    wanted = snapshot_folder(home, snapshot_id).name if snapshot_id else None
    with refresh_lock(home):
        before = _current(home)
        if wanted is None and not _has_earlier(home):
            raise Refusal("CANNOT_MOVE", found=before, expected=both("更早的快照", "an earlier snapshot"))
        here = go_back(home, wanted, actor=by, reason=reason)
    say(f"√ {both('当前快照', 'current snapshot')} {before} → {here}")
    say("  " + both("已固定:更新照常建库,但不发布", "pinned: refreshes go on building and publish nothing"))
    say("  " + both("恢复", "to go on") + f": indicators resume --by {by}")
    return 0


def resume(by: By, reason: Annotated[str, typer.Option(metavar="TEXT", help="理由 · why")] = "resume") -> int:
    from warehouse.steps.snapshot import resume as go_on
    from warehouse.store.lock import refresh_lock

    home = _home_with_snapshots()
    with refresh_lock(home):
        before = _current(home)
        here = go_on(home, actor=by, reason=reason)
    if before == here:
        say("○ " + both(f"没有变化,当前快照 {here}", "nothing has changed"))
    else:
        say(f"√ {both('当前快照', 'current snapshot')} {before} → {here}")
        say("  " + both("撤销", "to undo") + f": indicators rollback {before} --reason … --by {by}")
    return 0


def _state(current: bool, kept: bool, pinned: bool) -> str:
    if current:
        return both("当前,已固定", "current, pinned") if pinned else both("当前", "current")
    return "" if kept else both("已清除", "removed")


def _home_with_snapshots() -> Home:
    home = Home(settings_from_environment().home)
    if not home.current.is_symlink():
        raise Refusal("NO_SNAPSHOT", where=str(home.root), inbox=str(home.inbox))
    return home


def _current(home: Home) -> str:
    return home.current.readlink().name


def _has_earlier(home: Home) -> bool:
    """Whether a snapshot that is kept was made before the one that readers have."""
    from warehouse.steps.snapshot import listed_snapshots

    listed = listed_snapshots(home)
    here = next((place for place, one in enumerate(listed) if one.current), 0)
    return any(one.kept for one in listed[:here])
