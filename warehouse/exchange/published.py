"""A published file as an export sees it: its tables with their words, and what stays in the office.

What is there is asked of the file itself, so that a snapshot made by an earlier version can be exported: its
table `dictionary` lists its tables and columns. Only the titles of the tables come from today's dictionary.

The schema bi says the same figures in other units, for people: it is in the public build and in what the office exports
for itself. A relation of it is meant by its name with the schema or without: bi.headline, headline.

What is asked for without --internal is the public build (open_public): a file of its own without what is withheld, what
would give it away, and where in the office a figure came from. open_published reads a file as it is; not for internal
use it leaves out tables whose rows name single respondents, and, in any table, what has conf_status C: the row where
it is about one figure, the figure where a row has several (SUPPRESSED stands in its place).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.finding.refusal import Refusal
from warehouse.dictionary import BI, Column, Model
from warehouse.exchange.figures import SINGLE, withheld_where
from warehouse.family.described import known_with
from warehouse.family.pages import standard_pages
from warehouse.store.connection import opened

# Only registers number their rows; each of these is a respondent's.
REGISTER_ROW = "row_no"
# Why a figure is missing that stays in the office.
SUPPRESSED = "SUPPRESSED"
_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Facts:
    """The one row of the table `snapshot`. Instants are UTC; without saying so in a snapshot made before they had a zone."""

    snapshot_id: str
    build_id: str
    built_at: datetime
    as_of: str
    submissions_accepted: int
    submissions_held: int
    received_until: datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is exported. `withheld`: how many of its rows stay in the office; `rows`: the others.

    `hidden`: where a row has several figures, the condition under which one of them stays, as SQL; `withheld_figures`:
    of how many that is true. `main`: the figure that conf_status and is_synthetic are about; `reasons`: columns that
    say why another is empty, where the names do not.
    """

    name: str
    zh: str
    en: str
    grain: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: int
    withheld: int
    main: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    schema: str = "main"
    hidden: Mapping[str, str] = field(default_factory=dict)
    withheld_figures: int = 0

    @property
    def relation(self) -> str:
        """Its name in SQL."""
        return f"{self.schema}.{self.name}"

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it stays in the office."""
        return not (self.withheld or self.withheld_figures)

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
    """A published file, open. `internal`: nothing stays in the office. `withheld_for`: of the public build, how many
    figures of the office are withheld for each reason; `public`: whether it is the public build; `exposed`: the figures withheld there that
    waived ones give away all the same, `exposed_words` the same in Chinese and English."""

    file: Path
    connection: Any
    internal: bool
    facts: Facts
    tables: tuple[Table, ...]
    left_out: tuple[LeftOut, ...]
    withheld_for: Mapping[str, int] = field(default_factory=dict)
    public: bool = False
    exposed: tuple[str, ...] = ()
    exposed_words: tuple[tuple[str, str], ...] = ()

    def table(self, name: str) -> Table | None:
        """The table of this name; None if it is not among those exported."""
        return next((table for table in self.tables if table.name == name), None)

    def has(self, name: str) -> bool:
        """Whether the file has a table of this name, exported or not."""
        asked = f"select count(*) from duckdb_tables() where table_name = '{name}'"  # noqa: S608 - a name of our own
        return bool(self.connection.execute(asked).fetchone()[0])

    def source(self, table: Table) -> str:
        """The rows of a table that may go, as SQL: `from` and what follows."""
        kept = f" where conf_status is distinct from '{SINGLE}'" if table.withheld else ""
        return f"from {table.relation}{kept}"

    def select(self, table: Table, columns: Sequence[str] | None = None) -> str:
        """What may go of a table, as SQL: a figure that stays is NULL, and its reason says so."""
        names = columns or table.names
        if not table.withheld_figures:
            return f"select {', '.join(names)} {self.source(table)}"
        return f"select {', '.join(_kept(name, table) for name in names)} {self.source(table)}"

    def rows(self, table: Table, columns: Sequence[str] | None = None) -> Iterator[tuple[Any, ...]]:
        """The rows in the order in which they are kept, that of their grain."""
        # A cursor of its own: other tables are read while this one is.
        cursor = self.connection.cursor()
        cursor.execute(self.select(table, columns))
        while batch := cursor.fetchmany(_BATCH):
            yield from batch


@contextmanager
def open_published(
    file: Path, internal: bool, wanted: Sequence[str] = (), known: Sequence[Model] | None = None
) -> Iterator[Published]:
    """A published file for as long as it is exported. `wanted`: tables by name, all where none is named. `known`: the
    models of the office that it is of; the product's own if none are given.

    Refusal UNKNOWN_TABLE for a name that is not in the file, STAYS_IN_THE_OFFICE for one that is not handed
    out unless `internal`.
    """
    wanted = without_schema(wanted)
    with opened(file) as connection:
        described = _described(connection, known_with(standard_pages()) if known is None else known, internal)
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
                left_out.append(LeftOut(model.name, model.zh, model.en, rows_in(connection, model.relation)))
            else:
                tables.append(_table(connection, model, internal))
        if wanted and left_out:
            raise Refusal("STAYS_IN_THE_OFFICE", found=" ".join(each.name for each in left_out))
        yield Published(file, connection, internal, facts_of(connection), tuple(tables), tuple(left_out))


def _kept(name: str, table: Table) -> str:
    """A column with nothing in it that stays in the office."""
    if condition := table.hidden.get(name):
        return f"case when not coalesce({condition}, false) then {name} end as {name}"
    figure = name.removesuffix("_reason")
    if figure != name and (condition := table.hidden.get(figure)):
        return f"case when {condition} then '{SUPPRESSED}' else {name} end as {name}"
    if name == "display_value" and (condition := table.hidden.get(table.main)):
        return f"case when {condition} then '[不公布]' else {name} end as {name}"
    return name


def names_units(model: Model) -> bool:
    """Whether the rows of a model name single respondents: because it is marked so, or is a register's."""
    return model.names_units or any(column.name == REGISTER_ROW for column in model.columns)


def without_schema(wanted: Sequence[str]) -> tuple[str, ...]:
    """Names of tables as an export calls them: no two schemas have one of the same name."""
    return tuple(name.removeprefix(f"{BI}.") for name in wanted)


def _described(connection: Any, today: Sequence[Model], with_bi: bool) -> list[Model]:
    """The tables of the file as it describes them itself, in the order of today's dictionary."""
    tables = connection.execute(
        "select table_name, schema_name, comment from duckdb_tables() where schema_name in ('main', 'bi')"
    ).fetchall()
    schemas = {name: schema for name, schema, _ in tables if with_bi or schema == "main"}
    comments = {name: comment for name, _, comment in tables}
    there = connection.execute(
        "select column_name from duckdb_columns() where schema_name = 'main' and table_name = 'dictionary'"
    ).fetchall()
    # A snapshot of an earlier version has no labels.
    label = "label_zh" if ("label_zh",) in there else "''"
    said = [
        row
        for row in connection.execute(
            f"""
            select model, column_name, data_type, description_zh, description_en, coalesce({label}, '')
            from dictionary
            order by model, position
            """  # noqa: S608 - a name of our own
        ).fetchall()
        if row[0] in schemas
    ]
    known = {model.name: model for model in today}
    columns: dict[str, list[Column]] = {}
    for name, column, data_type, zh, en, label_zh in said:
        columns.setdefault(name, []).append(Column(column, data_type, zh, en, label_zh=label_zh))
    order = [name for name in known if name in columns] + [name for name in columns if name not in known]
    return [
        Model(
            name=name,
            room=BI if schemas[name] == BI else known[name].room if name in known else "",
            zh=known[name].zh if name in known else comments[name] or name,
            en=known[name].en if name in known else "",
            grain=known[name].grain if name in known else (),
            not_null=(),
            may_be_null=(),
            columns=tuple(columns[name]),
            # A table that nobody describes any more is not handed out on a guess.
            names_units=known[name].names_units if name in known else True,
            main=known[name].main if name in known else "",
            reasons=known[name].reasons if name in known else {},
        )
        for name in order
    ]


def _table(connection: Any, model: Model, internal: bool) -> Table:
    withheld, withheld_figures = 0, 0
    hidden = {} if internal else withheld_where(model.columns, model.main)
    if hidden and _has_single(connection, model):
        counted = " + ".join(
            f"count(case when {condition} then {name} end)" for name, condition in hidden.items()
        )
        asked = f"select {counted} from {model.relation}"  # noqa: S608 - names of our own dictionary
        withheld_figures = int(connection.execute(asked).fetchone()[0])
    elif not internal and not hidden and any(column.name == "conf_status" for column in model.columns):
        withheld = rows_in(connection, f"{model.relation} where conf_status = '{SINGLE}'")
    return Table(
        name=model.name,
        zh=model.zh,
        en=model.en,
        grain=model.grain,
        columns=model.columns,
        rows=rows_in(connection, model.relation) - withheld,
        withheld=withheld,
        main=model.main,
        reasons=model.reasons,
        schema=model.schema,
        hidden=hidden,
        withheld_figures=withheld_figures,
    )


def _has_single(connection: Any, model: Model) -> bool:
    """Whether a single respondent's data may be in a table: to look at each figure of each row takes long."""
    tables = ("fct_observation", model.relation)
    return any(rows_in(connection, f"{name} where conf_status = '{SINGLE}'") for name in tables)


def rows_in(connection: Any, source: str) -> int:
    """How many rows a relation has, with a condition or without."""
    return int(connection.execute(f"select count(*) from {source}").fetchone()[0])  # noqa: S608 - names of our own dictionary


def facts_of(connection: Any) -> Facts:
    """What a published file says of itself."""
    return Facts(
        *connection.execute(
            """
            select snapshot_id, build_id, built_at, as_of, submissions_accepted, submissions_held, received_until
            from snapshot
            """
        ).fetchone()
    )
