"""What a person at the screen sees of a run of the DAG: the step that runs, a line for each that ended."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from typing import Any, TypeVar

from airflow.listeners import hookimpl
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_Method = TypeVar("_Method", bound=Callable[..., None])
listens: Callable[[_Method], _Method] = hookimpl

STEPS = {
    "collect": "收文",
    "chunks": "分批",
    "read": "读表",
    "accept": "关口一",
    "hand_back": "发还",
    "build": "建库",
    "publish": "发布",
    "serve": "供看板",
    "notify": "通知",
}


class StepLines:
    """A listener of Airflow's. Ended steps are lines that stay; on a terminal the running one is shown too.

    `errors`: what failed, for the exit status; a step's error is known nowhere else once it has ended.
    """

    def __init__(self, console: Console) -> None:
        self.errors: list[BaseException] = []
        self._console = console
        self._began = 0.0
        # Not redirecting: what Airflow and dbt print belongs in the log, not above this line.
        self._running = Progress(
            SpinnerColumn("line"),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not console.is_terminal,
        )

    @listens
    def on_task_instance_running(self, previous_state: Any, task_instance: Any) -> None:
        # Airflow has just taken SIGTERM for `on_kill`, which does nothing for our tasks: the run would go on.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        self._began = time.monotonic()
        self._running.start()
        self._running.add_task(_label(task_instance))

    @listens
    def on_task_instance_success(self, previous_state: Any, task_instance: Any) -> None:
        self._end("√", task_instance)

    @listens
    def on_task_instance_skipped(self, previous_state: Any, task_instance: Any) -> None:
        self._end("○", task_instance)

    @listens
    def on_task_instance_failed(
        self, previous_state: Any, task_instance: Any, error: BaseException | str | None
    ) -> None:
        self._end("×", task_instance)
        if isinstance(error, BaseException):
            self.errors.append(error)

    def _end(self, mark: str, task_instance: Any) -> None:
        for running in self._running.task_ids:
            self._running.remove_task(running)
        self._running.stop()
        seconds = time.monotonic() - self._began
        self._console.print(f"{mark} {_label(task_instance)}  {seconds:.1f} s", highlight=False)


def _label(task_instance: Any) -> str:
    step = task_instance.task_id
    chunk = getattr(task_instance, "rendered_map_index", None) or ""
    return f"{STEPS.get(step, '')} {step}  {chunk}".strip()
