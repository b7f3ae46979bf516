"""The database of the dashboards' own record on a server of an administrator's."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from warehouse.orchestration.prepare import NotStarted
from warehouse.orchestration.superset import RECORD, _make_record
from warehouse.serving.address import Address
from warehouse.serving.server import DATABASE_NAME, OwnServer

LOADER, PASSWORD = "a_loader", "of a server that lives as long as the tests"


@pytest.fixture
def administrator(server: OwnServer) -> Iterator[psycopg.Connection[object]]:
    """Its connection to a server whose loading login makes roles and no databases."""
    with server.address().connected() as connection:
        connection.execute(f"create role {LOADER} login createrole password '{PASSWORD}'".encode())
        connection.execute(f"grant connect on database {DATABASE_NAME} to {LOADER}".encode())
        connection.execute(f"create role {RECORD} login".encode())
        yield connection
        connection.execute(f"drop database if exists {RECORD}".encode())
        connection.execute(f"drop role {RECORD}".encode())
        connection.execute(f"drop owned by {LOADER}".encode())
        connection.execute(f"drop role {LOADER}".encode())


def test_what_an_administrator_is_told_to_run_is_all_that_is_needed(
    administrator: psycopg.Connection[object], server: OwnServer
) -> None:
    # From PostgreSQL 16 on a login changes the password of those roles alone that it has with admin option.
    assert administrator.info.server_version >= 160000
    loader = Address(make_conninfo(server.address().dsn, user=LOADER, password=PASSWORD))
    with loader.connected() as connection, pytest.raises(NotStarted) as refused:
        _make_record(connection, PASSWORD)
    told = [line.strip() for line in str(refused.value).splitlines() if line.strip().endswith(";")]
    assert [line.split()[0] for line in told] == ["create", "create", "grant"]
    for line in told[1:]:  # the role is there
        administrator.execute(line.encode())
    with loader.connected() as connection:
        _make_record(connection, PASSWORD)
    record = Address(make_conninfo(server.address(RECORD).dsn, user=RECORD, password=PASSWORD))
    with record.connected() as connection:
        assert connection.execute("select current_user").fetchone() == (RECORD,)
