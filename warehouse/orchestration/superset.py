"""`make superset`: the dashboards in Superset on loopback, over the PostgreSQL that BI tools read.

Superset has an environment of its own (.venv-superset), a record of its own in that PostgreSQL, and two logins: one for its
record, one that reads the marts as any tool does. `make down` ends it.
"""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict

from ingest.finding.refusal import Refusal
from ingest.office.load import load_office
from warehouse.cli.error import as_block
from warehouse.home import Home
from warehouse.office_models import models_of
from warehouse.orchestration.environment import LOOPBACK, MARK_VARIABLE, PART_VARIABLE
from warehouse.orchestration.own_postgres import is_free, start_postgres
from warehouse.orchestration.prepare import NotStarted
from warehouse.orchestration.process import parts_of
from warehouse.orchestration.secret import make_private
from warehouse.serving.address import Address
from warehouse.serving.dashboards import bundle
from warehouse.serving.roles import OFFICE, make_groups, make_login
from warehouse.serving.which_server import is_served, server_of
from warehouse.settings import CHECKOUT, SettingError, Settings
from warehouse.steps.refresh import serve
from warehouse.store.durable import write_file
from warehouse.variables import settings_from_environment

ENVIRONMENT = CHECKOUT / ".venv-superset"
CONFIG = CHECKOUT / "deploy" / "superset" / "superset_config.py"
SET_UP = CHECKOUT / "deploy" / "superset" / "set_up.py"
PART = "superset"
RECORD, READER, ADMIN = "indicators_superset", "superset_reader", "admin"
_ANSWERS_WITHIN = 120.0  # seconds
_WORKERS, _THREADS = 1, 8


@dataclass(frozen=True, slots=True)
class SupersetHome:
    """What Superset keeps below the home folder, for this account only."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "superset"

    @property
    def password(self) -> Path:
        """Of the one user of its pages."""
        return self.folder / "password"

    @property
    def secret(self) -> Path:
        """What its sessions are signed with."""
        return self.folder / "secret"

    def kept(self, file: Path, new: str) -> str:
        """What a file of it says, made where there is none."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            write_file(file, new.encode())
        make_private(file)
        return file.read_text(encoding="utf-8").strip()


def start(settings: Settings) -> str:
    """Dashboards made and shown; where. NotStarted, Refusal: why not."""
    home, port = SupersetHome(settings.home), settings.superset_port
    if not Home(settings.home).current.is_symlink():
        raise NotStarted("还没有发布过:先运行 make refresh (nothing is published: run make refresh first)")
    if not is_free(port):
        raise NotStarted(
            f"端口 {port} 已被占用，换一个：INDICATORS_SUPERSET_PORT=8089 make superset (port {port} is taken)"
        )
    if not is_served(settings):
        start_postgres(settings.home, settings.postgres_port)
    served = serve(settings)
    if served is not None and served.problem:
        raise NotStarted(served.problem)
    address = server_of(settings)
    environment = _environment(settings, home, address)
    _run(environment, "superset", "db", "upgrade")
    _run(environment, "superset", "init")
    _import(settings, home, environment, address)
    _serve_pages(settings, environment)
    return (
        f"http://{LOOPBACK}:{port}/dashboard/list/\n"
        f"  用户 user      {ADMIN}\n"
        f"  密码 password  {home.password}\n"
        f"  停止 stop      make down"
    )


def _environment(settings: Settings, home: SupersetHome, address: Address) -> dict[str, str]:
    record = home.kept(home.folder / "record_password", secrets.token_urlsafe(24))
    with address.connected() as connection:
        _make_record(connection, record)
    return {
        **{name: text for name, text in os.environ.items() if not name.startswith("SUPERSET_")},
        "SUPERSET_CONFIG_PATH": str(CONFIG),
        "SUPERSET_HOME": str(home.folder),
        "INDICATORS_SUPERSET_SECRET": home.kept(
            home.secret, base64.b64encode(secrets.token_bytes(42)).decode()
        ),
        "INDICATORS_SUPERSET_PASSWORD": home.kept(home.password, secrets.token_urlsafe(18)),
        "INDICATORS_SUPERSET_RECORD": _uri(address, RECORD, record, RECORD),
        "FLASK_APP": "superset.app:create_app()",
        MARK_VARIABLE: str(settings.home),
        PART_VARIABLE: PART,
    }


def _make_record(connection: Connection[Any], password: str) -> None:
    """Superset's own database and its login. NotStarted says what an administrator does where we may not."""
    login, database = sql.Identifier(RECORD), sql.Identifier(RECORD)
    try:
        there = connection.execute("select 1 from pg_roles where rolname = %s", [RECORD]).fetchone()
        made = "alter role {} login password {}" if there else "create role {} login password {}"
        connection.execute(sql.SQL(made).format(login, sql.Literal(password)))
        if not connection.execute("select 1 from pg_database where datname = %s", [RECORD]).fetchone():
            connection.execute(sql.SQL("create database {} owner {}").format(database, login))
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotStarted(_for_the_administrator(connection.info.user, str(error).strip())) from error


def _for_the_administrator(loader: str, refused: str) -> str:
    """What an administrator does once, each line only where it is not done yet."""
    role, us = f'"{RECORD}"', f'"{loader}"'
    return (
        "请数据库管理员执行一次，已有的一行略去 (for the administrator, once; leave out what is there):\n"
        f"  create role {role} login;\n"
        f"  create database {role} owner {role};\n"
        f"  grant {role} to {us} with admin option;\n"
        "  最后一行是 PostgreSQL 16 起改那个账号的密码要的 (from PostgreSQL 16 on the last line lets its password be set)\n"
        f"  {refused}"
    )


def _uri(address: Address, user: str, password: str, database: str = "") -> str:
    said = conninfo_to_dict(address.dsn)
    place = f"{said.get('host') or LOOPBACK}:{said.get('port') or 5432}"
    return f"postgresql+psycopg2://{user}:{quote(password)}@{place}/{database or said.get('dbname', '')}"


def _run(environment: dict[str, str], program: str, *arguments: str | Path) -> None:
    done = subprocess.run(
        [ENVIRONMENT / "bin" / program, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotStarted(f"{program} {arguments[0]}: {(done.stderr or done.stdout).strip()[-2000:]}")


def _import(settings: Settings, home: SupersetHome, environment: dict[str, str], address: Address) -> None:
    """The dashboards as they are described today; what somebody rearranged in these five is replaced."""
    with address.connected() as connection:
        make_groups(connection)
        password = make_login(connection, READER, OFFICE)
    office = load_office(settings.office)
    area = office.areas[office.ref_area].area_zh
    file = home.folder / "dashboards.zip"
    write_file(file, bundle(models_of(settings.office), area, _uri(address, READER, password)))
    make_private(file)
    try:
        _run(environment, "python", SET_UP, file, ADMIN)
    finally:
        # It holds the password of the reading login.
        file.unlink()


def _serve_pages(settings: Settings, environment: dict[str, str]) -> None:
    log = Home(settings.home).logs / "superset.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                ENVIRONMENT / "bin" / "gunicorn", "--bind", f"{LOOPBACK}:{settings.superset_port}", "--workers", str(_WORKERS),
                "--worker-class", "gthread", "--threads", str(_THREADS), "--timeout", "120", "superset.app:create_app()",
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + _ANSWERS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NotStarted(f"superset 已退出 (has ended), {log}")
        if _answers(settings.superset_port):
            return
        time.sleep(0.5)
    process.terminate()
    raise NotStarted(f"{_ANSWERS_WITHIN:.0f} 秒内没有就绪 (not ready in time): {log}")


def _answers(port: int) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{LOOPBACK}:{port}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def main() -> int:
    """0: it runs (now, or already did). 1: it could not be started. 2: a setting cannot be used."""
    try:
        settings = settings_from_environment()
    except SettingError as error:
        print(error.found, file=sys.stderr)
        return 2
    if PART in parts_of(settings.home):
        print(f"已在运行 (already running): http://{LOOPBACK}:{settings.superset_port}")
        return 0
    print("正在启动 Superset，约一分钟 (starting Superset, about a minute) …", flush=True)
    try:
        print(f"√ 已启动 (started): {start(settings)}")
    except NotStarted as error:
        print(error, file=sys.stderr)
        return 1
    except Refusal as refusal:
        print(as_block(refusal.problem), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
