"""Landing: what was read of a submission, as Parquet, one folder a submission and reader version.

Written beside its place, synced and renamed by the caller, so that a folder in landing is always whole. What is
read back is what was written: the same dataclasses, with their decimals, dates and enumerations.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, asdict, dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.finding.finding import Finding
from ingest.observation import CheckCell, Observation, RegisterCell, Series
from ingest.reading.submission import Reading

AMOUNT = pa.decimal128(28, 6)
INSTANT = pa.timestamp("us")  # UTC, as every instant of the warehouse
_PLACES = Decimal("0.000001")
_ARROW: dict[object, pa.DataType] = {
    str: pa.string(),
    Decimal: AMOUNT,
    date: pa.date32(),
    datetime: INSTANT,
    bool: pa.bool_(),
    int: pa.int32(),
    tuple: pa.list_(pa.string()),
}

Row = TypeVar("Row")


class LandingError(ValueError):
    """A file of landing that does not hold rows of the kind that is asked of it: the file, the column, and why."""


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of a kind of row: where the row has it, and what makes its value of what Arrow gives."""

    name: str
    path: str
    arrow: pa.DataType
    rebuilt: Callable[[Any], Any] | None
    is_optional: bool
    default: object


def _columns(kind: type) -> list[_Column]:
    """The columns of a dataclass as its annotations say them; those of a series stand flat among the others."""
    hints = get_type_hints(kind)
    columns = []
    for field in fields(kind):
        if hints[field.name] is Series:
            columns += [_column(one, "series.", str) for one in fields(Series)]
        else:
            columns.append(_column(field, "", hints[field.name]))
    return columns


def _column(field: Field[Any], within: str, hint: object) -> _Column:
    kinds = (
        [kind for kind in get_args(hint) if kind is not NoneType] if NoneType in get_args(hint) else [hint]
    )
    kind = get_origin(kinds[0]) or kinds[0]
    is_enum = isinstance(kind, type) and issubclass(kind, StrEnum)
    return _Column(
        name=field.name,
        path=f"{within}{field.name}",
        arrow=_ARROW[str if is_enum else kind],
        rebuilt=kind if is_enum or kind is tuple else None,
        is_optional=NoneType in get_args(hint),
        default=field.default,
    )


_COLUMNS: dict[type, list[_Column]] = {
    kind: _columns(kind) for kind in (Observation, RegisterCell, CheckCell, Finding)
}


def schema_of(kind: type) -> pa.Schema:
    """The columns of a kind of row, as its annotations say them."""
    return pa.schema([(column.name, column.arrow) for column in _COLUMNS.get(kind) or _columns(kind)])


# The ids of the value and of its series are made of the other columns; they stand beside them for whoever asks with SQL.
_MADE = {"observation_id": pa.int64(), "series_id": pa.string()}
OBSERVATION = pa.schema([*_MADE.items(), *schema_of(Observation)])
REGISTER_CELL, CHECK_CELL, FINDING = (schema_of(kind) for kind in (RegisterCell, CheckCell, Finding))
_PATHS = {
    "observation_id": "observation_id",
    "series_id": "series.series_id",
    **{column.name: column.path for column in _COLUMNS[Observation]},
}
_STORED: dict[type, pa.Schema] = {
    Observation: OBSERVATION,
    RegisterCell: REGISTER_CELL,
    CheckCell: CHECK_CELL,
    Finding: FINDING,
}


def observation_values(observation: Observation) -> dict[str, object]:
    """An observation with its dimensions flat, as landing and `read --json` show it; its id as text, as in all JSON."""
    values: dict[str, object] = {name: attrgetter(path)(observation) for name, path in _PATHS.items()}
    return {**values, "observation_id": str(observation.observation_id)}


def table_of(rows: Sequence[object], schema: pa.Schema) -> pa.Table:
    """Rows as a table: a column of the schema is the attribute of that name, in an observation also of its series."""
    paths = _PATHS if schema is OBSERVATION else {}
    columns = []
    for field in schema:
        values: Iterable[Any] = map(attrgetter(paths.get(field.name, field.name)), rows)
        fitted = map(_FITTED[field.type], values) if field.type in _FITTED else values
        columns.append(pa.array(fitted, field.type, size=len(rows)))
    return pa.Table.from_arrays(columns, schema=schema)


def _exact(amount: Decimal | None) -> Decimal | None:
    """With the six decimals of its column: Arrow refuses, rightly, to rescale on its own."""
    return None if amount is None else amount.quantize(_PLACES, rounding="ROUND_HALF_UP")


def _in_utc(instant: datetime | None) -> datetime | None:
    """Without its zone, as the column is."""
    return None if instant is None else instant.astimezone(UTC).replace(tzinfo=None)


_FITTED: dict[pa.DataType, Callable[[Any], Any]] = {AMOUNT: _exact, INSTANT: _in_utc}


def read_rows(file: Path, kind: type[Row]) -> list[Row]:
    """The rows of a file of landing, in their order: observations, register cells, check cells or findings.

    A file of an earlier version may lack a column that has a default, and may have more; LandingError for any other
    that does not fit. ArrowException or OSError where the file cannot be read at all.
    """
    columns = _COLUMNS[kind]
    table = read_table(file, kind)
    if not table.num_rows:
        return []
    stored = table.to_pydict()
    values = [_rebuilt(file, column, stored[column.name]) for column in columns]
    if kind is Observation:
        dimensions = len(fields(Series))
        return list(map(kind, map(Series, *values[:dimensions]), *values[dimensions:]))
    return list(map(kind, *values))


def read_table(file: Path, kind: type) -> pa.Table:
    """The same as a table, with the columns of today. LandingError, ArrowException, OSError as `read_rows`."""
    table = pq.ParquetFile(file).read()
    # Asked of the whole at once: a column at a time, the asking cost as much as opening the file.
    stored = _STORED[kind]
    return table if table.schema.equals(stored) else _fitted(file, table, kind).select(stored.names)


def _fitted(file: Path, table: pa.Table, row: type) -> pa.Table:
    """A table of an earlier version with the columns of today."""
    # A version before the ids of values has none: who reads it makes them.
    fitted = {
        name: table[name] if name in table.schema.names else pa.nulls(table.num_rows, kind)
        for name, kind in (_MADE if row is Observation else {}).items()
    }
    for column in _COLUMNS[row]:
        if column.name in table.schema.names:
            try:
                fitted[column.name] = table[column.name].cast(column.arrow)
            except pa.ArrowException:
                raise _wrong(file, column, str(table[column.name].type)) from None
        elif column.default is MISSING:
            raise _wrong(file, column, "没有这一列 no such column")
        else:
            fitted[column.name] = pa.array([column.default] * table.num_rows, column.arrow)
    return pa.table(fitted)


def _rebuilt(file: Path, column: _Column, values: list[Any]) -> Iterable[Any]:
    if not column.is_optional and None in values:
        raise _wrong(file, column, f"{values.count(None)} 个空值 nulls")
    return map(column.rebuilt, values) if column.rebuilt else values


def _wrong(file: Path, column: _Column, found: str) -> LandingError:
    return LandingError(f"{file} {column.name}: {found},应为 expected {column.arrow}")


def write_reading(reading: Reading, folder: Path, reader_version: str) -> None:
    """Write a reading's four tables and its summary into an existing, empty folder."""
    tables = {
        "observation": table_of(reading.observations, OBSERVATION),
        "register_cell": table_of(reading.register_cells, REGISTER_CELL),
        "check_cell": table_of(reading.check_cells, CHECK_CELL),
        "finding": table_of(reading.findings, FINDING),
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
        "explanations": [asdict(one) for one in reading.explanations],
    }
    (folder / "reading.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
