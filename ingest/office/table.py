"""The CSV files of an office, as people and Excel save them, and as dbt reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from ingest.decimal_text import plain
from ingest.declared.problem import at_line, expected, office_error
from ingest.declared.text_file import text_of


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: the names of its columns, its rows, every value a text without blanks around it, and their lines."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]


def read_csv(path: Path) -> list[dict[str, str]]:
    """A file's rows; every column is text. OfficeError names a line with too many or too few."""
    return list(read_table(path).rows)


def read_table(path: Path) -> Table:
    """A file as it stands, without what Excel adds to it: empty columns behind the last, and lines without a value.

    OfficeError: it cannot be read, is no CSV, or has a line that is longer or shorter than the first.
    """
    reader = csv.reader(io.StringIO(text_of(path), newline=""))
    try:
        filled = [
            (reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise office_error(at_line(path, reader.line_num, f"不是 CSV is no CSV: {error}")) from error
    if not filled:
        raise office_error(f"{path}: 没有表头 has no line of columns")
    _, first = filled[0]
    columns = tuple(_without_blank_end(first))
    if wrong := _wrong_header(columns):
        raise office_error(at_line(path, filled[0][0], wrong))
    rows, lines, problems = [], [], []
    for line, row in filled[1:]:
        if len(row) < len(columns) or len(_without_blank_end(row)) > len(columns):
            problems.append(
                at_line(path, line, f"{len(row)} 栏,应为 {len(columns)} 栏 columns, expected {len(columns)}")
            )
        rows.append(dict(zip(columns, row, strict=False)))
        lines.append(line)
    if problems:
        raise office_error(*problems)
    return Table(path, columns, tuple(rows), tuple(lines))


def _without_blank_end(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]


def _wrong_header(columns: tuple[str, ...]) -> str:
    if len(columns) == 1 and any(sign in columns[0] for sign in "\t;,"):
        return f'{columns[0][:60]!r}: 列之间应是逗号,请另存为“CSV UTF-8(逗号分隔)” columns are divided by commas: save it as "CSV UTF-8 (comma delimited)"'
    if "" in columns:
        return f"第 {columns.index('') + 1} 列没有列名 column {columns.index('') + 1} has no name"
    twice = [name for at, name in enumerate(columns) if name in columns[:at]]
    return f"{twice[0]!r}: 列名重复 stands there twice" if twice else ""


def check_columns(table: Table, required: Iterable[str], known: Iterable[str]) -> None:
    """OfficeError names every column that is missing, and every one that the file does not have."""
    known = list(known)
    line = 1
    problems = [
        at_line(table.path, line, f"缺少列 lacks the column {name!r}: 应有 expected {','.join(known)}")
        for name in required
        if name not in table.columns
    ] + [
        at_line(table.path, line, f"没有这一列 no such column {expected(name, known)}")
        for name in table.columns
        if name not in known
    ]
    if problems:
        raise office_error(*problems)


def filled(table: Table) -> list[dict[str, str]]:
    """The rows without their blank cells, which say nothing: a column's default stands, or its value is missing."""
    return [{name: text for name, text in row.items() if text} for row in table.rows]


def write_table(path: Path, names: Sequence[str], rows: Iterable[object]) -> None:
    """A file as dbt reads it: UTF-8, a value in one way of writing it, whatever the office's own file was saved by."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_as_text(getattr(row, name)) for name in names] for row in rows)


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return plain(value)
        case ():
            return ""
        case (int(first), *_, int(last)):
            return f"{first}-{last}"
        case tuple():
            return " ".join(map(str, value))
    return str(value)
