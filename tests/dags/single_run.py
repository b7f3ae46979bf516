"""One run of the DAG through Airflow, as `make refresh` does it, and what it left."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.home import Home
from warehouse.orchestration.environment import AirflowHome
from warehouse.settings import CHECKOUT

LAST_TASKS = """
select task_id, coalesce(rendered_map_index, ''), state from task_instance
where run_id = (select run_id from dag_run order by id desc limit 1)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What stood there when the run had ended.

    `tasks`: their states in this run, a mapped one as `task[name of its chunk]`. `events`: the extras of all
    events of our asset so far. `notices`: all lines of notices.jsonl so far. `snapshot`: what readers have.
    """

    status: int
    screen: str
    tasks: dict[str, str]
    events: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    snapshot: str | None


def hand_in(home: Home, folder: Path, files: Iterable[str]) -> None:
    """Copy these files, given as department/name, from a folder of samples into the inbox."""
    for file in files:
        (home.inbox / file).parent.mkdir(exist_ok=True)
        shutil.copy(folder / file, home.inbox / file)


def start_once(home: Home) -> subprocess.Popen[str]:
    """Starts a run of the DAG in the home; what it shows is in `stdout`."""
    return subprocess.Popen(
        [sys.executable, "-m", "warehouse.orchestration.once"],
        env={**os.environ, "INDICATORS_HOME": str(home.root), "INDICATORS_SETTLE_SECONDS": "0"},
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run_once(home: Home) -> Run:
    """Runs the DAG once in the home, to its end."""
    with start_once(home) as running:
        screen, _ = running.communicate(timeout=300)
    with sqlite3.connect(AirflowHome(home.root).single_run_database) as record:
        tasks = record.execute(LAST_TASKS).fetchall()
        events = record.execute("select extra from asset_event order by id").fetchall()
    notices = home.logs / "notices.jsonl"
    return Run(
        status=running.returncode,
        screen=screen,
        tasks={f"{task}[{name}]" if name else task: state for task, name, state in tasks},
        events=[json.loads(extra) for (extra,) in events],
        notices=[json.loads(line) for line in notices.read_text().splitlines()] if notices.exists() else [],
        snapshot=home.current.resolve().name if home.current.is_symlink() else None,
    )
