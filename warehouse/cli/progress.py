"""How far a long command has come, on standard error: bars where a person watches, else one line a step."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars
from rich.table import Column

from warehouse.cli.screen import note, watched
from warehouse.language import mixed

STEPS = {
    "collect": "收文",
    "read": "读表",
    "gate 1": "关口一",
    "build": "建库",
    "gate 2": "关口二",
    "export": "导出",
}

Progress = Callable[[str, int, int, str], None]


def _named(step: str) -> str:
    """A step as the screen calls it."""
    zh = STEPS.get(step, "")
    return mixed(zh or step, step, f"{zh} {step}")


@contextmanager
def progress_shown(quiet: bool) -> Iterator[Progress]:
    """A bar where a person watches both streams; otherwise one line a step, when it has ended."""
    if quiet:
        yield lambda *_: None
    elif watched() and watched(sys.stderr):
        with _bars() as bars:
            yield bars
    else:
        lines = StepLines(note)
        yield lines.progress
        lines.end()


class StepLines:
    """One line for each step, written when the next one begins or the last has ended."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._step: tuple[str, int, int, str] | None = None
        self._began = 0.0

    def progress(self, step: str, done: int, of: int, what: str) -> None:
        """What the refresh reports: `done` of `of`, and what it is at."""
        if self._step is None or self._step[0] != step:
            self.end()
            self._began = time.monotonic()
        self._step = (step, done, of, what)

    def end(self) -> None:
        """The step that runs has ended."""
        if self._step is not None:
            step, done, of, what = self._step
            seconds = f"{time.monotonic() - self._began:.1f} s"
            parts = (f"√ {_named(step)}", f"{done}/{of}" if of > 1 else what, seconds)
            self._write("  ".join(part for part in parts if part))
        self._step = None


@contextmanager
def _bars() -> Iterator[Progress]:
    columns = (
        SpinnerColumn("line"),
        # On a narrow terminal the name of the file is cut, never the step.
        TextColumn("{task.description}", markup=False, table_column=Column(min_width=13, no_wrap=True)),
        BarColumn(20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}", markup=False, table_column=Column(ratio=1, no_wrap=True)),
    )
    with Bars(*columns, console=Console(stderr=True, highlight=False)) as bars:
        tasks = {}

        def progress(step: str, done: int, of: int, what: str) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(_named(step), total=of, what="")
            bars.update(tasks[step], completed=done, total=of, what=what)

        yield progress
