"""A snapshot's tables as tables of PostgreSQL: types, rows, keys, descriptions. In a schema that nobody reads yet.

Rows go as Arrow batches through Apache ADBC, which writes PostgreSQL's binary COPY: decimals stay decimals. One
connection leaves the server at work alone most of the time; two take turns at the batches of a large table, and ten
million rows then take three fifths of the time of CSV.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from threading import Lock
from typing import Any, LiteralString

import pyarrow
from psycopg import Connection, sql

from warehouse.dictionary import Column, Model

_BATCH = 100_000
# As DuckDB calls a type, and as PostgreSQL does.
_TYPES = {
    "varchar": "text",
    "bigint": "bigint",
    "integer": "integer",
    "boolean": "boolean",
    "double": "double precision",
    "date": "date",
    "timestamp": "timestamp",
    "timestamp with time zone": "timestamptz",
}
_DECIMAL = re.compile(r"decimal\((\d+), ?(\d+)\)")
# What a dashboard filters by, where a table is large enough for that to matter.
_FILTERED = ("indicator_id", "time_period", "month", "series_id")


def type_of(model: Model, column: Column) -> str:
    """The type of a published column in PostgreSQL. KeyError for one that no mart has."""
    published = model.published_type(column).lower()
    if decimal := _DECIMAL.fullmatch(published):
        return f"numeric({decimal[1]}, {decimal[2]})"
    return _TYPES[published]


def make_table(connection: Connection[Any], schema: str, model: Model) -> None:
    """An empty table for a model."""
    columns = [
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(type_of(model, column)))
        for column in model.columns
    ]
    connection.execute(
        sql.SQL("create table {} ({})").format(
            sql.Identifier(schema, model.name), sql.SQL(", ").join(columns)
        )
    )


def copy_rows(arrows: Sequence[Any], source: Any, schema: str, model: Model) -> int:
    """The rows of a published table, by connections of ADBC from one of DuckDB. How many."""
    names = ", ".join(column.name for column in model.columns)
    selected = source.sql(f"select {names} from {model.schema}.{model.name}")  # noqa: S608 - names of our own dictionary
    # Closed also where the load ends early: a reader that is left open keeps the snapshot's file open.
    with selected.to_arrow_reader(_BATCH) as reader:
        first = tuple(islice(reader, 2))
        batches, turn = chain(first, reader), Lock()
        busy = arrows[: max(len(first), 1)]  # what is one batch is no work for two

        def taken() -> Iterator[pyarrow.RecordBatch]:
            while True:
                with turn:
                    batch = next(batches, None)
                if batch is None:
                    return
                yield batch

        def copied(arrow: Any) -> int:
            rows = pyarrow.RecordBatchReader.from_batches(reader.schema, taken())
            with arrow.cursor() as cursor:
                return int(cursor.adbc_ingest(model.name, rows, mode="append", db_schema_name=schema))

        with ThreadPoolExecutor(len(busy)) as threads:
            return sum(threads.map(copied, busy))


def finish_table(connection: Connection[Any], schema: str, model: Model) -> None:
    """Keys, indexes and what the planner needs to know: after the rows, which come in faster without."""
    table = sql.Identifier(schema, model.name)
    if model.grain:
        key = sql.SQL(", ").join(map(sql.Identifier, model.grain))
        connection.execute(sql.SQL("create unique index on {} ({})").format(table, key))
    for name in _FILTERED:
        if any(column.name == name for column in model.columns) and model.grain[:1] != (name,):
            connection.execute(sql.SQL("create index on {} ({})").format(table, sql.Identifier(name)))
    connection.execute(sql.SQL("analyze {}").format(table))


def describe(
    connection: Connection[Any],
    kind: LiteralString,
    relation: sql.Identifier,
    model: Model,
    names: Sequence[str],
) -> None:
    """What a BI tool shows beside a relation and its columns, in both languages."""
    said = [_comment(kind, relation, f"{model.zh} {model.en}")]
    for name, column in zip(names, model.columns, strict=True):
        place = sql.SQL("{}.{}").format(relation, sql.Identifier(name))
        said.append(_comment("column", place, f"{column.zh} {column.en}"))
    connection.execute(sql.SQL("; ").join(said))


def _comment(kind: LiteralString, place: sql.Composable, words: str) -> sql.Composed:
    return sql.SQL("comment on {} {} is {}").format(sql.SQL(kind), place, sql.Literal(words))
