"""Rows into PostgreSQL: as we load them, and as CSV with psql's \\copy. In turn, in one run, into the same server.

`python -m benchmarks.serving --rows 10000000`: a table of the columns of fct_observation that carry a value, drawn from a
seed. Each is loaded twice, in the order ours, CSV, CSV, ours: who comes first into a new server makes the files of its
log, and the others use them again. The loads end with the same rows, which is asked. Then five questions of dashboards,
p50 and p95 of twenty each.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from adbc_driver_postgresql import dbapi

from warehouse.dictionary import Column, Model
from warehouse.serving.address import Address
from warehouse.serving.rows import copy_rows, finish_table, make_table
from warehouse.serving.server import binaries, start_own, stop_own
from warehouse.store.durable import remove_tree

_TABLE = "observed"
_COLUMNS = {
    "observation_id": ("bigint", "row_number() over ()"),
    "series_id": ("varchar", "'S' || lpad(cast(i % 20000 as text), 6, '0')"),
    "indicator_id": ("varchar", "'indicator_' || (i % 200)"),
    "ref_area": ("varchar", "cast(371002000000 + (i % 20) * 1000 as text)"),
    "time_period": ("varchar", "cast(2004 + i % 20 as text) || '-' || lpad(cast(1 + i % 12 as text), 2, '0')"),
    "obs_value": ("decimal(28, 6)", "cast((i * 7919) % 100000000 as decimal(28, 6)) / 100"),
    "obs_status": ("varchar", "case when i % 50 = 0 then 'P' else 'A' end"),
    "file": ("varchar", "'固定资产投资' || (i % 5000) || '.xlsx'"),
    "cell": ("varchar", "'C' || (i % 400)"),
}  # fmt: skip
_QUESTIONS = {
    "one series": "select time_period, obs_value from {t} where series_id = 'S004711' order by time_period",
    "one month by area": "select ref_area, sum(obs_value) from {t} where time_period = '2023-12' group by ref_area",
    "one indicator by year": "select left(time_period, 4), sum(obs_value) from {t} where indicator_id = 'indicator_7' group by 1",
    "ten greatest of a month": "select series_id, obs_value from {t} where time_period = '2023-12' order by obs_value desc limit 10",
    "provisional by month": "select time_period, count(*) from {t} where obs_status = 'P' and indicator_id = 'indicator_9' group by 1",
}


def main(arguments: list[str]) -> int:
    """Prints a line of JSON: seconds, rows, the ratio, and how long the questions took."""
    asked = _parser().parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="indicators-bench-", dir=asked.folder))
    folder.chmod(0o755)
    server = start_own(folder / "server", asked.port)
    try:
        print(json.dumps(_measured(server.address(), folder, asked.rows), ensure_ascii=False, indent=2))
    finally:
        stop_own(server)
        remove_tree(folder)
    return 0


def _measured(address: Address, folder: Path, rows: int) -> dict[str, Any]:
    columns = tuple(Column(name, kind, name, name) for name, (kind, _) in _COLUMNS.items())
    model = Model(_TABLE, "core", _TABLE, _TABLE, ("observation_id",), (), columns)
    with duckdb.connect(str(folder / "rows.duckdb")) as source, address.connected() as connection:
        said = ", ".join(f"cast({sql} as {kind}) as {name}" for name, (kind, sql) in _COLUMNS.items())
        source.execute(f"create table {_TABLE} as select {said} from range({rows}) as r (i)")  # noqa: S608 - of our own
        for schema in ("ours", "theirs"):
            connection.execute(f"create schema {schema}".encode())
            make_table(connection, schema, model)

        def as_csv() -> tuple[float, float]:
            written = f"copy {_TABLE} to '{folder / 'rows.csv'}' (header false)"
            return _seconds(lambda: source.execute(written)), _seconds(
                lambda: _as_csv(address, folder / "rows.csv")
            )

        def as_ours() -> float:
            return _seconds(lambda: _as_we_load(address, source, model))

        ours, csv = [as_ours()], [as_csv()]
        connection.execute(f"truncate theirs.{_TABLE}".encode())
        csv.append(as_csv())
        connection.execute(f"truncate ours.{_TABLE}".encode())
        ours.append(as_ours())
        differ = connection.execute(
            f"select count(*) from (select * from ours.{_TABLE} except all select * from theirs.{_TABLE}) as d".encode()  # noqa: S608
        ).fetchone()
        counted = connection.execute(f"select count(*) from theirs.{_TABLE}".encode()).fetchone()  # noqa: S608
        finished = _seconds(lambda: finish_table(connection, "ours", model))
        return {
            "rows": rows,
            "rows_there": counted[0] if counted else 0,
            "rows_that_differ": differ[0] if differ else None,
            "ours_seconds": ours,
            "csv_seconds": [round(written + copied, 1) for written, copied in csv],
            "of_which_writing_the_csv": [written for written, _ in csv],
            "ratio": round(sum(ours) / sum(map(sum, csv)), 2),
            "keys_and_indexes_seconds": finished,
            "questions_ms": {name: _asked(connection, sql) for name, sql in _QUESTIONS.items()},
        }


def _as_we_load(address: Address, source: Any, model: Model) -> None:
    with dbapi.connect(address.dsn) as one, dbapi.connect(address.dsn) as other:
        copy_rows((one, other), source, "ours", model)
        one.commit()
        other.commit()


def _as_csv(address: Address, file: Path) -> None:
    subprocess.run(
        [binaries() / "psql", "-q", "-d", address.dsn, "-c", f"\\copy theirs.{_TABLE} from '{file}' csv"],
        check=True,
    )


def _asked(connection: Any, sql: str) -> dict[str, float]:
    taken = []
    for _ in range(20):
        began = time.monotonic()
        connection.execute(sql.format(t=f"ours.{_TABLE}").encode()).fetchall()
        taken.append((time.monotonic() - began) * 1000)
    twenty = statistics.quantiles(taken, n=20)
    return {"p50": round(twenty[9], 1), "p95": round(twenty[18], 1)}


def _seconds(done: Callable[[], object]) -> float:
    began = time.monotonic()
    done()
    return round(time.monotonic() - began, 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="serving")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--port", type=int, default=54328)
    parser.add_argument(
        "--folder", type=Path, default=None, help="where the server and the rows lie; 10 GB for ten million"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
