"""Snapshots and the pointer: publishing one, going back, going on, dropping old ones.

Publishing takes three steps, each all or nothing, each lasting before the next begins:

1. the finished folder is shut (0444 and 0555), synced and renamed to snapshots/<id>. This is the publishing: from
   here on the snapshot exists, whole, and nothing that follows can fail for want of it.
2. one ledger transaction enters the snapshot and, unless the pointer is pinned, the move of the pointer.
3. the symlink `current` is replaced. Readers have the old snapshot until then, the new one after it.

A kill before 1 leaves a folder that nobody refers to; the next refresh drops it and builds anew. A kill
between 1 and 2 leaves a snapshot that the ledger does not know, between 2 and 3 a pointer that lags behind
the ledger. `reconcile`, with which every refresh begins, does what is left: it enters what is whole and not
entered, and moves the pointer to where the ledger says. So a run that was killed and run again ends where
one that was not killed does.

The folder comes before the ledger, because an entry whose folder is missing could not be repaired, while a
folder without an entry says itself what it is. The ledger comes before the pointer, because the ledger is
what the pointer is checked against: a rollback that moved the pointer first would be undone, without a
trace of who wanted it, by the next refresh. And nothing is ever removed because it is not entered: after the
ledger has been restored from a backup, the newer snapshots are entered again.

Everything here that changes something is called by the holder of the refresh lock; readers need no lock.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.finding.refusal import Refusal
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.publication import (
    last_publication,
    record_publication,
    record_snapshot,
    recorded_snapshots,
)
from warehouse.ledger.row import Publication, PublicationKind, SnapshotRow, instant_text
from warehouse.store.durable import (
    Damage,
    drop_stale,
    put_folder,
    remove_tree,
    replace_symlink,
    shut_tree,
    staging_path,
    sync_folder,
)
from warehouse.store.manifest import ManifestError, snapshot_of, verify

ACTOR = "refresh"


class SnapshotError(Refusal):
    """A snapshot that is not there, or is not as it was made."""


@dataclass(frozen=True, slots=True)
class Published:
    """`moved`: whether readers have it; while the pointer is pinned they have not."""

    snapshot_id: str
    moved: bool


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was left undone and is done now, and what cannot be mended."""

    entered: tuple[str, ...]
    pointer_moved: bool
    damage: tuple[Damage, ...]


@dataclass(frozen=True, slots=True)
class ListedSnapshot:
    """A snapshot that was made once. `kept`: its folder is still there; `current`: readers have it."""

    snapshot: SnapshotRow
    kept: bool
    current: bool


def new_snapshot_id(now: datetime, build_id: str) -> str:
    """'20240105T020000Z-1a2b3c4d': the order of the names is the order of time."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{build_id[:8]}"


def publish(home: Home, staging: Path) -> Published:
    """Make a finished folder with its manifest the newest snapshot, and move the pointer unless it is pinned.

    SnapshotError if the folder is not what its manifest states; OSError (full, failed sync) leaves readers
    where they are.
    """
    try:
        snapshot = snapshot_of(staging)
    except ManifestError as error:
        raise SnapshotError("SNAPSHOT_ERROR", found=error.found) from error
    _sound(staging)
    if staging.parent != home.snapshots:
        # A folder that is shut can be renamed where it lies, and not be moved into another.
        staging = staging.rename(staging_path(home.snapshots))
    shut_tree(staging)
    put_folder(staging, home.snapshots / snapshot.snapshot_id)
    with open_ledger(home) as ledger:
        moved = _enter(ledger, snapshot, moves=True)
        _follow(home, last_publication(ledger))
    return Published(snapshot.snapshot_id, moved)


def reconcile(home: Home) -> Reconciled:
    """Finish what a killed run began, so that folders, ledger and pointer agree."""
    for folder in (home.root, home.snapshots):
        drop_stale(folder)
    entered: list[str] = []
    damage: list[Damage] = []
    with open_ledger(home) as ledger:
        for folder in _folders(home):
            # Put back from a backup, or published before snapshots were shut.
            if folder.stat().st_mode & 0o222 and _is_ours(folder):
                shut_tree(folder)
        known = {row.snapshot_id: row for row in recorded_snapshots(ledger)}
        found: list[SnapshotRow] = []
        for folder in _folders(home):
            if folder.name not in known:
                wrong = _wrong(folder)
                damage += wrong
                found += [] if wrong else [snapshot_of(folder)]
        for snapshot in sorted(found, key=lambda row: row.built_at):
            last = last_publication(ledger)
            known[snapshot.snapshot_id] = snapshot
            # A folder that somebody put back from a backup is entered, and does not become the newest.
            _enter(
                ledger, snapshot, moves=last is None or known[last.snapshot_id].built_at < snapshot.built_at
            )
            entered.append(snapshot.snapshot_id)
        last = last_publication(ledger)
    if last and not (home.snapshots / last.snapshot_id).is_dir():
        damage.append(
            Damage(f"snapshots/{last.snapshot_id}", "当前快照 the current snapshot", "没有 missing")
        )
        return Reconciled(tuple(entered), False, tuple(damage))
    return Reconciled(tuple(entered), _follow(home, last), tuple(damage))


def current(home: Home) -> Path | None:
    """The folder that readers are to read, resolved once; hold on to it, it does not change. None: none yet.

    SnapshotError if the pointer names what is not there.
    """
    name = _pointer(home)
    if name is None:
        return None
    folder = home.snapshots / name
    if not folder.is_dir():
        raise SnapshotError(
            "SNAPSHOT_ERROR",
            found=f"当前快照 {name} 不见了。 The current snapshot {name} is missing; run fsck.",
        )
    return folder


def rollback(home: Home, snapshot_id: str | None, *, actor: str, reason: str) -> str:
    """Give readers an earlier snapshot and pin the pointer there; None: the one made before theirs. Its id.

    SnapshotError if there is none, or it is damaged; then nothing has moved.
    """
    reconcile(home)
    with open_ledger(home) as ledger:
        kept = _kept(home, ledger)
        if snapshot_id is None:
            last = last_publication(ledger)
            made = [row.snapshot_id for row in recorded_snapshots(ledger)]
            earlier = [name for name in made[: made.index(last.snapshot_id)] if name in kept] if last else []
            if not earlier:
                raise SnapshotError("SNAPSHOT_ERROR", found="没有更早的快照。 There is no earlier snapshot.")
            snapshot_id = earlier[-1]
        if snapshot_id not in kept:
            raise SnapshotError(
                "SNAPSHOT_ERROR",
                found=f"没有快照 {snapshot_id}；现有：{', '.join(kept) or '无'}。 There is no such snapshot.",
            )
        _sound(home.snapshots / snapshot_id)
        record_publication(
            ledger, snapshot_id, PublicationKind.ROLLBACK, actor=actor, reason=reason, pinned=True
        )
        _follow(home, last_publication(ledger))
    return snapshot_id


def resume(home: Home, *, actor: str, reason: str) -> str:
    """Unpin the pointer and give readers the newest snapshot. Its id; if nothing is pinned, nothing changes.

    SnapshotError if there is no snapshot, or the newest is damaged.
    """
    reconcile(home)
    with open_ledger(home) as ledger:
        last = last_publication(ledger)
        kept = _kept(home, ledger)
        if last is None or not kept:
            raise SnapshotError("SNAPSHOT_ERROR", found="还没有快照。 There is no snapshot yet.")
        if not last.pinned:
            return last.snapshot_id
        _sound(home.snapshots / kept[-1])
        record_publication(ledger, kept[-1], PublicationKind.RESUME, actor=actor, reason=reason, pinned=False)
        _follow(home, last_publication(ledger))
    return kept[-1]


def prune(home: Home, *, keep_days: int, keep_snapshots: int, now: datetime) -> list[str]:
    """Remove snapshots that are older than `keep_days` and not among the newest `keep_snapshots`. Their ids.

    Never the one that readers have, nor one of another account. The ledger goes on listing what was removed.
    """
    with open_ledger(home) as ledger:
        kept = _kept(home, ledger)
        built_at = {row.snapshot_id: row.built_at for row in recorded_snapshots(ledger)}
        last = last_publication(ledger)
    in_use = {_pointer(home), last.snapshot_id if last else None}
    oldest = now - timedelta(days=keep_days)
    dropped = [name for name in kept[:-keep_snapshots] if built_at[name] < oldest and name not in in_use]
    dropped = [name for name in dropped if _is_ours(home.snapshots / name)]
    for name in dropped:
        # Renamed first: half a snapshot must not look like one.
        leaving = staging_path(home.snapshots)
        (home.snapshots / name).rename(leaving)
        sync_folder(home.snapshots)
        remove_tree(leaving)
    return dropped


def listed_snapshots(home: Home) -> list[ListedSnapshot]:
    """Every snapshot ever made, in the order made: whether it is still kept, and which one readers have."""
    with open_ledger(home) as ledger:
        kept = set(_kept(home, ledger))
        here = _pointer(home)
        return [
            ListedSnapshot(row, row.snapshot_id in kept, row.snapshot_id == here)
            for row in recorded_snapshots(ledger)
        ]


def _enter(ledger: sqlite3.Connection, snapshot: SnapshotRow, *, moves: bool) -> bool:
    """Enter a snapshot and, if `moves` and nothing is pinned, the move of the pointer to it."""
    with transaction(ledger):
        last = last_publication(ledger)
        moves = moves and not (last and last.pinned)
        record_snapshot(ledger, snapshot)
        if moves and not (last and last.snapshot_id == snapshot.snapshot_id):
            reason = f"build {snapshot.build_id}, {instant_text(snapshot.built_at)}"
            record_publication(
                ledger,
                snapshot.snapshot_id,
                PublicationKind.PUBLISH,
                actor=ACTOR,
                reason=reason,
                pinned=False,
            )
    return moves


def _follow(home: Home, last: Publication | None) -> bool:
    """Make the pointer point to where the ledger says; whether it had to be moved."""
    if last is None or _pointer(home) == last.snapshot_id:
        return False
    replace_symlink(home.current, f"{home.snapshots.name}/{last.snapshot_id}")
    return True


def _pointer(home: Home) -> str | None:
    """The snapshot that `current` names; None if there is no pointer."""
    return home.current.readlink().name if home.current.is_symlink() else None


def _is_ours(folder: Path) -> bool:
    """Whether this account may shut and remove a folder. What an administrator restored as another is left as it is."""
    return os.geteuid() in (0, folder.stat().st_uid)


def _folders(home: Home) -> list[Path]:
    return sorted(path for path in home.snapshots.glob("[!.]*") if path.is_dir())


def _kept(home: Home, ledger: sqlite3.Connection) -> list[str]:
    """The snapshots that are entered and still have their folder, in the order made."""
    here = {folder.name for folder in _folders(home)}
    return [row.snapshot_id for row in recorded_snapshots(ledger) if row.snapshot_id in here]


def _wrong(folder: Path) -> list[Damage]:
    """What is wrong with a folder under snapshots/, its name included."""
    damage = verify(folder)
    if not damage and snapshot_of(folder).snapshot_id != folder.name:
        damage = [Damage(f"snapshots/{folder.name}", folder.name, snapshot_of(folder).snapshot_id)]
    return damage


def _sound(folder: Path) -> None:
    damage = verify(folder)
    if damage:
        first = damage[0]
        raise SnapshotError(
            "SNAPSHOT_ERROR",
            found=f"快照已损坏：{first.path} 应为 {first.expected}，实为 {first.found}。"
            f" The snapshot is damaged in {len(damage)} places: {first.path}.",
        )
