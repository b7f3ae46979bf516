"""What dbt did, by what its process wrote down, and whether it did all that there was to do.

dbt ends with status 0 also where it was told to leave something out: models without rows (`empty`), a sample of
them, no tests. So its word is not asked for; what it says it ran is counted against the project that it parsed.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.finding.refusal import Refusal
from warehouse.store.durable import write_file

BUILT_WITH = "built_with.json"
# Of dbt's process: what the project consists of, and what became of each part.
RESULTS = "dbt_run.json"
_PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "pyarrow")
_BUILT = ("model", "seed", "test")
_DONE = ("success", "pass", "warn")
# Switches of dbt that leave rows or nodes out, and what they are in a build of everything.
_NOTHING_LEFT_OUT: Mapping[str, tuple[object, ...]] = {
    "empty": (False, None),
    "sample": (None, False),
    "event_time_start": (None,),
    "event_time_end": (None,),
    "select": ([], (), None),
    "exclude": ([], (), None),
    "resource_types": ([], (), None),
    "exclude_resource_types": (["unit_test"],),
    "defer": (False, None),
    "full_refresh": (False, None),
}


class BuildFailedError(Refusal):
    """dbt could not build, or a test of it failed. What was found are the failing nodes, one a line."""


class FailedTestsError(BuildFailedError):
    """Every model was built and the data did not pass, which is no fault of the program."""


@dataclass(frozen=True, slots=True)
class DbtRun:
    """What dbt did: nodes run, the tests that warn, and what it was told that could leave something out."""

    models: int
    tests: int
    warnings: tuple[str, ...] = field(default=())
    arguments: Mapping[str, Any] = field(default_factory=dict)


def run_of(folder: Path, status: int, said: str) -> DbtRun:
    """The run whose results lie in `folder`. BuildFailedError where a node failed or did not run at all.

    `status`: the exit status of dbt's process; `said`: the end of what it printed, for where it wrote no results.
    """
    try:
        results = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise BuildFailedError("BUILD_FAILED", found=said) from None
    every = results["results"]
    failed = [result for result in every if result["status"] in ("error", "fail")]
    if status or failed:
        words = [f"{result['unique_id']}: {result['message']}" for result in failed]
        only_tests = bool(failed) and all(result["status"] == "fail" for result in failed)
        failure = FailedTestsError if only_tests else BuildFailedError
        raise failure("BUILD_FAILED", found="\n".join(words) or said)
    _nothing_left_out(results)
    kinds = [result["unique_id"].split(".")[0] for result in every]
    return DbtRun(
        models=sum(kind in ("model", "seed") for kind in kinds),
        tests=sum(kind == "test" for kind in kinds),
        warnings=tuple(
            f"{result['unique_id']}: {result['message']}" for result in every if result["status"] == "warn"
        ),
        arguments={name: results["args"].get(name) for name in _NOTHING_LEFT_OUT},
    )


def _nothing_left_out(results: Mapping[str, Any]) -> None:
    """BuildFailedError names the nodes of the project that did not run, and the switches that leave rows out."""
    done = {result["unique_id"] for result in results["results"] if result["status"] in _DONE}
    of_the_project = {
        name for name, node in results["nodes"].items() if node["resource_type"] in _BUILT and node["enabled"]
    }
    missing = sorted(of_the_project - done)
    told = {
        name: results["args"][name]
        for name, right in _NOTHING_LEFT_OUT.items()
        if name in results["args"] and results["args"][name] not in right
    }
    if missing or told:
        kinds = [name.split(".")[0] for name in missing]
        counted = " ".join(f"{kinds.count(kind)} {kind}" for kind in _BUILT if kind in kinds)
        switches = " ".join(f"{name}={value}" for name, value in told.items())
        lines = [
            f"没有全部运行,不采用。 Not everything was run, and so it is not used. {counted} {switches}".rstrip(),
            *missing[:20],
            *([f"… {len(missing) - 20}"] if len(missing) > 20 else []),
        ]
        raise BuildFailedError("BUILD_FAILED", found="\n".join(lines))


def keep_built_with(folder: Path, run: DbtRun, told: Mapping[str, Any], parsed: bool) -> None:
    """Say in a build's folder what it was made with. Written last: a build without it was not finished.

    `parsed`: whether dbt parsed the project anew.
    """
    facts = {
        "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in _PACKAGES},
        "models": run.models,
        "tests": run.tests,
        "dbt_arguments": run.arguments,
        "parsed": parsed,
        "variables": told,
    }
    write_file(folder / BUILT_WITH, (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode())


def built_with(folder: Path) -> dict[str, Any]:
    """What a finished build says it was made with. BuildFailedError where it says nothing: it was not finished."""
    try:
        facts: dict[str, Any] = json.loads((folder / BUILT_WITH).read_text(encoding="utf-8"))
    except FileNotFoundError:
        why = f"{folder.name}: 构建没有做完,不采用。 The build was not finished and is not used."
        raise BuildFailedError("BUILD_FAILED", found=why) from None
    return facts
