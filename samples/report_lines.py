"""The office's own returns that answer the street's report line by line: a figure, its unit and its sentence."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from samples.sheet import Entry, Look, Sheet, Value, line, remarks

FIRST_ROW = 4
VALUE_COLUMN = "E"
_ROW_LOOKS = (Look.CENTRED, Look.TEXT, Look.CENTRED, Look.CENTRED, Look.AMOUNT, Look.SENTENCE)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A row: what is counted, of whom or where, in which unit, and the report's sentence, None if it says none."""

    label: str
    about: str
    unit: str
    value: Value
    sentence: str | None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a return calls itself and its columns. `remark` stands above the header, `note` below the rows."""

    sheet_name: str
    title: str
    remark: str
    about: str
    value: str
    note: str


def typed(text: str) -> Value:
    """As a clerk types it: 94 as a number; 10余, 约2.1 and 1-3 as the text that they are; nothing for nothing."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text or None


def stated_lines(path: Path) -> tuple[ReportLine, ...]:
    """The rows of a CSV as the street's report states them, in their order."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            ReportLine(row["label"], row["about"], row["unit"], typed(row["value"]), row["sentence"])
            for row in csv.DictReader(stream)
        )


def value_cells(lines: Sequence[ReportLine]) -> tuple[str, ...]:
    """The addresses of the figures."""
    return tuple(f"{VALUE_COLUMN}{row}" for row, _ in enumerate(lines, FIRST_ROW))


def drawn(wording: Wording, lines: Sequence[ReportLine]) -> Sheet:
    note_row = FIRST_ROW + len(lines)
    header = ("序号", "指标", wording.about, "计量单位", wording.value, "报告原句")
    entries: dict[str, Entry] = {
        "A1": Entry(wording.title, Look.TITLE),
        **remarks(2, {"A": wording.remark}),
        **line(3, header, Look.HEADER),
        **remarks(note_row, {"A": f"注:{wording.note}"}),
    }
    for number, row in enumerate(lines, start=1):
        cells = (number, row.label, row.about, row.unit, row.value, row.sentence)
        entries |= line(FIRST_ROW + number - 1, cells, _ROW_LOOKS)
    return Sheet(
        name=wording.sheet_name,
        entries=entries,
        merges=("A1:F1", "A2:C2", f"A{note_row}:F{note_row}"),
        widths=(6, 32, 14, 10, 14, 90),
    )
