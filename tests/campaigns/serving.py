"""`make campaign NAME=serving`: what readers of PostgreSQL meet while it is loaded, swapped, killed and out of room.

Four parts, each alone by --only: `swaps` (readers in a loop during swaps, some of them with a load), `kills` (the loader
killed at points spread over a load), `full` (a disk of its own that fills up; as root, on a tmpfs), `runaway` (how long a
query lives that lifted its own limit). A line of figures each; 1 where a reader met an error, saw half, or waited a second.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from samples.folders import make
from tests.conftest import settings_for
from tests.odbc import OdbcError, OdbcReader
from warehouse.home import Home
from warehouse.serving.address import Address, ServingError
from warehouse.serving.publish import (
    SCHEMAS,
    drop_left_over,
    parts_of,
    publish,
    show_next,
    swap,
)
from warehouse.serving.roles import OFFICE, make_login
from warehouse.serving.server import OwnServer, start_own, stop_own
from warehouse.serving.watchdog import LONGEST, watch
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import refresh
from warehouse.store.durable import remove_tree

DAY = date(2024, 2, 1)
_LONGEST_WAIT = 1.0  # seconds that a reader may wait
# Every row is read: of a constant alone PostgreSQL would answer from the first.
_STATEMENT = "select snapshot_id, count(*), sum(value) from bi.headline group by snapshot_id"


def main(arguments: list[str]) -> int:
    """Run what is asked and print; 1 where something is not as it should be."""
    asked = _parser().parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="indicators-serving-"))
    folder.chmod(0o755)
    try:
        settings = _refreshed(folder, asked.home)
        wrong = 0
        for name, part in _PARTS.items():
            if asked.only in ("", name):
                wrong += part(settings, folder / name, asked)
        return 1 if wrong else 0
    finally:
        remove_tree(folder)


def _refreshed(folder: Path, home: Path | None) -> Settings:
    if home is not None:
        return settings_for(home.resolve())
    settings = settings_for(folder / "home")
    shutil.copytree(make(folder / "samples").inbox, Home(settings.home).inbox)
    refresh(settings)
    return settings


@contextmanager
def _server(folder: Path, port: int) -> Iterator[OwnServer]:
    server = start_own(folder, port)
    try:
        yield server
    finally:
        stop_own(server)


@dataclass(frozen=True, slots=True)
class Read:
    """What a tool in a loop met: when each read began, how long it took, which ids they saw, and what went wrong."""

    began: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    halves: list[Any] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def _read_until(dsn: str, by_odbc: bool, done: Path) -> Read:
    """Read on until a file is there. In a process of its own: threads beside the loader would wait for one another."""
    read = Read()
    with OdbcReader(dsn) if by_odbc else psycopg.connect(dsn, autocommit=True) as connection:
        while not done.exists():
            read.began.append(time.monotonic())
            try:
                rows = _rows(connection)
            except (psycopg.Error, OdbcError) as error:
                read.problems.append(str(error).strip())
                return read
            read.seconds.append(time.monotonic() - read.began[-1])
            read.ids.update(row[0] for row in rows)
            if len(rows) != 1:
                read.halves.append(rows)
    return read


def _longest_pause(done: Path) -> float:
    """Seconds that a process which reads nothing waited for its turn, at most: what the machine itself has to do with it."""
    longest, last = 0.0, time.monotonic()
    while not done.exists():
        now = time.monotonic()
        longest, last = max(longest, now - last), now
    return longest


def _rows(connection: psycopg.Connection[Any] | OdbcReader) -> Sequence[Sequence[Any]]:
    if isinstance(connection, OdbcReader):
        return [connection.row(_STATEMENT)]
    return connection.execute(_STATEMENT.encode()).fetchall()


@contextmanager
def _reading(address: Address, done: Path, count: int, odbc: int) -> Iterator[tuple[list[Read], list[float]]]:
    """So many readers, `odbc` of them through the driver of Excel and the others of psycopg, and one process that reads nothing.
    What they met, and how long that one waited, is there at the end."""
    with address.connected() as connection:
        password = make_login(connection, "campaign", OFFICE)
    dsn = psycopg.conninfo.make_conninfo(address.dsn, user="campaign", password=password)
    met: list[Read] = []
    paused: list[float] = []
    with ProcessPoolExecutor(count + 1, multiprocessing.get_context("spawn")) as processes:
        reading = [processes.submit(_read_until, dsn, place < odbc, done) for place in range(count)]
        idle = processes.submit(_longest_pause, done)
        try:
            yield met, paused
        finally:
            done.touch()
        met += [each.result() for each in reading]
        paused.append(idle.result())


def swaps(settings: Settings, folder: Path, asked: argparse.Namespace) -> int:
    """Readers during swaps: in each twentieth the rows are loaded anew, in the others only the views change."""
    current = Home(settings.home).current.resolve()
    with _server(folder, asked.port) as server:
        address = server.address()
        publish(address, current, settings.office, DAY)
        with _reading(address, folder / "done", asked.readers, asked.odbc) as (met, paused):
            time.sleep(asked.quiet)
            quiet_until, longest_swap = time.monotonic(), 0.0
            with parts_of(current, settings.office, DAY) as parts, address.connected() as connection:
                token = _token_of_rows(connection)
                for turn in range(asked.swaps):
                    name = f"turn-{turn:04}"
                    if asked.loads and turn % max(asked.swaps // asked.loads, 1) == 0:
                        publish(address, current, settings.office, DAY, snapshot_id=name)
                        token = _token_of_rows(connection)
                        continue
                    show_next(connection, parts, token, name)
                    began = time.monotonic()
                    swap(connection, secrets.token_hex(4))
                    longest_swap = max(longest_swap, time.monotonic() - began)
                    drop_left_over(connection)
    timed = [each for read in met for each in zip(read.began, read.seconds, strict=False)]
    quiet = [seconds for began, seconds in timed if began < quiet_until]
    busy = [seconds for began, seconds in timed if began >= quiet_until]
    problems = [problem for read in met for problem in read.problems]
    halves = sum(len(read.halves) for read in met)
    ids = set().union(*(read.ids for read in met))
    print(
        f"swaps: {asked.swaps} with {asked.loads} loads, {asked.readers} readers ({asked.odbc} of ODBC), {len(busy):,} reads, {len(problems)} errors,"
        f" {halves} of more than one snapshot, {len(ids)} snapshots seen; longest swap {longest_swap * 1000:.0f} ms"
    )
    slow = sum(seconds > _LONGEST_WAIT for seconds in busy)
    print(
        f"  without swaps {_times(quiet)}; with {_times(busy)}, {slow} over a second; a process that reads nothing waited"
        f" {paused[0] * 1000:.0f} ms at most"
    )
    return len(problems) + halves + (max(busy) > _LONGEST_WAIT)


def _token_of_rows(connection: psycopg.Connection[Any]) -> str:
    names = connection.execute("select nspname from pg_namespace where nspname ~ '^marts_rows_'").fetchall()
    return str(names[-1][0]).removeprefix("marts_rows_")


def _times(seconds: list[float]) -> str:
    hundred = statistics.quantiles(seconds, n=100)
    return f"p50 {hundred[49] * 1000:.1f} ms, p99 {hundred[98] * 1000:.1f} ms, longest {max(seconds) * 1000:.0f} ms"


def kills(settings: Settings, folder: Path, asked: argparse.Namespace) -> int:
    """The loader killed at points spread over the time of a load; then one load to its end."""
    with _server(folder, asked.port) as server:
        address = server.address()
        current = Home(settings.home).current.resolve()
        publish(address, current, settings.office, DAY, snapshot_id="the one before")
        expected = _counts(address)
        began = time.monotonic()
        _loader(address, settings, "a whole load").wait()
        whole = time.monotonic() - began
        publish(address, current, settings.office, DAY, snapshot_id="the one before")
        completed = broken = 0
        for point in range(asked.kills):
            loading = _loader(address, settings, f"killed-{point:04}")
            time.sleep(whole * point / asked.kills)
            loading.send_signal(signal.SIGKILL)
            loading.wait()
            # What the server is still at ends with its client's connection.
            time.sleep(0.05)
            completed += _shown(address).startswith("killed-")
            broken += _counts(address) != expected
        publish(address, current, settings.office, DAY, snapshot_id="the last")
        left = _schemas(address) - set(SCHEMAS)
        ended_well = (
            _shown(address) == "the last" and _counts(address) == expected and len(left) == len(SCHEMAS)
        )
    print(
        f"kills: {asked.kills} over {whole:.1f} s; {completed} came after the swap; {broken} times a schema was not whole;"
        f" the next load {'completes, nothing is left over' if ended_well else f'leaves {sorted(left)}'}"
    )
    return broken + (not ended_well)


def _loader(address: Address, settings: Settings, name: str) -> subprocess.Popen[bytes]:
    program = (
        "import sys; from datetime import date; from pathlib import Path; from warehouse.serving.address import Address;"
        "from warehouse.serving.publish import publish;"
        "publish(Address(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), date(2024, 2, 1), snapshot_id=sys.argv[4])"
    )
    current = Home(settings.home).current.resolve()
    return subprocess.Popen(
        [sys.executable, "-c", program, address.dsn, str(current), str(settings.office), name], cwd=CHECKOUT
    )


def _counts(address: Address) -> dict[str, int]:
    """The rows of every relation that readers have."""
    with address.connected() as connection:
        names = connection.execute(
            "select table_schema, table_name from information_schema.tables where table_schema = any(%s)",
            [list(SCHEMAS)],
        ).fetchall()
        return {
            f"{schema}.{name}": connection.execute(
                psycopg.sql.SQL("select count(*) from {}").format(psycopg.sql.Identifier(schema, name))
            ).fetchone()[0]  # type: ignore[index]
            for schema, name in names
        }


def _shown(address: Address) -> str:
    """The name under which rows were loaded: the mart `snapshot` says what the file is called, whatever it was loaded as."""
    with address.connected() as connection:
        ((name,),) = connection.execute("select distinct snapshot_id from bi.headline").fetchall()
        return str(name)


def _schemas(address: Address) -> set[str]:
    with address.connected() as connection:
        found = connection.execute("select nspname from pg_namespace where nspname !~ '^pg_'").fetchall()
    return {name for (name,) in found} - {"information_schema", "public"}


def full(settings: Settings, folder: Path, asked: argparse.Namespace) -> int:
    """A disk of its own with less and less room: a load completes or is refused, and what was there is whole."""
    if os.geteuid() != 0:
        print("full: a tmpfs is mounted by root alone", file=sys.stderr)
        return 1
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2g,mode=0755", "tmpfs", folder], check=True)
    try:
        return _full(settings, folder, asked)
    finally:
        subprocess.run(["umount", folder], check=True)


def _full(settings: Settings, folder: Path, asked: argparse.Namespace) -> int:
    server = start_own(folder / "server", asked.port)
    address = server.address()
    current = Home(settings.home).current.resolve()
    publish(address, current, settings.office, DAY, snapshot_id="the one before")
    used = _used(folder)
    publish(address, current, settings.office, DAY, snapshot_id="the one before, again")
    expected, needed = _counts(address), _used(folder) - used
    refused = completed = broken = stopped = 0
    for turn in range(asked.sizes):
        ballast = folder / "ballast"
        room = max(needed, 64 << 20) * turn // asked.sizes
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(folder).free - room, 1))
        try:
            publish(address, current, settings.office, DAY, snapshot_id=f"room-{room}")
            completed += 1
        except ServingError as error:
            refused += 1
            print(f"  room {room >> 20} MiB: {error.code} {error.found[-110:]}")
        stopped += not _answers(address)
        ballast.unlink()
        if not _answers(address):
            with _suppressed():
                stop_own(server)
            server = start_own(folder / "server", asked.port)
        broken += _counts(address) != expected
    publish(address, current, settings.office, DAY, snapshot_id="the last")
    ended_well = _shown(address) == "the last" and _counts(address) == expected
    stop_own(server)
    print(
        f"full: {asked.sizes} sizes; {refused} refused, {completed} completed, the server stopped {stopped} times, {broken}"
        f" times a schema was not whole; the next load {'completes' if ended_well else 'does not complete'}"
    )
    return broken + (not ended_well) + (refused == 0)


@contextmanager
def _suppressed() -> Iterator[None]:
    """A server that ended by itself cannot be told to."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever its control program says
        print(f"  {type(error).__name__}", file=sys.stderr)


def _used(folder: Path) -> int:
    return shutil.disk_usage(folder).used


def _answers(address: Address) -> bool:
    try:
        _shown(address)
    except ServingError:
        return False
    return True


def runaway(settings: Settings, folder: Path, asked: argparse.Namespace) -> int:
    """A query that lifts its own limit, under the watchdog as it is run."""
    with _server(folder, asked.port) as server:
        publish(server.address(), Home(settings.home).current.resolve(), settings.office, DAY)
        with server.address().connected() as connection:
            password = make_login(connection, "campaign", OFFICE)
        dsn = psycopg.conninfo.make_conninfo(server.address().dsn, user="campaign", password=password)
        stopped = threading.Event()
        watching = threading.Thread(target=watch, args=(server.watchdog_address(), stopped))
        watching.start()
        began = time.monotonic()
        try:
            with psycopg.connect(dsn, autocommit=True) as tool:
                tool.execute("set statement_timeout = 0")
                tool.execute("select count(*) from generate_series(1, 1000000000000)")
        except psycopg.errors.AdminShutdown:
            pass
        finally:
            stopped.set()
            watching.join()
        lived = time.monotonic() - began
    print(f"runaway: ended after {lived:.1f} s")
    return int(not LONGEST <= lived <= LONGEST + 10)


_PARTS: dict[str, Callable[[Settings, Path, argparse.Namespace], int]] = {
    "swaps": swaps,
    "kills": kills,
    "full": full,
    "runaway": runaway,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="serving")
    parser.add_argument("--only", choices=(*_PARTS, ""), default="")
    parser.add_argument(
        "--home", type=Path, default=None, help="a refreshed home; default: the samples, refreshed"
    )
    parser.add_argument("--port", type=int, default=54329)
    parser.add_argument("--swaps", type=int, default=200)
    parser.add_argument("--loads", type=int, default=5)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument(
        "--odbc", type=int, default=2 if shutil.which("isql") else 0, help="how many of them read by ODBC"
    )
    parser.add_argument("--quiet", type=float, default=10.0, help="seconds of reading without a swap")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--sizes", type=int, default=10)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
