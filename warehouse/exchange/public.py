"""The public build of a published file, open for as long as it is exported."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from ingest.family.page import Page
from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from warehouse.dictionary import Model
from warehouse.disclosure.public_build import write_public_build
from warehouse.exchange.given_away import in_words
from warehouse.exchange.published import LeftOut, Published, Table, facts_of, rows_in, without_schema
from warehouse.family.figure_columns import is_figure
from warehouse.store.connection import opened

# Where a file says of how many units its figures are.
_TOLD = ("main", "mart_disclosure")


@contextmanager
def open_public(
    file: Path,
    office: Office,
    pages: Sequence[Page],
    models: Sequence[Model],
    day: date,
    wanted: Sequence[str] = (),
) -> Iterator[Published]:
    """What the public may have of a published file. `models`: those of the office; `day`: on which waivers are looked at;
    `wanted`: tables by name, all where none is named.

    Refusal UNKNOWN_TABLE for a name that is not in the file, STAYS_IN_THE_OFFICE for one that is not public,
    NO_PUBLIC_BUILD for a file that does not say of how many units its figures are.
    """
    wanted = without_schema(wanted)
    with tempfile.TemporaryDirectory() as folder, opened(file) as office_connection:
        there = _tables(office_connection)
        unknown = [name for name in wanted if name not in {each for _, each in there}]
        if unknown:
            raise Refusal(
                "UNKNOWN_TABLE", found=" ".join(unknown), expected=" ".join(name for _, name in there)
            )
        if _TOLD not in there:
            raise Refusal("NO_PUBLIC_BUILD", found=file.resolve().parent.name)
        # In a folder of the snapshot's name: that is what an export is called after.
        target = Path(folder) / file.resolve().parent.name / file.name
        target.parent.mkdir()
        built = write_public_build(file, target, office, pages, models, day)
        with opened(target) as connection:
            public = set(_tables(connection))
            stays = [name for name in wanted if name not in {each for _, each in public}]
            if stays:
                raise Refusal("STAYS_IN_THE_OFFICE", found=" ".join(stays))
            tables = [
                _table(connection, office_connection, model)
                for model in models
                if (model.schema, model.name) in public and (not wanted or model.name in wanted)
            ]
            left_out = [
                LeftOut(model.name, model.zh, model.en, rows_in(office_connection, model.relation))
                for model in models
                if (model.schema, model.name) in there and (model.schema, model.name) not in public
            ]
            exposed = sorted(built.plan.exposed)
            yield Published(
                target,
                connection,
                False,
                facts_of(connection),
                tuple(tables),
                () if wanted else tuple(left_out),
                built.plan.by_reason,
                True,
                tuple(" ".join((*key.line.split("|"), key.period)) for key in exposed),
                in_words(exposed, office_connection, office, day),
            )


def _tables(connection: Any) -> list[tuple[str, str]]:
    return [
        (schema, name)
        for schema, name in connection.execute(
            "select schema_name, table_name from duckdb_tables() where schema_name in ('main', 'bi') order by all"
        ).fetchall()
    ]


def _table(connection: Any, office_connection: Any, model: Model) -> Table:
    """A table of the public build, and how many figures of it are withheld."""
    kept = {
        name
        for (name,) in connection.execute(
            f"select column_name from duckdb_columns() where schema_name = '{model.schema}' and table_name = '{model.name}'"  # noqa: S608 - names of our own
        ).fetchall()
    }
    columns = tuple(column for column in model.columns if column.name in kept)
    figures = [column.name for column in columns if is_figure(column)]
    counted = (
        f"select {' + '.join(f'count({name})' for name in figures) or 'count(*) * 0'} from {model.relation}"  # noqa: S608 - as above
    )
    withheld = _one(office_connection, counted) - _one(connection, counted)
    return Table(
        name=model.name,
        zh=model.zh,
        en=model.en,
        grain=tuple(name for name in model.grain if name in kept),
        columns=tuple(replace(column, data_type=model.published_type(column)) for column in columns),
        rows=rows_in(connection, model.relation),
        withheld=0,
        main=model.main,
        reasons=model.reasons,
        schema=model.schema,
        withheld_figures=withheld,
    )


def _one(connection: Any, asked: str) -> int:
    return int(connection.execute(asked).fetchone()[0])
