"""The process that runs somebody else's SQL: a locked-down DuckDB under hard limits, results out as Arrow.

Run as a script, isolated (`python -I query_child.py`), by warehouse/query.py; imports nothing of ours. It
reads one JSON request from standard input, writes one Arrow stream to standard output, and says how it went
in one JSON line on standard error. What the limits are for was measured: memory_limit alone let a string
bomb reach 7.7 GB and ignore interrupts for 37 s; with an address space of 1.5 GB it fails at once.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

ROWS_A_BATCH = 2_048


class RefusedError(Exception):
    """A statement that is not run: `code` of the error and what was found."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found


def set_limits(address_space: int, cpu_seconds: int) -> None:
    """From here on neither this process nor DuckDB's threads in it can take more; no core files."""
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    # The second past the soft limit ends a process that would survive SIGXCPU.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_locked(database: str, scratch: str) -> Any:
    """A read-only connection that reaches no file, no network, no extension and no Python object."""
    import duckdb

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
    """The one statement of a text. RefusedError for none, several, or one that is no SELECT.

    Parsed on the locked connection: IMPORT DATABASE reads its files when it is parsed.
    """
    import duckdb

    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        kinds = " + ".join(str(one.type).rpartition(".")[2] for one in statements)
        raise RefusedError("SQL_NOT_ONE_STATEMENT", f"{len(statements)}: {kinds}" if statements else "0")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise RefusedError("SQL_NOT_SELECT", str(statements[0].type).rpartition(".")[2])
    return statements[0]


def different_names(names: list[str]) -> list[str]:
    """['a', 'a', 'b'] → ['a', 'a_2', 'b']: in an object of JSON the second would silently replace the first."""
    seen: Counter[str] = Counter()
    taken = set(names)
    different = []
    for name in names:
        seen[name] += 1
        new = name
        while seen[name] > 1 and (new in taken):
            new = f"{name}_{seen[name]}"
            if new in taken:
                seen[name] += 1
        taken.add(new)
        different.append(new)
    return different


def run(request: dict[str, Any], output: Any) -> dict[str, Any]:
    """Run the request; the first `limit` rows go to `output`. How many rows there are.

    Counting the rest ends after `count_seconds` of work: then `exact` is false and there are more.
    """
    import pyarrow as pa

    connection = open_locked(request["database"], request["scratch"])
    statement = one_select(connection, request["sql"])
    reader = connection.execute(statement).to_arrow_reader(ROWS_A_BATCH)
    schema = pa.schema(
        [field.with_name(name) for field, name in zip(reader.schema, different_names(reader.schema.names), strict=True)]
    )
    batches: Iterator[Any] = iter(reader)
    wanted, rows, exact = request["limit"], 0, True
    began = time.process_time()
    with pa.ipc.new_stream(output, schema) as stream:
        for batch in batches:
            if rows < wanted:
                kept = batch.slice(0, wanted - rows)
                stream.write_batch(pa.RecordBatch.from_arrays(kept.columns, schema=schema))
            rows += batch.num_rows
            if rows > wanted and time.process_time() - began > request["count_seconds"]:
                exact = False
                break
    return {"rows": rows, "exact": exact}


def main() -> int:
    """0 done, 1 it failed; the line on standard error says what, or why not."""
    request = json.load(sys.stdin)
    set_limits(request["address_space"], request["cpu_seconds"])
    output = sys.stdout.buffer
    try:
        said = run(request, output)
    except RefusedError as refused:
        said = {"code": refused.code, "found": refused.found}
    except MemoryError:
        said = {"code": "SQL_TOO_LARGE", "found": "MemoryError"}
    except Exception as error:  # noqa: BLE001 - whatever DuckDB or Arrow raises is an answer to the user's SQL
        memory = type(error).__name__ == "OutOfMemoryException"
        said = {"code": "SQL_TOO_LARGE" if memory else "SQL_FAILED", "found": f"{error}"}
    output.flush()
    sys.stderr.write(json.dumps(said) + "\n")
    return 1 if "code" in said else 0


if __name__ == "__main__":
    sys.exit(main())
