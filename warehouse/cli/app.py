"""The entry point of `indicators`: its commands, and the one place where what fails is shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from ingest.finding.refusal import Refusal
from warehouse.answers.doctor.installed import package_version
from warehouse.cli.command import Commands, list_commands
from warehouse.cli.error import as_block, as_document
from warehouse.cli.foreign_errors import as_shown, as_shown_of_a_move, pointer_now
from warehouse.cli.screen import both, note, prepare_streams, print_json, say
from warehouse.without_pandas import do_without_pandas

NAME = "indicators"
_INTERRUPTED, _PIPE_CLOSED = 130, 141
_MOVE_THE_POINTER = (["refresh"], ["rollback"], ["resume"])

app = typer.Typer(
    name=NAME,
    cls=Commands,
    help="指标库：每个数都能追到单元格 · a warehouse in which every number leads to its cell",
    epilog="\b\n退出码 Exit status:\n"
    "  0 已发布或没有新内容 published or nothing new\n"
    "  1 故障 fault\n"
    "  2 用法 usage\n"
    "  3 已发布，有待核 published, some held\n"
    "  4 未过关，不发布 blocked\n"
    "  5 另一次更新在进行 another refresh is running",
    # Plain help: Rich's boxes wrap examples in the middle of a command.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

list_commands(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        parts = (("indicator-warehouse", NAME), ("duckdb", "DuckDB"), ("dbt-core", "dbt"))
        versions = [f"{label} {package_version(package)}" for package, label in parts]
        say(" · ".join([*versions, f"Python {sys.version.split()[0]}"]))
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _bare(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="版本 · versions")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; nothing is raised."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    if arguments is None and given[:1] == ["read"]:
        do_without_pandas()
    try:
        status = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who read our output has gone. Nobody is left to be told, also not by Python's last flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        status = _INTERRUPTED
    if status == _INTERRUPTED:
        note(both("已中断；可以放心再运行一次", "interrupted; it is safe to run it again"))
    return status


def _run(arguments: list[str]) -> int:
    moves = arguments[:1] in _MOVE_THE_POINTER
    before = pointer_now() if moves else None
    try:
        status: Any = app(arguments, prog_name=NAME, standalone_mode=False)
        return status if isinstance(status, int) else 0
    except BrokenPipeError:
        raise
    except SystemExit as stopped:
        # Typer turns a closed pipe into an exit of its own.
        if isinstance(stopped.__context__, BrokenPipeError):
            raise stopped.__context__ from None
        return stopped.code if isinstance(stopped.code, int) else 1
    except typer.TyperException as error:
        shown = _usage(error)
    except Exception as error:  # noqa: BLE001 - the last place before a traceback
        shown = as_shown_of_a_move(error, before) if moves else as_shown(error)
    if _json_wanted(arguments):
        print_json(as_document(shown.problem))
    else:
        note(as_block(shown.problem))
    return shown.problem.exit_status


def _usage(error: typer.TyperException) -> Refusal:
    """What Typer says of the arguments, as an error of ours."""
    context = getattr(error, "ctx", None)
    command = context.command_path.removeprefix(NAME).strip() if context else ""
    return Refusal(
        "USAGE",
        where=f"{NAME} {command}".strip(),
        found=error.format_message(),
        command=f"{command} " if command else "",
    )


def _json_wanted(arguments: Sequence[str]) -> bool:
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    return any(
        name == "--json" or name == "--format=json" or (name, value) == ("--format", "json")
        for name, value in pairs
    )


if __name__ == "__main__":
    sys.exit(main())
