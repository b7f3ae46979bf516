"""The CSV files of an office, every value a text. They are dbt's sources too; nothing of them is written a second time."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from ingest.office.facts import OfficeError


def read_csv(path: Path) -> list[dict[str, str]]:
    """A catalogue file's rows; every column is text. OfficeError names a line with too many or too few."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        rows = []
        for row in reader:
            if len(row) != len(header):
                raise OfficeError(
                    "OFFICE",
                    found=f"{path}: line {reader.line_num}: {len(row)} 栏,应为 {len(header)} 栏 columns, expected {len(header)}",
                )
            rows.append(dict(zip(header, row, strict=True)))
    return rows


def read_keyed(path: Path, column: str) -> dict[str, dict[str, str]]:
    """A catalogue file's rows by a column. OfficeError where two rows have the same: one would be lost."""
    keyed: dict[str, dict[str, str]] = {}
    for row in read_csv(path):
        if row[column] in keyed:
            raise OfficeError("OFFICE", found=f"{path}: {column} {row[column]!r} stands there twice")
        keyed[row[column]] = row
    return keyed


def read_columns(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a file that has exactly these columns, in any order. OfficeError names file and columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
        if sorted(header) != sorted(columns):
            raise OfficeError(
                "OFFICE", found=f"{path}: line 1: {','.join(header)}, expected {','.join(columns)}"
            )
        return read_csv(path)
    except OSError as error:
        raise OfficeError("OFFICE", found=f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise OfficeError(
            "OFFICE", found=f"{path}: 不是 UTF-8,请另存为“CSV UTF-8” is not UTF-8: {error}"
        ) from error
    except csv.Error as error:
        raise OfficeError("OFFICE", found=f"{path}: 不是 CSV is no CSV: {error}") from error
