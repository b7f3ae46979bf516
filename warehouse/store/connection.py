"""A connection to a published file, for reading; and one to the file of a build."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb

from warehouse.home import DATABASE
from warehouse.store.published_file import tried_again

_PLACE = re.compile(r"\$(\w+)")


def opened(file: Path) -> Any:
    """A connection that only reads. SnapshotHeldError where another program does not let go of the file."""
    # DuckDB would make its own beside the file, where nobody may write.
    connection = tried_again(
        lambda: duckdb.connect(str(file), read_only=True, config={"temp_directory": scratch()}), file
    )
    return set_up(connection)


def opened_beside(**files: Path) -> Any:
    """A connection that reads several files, each under its own name. SnapshotHeldError as above."""
    connection = duckdb.connect(config={"temp_directory": scratch()})
    for name, file in files.items():
        attach = f"attach {_literal(str(file))} as {name} (read_only)"
        tried_again(partial(connection.execute, attach), file)
    return set_up(connection)


def selected(connection: Any, sql: str, **values: str | int | Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a query; `$name` in it stands for a value, by a variable of DuckDB.

    At the first bound parameter DuckDB imports pandas, and that Arrow: 0.5 s of processor time.
    """
    for name, value in values.items():
        connection.execute(f"set variable {name} = {_literal(value)}")
    found = connection.execute(_PLACE.sub(r"getvariable('\1')", sql))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _literal(value: str | int | Sequence[str]) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        quoted = value.replace("'", "''")
        return f"'{quoted}'"
    return f"[{', '.join(map(_literal, value))}]"


def opened_build(folder: Path, read_only: bool = True) -> Any:
    """A connection to the file of a finished build, whose views name what they read from the build's folder."""
    connection = duckdb.connect(
        str(folder / DATABASE), read_only=read_only, config={"file_search_path": str(folder)}
    )
    return set_up(connection)


def set_up(connection: Any) -> Any:
    """Instants come back in UTC wherever the program runs: those of snapshots have a zone, those of builds and of
    snapshots made before have none and are UTC. And no bar on standard output, where DuckDB draws one of all that takes
    two seconds, among lines that people and programs read."""
    connection.execute("set timezone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    return connection


@cache
def scratch() -> str:
    """A folder of this process's own for what does not fit into memory; it goes with the process."""
    folder = tempfile.mkdtemp(prefix="indicators-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
