"""Read-only SQL on a published file, for people: run in a guarded process that cannot do harm.

Here the text is only passed on and the answer read; what locks DuckDB down is in locked_query.py.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from ingest.finding.refusal import Refusal
from ingest.guard.bounds import MIB, Bounds, Surroundings
from ingest.guard.guarded import Killed, Limit, guarded_call
from warehouse.answers.locked_query import answer
from warehouse.settings import CHECKOUT
from warehouse.store.published_file import tried_again

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_ROWS = 10_000
QUERY_BOUNDS = Bounds(memory_bytes=1536 * MIB, cpu_seconds=10, wall_seconds=30)
# Processor seconds after which rows that are not shown are no longer counted.
COUNT_SECONDS = 5.0
# What the process may know of our environment: where its interpreter finds its libraries.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows asked for, at most as many as were wanted, and how many there are (`exact`) or are at least."""

    table: pa.Table
    rows: int
    exact: bool

    @property
    def cut(self) -> bool:
        """Whether there are more rows than were wanted."""
        return bool(self.rows > self.table.num_rows)


def query(
    database: Path,
    sql: str,
    limit: int = DEFAULT_ROWS,
    bounds: Bounds = QUERY_BOUNDS,
    count_seconds: float = COUNT_SECONDS,
) -> Answer:
    """Run one SELECT on a DuckDB file. Refusal for SQL that fails, is refused, or takes too much.

    SnapshotHeldError where another program does not let go of the file.
    """
    return tried_again(lambda: _asked(database.resolve(), sql, limit, bounds, count_seconds), database)


def _asked(database: Path, sql: str, limit: int, bounds: Bounds, count_seconds: float) -> Answer:
    # Rows come back in memory: a pipe would hold them three times over, and a full disk would take none.
    rows = os.memfd_create("rows")
    with os.fdopen(rows, "rb") as file, tempfile.TemporaryDirectory(prefix="indicators-query-") as scratch:
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        given = Surroundings(
            paths=(str(CHECKOUT),),
            environment={**environment, "TZ": "UTC", "HOME": scratch},
            folder=Path(scratch),
            descriptors=(rows,),
        )
        # Meanwhile: a fifth of what somebody waits for.
        loading = Thread(target=import_module, args=("pyarrow",))
        loading.start()
        try:
            count, exact = guarded_call(
                answer, database, sql, limit, count_seconds, rows, bounds=bounds, surroundings=given
            )
        except Killed as killed:
            raise _too_much(killed, bounds) from None
        finally:
            loading.join()
        import pyarrow as pa  # noqa: PLC0415 - see above

        file.seek(0)
        with pa.ipc.open_stream(pa.py_buffer(file.read())) as stream:
            return Answer(stream.read_all(), count, exact)


def _too_much(killed: Killed, bounds: Bounds) -> Refusal:
    match killed.words["limit"]:
        case Limit.WALL:
            return Refusal("SQL_TOO_LONG", found=f"> {bounds.wall_seconds:g} s")
        case Limit.CPU:
            return Refusal("SQL_TOO_LONG", found=f"> {bounds.cpu_seconds} s (processor)")
        case _:
            # An allocation that fails inside a library ends the process, with a word of its own at most.
            return Refusal("SQL_TOO_LARGE", found=killed.words["last_words"] or killed.words["why"])
