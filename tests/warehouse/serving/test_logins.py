"""A BI tool's own login, and the watchdog that ends what it runs for too long."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.conftest import Night, Query
from tests.docs.markdown import blocks
from tests.warehouse.command import Run
from tests.warehouse.serving.test_publish import Loaded
from warehouse.serving.address import Address
from warehouse.serving.server import OwnServer
from warehouse.serving.watchdog import end_runaways, watch
from warehouse.settings import CHECKOUT


@pytest.fixture
def login(served: Loaded, run: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that calls the command and returns a connection of the login that it made."""
    monkeypatch.setenv("INDICATORS_POSTGRES", served[0].dsn)
    opened: list[psycopg.Connection[Any]] = []
    names: set[str] = set()

    def logged_in(name: str, *options: str) -> psycopg.Connection[Any]:
        made = run("login", name, "--json", *options)
        assert made.status == 0, made.err
        names.add(name)
        said = made.document
        opened.append(
            psycopg.connect(
                host=said["server"],
                port=said["port"],
                dbname=said["database"],
                user=said["user"],
                password=said["password"],
                autocommit=True,
            )
        )
        return opened[-1]

    yield logged_in
    for each in opened:
        each.close()
    for name in names:
        run("login", name, "--drop")


def test_a_tool_of_the_office_reads_bi_and_one_of_the_public_reads_bi_open(login: Any) -> None:
    office, public = login("power_bi"), login("website", "--open")
    assert office.execute("select count(*) from bi.headline").fetchone()[0] > 0
    assert public.execute("select count(*) from bi_open.headline").fetchone()[0] > 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        public.execute("select count(*) from bi.headline")


def test_the_pages_of_a_bi_tool_are_the_same_figures_there(
    login: Any, first_night: Night, query: Query
) -> None:
    tool = login("power_bi")
    for statement in blocks(CHECKOUT / "docs" / "bi.md", "sql"):
        found = tool.execute(statement.encode()).fetchall()
        expected = [tuple(row.values()) for row in query(first_night[0], statement)]
        assert in_order(found) == in_order(expected), statement


def in_order(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Rows as texts: a quotient is a decimal of many digits in one database and a double in the other."""
    return sorted(
        repr([round(float(one), 9) if isinstance(one, int | float | Decimal) else one for one in row])
        for row in rows
    )


def test_asked_for_again_a_login_has_a_new_password_and_its_old_one_is_refused(login: Any) -> None:
    first = login("power_bi").info
    second = login("power_bi").info
    assert first.password != second.password
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host=first.host,
            port=first.port,
            dbname=first.dbname,
            user=first.user,
            password=first.password,
        )


@pytest.mark.parametrize("name", ["indicators_loader", "pg_monitor", "Power BI", "x'; drop", "postgres"])
def test_a_name_that_is_no_tools_is_refused(
    served: Loaded, run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("INDICATORS_POSTGRES", served[0].dsn)
    if name == "postgres":
        with served[0].connected() as connection:
            connection.execute("drop role if exists postgres; create role postgres createrole")
    refused = run("login", name)
    assert (refused.status, refused.code) == (2, "LOGIN_NAME")


def test_a_login_that_is_ended_is_cut_off_and_gone(login: Any, run: Run) -> None:
    tool = login("excel")
    assert run("login", "excel", "--drop").status == 0
    with pytest.raises(psycopg.OperationalError):
        tool.execute("select 1")
    assert run("login", "excel", "--drop").code == "LOGIN_NAME"


def test_the_watchdog_ends_what_has_run_too_long_and_nothing_else(
    login: Any, server: OwnServer, capsys: pytest.CaptureFixture[str]
) -> None:
    runaway, resting, waiting = login("power_bi"), login("website", "--open"), login("excel")
    runaway.execute("set statement_timeout = 0")
    waiting.autocommit = False
    waiting.execute("select count(*) from bi.headline")
    stopped = threading.Event()
    watching = threading.Thread(target=watch, args=(server.watchdog_address(), stopped, 0.5, 0.1))
    watching.start()
    try:
        with pytest.raises(psycopg.errors.AdminShutdown):
            runaway.execute("select pg_sleep(30)")
        # An open transaction that does nothing holds back the dropping of the snapshot before.
        stopped.wait(1)
        with pytest.raises(psycopg.OperationalError):
            waiting.execute("select 1")
    finally:
        stopped.set()
        watching.join()
    assert resting.execute("select 1").fetchone() == (1,)
    assert "power_bi" in capsys.readouterr().out


def test_the_loader_is_never_ended_and_the_watchdog_reads_no_table(served: Loaded, server: OwnServer) -> None:
    watchdog = server.watchdog_address()
    with server.address().connected() as loader, watchdog.connected() as connection:
        with loader.transaction():
            loader.execute("select 1")
            assert end_runaways(connection, 0.0) == ()
            assert loader.execute("select 1").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select count(*) from marts.mart_indicator")
    assert isinstance(served[0], Address)
