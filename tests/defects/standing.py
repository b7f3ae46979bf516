"""What a return can be measured by: figures that are not zero, here and before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from enum import StrEnum

from expectations.landed import Landed


class Standing(StrEnum):
    """Whether there is anything to compare, and with what."""

    MEASURED = "measured"
    ZEROS = "zeros alone"
    NO_BASE = "nothing before it"


def standing(one: Landed, past: Iterable[Landed], units: Collection[str]) -> Standing:
    """Of a return and what was there of its form: whether a figure in one of the units stands in both."""
    filled = _filled(one, units)
    if not filled:
        return Standing.ZEROS
    year_before = f"{int(one.period[:4]) - 1}{one.period[4:]}"
    known = [_filled(earlier, units) for earlier in past if earlier.period >= year_before]
    return Standing.MEASURED if filled & set().union(*known) else Standing.NO_BASE


def units_of(landed: Landed) -> set[str]:
    """The units in which a return states anything."""
    return {
        *landed.observations["unit_measure"].to_pylist(),
        *landed.register_cells["unit_measure"].to_pylist(),
    }


def _filled(landed: Landed, units: Collection[str]) -> set[str]:
    """The series of its own figures in these units that are not zero."""
    series: dict[str, set[str]] = defaultdict(set)
    for row in landed.observations.to_pylist():
        is_own = row["scope_basis"] == "OWN" and row["status_class"] == "actual"
        is_level = row["measure"] == "VALUE" and row["time_transform"] == "N"
        if is_own and is_level and row["obs_value"]:
            series[row["unit_measure"]].add(row["series_id"])
    return {one for unit in units for one in series[unit]}
