"""The growth mart twice: by the models that dbt compiled, and by one query written by hand (growth.sql)."""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from warehouse.building.dbt_result import RESULTS
from warehouse.home import DATABASE

_MART = "model.indicators.mart_growth_rate"
_THREADS = 2  # as many as dbt works with
# What both give. The mart also judges growth that is known by its bounds, which the query does not.
_COMPARED = """
select
  series_id, time_period, level_value, growth_reported, growth_computed, growth_computed_rounded,
  growth_computed_own, base_value, base_source, base_value_own, base_differs, gap_pp,
  case when reason is null then agrees end as agrees, reason
"""


def growth_by_models(folder: Path) -> None:
    """Run the mart and what it is made of, in their order, into a file of their own."""
    nodes = json.loads((folder / RESULTS).read_text(encoding="utf-8"))["nodes"]
    with _connected(folder / "growth_by_models") as connection:
        # What was compiled names its sources as dbt does, which stands in the build's folder.
        connection.execute(f"set file_search_path = '{folder}'")
        for name in _made_of(nodes, _MART):
            node = nodes[name]
            sql = (folder / "target" / "compiled" / node["path"]).read_text(encoding="utf-8")
            relation = f"{node['schema']}.{node['alias']}"
            connection.execute(f"create schema if not exists {node['schema']}")
            connection.execute(f"create {node['materialized']} {relation} as {sql}")
            if node["words"]:
                _keep_as_words(connection, relation)


def _keep_as_words(connection: duckdb.DuckDBPyConnection, relation: str) -> None:
    """As the macro keep_as_words does, without dbt."""
    for name, kind, *_ in connection.execute(f"describe {relation}").fetchall():
        if kind == "VARCHAR":
            words = f"select distinct {name} from {relation} where {name} is not null order by 1"  # noqa: S608 - our own names
            connection.execute(f"create type {relation}_{name} as enum ({words})")
            connection.execute(f"alter table {relation} alter column {name} set data type {relation}_{name}")


def growth_by_query(folder: Path) -> None:
    with _connected(folder / "growth_by_query") as connection:
        connection.execute(f"set variable inputs = '{folder / 'inputs'}'")
        connection.execute(f"set variable catalogue = '{folder / 'office' / 'catalogue'}'")
        query = Path(__file__).with_name("growth.sql").read_text(encoding="utf-8")
        connection.execute(f"create table growth as {query}")


def rows_that_differ(folder: Path) -> int:
    """Rows that only one of the two has, and rows that one has more often."""
    with duckdb.connect() as connection:
        for name in ("models", "query"):
            connection.execute(f"attach '{folder / f'growth_by_{name}' / DATABASE}' as {name} (read_only)")
        sides = [f"{_COMPARED} from models.mart_growth_rate", f"{_COMPARED} from query.growth"]
        both_ways = f"({sides[0]} except all {sides[1]}) union all ({sides[1]} except all {sides[0]})"
        return len(connection.execute(both_ways).fetchall())


def _connected(folder: Path) -> duckdb.DuckDBPyConnection:
    folder.mkdir()
    # The name of the build's file, because compiled models name their tables by it; and its format, for both.
    return duckdb.connect(
        str(folder / DATABASE), config={"threads": _THREADS, "storage_compatibility_version": "latest"}
    )


def _made_of(nodes: dict[str, Any], mart: str) -> list[str]:
    """The models that a model is made of, each behind its own, and itself at the end."""
    needed, waiting = {}, [mart]
    while waiting:
        name = waiting.pop()
        parents = [each for each in nodes[name]["depends_on"] if each.startswith("model.")]
        if name not in needed:
            needed[name] = parents
            waiting += parents
    return list(TopologicalSorter(needed).static_order())
