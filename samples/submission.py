"""A workbook that was handed in, and the list of receipts that says by whom and when."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from samples.drawing import workbook_bytes
from samples.month import Month
from samples.report import Department, Report

RECEIPT_COLUMNS = ("path", "department_id", "received_at", "received_by", "sample", "stated_cells")


@dataclass(frozen=True, slots=True)
class Submission:
    """`stated_cells` are addresses with their sheet, 'Sheet!A1'; every other cell is synthetic."""

    department: Department
    file_name: str
    received_at: datetime
    content: bytes
    stated_cells: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"{self.department.folder}/{self.file_name}"


def handed_in(report: Report, month: Month) -> Submission:
    """The report of a month, without defects."""
    sheet = report.sheet(month)
    received_at = report.received_at(month)
    return Submission(
        department=report.department,
        file_name=f"{report.stem(month)}.xlsx",
        received_at=received_at,
        content=workbook_bytes(sheet, report.department.clerk, received_at),
        stated_cells=tuple(f"{sheet.name}!{address}" for address in report.stated_in(month)),
    )


def write_inbox(folder: Path, submissions: Iterable[Submission]) -> None:
    """Write the workbooks, then receipts.csv: once that exists, every workbook that it names does."""
    in_order = sorted(submissions, key=lambda submission: (submission.received_at, submission.path))
    for submission in in_order:
        target = folder / submission.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(submission.content)
    receipts = [
        (
            submission.path,
            submission.department.department_id,
            submission.received_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            submission.department.clerk,
            "yes",
            " ".join(submission.stated_cells),
        )
        for submission in in_order
    ]
    write_table(folder / "receipts.csv", RECEIPT_COLUMNS, receipts)


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A CSV that Excel opens with its Chinese intact: UTF-8 with a byte order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(columns)
        table.writerows(rows)
