"""The facts of one office, as the rest of the program knows them: its indicators, areas, departments, units, calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ingest.finding.refusal import Refusal
from ingest.label import label_key

MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
# Every day in the warehouse is one of China's: eight hours ahead of UTC in every season.
BUSINESS_TIMEZONE = "Asia/Shanghai"
PERIOD = re.compile(rf"{MONTH.pattern}|[0-9]{{4}}")  # a month, or the year of an annual form


class OfficeError(Refusal):
    """An office's files contradict themselves; what was found names file, line and value."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit word as departments write it. One of it is 10 ** `unit_mult` of `unit_measure`."""

    unit_zh: str
    unit_measure: str
    unit_mult: int
    dimension: str
    currency: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """The defaults of an indicator: a form names only what differs."""

    indicator_id: str
    indicator_zh: str
    method_id: str
    unit_measure: str
    currency: str
    price_basis: str
    accumulation: str
    january_exempt: bool
    reporting_level: str
    conf_status: str
    primary_form: str


@dataclass(frozen=True, slots=True)
class Due:
    """A form's calendar: the months it is due for, and the day of a later month by which."""

    form_id: str
    department_id: str
    freq: str
    months: tuple[int, ...]
    due_day: int
    due_months_after: int
    part: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class Area:
    ref_area: str
    area_zh: str
    area_level: str


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A form's period for which nothing more is accepted by itself after the end of the day `closed_on`."""

    form_id: str
    period: str
    closed_on: date
    note_zh: str
    note_en: str


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
    names: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    closed_periods: dict[tuple[str, str], ClosedPeriod] = field(default_factory=dict)
    renames: tuple[Rename, ...] = ()

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
