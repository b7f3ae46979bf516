"""`indicators snapshots`: everything that was published, and which of it readers have."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.cli.options import Json
from warehouse.cli.screen import both, local_time, print_json, say
from warehouse.cli.table import print_table
from warehouse.cli.usage import epilog
from warehouse.home import Home
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.publication import last_publication
from warehouse.snapshots.snapshot import ListedSnapshot, listed_snapshots
from warehouse.variables import settings_from_environment

EPILOG = epilog("indicators snapshots", "indicators snapshots --json")


def snapshots(json: Json = False) -> int:
    """Print the snapshots in order of their making. 0, whether there is one or not."""
    home = Home(settings_from_environment().home)
    listed = listed_snapshots(home) if is_there(home) else []
    pinned = bool(listed) and _is_pinned(home)
    if json:
        print_json({"schema_version": 1, "pinned": pinned, "snapshots": [_facts(each) for each in listed]})
    elif listed:
        _show(listed, pinned)
    else:
        say(both("还没有快照", "there is no snapshot yet"))
    return 0


def _is_pinned(home: Home) -> bool:
    with open_ledger(home) as ledger:
        last = last_publication(ledger)
    return bool(last and last.pinned)


def _facts(listed: ListedSnapshot) -> dict[str, object]:
    return {
        "snapshot_id": listed.snapshot.snapshot_id,
        "build_id": listed.snapshot.build_id,
        "built_at": listed.snapshot.built_at,
        "received_until": listed.snapshot.received_until,
        "kept": listed.kept,
        "current": listed.current,
    }


def _show(listed: Sequence[ListedSnapshot], pinned: bool) -> None:
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
                each.snapshot.snapshot_id,
                local_time(each.snapshot.built_at),
                local_time(each.snapshot.received_until) if each.snapshot.received_until else "",
                _state(each, pinned),
            ]
            for each in listed
        ],
    )


def _state(listed: ListedSnapshot, pinned: bool) -> str:
    if listed.current:
        return both("当前，已固定", "current, pinned") if pinned else both("当前", "current")
    return "" if listed.kept else both("已清除", "removed")
