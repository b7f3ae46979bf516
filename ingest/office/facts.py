"""The facts of one office, as the rest of the program knows them: its indicators, areas, departments, units, calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from ingest.label import label_key
from ingest.office.catalogue import (
    Alias,
    Area,
    Breakdown,
    DisclosureWaiver,
    Indicator,
    RegisterMeasure,
    Release,
    Unit,
)
from ingest.office.office_file import Disclosure
from ingest.office.relation.in_force import holds, latest
from ingest.office.relation.rows import ExchangeRate, Part, RankUniverse
from ingest.office.relation.whole import Whole
from ingest.office.return_days import ClosedPeriod, Due


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
    """One office. `names`: what each id of the catalogue is called, by kind of id and by id.

    `parts`: what never exceeds something else, of indicators and of register fields; that a breakdown is of its
    total is said by the `relation` of `breakdowns`. `wholes`: what parts add up to, where they are complete.
    `first_month`: nothing is owed for a month before it; empty where the calendar alone says. `holidays`: the days
    that are not worked, and the weekends that are, by what they are. `releases`: when figures are released, which
    ends their embargo.
    """

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
    breakdowns: dict[str, Breakdown] = field(default_factory=dict, repr=False)
    aliases: tuple[Alias, ...] = field(default=(), repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)
    wholes: tuple[Whole, ...] = field(default=(), repr=False)
    rank_universes: tuple[RankUniverse, ...] = field(default=(), repr=False)
    exchange_rates: tuple[ExchangeRate, ...] = field(default=(), repr=False)
    first_month: str = ""
    holidays: Mapping[date, str] = field(default_factory=dict, repr=False)
    releases: tuple[Release, ...] = field(default=(), repr=False)
    disclosure: Disclosure = field(default=Disclosure(), repr=False)
    disclosure_waivers: tuple[DisclosureWaiver, ...] = field(default=(), repr=False)

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

    def parts_of(self, kind: str, period: str, form_id: str = "") -> tuple[Part, ...]:
        """The pairs of a kind that hold in a month or a year: of indicators, or of the fields of a form."""
        return tuple(
            part
            for part in self.parts
            if (part.kind, part.form_id) == (kind, form_id) and holds(part, period)
        )

    def rank_universe(self, universe: str, period: str) -> RankUniverse | None:
        """Who is ranked under the words that a form has for it, in a month or a year; None where nobody says."""
        return latest((one for one in self.rank_universes if one.universe == universe), period)

    def average_rate(self, currency: str, quote_currency: str, year: str) -> Decimal | None:
        """What a unit of a currency was worth in another one on the average of a year; None where nobody says."""
        return next(
            (
                one.rate
                for one in self.exchange_rates
                if (one.currency, one.quote_currency, one.period, one.kind)
                == (currency, quote_currency, year, "average")
            ),
            None,
        )
