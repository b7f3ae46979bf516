"""The pages of a snapshot: of the samples, of offices with more series, and of a snapshot in which one figure moved.

`python -m benchmarks.pages --series 250 500 1000`: one refresh of the samples, then the published file with its lines
copied under other names until there are so many series, each with the workbooks, traces and vintages of the line that it
is a copy of. The registers and the sheets stay those of the samples.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.machine import about
from benchmarks.process_tree import Cost, cost_of
from ingest.office.load import load_office
from samples.folders import make
from warehouse.home import DATABASE, Home
from warehouse.ledger.row import SnapshotRow
from warehouse.pages.facts import read_facts
from warehouse.pages.published import write_pages
from warehouse.pages.site import LIST, PAGES
from warehouse.settings import Settings
from warehouse.steps.refresh import refresh
from warehouse.store.manifest import write_manifest
from warehouse.variables import settings_from_environment

_KIB = 1024
_PACKAGES = ("duckdb", "jinja2", "markupsafe")
# What the pages of lines are made of; every other table is as long as in the samples.
_COPIED = (
    "bi.headline", "bi.headline_evidence", "bi.growth_change", "bi.single_month", "bi.growth_ranking",
    "main.mart_growth_rate", "main.mart_target_progress", "main.mart_indicator", "main.fct_observation",
    "main.fct_evidence", "main.dim_indicator", "main.mart_reconciliation",
)  # fmt: skip
_NAMES = (
    "series_id",
    "growth_series_id",
    "target_series_id",
    "indicator_id",
    "row_key",
    "line_zh",
    "indicator_zh",
)
_NUMBERS = (
    "observation_id", "result_id", "level_id", "growth_id", "base_id", "base_own_id", "base_latest_id", "two_years_id",
    "growth_before_id", "target_id", "target_latest_id", "completion_id", "gap_id", "rank_id", "other_id",
)  # fmt: skip
# One figure of the newest month becomes another one, as after a correction.
_MOVED = """
    update bi.headline set value = 3.62 where line_zh = '盘活楼宇面积' and value = 3.52 and is_latest;
    update mart_indicator set display_value = '3.62', obs_value = 36200
    where indicator_id = 'building_floor_area_revitalized' and time_period = '2023-12' and display_value = '3.52';
    update snapshot set snapshot_id = '29991231T000000Z-00000000'
"""


@dataclass(frozen=True, slots=True)
class Site:
    """What was written, and what it cost. `written`: pages that are no files of the snapshot before."""

    name: str
    series: int
    cost: Cost
    pages: int
    written: int
    html: int
    kib: float
    largest: float


def measure(folder: Path, sizes: Iterable[int]) -> list[Site]:
    """StepFailedError if a refresh or the writing fails."""
    settings = _settings(folder)
    make(folder / "samples")
    shutil.copytree(folder / "samples" / "inbox", Home(settings.home).ensure().inbox, dirs_exist_ok=True)
    cost_of(refresh_samples, folder)
    published = Home(settings.home).current / DATABASE
    first = _file(folder / "first", published)
    found = [_site("示例 samples", folder, first, None)]
    _seal(first)
    moved = _file(folder / "moved", published, _MOVED)
    found.append(_site("一个数变了 one figure moved", folder, moved, first))
    own = found[0].series
    for series in sizes:
        more = _file(folder / f"of_{series}", published, *_copies(published, math.ceil(series / own) - 1))
        found.append(_site("加长 longer", folder, more, None))
        shutil.rmtree(more)
    return found


def refresh_samples(folder: Path) -> None:
    report = refresh(_settings(folder))
    if report.blocked:
        raise ValueError(report.blocked)


def write(folder: Path, snapshot: Path, before: Path | None) -> None:
    """The pages of the file in `snapshot`, in a process of their own."""
    settings = _settings(folder)
    office = load_office(settings.office)
    write_pages(
        snapshot / DATABASE, snapshot, Home(settings.home), office, settings.limits, before, "benchmark"
    )


def _settings(folder: Path) -> Settings:
    return settings_from_environment(
        {"INDICATORS_HOME": str(folder / "home"), "INDICATORS_SETTLE_SECONDS": "0"}
    )


def _file(snapshot: Path, published: Path, *statements: str) -> Path:
    """A folder like a snapshot's with a copy of the published file after some statements."""
    snapshot.mkdir()
    shutil.copyfile(published, snapshot / DATABASE)
    (snapshot / DATABASE).chmod(0o600)
    for part in ("bi/headline.parquet", "marts/submission.parquet"):
        (snapshot / part).parent.mkdir()
        shutil.copyfile(published.parent / part, snapshot / part)
    with duckdb.connect(str(snapshot / DATABASE)) as connection:
        connection.execute("set enable_progress_bar = false")
        for statement in statements:
            connection.execute(statement)
    return snapshot


def _copies(published: Path, copies: int) -> Iterable[str]:
    """Statements that put `copies` of every line beside it, under names and numbers of their own."""
    with duckdb.connect(str(published), read_only=True) as connection:
        for name in _COPIED:
            schema, _, table = name.partition(".")
            columns = connection.execute(
                "select column_name, data_type from duckdb_columns() where schema_name = ? and table_name = ?"
                " order by column_index",
                [schema, table],
            ).fetchall()
            copied = ", ".join(_copied(column, kind) for column, kind in columns)
            yield f"insert into {name} select {copied} from {name} cross join range(1, {copies + 1}) as of_copy (n)"  # noqa: S608 - our own names


def _copied(column: str, kind: str) -> str:
    if column in _NUMBERS:
        return f"cast(cast({column} as bigint) + n as {kind})"
    # In front: the beginning of a series' id is part of an address.
    return f"n || '_' || {column}" if column in _NAMES else column


def _seal(snapshot: Path) -> None:
    said = read_facts(snapshot / DATABASE).snapshot
    row = SnapshotRow(said["snapshot_id"], said["build_id"], said["built_at"], said["received_until"])
    write_manifest(snapshot, row, {})


def _site(name: str, folder: Path, snapshot: Path, before: Path | None) -> Site:
    cost = cost_of(write, folder, snapshot, before)
    pages = snapshot / PAGES
    with duckdb.connect(str(snapshot / DATABASE), read_only=True) as connection:
        ((series, snapshot_id),) = connection.execute(
            "select (select count(distinct (line_zh, area_zh)) from bi.headline), snapshot_id from snapshot"
        ).fetchall()
    listed = json.loads((pages / LIST).read_text(encoding="utf-8"))["pages"]
    written = sum(page["since"] == snapshot_id for page in listed.values())
    sizes = [path.stat().st_size / _KIB for path in pages.rglob("*.html")]
    return Site(name, series, cost, len(listed), written, len(sizes), sum(sizes) / len(sizes), max(sizes))


def show(console: Console, found: Iterable[Site]) -> None:
    table = Table(title="网页 pages", box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("", no_wrap=True)
    for column in (
        "序列 series",
        "文件 files",
        "新写 written",
        "CPU s",
        "wall s",
        "MiB",
        "HTML",
        "KB/页 a page",
        "最大 KB",
    ):
        table.add_column(column, justify="right")
    for one in found:
        table.add_row(
            one.name, str(one.series), str(one.pages), str(one.written), f"{one.cost.cpu_seconds:.1f}",
            f"{one.cost.wall_seconds:.1f}", f"{one.cost.peak_bytes / _KIB**2:,.0f}", str(one.html), f"{one.kib:.0f}",
            f"{one.largest:.0f}",
        )  # fmt: skip
    console.print(table)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument(
        "--series", type=int, nargs="*", default=[250, 500, 1_000], help="at least (250 500 1000)"
    )
    parser.add_argument("--folder", type=Path, help="where to work; about 500 MiB")
    asked = parser.parse_args(arguments)
    console = Console(highlight=False, width=120)
    console.print(" · ".join(f"{name} {value}" for name, value in about(_PACKAGES).items()))
    with tempfile.TemporaryDirectory(prefix="indicators-bench-", dir=asked.folder) as base:
        show(console, measure(Path(base), asked.series))
    return 0


if __name__ == "__main__":
    sys.exit(main())
