"""The rows of many small files in one, kept from build to build: one workbook more costs one file more.

Opening a landed file costs about a millisecond, which at 25,000 of them was the largest part of a night with
one new workbook. So the file of the last build is kept with the list of what is in it, in the file itself;
where the list of today begins with that one, only the rest is read. Landed files never change in place: a
path with its size and its time is what was read.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from warehouse.durable import staging_path, sync_folder

# A row group a submission would cost more to write and to read than its rows.
_ROW_GROUP = 100_000
_CONTENTS = b"gathered files"


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
        writer.add_key_value_metadata({_CONTENTS: "\n".join(contents).encode()})
    if kept:
        _keep(target, kept)
    return rows


def _identity(file: Path) -> str:
    state = file.stat()
    return f"{'/'.join(file.parts[-3:])} {state.st_size} {state.st_mtime_ns}"


def _contents(kept: Path, schema: pa.Schema) -> Sequence[str]:
    """What is in the file that was kept; nothing where there is none, or one of another shape or not whole.

    It can be made anew from landing at any time, so that whatever is wrong with it costs time and no more.
    """
    try:
        metadata = pq.read_metadata(kept)
        same = metadata.schema.to_arrow_schema().equals(schema, check_metadata=False)
    except (OSError, pa.ArrowInvalid):
        return ()
    said = (metadata.metadata or {}).get(_CONTENTS, b"").decode()
    return said.split("\n") if same and said else ()


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


def _keep(target: Path, kept: Path) -> None:
    """Put the finished file where the next build finds it; the build's own copy goes with its folder."""
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
