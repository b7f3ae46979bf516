"""The marts are measured on what is said, step by step, and growth is compared with a query that gives the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from benchmarks import marts
from benchmarks.growth import rows_that_differ
from benchmarks.landed import generate
from benchmarks.marts import BUILD, EXPORT, GATE, MODELS, QUERY, Measured, exponents, main, measure
from benchmarks.process_tree import Cost, StepFailedError, cost_of
from warehouse.settings import MIB

SIZE = 20_000
_MANY = 500


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench") / "work"


@pytest.fixture(scope="module")
def measured(folder: Path) -> Measured:
    return measure(folder, SIZE)


def test_every_step_is_measured(measured: Measured) -> None:
    assert list(measured.steps) == [BUILD, GATE, EXPORT, MODELS, QUERY]
    assert all(cost.cpu_seconds > 0 and cost.peak_bytes > 20 * MIB for cost in measured.steps.values())


def test_every_landed_value_reaches_the_facts_and_every_slot_its_mart(measured: Measured) -> None:
    # One workbook, the 21st, is the one before it again: its values are vintages, not further values.
    assert measured.rows["fct_observation"] == SIZE + 40  # and one sum of a register a workbook
    assert measured.rows["mart_indicator"] == SIZE - 500


def test_the_query_by_hand_gives_the_growth_of_the_mart_row_by_row(measured: Measured, folder: Path) -> None:
    with duckdb.connect(str(folder / "growth_by_query" / "indicators.duckdb"), read_only=True) as connection:
        (rows, computed) = connection.execute(
            "select count(*), count(growth_computed) from growth"
        ).fetchone()
    assert rows == measured.rows["mart_growth_rate"] == 7_800  # 39 workbooks of 200 levels
    assert computed > 5_000
    assert rows_that_differ(folder) == 0


def test_a_row_that_differs_is_seen_on_both_sides(measured: Measured, folder: Path) -> None:
    path = folder / "growth_by_query" / "indicators.duckdb"
    change = (
        "update growth set agrees = not agrees where rowid = (select min(rowid) from growth where agrees)"
    )
    with duckdb.connect(str(path)) as connection:
        connection.execute(change)
    assert rows_that_differ(folder) == 2
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update growth set agrees = true where not agrees and rowid = (select min(rowid) from growth where agrees is not null)"
        )


def test_no_model_compares_many_rows_with_many_rows(measured: Measured, folder: Path) -> None:
    """As DuckDB does where a join has a condition on one of its sides alone: seconds here, hours at a million."""
    manifest = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    slow = []
    with duckdb.connect(str(folder / "indicators.duckdb"), read_only=True) as connection:
        for node in manifest["nodes"].values():
            compiled = folder / "target" / "compiled" / node["package_name"] / node["original_file_path"]
            if node["resource_type"] == "model":
                query = f"explain (format json) {compiled.read_text(encoding='utf-8')}"
                (plan,) = json.loads(connection.execute(query).fetchone()[1])
                slow += [node["name"]] if any(_rows_compared(plan)) else []
    assert slow == []


def _rows_compared(step: Any) -> Iterator[int]:
    """Of each join without an equality in a plan: the rows of its smaller side, if they are many."""
    sides = [int(side["extra_info"].get("Estimated Cardinality", 0)) for side in step["children"]]
    if step["name"].startswith(("BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN")) and min(sides) > _MANY:
        yield min(sides)
    for side in step["children"]:
        yield from _rows_compared(side)


def test_the_same_size_is_the_same_rows(folder: Path, measured: Measured, tmp_path: Path) -> None:
    generate(tmp_path, SIZE)
    made, again = folder / "inputs", tmp_path / "inputs"
    for name in sorted(path.name for path in made.iterdir()):
        only_one = f"(from '{made / name}' except all from '{again / name}')"
        assert duckdb.sql(f"select count(*) from {only_one}").fetchone() == (0,), name
        assert pq.read_metadata(made / name).num_rows == pq.read_metadata(again / name).num_rows


def test_observations_come_in_whole_workbooks(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="750 observations are not whole workbooks of 500"):
        generate(tmp_path, 750)


def test_the_run_says_what_it_measured(monkeypatch: pytest.MonkeyPatch, measured: Measured) -> None:
    said: list[str] = []

    def as_measured(folder: Path, size: int) -> Measured:
        folder.mkdir()
        return Measured(size, measured.steps, measured.nodes, measured.rows)

    monkeypatch.setattr(marts, "measure", as_measured)
    monkeypatch.setattr("builtins.print", said.append)
    assert main(["--json", "--sizes", "500", "1000"]) == 0
    document: Any = json.loads(said[0])
    assert [one["observations"] for one in document["results"]] == [500, 1000]
    assert document["results"][0]["growth_ratio"] == measured.growth_ratio
    assert document["about"].keys() >= {"cpus", "memory_gib", "load", "duckdb", "dbt-core"}
    assert document["exponents"] == dict.fromkeys(measured.steps, 0.0)


def test_the_exponent_is_one_where_ten_times_as_much_takes_ten_times_as_long() -> None:
    small, large = (Measured(n, {BUILD: Cost(1.0, n / 100, 1)}, {}, {}) for n in (1_000, 10_000))
    assert exponents([small, large])[BUILD] == pytest.approx(1)
    assert exponents([small]) == {}


def test_a_step_is_measured_with_the_processes_that_it_starts() -> None:
    cost = cost_of(_hold_in_a_child, 60 * MIB)
    assert cost.peak_bytes > 60 * MIB
    assert cost.cpu_seconds > 0.2


def _hold_in_a_child(size: int) -> None:
    import subprocess
    import sys

    work = f"import time; held = bytearray({size}); began = time.process_time()\nwhile time.process_time() < began + 0.2: pass"
    subprocess.run([sys.executable, "-c", work], check=True)


def test_a_step_that_fails_is_no_measurement() -> None:
    with pytest.raises(StepFailedError, match="status 1"):
        cost_of(_fail)


def _fail() -> None:
    raise SystemExit(1)
