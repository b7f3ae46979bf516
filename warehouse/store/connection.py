"""A connection to a published file, for reading; and one to the file of a build."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from warehouse.home import DATABASE
from warehouse.store.published_file import tried_again


def opened(file: Path) -> Any:
    """A connection that only reads. SnapshotHeldError where another program does not let go of the file."""
    # DuckDB would make its own beside the file, where nobody may write.
    settings = {"temp_directory": scratch()}
    return tried_again(lambda: duckdb.connect(str(file), read_only=True, config=settings), file)


def opened_build(folder: Path, read_only: bool = True) -> Any:
    """A connection to the file of a finished build, whose views name what they read from the build's folder."""
    return duckdb.connect(
        str(folder / DATABASE), read_only=read_only, config={"file_search_path": str(folder)}
    )


@cache
def scratch() -> str:
    """A folder of this process's own for what does not fit into memory; it goes with the process."""
    folder = tempfile.mkdtemp(prefix="indicators-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
