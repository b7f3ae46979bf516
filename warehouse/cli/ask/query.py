"""`indicators query`: read-only SQL on what is published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from warehouse.answers.query import DEFAULT_ROWS
from warehouse.answers.query import query as run_query
from warehouse.cli.ask.answer import Format, as_file, show
from warehouse.cli.options import AsOf, Json, Snapshot
from warehouse.cli.output import Force, file_output, write
from warehouse.cli.screen import both, note, watched
from warehouse.cli.source import published_file
from warehouse.cli.usage import epilog
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    'indicators query "select indicator_zh, display_value, display_unit_zh from mart_indicator where is_default"',
    'indicators query "from mart_growth_rate" --as-of 2024-01-05 --format csv --output growth.csv',
    'indicators query "show tables"',
)

Sql = Annotated[
    str, typer.Argument(metavar="SQL", help="一条 SELECT;- 从标准输入读 · one SELECT; - reads it from stdin")
]
AnswerFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="默认:屏幕上 table,否则 csv · default: table on a screen, else csv",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="写入文件 · write to a file", show_default=False),
]
Limit = Annotated[int, typer.Option(min=1, metavar="N", help="最多多少行 · most rows")]


def query(
    sql: Sql,
    as_of: AsOf = None,
    snapshot: Snapshot = None,
    answer_format: AnswerFormat = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
    limit: Limit = DEFAULT_ROWS,
) -> int:
    """Print or write the rows of one SELECT. Refusal and QueryError for what is not answered."""
    form = _form(answer_format, json, output)
    settings = settings_from_environment()
    target = file_output(output, force, settings.home) if output else None
    database = published_file(settings, as_of, snapshot)
    answer = run_query(database, sys.stdin.read() if sql == "-" else sql, limit)
    if target:
        write(target, as_file(answer.table, form))
    else:
        show(answer.table, form)
    shown = answer.table.num_rows
    more = "" if answer.exact else both(" 以上", "at least")
    if answer.cut:
        note(
            both(
                f"只列出前 {shown} 行,共 {answer.rows}{more} 行;全部列出请加 --limit",
                f"{shown} of {answer.rows} rows; raise --limit for the rest",
            )
        )
    elif target or form is Format.TABLE:
        note(both(f"共 {shown} 行,已全部列出", f"{shown} rows, all of them"))
    return 0


def _form(given: Format | None, json: bool, output: Path | None) -> Format:
    """What to write. Refusal for a contradiction, and for Parquet on the screen."""
    if json and given not in (None, Format.JSON):
        raise Refusal(
            "USAGE",
            found=f"--json --format {given}",
            expected=both("只用一个", "one of them"),
            command="query ",
        )
    by_name = {f".{form}": form for form in (Format.CSV, Format.JSON, Format.PARQUET)}
    form = Format.JSON if json else given
    if form is None and output:
        form = by_name.get(output.suffix.lower(), Format.CSV)
    form = form or (Format.TABLE if watched() else Format.CSV)
    if form is Format.PARQUET and output is None:
        raise Refusal("USAGE", found="--format parquet", expected="--output FILE", command="query ")
    if form is Format.TABLE and output:
        raise Refusal(
            "USAGE", found="--format table --output", expected="csv, json, parquet", command="query "
        )
    return form
