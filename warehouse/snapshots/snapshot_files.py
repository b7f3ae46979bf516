"""What a snapshot holds: the marts of a build in a fresh DuckDB file, and each as Parquet; those of the schema bi once
more under their Chinese names.

The build's own staging and intermediate tables stay behind. Rows are written in the order of their grain,
so that the same inputs give the same tables row by row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from expectations.check_result import CHECK_RESULT
from expectations.gate_2 import GATE, Whole
from ingest.landing import FINDING, table_of
from warehouse import dictionary
from warehouse.dictionary import Column, Model
from warehouse.family.flat import flat_view, flats
from warehouse.home import DATABASE
from warehouse.office_models import models_of
from warehouse.settings import MIB
from warehouse.snapshots.last_snapshot import MARTS
from warehouse.store.connection import set_up
from warehouse.store.memory import memory_limit

# The folder and the schema of what BI tools read.
BI = dictionary.BI
# The results of Great Expectations, for whoever wants to see them as the library gives them.
VALIDATION = "great_expectations.json"
# What dbt calls the build file: a view in it names its tables so.
BUILD = Path(DATABASE).stem
# The format of the published file, which programs with DuckDB 1.4 (September 2025) or later open; so does the Python client.
# Wide tables of text take a quarter less time in it than in the oldest one.
STORAGE = "v1.4.0"
_MUCH = 256 * MIB


def add_verdict(connection: Any, whole: Whole) -> None:
    """Put what gate 2 found, and its checks, beside what gate 1 found: into the private build file."""
    found = table_of(whole.findings, FINDING)
    checks = table_of([result.row(GATE) for result in whole.results], CHECK_RESULT)
    connection.register("found", found)
    connection.register("checks", checks)
    connection.execute(
        """
        insert into finding by name
        select * rename (file as source_file, sheet as source_sheet, cell as source_cell, period as time_period)
        from found
        """
    )
    connection.execute("insert into check_result by name select * from checks")
    connection.unregister("found")
    connection.unregister("checks")


def keep_validation(folder: Path, whole: Whole) -> None:
    """Write what Great Expectations said of the build, check by check, as it says it."""
    said = [{"name": one.check.name, **one.said} for one in whole.results if one.said]
    (folder / VALIDATION).write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


def export(build_file: Path, folder: Path, office: Path, *, parquet: bool = True) -> dict[str, int]:
    """Write a snapshot's files into an existing, empty folder. `office`: the folder of the office that it was built for.
    Rows, by table.

    `parquet`: for who reads the folder itself. What was known on a day is asked for by the commands alone.
    In one transaction: one a table, or a comment, waits for the disk two thousand times.
    """
    tables = models_of(office)
    # Over few rows a second thread costs more than it does: half of the processor time of a small night's files.
    threads = {"threads": 1} if build_file.stat().st_size < _MUCH else {}
    spilled = {"memory_limit": memory_limit(), "temp_directory": str(build_file.parent / "spilled")}
    with duckdb.connect(config={**threads, **spilled}) as connection:
        set_up(connection)
        connection.execute(f"set file_search_path = '{_quoted(build_file.parent)}'")
        connection.execute(f"attach '{_quoted(build_file)}' as {BUILD} (read_only)")
        connection.execute(f"attach '{_quoted(folder / DATABASE)}' as snapshot (storage_version '{STORAGE}')")
        connection.execute("begin")
        connection.execute(f"create schema snapshot.{BI}")
        rows = {model.relation: _write(connection, model) for model in tables}
        _say_in_chinese(connection, tables)
        _add_flat_views(connection, tables)
        if parquet:
            _write_parquet(connection, folder, tables)
        connection.execute("commit")
        connection.execute("detach snapshot")
    return rows


def _write(connection: Any, model: Model) -> int:
    """A table in the order of its grain, with its descriptions. How many rows it has.

    The descriptions first: each changes the table, and one that has rows is kept twice over until the end.
    """
    typed = ", ".join(f"{column.name} {model.published_type(column)}" for column in model.columns)
    connection.execute(f"create table snapshot.{model.relation} ({typed})")
    _comment(connection, "table", f"snapshot.{model.relation}", model, model.names)
    # Sorted first: what a build keeps as words (ENUM) is spelt out where it is written, and a number is moved until then.
    rows = f"select {', '.join(model.names)} from {BUILD}.{model.relation}"  # noqa: S608 - names of our own dictionary
    order = ", ".join(model.grain) or "all"
    columns = ", ".join(_published(model, column) for column in model.columns)
    written = connection.execute(
        f"insert into snapshot.{model.relation} select {columns} from ({rows} order by {order})"  # noqa: S608 - as above
    ).fetchone()
    return int(written[0]) if written else 0


def _write_parquet(connection: Any, folder: Path, tables: Iterable[Model]) -> None:
    for schema in (MARTS, BI):
        (folder / schema).mkdir()
    for model in tables:
        file = _quoted(parquet_of(folder, model))
        connection.execute(f"copy snapshot.{model.relation} to '{file}' (format parquet, compression zstd)")


def _published(model: Model, column: Column) -> str:
    """A column as it is published. The models, which engines with other zones run too, have UTC without one."""
    if model.published_type(column) != column.data_type:
        return f"{column.name} at time zone 'UTC' as {column.name}"
    return column.name


def parquet_of(folder: Path, model: Model) -> Path:
    """The Parquet file of a model in a snapshot's folder."""
    return folder / (BI if model.schema == BI else MARTS) / f"{model.name}.parquet"


def _say_in_chinese(connection: Any, tables: Iterable[Model]) -> None:
    """The rows of each model that has a label once more, under the labels: for who drags columns and reads no English.

    A view names its table without the database, which has another name wherever the file is opened.
    """
    connection.execute("use snapshot")
    for model in tables:
        if not model.label_zh:
            continue
        columns = ", ".join(f'{column.name} as "{column.label_zh}"' for column in model.columns)
        view = f'{BI}."{model.label_zh}"'
        connection.execute(f"create view {view} as select {columns} from {model.schema}.{model.name}")  # noqa: S608 - as above
        _comment(connection, "view", view, model, [f'"{column.label_zh}"' for column in model.columns])
    connection.execute("use memory")


def _add_flat_views(connection: Any, tables: Sequence[Model]) -> None:
    """The families' marts in the columns of the release before, as views."""
    mains = {model.name: model.main for model in tables}
    connection.execute("use snapshot")
    for flat in flats():
        if flat.mart in mains:
            connection.execute(flat_view(flat, mains[flat.mart]))
            for old, new in flat.columns.items():
                connection.execute(f"comment on column {flat.name}.{old} is '现在 now: {_words(new)}'")
    connection.execute("use memory")


def _comment(connection: Any, kind: str, relation: str, model: Model, names: Sequence[str]) -> None:
    """Descriptions inside the file itself: what a BI tool shows beside a column."""
    said = [f"comment on {kind} {relation} is '{_words(model.zh, model.en)}'"]
    said += [
        f"comment on column {relation}.{name} is '{_words(column.zh, column.en)}'"
        for name, column in zip(names, model.columns, strict=True)
    ]
    connection.execute(";".join(said))


def _words(*words: str) -> str:
    return " ".join(words).replace("'", "''")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
