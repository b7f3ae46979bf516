"""How far a long command has come, on standard error: bars where a person watches, else one line a step."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


def named(step: str) -> str:
    """A step as the screen calls it."""
    zh = STEPS.get(step, "")
    return mixed(zh or step, step, f"{zh} {step}")


@contextmanager
def progress_shown(quiet: bool) -> Iterator[Progress]:
    """A bar where a person watches both streams; otherwise one line a step, when it has ended."""
    if quiet:
        yield lambda *_: None
    elif watched() and watched(sys.stderr):
        from warehouse.cli.bars import bars_shown  # noqa: PLC0415 - rich, 0.1 s: where somebody watches

        with bars_shown() as bars:
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
            parts = (f"√ {named(step)}", f"{done}/{of}" if of > 1 else what, seconds)
            self._write("  ".join(part for part in parts if part))
        self._step = None
