"""A build: dbt over the accepted submissions, into a fresh DuckDB file, with an id made of what went in.

A killed build leaves a file that nobody reads; it is dropped, and the next one starts afresh. dbt commits
model by model, so a file in which it was killed holds some new and some old tables and is worth nothing.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.office.catalogue_files import read_catalogue, write_catalogue
from ingest.office.load import load_office
from ingest.office.office_file import load_office_file
from warehouse.building.build_row import BuildRow, write_build_row
from warehouse.building.dbt_project import write_project
from warehouse.building.dbt_result import RESULTS, BuildFailedError, DbtRun, keep_built_with, run_of
from warehouse.building.releases import write_releases
from warehouse.duties import write_returns_due
from warehouse.home import DATABASE, INPUTS
from warehouse.settings import MIB, Settings
from warehouse.store.kept_parse import keep, take
from warehouse.store.memory import memory_limit

# In a build's folder: the catalogue as dbt reads it, however the office's own files were saved.
OFFICE = "office"
# About a quarter of a million values.
_MUCH = 16 * MIB
_BOUNDS = "disclosure_"
_DBT_PROCESS = Path(__file__).with_name("dbt_process.py")

Progress = Callable[[int, int, str], None]  # done, of, name


# What dbt may know of our environment: where programs and libraries are. Anything else could change what it builds:
# with DBT_EMPTY=1 left in an account every model is made without its rows, and dbt calls that a success.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def run_dbt(
    settings: Settings, folder: Path, about: BuildRow, progress: Progress = lambda *_: None
) -> DbtRun:
    """Build all models into `folder`/indicators.duckdb from `folder`/inputs. BuildFailedError names what failed.

    dbt runs on a complete project of the build's own in `folder`/project: FileExistsError where there is one.
    In a process of its own, because dbt keeps DuckDB's file locked until its process ends, and in an environment
    of its own, isolated (-I): neither a variable of dbt or Python nor a module that lies about changes a build.

    Everything is named from `folder`, the folder of the process, and what is of this build alone is a row of its
    inputs: dbt parses a project anew whose paths or variables are others than the time before.
    """
    told = told_of(settings)
    project = write_project(folder / "project", settings.office, told, bare=True)
    target = folder / "target"
    write_catalogue(read_catalogue(settings.office), folder / OFFICE)
    write_build_row(about, folder / INPUTS)
    office = load_office(settings.office)
    write_returns_due(office, folder / INPUTS)
    write_releases(office, folder / INPUTS)
    taken = take(settings, target)
    command = [
        sys.executable, "-I", str(_DBT_PROCESS), RESULTS,
        "--project-dir", project.name, "--profiles-dir", project.name, "--target-path", str(target),
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        env=_environment(folder),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        preexec_fn=_end_with_parent,
    )
    tail: list[str] = []
    if process.stdout is None:
        raise BuildFailedError("BUILD_FAILED", found="dbt has no output")
    for line in process.stdout:
        if not _reported(line, progress):
            tail = [*tail[-40:], line.rstrip()]
    run = run_of(folder, process.wait(), "\n".join(tail))
    parsed = keep(settings, target, taken)
    # What a figure is withheld by is for nobody to read beside what is published.
    kept = {name: value for name, value in told.items() if not name.startswith(_BOUNDS)}
    keep_built_with(folder, run, {**about.in_words, **kept}, parsed)
    return run


def _environment(folder: Path) -> dict[str, str]:
    """The whole environment of dbt, which stands in `folder`."""
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "INDICATORS_BUILD_FILE": DATABASE,
        "INDICATORS_BUILD_INPUTS": INPUTS,
        "INDICATORS_OFFICE": OFFICE,
        "INDICATORS_BUILD_THREADS": str(_threads(folder / INPUTS)),
        "INDICATORS_BUILD_MEMORY": memory_limit(),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def _threads(inputs: Path) -> int:
    """How many threads a query may have beside that of the model that it is of: none, unless there is much to read."""
    size = sum(file.stat().st_size for file in inputs.iterdir())
    return 1 if size < _MUCH else os.cpu_count() or 1


def told_of(settings: Settings) -> dict[str, Any]:
    """What the models are told of the office besides its catalogue, and of the mode of rounding."""
    office = load_office_file(settings.office)
    return {
        "office_area": office.ref_area,
        "plan_forms": list(office.plan_forms),
        "months_not_derived": list(office.months_not_derived),
        "rounding": settings.rounding,
        **{f"{_BOUNDS}{name}": value for name, value in asdict(office.disclosure).items()},
    }


def _end_with_parent() -> None:
    """Linux: the child gets SIGTERM when its parent dies, so that a killed refresh leaves no dbt behind."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _reported(line: str, progress: Progress) -> bool:
    """Whether a line says that a node is done; any other is kept, and shown if dbt fails."""
    try:
        done, of, name = json.loads(line)
    except (ValueError, TypeError):
        return False
    progress(int(done), int(of), str(name))
    return True
