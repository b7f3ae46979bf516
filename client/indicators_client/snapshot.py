"""A snapshot, open for reading."""

from __future__ import annotations

import atexit
import difflib
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
from indicators_client.error import SnapshotError
from indicators_client.folder import folder_of
from indicators_client.manifest import DATABASE, check_as_published, stated_in
from indicators_client.table import Label, Table

_UNIT = re.compile(r"\(([^()；，]{1,6})\)")
# What the dictionary writes in parentheses that is a unit, beside those of dim_unit.
_UNITS = frozenset({"%", "百分点", "标准单位", "天"})
_NUMBERS = ("decimal", "double", "integer", "bigint", "hugeint")
_DICTIONARY = """
    select schema_name, model, model_label_zh, column_name, data_type, label_zh, description_zh, description_en, additive
    from dictionary
    order by schema_name, model, position
"""


def open_snapshot(
    place: str | Path, *, at: str | datetime | None = None, as_of: str | date | None = None
) -> Snapshot:
    """A snapshot, read-only. `place`: the home of a warehouse, or the folder of one snapshot wherever it lies.

    `at`: what was published: an id or its beginning, or a time with a zone, by which the newest one was made. `as_of`: what
    was known at the end of a day, as far as it is built. Without them, what readers have now; that stays the same for as
    long as it is open.

    SnapshotError: there is none, somebody has written to it, or another program holds it.
    """
    folder = folder_of(Path(place), at, as_of)
    stated = stated_in(folder)
    check_as_published(folder, stated)
    try:
        connection = duckdb.connect(str(folder / DATABASE), read_only=True)
    except duckdb.Error as error:
        raise SnapshotError(
            "CANNOT_OPEN",
            f"打不开 {folder / DATABASE}：{error}",
            "another program may have it open for writing",
        ) from error
    _put_aside(connection)
    connection.execute("set timezone = 'UTC'")
    return Snapshot(folder, stated["snapshot_id"], datetime.fromisoformat(stated["built_at"]), connection)


def _put_aside(connection: duckdb.DuckDBPyConnection) -> None:
    """What is larger than memory goes to a folder of this process: DuckDB's own would lie beside the file, where nobody may
    write. As a setting and not when connecting: a second connection to the file with another configuration is refused."""
    (here,) = connection.execute("select current_setting('temp_directory')").fetchone() or ("",)
    if here != _scratch():
        connection.execute(f"set temp_directory = '{_scratch()}'")


@cache
def _scratch() -> str:
    folder = tempfile.mkdtemp(prefix="indicators-client-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@dataclass
class Snapshot:
    """An open snapshot. `connection`: DuckDB's own, read-only; `built_at`: UTC."""

    folder: Path
    snapshot_id: str
    built_at: datetime
    connection: duckdb.DuckDBPyConnection

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. What was read stays."""
        self.connection.close()

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Every relation: mart_indicator, bi.headline, and those of bi once more in Chinese, bi.主要指标."""
        rows = self.connection.execute(
            "select case when table_schema = 'main' then table_name else table_schema || '.' || table_name end"
            " from information_schema.tables where table_schema in ('main', 'bi') order by all"
        ).fetchall()
        return tuple(name for (name,) in rows)

    def table(self, name: str, where: str = "") -> Table:
        """A relation with its labels. `where`: a condition, as SQL. SnapshotError for a name that is none."""
        known = {
            **{each.removeprefix("bi."): each for each in self.tables},
            **{each: each for each in self.tables},
        }
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
            raise SnapshotError(
                "NO_TABLE", f"没有表 {name}，是否 {'、'.join(near) or '见 .tables'}", "no such table"
            )
        relation = known[name]
        quoted = ".".join(f'"{part}"' for part in relation.split("."))
        condition = f" where {where}" if where else ""
        # From here on one's own words run: the file is opened for reading alone.
        read = self.connection.sql(f"select * from {quoted}{condition}")  # noqa: S608 - a name of the file's own
        return Table(relation, self.snapshot_id, read.to_arrow_table(), self._labels.get(relation, {}))

    def sql(self, query: str) -> Table:
        """The answer of a query. Columns are labelled where every relation that has one of that name says the same."""
        read = self.connection.sql(query).to_arrow_table()
        labels = {name: said for name in read.schema.names if (said := self._agreed(name))}
        return Table("", self.snapshot_id, read, labels)

    def _agreed(self, name: str) -> Label | None:
        said = {labels[name] for labels in self._labels.values() if name in labels}
        return said.pop() if len(said) == 1 else None

    @cached_property
    def _labels(self) -> dict[str, dict[str, Label]]:
        """What the file says of its columns, by relation; of the Chinese ones by their Chinese names."""
        units = _UNITS | {
            unit for (unit,) in self.connection.execute("select unit_zh from dim_unit").fetchall()
        }
        found: dict[str, dict[str, Label]] = {}
        for row in self.connection.execute(_DICTIONARY).fetchall():
            schema, model, model_zh, column, data_type, zh, *words = row
            unit = _unit(zh, words[0], units) if data_type.startswith(_NUMBERS) else ""
            label = Label(column, zh or column, unit, data_type, *words)
            relation = model if schema == "main" else f"{schema}.{model}"
            found.setdefault(relation, {})[column] = label
            if model_zh:
                found.setdefault(f"bi.{model_zh}", {})[zh] = label
        return found


def _unit(label: str, description: str, units: frozenset[str] | set[str]) -> str:
    """The unit that a name ends in (同比_%), or that the first words of a description have in parentheses."""
    if label.rpartition("_")[2] in units:
        return label.rpartition("_")[2]
    said: Any = next((each for each in _UNIT.findall(description.partition("；")[0]) if each in units), "")
    return str(said)
