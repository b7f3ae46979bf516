"""The process that runs somebody else's SQL: a locked-down DuckDB under hard limits, results out as Arrow.

Run as a script, isolated (`python -I query_child.py`), by query.py, and importing nothing of ours. It reads
one JSON request from standard input, writes one Arrow stream to standard output, and says how it went in one
JSON line on standard error. Why limits of the kernel as well: under memory_limit = 256 MB alone, a string bomb
reached 7.7 GB and ignored interrupts for 37 s.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import duckdb
import pyarrow as pa

ROWS_A_BATCH = 2_048
ANSWER_BYTES = 256 * 1024**2


class RefusedError(Exception):
    """What is not run, or not answered: the code of the error, and what was found."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found


def set_limits(address_space: int, cpu_seconds: int) -> None:
    """From here on this process, DuckDB's threads included, cannot take more; nor leave a core file."""
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    # The second between soft and hard is for SIGXCPU; what survives that is killed.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_locked(database: str, scratch: str) -> Any:
    """A read-only connection that reaches no other file, no network, no extension and no Python object."""
    connection = duckdb.connect(
        database,
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
            "temp_directory": scratch,
        },
    )
    # A name that is no table must not become a variable of this program.
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET python_scan_all_frames = false")
    connection.execute("SET lock_configuration = true")
    return connection


def one_select(connection: Any, sql: str) -> Any:
    """The one statement of a text. RefusedError for none, for several, and for one that is no SELECT.

    Parsed on the locked connection, because IMPORT DATABASE reads its files when it is parsed.
    """
    statements = connection.extract_statements(sql)
    kinds = [str(one.type).rpartition(".")[2] for one in statements]
    if len(statements) != 1:
        raise RefusedError("SQL_NOT_ONE_STATEMENT", " + ".join(kinds) or "0")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise RefusedError("SQL_NOT_SELECT", kinds[0])
    return statements[0]


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


def run(request: dict[str, Any], output: Any) -> dict[str, Any]:
    """Write the first `limit` rows to `output`; how many rows there are.

    Rows past the limit are only counted, and only until `count_seconds` of work have been spent in all:
    after that there are more than were counted, and `exact` is false.
    """
    connection = open_locked(request["database"], request["scratch"])
    reader = connection.execute(one_select(connection, request["sql"])).to_arrow_reader(ROWS_A_BATCH)
    names = different_names(reader.schema.names)
    schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, names, strict=True)])
    rows, size = 0, 0
    with pa.ipc.new_stream(output, schema) as stream:
        for batch in reader:
            if rows < request["limit"]:
                kept = batch.slice(0, request["limit"] - rows)
                size += kept.nbytes
                if size > ANSWER_BYTES:
                    raise RefusedError("SQL_TOO_LARGE", f"> {ANSWER_BYTES // 1024**2} MiB")
                stream.write_batch(pa.RecordBatch.from_arrays(kept.columns, schema=schema))
            rows += batch.num_rows
            if rows > request["limit"] and time.process_time() > request["count_seconds"]:
                return {"rows": rows, "exact": False}
    return {"rows": rows, "exact": True}


def code_of(error: Exception) -> str:
    """The code of what DuckDB raised: its own limits, the file that it cannot have, the disk; else the statement."""
    kind, said = type(error).__name__, str(error)
    if kind == "OutOfMemoryException":
        return "SQL_TOO_LARGE"
    if kind == "IOException" and "Could not set lock" in said:
        return "SNAPSHOT_HELD"
    if kind == "IOException" and "No space left on device" in said:
        return "DISK_FULL"
    return "SQL_FAILED"


def main() -> int:
    """0 answered, 1 not; the line on standard error says what, or why not."""
    request = json.load(sys.stdin)
    set_limits(request["address_space"], request["cpu_seconds"])
    try:
        said = run(request, sys.stdout.buffer)
    except RefusedError as refused:
        said = {"code": refused.code, "found": refused.found}
    except MemoryError:
        said = {"code": "SQL_TOO_LARGE", "found": "MemoryError"}
    except Exception as error:  # noqa: BLE001 - whatever DuckDB raises is an answer to somebody's SQL
        said = {"code": code_of(error), "found": str(error)}
    sys.stdout.buffer.flush()
    sys.stderr.write(json.dumps(said) + "\n")
    return 1 if "code" in said else 0


if __name__ == "__main__":
    sys.exit(main())
