"""Read-only SQL on a published file, for people: run in a child process that cannot do harm.

The parent only passes the text on and reads the answer; what locks the child down is in query_child.py.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from ingest.finding.refusal import Refusal
from warehouse.store.published_file import tried_again

DEFAULT_ROWS = 10_000
MIB = 1024**2

_CHILD = Path(__file__).with_name("query_child.py")
# What the child may know of our environment: where its interpreter finds its libraries.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME")


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may take: bytes of address space, seconds of processor and of waiting.

    `count_seconds`: processor seconds after which rows that are not shown are no longer counted.
    """

    address_space: int = 1536 * MIB
    cpu_seconds: int = 10
    wall_seconds: float = 30.0
    count_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows asked for, at most as many as were wanted, and how many there are (`exact`) or are at least."""

    table: pa.Table
    rows: int
    exact: bool

    @property
    def cut(self) -> bool:
        return bool(self.rows > self.table.num_rows)


def query(database: Path, sql: str, limit: int = DEFAULT_ROWS, limits: QueryLimits | None = None) -> Answer:
    """Run one SELECT on a DuckDB file. Refusal for SQL that fails, is refused, or takes too much.

    SnapshotHeldError where another program does not let go of the file.
    """
    allowed = limits or QueryLimits()
    with tempfile.TemporaryDirectory(prefix="indicators-query-") as scratch:
        request = {
            "database": str(database.resolve()),
            "scratch": scratch,
            "sql": sql,
            "limit": limit,
            "address_space": allowed.address_space,
            "cpu_seconds": allowed.cpu_seconds,
            "count_seconds": allowed.count_seconds,
        }
        data, said = tried_again(lambda: _run_child(request, scratch, allowed.wall_seconds), database)
    with pa.ipc.open_stream(data) as stream:
        return Answer(stream.read_all(), said["rows"], said["exact"])


def _run_child(request: dict[str, Any], folder: str, wall_seconds: float) -> tuple[bytes, dict[str, Any]]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # A thread's own arena of glibc reserves 64 MiB of the address space.
    environment |= {"MALLOC_ARENA_MAX": "2", "TZ": "UTC", "HOME": folder}
    with subprocess.Popen(
        [sys.executable, "-I", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment,
    ) as child:
        try:
            data, said = child.communicate(json.dumps(request).encode(), timeout=wall_seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            raise Refusal("SQL_TOO_LONG", found=f"> {wall_seconds:g} s") from None
        except BaseException:
            child.kill()
            raise
    return data, _outcome(child.returncode, said.decode("utf-8", "replace"), request["cpu_seconds"])


def _outcome(status: int, said: str, cpu_seconds: int) -> dict[str, Any]:
    """What the child said of its run. Refusal if there is no answer."""
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Refusal("SQL_TOO_LONG", found=f"> {cpu_seconds} s (processor)")
    try:
        outcome: dict[str, Any] = json.loads(said.splitlines()[-1])
    except (ValueError, IndexError):
        # An allocation that fails inside a library ends the process without a word of ours.
        why = said.strip()[-400:] or f"exit status {status}"
        raise Refusal("SQL_TOO_LARGE", found=why) from None
    if "code" in outcome:
        raise Refusal(outcome["code"], found=outcome["found"])
    return outcome
