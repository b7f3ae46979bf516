"""Somebody else's SQL in a guarded process: a locked-down DuckDB, results out as Arrow.

Why a process and the kernel's limits as well: under memory_limit = 256 MB alone, a string bomb reached 7.7 GB and
ignored interrupts for 37 s.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.finding.refusal import Refusal

# Loaded by the process that runs the SQL, not by the one that names the function to it.
if TYPE_CHECKING:
    import duckdb

ROWS_A_BATCH = 2_048
ANSWER_BYTES = 256 * 1024**2


def answer(database: Path, sql: str, limit: int, count_seconds: float, output: int) -> tuple[int, bool]:
    """The first `limit` rows to the descriptor `output`, as an Arrow stream; how many there are, and whether exactly.

    Rows past the limit are only counted, and only until `count_seconds` of work have been spent in all:
    after that there are more than were counted. Refusal: the statement fails, is refused, or takes too much.
    """
    try:
        with os.fdopen(output, "wb") as file:
            return _run(database, sql, limit, count_seconds, file)
    except (Refusal, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever DuckDB raises is an answer to somebody's SQL
        # Its own classes would need DuckDB on the other side.
        raise Refusal(_code_of(error), found=str(error)) from None


def _run(database: Path, sql: str, limit: int, count_seconds: float, output: Any) -> tuple[int, bool]:
    import pyarrow as pa  # noqa: PLC0415 - see above

    connection = _open_locked(database)
    *before, select = _one_select(connection, sql)
    for statement in before:
        connection.execute(statement)
    reader = connection.execute(select).to_arrow_reader(ROWS_A_BATCH)
    names = different_names(reader.schema.names)
    schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, names, strict=True)])
    rows, size = 0, 0
    with pa.ipc.new_stream(output, schema) as stream:
        for batch in reader:
            if rows < limit:
                kept = batch.slice(0, limit - rows)
                size += kept.nbytes
                if size > ANSWER_BYTES:
                    raise Refusal("SQL_TOO_LARGE", found=f"> {ANSWER_BYTES // 1024**2} MiB")
                stream.write_batch(pa.RecordBatch.from_arrays(kept.columns, schema=schema))
            rows += batch.num_rows
            if rows > limit and time.process_time() > count_seconds:
                return rows, False
    return rows, True


def _open_locked(database: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that reaches no other file, no network, no extension and no Python object."""
    import duckdb  # noqa: PLC0415 - see above

    connection = duckdb.connect(
        str(database),
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_unsigned_extensions": "false",
            "allow_persistent_secrets": "false",
            "memory_limit": "256MB",
            "threads": "1",
            "max_temp_directory_size": "256MB",
            "temp_directory": str(Path.cwd()),
        },
    )
    # A name that is no table must not become a variable of this program.
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET python_scan_all_frames = false")
    # An instant comes back in UTC, as everything else that programs read.
    connection.execute("SET timezone = 'UTC'")
    connection.execute("SET lock_configuration = true")
    return connection


def _one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> list[duckdb.Statement]:
    """The one statement of a text. Refusal for none, for several, and for one that is no SELECT.

    A PIVOT without a list of its columns is two: DuckDB makes a temporary type of what is found first. That one has no
    text, for nobody wrote it; what a person chains has.

    Parsed on the locked connection, because IMPORT DATABASE reads its files when it is parsed.
    """
    statements: list[duckdb.Statement] = connection.extract_statements(sql)
    kinds = [str(statement.type).rpartition(".")[2] for statement in statements]
    if (
        kinds[-1:] == ["SELECT"]
        and {*kinds[:-1]} == {"CREATE"}
        and not any(each.query for each in statements)
    ):
        return statements
    if len(statements) != 1:
        raise Refusal("SQL_NOT_ONE_STATEMENT", found=" + ".join(kinds) or "0")
    if kinds != ["SELECT"]:
        raise Refusal("SQL_NOT_SELECT", found=kinds[0])
    return statements


def different_names(names: list[str]) -> list[str]:
    """['a', 'a', 'b'] → ['a', 'a_2', 'b']: in an object of JSON the second would replace the first."""
    different: list[str] = []
    for name in names:
        new, number = name, 1
        while new in different or (number > 1 and new in names):
            number += 1
            new = f"{name}_{number}"
        different.append(new)
    return different


def _code_of(error: Exception) -> str:
    """The code of what DuckDB raised: its own limits, the file that it cannot have, the disk; else the statement."""
    kind, words = type(error).__name__, str(error)
    # The second where the bound leaves no room for a library itself.
    if kind == "OutOfMemoryException" or (kind == "ImportError" and "failed to map segment" in words):
        return "SQL_TOO_LARGE"
    if kind == "IOException" and "Could not set lock" in words:
        return "SNAPSHOT_HELD"
    if kind == "IOException" and "No space left on device" in words:
        return "DISK_FULL"
    return "SQL_FAILED"
