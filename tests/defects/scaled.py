"""A landed return as it would be had its unit been another: every amount and area times a factor, bases, differences,
targets, register rows and repeated lines with them; rates, ranks and counts stay.

Repeated lines (折合 9.65亿元) keep pace although they name a unit of their own: the gate is not helped by them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from expectations.landed import Landed
from ingest.office.facts import Office

YUAN_A_DOLLAR = Decimal("7.05")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Factor:
    """How many times too much. A power of ten is another unit; a rate of exchange makes other numbers."""

    times: Decimal
    powers: int | None

    def amount(self, amount: Decimal | None) -> Decimal | None:
        """An amount in the canonical unit."""
        return None if amount is None else amount * self.times

    def cell(self, row: Row, *names: str) -> Row:
        """A figure's row of landing; `names` are its amounts, the first the one that its cell states."""
        if self.powers is not None:
            scaled = {name: self.amount(row[name]) for name in names}
            return {**row, **scaled, "reported_unit_mult": row["reported_unit_mult"] + self.powers}
        unit = Decimal(1).scaleb(row["reported_unit_mult"])
        places = Decimal(1).scaleb(-row["reported_decimals"])
        typed = {
            name: None
            if row[name] is None
            else (row[name] / unit * self.times).quantize(places, ROUND_HALF_UP) * unit
            for name in names
        }
        return {**row, **typed}


def power_of_ten(powers: int) -> Factor:
    """A factor that is another unit of the same kind."""
    return Factor(Decimal(1).scaleb(powers), powers)


CURRENCY = Factor(YUAN_A_DOLLAR, None)


def measured_units(office: Office) -> frozenset[str]:
    """What is written in several units: money, areas, persons served. A project is counted in ones."""
    return frozenset(unit.unit_measure for unit in office.units.values() if unit.unit_mult)


def scaled(landed: Landed, factor: Factor, units: frozenset[str], submission_id: str) -> Landed:
    """The return in another unit, as a submission of its own."""
    of_series = {row["series_id"] for row in landed.observations.to_pylist() if row["unit_measure"] in units}

    def observation(row: Row) -> Row:
        if row["unit_measure"] not in units:
            return row
        said = factor.cell(row, "obs_value", "value_low", "value_high")
        if factor.powers is None and said["obs_value"] is not None:
            said["reported_value"] = said["obs_value"] / Decimal(1).scaleb(row["reported_unit_mult"])
        return said

    def register_cell(row: Row) -> Row:
        return factor.cell(row, "value_number") if row["unit_measure"] in units else row

    def check_cell(row: Row) -> Row:
        if row["series_id"] not in of_series:
            return row
        half = row["half_ulp"] if factor.powers is None else factor.amount(row["half_ulp"])
        return {**row, "obs_value": factor.amount(row["obs_value"]), "half_ulp": half}

    of_its_own = {"submission_id": submission_id}
    return replace(
        landed,
        submission_id=submission_id,
        observations=_changed(landed.observations, observation, of_its_own),
        register_cells=_changed(landed.register_cells, register_cell, of_its_own),
        check_cells=_changed(landed.check_cells, check_cell, of_its_own),
        findings=[replace(one, submission_id=submission_id) for one in landed.findings],
    )


def _changed(table: pa.Table, change: Callable[[Row], Row], of_all: Mapping[str, str]) -> pa.Table:
    rows = [{**change(row), **of_all} for row in table.to_pylist()]
    return pa.Table.from_pylist([_fitted(row) for row in rows], table.schema)


def _fitted(row: Row) -> Row:
    """Amounts with the six decimals of their columns."""
    places = Decimal("0.000001")
    return {
        name: value.quantize(places, ROUND_HALF_UP) if isinstance(value, Decimal) else value
        for name, value in row.items()
    }
