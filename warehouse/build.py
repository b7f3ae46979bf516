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
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from warehouse.ledger_row import instant_text
from warehouse.settings import CHECKOUT, Settings

PROJECT = CHECKOUT / "dbt_project"
FILE_NAME = "indicators.duckdb"

Progress = Callable[[int, int, str], None]  # done, of, name


class BuildFailedError(RuntimeError):
    """dbt could not build, or a test of it failed. The message holds the failing nodes, one a line.

    `only_tests`: every model was built and the data did not pass, which is no fault of the program.
    """

    def __init__(self, message: str, only_tests: bool) -> None:
        super().__init__(message)
        self.only_tests = only_tests


@dataclass(frozen=True, slots=True)
class DbtRun:
    """What dbt did: nodes run, and the tests that warn."""

    models: int
    tests: int
    warnings: tuple[str, ...] = field(default=())


def run_dbt(
    settings: Settings, folder: Path, variables: dict[str, str], progress: Progress = lambda *_: None
) -> DbtRun:
    """Build all models into `folder`/indicators.duckdb from `folder`/inputs. BuildFailedError names what failed.

    In a process of its own: dbt keeps DuckDB's file locked until its process ends.
    """
    environment = {
        **os.environ,
        "INDICATORS_BUILD_FILE": str(folder / FILE_NAME),
        "INDICATORS_BUILD_INPUTS": str(folder / "inputs"),
        "INDICATORS_OFFICE": str(settings.office),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }
    command = [
        sys.executable, "-m", "dbt.cli.main", "--log-format", "json", "--log-level", "info",
        "--log-path", str(folder / "logs"), "--no-partial-parse", "--no-use-colors",
        "build",
        "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(folder / "target"),
        "--exclude-resource-type", "unit_test",
        "--vars", json.dumps({**variables, **_of_office(settings), "rounding": settings.rounding}),
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        preexec_fn=_end_with_parent,
    )
    tail: list[str] = []
    if process.stdout is None:
        raise BuildFailedError("dbt has no output", only_tests=False)
    for line in process.stdout:
        tail = [*tail[-40:], line.rstrip()]
        _report(line, progress)
    code = process.wait()
    results = folder / "target" / "run_results.json"
    if not results.exists():
        raise BuildFailedError("\n".join(map(_message, tail)), only_tests=False)
    every = json.loads(results.read_text(encoding="utf-8"))["results"]
    if code:
        failed = [result for result in every if result["status"] in ("error", "fail")]
        words = [f"{result['unique_id']}: {result['message']}" for result in failed]
        only_tests = bool(failed) and all(result["status"] == "fail" for result in failed)
        raise BuildFailedError("\n".join(words) or "\n".join(map(_message, tail)), only_tests)
    return _results(every)


def _of_office(settings: Settings) -> dict[str, Any]:
    """What the models are told of the office besides its catalogue."""
    said = yaml.safe_load((settings.office / "office.yml").read_text(encoding="utf-8"))
    return {
        "office_area": said["ref_area"],
        "plan_forms": said.get("plan_forms", []),
        "months_not_derived": said.get("months_not_derived", []),
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


def _results(results: list[dict[str, Any]]) -> DbtRun:
    kinds = [result["unique_id"].split(".")[0] for result in results]
    return DbtRun(
        models=sum(kind in ("model", "seed") for kind in kinds),
        tests=sum(kind == "test" for kind in kinds),
        warnings=tuple(
            f"{result['unique_id']}: {result['message']}" for result in results if result["status"] == "warn"
        ),
    )


def variables(snapshot_id: str, build_id: str, built_at: datetime, as_of: str = "latest") -> dict[str, str]:
    """What the models are told; they ask no clock."""
    return {
        "snapshot_id": snapshot_id,
        "build_id": build_id,
        "built_at": instant_text(built_at.astimezone(UTC))[:-1].replace("T", " "),
        "as_of": as_of,
    }
