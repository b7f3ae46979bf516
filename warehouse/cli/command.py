"""The commands of `indicators` by name: where each lies, its help in one line, and its loading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer.main
from typer.core import TyperGroup

_OPTION = re.compile(r"--[a-z][a-z-]*(=|$)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A command before it is loaded. `room`: the folder of its module, which has the command's name."""

    room: str
    help: str


COMMANDS = {
    "refresh": Listed("publish", "收文、读表、过关、建库、发布 · the whole way once"),
    "submit": Listed("hand_in", "报送报表，也用于补录 · hand in, or back-load, workbooks"),
    "read": Listed("hand_in", "看一份报表会读成什么，不入库 · what would be read"),
    "form": Listed(
        "hand_in", "下一期的表，填好已知的，发给部门 · the next form, pre-filled, for a department"
    ),
    "precheck": Listed(
        "hand_in",
        "看各部门“预检”文件夹里的报表，结果放在旁边，不入库 · look at what lies in the folders 预检",
    ),
    "tabulate": Listed(
        "hand_in", "列出任何工作簿里的每张表：数、行列标签、单位、单元格 · every table in any workbook"
    ),
    "propose": Listed(
        "hand_in", "给不认识的工作簿起草表式，由人核对后使用 · a draft form for an unknown workbook"
    ),
    "query": Listed("ask", "用 SQL 查已发布的数据 · read-only SQL, one SELECT"),
    "trace": Listed("ask", "一个数从哪个单元格来 · from a number to its cells"),
    "inspect": Listed(
        "ask", "一个项目的各期、单元格、变动、审核意见和佐证 · all that is held of a project, to be printed"
    ),
    "diff": Listed("ask", "两个快照之间数变了什么、为什么 · what changed between two snapshots, and why"),
    "check": Listed("ask", "逐个数字核对一份文稿 · a text checked number by number"),
    "fill": Listed("ask", "把一张表按已有的数填好 · any sheet that a form knows, filled from what is held"),
    "export": Listed(
        "ask", "导出 Excel、SDMX-CSV、Parquet · Excel, SDMX-CSV or Parquet of what is published"
    ),
    "status": Listed("keep", "欠报、来文、待核、快照 · who owes what, what is held"),
    "held": Listed("decide", "待核的报表和原因 · what is held, and why"),
    "answers": Listed("decide", "待说明的问题和答复 · what departments are asked, and their answers"),
    "release": Listed("decide", "放行一份待核的报表 · let a held one into the data"),
    "waive": Listed(
        "decide", "特批采用（限期）：到期恢复待核和询问 · let pass for a time, or list what is let pass"
    ),
    "refuse": Listed("decide", "退回一份报表，不再采用 · end a submission"),
    "withdraw": Listed("decide", "撤回一份已采用的报表 · an accepted submission no longer stands"),
    "reread": Listed(
        "decide", "改好表式后，把已采用的报表重读一遍 · read accepted ones again with today's forms"
    ),
    "reinstate": Listed("decide", "恢复退回的或被取代的报表 · let a refused or superseded one stand again"),
    "edition": Listed(
        "decide", "会议稿：定稿、审签、会后的变动 · what a meeting was shown: frozen, signed, moved since"
    ),
    "publish": Listed("publish", "把当前快照写入 PostgreSQL,供看板读 · load PostgreSQL, for BI tools"),
    "login": Listed("publish", "看板工具的只读账号 · a BI tool's login to PostgreSQL, for reading"),
    "serve": Listed("publish", "在本机浏览器里看网页 · the pages, in a browser on this machine"),
    "snapshots": Listed("publish", "发布过的全部快照 · every snapshot published"),
    "rollback": Listed("publish", "回到较早的快照并固定 · go back, and stay there until resume"),
    "resume": Listed("publish", "解除固定，换到最新快照 · unpin, go on to the newest"),
    "explain": Listed("ask", "说明一条规则或一个错误 · explain a rule or an error"),
    "doctor": Listed("keep", "检查设置和安装 · check settings and installation"),
    "new-office": Listed("keep", "新建一个单位的文件夹 · the folder of a new office, with an example"),
}


class Commands(TyperGroup):
    """Lists commands, suggests and completes their names without loading any; loads the one that is given.

    All modules with their libraries would take 1.1 s of processor time at every call.
    """

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that these words begin with, loaded, and the words after its name. UsageError for none."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else None, _sql_last(rest) if name == "query" else rest


def _sql_last(arguments: list[str]) -> list[str]:
    """SQL that begins with a comment, which is `--` as well, behind all options and marked as none itself."""
    if "--" in arguments:
        return arguments
    sql = [each for each in arguments if each.startswith("--") and not _OPTION.match(each)]
    return [*(each for each in arguments if each not in sql), "--", *sql] if sql else arguments


def load(name: str) -> Any:
    """The command of this name, as Click has it: the function of that name in the module of that name, - as _."""
    listed = COMMANDS[name]
    function = name.replace("-", "_")
    module = import_module(f"warehouse.cli.{listed.room}.{function}")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name, help=listed.help, epilog=module.EPILOG)(getattr(module, function))
    return typer.main.get_command(alone)


def list_commands(app: typer.Typer) -> None:
    """Enter every command by name and help alone."""
    for name, listed in COMMANDS.items():
        app.command(name, help=listed.help)(_unloaded)


def _unloaded() -> None:
    """Stands for a command that is only listed."""
