"""Landing: what was read of a submission, as Parquet, one folder a submission and reader version.

Written beside its place, synced and renamed by the caller, so that a folder in landing is always whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.finding.finding import Finding
from ingest.observation import DIMENSIONS, CheckCell, Observation, RegisterCell
from ingest.reading.submission import Reading

AMOUNT = pa.decimal128(28, 6)
_TYPES: dict[str, pa.DataType] = {
    "obs_value": AMOUNT,
    "value_low": AMOUNT,
    "value_high": AMOUNT,
    "reported_value": AMOUNT,
    "value_number": AMOUNT,
    "multiple_stated": AMOUNT,
    "half_ulp": AMOUNT,
    "value_date": pa.date32(),
    "low_inclusive": pa.bool_(),
    "high_inclusive": pa.bool_(),
    "is_synthetic": pa.bool_(),
    "reported_unit_mult": pa.int32(),
    "reported_decimals": pa.int32(),
    "rank_of_n": pa.int32(),
    "row_no": pa.int32(),
    "row_path": pa.list_(pa.string()),
    "col_path": pa.list_(pa.string()),
}


def _schema(columns: Iterable[str]) -> pa.Schema:
    return pa.schema([(column, _TYPES.get(column, pa.string())) for column in columns])


OBSERVATION = _schema(
    ["series_id", *DIMENSIONS, *(column.name for column in fields(Observation) if column.name != "series")]
)
REGISTER_CELL = _schema(column.name for column in fields(RegisterCell))
CHECK_CELL = _schema(column.name for column in fields(CheckCell))
FINDING = _schema(column.name for column in fields(Finding))


def observation_row(observation: Observation) -> dict[str, Any]:
    """An observation with its dimensions flat, as landing and `read --json` show it."""
    row = {"series_id": observation.series.series_id, **asdict(observation.series)}
    for column in fields(Observation):
        if column.name != "series":
            row[column.name] = getattr(observation, column.name)
    return row


def _table(rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([exact(row) for row in rows], schema=schema)


def exact(row: Mapping[str, Any]) -> dict[str, Any]:
    """Decimals with the six decimals of their column: Arrow refuses, rightly, to rescale on its own."""
    return {
        name: value.quantize(Decimal("0.000001"), rounding="ROUND_HALF_UP")
        if isinstance(value, Decimal)
        else value
        for name, value in row.items()
    }


def finding_table(findings: Iterable[Finding]) -> pa.Table:
    """Findings as the table that landing holds, in the order given."""
    return _table((asdict(finding) for finding in findings), FINDING)


def write_reading(reading: Reading, folder: Path, reader_version: str) -> None:
    """Write a reading's four tables and its summary into an existing, empty folder."""
    tables = {
        "observation": _table(map(observation_row, reading.observations), OBSERVATION),
        "register_cell": _table(map(asdict, reading.register_cells), REGISTER_CELL),
        "check_cell": _table(map(asdict, reading.check_cells), CHECK_CELL),
        "finding": finding_table(reading.findings),
    }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    summary = {
        "submission_id": reading.submission.submission_id,
        "reader_version": reader_version,
        "form_id": reading.form_id,
        "period": reading.period,
        "part": reading.part,
        "content_sha256": reading.content_sha256,
        "rows": {name: table.num_rows for name, table in tables.items()},
        "register_rows": len({(cell.register, cell.row_no) for cell in reading.register_cells}),
    }
    (folder / "reading.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
