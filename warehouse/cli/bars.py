"""How far a long command has come, as bars on standard error, where a person watches."""

from __future__ import annotations

from collections.abc import Iterator
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

from warehouse.cli.progress import Progress, named


@contextmanager
def bars_shown() -> Iterator[Progress]:
    """A bar for each step, as long as the command runs."""
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
                tasks[step] = bars.add_task(named(step), total=of, what="")
            bars.update(tasks[step], completed=done, total=of, what=what)

        yield progress
