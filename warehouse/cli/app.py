"""The entry point of `indicators`: its commands, and the one place where what fails is shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from ingest.finding.refusal import Refusal
from warehouse.cli.ask import explain as explaining
from warehouse.cli.ask import export as exporting
from warehouse.cli.ask import query as asking
from warehouse.cli.ask import trace as tracing
from warehouse.cli.decide import deciding
from warehouse.cli.error import as_block, as_document
from warehouse.cli.foreseen import as_shown, as_shown_of_a_move, pointer_now
from warehouse.cli.hand_in import propose as proposing
from warehouse.cli.hand_in import read as reading
from warehouse.cli.hand_in import submit as handing_in
from warehouse.cli.hand_in import tabulate as tabulating
from warehouse.cli.keep import new_office as founding
from warehouse.cli.keep import state
from warehouse.cli.publish import pointer
from warehouse.cli.publish import refresh as refreshing
from warehouse.cli.screen import both, note, prepare_streams, print_json, say

NAME = "indicators"
_INTERRUPTED, _PIPE_CLOSED = 130, 141
_MOVE_THE_POINTER = (["refresh"], ["rollback"], ["resume"])

app = typer.Typer(
    name=NAME,
    help="指标库:每个数都能追到单元格 · a warehouse in which every number leads to its cell",
    epilog="\b\n退出码 Exit status:\n"
    "  0 已发布或没有新内容 published or nothing new\n"
    "  1 故障 fault\n"
    "  2 用法 usage\n"
    "  3 已发布,有待核 published, some held\n"
    "  4 未过关,不发布 blocked\n"
    "  5 另一次更新在进行 another refresh is running",
    # Plain help: Rich's boxes wrap examples in the middle of a command.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_COMMANDS: tuple[tuple[str, Callable[..., int], str, str], ...] = (
    ("refresh", refreshing.refresh, refreshing.HELP, refreshing.EPILOG),
    ("submit", handing_in.submit, handing_in.HELP, handing_in.EPILOG),
    ("read", reading.read, reading.HELP, reading.EPILOG),
    ("tabulate", tabulating.tabulate, tabulating.HELP, tabulating.EPILOG),
    ("propose", proposing.propose, proposing.HELP, proposing.EPILOG),
    ("query", asking.query, asking.HELP, asking.EPILOG),
    ("trace", tracing.trace, tracing.HELP, tracing.EPILOG),
    ("export", exporting.export, exporting.HELP, exporting.EPILOG),
    ("status", state.status, state.STATUS_HELP, state.STATUS_EPILOG),
    ("held", deciding.held, deciding.HELD_HELP, deciding.HELD_EPILOG),
    ("release", deciding.release, deciding.RELEASE_HELP, deciding.RELEASE_EPILOG),
    ("refuse", deciding.refuse, deciding.REFUSE_HELP, deciding.REFUSE_EPILOG),
    ("snapshots", pointer.snapshots, pointer.SNAPSHOTS_HELP, pointer.SNAPSHOTS_EPILOG),
    ("rollback", pointer.rollback, pointer.ROLLBACK_HELP, pointer.ROLLBACK_EPILOG),
    ("resume", pointer.resume, pointer.RESUME_HELP, pointer.RESUME_EPILOG),
    ("explain", explaining.explain, explaining.HELP, explaining.EPILOG),
    ("doctor", state.doctor, state.DOCTOR_HELP, state.DOCTOR_EPILOG),
    ("new-office", founding.new_office, founding.HELP, founding.EPILOG),
)
for _name, _command, _help, _epilog in _COMMANDS:
    app.command(_name, help=_help, epilog=_epilog)(_command)


def _show_version(wanted: bool) -> None:
    if wanted:
        from warehouse.answers.doctor import package_version

        parts = (("indicator-warehouse", NAME), ("duckdb", "DuckDB"), ("dbt-core", "dbt"))
        said = [f"{label} {package_version(package)}" for package, label in parts]
        say(" · ".join([*said, f"Python {sys.version.split()[0]}"]))
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
        note(both("已中断;可以放心再运行一次", "interrupted; it is safe to run it again"))
    return status


def _run(arguments: list[str]) -> int:
    before = pointer_now()
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
        moves = arguments[:1] in _MOVE_THE_POINTER
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
