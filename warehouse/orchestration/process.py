"""The processes of the embedded Airflow: found by the sign in their environment, and ended, all of them.

There is no file of process ids that could be stale after a crash or point at a stranger: a process is ours
if, and only if, its environment says that it was started by `up` for this home.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from warehouse.orchestration.environment import MARK_VARIABLE, PART_VARIABLE

SERVERS = ("api-server", "task-api-server")
# Airflow's scheduler waits for its running task without end; a task of ours is safe to kill at any step.
GRACE_SECONDS = 10.0
KILL_SECONDS = 5.0


def processes_of(home: Path) -> list[psutil.Process]:
    """Every living process started by `up` for this home, children's children included; oldest first."""
    return sorted(_parts_by_process(home), key=lambda process: process.create_time())


def parts_of(home: Path) -> set[str]:
    """The names of Airflow's parts that are alive: processes that `up` itself started, not their children."""
    alive = set()
    for process, part in _parts_by_process(home).items():
        with contextlib.suppress(OSError):
            if os.getsid(process.pid) == process.pid:
                alive.add(part)
    return alive


def _parts_by_process(home: Path) -> dict[psutil.Process, str]:
    parts = {}
    for process in psutil.process_iter():
        # Processes end while we look, and those of other accounts do not show their environment: not ours.
        with contextlib.suppress(psutil.Error, OSError):
            environment = process.environ()
            ours = environment.get(MARK_VARIABLE) == str(home) and process.pid != os.getpid()
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                parts[process] = environment.get(PART_VARIABLE, "")
    return parts


def end_processes(home: Path) -> int:
    """Ends them: asks, then kills after a grace. Returns how many there were. RuntimeError: some are left."""
    seen: set[int] = set()
    # The servers are the last to be asked: tasks that are told to end report it there.
    for spared, grace, forced in (
        (SERVERS, GRACE_SECONDS, False),
        (SERVERS, KILL_SECONDS, True),
        ((), KILL_SECONDS, False),
        ((), KILL_SECONDS, True),
    ):
        asked = [process for process, part in _parts_by_process(home).items() if part not in spared]
        seen.update(process.pid for process in asked)
        for process in asked:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill() if forced else process.terminate()
        psutil.wait_procs(asked, timeout=grace)
    left = processes_of(home)
    if left:
        raise RuntimeError(
            "有进程结束不了 (processes that do not end): " + ", ".join(str(process.pid) for process in left)
        )
    return len(seen)
