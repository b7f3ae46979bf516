"""How long the marts take, in how much memory, and where; growth beside one query written by hand. `make bench`.

A generated office (landed.py) of each size goes through what a refresh does after gate 1: dbt, gate 2, the
snapshot's files. Every step is a process of its own and is measured with all that it starts. The growth mart is
compared in processor time: its models one after the other, without dbt's own time, and growth.sql, over the same
files. ValueError unless both give the same rows.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.growth import growth_by_models, growth_by_query, rows_that_differ
from benchmarks.landed import generate
from benchmarks.machine import about
from benchmarks.process_tree import Cost, cost_of
from warehouse.building.build import run_dbt
from warehouse.building.build_row import BuildRow
from warehouse.building.dbt_result import RESULTS
from warehouse.home import DATABASE
from warehouse.settings import MIB
from warehouse.store.connection import opened_build
from warehouse.variables import settings_from_environment

_WIDTH, _SLOWEST = 120, 12
_PACKAGES = ("duckdb", "dbt-core", "dbt-duckdb", "great-expectations", "pyarrow")
BUILD, GATE, EXPORT, MODELS, QUERY = (
    "dbt build",
    "gate 2",
    "snapshot files",
    "growth, models",
    "growth, by hand",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: what each step cost, the seconds of each node that dbt ran, the rows of each published table."""

    observations: int
    steps: dict[str, Cost]
    nodes: dict[str, float]
    rows: dict[str, int]

    @property
    def growth_ratio(self) -> float:
        return self.steps[MODELS].cpu_seconds / self.steps[QUERY].cpu_seconds


def build(folder: Path) -> None:
    # A home of its own, in which no parse is kept: a build of another size is no second night.
    settings = replace(settings_from_environment({}), office=folder / "office", home=folder / "home")
    run_dbt(settings, folder, BuildRow("benchmark", "benchmark", datetime(2030, 1, 1, tzinfo=UTC)))


def judge(folder: Path) -> None:
    from expectations.gate_2 import judge_whole
    from expectations.kept import Expected

    with opened_build(folder) as connection:
        ids = {one for (one,) in connection.execute("select submission_id from submission").fetchall()}
        # Of the first night, in which all has just landed.
        whole = judge_whole(
            connection, Expected(folder / "inputs", ids, ids, (), None, {"department": {}, "indicator": {}})
        )
    if not whole.publish:
        raise ValueError(f"{[found.message_en for found in whole.findings if found.severity == 'block']}")


def write_snapshot(folder: Path) -> None:
    from warehouse.snapshots.snapshot_files import export

    target = folder / "snapshot"
    target.mkdir()
    (folder / "rows.json").write_text(
        json.dumps(export(folder / DATABASE, target, folder / "office")), encoding="utf-8"
    )


def measure(folder: Path, observations: int) -> Measured:
    """ValueError if the growth mart and the query by hand differ; StepFailedError if a step fails."""
    generate(folder, observations)
    done = {
        BUILD: build,
        GATE: judge,
        EXPORT: write_snapshot,
        MODELS: growth_by_models,
        QUERY: growth_by_query,
    }
    steps = {name: cost_of(step, folder) for name, step in done.items()}
    if differing := rows_that_differ(folder):
        raise ValueError(f"{differing} rows of the growth mart are not those of the query by hand")
    results = json.loads((folder / RESULTS).read_text(encoding="utf-8"))["results"]
    nodes = {each["unique_id"].split(".", 2)[2]: each["execution_time"] for each in results}
    rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
    return Measured(observations, steps, nodes, rows)


def exponents(found: Sequence[Measured]) -> dict[str, float]:
    """Of the processor time of each step, from the smallest size to the largest: 1 is ten times for ten times."""
    small, large = (pick(found, key=lambda one: one.observations) for pick in (min, max))
    if small.observations == large.observations:
        return {}
    larger = math.log(large.observations / small.observations)
    return {
        name: math.log(cost.cpu_seconds / small.steps[name].cpu_seconds) / larger
        for name, cost in large.steps.items()
    }


def show(console: Console, one: Measured) -> None:
    title = f"{one.observations:,} observations → {sum(one.rows.values()):,} rows"
    table = Table(title=f"数值 {title}", box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("步骤 step", no_wrap=True)
    for heading in ("CPU s", "用时 wall s", "内存峰值 peak MiB"):
        table.add_column(heading, justify="right")
    for name, cost in one.steps.items():
        table.add_row(
            name, f"{cost.cpu_seconds:.1f}", f"{cost.wall_seconds:.1f}", f"{cost.peak_bytes / MIB:,.0f}"
        )
    console.print(table)
    console.print(f"增速,模型对手写查询 growth, models to the query by hand: {one.growth_ratio:.2f}")
    console.print("dbt 最慢的节点,秒 slowest nodes of dbt, seconds (two at a time):")
    for name in sorted(one.nodes, key=lambda each: -one.nodes[each])[:_SLOWEST]:
        console.print(f"  {one.nodes[name]:8.2f}  {name[:90]}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.marts", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[1_000_000, 10_000_000],
        help="observations, in whole workbooks of 500 (1000000 10000000)",
    )
    parser.add_argument("--folder", type=Path, help="where to work; about 1 GiB a million observations")
    asked = parser.parse_args(arguments)
    console = Console(stderr=asked.json, highlight=False, width=_WIDTH)
    facts = about(_PACKAGES)
    console.print(" · ".join(f"{name} {value}" for name, value in facts.items()))
    found = []
    if asked.folder:
        asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="indicators-bench-", dir=asked.folder) as base:
        for size in asked.sizes:
            folder = Path(base, f"{size}")
            found.append(measure(folder, size))
            show(console, found[-1])
            shutil.rmtree(folder)
    exponent = exponents(found)
    if exponent:
        console.print("处理器时间对数值个数的指数 exponent of processor time against observations:")
    for name, value in exponent.items():
        console.print(f"  {name}  {value:.2f}")
    if asked.json:
        print(json.dumps(_document(facts, found, exponent), ensure_ascii=False, indent=1))
    return 0


def _document(facts: dict[str, Any], found: list[Measured], exponent: dict[str, float]) -> dict[str, Any]:
    results = [{**asdict(one), "growth_ratio": one.growth_ratio} for one in found]
    return {"schema_version": 1, "about": facts, "results": results, "exponents": exponent}


if __name__ == "__main__":
    sys.exit(main())
