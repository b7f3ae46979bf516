"""The facts of one office, as the rest of the program knows them: its indicators, areas, departments, units, calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ingest.label import label_key
from ingest.office.catalogue import Area, ClosedPeriod, Due, Indicator, Partition, RegisterMeasure, Unit


@dataclass(frozen=True, slots=True)
class Rename:
    """From the day `valid_from` on `old_id` is `new_id`, for what was entered before that day.

    `is_given_up`: the catalogue has the old id no more, so that whatever still says it means the new one.
    """

    kind: str
    old_id: str
    new_id: str
    valid_from: date
    is_given_up: bool


@dataclass(frozen=True, slots=True)
class Office:
    """One office. `names`: what each id of the catalogue is called, by kind of id and by id."""

    folder: Path
    office_id: str
    name_zh: str
    ref_area: str
    timezone: str
    indicators: dict[str, Indicator]
    units: dict[str, Unit]
    calendar: dict[str, Due]
    departments: dict[str, str]
    areas: dict[str, Area] = field(repr=False)
    places: dict[str, str] = field(default_factory=dict, repr=False)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    closed_periods: dict[tuple[str, str], ClosedPeriod] = field(default_factory=dict)
    renames: tuple[Rename, ...] = ()
    register_measures: tuple[RegisterMeasure, ...] = field(default=(), repr=False)
    partitions: tuple[Partition, ...] = field(default=(), repr=False)
    # The groups that are part of their indicator's total.
    breakdown_parts: tuple[str, ...] = field(default=(), repr=False)

    def area_called(self, label: str, level: str) -> Area | None:
        key = label_key(label)
        found = [
            area
            for area in self.areas.values()
            if area.area_level == level and label_key(area.area_zh) == key
        ]
        return found[0] if len(found) == 1 else None

    def unit(self, unit_zh: str) -> Unit | None:
        return self.units.get(label_key(unit_zh))

    def unit_words(self, unit_measure: str) -> tuple[str, ...]:
        """The words for a canonical unit; none for what is counted in a unit that has no word of its own."""
        return tuple(unit.unit_zh for unit in self.units.values() if unit.unit_measure == unit_measure)

    def is_count(self, unit_measure: str) -> bool:
        """Whether a canonical unit is that of counted things."""
        return all(
            unit.dimension == "count" for unit in self.units.values() if unit.unit_measure == unit_measure
        )
