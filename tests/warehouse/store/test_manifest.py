"""A published file is looked at before it is read: whether it is the one of its manifest."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.command import Run
from warehouse.home import DATABASE, Home
from warehouse.ledger.row import SnapshotRow
from warehouse.settings import Settings
from warehouse.steps.serve import serve_current
from warehouse.store import manifest
from warehouse.store.manifest import (
    SnapshotChangedError,
    check_as_published,
    read_manifest,
    verify,
    write_manifest,
)

BUILT_AT = datetime(2024, 1, 5, 2, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a snapshot that was sealed where it is read."""
    folder = tmp_path / "20240105T020000Z-1a2b3c4d"
    folder.mkdir()
    (folder / DATABASE).write_text("1032")
    write_manifest(folder, SnapshotRow(folder.name, "1a2b", BUILT_AT, BUILT_AT), {}, read_here=True)
    return folder / DATABASE


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files whose bytes were read to look at them."""
    read: list[Path] = []
    real = manifest.sha256_of

    def counted(path: Path) -> str:
        read.append(path)
        return real(path)

    monkeypatch.setattr(manifest, "sha256_of", counted)
    return read


def test_the_bytes_of_a_file_that_nobody_wrote_to_are_not_read_again(file: Path, hashed: list[Path]) -> None:
    check_as_published(file.parent.rename(file.parent.with_name("renamed")) / DATABASE)
    assert hashed == []


def test_a_copy_is_read_once_and_is_the_same(file: Path, tmp_path: Path, hashed: list[Path]) -> None:
    copy = shutil.copytree(file.parent, tmp_path / "copy") / DATABASE
    check_as_published(copy)
    assert hashed == [copy]


def test_a_file_that_was_opened_and_closed_again_is_the_same(file: Path, hashed: list[Path]) -> None:
    os.utime(file)
    check_as_published(file)
    assert hashed == [file]


@pytest.mark.parametrize("text", ["9999", "10320", ""])
def test_another_content_is_refused(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(SnapshotChangedError) as refused:
        check_as_published(file)
    assert (refused.value.code, refused.value.problem.where) == ("SNAPSHOT_CHANGED", str(file))
    assert (
        refused.value.problem.expected == f"SHA-256 {read_manifest(file.parent)['files'][DATABASE]['sha256']}"
    )


def test_what_another_program_wrote_beside_the_file_is_refused(file: Path) -> None:
    file.with_name(f"{DATABASE}.wal").write_text("update")
    with pytest.raises(SnapshotChangedError, match=r"\.wal"):
        check_as_published(file)


def test_a_file_that_the_manifest_does_not_name_is_refused(file: Path) -> None:
    with pytest.raises(SnapshotChangedError):
        check_as_published(shutil.copyfile(file, file.with_name("other.duckdb")))


def test_a_manifest_that_leaves_the_house_says_nothing_of_where_its_files_lay(file: Path) -> None:
    write_manifest(file.parent, SnapshotRow("a", "b", BUILT_AT, None), {})
    assert read_manifest(file.parent)["files"][DATABASE].keys() == {"sha256", "bytes"}
    check_as_published(file)
    assert verify(file.parent) == []


def test_an_edited_number_is_neither_queried_nor_traced_nor_exported_nor_loaded(
    night: Settings, run: Run, tmp_path: Path
) -> None:
    file = Home(night.home).current.resolve() / DATABASE
    file.chmod(0o644)
    file.parent.chmod(0o755)
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "update mart_indicator set display_value = '9999' where indicator_id = 'fdi_actual_utilized'"
        )
    target = tmp_path / "x.xlsx"
    for words in (
        ["query", "select 1"],
        ["trace", "fdi_actual_utilized", "2023-12"],
        ["export", "--format", "xlsx", "--output", str(target)],
        ["diff", file.parent.name, file.parent.name],
    ):
        ran = run(*words, home=night.home)
        assert (ran.status, ran.code) == (1, "SNAPSHOT_CHANGED"), words
        assert "9999" not in ran.out
    assert not target.exists()
    with pytest.raises(SnapshotChangedError):
        serve_current(replace(night, postgres="postgresql://127.0.0.1:1/none"), BUILT_AT)
