"""A clean return and how it is edited: its cells, its rows, its sums."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from random import Random

from expectations.landed import Landed
from samples.month import Month
from samples.report import Report
from samples.sheet import Entry, Formula, Sheet, Value, retyped, typed_over
from tests.defects.scaled import measured_units
from tests.defects.snapshot import Snapshot
from tests.defects.standing import Standing, standing

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class Clean:
    """The return of a month as it should be, its formulas typed over as a clerk leaves them who pastes values."""

    snapshot: Snapshot
    report: Report
    month: Month

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet without formulas."""
        drawn = self.report.sheet(self.month)
        return typed_over(
            drawn, *(at for at, entry in drawn.entries.items() if isinstance(entry.value, Formula))
        )

    @cached_property
    def landed(self) -> Landed:
        """As it was read."""
        return self.snapshot.by_file[f"{self.report.stem(self.month)}.xlsx"]

    @cached_property
    def is_measured(self) -> bool:
        """Whether there is a figure before it to measure it by."""
        past = self.snapshot.before(self.landed.form_id, self.landed.arrived)
        return standing(self.landed, past, measured_units(self.snapshot.office)) is Standing.MEASURED

    def earlier(self, months: int) -> Clean | None:
        """The return of so many months before, if there is one."""
        month = self.month.later(-months)
        return Clean(self.snapshot, self.report, month) if month in self.report.months() else None

    def text(self, address: str) -> str:
        """What stands in a cell, as text; nothing for none."""
        entry = self.sheet.entries.get(address)
        return "" if entry is None or entry.value is None else str(entry.value)

    def number(self, address: str) -> Decimal | None:
        """The number in a cell; None for a text, a mark or nothing."""
        entry = self.sheet.entries.get(address)
        return (
            None if entry is None or isinstance(entry.value, str | Formula | None) else Decimal(entry.value)
        )

    def numbers(self, addresses: Sequence[str]) -> dict[str, Decimal]:
        """Those of the cells that hold numbers other than zero."""
        return {at: number for at in addresses if (number := self.number(at))}

    def cells_with(self, text: str) -> list[str]:
        """Addresses of cells whose text holds something."""
        return [at for at in self.sheet.entries if text in self.text(at)]

    def row_of(self, label: str) -> int:
        """The row whose first cell begins with a label, whatever blanks it holds."""
        rows = [
            row_of(at)
            for at in self.sheet.entries
            if column_of(at) == "A" and self.text(at).replace(" ", "").startswith(label)
        ]
        return rows[0]

    def edited(self, values: Mapping[str, Value]) -> Sheet:
        """The sheet with some cells typed differently."""
        return retyped(self.sheet, values)


def row_of(address: str) -> int:
    """The number of an address."""
    return int(_ADDRESS.fullmatch(address)[2])


def column_of(address: str) -> str:
    """The letters of an address."""
    return _ADDRESS.fullmatch(address)[1]


def swapped_digits(random: Random, number: Decimal) -> Decimal | None:
    """The number with two neighbouring digits in the other order, as a hand slips; None where that is the same one."""
    text = f"{number:f}"
    places = [
        place
        for place in range(len(text) - 1)
        if text[place].isdigit() and text[place + 1].isdigit() and text[place] != text[place + 1]
        if place or text[place + 1] != "0"
    ]
    if not places:
        return None
    place = random.choice(places)
    return Decimal(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def without_row(sheet: Sheet, row: int) -> Sheet:
    """The sheet without a row; those below move up."""
    kept = {at: entry for at, entry in sheet.entries.items() if row_of(at) != row}
    return _moved(replace(sheet, entries=kept), row + 1, -1)


def with_row(sheet: Sheet, row: int, values: Mapping[str, Value]) -> Sheet:
    """The sheet with one more row like the one at `row`, before it, some of its cells typed differently."""
    like = {column_of(at): entry for at, entry in sheet.entries.items() if row_of(at) == row}
    below = _moved(sheet, row, 1)
    new = {
        f"{column}{row}": Entry(values.get(column, entry.value), entry.look) for column, entry in like.items()
    }
    return replace(below, entries={**below.entries, **new})


def _moved(sheet: Sheet, first: int, by: int) -> Sheet:
    def moved(address: str) -> str:
        row = row_of(address)
        return f"{column_of(address)}{row + by if row >= first else row}"

    merges = []
    for merge in sheet.merges:
        left, right = (moved(at) for at in merge.split(":"))
        if left != right and left in {moved(at) for at in sheet.entries}:
            merges.append(f"{left}:{right}")
    entries = {moved(at): entry for at, entry in sheet.entries.items()}
    notes = {at: text for at, text in sheet.notes.items() if row_of(at) < first}
    return replace(sheet, entries=entries, merges=tuple(merges), notes=notes)
