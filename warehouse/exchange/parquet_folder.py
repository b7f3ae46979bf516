"""Parquet: a folder with one file a table, the dictionary of what is in it, and a manifest with the sums.

A file is the snapshot's own, byte for byte, unless something of it stays in the office.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from warehouse.exchange.published import Published, Table
from warehouse.snapshots.last_snapshot import MARTS

DICTIONARY = "dictionary.csv"

Progress = Callable[[int], None]


def write_parquet(published: Published, folder: Path, progress: Progress = lambda _: None) -> int:
    """Write every table into an empty folder. The number of rows; `progress` gets them as they are done."""
    done = 0
    for table in published.tables:
        target = folder / f"{table.name}.parquet"
        kept = published.file.parent / MARTS / target.name
        if table.is_whole and kept.is_file():
            shutil.copyfile(kept, target)
        else:
            _write(published, table, target)
        done += table.rows
        progress(done)
    _write_dictionary(published, folder / DICTIONARY)
    return done


def _write(published: Published, table: Table, target: Path) -> None:
    file = str(target).replace("'", "''")
    published.connection.execute(
        f"copy ({published.select(table)}) to '{file}' (format parquet, compression zstd)"
    )


def _write_dictionary(published: Published, file: Path) -> None:
    """The tables and columns of this folder; the mark is the one by which Excel knows UTF-8."""
    with file.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(["model", "model_zh", "model_en", "column_name", "data_type", "zh", "en"])
        for table in published.tables:
            for column in table.columns:
                words = (column.name, column.data_type, column.zh, column.en)
                writer.writerow([table.name, table.zh, table.en, *words])
