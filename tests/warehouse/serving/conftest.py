"""A PostgreSQL of our own for the tests, and the first night in it."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from ingest.office.load import load_office
from tests.conftest import Night
from warehouse.exchange.public import open_public
from warehouse.exchange.published import Published
from warehouse.family.pages import pages_of
from warehouse.home import DATABASE, Home
from warehouse.office_models import models_of
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


@pytest.fixture(scope="session")
def _public(first_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Of a file of its own: while one connection to a file is open, DuckDB refuses another that is set otherwise."""
    settings = first_night[0]
    snapshot = Home(settings.home).current.resolve()
    file = tmp_path_factory.mktemp("public") / snapshot.name / DATABASE
    file.parent.mkdir()
    shutil.copyfile(snapshot / DATABASE, file)
    office = load_office(settings.office)
    with open_public(file, office, pages_of(settings.office), models_of(settings.office), DAY) as public:
        yield public


@pytest.fixture
def public_once(_public: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    """The public build of the first night, made once for all loads that are about something else: half of a load's time."""
    monkeypatch.setattr("warehouse.serving.publish.open_public", lambda *_: nullcontext(_public))


@pytest.fixture
def empty(server: OwnServer) -> Address:
    """A database of the test's own."""
    with server.address().connected() as connection:
        name = f"test_{free_port()}"
        connection.execute(f"create database {name}".encode())
    return server.address(name)
