"""A PostgreSQL of our own for the tests, and the first night in it."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Night
from warehouse.home import Home
from warehouse.serving.address import Address
from warehouse.serving.publish import Served, publish
from warehouse.serving.server import OwnServer, start_own, stop_own
from warehouse.settings import Settings

DAY = date(2024, 2, 1)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def server() -> Iterator[OwnServer]:
    """In a folder that the server's own account can reach: those of pytest are their maker's alone."""
    folder = Path(tempfile.mkdtemp(prefix="indicators-postgres-"))
    folder.chmod(0o755)
    server = start_own(folder / "server", free_port())
    yield server
    stop_own(server)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def served(server: OwnServer, first_night: Night) -> tuple[Address, Served, Settings]:
    """The snapshot of the first night, loaded. What changes the server loads it into a database of its own."""
    settings = first_night[0]
    address = server.address()
    return address, publish(address, Home(settings.home).current.resolve(), settings.office, DAY), settings


@pytest.fixture
def empty(server: OwnServer) -> Address:
    """A database of the test's own."""
    with server.address().connected() as connection:
        name = f"test_{free_port()}"
        connection.execute(f"create database {name}".encode())
    return server.address(name)
