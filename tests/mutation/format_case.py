"""Workbooks of other formats: a changed model written as one, and one damaged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from ingest.workbook.read import read_workbook
from tests.mutation.changed import changed_sheet, chosen_changes
from tests.mutation.damaged import Damage, Damaged
from tests.mutation.damaged_bytes import BYTES
from tests.mutation.damaged_markup import CONTENT
from tests.mutation.damaged_package import PACKAGES
from tests.mutation.drawn import drawn_sheet
from tests.mutation.laid_out import Laid, laid_out
from tests.mutation.model import SheetModel
from tests.mutation.model_case import other_facts
from tests.mutation.plain import with_plain_values, without_styles
from tests.mutation.written import ods, xls, xlsb

WRITERS: dict[str, Callable[[Sequence[Laid]], bytes]] = {"xls": xls, "xlsb": xlsb, "ods": ods}
DAMAGES_OF: dict[str, dict[str, Damage]] = {
    "xls": BYTES,
    "xlsb": {**BYTES, **PACKAGES},
    "ods": {**BYTES, **PACKAGES, **CONTENT},
}


def told_otherwise_in(form: str, seed: int) -> list[str]:
    """All differences between the truth of a changed model and what is read of its workbook."""
    chance = Random(f"{form} {seed}")  # noqa: S311 - a fixed sequence, no secret
    model, _ = changed_sheet(chance, drawn_sheet(chance), chosen_changes(chance))
    laid = laid_out(_said_in(form, model))
    return list(other_facts(laid, read_workbook(WRITERS[form]([laid]))))


def damaged_in(form: str, seed: int, kind: str) -> tuple[bytes, Damaged]:
    """The sound workbook of a seed, and the damaged one."""
    chance = Random(f"{form} {kind} {seed}")  # noqa: S311
    while True:
        sheets = [replace(_said_in(form, drawn_sheet(chance)), name=name) for name in ("表1", "Sheet2")]
        sound = WRITERS[form]([laid_out(sheet) for sheet in sheets])
        damaged = DAMAGES_OF[form][kind](chance, sound)
        if damaged is not None and damaged.data != sound:
            return sound, damaged


def _said_in(form: str, model: SheetModel) -> SheetModel:
    """What the writer of a form can say: none gives errors and formulas values, one knows number formats alone."""
    if form == "xlsb":
        return without_styles(model, merges=True)
    tables = tuple(replace(table, rows=tuple(map(with_plain_values, table.rows))) for table in model.tables)
    return replace(model, tables=tables)
