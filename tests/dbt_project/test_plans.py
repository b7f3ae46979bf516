"""How DuckDB would run the models: none compares every row of one side of a join with every row of the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from warehouse.building.dbt_result import RESULTS
from warehouse.store.connection import opened_build

# Rows of the smaller side of a join: those of a mart of a family in the sample night, and more than most lists of codes.
_MANY = 20


def rows_compared(step: Any) -> Iterator[int]:
    """Of each join without an equality in a plan: the rows of its smaller side, if they are many."""
    sides = [int(side["extra_info"].get("Estimated Cardinality", 0)) for side in step["children"]]
    if step["name"].startswith(("BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN")) and min(sides) > _MANY:
        yield min(sides)
    for side in step["children"]:
        yield from rows_compared(side)


def plan_of(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    (row,) = connection.execute(f"explain (format json) {query}").fetchall()
    (plan,) = json.loads(row[1])
    return plan


def test_no_model_compares_many_rows_with_many_rows(sample_build: Path) -> None:
    """As DuckDB does where a left join has a condition on one of its sides alone: hours at a million values."""
    nodes = json.loads((sample_build / RESULTS).read_text(encoding="utf-8"))["nodes"]
    slow = []
    with opened_build(sample_build) as connection:
        for name, node in nodes.items():
            if node["resource_type"] == "model":
                compiled = sample_build / "target" / "compiled" / node["path"]
                plan = plan_of(connection, compiled.read_text(encoding="utf-8"))
                slow += [name] if any(rows_compared(plan)) else []
    assert slow == []


def test_a_condition_on_one_side_of_a_left_join_is_seen(sample_build: Path) -> None:
    query = """
        select count(*) from fct_observation as one
        left join fct_observation as other on one.form_id = 'L03' and one.vintage < other.vintage
    """
    with opened_build(sample_build) as connection:
        assert any(rows_compared(plan_of(connection, query)))
