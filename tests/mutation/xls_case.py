"""Workbooks of Excel 97-2003: a changed model written as one, and one damaged byte by byte."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from ingest.workbook import read_workbook
from tests.mutation.changed import CHANGES, changed_sheet
from tests.mutation.damaged import Damaged
from tests.mutation.damaged_bytes import BYTES
from tests.mutation.drawn import drawn_sheet
from tests.mutation.laid_out import laid_out
from tests.mutation.model import SheetModel
from tests.mutation.model_case import other_facts
from tests.mutation.plain import with_plain_values
from tests.mutation.written import xls


def xls_model(seed: int) -> SheetModel:
    """A changed model of a seed, without errors and formulas, which its writer cannot give values."""
    chance = Random(f"xls {seed}")  # noqa: S311 - a fixed sequence, no secret
    model, _ = changed_sheet(chance, drawn_sheet(chance), chance.sample(list(CHANGES), 2))
    return _valued(model)


def told_otherwise_in_xls(model: SheetModel) -> list[str]:
    """All differences between the truth of a model and what is read of its .xls workbook."""
    laid = laid_out(model)
    return list(other_facts(laid, read_workbook(xls([laid]))))


def damaged_xls(seed: int, kind: str) -> tuple[bytes, Damaged]:
    """The sound workbook of a seed, and the damaged one."""
    chance = Random(f"xls {kind} {seed}")  # noqa: S311
    sheets = [replace(_valued(drawn_sheet(chance)), name=name) for name in ("表1", "Sheet2")]
    sound = xls([laid_out(sheet) for sheet in sheets])
    damaged = BYTES[kind](chance, sound)
    assert damaged
    return sound, damaged


def _valued(model: SheetModel) -> SheetModel:
    tables = tuple(replace(table, rows=tuple(map(with_plain_values, table.rows))) for table in model.tables)
    return replace(model, tables=tables)
