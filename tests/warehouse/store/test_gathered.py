"""What a build reads is gathered from landing once; the next build reads what came since."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.store.gathered import gather

SCHEMA = pa.schema([("name", pa.string()), ("row", pa.int64())])


@pytest.fixture
def landed(tmp_path: Path) -> list[Path]:
    """Three landed files of two rows each."""
    files = []
    for name in "abc":
        file = tmp_path / name / "1" / "observation.parquet"
        file.parent.mkdir(parents=True)
        pq.write_table(pa.table({"name": [name, name], "row": [1, 2]}, schema=SCHEMA), file)
        files.append(file)
    return files


def names(file: Path) -> str:
    return "".join(pq.read_table(file)["name"].to_pylist())


def spoil(file: Path) -> None:
    """Other bytes under the same size and time: whoever opens the file fails."""
    state = file.stat()
    file.write_bytes(b"\0" * state.st_size)
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


def test_rows_come_in_the_order_of_the_files(landed: list[Path], tmp_path: Path) -> None:
    assert gather(landed, SCHEMA, tmp_path / "target.parquet", tmp_path / "kept.parquet") == 6
    assert names(tmp_path / "target.parquet") == "aabbcc"


def test_no_files_give_a_file_without_rows(tmp_path: Path) -> None:
    assert gather([], SCHEMA, tmp_path / "target.parquet", tmp_path / "kept" / "x.parquet") == 0
    assert pq.read_table(tmp_path / "target.parquet").schema.equals(SCHEMA)


def test_one_file_more_is_the_only_one_read(landed: list[Path], tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "observation.parquet"
    gather(landed[:2], SCHEMA, tmp_path / "first.parquet", kept)
    for file in landed[:2]:
        spoil(file)
    assert gather(landed, SCHEMA, tmp_path / "second.parquet", kept) == 6
    assert names(tmp_path / "second.parquet") == "aabbcc"
    assert gather(landed, SCHEMA, tmp_path / "third.parquet", kept) == 6


@pytest.mark.parametrize("files", [[0], [1], [1, 2], [0, 2], [2, 0, 1]])
def test_of_other_files_those_that_are_kept_in_this_order_are_not_read(
    landed: list[Path], tmp_path: Path, files: list[int]
) -> None:
    kept = tmp_path / "kept" / "observation.parquet"
    gather(landed[:2], SCHEMA, tmp_path / "first.parquet", kept)
    for file in landed[:2]:
        spoil(file)
    gather([landed[number] for number in files], SCHEMA, tmp_path / "second.parquet", kept, is_next=False)
    assert names(tmp_path / "second.parquet") == "".join(2 * "abc"[number] for number in files)
    # What is kept has stayed.
    gather(landed, SCHEMA, tmp_path / "third.parquet", kept)
    assert names(tmp_path / "third.parquet") == "aabbcc"


def test_files_in_another_order_than_kept_are_read_anew(landed: list[Path], tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "observation.parquet"
    gather(landed[:2], SCHEMA, tmp_path / "first.parquet", kept)
    gather([landed[1], landed[0], landed[2]], SCHEMA, tmp_path / "second.parquet", kept)
    assert names(tmp_path / "second.parquet") == "bbaacc"
    gather(landed, SCHEMA, tmp_path / "third.parquet", kept)
    assert names(tmp_path / "third.parquet") == "aabbcc"


def test_files_longer_than_a_row_group_are_taken_row_by_row(tmp_path: Path) -> None:
    kept, files = tmp_path / "kept" / "observation.parquet", []
    for name, rows in (("a", 70_000), ("b", 70_001), ("c", 0), ("d", 250_000), ("e", 3)):
        file = tmp_path / name / "1" / "observation.parquet"
        file.parent.mkdir(parents=True)
        pq.write_table(pa.table({"name": [name] * rows, "row": range(rows)}, schema=SCHEMA), file)
        files.append(file)
    gather(files, SCHEMA, tmp_path / "first.parquet", kept)
    for file in files:
        spoil(file)
    assert gather([files[1], files[3]], SCHEMA, tmp_path / "part.parquet", kept, is_next=False) == 320_001
    part = pq.read_table(tmp_path / "part.parquet")
    assert part["row"].to_pylist() == [*range(70_001), *range(250_000)]
    assert part["name"].to_pylist() == ["b"] * 70_001 + ["d"] * 250_000


def test_a_file_that_was_landed_again_is_read_again(landed: list[Path], tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "observation.parquet"
    gather(landed, SCHEMA, tmp_path / "first.parquet", kept)
    pq.write_table(pa.table({"name": ["x"], "row": [1]}, schema=SCHEMA), landed[0])
    gather(landed, SCHEMA, tmp_path / "second.parquet", kept)
    assert names(tmp_path / "second.parquet") == "xbbcc"


def test_a_kept_file_that_is_damaged_costs_time_and_no_more(landed: list[Path], tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "observation.parquet"
    gather(landed[:2], SCHEMA, tmp_path / "first.parquet", kept)
    kept.unlink()
    kept.write_bytes(b"PAR1 and nothing else")
    gather(landed, SCHEMA, tmp_path / "second.parquet", kept)
    assert names(tmp_path / "second.parquet") == "aabbcc"
    gather(landed, SCHEMA, tmp_path / "third.parquet", kept)
    assert names(tmp_path / "third.parquet") == "aabbcc"


def test_a_kept_file_of_other_columns_is_not_used(landed: list[Path], tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "observation.parquet"
    gather(landed[:2], SCHEMA, tmp_path / "first.parquet", kept)
    wider = SCHEMA.append(pa.field("note", pa.string()))
    gather(landed, wider, tmp_path / "second.parquet", kept)
    assert pq.read_table(tmp_path / "second.parquet").schema.names == ["name", "row", "note"]
    assert names(tmp_path / "second.parquet") == "aabbcc"
