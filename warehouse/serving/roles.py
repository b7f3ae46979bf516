"""Who may read what: a group for the office, one for what is public. Each BI tool has a login of its own in one of them.

The groups cannot log in, and read views alone: what a view is of is its owner's. Bounds set on a role are defaults that
a login may change; what ends a runaway query is a watchdog (docs/postgres.md).
"""

from __future__ import annotations

from typing import Any

from psycopg import Connection, sql

OFFICE, OPEN = "indicators_office", "indicators_open"
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
