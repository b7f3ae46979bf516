"""A table for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warehouse.cli.screen import harmless, watched

# A table that nobody watches is as wide as it is: a cut file name or address is worth nothing.
_UNWATCHED_WIDTH = 10_000


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> None:
    """Print a table on standard output; `numbers`: places of the columns that are aligned to the right."""
    from rich import box  # noqa: PLC0415 - Rich, 0.1 s: a command that is asked for JSON prints no table
    from rich.console import Console  # noqa: PLC0415 - see above
    from rich.table import Table  # noqa: PLC0415 - see above
    from rich.text import Text  # noqa: PLC0415 - see above

    right = frozenset(numbers)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, column in enumerate(columns):
        table.add_column(Text(column), justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    width = None if watched() else _UNWATCHED_WIDTH
    Console(highlight=False, width=width).print(table)
