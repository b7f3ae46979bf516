"""What a step costs that is done by a process and those it starts: wall time, processor time, memory held."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil  # type: ignore[import-untyped]

_LOOK_EVERY = 0.2  # seconds; what is held for less than that may be missed


class StepFailedError(RuntimeError):
    """The process of a step ended with an error; it has said which on its standard error."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`peak_bytes`: resident in all processes of the tree together at most, pages they share counted once each."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


def cost_of(step: Callable[..., Any], *arguments: Any) -> Cost:
    """Do a step in a fresh process and measure it with all that it starts. StepFailedError if it fails."""
    process = multiprocessing.get_context("spawn").Process(target=_do, args=(step, *arguments))
    before, began, peak = _cpu_of_children(), time.perf_counter(), 0
    process.start()
    watched = psutil.Process(process.pid)
    while process.is_alive():
        peak = max(peak, _held(watched))
        process.join(_LOOK_EVERY)
    wall = time.perf_counter() - began
    if process.exitcode:
        raise StepFailedError(f"{step.__module__}.{step.__qualname__}: status {process.exitcode}")
    return Cost(wall, _cpu_of_children() - before, peak)


def _do(step: Callable[..., Any], *arguments: Any) -> None:
    """What a step prints is no result of the benchmark: DuckDB draws a bar where it takes a process for a person's."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    step(*arguments)


def _held(process: psutil.Process) -> int:
    held = 0
    try:
        for one in (process, *process.children(recursive=True)):
            held += one.memory_info().rss
    except psutil.Error:
        pass  # it ended while it was looked at
    return held


def _cpu_of_children() -> float:
    """Of children that have ended and been waited for, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
