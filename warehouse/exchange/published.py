"""A published file as an export sees it: its tables with their words, and what stays in the office.

What is there is asked of the file itself, so that a snapshot made by an earlier version can be exported: its
table `dictionary` lists its tables and columns. Only the titles of the tables come from today's dictionary.

The schema bi says the same figures in other units and is read where it stands: a pack has the marts.

Two things stay in the office unless they are asked for: tables whose rows name single respondents, and, in
any table, rows with conf_status C. Values of one or two respondents (A, O) and under embargo (E) go with
the pack, which is for the office too, and are counted, so that whoever passes it on knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.finding.refusal import Refusal
from warehouse.dictionary import Column, Model, known_models
from warehouse.store.connection import opened

# Only registers number their rows; each of these is a respondent's.
REGISTER_ROW = "row_no"
_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Facts:
    """The one row of the table `snapshot`. Instants are UTC without a zone."""

    snapshot_id: str
    build_id: str
    built_at: datetime
    as_of: str
    submissions_accepted: int
    submissions_held: int
    received_until: datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is exported. `withheld`: how many of its rows stay in the office; `rows`: the others."""

    name: str
    zh: str
    en: str
    grain: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: int
    withheld: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in their order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A table that stays in the office, because its rows name single respondents."""

    name: str
    zh: str
    en: str
    rows: int


@dataclass(frozen=True, slots=True)
class Published:
    """A published file, open. `internal`: nothing stays in the office."""

    file: Path
    connection: Any
    internal: bool
    facts: Facts
    tables: tuple[Table, ...]
    left_out: tuple[LeftOut, ...]

    def table(self, name: str) -> Table | None:
        """The table of this name; None if it is not among those exported."""
        return next((table for table in self.tables if table.name == name), None)

    def source(self, table: Table) -> str:
        """The rows of a table that may go, as SQL: `from` and what follows."""
        kept = " where conf_status is distinct from 'C'" if table.withheld else ""
        return f"from {table.name}{kept}"

    def rows(self, table: Table, columns: Sequence[str] | None = None) -> Iterator[tuple[Any, ...]]:
        """The rows in the order in which they are kept, that of their grain."""
        listed = ", ".join(columns or table.names)
        # A cursor of its own: other tables are read while this one is.
        cursor = self.connection.cursor()
        cursor.execute(f"select {listed} {self.source(table)}")
        while batch := cursor.fetchmany(_BATCH):
            yield from batch


@contextmanager
def open_published(file: Path, internal: bool, wanted: Sequence[str] = ()) -> Iterator[Published]:
    """A published file for as long as it is exported. `wanted`: tables by name, all where none is named.

    Refusal UNKNOWN_TABLE for a name that is not in the file, STAYS_IN_THE_OFFICE for one that is not handed
    out unless `internal`.
    """
    with opened(file) as connection:
        described = _described(connection)
        unknown = [name for name in wanted if name not in {model.name for model in described}]
        if unknown:
            raise Refusal(
                "UNKNOWN_TABLE", found=" ".join(unknown), expected=" ".join(model.name for model in described)
            )
        tables, left_out = [], []
        for model in described:
            if wanted and model.name not in wanted:
                continue
            if not internal and names_units(model):
                left_out.append(LeftOut(model.name, model.zh, model.en, _count(connection, model.name)))
            else:
                tables.append(_table(connection, model, internal))
        if wanted and left_out:
            raise Refusal("STAYS_IN_THE_OFFICE", found=" ".join(each.name for each in left_out))
        yield Published(file, connection, internal, _facts(connection), tuple(tables), tuple(left_out))


def names_units(model: Model) -> bool:
    """Whether the rows of a model name single respondents: because it is marked so, or is a register's."""
    return model.names_units or any(column.name == REGISTER_ROW for column in model.columns)


def _described(connection: Any) -> list[Model]:
    """The tables of the file as it describes them itself, in the order of today's dictionary."""
    said = connection.execute(
        """
        select model, column_name, data_type, description_zh, description_en
        from dictionary
        where model in (select table_name from duckdb_tables() where schema_name = 'main')
        order by model, position
        """
    ).fetchall()
    comments = dict(
        connection.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'main'"
        ).fetchall()
    )
    known = {model.name: model for model in known_models()}
    columns: dict[str, list[Column]] = {}
    for name, *words in said:
        columns.setdefault(name, []).append(Column(*words))
    order = [name for name in known if name in columns] + [name for name in columns if name not in known]
    return [
        Model(
            name=name,
            room=known[name].room if name in known else "",
            zh=known[name].zh if name in known else comments[name] or name,
            en=known[name].en if name in known else "",
            grain=known[name].grain if name in known else (),
            not_null=(),
            may_be_null=(),
            columns=tuple(columns[name]),
            # A table that nobody describes any more is not handed out on a guess.
            names_units=known[name].names_units if name in known else True,
        )
        for name in order
    ]


def _table(connection: Any, model: Model, internal: bool) -> Table:
    withheld = 0
    if not internal and any(column.name == "conf_status" for column in model.columns):
        withheld = _count(connection, f"{model.name} where conf_status = 'C'")
    rows = _count(connection, model.name) - withheld
    return Table(model.name, model.zh, model.en, model.grain, model.columns, rows, withheld)


def _count(connection: Any, source: str) -> int:
    return int(connection.execute(f"select count(*) from {source}").fetchone()[0])  # noqa: S608 - names of our own dictionary


def _facts(connection: Any) -> Facts:
    return Facts(
        *connection.execute(
            """
            select snapshot_id, build_id, built_at, as_of, submissions_accepted, submissions_held, received_until
            from snapshot
            """
        ).fetchone()
    )
