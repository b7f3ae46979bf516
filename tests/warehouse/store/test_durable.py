from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.store.durable import (
    drop_stale,
    put_folder,
    replace_symlink,
    sha256_of,
    staging_path,
    write_file,
)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _failing_sync(calls: list[int]) -> object:
    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        raise OSError(errno.EIO, "input/output error")

    return fsync


def test_a_file_is_replaced_as_a_whole_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a"

    write_file(path, b"old, and longer")
    write_file(path, b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert _names(tmp_path) == ["a"]


def test_a_failed_sync_leaves_the_old_file_and_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, calls = tmp_path / "a", []
    write_file(path, b"old")
    monkeypatch.setattr(os, "fsync", _failing_sync(calls))

    with pytest.raises(OSError, match="input/output"):
        write_file(path, b"new")

    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == ["a"]
    assert len(calls) == 1


def test_a_folder_is_in_place_only_after_everything_in_it_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging, target = tmp_path / "staging", tmp_path / "target"
    (staging / "marts").mkdir(parents=True)
    (staging / "a").write_bytes(b"1")
    (staging / "marts" / "b").write_bytes(b"2")
    synced: list[tuple[str, bool]] = []
    fsync = os.fsync

    def recording(descriptor: int) -> None:
        synced.append((str(Path(f"/proc/self/fd/{descriptor}").readlink()), target.exists()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", recording)
    put_folder(staging, target)

    before = {path for path, exists in synced if not exists}
    assert before == {str(staging / name) for name in ("a", "marts/b", "marts", "")} | {str(staging)}
    assert [path for path, exists in synced if exists] == [str(tmp_path)]
    assert (target / "marts" / "b").read_bytes() == b"2"


def test_a_folder_that_cannot_be_synced_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging, calls = tmp_path / "staging", []
    staging.mkdir()
    (staging / "a").write_bytes(b"1")
    monkeypatch.setattr(os, "fsync", _failing_sync(calls))

    with pytest.raises(OSError, match="input/output"):
        put_folder(staging, tmp_path / "target")

    assert _names(tmp_path) == []
    assert len(calls) == 1


def test_a_folder_that_is_in_place_already_stays_and_the_second_is_dropped(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text(name, encoding="ascii")

    put_folder(tmp_path / "first", tmp_path / "target")
    put_folder(tmp_path / "second", tmp_path / "target")

    assert _names(tmp_path) == ["target"]
    assert (tmp_path / "target" / "a").read_text(encoding="ascii") == "first"


def test_a_symlink_that_moves_always_points_somewhere(tmp_path: Path) -> None:
    link = tmp_path / "current"
    replace_symlink(link, "0")
    watch = (
        "import os, sys\nwhile True:\n    target = os.readlink(sys.argv[1])\n    if target == '500': break\n"
    )
    reader = subprocess.Popen([sys.executable, "-c", watch, str(link)])

    for turn in range(1, 501):
        replace_symlink(link, str(turn))

    assert reader.wait(timeout=20) == 0
    assert _names(tmp_path) == ["current"]


def test_what_a_dead_process_left_is_dropped_and_what_a_living_one_makes_stays(tmp_path: Path) -> None:
    make = "import sys; from pathlib import Path; from warehouse.store.durable import staging_path\n"
    make += "folder = staging_path(Path(sys.argv[1])); folder.mkdir(); (folder / 'a').touch()"
    subprocess.run([sys.executable, "-c", make, str(tmp_path)], check=True)
    mine = staging_path(tmp_path)
    mine.touch()
    (tmp_path / ".keep").touch()

    dropped = drop_stale(tmp_path)

    assert len(dropped) == 1
    assert _names(tmp_path) == sorted([".keep", mine.name])


def test_a_process_id_that_was_given_again_does_not_protect_what_its_first_owner_left(tmp_path: Path) -> None:
    pid, started = staging_path(tmp_path).name.split("-")[0][1:].split(".")
    left = tmp_path / f".{pid}.{int(started) - 1}-0123abcd"
    left.touch()

    assert drop_stale(tmp_path) == [left.name]


def test_the_sum_of_a_file_is_its_sha256(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")

    # FIPS 180-2, appendix B.1
    assert sha256_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
