from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.publication import last_publication, publications, record_snapshot
from warehouse.ledger.row import SnapshotRow
from warehouse.snapshots.snapshot import (
    SnapshotError,
    current,
    listed_snapshots,
    new_snapshot_id,
    prune,
    publish,
    reconcile,
    resume,
    rollback,
)
from warehouse.store.durable import Damage, staging_path
from warehouse.store.manifest import ManifestError, read_manifest, verify, write_manifest

FIFTH = datetime(2024, 1, 5, 2, tzinfo=UTC)
IDS = [f"2024010{day}T020000Z-{day}{day}{day}{day}{day}{day}{day}{day}" for day in (5, 6, 7, 8)]
FIRST, SECOND, THIRD, FOURTH = IDS


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").ensure()
    with open_ledger(home):
        return home


def _build(home: Home, snapshot_id: str) -> Path:
    """A finished build that says which snapshot it is, in two files of two folders."""
    built_at = datetime.strptime(snapshot_id[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    folder = home.builds / snapshot_id
    (folder / "parquet").mkdir(parents=True)
    (folder / "marts.duckdb").write_text(snapshot_id, encoding="ascii")
    (folder / "parquet" / "mart.parquet").write_text(snapshot_id, encoding="ascii")
    row = SnapshotRow(snapshot_id, snapshot_id[-8:] * 8, built_at, FIFTH)
    write_manifest(folder, row, {"示例": True, "rows": 3})
    return folder


def _publish(home: Home, *snapshot_ids: str) -> None:
    for snapshot_id in snapshot_ids:
        publish(home, _build(home, snapshot_id))


def _read(home: Home) -> str:
    """What a reader gets."""
    folder = current(home)
    assert folder is not None
    assert verify(folder) == []
    return (folder / "marts.duckdb").read_text(encoding="ascii")


def _kinds(home: Home) -> list[tuple[str, str, bool]]:
    with open_ledger(home) as ledger:
        return [(row.kind.value, row.snapshot_id, row.pinned) for row in publications(ledger)]


# ------------------------------------------------------------------------------------------ the manifest


def test_the_id_says_when_in_utc_and_from_which_build() -> None:
    at = datetime.fromisoformat("2024-01-05T10:00:00+08:00")

    assert new_snapshot_id(at, "1a2b3c4d5e6f") == "20240105T020000Z-1a2b3c4d"


def test_a_manifest_states_the_snapshot_its_facts_and_every_file(home: Home) -> None:
    stated = read_manifest(_build(home, FIRST))

    assert (stated["snapshot_id"], stated["received_until"]) == (FIRST, "2024-01-05T02:00:00.000000Z")
    assert stated["facts"] == {"示例": True, "rows": 3}
    assert list(stated["files"]) == ["marts.duckdb", "parquet/mart.parquet"]
    # printf 20240105T020000Z-55555555 | sha256sum
    assert stated["files"]["marts.duckdb"] == {
        "bytes": 25,
        "sha256": "ebc7a89f9737d90fe0642e9a98725b56f0347298992c5b649f2ae7c367c413aa",
    }


def test_a_sound_folder_verifies(home: Home) -> None:
    assert verify(_build(home, FIRST)) == []


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "where"),
    [
        (lambda folder: _flip(folder / "marts.duckdb"), "marts.duckdb"),
        (lambda folder: (folder / "marts.duckdb").unlink(), "marts.duckdb"),
        (lambda folder: (folder / "parquet" / "more").write_bytes(b""), "parquet/more"),
        (lambda folder: _flip(folder / "MANIFEST.json"), "MANIFEST.json"),
        (lambda folder: _flip(folder / "MANIFEST.json.sha256"), "MANIFEST.json"),
        (lambda folder: (folder / "MANIFEST.json").unlink(), "MANIFEST.json"),
        (lambda folder: (folder / "link").symlink_to("marts.duckdb"), "MANIFEST.json"),
    ],
)
def test_every_harm_to_a_snapshot_is_found(home: Home, harm: Callable[[Path], None], where: str) -> None:
    folder = _build(home, FIRST)

    harm(folder)

    assert [damage.path for damage in verify(folder)] == [f"{FIRST}/{where}"]


def test_a_link_does_not_get_into_a_snapshot(home: Home) -> None:
    folder = _build(home, FIRST)
    (folder / "link").symlink_to("/etc/hostname")

    with pytest.raises(ValueError, match="link"):
        write_manifest(folder, SnapshotRow(FIRST, "b", FIFTH, None), {})


# --------------------------------------------------------------------------------------------- publishing


def test_before_the_first_snapshot_there_is_nothing_to_read(home: Home) -> None:
    assert current(home) is None


def test_readers_get_what_was_published_last(home: Home) -> None:
    _publish(home, FIRST, SECOND)

    assert _read(home) == SECOND
    assert home.current.readlink() == Path("snapshots") / SECOND
    assert _kinds(home) == [("publish", FIRST, False), ("publish", SECOND, False)]
    assert list(home.builds.iterdir()) == []


def test_a_reader_that_has_resolved_the_pointer_keeps_its_snapshot(home: Home) -> None:
    _publish(home, FIRST)
    folder = current(home)
    _publish(home, SECOND)

    assert folder == home.snapshots / FIRST
    assert verify(folder) == []


def test_a_build_that_is_not_what_its_manifest_states_is_not_published(home: Home) -> None:
    _publish(home, FIRST)
    staging = _build(home, SECOND)
    _flip(staging / "marts.duckdb")

    with pytest.raises(SnapshotError, match=r"marts\.duckdb"):
        publish(home, staging)
    (staging / "MANIFEST.json").unlink()
    with pytest.raises(SnapshotError, match="没有清单"):
        publish(home, staging)

    assert _read(home) == FIRST
    assert [row.snapshot.snapshot_id for row in listed_snapshots(home)] == [FIRST]


def test_a_sync_that_fails_publishes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _publish(home, FIRST)
    staging = _build(home, SECOND)

    def fsync(_: int) -> None:
        raise OSError(errno.EIO, "input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fsync)
        with pytest.raises(OSError, match="input/output"):
            publish(home, staging)

    assert _read(home) == FIRST
    assert not staging.exists()
    assert reconcile(home).entered == ()


def test_what_is_on_disk_lasts_before_the_ledger_says_so_and_the_pointer_moves_last(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Finished where publishing finishes its own: beside its place.
    staging = _build(home, FIRST).rename(staging_path(home.snapshots))
    seen: list[str] = []
    fsync, replace, rename = os.fsync, os.replace, os.rename

    def ledger_says() -> bool:
        with open_ledger(home) as ledger:
            return last_publication(ledger) is not None

    def on_fsync(descriptor: int) -> None:
        fsync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        seen.append(f"sync {path.relative_to(home.root)}")

    def on_rename(source: Path, target: Path) -> None:
        seen.append("folder in place")
        assert not ledger_says()
        rename(source, target)

    def on_replace(source: Path, target: Path) -> None:
        seen.append("pointer moves")
        assert ledger_says()
        replace(source, target)

    monkeypatch.setattr(os, "fsync", on_fsync)
    monkeypatch.setattr(os, "rename", on_rename)
    monkeypatch.setattr(os, "replace", on_replace)
    publish(home, staging)

    placed, moved = seen.index("folder in place"), seen.index("pointer moves")
    build = f"snapshots/{staging.name}"
    assert set(seen[:placed]) == {
        f"sync {build}{name}"
        for name in (
            "",
            "/MANIFEST.json",
            "/MANIFEST.json.sha256",
            "/marts.duckdb",
            "/parquet",
            "/parquet/mart.parquet",
        )
    }
    assert seen[placed + 1 : moved] == ["sync snapshots"]
    assert seen[moved + 1 :] == ["sync ."]


# -------------------------------------------------------------------------------- going back and going on


def test_rolled_back_readers_get_the_snapshot_before_and_refreshes_move_nothing(home: Home) -> None:
    _publish(home, FIRST, SECOND)

    assert rollback(home, None, actor="科长", reason="出口额有误") == FIRST
    published = publish(home, _build(home, THIRD))

    assert (published.snapshot_id, published.moved) == (THIRD, False)
    assert _read(home) == FIRST
    with open_ledger(home) as ledger:
        last = last_publication(ledger)
    assert last is not None
    assert (last.actor, last.reason, last.pinned) == ("科长", "出口额有误", True)


def test_rolled_back_twice_they_get_the_one_before_that(home: Home) -> None:
    _publish(home, FIRST, SECOND, THIRD)

    rollback(home, None, actor="a", reason="r")
    rollback(home, None, actor="a", reason="r")

    assert _read(home) == FIRST


def test_a_rollback_may_name_any_snapshot_that_is_kept(home: Home) -> None:
    _publish(home, FIRST, SECOND, THIRD)

    rollback(home, FIRST, actor="a", reason="r")
    rollback(home, SECOND, actor="a", reason="r")

    assert _read(home) == SECOND


def test_resuming_gives_the_newest_snapshot_and_lets_refreshes_publish_again(home: Home) -> None:
    _publish(home, FIRST, SECOND)
    rollback(home, None, actor="a", reason="r")
    _publish(home, THIRD)

    assert resume(home, actor="科长", reason="已更正") == THIRD
    assert _read(home) == THIRD

    _publish(home, FOURTH)
    assert _read(home) == FOURTH
    assert _kinds(home)[2:] == [
        ("rollback", FIRST, True),
        ("resume", THIRD, False),
        ("publish", FOURTH, False),
    ]


def test_resuming_what_is_not_pinned_changes_nothing(home: Home) -> None:
    _publish(home, FIRST)

    assert resume(home, actor="a", reason="r") == FIRST
    assert _kinds(home) == [("publish", FIRST, False)]


def test_there_is_nothing_before_the_first_snapshot(home: Home) -> None:
    with pytest.raises(SnapshotError, match="没有更早"):
        rollback(home, None, actor="a", reason="r")
    _publish(home, FIRST)
    with pytest.raises(SnapshotError, match="没有更早"):
        rollback(home, None, actor="a", reason="r")

    assert _kinds(home) == [("publish", FIRST, False)]


def test_a_snapshot_that_is_not_there_or_is_damaged_is_not_given_to_readers(home: Home) -> None:
    _publish(home, FIRST, SECOND)
    _flip(home.snapshots / FIRST / "marts.duckdb")

    with pytest.raises(SnapshotError, match="没有快照 20230101"):
        rollback(home, "20230101T000000Z-00000000", actor="a", reason="r")
    with pytest.raises(SnapshotError, match=r"marts\.duckdb"):
        rollback(home, FIRST, actor="a", reason="r")

    assert _read(home) == SECOND
    assert _kinds(home)[-1] == ("publish", SECOND, False)


def test_there_is_nothing_to_resume_before_the_first_snapshot(home: Home) -> None:
    with pytest.raises(SnapshotError, match="还没有快照"):
        resume(home, actor="a", reason="r")


# -------------------------------------------------------------------------------------------- reconciling


def test_where_everything_agrees_there_is_nothing_to_do(home: Home) -> None:
    _publish(home, FIRST)
    done = reconcile(home)

    assert (done.entered, done.pointer_moved, done.damage) == ((), False, ())


def test_a_snapshot_in_place_that_the_ledger_does_not_know_is_entered_and_published(home: Home) -> None:
    _publish(home, FIRST)
    _build(home, SECOND).rename(home.snapshots / SECOND)

    done = reconcile(home)

    assert (done.entered, done.pointer_moved) == ((SECOND,), True)
    assert _read(home) == SECOND
    assert _kinds(home)[-1] == ("publish", SECOND, False)


def test_while_the_pointer_is_pinned_it_is_entered_and_not_published(home: Home) -> None:
    _publish(home, FIRST, SECOND)
    rollback(home, None, actor="a", reason="r")
    _build(home, THIRD).rename(home.snapshots / THIRD)

    assert reconcile(home).entered == (THIRD,)
    assert _read(home) == FIRST


def test_a_pointer_that_lags_behind_the_ledger_is_moved(home: Home) -> None:
    _publish(home, FIRST, SECOND)
    home.current.unlink()
    home.current.symlink_to(f"snapshots/{FIRST}")

    assert reconcile(home).pointer_moved
    assert _read(home) == SECOND


def test_after_an_older_ledger_was_restored_newer_snapshots_are_entered_in_the_order_they_were_built(
    home: Home,
) -> None:
    _publish(home, FIRST)
    backup = home.ledger.read_bytes()
    _publish(home, SECOND, THIRD)
    home.ledger.write_bytes(backup)

    assert reconcile(home).entered == (SECOND, THIRD)
    assert _read(home) == THIRD


def test_an_old_snapshot_put_back_from_a_backup_does_not_become_the_newest(home: Home) -> None:
    _publish(home, SECOND)
    _build(home, FIRST).rename(home.snapshots / FIRST)

    assert reconcile(home).entered == (FIRST,)
    assert _read(home) == SECOND


def test_a_damaged_folder_is_named_and_neither_entered_nor_removed(home: Home) -> None:
    _publish(home, FIRST)
    folder = _build(home, SECOND)
    _flip(folder / "marts.duckdb")
    folder.rename(home.snapshots / SECOND)
    _build(home, THIRD).rename(home.snapshots / "renamed")

    done = reconcile(home)

    assert [damage.path for damage in done.damage] == [f"{SECOND}/marts.duckdb", "snapshots/renamed"]
    assert (done.entered, _read(home)) == ((), FIRST)
    assert (home.snapshots / SECOND).exists()


def test_a_current_snapshot_that_is_missing_is_named_and_the_next_one_can_be_published(home: Home) -> None:
    _publish(home, FIRST, SECOND)
    (home.snapshots / SECOND).rename(home.root / "lost")

    with pytest.raises(SnapshotError, match=SECOND):
        current(home)
    assert reconcile(home).damage == (
        Damage(f"snapshots/{SECOND}", "当前快照 the current snapshot", "没有 missing"),
    )

    assert rollback(home, None, actor="a", reason="r") == FIRST
    resume(home, actor="a", reason="r")
    _publish(home, THIRD)
    assert _read(home) == THIRD


# ------------------------------------------------------------------------------------------- dropping old


def _many(home: Home, count: int) -> list[str]:
    """Snapshots of `count` nights, the first on 1 January, made without moving the pointer each time."""
    ids = []
    with open_ledger(home) as ledger:
        for night in range(count):
            built_at = datetime(2024, 1, 1, 2, tzinfo=UTC) + timedelta(days=night)
            ids.append(new_snapshot_id(built_at, f"{night:08d}"))
            _build(home, ids[-1]).rename(home.snapshots / ids[-1])
            record_snapshot(ledger, SnapshotRow(ids[-1], f"{night:08d}", built_at, None))
    return ids


def _kept(home: Home) -> list[str]:
    return [row.snapshot.snapshot_id for row in listed_snapshots(home) if row.kept]


def test_snapshots_are_kept_for_their_days_and_the_newest_whatever_their_age(home: Home) -> None:
    ids = _many(home, 40)
    # On 15 February at noon the 14 days reach back to 1 February, noon: the last 8 nights, 2 to 9 February.
    now = datetime(2024, 2, 15, 12, tzinfo=UTC)

    assert prune(home, keep_days=14, keep_snapshots=30, now=now) == ids[:10]
    assert _kept(home) == ids[10:]

    assert prune(home, keep_days=14, keep_snapshots=3, now=now) == ids[10:32]
    assert len(listed_snapshots(home)) == 40
    assert sorted(path.name for path in home.snapshots.iterdir()) == ids[32:]


def test_the_snapshot_that_readers_have_is_kept_for_as_long_as_they_have_it(home: Home) -> None:
    _publish(home, FIRST, SECOND, THIRD)
    rollback(home, FIRST, actor="a", reason="r")

    assert prune(home, keep_days=1, keep_snapshots=1, now=FIFTH + timedelta(days=99)) == [SECOND]
    assert _read(home) == FIRST
    assert [(row.snapshot.snapshot_id, row.kept, row.current) for row in listed_snapshots(home)] == [
        (FIRST, True, True),
        (SECOND, False, False),
        (THIRD, True, False),
    ]


def test_a_pruned_snapshot_cannot_be_gone_back_to(home: Home) -> None:
    _publish(home, FIRST, SECOND, THIRD)
    prune(home, keep_days=1, keep_snapshots=1, now=FIFTH + timedelta(days=99))

    with pytest.raises(SnapshotError, match="没有快照"):
        rollback(home, FIRST, actor="a", reason="r")


def test_a_manifest_that_was_edited_is_not_believed(home: Home) -> None:
    folder = _build(home, FIRST)
    stated = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    stated["built_at"] = "2030-01-01T00:00:00.000000Z"
    (folder / "MANIFEST.json").write_text(json.dumps(stated), encoding="utf-8")

    with pytest.raises(ManifestError, match="封签"):
        read_manifest(folder)
