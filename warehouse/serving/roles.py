"""Who may read what: a group for the office, one for what is public. Each BI tool has a login of its own in one of them.

The groups cannot log in, and read views alone: what a view is of is its owner's. Bounds set on a role are defaults that
a login may change; what ends a runaway query is the watchdog.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from psycopg import Connection, sql

from ingest.finding.refusal import Refusal

OFFICE, OPEN = "indicators_office", "indicators_open"
WATCHDOG = "indicators_watchdog"
# What a login starts with; it may change them, and no dashboard does.
_DEFAULTS = (
    # Instants are read as the office's clock shows them.
    "timezone = 'Asia/Shanghai'",
    "statement_timeout = '60s'",
    "idle_in_transaction_session_timeout = '60s'",
    "default_transaction_read_only = on",
)
# Where it looks for a name without a schema.
_SCHEMAS = {OFFICE: "bi, marts", OPEN: "bi_open"}
_LOGIN_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
GROUPS = {"marts": OFFICE, "bi": OFFICE, "bi_open": OPEN}


def make_groups(connection: Connection[Any]) -> None:
    """The groups where they are not there yet, and nothing for everybody."""
    for group in (OFFICE, OPEN):
        found = connection.execute("select 1 from pg_roles where rolname = %s", [group]).fetchone()
        if not found:
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(group)))
    database = connection.info.dbname
    connection.execute("revoke all on schema public from public")
    connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)))
    connection.execute(
        sql.SQL("grant connect on database {} to {}, {}").format(
            sql.Identifier(database), sql.Identifier(OFFICE), sql.Identifier(OPEN)
        )
    )


def grant_reading(connection: Connection[Any], schema: str, group: str) -> None:
    """All that stands in a schema, to read."""
    for grant in ("grant usage on schema {} to {}", "grant select on all tables in schema {} to {}"):
        connection.execute(sql.SQL(grant).format(sql.Identifier(schema), sql.Identifier(group)))


def make_login(connection: Connection[Any], name: str, group: str) -> str:
    """A login of a BI tool in one of the groups, with a new password, which is returned and kept nowhere.

    One that is there in this group gets a new password. Refusal LOGIN_NAME for a name that is no plain word or is
    somebody else's.
    """
    if not _LOGIN_NAME.fullmatch(name) or name.startswith(("pg_", "indicators_")):
        raise _refused(name)
    there = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
    if there and not _is_in(connection, name, group):
        raise _refused(name)
    login, password = sql.Identifier(name), secrets.token_urlsafe(18)
    made = "alter role {} login password {}" if there else "create role {} login password {}"
    with connection.transaction():
        connection.execute(sql.SQL(made).format(login, sql.Literal(password)))
        connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(group), login))
        for default in (*_DEFAULTS, f"search_path = {_SCHEMAS[group]}"):
            connection.execute(sql.SQL("alter role {} set {}").format(login, sql.SQL(default)))
    return password


def _refused(name: str) -> Refusal:
    return Refusal("LOGIN_NAME", found=name, expected=_LOGIN_NAME.pattern)


def drop_login(connection: Connection[Any], name: str) -> None:
    """The login is gone, and whoever is logged in with it is cut off. Refusal LOGIN_NAME where it is none of ours."""
    if not any(_is_in(connection, name, group) for group in (OFFICE, OPEN)):
        raise _refused(name)
    login = sql.Identifier(name)
    with connection.transaction():
        connection.execute(sql.SQL("alter role {} nologin").format(login))
    connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", [name])
    connection.execute(sql.SQL("drop role {}").format(login))


def _is_in(connection: Connection[Any], name: str, group: str) -> bool:
    """Whether a role that may log in was put into the group: not a superuser, who is in all."""
    found = connection.execute(
        "select 1 from pg_auth_members as member"
        " inner join pg_roles as login on login.oid = member.member"
        " inner join pg_roles as held on held.oid = member.roleid"
        " where login.rolname = %s and held.rolname = %s and not login.rolsuper and not login.rolcreaterole",
        [name, group],
    ).fetchone()
    return found is not None


def make_watchdog(connection: Connection[Any], password: str) -> None:
    """The login that sees how long others run and may end it, and reads no table."""
    found = connection.execute("select 1 from pg_roles where rolname = %s", [WATCHDOG]).fetchone()
    if found:
        return
    login = sql.Identifier(WATCHDOG)
    connection.execute(sql.SQL("create role {} login password {}").format(login, sql.Literal(password)))
    connection.execute(sql.SQL("grant pg_signal_backend, pg_read_all_stats to {}").format(login))
    connection.execute(
        sql.SQL("grant connect on database {} to {}").format(sql.Identifier(connection.info.dbname), login)
    )
