"""The answer of a query, written as a table, CSV, JSON or Parquet."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.finding.refusal import Refusal
from warehouse.cli.screen import as_json, both, print_json, watched
from warehouse.cli.table import print_table
from warehouse.exchange.spreadsheet_text import disarmed

if TYPE_CHECKING:
    import pyarrow as pa


class Format(StrEnum):
    """How an answer is written. `table`: for people, on the screen alone."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


_BYTE_ORDER_MARK = "\ufeff"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et")


def form_of_answer(
    given: Format | None, json: bool, output: Path | None, excel: bool, command: str
) -> Format:
    """How to write what `command` answers. Refusal for a contradiction, for Parquet on the screen, and for a workbook: CSV
    under its name Excel opens with a warning or not at all."""
    if output and output.suffix.lower() in _WORKBOOKS:
        raise _usage(f"--output {output}", ".csv, .json, .parquet; indicators export --format xlsx", command)
    if json and given not in (None, Format.JSON):
        raise _usage(f"--json --format {given}", both("只用一个", "one of them"), command)
    by_name = {f".{form}": form for form in (Format.CSV, Format.JSON, Format.PARQUET)}
    form = Format.JSON if json else given
    if form is None and output:
        form = by_name.get(output.suffix.lower(), Format.CSV)
    form = form or (Format.CSV if excel or not watched() else Format.TABLE)
    if form is Format.PARQUET and output is None:
        raise _usage("--format parquet", "--output FILE", command)
    if form is Format.TABLE and output:
        raise _usage("--format table --output", "csv, json, parquet", command)
    if excel and form is not Format.CSV:
        raise _usage(f"--format {form} --excel", "--format csv --excel", command)
    return form


def _usage(found: str, expected: str, command: str) -> Refusal:
    return Refusal("USAGE", found=found, expected=expected, command=f"{command} ")


def show(table: pa.Table, form: Format, excel: bool = False) -> None:
    """Write the rows to standard output. `excel`: CSV as Excel opens it, see `as_file`."""
    if form is Format.JSON:
        print_json(objects(table))
    elif form is Format.CSV:
        sys.stdout.flush()
        # UTF-8 whatever the console speaks: a letter that GBK lacks must not be lost on the way to a program.
        sys.stdout.buffer.write(as_file(table, form, excel) if excel else csv_text(table).encode())
        sys.stdout.buffer.flush()
    else:
        numbers = [place for place, field in enumerate(table.schema) if _is_number(field.type)]
        print_table(table.schema.names, ([_shown(value) for value in row] for row in _rows(table)), numbers)


def as_file(table: pa.Table, form: Format, excel: bool = False) -> bytes:
    """What a file of the rows holds. CSV gets the mark by which Excel knows UTF-8; `excel`: and the ends of lines of
    Windows, which programs of Unix take for part of the last cell."""
    if form is Format.PARQUET:
        return _parquet(table)
    if form is Format.CSV:
        return (_BYTE_ORDER_MARK + csv_text(table, "\r\n" if excel else "\n")).encode()
    return (json.dumps(objects(table), ensure_ascii=False, indent=1, default=as_json) + "\n").encode()


def objects(table: pa.Table) -> list[dict[str, Any]]:
    """One object a row; what JSON has no number for is text."""
    names = table.schema.names
    return [dict(zip(names, map(_finite, row), strict=True)) for row in _rows(table)]


def csv_text(table: pa.Table, end_of_line: str = "\n") -> str:
    """Quoted as in RFC 4180, a NULL as nothing. Text that a spreadsheet would take for a formula gets an apostrophe."""
    lines: list[str] = []
    # By the ends of lines of RFC 4180, so that a cell with either half of them is quoted; then by those asked for.
    writer = csv.writer(_Lines(lines, end_of_line))
    writer.writerow([disarmed(name) for name in table.schema.names])
    for row in _rows(table):
        writer.writerow(["" if value is None else disarmed(_text(value)) for value in row])
    return "".join(lines)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where a writer of CSV puts one line at a time."""

    written: list[str]
    end_of_line: str

    def write(self, line: str) -> None:
        self.written.append(line.removesuffix("\r\n") + self.end_of_line)


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _is_number(kind: pa.DataType) -> bool:
    from pyarrow import types  # noqa: PLC0415 - 0.1 s: whoever has a table has it loaded

    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))


def _finite(value: Any) -> Any:
    """A value with nothing in it that JSON cannot say: NaN, infinity, and intervals become text."""
    if hasattr(value, "nanoseconds"):
        return f"P{value.months}M{value.days}DT{value.nanoseconds / 1e9:g}S"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    said = _finite(value)
    if isinstance(said, list | dict):
        return json.dumps(said, ensure_ascii=False, default=as_json)
    return str(as_json(said))


def _shown(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, datetime):
        return str(as_json(value)).replace("T", " ")
    return _text(value)


def _parquet(table: pa.Table) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - see above
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    buffer = io.BytesIO()
    try:
        pq.write_table(table, buffer, compression="zstd")
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise Refusal("NOT_AS_PARQUET", found=str(error)) from error
    return buffer.getvalue()
