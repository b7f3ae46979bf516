"""How fast workbooks are read, and in how much memory, beside the readers that others use. `make bench`.

Each reader reads each case in a process of its own, one after the other; the processor time is the least of
several rounds, because a machine has other things to do. Ratios are to the processor time of raw calamine,
which keeps values alone; from file to values, to that of the quicker script.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import files, readers
from benchmarks.machine import about
from benchmarks.trade_form import read_by_form, read_by_script, same, values_of
from ingest.workbook.limits import MIB
from samples.folders import make
from warehouse.settings import CHECKOUT

_WIDTH = 120
PACKAGES = ("python-calamine", "openpyxl", "pandas", "xlrd")


@dataclass(frozen=True, slots=True)
class Case:
    """A folder of files that are read together by the readers of a group; ratios are to the reader `base`.

    `cells`: in all of them; of forms, the values that are read. `warm_up`: a small file of their kind.
    """

    name: str
    title: str
    group: str
    base: str
    folder: Path
    warm_up: Path
    cells: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one reader took for one case: the least processor seconds of a round over all files, and memory.

    `peak_bytes`: held by its process at most; `added_bytes`: more than it began with. `refused`: why it read none.
    """

    case: str
    reader: str
    files_per_second: float
    cells_per_second: float
    cpu_seconds: float
    ratio: float
    peak_bytes: int
    added_bytes: int
    refused: str


def cases(folder: Path, forms: int, sizes: list[int]) -> Iterator[Case]:
    """Each case, its files written when it is asked for."""
    small, old = _folder(folder / "small"), _folder(folder / "old")
    cells = forms * files.FORM_CELLS
    for number in range(forms):
        files.write_form(small / f"{number:03}.xlsx", number)
        files.write_old_form(old / f"{number:03}.xls", number)
    form, old_form = small / "000.xlsx", old / "000.xls"
    yield Case("small", f"小表 {forms} small .xlsx", "XLSX", readers.FLOOR, small, form, cells)
    yield Case("old", f"小表 {forms} small .xls", "XLS", readers.FLOOR, old, old_form, cells)
    for size in sizes:
        large = _folder(folder / f"{size}")
        files.write_sheet(large / "sheet.xlsx", size)
        yield Case(f"{size}", f"大表 a sheet of {size:,} cells", "XLSX", readers.FLOOR, large, form, size)
    yield _form_case(folder)


def _form_case(folder: Path) -> Case:
    """The samples of form L08. ValueError unless the form and the script read the same of them."""
    make(folder / "samples")
    trade, values = _folder(folder / "trade"), 0
    for path in sorted((folder / "samples" / "inbox").glob("*/限上批零住餐*.xlsx")):
        data = path.read_bytes()
        by_form, by_script = values_of(read_by_form(path.name, data)), read_by_script(data, "calamine")
        if not same(by_form, by_script):
            raise ValueError(f"{path.name}: the form reads {by_form}, the script {by_script}")
        values += len(by_form)
        shutil.copy(path, trade)
    title = f"文件到数值 {values} values of {len(list(trade.iterdir()))} files of form L08"
    return Case("form", title, "FORM", readers.SCRIPT, trade, min(trade.iterdir()), values)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def results(case: Case, rounds: int) -> Iterator[Result]:
    """What each reader of the case's group took. CalledProcessError where one fails."""
    said = {reader: _measured(case, reader, rounds) for reader in getattr(readers, case.group)}
    base = said[case.base]["cpu_seconds"]
    count = len(list(case.folder.iterdir()))
    for reader, took in said.items():
        cpu, peak = took.get("cpu_seconds", 0.0), took.get("peak_bytes", 0)
        yield Result(
            case=case.name,
            reader=reader,
            files_per_second=count / cpu if cpu else 0.0,
            cells_per_second=case.cells / cpu if cpu else 0.0,
            cpu_seconds=cpu,
            ratio=cpu / base,
            peak_bytes=peak,
            added_bytes=peak - took.get("before_bytes", 0),
            refused=took.get("refused", ""),
        )


def _measured(case: Case, reader: str, rounds: int) -> dict[str, Any]:
    arguments = [case.group, reader, str(case.warm_up), str(case.folder), str(rounds)]
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.measured", *arguments],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    measured: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return measured


def exponents(found: Iterable[Result], sizes: list[int]) -> dict[str, float]:
    """Of the time against the cells, from the smallest sheet to the largest: 1 is twice the time for twice as much."""
    took = {(one.reader, one.case): one.cpu_seconds for one in found}
    small, large = min(sizes), max(sizes)
    if small == large:
        return {}
    return {
        reader: math.log(took[reader, f"{large}"] / took[reader, f"{small}"]) / math.log(large / small)
        for reader in readers.XLSX
    }


def show(console: Console, case: Case, found: list[Result]) -> None:
    table = Table(title=case.title, box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("读取程序 reader", no_wrap=True)
    for heading in (
        "CPU s",
        "份/秒 files/s",
        "格/秒 cells/s",
        "倍 ratio",
        "内存峰值 peak MiB",
        "增加 added MiB",
    ):
        table.add_column(heading, justify="right")
    for one in found:
        if one.refused:
            table.add_row(one.reader, one.refused.partition(":")[0])
            continue
        table.add_row(
            one.reader,
            f"{one.cpu_seconds:.3f}",
            f"{one.files_per_second:,.1f}",
            f"{one.cells_per_second:,.0f}",
            f"{one.ratio:.2f}",
            f"{one.peak_bytes / MIB:.0f}",
            f"{one.added_bytes / MIB:.0f}",
        )
    console.print(table)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    parser.add_argument("--forms", type=int, default=200, help="number of small files (200)")
    parser.add_argument(
        "--cells",
        type=int,
        nargs="+",
        default=[100_000, 300_000, 1_000_000],
        help="sizes of the large sheets",
    )
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the least counts (3)")
    asked = parser.parse_args(arguments)
    console = Console(stderr=asked.json, highlight=False, width=_WIDTH)
    facts = about(PACKAGES)
    console.print(" · ".join(f"{name} {value}" for name, value in facts.items()))
    found: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="indicators-bench-") as folder:
        for case in cases(Path(folder), asked.forms, asked.cells):
            took = list(results(case, asked.rounds))
            show(console, case, took)
            found += took
    exponent = exponents(found, asked.cells)
    console.print("时间对格数的指数 exponent of time against cells:")
    for reader, value in exponent.items():
        console.print(f"  {reader}  {value:.2f}")
    if asked.json:
        document = {"schema_version": 1, "about": facts, "results": [asdict(one) for one in found]}
        print(json.dumps({**document, "exponents": exponent}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
