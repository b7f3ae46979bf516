"""`indicators login`: a BI tool's own login to PostgreSQL, which reads and does nothing else."""

from __future__ import annotations

from typing import Annotated

import typer
from psycopg.conninfo import conninfo_to_dict

from warehouse.cli.options import Json
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.usage import epilog
from warehouse.serving.roles import OFFICE, OPEN, drop_login, make_groups, make_login
from warehouse.serving.which_server import server_of
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators login power_bi",
    "indicators login website --open",
    "indicators login power_bi --drop",
    statuses=(0, 1, 2),
)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="账号名，一个工具一个 · one a tool", show_default=False)
]
Public = Annotated[bool, typer.Option("--open", help="只读公开版 bi_open · of the public build alone")]
Drop = Annotated[bool, typer.Option("--drop", help="删除这个账号 · end it")]


def login(name: Name, public: Public = False, drop: Drop = False, json: Json = False) -> int:
    """Make a login, or give the one that is there a new password, which is shown once. Refusal, ServingError."""
    address = server_of(settings_from_environment())
    with address.connected() as connection:
        if drop:
            drop_login(connection, name)
        else:
            make_groups(connection)
            password = make_login(connection, name, OPEN if public else OFFICE)
    if drop:
        say(f"√ {both('已删除账号', 'the login is gone')} {name}")
        return 0
    said = conninfo_to_dict(address.dsn)
    server, port = said.get("host") or "127.0.0.1", int(said.get("port") or 5432)
    database, schemas = str(said.get("dbname", "")), ("bi_open",) if public else ("bi", "marts")
    if json:
        print_json(
            {
                "server": server,
                "port": port,
                "database": database,
                "user": name,
                "password": password,
                "schemas": schemas,
            }
        )
        return 0
    say(f"√ {both('账号可以用了；密码只显示这一次', 'ready; the password is shown this once')}")
    for label, value in (
        (both("服务器", "server"), f"{server}:{port}"),
        (both("数据库", "database"), database),
        (both("用户", "user"), name),
        (both("密码", "password"), password),
        (both("模式", "schemas"), " ".join(schemas)),
    ):
        say(f"  {label}  {value}")
    return 0
