"""The rows of many small files in one, kept from build to build: one workbook more costs one file more.

Opening a landed file costs about a millisecond, which at 25,000 of them was the largest part of a night with
one new workbook. So the file of the last build is kept, and beside it the list of what is in it with the
SHA-256 of the whole; where the list of today begins with that one, and the file still is the one that the list
was written for, only the rest is read. Landed files never change in place: a path with its size and its time
is what was read.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from warehouse.store.durable import sha256_of, staging_path, sync_folder, write_file

# A row group a submission would cost more to write and to read than its rows.
_ROW_GROUP = 100_000


def gather(files: Sequence[Path], schema: pa.Schema, target: Path, kept: Path | None = None) -> int:
    """Write the rows of `files`, in their order, into `target`. Rows written.

    `kept`: where the file of the build before lies and that of this one is put; None reads all anew.
    """
    contents = [_identity(file) for file in files]
    known = _contents(kept, schema) if kept else ()
    begun = kept is not None and len(known) > 0 and contents[: len(known)] == list(known)
    rest = files[len(known) :] if begun else files
    rows = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        before = _batches_of(kept) if kept and begun else iter(())
        for table in _groups(chain(before, _batches(rest, schema)), schema):
            writer.write_table(table)
            rows += table.num_rows
    if kept:
        _keep(target, kept, contents)
    return rows


def forget(kept: Path) -> None:
    """Let the next gathering read every file anew."""
    _list_of(kept).unlink(missing_ok=True)


def _list_of(kept: Path) -> Path:
    return kept.with_suffix(".contents.json")


def _identity(file: Path) -> str:
    state = file.stat()
    return f"{'/'.join(file.parts[-3:])} {state.st_size} {state.st_mtime_ns}"


def _contents(kept: Path, schema: pa.Schema) -> Sequence[str]:
    """What is in the file that was kept; nothing where there is none, or one of another shape or not as it was.

    It can be made anew from landing at any time, so that whatever is wrong with it costs time and no more.
    """
    try:
        said = json.loads(_list_of(kept).read_text(encoding="utf-8"))
        same = pq.read_schema(kept).equals(schema, check_metadata=False)
        if same and said["sha256"] == sha256_of(kept):
            return [str(file) for file in said["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        # pa.ArrowInvalid is a ValueError.
        return ()
    return ()


def _batches_of(kept: Path) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(kept) as file:
        yield from file.iter_batches(batch_size=_ROW_GROUP)


def _batches(files: Sequence[Path], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    if files:
        yield from ds.dataset([str(file) for file in files], schema=schema, format="parquet").to_batches()


def _groups(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """The batches put together into tables of a row group each; empty ones are left out."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= _ROW_GROUP:
            yield pa.Table.from_batches(waiting, schema=schema).combine_chunks()
            waiting, rows = [], 0
    if rows:
        yield pa.Table.from_batches(waiting, schema=schema).combine_chunks()


def _keep(target: Path, kept: Path, contents: Sequence[str]) -> None:
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
    stated = {"sha256": sha256_of(kept), "files": list(contents)}
    write_file(_list_of(kept), json.dumps(stated).encode())
