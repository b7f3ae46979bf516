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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.office.catalogue_files import read_catalogue, write_catalogue
from ingest.office.office_file import load_office_file
from warehouse.dbt_project import write_project
from warehouse.home import DATABASE
from warehouse.ledger.row import instant_text
from warehouse.settings import Settings
from warehouse.steps.dbt_result import BuildFailedError, DbtRun, keep_built_with, run_of

OFFICE = (
    "office"  # in a build's folder: the catalogue as dbt reads it, however the office's own files were saved
)

Progress = Callable[[int, int, str], None]  # done, of, name


# What dbt may know of our environment: where programs and libraries are. Anything else could change what it builds:
# with DBT_EMPTY=1 left in an account every model is made without its rows, and dbt calls that a success.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def run_dbt(
    settings: Settings, folder: Path, variables: dict[str, str], progress: Progress = lambda *_: None
) -> DbtRun:
    """Build all models into `folder`/indicators.duckdb from `folder`/inputs. BuildFailedError names what failed.

    dbt runs on a complete project of the build's own in `folder`/project: FileExistsError where there is one.
    In a process of its own, because dbt keeps DuckDB's file locked until its process ends, and in an environment
    of its own, isolated (-I): neither a variable of dbt or Python nor a module that lies about changes a build.
    """
    project = str(write_project(folder / "project", settings.office))
    write_catalogue(read_catalogue(settings.office), folder / OFFICE)
    told = {**variables, **_of_office(settings), "rounding": settings.rounding}
    command = [
        sys.executable, "-I", "-m", "dbt.cli.main", "--log-format", "json", "--log-level", "info",
        "--log-path", str(folder / "logs"), "--no-partial-parse", "--no-use-colors",
        "build",
        "--project-dir", project, "--profiles-dir", project, "--target-path", str(folder / "target"),
        "--exclude-resource-type", "unit_test",
        "--vars", json.dumps(told),
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        env=_environment(settings, folder),
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
        tail = [*tail[-40:], line.rstrip()]
        _report(line, progress)
    run = run_of(folder / "target", process.wait(), "\n".join(map(_message, tail)))
    keep_built_with(folder, run, told)
    return run


def _environment(settings: Settings, folder: Path) -> dict[str, str]:
    """The whole environment of dbt."""
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "INDICATORS_BUILD_FILE": str(folder / DATABASE),
        "INDICATORS_BUILD_INPUTS": str(folder / "inputs"),
        "INDICATORS_OFFICE": str(folder / OFFICE),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def _of_office(settings: Settings) -> dict[str, Any]:
    """What the models are told of the office besides its catalogue."""
    office = load_office_file(settings.office)
    return {
        "office_area": office.ref_area,
        "plan_forms": list(office.plan_forms),
        "months_not_derived": list(office.months_not_derived),
    }


def _end_with_parent() -> None:
    """Linux: the child gets SIGTERM when its parent dies, so that a killed refresh leaves no dbt behind."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def _report(line: str, progress: Progress) -> None:
    try:
        event = json.loads(line)
    except json.JSONDecodeError:
        return  # a line that is not an event is kept in the tail and shown if dbt fails
    if event.get("info", {}).get("name") in ("LogModelResult", "LogTestResult", "LogSeedResult"):
        data = event["data"]
        progress(
            int(data["index"]), int(data.get("total") or data["num_models"]), data["node_info"]["node_name"]
        )


def _message(line: str) -> str:
    try:
        return str(json.loads(line)["info"]["msg"])
    except (json.JSONDecodeError, KeyError, TypeError):
        return line


def variables(snapshot_id: str, build_id: str, built_at: datetime, as_of: str = "latest") -> dict[str, str]:
    """What the models are told; they ask no clock."""
    return {
        "snapshot_id": snapshot_id,
        "build_id": build_id,
        "built_at": instant_text(built_at.astimezone(UTC))[:-1].replace("T", " "),
        "as_of": as_of,
    }
