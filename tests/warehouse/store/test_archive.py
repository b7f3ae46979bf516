from __future__ import annotations

import os
from pathlib import Path

import pytest

from warehouse.home import Home
from warehouse.store.archive import (
    ArchiveDamageError,
    drop_unfinished,
    keep,
    keep_receipts,
    path_of,
    read,
    verify_archive,
)
from warehouse.store.durable import Damage

# FIPS 180-2, appendix B.1
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").ensure()


def _overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(data)


def test_bytes_are_kept_read_only_under_their_sum(home: Home) -> None:
    assert keep(home, b"abc") == ABC

    path = home.root / "archive" / "ba" / ABC
    assert path.read_bytes() == b"abc"
    assert path.stat().st_mode & 0o777 == 0o400
    assert read(home, ABC) == b"abc"


def test_the_same_bytes_are_kept_once(home: Home) -> None:
    keep(home, b"abc")
    first = path_of(home, ABC).stat()
    keep(home, b"abc")

    assert path_of(home, ABC).stat() == first
    assert [path.name for path in path_of(home, ABC).parent.iterdir()] == [ABC]


def test_when_bytes_are_kept_they_and_the_names_that_lead_to_them_are_synced(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(home, ABC)
    synced: list[tuple[str, bool]] = []
    fsync = os.fsync

    def recording(descriptor: int) -> None:
        fsync(descriptor)
        synced.append((Path(f"/proc/self/fd/{descriptor}").readlink().name, path.exists()))

    monkeypatch.setattr(os, "fsync", recording)
    keep(home, b"abc")
    (staged, in_place), *folders = synced
    assert (staged.startswith("."), in_place) == (True, False)
    assert folders == [("ba", True), ("archive", True)]

    # Whoever wrote it first may have been killed before these.
    synced.clear()
    keep(home, b"abc")
    assert synced == [("ba", True), ("archive", True)]


def test_an_archived_file_that_was_changed_is_damage_and_is_not_overwritten(home: Home) -> None:
    keep(home, b"abc")
    _overwrite(path_of(home, ABC), b"abd")

    with pytest.raises(ArchiveDamageError, match=ABC):
        keep(home, b"abc")
    with pytest.raises(ArchiveDamageError, match=ABC):
        read(home, ABC)
    assert path_of(home, ABC).read_bytes() == b"abd"


@pytest.mark.parametrize("name", ["../../etc/passwd", ABC.upper(), ABC[:63], ABC + "\n"])
def test_only_a_sum_names_an_archived_file(home: Home, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        path_of(home, name)


def test_a_sound_archive_verifies(home: Home) -> None:
    keep_receipts(home, b"path,received_at\n")

    assert verify_archive(home, [keep(home, b"abc")]) == []


def test_one_flipped_bit_a_missing_file_and_a_stranger_are_found(home: Home) -> None:
    _overwrite(path_of(home, keep(home, b"abc")), b"abb")
    missing = keep(home, b"gone")
    path_of(home, missing).unlink()
    (home.archive / "ba" / "notes.txt").write_bytes(b"abc")

    assert verify_archive(home, [ABC, missing]) == [
        Damage(f"archive/ba/{ABC}", ABC, "715edf8ba8729420cd4d1ce85ed61954a9f531f8c548df728c407effe839296d"),
        Damage("archive/ba/notes.txt", "notes.txt", ABC),
        Damage(f"archive/{missing[:2]}/{missing}", missing, "没有 missing"),
    ]


def test_what_a_killed_run_left_half_written_is_dropped(home: Home) -> None:
    keep(home, b"abc")
    (home.archive / "ba" / ".999999999.1-0123abcd").write_bytes(b"ab")

    drop_unfinished(home)

    assert [path.name for path in (home.archive / "ba").iterdir()] == [ABC]
