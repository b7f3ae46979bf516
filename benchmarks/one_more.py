"""What a refresh takes when one workbook has come in beside thousands that were read before. `make bench` is without it.

A home is filled with landed workbooks of a generated office (landed.py): rows in landing and in the ledger by the
product's own functions, as if they had been read, without the files, which nothing reads again. A first refresh
publishes them. Then a sample workbook is handed in, and the refresh that follows is measured, step by step.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.landed import OF_AN_AREA, generate
from benchmarks.machine import about
from benchmarks.process_tree import Cost, cost_of
from samples.folders import make
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.landing.tables import landing_folder
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.row import DecisionKind, HandIn, Reading
from warehouse.settings import MIB, Settings
from warehouse.steps.refresh import refresh
from warehouse.variables import settings_from_environment
from warehouse.version import reader_version

_WIDTH = 120
_PACKAGES = ("duckdb", "dbt-core", "great-expectations", "pyarrow")
_LANDED = ("observation", "register_cell", "check_cell", "finding")
_JUDGED = {
    "gate_finding": "finding",
    "gate_check": "check_result",
}  # the gate's files, and the tables that they fill
# The building begins before dbt says the first word: with gathering what has landed, and dbt's own start.
_BEFORE_BUILD = "inputs, dbt start"
_NEW = "限上批零住餐202312.xlsx"
_FIELDS = 8  # of a register's row


@dataclass(frozen=True, slots=True)
class OneMore:
    """The second refresh: what it cost, seconds by step, and how many workbooks it read and accepted."""

    workbooks: int
    observations: int
    cost: Cost
    steps: dict[str, float]
    read: int
    accepted: int
    published: bool


def measure(folder: Path, workbooks: int, areas: int) -> OneMore:
    """StepFailedError if a refresh fails."""
    observations = workbooks * areas * OF_AN_AREA
    generate(folder, observations, areas)
    settings = _settings(folder)
    _land(settings, folder / "inputs")
    cost_of(refresh_and_tell, folder)
    make(folder / "samples")
    new = next((folder / "samples" / "inbox").glob(f"*/{_NEW}"))
    hand_in(settings, new, new.parent.name, received_by="benchmark", is_sample=True)
    cost = cost_of(refresh_and_tell, folder)
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return OneMore(workbooks, observations, cost, **told)


def refresh_and_tell(folder: Path) -> None:
    """A refresh in this process. A step lasts until the first word of the next."""
    began: list[tuple[str, float]] = [("start", time.perf_counter())]

    def progress(step: str, done: int, of: int, what: str) -> None:
        if began[-1][0] not in (step, _BEFORE_BUILD):
            began.append((step, time.perf_counter()))
        if step == "gate 1" and done == of:
            began.append((_BEFORE_BUILD, time.perf_counter()))
        elif step == "build" and began[-1][0] == _BEFORE_BUILD:
            began.append((step, time.perf_counter()))

    report = refresh(_settings(folder), progress)
    ends = [at for _, at in began[1:]] + [time.perf_counter()]
    steps = {step: end - at for (step, at), end in zip(began, ends, strict=True)}
    told = {
        "steps": steps,
        "read": sum(one.submissions for one in report.read),
        "accepted": report.gate.accepted if report.gate else 0,
        "published": bool(report.published and report.published.moved),
    }
    if report.blocked:
        raise ValueError(report.blocked)
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")


def _settings(folder: Path) -> Settings:
    return replace(
        settings_from_environment({}), home=folder / "home", office=folder / "office", settle_seconds=0.0
    )


def _land(settings: Settings, inputs: Path) -> None:
    """Enter every generated submission as handed in, read and accepted, its rows in its folder of landing."""
    home, version = Home(settings.home).ensure(), reader_version(settings)
    submissions = pq.read_table(inputs / "submission.parquet").to_pylist()
    of_table = {
        name: dict(_by_submission(pq.read_table(inputs / f"{name}.parquet")))
        for name in (*_LANDED, *_JUDGED.values())
    }
    nothing = {name: pq.read_schema(inputs / f"{name}.parquet").empty_table() for name in of_table}
    with open_ledger(home) as book, transaction(book):
        for row in submissions:
            name = row["submission_id"]
            mine = {table: of_table[table].get(name, nothing[table]) for table in of_table}
            target = landing_folder(home, name, version)
            target.mkdir(parents=True)
            for file, table in {**{each: each for each in _LANDED}, **_JUDGED}.items():
                pq.write_table(mine[table], target / f"{file}.parquet", compression="zstd")
            rows = {table: mine[table].num_rows for table in mine}
            said = {"rows": rows, "register_rows": rows["register_cell"] // _FIELDS}
            (target / "reading.json").write_text(json.dumps(said), encoding="utf-8")
            _enter(book, row, version, rows)


def _by_submission(table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each submission, which stand together or are put together."""
    ordered = table.take(pc.sort_indices(table, sort_keys=[("submission_id", "ascending")]))
    at = 0
    for name, rows in (
        (one["values"], one["counts"])
        for one in pc.value_counts(ordered["submission_id"].combine_chunks()).to_pylist()
    ):
        yield name, ordered.slice(at, rows)
        at += rows


def _enter(book: Any, row: dict[str, Any], version: str, rows: dict[str, int]) -> None:
    received = row["received_at"].replace(tzinfo=UTC)
    facts = HandIn(
        sha256=row["sha256"],
        department_id=row["department_id"],
        file_name=row["file_name"],
        size_bytes=12_000,
        received_at=received,
        received_by=row["received_by"],
        back_loaded=True,
        is_sample=True,
    )
    submission_id, _ = ledger.enter_submission(book, facts)
    ledger.record_reading(
        book,
        Reading(
            submission_id=submission_id,
            reader_version=version,
            form_id=row["form_id"],
            period=row["period"],
            part=row["part"],
            content_sha256=row["content_sha256"],
            n_observations=rows["observation"],
            n_register_rows=rows["register_cell"] // _FIELDS,
            n_findings=rows["finding"],
            read_at=datetime.now(UTC),
        ),
    )
    ledger.record_decision(book, submission_id, version, DecisionKind.ACCEPT, reason="", actor="benchmark")


def show(console: Console, one: OneMore) -> None:
    title = f"一份新报表 one workbook more than {one.workbooks:,} with {one.observations:,} observations"
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("步骤 step", no_wrap=True)
    table.add_column("用时 wall s", justify="right")
    for step, seconds in one.steps.items():
        table.add_row("gate 2, publish" if step == "gate 2" else step, f"{seconds:.1f}")
    console.print(table)
    console.print(
        f"读表 read {one.read} · 采用 accepted {one.accepted} · 发布 published {one.published} ·"
        f" wall {one.cost.wall_seconds:.1f} s · CPU {one.cost.cpu_seconds:.1f} s · {one.cost.peak_bytes / MIB:,.0f} MiB"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.one_more", description=__doc__)
    parser.add_argument("--workbooks", type=int, default=5_000, help="landed before (5000)")
    parser.add_argument("--areas", type=int, default=20, help="areas of each, with 25 observations (20)")
    parser.add_argument("--folder", type=Path, help="where to work; about 1 GiB a million observations")
    asked = parser.parse_args(arguments)
    console = Console(highlight=False, width=_WIDTH)
    console.print(" · ".join(f"{name} {value}" for name, value in about(_PACKAGES).items()))
    if asked.folder:
        asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="indicators-bench-", dir=asked.folder) as base:
        work = Path(base, "work")
        show(console, measure(work, asked.workbooks, asked.areas))
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
