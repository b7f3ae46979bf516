"""What a build reads: the landed rows of the submissions it is made of, gathered into a few Parquet files.

One file a table instead of one a submission: dbt's sources name it, DuckDB and Spark read it alike, and
which submissions are in it is decided here, once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from expectations.check import CHECK_RESULT
from ingest.landing import CHECK_CELL, FINDING, OBSERVATION, REGISTER_CELL
from warehouse import ledger
from warehouse.home import Home

_INSTANT = pa.timestamp("us")  # UTC, as every instant of the warehouse
SUBMISSION = pa.schema(
    [
        ("submission_id", pa.string()),
        ("sequence", pa.int64()),
        ("sha256", pa.string()),
        ("department_id", pa.string()),
        ("file_name", pa.string()),
        ("received_at", _INSTANT),
        ("received_by", pa.string()),
        ("recorded_at", _INSTANT),
        ("is_sample", pa.bool_()),
        ("reader_version", pa.string()),
        ("form_id", pa.string()),
        ("period", pa.string()),
        ("part", pa.string()),
        ("content_sha256", pa.string()),
        ("decision", pa.string()),
        ("decision_reason", pa.string()),
        ("decided_at", _INSTANT),
        ("accepted_at", _INSTANT),
    ]
)

_ROW_GROUP = 100_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission with its standing decision, as the table `submission` shows it."""

    row: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        return Path(str(self.row["submission_id"]), str(self.row["reader_version"]))

    @property
    def accepted(self) -> bool:
        return self.row["accepted_at"] is not None

    @property
    def fact(self) -> str:
        """What a build's id is made of."""
        names = ("submission_id", "reader_version", "decision", "decision_reason", "accepted_at")
        return "|".join(str(self.row[name]) for name in names)


def judged_submissions(book: sqlite3.Connection, as_of: datetime | None = None) -> list[Judged]:
    """Every submission that was decided on, in order of entry; with `as_of`, only what was accepted by then."""
    accepted = {one.submission_id: one for one in ledger.accepted_submissions(book, as_of)}
    decisions = ledger.current_decisions(book)
    judged = []
    for one in ledger.submissions(book):
        decision = decisions.get(one.submission_id)
        known = accepted.get(one.submission_id)
        if decision is None or (as_of is not None and known is None):
            continue
        version = known.reader_version if known else decision.reader_version
        reading = next(
            each for each in ledger.readings(book, one.submission_id) if each.reader_version == version
        )
        judged.append(
            Judged(
                {
                    "submission_id": one.submission_id,
                    "sequence": one.sequence,
                    "sha256": one.sha256,
                    "department_id": one.department_id,
                    "file_name": one.file_name,
                    "received_at": one.received_at,
                    "received_by": one.received_by,
                    "recorded_at": one.recorded_at,
                    "is_sample": one.is_sample,
                    "reader_version": version,
                    "form_id": reading.form_id,
                    "period": reading.period,
                    "part": reading.part,
                    "content_sha256": reading.content_sha256,
                    "decision": _as_it_stood(decision.kind, as_of),
                    "decision_reason": decision.reason,
                    "decided_at": decision.decided_at,
                    "accepted_at": known.accepted_at if known else None,
                }
            )
        )
    return judged


def _as_it_stood(kind: ledger.DecisionKind, as_of: datetime | None) -> str:
    """The decision; on an earlier day, that of what was accepted then, whatever became of it later."""
    later = as_of is not None and kind is not ledger.DecisionKind.RELEASE
    return str(ledger.DecisionKind.ACCEPT if later else kind)


def write_inputs(home: Home, judged: Iterable[Judged], folder: Path) -> dict[str, int]:
    """Write the inputs of a build into an existing folder. Rows written, by table.

    Values come from accepted submissions only; findings and checks also from held ones.
    """
    every = list(judged)
    accepted = [home.landing / one.folder for one in every if one.accepted]
    everyone = [home.landing / one.folder for one in every]
    rows = [{name: _naive(value) for name, value in one.row.items()} for one in every]
    pq.write_table(pa.Table.from_pylist(rows, schema=SUBMISSION), folder / "submission.parquet")
    return {
        "submission": len(rows),
        "observation": _gather(accepted, ["observation"], OBSERVATION, folder / "observation.parquet"),
        "register_cell": _gather(
            accepted, ["register_cell"], REGISTER_CELL, folder / "register_cell.parquet"
        ),
        "check_cell": _gather(accepted, ["check_cell"], CHECK_CELL, folder / "check_cell.parquet"),
        "finding": _gather(everyone, ["gate_finding"], FINDING, folder / "finding.parquet"),
        "check_result": _gather(everyone, ["gate_check"], CHECK_RESULT, folder / "check_result.parquet"),
    }


def _naive(value: Any) -> Any:
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def _gather(folders: list[Path], names: list[str], schema: pa.Schema, target: Path) -> int:
    """Copy the rows of many small files into one. Rows copied.

    In row groups of 100,000: a row group a submission would cost more to write and to read than its rows.
    """
    files = [str(folder / f"{name}.parquet") for folder in folders for name in names]
    written = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        waiting: list[pa.RecordBatch] = []
        rows = 0
        for batch in ds.dataset(files, schema=schema, format="parquet").to_batches() if files else ():
            waiting.append(batch)
            rows += batch.num_rows
            if rows >= _ROW_GROUP:
                written += _write(writer, waiting, schema)
                waiting, rows = [], 0
        written += _write(writer, waiting, schema)
    return written


def _write(writer: pq.ParquetWriter, batches: list[pa.RecordBatch], schema: pa.Schema) -> int:
    table = pa.Table.from_batches(batches, schema=schema)
    if table.num_rows:
        writer.write_table(table.combine_chunks())
    return int(table.num_rows)
