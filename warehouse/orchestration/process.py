"""The processes of the embedded Airflow: found by the sign in their environment, and ended, all of them.

There is no file of process ids that could be stale after a crash or point at a stranger: a process is ours
if, and only if, its environment says that it was started by `up` for this home.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from warehouse.orchestration.settings import MARK_VARIABLE, PAGES, PART_VARIABLE, TASK_API

# Airflow's scheduler waits for its running task without end; a task of ours is safe to kill at any step.
GRACE_SECONDS = 10.0
KILL_SECONDS = 5.0


def processes_of(home: Path) -> list[psutil.Process]:
    """Every living process started by `up` for this home, children's children included; oldest first."""
    found = []
    for process in psutil.process_iter():
        # Processes end while we look, and those of other accounts do not show their environment: not ours.
        with contextlib.suppress(psutil.Error, OSError):
            if (
                process.pid != os.getpid()
                and process.status() != psutil.STATUS_ZOMBIE
                and process.environ().get(MARK_VARIABLE) == str(home)
            ):
                found.append(process)
    return sorted(found, key=lambda process: process.create_time())


def parts_of(home: Path) -> set[str]:
    """The names of Airflow's parts that are alive: processes that `up` itself started, not their children."""
    found = set()
    for process in processes_of(home):
        with contextlib.suppress(psutil.Error, OSError):
            if os.getsid(process.pid) == process.pid:
                found.add(process.environ()[PART_VARIABLE])
    return found


def end_processes(home: Path) -> int:
    """Ends them: asks, then kills after a grace. Returns how many there were. RuntimeError: some are left."""
    seen: set[int] = set()
    # The servers are the last to be asked: tasks that are told to end report it there.
    for wanted, grace, forced in (
        (_is_not_server, GRACE_SECONDS, False),
        (_is_not_server, KILL_SECONDS, True),
        (_is_any, KILL_SECONDS, False),
        (_is_any, KILL_SECONDS, True),
    ):
        asked = [process for process in processes_of(home) if wanted(process)]
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


def _is_any(process: psutil.Process) -> bool:
    return True


def _is_not_server(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error, OSError):
        return bool(process.environ().get(PART_VARIABLE) not in (PAGES, TASK_API))
    return False


def listening_addresses(home: Path) -> set[tuple[str, int]]:
    """The (address, port) pairs on which these processes accept connections."""
    found = set()
    for process in processes_of(home):
        with contextlib.suppress(psutil.Error):
            for connection in process.net_connections("inet"):
                if connection.status == psutil.CONN_LISTEN:
                    found.add((connection.laddr.ip, connection.laddr.port))
    return found
