"""Calls in processes of their own, each under bounds: whatever a file does to its reader, or SQL to DuckDB, costs
that call alone.

Why processes: an allocation that fails inside a compiled library aborts the process (a 2 KB workbook with a
cell at XFD1048576 did so), and no Python code can stop that. Why not a pool that exists: in
`concurrent.futures` one abort is a BrokenProcessPool that lost 31 of 40 jobs, loky starts anew and loses what
was under way, and pebble, which does neither, cannot say what its dead worker had used; the bounds would be
ours in any of them. So each worker has a pipe of its own, and the end of the pipe names the call that ended it.

Why a fresh interpreter (0.20 s, once a worker) and neither fork (2 ms) nor forkserver (0.22 s, then 6 ms each):
a fork has the threads' locks, the memory and the open ledger of its parent; a forkserver's children import the
caller's `__main__`, which under Airflow is all of Airflow, and are nobody's to wait for, so that what they
used remains unknown.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any

from ingest.guard.bounds import MIB, Bounds, Surroundings
from ingest.workbook.unreadable import Unreadable

KIB = 1024
_PROGRAM = Path(__file__).with_name("worker.py")
# What leaks in a library leaks for so many files at most.
CALLS_A_WORKER = 500
_SECONDS_TO_EXIT = 5.0
_OUT_OF_MEMORY = "内存不足 (out of memory, MemoryError)"
_WHY: dict[int, str] = {
    signal.SIGXCPU: "处理器时间用尽 (out of processor time, SIGXCPU)",
    signal.SIGABRT: "读取库中止 (a library aborted, SIGABRT)",
    signal.SIGSEGV: "读取库崩溃 (a library crashed, SIGSEGV)",
    signal.SIGBUS: "读取库崩溃 (a library crashed, SIGBUS)",
    signal.SIGKILL: "被系统结束,多半内存不足 (killed by the system, most likely for want of memory, SIGKILL)",
}


class Limit(Enum):
    """The bound that a call went over; a library that aborts or is killed has most likely met that of memory."""

    MEMORY = "memory"
    CPU = "cpu"
    WALL = "wall"


class Killed(Unreadable):
    """A call that went over its bounds or whose process died. To whoever reads a file it is what that file is:
    READER_KILLED.

    Its words: `limit`, a Limit; `why`; `last_words`, the first and the last line that the call printed, '' without any.
    """


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the call of this number ended: its value, or the error it raised or died of.

    A death is `Killed`. `cpu_seconds`: of this call, and for a worker's first call of its
    start. `peak_bytes`: the most that the worker has held in memory so far, at most.
    """

    number: int
    value: Any
    error: Exception | None
    cpu_seconds: float
    peak_bytes: int


def guarded_call(
    function: Callable[..., Any],
    *arguments: Any,
    bounds: Bounds | None = None,
    surroundings: Surroundings | None = None,
) -> Any:
    """`function(*arguments)` in a process of its own; both are pickled, so the function is one of a module.

    Raises what the function raises, and `Killed` where it went over its bounds or its process died.
    """
    [outcome] = guarded_calls(function, [arguments], 1, bounds or Bounds(), surroundings)
    if outcome.error is not None:
        raise outcome.error
    return outcome.value


def guarded_calls(
    function: Callable[..., Any],
    calls: Iterable[tuple[Any, ...]],
    workers: int,
    bounds: Bounds,
    surroundings: Surroundings | None = None,
) -> Generator[Outcome, None, None]:
    """The outcome of the function for each tuple of arguments, as they come, from so many processes.

    Values should be small: they come back through a pipe. Left early, it ends its processes.
    """
    given = surroundings or Surroundings()
    waiting = deque(enumerate(calls))
    busy: dict[Connection, _Worker] = {}
    try:
        while waiting or busy:
            while waiting and len(busy) < workers:
                worker = _Worker(function, bounds, given)
                busy[worker.connection] = worker
                worker.give(*waiting.popleft())
            for worker in _answered_or_overdue(busy):
                outcome = worker.outcome()
                if waiting and worker.fit:
                    worker.give(*waiting.popleft())
                else:
                    del busy[worker.connection]
                    worker.end()
                yield outcome
    finally:
        for worker in busy.values():
            worker.end()


def _answered_or_overdue(busy: dict[Connection, _Worker]) -> list[_Worker]:
    """Waits for the first that has answered or died, or whose time is up. An answer in time beats the clock."""
    soonest = min(worker.deadline for worker in busy.values())
    ready = wait(list(busy), max(0.0, soonest - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in busy.values() if worker.connection in ready or worker.deadline <= now]


class _Worker:
    """One process and this end of its pipe. `fit`: it may be given another call."""

    def __init__(self, function: Callable[..., Any], bounds: Bounds, given: Surroundings) -> None:
        self._bounds = bounds
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self.connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(_PROGRAM), str(theirs.fileno())],
                pass_fds=[theirs.fileno(), *given.descriptors],
                stdin=subprocess.DEVNULL,
                stdout=self._printed,
                stderr=self._printed,
                # A thread's own arena of glibc reserves 64 MiB of the address space.
                env={**given.environment, "MALLOC_ARENA_MAX": "2"},
                cwd=given.folder,
            )
        self._calls = 0
        self._cpu_before = 0.0
        self.fit = True
        self._send((given.paths, bounds.memory_bytes, bounds.cpu_seconds))
        self._send(function)

    def give(self, number: int, arguments: tuple[Any, ...]) -> None:
        self._number = number
        self._calls += 1
        self._printed_before = os.fstat(self._printed.fileno()).st_size
        self.deadline = time.monotonic() + self._bounds.wall_seconds
        self._send(arguments)

    def _send(self, message: object) -> None:
        try:
            self.connection.send(message)
        except (BrokenPipeError, ConnectionResetError):
            self.fit = False  # it has died; `outcome` finds that out and says how

    def outcome(self) -> Outcome:
        """The answer that is there. Without one the process has died, or is overdue and ended here."""
        late = not self.connection.poll()
        if late:
            os.kill(self._process.pid, signal.SIGKILL)
            self.fit = False
        try:
            value, error, cpu, peak = self.connection.recv()
        except (EOFError, ConnectionResetError):
            return self._death(late)
        used = cpu - self._cpu_before
        self._cpu_before = cpu
        if isinstance(error, MemoryError):
            self.fit = False
            error = self._killed(Limit.MEMORY, _OUT_OF_MEMORY, used, peak)
        # What a large file leaves of the address space in pieces would be missing to the next.
        self.fit = self.fit and self._calls < CALLS_A_WORKER and peak < self._bounds.memory_bytes // 4
        return Outcome(self._number, value, error, used, peak)

    def _death(self, late: bool) -> Outcome:
        self.fit = False
        status, usage = self._reap()
        cpu = usage.ru_utime + usage.ru_stime - self._cpu_before
        # Linux counts what the parent held when it started the process: never less than the truth.
        peak = usage.ru_maxrss * KIB
        seconds = f"{self._bounds.wall_seconds:g}"
        if late:
            limit, why = Limit.WALL, f"{seconds} 秒没有读完 (no answer within {seconds} s)"
        else:
            limit, why = Limit.CPU if status == -signal.SIGXCPU else Limit.MEMORY, _why(status)
        return Outcome(self._number, None, self._killed(limit, why, cpu, peak, self._last_words()), cpu, peak)

    def _last_words(self) -> str:
        """The first and the last line that this call printed: Rust says why it aborts at first, Python at last."""
        descriptor, some = self._printed.fileno(), 4 * KIB
        last = max(self._printed_before, os.fstat(descriptor).st_size - some)
        ends = [os.pread(descriptor, some, place) for place in (self._printed_before, last)]
        first, last_lines = (text.decode("utf-8", "replace").strip().splitlines() for text in ends)
        return " … ".join(dict.fromkeys(line[:200] for line in (*first[:1], *last_lines[-1:])))

    def _reap(self) -> tuple[int, resource.struct_rusage]:
        """Exit status, or minus the signal, and what the process used. One that lives without a pipe is ended."""
        patience = time.monotonic() + _SECONDS_TO_EXIT
        while True:
            pid, status, usage = os.wait4(self._process.pid, os.WNOHANG)
            if pid:
                self._process.returncode = os.waitstatus_to_exitcode(status)
                return self._process.returncode, usage
            if time.monotonic() > patience:
                os.kill(self._process.pid, signal.SIGKILL)
            time.sleep(0.005)

    def _killed(self, limit: Limit, why: str, cpu: float, peak: int, last_words: str = "") -> Killed:
        used = f"处理器 {cpu:.1f} 秒 (processor), 内存至多 {peak // MIB} MiB (memory held, at most)"
        bounds = self._bounds
        allowed = f"{bounds.cpu_seconds} 秒 (s), {bounds.memory_bytes // MIB} MiB"
        found = "; ".join(filter(None, (why, used, last_words)))
        return Killed(
            "READER_KILLED", found=found, expected=allowed, limit=limit, why=why, last_words=last_words
        )

    def end(self) -> None:
        """Nothing is lost: it waits for a call, or nobody waits for its answer any more."""
        self.connection.close()
        self._process.kill()
        self._process.wait()
        self._printed.close()


def _why(status: int) -> str:
    if status >= 0:
        return f"读取进程退出而没有结果 (the reader's process ended without a result, status {status})"
    return _WHY.get(-status, f"读取进程被信号 {-status} 结束 (ended by signal {-status})")
