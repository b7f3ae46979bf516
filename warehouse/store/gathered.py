"""The rows of many small files in one, kept from build to build: one workbook more costs one file more.

Opening a landed file costs about a millisecond, which at 25,000 of them was the largest part of a night with
one new workbook. So the file of the last build is kept, and beside it the list of what is in it, with the rows of
each and the SHA-256 of the whole. What is in it is taken from there, whether all is wanted or what was known on a day;
the rest is read. Landed files never change in place: a path with its size and its time is what was read.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from warehouse.store.durable import sha256_of, staging_path, sync_folder, write_file

# A row group a submission would cost more to write and to read than its rows.
_ROW_GROUP = 100_000


@dataclass(frozen=True, slots=True)
class _Kept:
    """A kept file while it is open. `group` reads a row group, `starts` says with which row each begins and the last
    ends, `rows` which rows came from a landed file."""

    group: Callable[[int], pa.Table]
    starts: Sequence[int]
    rows: Mapping[str, range]


_NOTHING = _Kept(group=pa.table, starts=(0,), rows={})


def gather(
    files: Sequence[Path], schema: pa.Schema, target: Path, kept: Path, *, is_next: bool = True
) -> int:
    """Write the rows of `files`, in their order, into `target`. Rows written.

    `kept`: where the file of the last build lies, if there is one; with `is_next` this one takes its place.
    """
    rows: dict[str, int] = {}
    with _opened(kept, schema) as before, pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for table in _groups(_tables(files, schema, before, rows)):
            writer.write_table(table)
    if is_next:
        _keep(target, kept, rows)
    return sum(rows.values())


def forget(kept: Path) -> None:
    """Let the next gathering read every file anew."""
    _list_of(kept).unlink(missing_ok=True)


def _list_of(kept: Path) -> Path:
    return kept.with_suffix(".contents.json")


def _identity(file: Path) -> str:
    state = file.stat()
    return f"{'/'.join(file.parts[-3:])} {state.st_size} {state.st_mtime_ns}"


@contextmanager
def _opened(kept: Path, schema: pa.Schema) -> Iterator[_Kept]:
    """What is kept, for as long as it is read from: a night may put another in its place meanwhile.

    Nothing where there is none, or one of another shape or not as it was: it can be made anew from landing at any
    time, so that whatever is wrong with it costs time and no more.
    """
    try:
        said = json.loads(_list_of(kept).read_text(encoding="utf-8"))
        counted = {str(name): int(rows) for name, rows in said["files"]}
        stated = str(said["sha256"])
        file = kept.open("rb")
    except (OSError, ValueError, KeyError, TypeError):
        yield _NOTHING
        return
    with file:
        if hashlib.file_digest(file, "sha256").hexdigest() != stated:
            yield _NOTHING
            return
        parquet = pq.ParquetFile(file)
        same = parquet.schema_arrow.equals(schema, check_metadata=False)
        if not same or sum(counted.values()) != parquet.metadata.num_rows:
            yield _NOTHING
            return
        sizes = (parquet.metadata.row_group(number).num_rows for number in range(parquet.num_row_groups))
        ends = accumulate(counted.values(), initial=0)
        yield _Kept(
            # Two landed files in turn lie in one group more often than not.
            group=lru_cache(maxsize=1)(parquet.read_row_group),
            starts=tuple(accumulate(sizes, initial=0)),
            rows=dict(zip(counted, (range(*span) for span in pairwise(ends)), strict=True)),
        )


def _tables(
    files: Sequence[Path], schema: pa.Schema, before: _Kept, rows: dict[str, int]
) -> Iterator[pa.Table]:
    """The rows of each file, of those that follow one another in what is kept together; `rows` gets how many they are."""
    waiting = range(0)
    for file in files:
        name = _identity(file)
        there = before.rows.get(name)
        # What is kept in another order would have to be searched to and fro.
        if there is not None and there.start >= waiting.stop:
            rows[name] = len(there)
            if there.start == waiting.stop:
                waiting = range(waiting.start, there.stop)
                continue
            yield from _slices(before, waiting)
            waiting = there
            continue
        yield from _slices(before, waiting)
        waiting = range(waiting.stop, waiting.stop)
        table = ds.dataset(str(file), schema=schema, format="parquet").to_table()
        rows[name] = table.num_rows
        yield table
    yield from _slices(before, waiting)


def _slices(before: _Kept, rows: range) -> Iterator[pa.Table]:
    """Some rows of what is kept, group by group."""
    at = rows.start
    while at < rows.stop:
        number = bisect_right(before.starts, at) - 1
        begins, ends = before.starts[number], min(before.starts[number + 1], rows.stop)
        yield before.group(number).slice(at - begins, ends - at)
        at = ends


def _groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The tables put together into such of a row group each; without rows there is none."""
    waiting: list[pa.Table] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        if rows >= _ROW_GROUP:
            yield pa.concat_tables(waiting).combine_chunks()
            waiting, rows = [], 0
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def _keep(target: Path, kept: Path, rows: Mapping[str, int]) -> None:
    """Put the finished file where the next build finds it; the build's own copy goes with its folder.

    Killed between the file and its list, the two do not fit, and the next build reads all anew.
    """
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    staging = staging_path(kept.parent)
    try:
        os.link(target, staging)
    except OSError:
        shutil.copyfile(target, staging)
    with staging.open("rb") as file:
        os.fsync(file.fileno())
    staging.replace(kept)
    sync_folder(kept.parent)
    stated = {"sha256": sha256_of(kept), "files": list(rows.items())}
    write_file(_list_of(kept), json.dumps(stated).encode())
