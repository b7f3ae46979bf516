"""`indicators query`: read-only SQL on what is published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from warehouse.answers.query import DEFAULT_ROWS
from warehouse.answers.query import query as run_query
from warehouse.cli.ask.answer import Format, as_file, form_of_answer, show
from warehouse.cli.options import AsOf, Json, Snapshot
from warehouse.cli.output import Force, file_output, write
from warehouse.cli.screen import both, note
from warehouse.cli.source import published_file
from warehouse.cli.usage import epilog
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    'indicators query "select indicator_zh, display_value, display_unit_zh from mart_indicator where is_default"',
    'indicators query "from mart_growth_rate" --as-of 2024-01-05 --format csv --output growth.csv',
    'indicators query "show tables"',
    "indicators query --file growth.sql --format csv --excel --output growth.csv",
)

Sql = Annotated[
    str | None,
    typer.Argument(
        metavar="[SQL]",
        help="一条 SELECT；- 从标准输入读 · one SELECT; - reads it from stdin",
        show_default=False,
    ),
]
SqlFile = Annotated[
    Path | None,
    typer.Option(
        "--file", "-f", metavar="FILE", help="SQL 在文件里 · a file with the SQL", exists=True, dir_okay=False
    ),
]
Excel = Annotated[
    bool,
    typer.Option("--excel", help="CSV 按 Excel 的行尾和编码标记 · CSV with Excel's ends of lines and mark"),
]
AnswerFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="默认：屏幕上 table,否则 csv · default: table on a screen, else csv",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="写入文件 · write to a file", show_default=False),
]
Limit = Annotated[int, typer.Option(min=1, metavar="N", help="最多多少行 · most rows")]


def query(
    sql: Sql = None,
    file: SqlFile = None,
    as_of: AsOf = None,
    snapshot: Snapshot = None,
    answer_format: AnswerFormat = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
    limit: Limit = DEFAULT_ROWS,
    excel: Excel = False,
) -> int:
    """Print or write the rows of one SELECT. Refusal and QueryError for what is not answered."""
    form = form_of_answer(answer_format, json, output, excel, "query")
    settings = settings_from_environment()
    target = file_output(output, force, settings.home) if output else None
    text = _text(sql, file)
    database = published_file(settings, as_of, snapshot)
    answer = run_query(database, text, limit)
    if target:
        write(target, as_file(answer.table, form, excel))
    else:
        show(answer.table, form, excel)
    shown = answer.table.num_rows
    more = "" if answer.exact else both(" 以上", "at least")
    if answer.cut:
        note(
            both(
                f"只列出前 {shown} 行，共 {answer.rows}{more} 行；全部列出请加 --limit",
                f"{shown} of {answer.rows} rows; raise --limit for the rest",
            )
        )
    elif target or form is Format.TABLE:
        note(both(f"共 {shown} 行，已全部列出", f"{shown} rows, all of them"))
    return 0


def _text(sql: str | None, file: Path | None) -> str:
    """The SQL, from the command line, a file or standard input. Refusal for none of them, for two, for what is no text."""
    if (sql is None) == (file is None):
        found = "SQL --file" if file else ""
        raise Refusal("USAGE", found=found, expected="SQL | --file FILE | -", command="query ")
    if file is None:
        return sys.stdin.read() if sql == "-" else str(sql)
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            "USAGE", where=str(file), found=str(error), expected="UTF-8", command="query "
        ) from None
