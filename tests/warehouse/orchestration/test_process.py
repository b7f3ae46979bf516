"""The processes of `up` are found by their sign and ended, all of them, and nobody else's are touched."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from warehouse.orchestration import process
from warehouse.orchestration.environment import MARK_VARIABLE, PART_VARIABLE
from warehouse.orchestration.process import end_processes, parts_of, processes_of

SLEEP = "import time; time.sleep(60)"
IGNORE_TERM = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
)
# As Airflow does for each task: a child that leaves the process group, and a parent that may die first.
FORK_AWAY = """
import os, time
if os.fork() == 0:
    os.setpgid(0, 0)
    time.sleep(60)
print(flush=True)
time.sleep(60)
"""


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes of a test; whatever of them is left is killed."""
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for one in processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(one.pid, signal.SIGKILL)
        one.wait()
        if one.stdout:
            one.stdout.close()


def start(
    started: list[subprocess.Popen[bytes]], home: Path, code: str, *, part: str = "scheduler"
) -> subprocess.Popen[bytes]:
    """A part of Airflow as `up` starts it, doing what the code says; returns when it has printed a line."""
    one = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, MARK_VARIABLE: str(home), PART_VARIABLE: part},
        stdout=subprocess.PIPE if "print" in code else None,
        start_new_session=True,
    )
    started.append(one)
    if one.stdout:
        one.stdout.readline()
    deadline = time.monotonic() + 5
    while one.pid not in {found.pid for found in processes_of(home)} and time.monotonic() < deadline:
        time.sleep(0.01)
    return one


def test_only_the_processes_of_this_home_are_found(
    started: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    ours = start(started, tmp_path / "ours", SLEEP)
    start(started, tmp_path / "theirs", SLEEP)
    assert [found.pid for found in processes_of(tmp_path / "ours")] == [ours.pid]


def test_a_child_in_a_group_of_its_own_is_ended_after_its_parent_was_killed(
    started: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    parent = start(started, tmp_path, FORK_AWAY)
    assert len(processes_of(tmp_path)) == 2
    parent.kill()
    parent.wait()
    assert end_processes(tmp_path) == 1
    assert processes_of(tmp_path) == []


def test_a_process_that_will_not_end_is_killed_after_the_grace(
    started: list[subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.3)
    stubborn = start(started, tmp_path, IGNORE_TERM)
    assert end_processes(tmp_path) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(stubborn.pid, 0)


def test_the_servers_are_asked_last_so_that_ending_tasks_can_report(
    started: list[subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start(started, tmp_path, SLEEP, part="task-api-server")
    task = start(started, tmp_path, SLEEP)
    asked: list[int] = []
    wait = process.psutil.wait_procs

    def noting_wait(processes: Any, timeout: float) -> Any:
        asked.extend(one.pid for one in processes)
        return wait(processes, timeout)

    monkeypatch.setattr(process.psutil, "wait_procs", noting_wait)
    end_processes(tmp_path)
    assert asked == [task.pid, server.pid]


def test_a_part_counts_as_alive_only_while_its_own_process_lives(
    started: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    parent = start(started, tmp_path, FORK_AWAY, part="scheduler")
    start(started, tmp_path, SLEEP, part="dag-processor")
    assert parts_of(tmp_path) == {"scheduler", "dag-processor"}
    parent.kill()
    parent.wait()
    assert parts_of(tmp_path) == {"dag-processor"}  # the scheduler's child is left, the scheduler is not


def test_ending_when_nothing_runs_is_nothing(tmp_path: Path) -> None:
    assert end_processes(tmp_path) == 0
