"""A snapshot into PostgreSQL: loaded where nobody reads, then seen by everybody at once.

What is read are views in the schemas `marts`, `bi` and `bi_open`, each of a table in a schema of its own load, with
the id of the snapshot beside its columns. A load fills a new schema and makes new views in `<schema>_next`; then one
transaction renames: the views that are read step aside, the next ones take their name. A reader waits for nothing, and
within one relation sees one snapshot; who joins two of them joins by the id as well, for PostgreSQL looks up one name
after the other. The old schemas are dropped afterwards, with a short lock timeout, and what is
still in use then goes at the next load. A load that was killed leaves schemas that nobody reads; the next one drops them.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from adbc_driver_postgresql import dbapi
from psycopg import Connection, sql

from ingest.office.load import load_office
from warehouse.dictionary import BI, Model
from warehouse.exchange.public import open_public
from warehouse.family.pages import pages_of
from warehouse.home import DATABASE
from warehouse.office_models import models_of
from warehouse.serving.address import Address, ServingError
from warehouse.serving.roles import GROUPS, grant_reading, make_groups
from warehouse.serving.rows import copy_rows, describe, finish_table, make_table
from warehouse.store.connection import opened

MARTS_SCHEMA, BI_SCHEMA, OPEN_SCHEMA = SCHEMAS = ("marts", "bi", "bi_open")
_NEXT, _PREVIOUS = "_next", "_previous"
# A load's schemas: of its rows, and of the views that have stepped aside.
_LEFT_OVER = re.compile(rf"({'|'.join(SCHEMAS)})({_NEXT}|{_PREVIOUS}_[0-9a-f]+|_rows_[0-9a-f]+)")
_DROP_WITHIN, _DROP_TRIES, _DROP_PAUSE = "200ms", 5, 0.2
# Renaming waits for nothing that reads; for another that changes schemas it waits this long, and no longer.
_SWAP_WITHIN = "5s"


@dataclass(frozen=True, slots=True)
class Served:
    """What PostgreSQL shows. `already`: it showed this snapshot before, and nothing was loaded."""

    snapshot_id: str
    already: bool
    tables: int
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Part:
    """The relations of one schema, and the DuckDB file that they are read from."""

    schema: str
    models: tuple[Model, ...]
    source: Any


def served_snapshot(connection: Connection[Any]) -> str:
    """The id of the snapshot that readers see; empty where there is none."""
    found = connection.execute("select to_regclass('marts.snapshot')").fetchone()
    if found is None or found[0] is None:
        return ""
    row = connection.execute("select snapshot_id from marts.snapshot").fetchone()
    return str(row[0]) if row else ""


def publish(address: Address, snapshot: Path, office: Path, day: date, snapshot_id: str = "") -> Served:
    """Show a snapshot's marts, its relations of `bi` and those of its public build. `day`: on which waivers are looked at;
    `snapshot_id`: what it is called, where not as its folder is.

    ServingError where the server cannot be reached or refuses; readers then have what they had.
    """
    started = time.monotonic()
    snapshot_id = snapshot_id or snapshot.resolve().name
    with address.connected() as connection:
        if served_snapshot(connection) == snapshot_id:
            return Served(snapshot_id, True, 0, 0, time.monotonic() - started)
        make_groups(connection)
        drop_left_over(connection)
        token = secrets.token_hex(4)
        with parts_of(snapshot, office, day) as parts, _arrows(address) as arrows:
            rows = sum(_load(connection, arrows, part, token) for part in parts)
            tables = sum(len(part.models) for part in parts)
            show_next(connection, parts, token, snapshot_id)
        swap(connection, token)
        drop_left_over(connection)
    return Served(snapshot_id, False, tables, rows, time.monotonic() - started)


@contextmanager
def _arrows(address: Address) -> Iterator[tuple[Any, ...]]:
    """The connections by which rows go. What ends one (a full disk, a server that stops) is told as of the other one."""
    try:
        with dbapi.connect(address.dsn) as one, dbapi.connect(address.dsn) as other:
            yield one, other
    except dbapi.Error as error:
        said = str(error).strip().split("\n")[0]
        raise ServingError("POSTGRES_REFUSED", found=f"{address.shown}: {said}") from error


@contextmanager
def parts_of(snapshot: Path, office: Path, day: date) -> Iterator[tuple[Part, ...]]:
    file, models = snapshot / DATABASE, models_of(office)
    by_name = {(model.schema, model.name): model for model in models}
    with (
        opened(file) as connection,
        open_public(file, load_office(office), pages_of(office), models, day) as public,
    ):
        of_public = (
            replace(by_name[table.schema, table.name], columns=table.columns, grain=table.grain)
            for table in public.tables
            if table.schema == BI
        )
        yield (
            Part(MARTS_SCHEMA, tuple(model for model in models if model.schema != BI), connection),
            Part(BI_SCHEMA, tuple(model for model in models if model.schema == BI), connection),
            Part(OPEN_SCHEMA, tuple(of_public), public.connection),
        )


def _load(connection: Connection[Any], arrows: Sequence[Any], part: Part, token: str) -> int:
    """Tables with their rows, in a schema that nobody reads. How many rows."""
    schema, rows = _rows_schema(part, token), 0
    connection.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
    for model in part.models:
        make_table(connection, schema, model)
        rows += copy_rows(arrows, part.source, schema, model)
    for arrow in arrows:
        arrow.commit()
    for model in part.models:
        finish_table(connection, schema, model)
    return rows


def show_next(connection: Connection[Any], parts: Sequence[Part], token: str, snapshot_id: str) -> None:
    """The views that readers will see, of the tables of one load."""
    for part in parts:
        rows_schema, views_schema = _rows_schema(part, token), part.schema + _NEXT
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(views_schema)))
        for model in part.models:
            _make_views(connection, rows_schema, views_schema, model, snapshot_id)
        grant_reading(connection, views_schema, GROUPS[part.schema])


def _rows_schema(part: Part, token: str) -> str:
    return f"{part.schema}_rows_{token}"


def _make_views(
    connection: Connection[Any], rows_schema: str, views_schema: str, model: Model, snapshot_id: str
) -> None:
    """The view of a table with the id of its snapshot; and once more under Chinese names, where the model has them."""
    names = [column.name for column in model.columns]
    _make_view(connection, rows_schema, views_schema, model, model.name, names, snapshot_id, "snapshot_id")
    if model.label_zh:
        labels = [column.label_zh for column in model.columns]
        _make_view(
            connection, rows_schema, views_schema, model, model.label_zh, labels, snapshot_id, "数据版本"
        )


def _make_view(
    connection: Connection[Any],
    rows_schema: str,
    views_schema: str,
    model: Model,
    name: str,
    labels: Sequence[str],
    snapshot_id: str,
    id_label: str,
) -> None:
    columns = [
        sql.SQL("{} as {}").format(sql.Identifier(column.name), sql.Identifier(label))
        for column, label in zip(model.columns, labels, strict=True)
    ]
    if id_label not in labels:
        said = sql.SQL("cast({} as text) as {}").format(sql.Literal(snapshot_id), sql.Identifier(id_label))
        columns.append(said)
    view = sql.Identifier(views_schema, name)
    connection.execute(
        sql.SQL("create view {} as select {} from {}").format(
            view, sql.SQL(", ").join(columns), sql.Identifier(rows_schema, model.name)
        )
    )
    describe(connection, "view", view, model, labels)


def swap(connection: Connection[Any], token: str) -> None:
    """The moment at which readers have the new snapshot, in all schemas at once."""
    with connection.transaction():
        connection.execute(sql.SQL("set local lock_timeout = {}").format(sql.Literal(_SWAP_WITHIN)))
        there = {name for (name,) in connection.execute("select nspname from pg_namespace").fetchall()}
        for schema in SCHEMAS:
            if schema in there:
                _rename(connection, schema, f"{schema}{_PREVIOUS}_{token}")
            _rename(connection, schema + _NEXT, schema)


def _rename(connection: Connection[Any], schema: str, name: str) -> None:
    connection.execute(
        sql.SQL("alter schema {} rename to {}").format(sql.Identifier(schema), sql.Identifier(name))
    )


def drop_left_over(connection: Connection[Any]) -> None:
    """Schemas of loads that readers do not have. One that is still being read is left for the next time."""
    for schema in _left_over(connection):
        for attempt in range(_DROP_TRIES):
            try:
                with connection.transaction():
                    connection.execute(
                        sql.SQL("set local lock_timeout = {}").format(sql.Literal(_DROP_WITHIN))
                    )
                    connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(schema)))
                break
            except psycopg.errors.LockNotAvailable:
                time.sleep(_DROP_PAUSE * attempt)


def _left_over(connection: Connection[Any]) -> list[str]:
    """By what depends on what: the views that have stepped aside before the tables that they are of."""
    read = {
        name
        for (name,) in connection.execute(
            "select distinct source.nspname from pg_depend"
            " inner join pg_rewrite on pg_depend.objid = pg_rewrite.oid"
            " inner join pg_class as view on pg_rewrite.ev_class = view.oid"
            " inner join pg_namespace as shown on view.relnamespace = shown.oid"
            " inner join pg_class as read on pg_depend.refobjid = read.oid"
            " inner join pg_namespace as source on read.relnamespace = source.oid"
            " where shown.nspname = any(%s)",
            [list(SCHEMAS)],
        ).fetchall()
    }
    every = [name for (name,) in connection.execute("select nspname from pg_namespace").fetchall()]
    left = [name for name in every if _LEFT_OVER.fullmatch(name) and name not in read]
    return sorted(left, key=lambda name: ("_rows_" in name, name))
