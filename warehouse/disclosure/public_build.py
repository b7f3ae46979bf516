"""The public build: a file of its own, with the marts and the views for BI, without what is withheld, without where in the
office a figure came from, and without the rows of single units.

What is in it is listed by what it is for, never by what it lacks: a table that nobody has looked at stays in the office.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from ingest.family.page import Page
from ingest.office.facts import Office
from warehouse.dictionary import BI, FAMILIES, Column, Model
from warehouse.disclosure.groups import KIND
from warehouse.disclosure.mask import FLAGS, GROUPS, OBSERVATIONS, OF_LEVEL, is_provenance, masked
from warehouse.disclosure.plan import Flags, Plan, plan_of
from warehouse.family.described import PREFIX
from warehouse.store.connection import opened, set_up

_CORE = (
    "mart_indicator", "mart_growth_rate", "mart_fixed_base_growth", "mart_contribution", "mart_plan", "mart_single_month",
    "mart_target_progress",
)  # fmt: skip
_VIEWS = ("headline", "target_progress", "growth_ranking", "growth_change", "single_month")
_DIMENSIONS = "dims"
_SOURCE = "office"
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class PublicBuild:
    """`file`: the DuckDB file; `plan`: what is withheld in it and why."""

    file: Path
    plan: Plan


def write_public_build(
    source: Path, target: Path, office: Office, pages: Sequence[Page], models: Iterable[Model], day: date
) -> PublicBuild:
    """Write the public build of a published file to `target`, which is not there yet. `models`: those of the office;
    `day`: on which waivers are looked at."""
    with opened(source) as connection:
        plan = plan_of(connection, office, pages, day)
        described = _described(connection)
    public = [model for model in models if _is_public(model) and model.relation in described]
    shares = {
        f"{PREFIX}{page.name}": {name: share.of for name, share in page.groups.shares.items()}
        for page in pages
        if page.groups
    }
    with duckdb.connect(str(target)) as connection:
        set_up(connection)
        name = str(source).replace("'", "''")
        connection.execute(f"attach '{name}' as {_SOURCE} (read_only)")
        connection.execute(f"create schema {BI}")
        _write_withheld(connection, plan)
        for model in public:
            there = f"{_SOURCE}.{model.schema}.{model.name}"
            seen = masked(model, described[model.relation], there, shares.get(model.name, {}))
            # In the order of the office's own table: joined, rows come in any.
            connection.execute(f"create table {model.relation} as {seen.select} order by shown.rowid")
        _cut_dictionary(connection, public)
        _call_in_chinese(connection, public, described)
        connection.execute(f"detach {_SOURCE}")
    return PublicBuild(target, plan)


def _is_public(model: Model) -> bool:
    if model.names_units:
        return False
    if model.room == BI:
        return model.name in _VIEWS
    return model.room in (FAMILIES, _DIMENSIONS) or model.name in _CORE


def _described(connection: Any) -> dict[str, list[Column]]:
    """The columns of each table of the file, with their types there."""
    found: dict[str, list[Column]] = {}
    rows = connection.execute(
        """
        select schema_name, columns.table_name, column_name, lower(data_type)
        from duckdb_columns() as columns
        where schema_name in ('main', 'bi') and not internal
          and columns.table_name in (select table_name from duckdb_tables())
        order by schema_name, columns.table_name, column_index
        """
    ).fetchall()
    for schema, table, name, data_type in rows:
        relation = f"{BI}.{table}" if schema == BI else table
        found.setdefault(relation, []).append(Column(name, data_type, "", ""))
    return found


def _write_withheld(connection: Any, plan: Plan) -> None:
    """What is withheld, as tables of the connection alone: no reader of the file has them."""
    flags = list(plan.flags())
    names = ", ".join(f"{flag} boolean" for flag in Flags._fields)
    _fill(connection, OBSERVATIONS, "observation_id bigint", ((each,) for each in sorted(plan.observations)))
    _fill(
        connection,
        FLAGS,
        f"series_id varchar, time_period varchar, {names}",
        ((series, period, *found) for series, period, found in flags),
    )
    _fill(
        connection,
        GROUPS,
        "mart varchar, way varchar, member varchar, figure varchar, time_period varchar",
        (
            (*key.line.split("|"), key.period)
            for key in sorted({*plan.reasons, *plan.shares})
            if key.kind == KIND
        ),
    )
    connection.execute(
        f"""
        create temporary table {OF_LEVEL} as
        select said.observation_id, flag.level as is_level, flag.base as is_base, flag.growth as is_growth
        from {_SOURCE}.main.fct_observation as said
        inner join {FLAGS} as flag on said.series_id = flag.series_id and said.time_period = flag.time_period
        where said.measure = 'VALUE' and said.time_transform = 'N'
        """  # noqa: S608 - names of our own
    )


def _fill(connection: Any, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """A temporary table with rows. Without bound parameters: at the first of them DuckDB imports pandas."""
    connection.execute(f"create temporary table {table} ({columns})")
    for batch in _batches(rows):
        connection.execute(f"insert into {table} values {', '.join(batch)}")  # noqa: S608 - quoted below


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    batch: list[str] = []
    for row in rows:
        batch.append(f"({', '.join(map(_literal, row))})")
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    quoted = str(value).replace("'", "''")
    return f"'{quoted}'"


def _cut_dictionary(connection: Any, public: Sequence[Model]) -> None:
    """The dictionary of the file describes what is in the file."""
    if not any(model.name == "dictionary" for model in public):
        return
    connection.execute(
        """
        delete from dictionary
        where (model, column_name) not in (
          select (table_name, column_name) from duckdb_columns()
          where schema_name in ('main', 'bi') and not internal and database_name = current_database()
        )
        """
    )


def _call_in_chinese(connection: Any, public: Sequence[Model], described: dict[str, list[Column]]) -> None:
    """The views for BI once more under their Chinese names."""
    for model in public:
        if model.label_zh:
            labels = {column.name: column.label_zh for column in model.columns}
            columns = ", ".join(
                f'{column.name} as "{labels[column.name]}"'
                for column in described[model.relation]
                if labels.get(column.name) and not is_provenance(column.name)
            )
            shown = f"select {columns} from {model.relation}"  # noqa: S608 - names of our own
            connection.execute(f'create view {BI}."{model.label_zh}" as {shown}')
