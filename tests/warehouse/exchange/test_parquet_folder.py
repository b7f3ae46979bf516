"""The Parquet folder: the snapshot's own files, what they mean, and their sums."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from ingest.finding.refusal import Refusal
from tests.warehouse.exchange.conftest import Change
from warehouse.exchange.parquet_folder import write_parquet
from warehouse.exchange.published import open_published
from warehouse.exchange.target import new_folder, seal
from warehouse.store.manifest import read_manifest, verify

REGISTERS = {"fct_evidence", "fct_register_cell", "fct_fai_project", "fct_fdi_tranche", "finding"}

Write = Callable[..., Path]


@pytest.fixture
def write(published_file: Path, tmp_path: Path) -> Write:
    def written(source: Path | None = None, internal: bool = False) -> Path:
        target = tmp_path / "marts"
        with (
            open_published(source or published_file, internal) as published,
            new_folder(target) as folder,
        ):
            write_parquet(published, folder)
            seal(published, folder, {})
        return target

    return written


def test_a_file_is_the_snapshots_own(write: Write, snapshot_file: Path) -> None:
    folder = write(snapshot_file)
    names = {file.stem for file in folder.glob("*.parquet")}
    assert "mart_indicator" in names
    for name in names:
        kept = snapshot_file.parent / "marts" / f"{name}.parquet"
        assert (folder / f"{name}.parquet").read_bytes() == kept.read_bytes(), name


def test_registers_stay_in_the_office_and_the_manifest_says_so(write: Write) -> None:
    folder = write()
    assert not REGISTERS & {file.stem for file in folder.glob("*.parquet")}
    facts = read_manifest(folder)["facts"]
    assert set(facts["left_out"]) >= REGISTERS
    assert facts["internal"] is False


def test_inside_the_office_there_is_everything(write: Write) -> None:
    folder = write(internal=True)
    assert {file.stem for file in folder.glob("*.parquet")} >= REGISTERS
    assert json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))["facts"]["left_out"] == []


def test_every_file_has_its_sum_and_every_column_its_words(write: Write, published_file: Path) -> None:
    folder = write()
    assert verify(folder) == []
    assert read_manifest(folder)["snapshot_id"] == published_file.parent.name
    with (folder / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        described = {
            (row["model"], row["column_name"]) for row in csv.DictReader(file) if row["zh"] and row["en"]
        }
    for file in folder.glob("*.parquet"):
        assert {(file.stem, name) for name in pq.read_schema(file).names} <= described, file


def test_confidential_rows_are_left_out_and_the_rest_stays_as_it_was(write: Write, changed: Change) -> None:
    source = changed("update mart_indicator set conf_status = 'C' where time_period = '2023-12'")
    folder = write(source)
    table = pq.read_table(folder / "mart_indicator.parquet")
    assert "2023-12" not in table.column("time_period").to_pylist()
    with duckdb.connect(str(source), read_only=True) as connection:
        (kept,) = connection.execute(
            "select count(*) from mart_indicator where time_period <> '2023-12'"
        ).fetchone()  # type: ignore[misc]
        kinds = connection.execute("describe mart_indicator").fetchall()
    assert table.num_rows == kept
    assert str(table.schema.field("obs_value").type) == "decimal128(28, 6)"
    assert table.schema.names == [name for name, *_ in kinds]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="ascii")
    with pytest.raises(Refusal) as refused, new_folder(tmp_path):
        pass
    assert refused.value.code == "EXPORT_EXISTS"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_export_that_fails_leaves_nothing_new_and_what_was_there(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "new") as folder:
        _write_and_fail(folder / "half")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"old.txt": b"old"}


def _write_and_fail(file: Path) -> None:
    file.write_bytes(b"half")
    raise ZeroDivisionError


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "pack"
    with pytest.raises(FileNotFoundError) as failed, new_folder(missing):
        pass
    assert failed.value.filename == str(missing)


def test_a_file_of_the_folder_that_cannot_be_written_is_an_error_about_what_was_asked_for(
    tmp_path: Path,
) -> None:
    with pytest.raises(FileNotFoundError) as failed, new_folder(tmp_path / "pack") as folder:
        (folder / "no" / "marts").mkdir()
    assert failed.value.filename == str(tmp_path / "pack")


def test_a_file_elsewhere_that_cannot_be_read_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as failed, new_folder(tmp_path / "pack"):
        (tmp_path / "no such file").read_bytes()
    assert failed.value.filename == str(tmp_path / "no such file")


def test_a_closed_pipe_of_whoever_watches_is_no_fault_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), new_folder(tmp_path / "pack"):
        raise BrokenPipeError
