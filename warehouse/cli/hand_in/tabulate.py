"""`indicators tabulate`: every table in any workbook, with no form: each value, its labels, its unit, its cell."""

from __future__ import annotations

import sys
import tempfile
from json import loads
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.tabulate.lines import write_lines
from warehouse.cli.hand_in.guarded_reading import guarded_reading
from warehouse.cli.screen import both, note, say
from warehouse.cli.table import print_table
from warehouse.cli.usage import epilog
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators tabulate 统计年鉴.xls",
    "indicators tabulate 台账.et --json > 台账.jsonl",
)

Workbook = Annotated[
    Path, typer.Argument(metavar="FILE", help="任何工作簿 · any workbook", show_default=False)
]
JsonLines = Annotated[
    bool, typer.Option("--json", help="每个数一行 JSON · a JSON object a line, for each value")
]


def tabulate(file: Workbook, json: JsonLines = False) -> int:
    """Print every table of a workbook. CommandError for a file that is none."""
    settings = settings_from_environment()
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "values.jsonl"
        remarks = guarded_reading(file, write_lines, file.resolve(), settings.limits, lines)
        _show(lines, json)
    for remark in remarks:
        note(remark)
    return 0


def _show(lines: Path, json: bool) -> None:
    with lines.open(encoding="utf-8") as values:
        if json:
            sys.stdout.flush()
            # UTF-8 whatever the console speaks: a label that GBK lacks must not be lost on the way to a program.
            for line in values:
                sys.stdout.buffer.write(line.encode())
            sys.stdout.buffer.flush()
            return
        rows = [loads(line) for line in values]
    _print(rows)


def _print(rows: list[dict[str, Any]]) -> None:
    for sheet in dict.fromkeys(row["sheet"] for row in rows):
        say(f"{both('工作表', 'sheet')} {sheet}")
        print_table(
            (
                both("单元格", "cell"),
                both("数", "value"),
                both("单位", "unit"),
                both("行", "row"),
                both("列", "column"),
            ),
            (
                (
                    row["cell"],
                    row["value"],
                    row["unit"] or "",
                    " › ".join(row["row_header_path"]),
                    " › ".join(row["col_header_path"]),
                )
                for row in rows
                if row["sheet"] == sheet
            ),
            numbers=(1,),
        )
        say()
    if not rows:
        say(both("没有找到表：没有带数的行", "no table was found: no row holds a number"))
