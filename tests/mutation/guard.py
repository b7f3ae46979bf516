"""Cases in processes of their own, under bounds: what hangs or ends its process is an outcome like others."""

from __future__ import annotations

import os
import resource
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from tests.mutation.case import Kind, kind_of, name_of, outcome_of
from tests.mutation.damage_case import BY_LIBRARY, CALAMINE, OPENPYXL
from tests.mutation.outcome import Outcome, Verdict

SECONDS = 20.0  # that one case may take on a busy machine; one takes some 0.02 s
_MEMORY = 3 << 30  # bytes of address space of a process
Run = Callable[[int, Kind, Callable[[str], None], frozenset[str]], Outcome]
_OTHERS = (CALAMINE, OPENPYXL)
_START = get_context("spawn")  # a fork of a process with threads, as of a test run, may hang by itself


@dataclass(slots=True)
class _Task:
    """A case, and the other readers that ended or held up a process over it."""

    seed: int
    kind: Kind
    without: frozenset[str] = frozenset()
    stage: str = "making"
    begun: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: _Task | None = None

    @classmethod
    def start(cls, run: Run) -> _Worker:
        mine, theirs = _START.Pipe()
        process = _START.Process(target=_serve, args=(theirs, run), daemon=True)
        process.start()
        theirs.close()
        return cls(process, mine)

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


def _serve(pipe: Connection, run: Run) -> None:
    """Answer with stages and outcomes until the pipe is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What ends by an abort of Rust prints its stack; who ended it is told by the stage.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    while True:
        try:
            seed, kind, without = pipe.recv()
        except EOFError:
            return
        pipe.send(run(seed, kind, pipe.send, without))


def outcomes(
    seeds: Iterable[int], only: str = "", workers: int = 1, run: Run = outcome_of, seconds: float = SECONDS
) -> Iterator[Outcome]:
    """The outcomes of cases, as they come. `only`: of kinds whose name holds it; `seconds`: for one case."""
    tasks = deque(_Task(seed, kind_of(seed, only)) for seed in seeds)
    running = [_Worker.start(run) for _ in range(min(workers, len(tasks)))]
    try:
        while True:
            for worker in running:
                if worker.task is None and tasks:
                    _give(worker, tasks.popleft())
            busy = [worker for worker in running if worker.task]
            if not busy:
                return
            ready = connection.wait([worker.pipe for worker in busy], timeout=1.0)
            for worker in busy:
                outcome = _heard(worker, worker.pipe in ready, seconds)
                if outcome is None:
                    continue
                if worker.task:
                    worker.end()
                    running[running.index(worker)] = _Worker.start(run)
                if isinstance(outcome, Outcome):
                    yield outcome
                else:
                    tasks.appendleft(outcome)
    finally:
        for worker in running:
            worker.end()


def _give(worker: _Worker, task: _Task) -> None:
    task.begun = time.monotonic()
    worker.task = task
    worker.pipe.send((task.seed, task.kind, task.without))


def _heard(worker: _Worker, ready: bool, seconds: float) -> Outcome | _Task | None:
    """An outcome; or a task to be given again, without the reader that did not answer; or neither yet.

    The worker keeps its task where its process has ended, or is to be ended.
    """
    task = worker.task
    assert task
    verdict = Verdict.HUNG
    if ready:
        try:
            message = worker.pipe.recv()
        except EOFError:
            verdict = Verdict.CRASHED
        else:
            if isinstance(message, Outcome):
                worker.task = None
                return message
            task.stage = message
            return None
    elif time.monotonic() - task.begun < seconds:
        return None
    if task.stage in _OTHERS:
        return _Task(task.seed, task.kind, task.without | {task.stage})
    if task.stage == BY_LIBRARY and verdict is Verdict.CRASHED:
        return Outcome(task.seed, name_of(task.kind), Verdict.REFUSED, "", ("READER_KILLED",))
    words = f"the process {'ended' if verdict is Verdict.CRASHED else 'did not answer'} while {task.stage}"
    return Outcome(task.seed, name_of(task.kind), verdict, "", (words,), time.monotonic() - task.begun)
