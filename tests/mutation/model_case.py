"""A model changed, written, read and tabulated: what is read is what the changed model says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from ingest.tabulate.labelled import Labelled, tabulate
from ingest.workbook.cells.address import position
from ingest.workbook.cells.cell import Kind, Workbook
from ingest.workbook.read import read_workbook
from tests.mutation.changed import changed_sheet, chosen_changes
from tests.mutation.drawn import drawn_sheet
from tests.mutation.laid_out import Fact, Laid, Placed, laid_out
from tests.mutation.model import SheetModel
from tests.mutation.row_labels import said
from tests.mutation.shrunk import drawing, shrunk
from tests.mutation.written import xlsx

_SHOWN = 4  # differences that are told of one case
_DRAWS = 500  # sheets drawn until one can take the change


def changed_model(seed: int, kind: str) -> tuple[SheetModel, list[str]]:
    """The changed model of a seed and the changes that were made."""
    chance = Random(f"{kind} {seed}")  # noqa: S311 - a fixed sequence, no secret
    for _ in range(_DRAWS):
        model, made = changed_sheet(chance, drawn_sheet(chance), chosen_changes(chance, kind))
        if kind in made:
            return model, made
    raise AssertionError(f"no sheet of seed {seed} can take the change {kind!r}")


def told_otherwise(model: SheetModel) -> list[str]:
    """All differences between the truth of a model and what is read of its .xlsx workbook."""
    laid = laid_out(model)
    workbook = read_workbook(xlsx([laid]))
    return [*_other_cells(laid, workbook), *other_facts(laid, workbook)]


def _other_cells(laid: Laid, workbook: Workbook) -> Iterator[str]:
    """Cells of the workbook, without any thought of tables."""
    (sheet,) = workbook.sheets
    ours = {(cell.row, cell.column): cell for cell in sheet.cells()}
    written = {(cell.row, cell.column): cell for cell in laid.cells}
    for place in sorted(ours.keys() ^ written.keys()):
        yield f"cell at {place}: {'not written' if place in ours else 'not read'}"
    for place in ours.keys() & written.keys():
        cell, expected = ours[place], _expected(written[place])
        if (cell.kind, cell.value, cell.style.indent, cell.style.bold) != expected:
            yield f"{cell.address}: {cell.kind} {cell.value!r} {cell.style.indent}, written {expected}"
    stated = {str(merge) for merge in sheet.merges} ^ {str(merge) for merge in laid.merges}
    if stated:
        yield f"merges: {sorted(stated)}"
    if sheet.hidden_rows ^ laid.hidden_rows or sheet.hidden_columns ^ laid.hidden_columns:
        yield f"hidden: {sheet.hidden_rows} {sheet.hidden_columns}"


def _expected(cell: Placed) -> tuple[object, ...]:
    value = cell.value
    held: object = value.read
    if value.kind in (Kind.ERROR, Kind.UNCALCULATED):
        held = None
    elif value.kind == Kind.TEXT:
        held = value.stored
    elif value.kind == Kind.DATE:
        held = date.fromisoformat(str(value.read))
    return value.kind, held, cell.indent, cell.bold


def other_facts(laid: Laid, workbook: Workbook, kinds: bool = True) -> Iterator[str]:
    """Labelled values that are not those of the model, in the order of the sheet. `kinds`: those count too."""
    labelled = list(tabulate(workbook))
    found = {each.cell: each for each in labelled}
    if len(found) < len(labelled):
        yield f"{len(labelled) - len(found)} cells are labelled twice"
    for address in sorted(found.keys() | laid.facts.keys(), key=position):
        got, fact = found.get(address), laid.facts.get(address)
        if got is None or fact is None:
            yield f"{address}: {'no value of the model' if fact is None else f'missing, {fact}'}: {got or ''}"
            continue
        if as_fact(got if kinds else replace(got, kind=fact.kind)) != fact:
            yield f"{address}: {as_fact(got)}, model: {fact}"


def as_fact(got: Labelled) -> Fact:
    return Fact(
        got.value if isinstance(got.value, Decimal) else str(got.value),
        got.kind,
        tuple(map(said, got.row_header_path)),
        tuple(map(said, got.col_header_path)),
        got.unit,
        got.hidden,
    )


def smallest(seed: int, kind: str) -> str:
    """The smallest sheet that still differs, drawn as text, with its differences."""
    model, _ = changed_model(seed, kind)
    small = shrunk(model, lambda each: bool(told_otherwise(each)))
    return "\n".join((drawing(laid_out(small)), *told_otherwise(small)[:_SHOWN]))
