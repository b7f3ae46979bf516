"""The watchdog: ends what a BI login runs for more than a minute.

A time limit set on a role is a default that the login may change (`set statement_timeout = 0`); a login that may end
others is a limit. It runs beside Airflow under `make up`, and as deploy/systemd/indicators-postgres-watchdog.service.
"""

from __future__ import annotations

import signal
import sys
import threading
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from warehouse.serving.address import Address, ServingError
from warehouse.serving.roles import OFFICE, OPEN
from warehouse.serving.server import running_own
from warehouse.variables import settings_from_environment

LONGEST, EVERY = 60, 5  # seconds: a runaway query ends within 70

# A transaction that is open and idle holds back the dropping of the snapshot before, as a query does.
_RUNAWAYS = """
select pid, usename, cast(extract(epoch from clock_timestamp() - since) as integer), pg_terminate_backend(pid)
from (
    select
        activity.pid,
        activity.usename,
        case when activity.state = 'active' then activity.query_start else activity.state_change end as since
    from pg_stat_activity as activity
    inner join pg_roles as login on login.oid = activity.usesysid
    where
        activity.backend_type = 'client backend'
        and activity.datname = current_database()
        and activity.state <> 'idle'
        and not login.rolsuper
        and login.oid <> (select datdba from pg_database where datname = current_database())
        and exists (
            select 1 from pg_roles as held
            where held.rolname = any(%s) and pg_has_role(login.oid, held.oid, 'usage')
        )
) as running
where clock_timestamp() - since > make_interval(secs => %s)
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """A process of the server that was told to end, whose it was, and for how many seconds it had run."""

    pid: int
    login: str
    seconds: int


def end_runaways(connection: Connection[Any], longest: float = LONGEST) -> tuple[Ended, ...]:
    """Ends what logins of the two groups have run for more than so many seconds."""
    found = connection.execute(_RUNAWAYS, [[OFFICE, OPEN], longest]).fetchall()
    return tuple(Ended(pid, login, seconds) for pid, login, seconds, was_there in found if was_there)


def watch(address: Address, stopped: threading.Event, longest: float = LONGEST, every: float = EVERY) -> None:
    """Looks again and again until it is stopped; a server that is away is waited for."""
    while not stopped.is_set():
        try:
            with address.connected() as connection:
                while not stopped.wait(every):
                    for each in end_runaways(connection, longest):
                        print(
                            f"结束了 {each.login} 运行 {each.seconds} 秒的查询 (ended a query): pid {each.pid}",
                            flush=True,
                        )
        except ServingError as error:
            print(f"{error.code} {error.found}", file=sys.stderr, flush=True)
            stopped.wait(every)


def main() -> int:
    """0: told to end. 2: no server is set, and none of our own runs."""
    settings = settings_from_environment()
    own = running_own(settings.home)
    if settings.postgres_watchdog:
        watched = Address(settings.postgres_watchdog)
    elif own is not None:
        watched = own.watchdog_address()
    else:
        print("没有设置 INDICATORS_POSTGRES_WATCHDOG (not set)", file=sys.stderr)
        return 2
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    watch(watched, stopped)
    return 0


if __name__ == "__main__":
    sys.exit(main())
