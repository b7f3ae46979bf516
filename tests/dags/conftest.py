"""A home of its own for each test, and the DAG run in it through Airflow, as `make refresh` does."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from samples.folders import make
from warehouse.home import Home
from warehouse.orchestration.settings import AirflowHome


@dataclass(frozen=True, slots=True)
class Run:
    """What one `make refresh` did: its exit status, what the screen showed, and the home afterwards."""

    status: int
    screen: str
    home: Home

    def notices(self) -> list[dict[str, Any]]:
        path = self.home.logs / "notices.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def asset_events(self) -> list[dict[str, Any]]:
        """The extras of the events of our asset, oldest first."""
        rows = self._airflow("select extra from asset_event order by id")
        return [json.loads(extra) for (extra,) in rows]

    def states(self) -> dict[str, str]:
        """The states of the tasks of the last run; of a mapped task also under `task[name of its chunk]`."""
        rows = self._airflow(
            "select task_id, coalesce(rendered_map_index, ''), state from task_instance"
            " where run_id = (select run_id from dag_run order by id desc limit 1)"
        )
        return {f"{task}[{name}]" if name else task: state for task, name, state in rows}

    def _airflow(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(AirflowHome(self.home.root).single_run_database) as record:
            return record.execute(sql).fetchall()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All samples: inbox/ and faulty/."""
    folder = tmp_path_factory.mktemp("samples")
    make(folder)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").ensure()


def hand_in(home: Home, folder: Path, files: Iterable[str]) -> None:
    """Copy these files, given as department/name, from a folder of samples into the inbox."""
    for file in files:
        (home.inbox / file).parent.mkdir(exist_ok=True)
        shutil.copy(folder / file, home.inbox / file)


@pytest.fixture
def refresh(home: Home) -> Callable[[], Run]:
    """Runs the DAG once in the home."""

    def run() -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "warehouse.orchestration.once"],
            env={**os.environ, "INDICATORS_HOME": str(home.root), "INDICATORS_SETTLE_SECONDS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return Run(done.returncode, done.stdout + done.stderr, home)

    return run
