"""Files without types: a changed model in delimited text and on a web page, and delimited text damaged."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from random import Random

from ingest.tabulate.labelled import tabulate
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.mutation.changed import changed_sheet, chosen_changes
from tests.mutation.damaged_bytes import BYTES
from tests.mutation.drawn import drawn_sheet
from tests.mutation.laid_out import Laid, laid_out
from tests.mutation.model_case import other_facts
from tests.mutation.outcome import Verdict
from tests.mutation.plain import DELIMITERS, ENCODINGS, delimited, web_page, without_styles

FORMS: dict[str, Callable[[Random, Laid], bytes]] = {"delimited text": delimited, "web page": web_page}
_SHOWN = 4


def told_otherwise_as(form: str, seed: int) -> list[str]:
    """All differences between the truth of a changed model and what is read of a file whose cells have no kinds."""
    chance = Random(f"{form} {seed}")  # noqa: S311 - a fixed sequence, no secret
    model, _ = changed_sheet(chance, drawn_sheet(chance), chosen_changes(chance))
    laid = laid_out(without_styles(model, merges=form == "web page"))
    return list(other_facts(laid, read_workbook(FORMS[form](chance, laid)), kinds=False))


def damaged_text(seed: int, kind: str) -> tuple[bytes, str]:
    """Delimited text with one of the damages of bytes, and what was done."""
    chance = Random(f"text {kind} {seed}")  # noqa: S311
    data = delimited(chance, laid_out(without_styles(drawn_sheet(chance), merges=False)))
    damaged = BYTES[kind](chance, data)
    assert damaged
    return damaged.data, damaged.what


def judged_text(data: bytes) -> tuple[Verdict, tuple[str, ...]]:
    """Refused, or each field as the csv module has it in one of the encodings and with one of the delimiters."""
    try:
        workbook = read_workbook(data)
    except Unreadable as refused:
        return Verdict.REFUSED, (refused.code,)
    for _ in tabulate(workbook):
        pass
    (sheet,) = workbook.sheets
    ours = {(cell.row, cell.column): cell.raw for cell in sheet.cells()}
    others = list(_readings(data))
    if ours in others:
        return Verdict.READ, ("as another reader",)
    nearest = min(others, key=lambda other: len(ours.items() ^ other.items()), default={})
    apart = sorted(ours.items() ^ nearest.items())[:_SHOWN]
    return Verdict.DIFFERS, tuple(f"{place}: {field[:60]!r}" for place, field in apart)


def _readings(data: bytes) -> Iterator[dict[tuple[int, int], str]]:
    """All ways in which the bytes can be such a text."""
    for encoding in (*ENCODINGS, "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        for delimiter in dict.fromkeys(DELIMITERS):
            try:
                records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
            except csv.Error:
                continue
            yield {
                (row, column): field
                for row, fields in enumerate(records, 1)
                for column, field in enumerate(fields, 1)
                if field
            }
