"""What each login of PostgreSQL may do, action by action, and what it tries in vain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.warehouse.serving.test_publish import Loaded
from warehouse.serving.roles import OFFICE, OPEN, make_login
from warehouse.serving.server import OwnServer

Logins = dict[str, psycopg.Connection[Any]]
NOBODY, ALL = frozenset[str](), frozenset({"office", "open", "watchdog"})
_MARTS = frozenset({"office"})
_OPEN = frozenset({"open"})
_WATCHDOG = frozenset({"watchdog"})

# An action, and who may do it.
ACTIONS: dict[str, frozenset[str]] = {
    "select count(*) from marts.mart_indicator": _MARTS,
    "select count(*) from marts.mart_growth_rate": _MARTS,
    "select count(*) from marts.mart_foreign_capital": _MARTS,
    "select count(*) from marts.finding": _MARTS,
    "select count(*) from marts.snapshot": _MARTS,
    "select count(*) from bi.headline": _MARTS,
    "select count(*) from bi.returns": _MARTS,
    'select count(*) from bi."主要指标"': _MARTS,
    "select count(*) from bi_open.headline": _OPEN,
    'select count(*) from bi_open."主要指标"': _OPEN,
    "select 1": ALL,
    "select current_database()": ALL,
    "select count(*) from pg_class": ALL,
    "select count(*) from information_schema.tables": ALL,
    "select count(*) from pg_settings": ALL,
    "set statement_timeout = 0": ALL,
    "begin; rollback": ALL,
    "set default_transaction_read_only = off": ALL,
    "select pg_terminate_backend(pg_backend_pid() + 1000000)": ALL,  # no such process: a warning
    "select query from pg_stat_activity where query <> '<insufficient privilege>' and usename = 'indicators_loader'": ALL,
    "create table public.mine (x int)": NOBODY,
    "create table bi.mine (x int)": NOBODY,
    "create table marts.mine (x int)": NOBODY,
    "create schema mine": NOBODY,
    "create temp table mine (x int)": NOBODY,
    "create view bi.mine as select 1 as one": NOBODY,
    "create function public.mine() returns int language sql as 'select 1'": NOBODY,
    "create extension pg_stat_statements": NOBODY,
    "create role mine": NOBODY,
    "create database mine": NOBODY,
    "delete from marts.mart_indicator": NOBODY,
    "update bi.headline set value = 1": NOBODY,
    "insert into bi_open.headline select * from bi_open.headline": NOBODY,
    "truncate marts.mart_indicator": NOBODY,
    "drop view bi.headline": NOBODY,
    "drop schema marts cascade": NOBODY,
    "alter schema marts rename to mine": NOBODY,
    "alter view bi.headline rename to mine": NOBODY,
    "alter view bi.headline owner to current_user": NOBODY,
    "comment on view bi.headline is 'mine'": NOBODY,
}

# What a login of the office tries: to read more, to change, to get out, to stay, to take all there is.
ATTACKS = (
    "set role indicators_loader",
    "set role indicators_watchdog",
    "set session authorization indicators_loader",
    "alter role tool_office superuser",
    "alter role tool_office createrole",
    "alter role indicators_loader password 'mine'",
    "alter role tool_open in database indicators set role to indicators_loader",
    "grant indicators_loader to tool_office",
    "grant pg_read_server_files to tool_office",
    "grant indicators_office to tool_open",
    "select rolpassword from pg_authid",
    "select passwd from pg_shadow",
    "select * from pg_user_mapping",
    "select pg_read_file('/etc/passwd')",
    "select pg_read_binary_file('postgresql.conf')",
    "select pg_ls_dir('/')",
    "select pg_stat_file('/etc/passwd')",
    "select lo_import('/etc/passwd')",
    "select lo_export(1, '/tmp/out')",
    "copy (select 1) to program 'id'",
    "copy (select 1) to '/tmp/out'",
    "create temp table t as select 1 as x",
    "copy marts.mart_indicator from '/etc/passwd'",
    "copy marts.mart_indicator from program 'id'",
    "do $$ begin execute 'drop schema marts cascade'; end $$",
    "do $$ begin execute 'create table public.x (y int)'; end $$",
    "create function pg_temp.f() returns int language sql as 'select 1'",
    "create language plpython3u",
    "create extension dblink",
    "create extension file_fdw",
    "create server s foreign data wrapper file_fdw",
    "create event trigger t on ddl_command_start execute function f()",
    "create rule r as on select to bi.headline do instead select 1",
    "create trigger t before update on bi.headline execute function suppress_redundant_updates_trigger()",
    "create publication p for all tables",
    "select pg_create_logical_replication_slot('s', 'pgoutput')",
    "select pg_create_physical_replication_slot('s')",
    "alter system set listen_addresses = '*'",
    "alter database indicators set default_transaction_read_only = off",
    "alter default privileges for role indicators_loader grant all on tables to public",
    "select pg_reload_conf()",
    "select pg_rotate_logfile()",
    "select pg_switch_wal()",
    "select pg_promote()",
    "checkpoint",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'indicators_loader'",
    "select pg_cancel_backend(pid) from pg_stat_activity where usename = 'indicators_loader'",
    "begin; lock table bi.headline in access exclusive mode",
    "reindex database indicators",
    "security label on view bi.headline is 'mine'",
)


@pytest.fixture(scope="module")
def logins(served: Loaded, server: OwnServer) -> Iterator[Logins]:
    address = served[0]
    with address.connected() as loader:
        opened = {}
        for name, group in (("office", OFFICE), ("open", OPEN)):
            password = make_login(loader, f"tool_{name}", group)
            dsn = make_conninfo(address.dsn, user=f"tool_{name}", password=password)
            opened[name] = psycopg.connect(dsn, autocommit=True)
        opened["watchdog"] = psycopg.connect(server.watchdog_address().dsn, autocommit=True)
        yield opened
        for each in opened.values():
            each.close()


def refused(connection: psycopg.Connection[Any], statement: str) -> str:
    """The class of the error that PostgreSQL answers with; nothing where it does what it is told."""
    # What a login can lift itself does not hold it back.
    connection.execute("set default_transaction_read_only = off")
    connection.execute("set statement_timeout = '10s'")
    try:
        connection.execute(statement.encode())
    except psycopg.Error as error:
        connection.rollback()
        return type(error).__name__
    return ""


@pytest.mark.parametrize("who", sorted(ALL))
def test_each_login_may_do_what_is_declared_and_nothing_else(logins: Logins, who: str) -> None:
    found = {action: not refused(logins[who], action) for action in ACTIONS}
    assert found == {action: who in allowed for action, allowed in ACTIONS.items()}


def test_what_a_tool_of_the_office_tries_is_refused(logins: Logins, served: Loaded) -> None:
    with served[0].connected() as loader:
        before = loader.execute("select count(*) from marts.mart_indicator").fetchone()
        passed = [attack for attack in ATTACKS if not refused(logins["office"], attack)]
        assert passed == []
        assert loader.execute("select count(*) from marts.mart_indicator").fetchone() == before
    assert (len(ACTIONS), len(ATTACKS)) == (40, 50)
