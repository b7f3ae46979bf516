"""What is published of each subject that a text can speak of: every figure with its period, area and cell.

A subject is an indicator as one thing: level or growth, the total or a part, one method. Figures that readers
outside may not have are known here, so that a number can be told to agree; their values are never shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.decimal_text import plain
from warehouse.formula import SAMPLE
from warehouse.store.connection import opened, selected

Row = Mapping[str, Any]
_FREE = "F"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published value in base units, or bounds around it. `shown`: as the marts display it.

    `hidden`: confidential or not yet released. `computed`: a growth that no cell states; the cell is its level's.
    """

    time_period: str
    freq: str
    accumulation: str
    status: str
    ref_area: str
    area_zh: str
    place_id: str
    place_zh: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: str
    unit_measure: str
    shown: str
    shown_unit: str
    form_id: str
    file: str
    sheet: str
    cell: str
    hidden: bool
    computed: bool
    enumerated: bool
    assumed_period: bool
    main: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What a number can be about, with all its figures. `by_unit`: one for each of their units."""

    indicator_id: str
    indicator_zh: str
    measure: str
    transform: str
    breakdown: str
    breakdown_zh: str
    method_id: str
    component: str
    scale: str
    figures: tuple[Figure, ...] = field(repr=False)
    by_unit: tuple[Figure, ...] = field(repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from every other subject."""
        return (
            self.indicator_id, self.measure, self.transform, self.breakdown, self.method_id, self.component,
        )  # fmt: skip

    @property
    def of_whole_area(self) -> bool:
        """Whether anything is held of it for the whole area, not of places alone."""
        return any(figure.place_id == "_T" for figure in self.figures)

    @property
    def name(self) -> str:
        """As it is told to people."""
        part = "" if self.breakdown == "_T" else f"({self.breakdown_zh})"
        return self.indicator_zh + part + _SUFFIX.get(self.transform, "") + _SUFFIX.get(self.measure, "")


_SUFFIX = {
    "G1Y": "同比", "D1Y": "同比增减", "GO1Y": "拉动", "RANK": "位次", "COMPLETION": "完成率",
    "PROGRESS_GAP": "超欠进度", "SHARE": "贡献率",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """Everything published that a text is checked against. `areas`, `places`: their codes by Chinese name."""

    subjects: tuple[Subject, ...]
    areas: Mapping[str, str]
    parents: Mapping[str, str]
    levels: Mapping[str, str]
    places: Mapping[str, str]
    snapshot_id: str


_OF_SUBJECT = "indicator_id, measure, time_transform, breakdown, method_id, component_area"
# What a form says of a series; where two forms state it, the other one's value as well.
_FIGURES = f"""
    with chosen as (select * from mart_indicator where scope_basis <> 'QUOTED'),
    other as (
        select said.* from fct_observation as said
        semi join chosen using (series_id, time_period)
        anti join chosen using (series_id, time_period, form_id)
        where said.is_current and said.stands_in_slot and said.value_origin = 'reported'
    )
    select {_OF_SUBJECT}, time_period, freq, accumulation, status_class, ref_area, place_id, obs_value, value_low,
           value_high, qualifier, unit_measure, display_value as shown, display_unit_zh as shown_unit, form_id,
           source_file, source_sheet, source_cell, conf_status, value_basis, period_basis, true as main
    from chosen where obs_value is not null or value_low is not null or value_high is not null
    union all
    select {_OF_SUBJECT}, time_period, freq, accumulation, status_class, ref_area, place_id, obs_value, value_low,
           value_high, qualifier, unit_measure, raw_text || if(is_synthetic, '{SAMPLE}', '') as shown,
           reported_unit as shown_unit, form_id, source_file, source_sheet, source_cell, conf_status, value_basis,
           period_basis, false as main
    from other where obs_value is not null or value_low is not null or value_high is not null
"""  # noqa: S608 - our own names
# Growth that no return states but two levels give.
_GROWTH = f"""
    select growth.indicator_id, 'VALUE' as measure, 'G1Y' as time_transform, growth.breakdown, growth.method_id,
           growth.component_area, growth.time_period, growth.freq, growth.accumulation, 'actual' as status_class,
           growth.ref_area, growth.place_id, growth.growth_computed_rounded as obs_value, null as value_low,
           null as value_high, 'eq' as qualifier, 'PERCENT' as unit_measure,
           growth.growth_computed_rounded || if(growth.is_synthetic, '{SAMPLE}', '') as shown, '%' as shown_unit,
           level.form_id, level.source_file, level.source_sheet, level.source_cell,
           if(growth.conf_status <> 'F' or contains(growth.restricted_figures, 'growth_computed'), 'A', 'F') as conf_status,
           'computed' as value_basis, 'stated' as period_basis, true as main
    from mart_growth_rate as growth
    inner join mart_indicator as level using (series_id, time_period)
    where growth.growth_computed_rounded is not null and growth.growth_reported is null
      and growth.reported_low is null and growth.reported_high is null
"""  # noqa: S608 - our own names
_NOT_YET = "select form_id, time_period from mart_release where release_state = 'not_yet'"


def held(database: Path, waived: Collection[tuple[str, str, str, str, str]] = ()) -> Held:
    """Read a published file. `waived`: indicator, area, breakdown, period and accumulation of what is public all the
    same, because it has been published (warehouse.disclosure.levels.waived_on)."""
    with opened(database) as connection:
        rows = selected(connection, _FIGURES) + selected(connection, _GROWTH)
        embargoed = {(row["form_id"], row["time_period"]) for row in selected(connection, _NOT_YET)}
        indicators = {
            row["indicator_id"]: row
            for row in selected(connection, "select indicator_id, indicator_zh, scale from dim_indicator")
        }
        areas = selected(connection, "select ref_area, area_zh, area_level, parent_civil from dim_area")
        places = selected(connection, "select place_id, place_zh from dim_place")
        parts = {
            row["breakdown"]: row["breakdown_zh"]
            for row in selected(connection, "select breakdown, breakdown_zh from dim_breakdown")
        }
        (about,) = selected(connection, "select snapshot_id from snapshot")
    names = {row["ref_area"]: row["area_zh"] for row in areas}
    place_names = {row["place_id"]: row["place_zh"] for row in places}
    figures: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for row in rows:
        key = tuple(row[name.strip()] for name in _OF_SUBJECT.split(","))
        figures[key].append(_figure(row, names, place_names, embargoed, waived))
    return Held(
        tuple(_subject(key, found, indicators, parts) for key, found in sorted(figures.items())),
        {row["area_zh"]: row["ref_area"] for row in areas},
        {row["ref_area"]: row["parent_civil"] or "" for row in areas},
        {row["ref_area"]: row["area_level"] for row in areas},
        {name: place for place, name in place_names.items() if place != "_T"},
        about["snapshot_id"],
    )


def _subject(
    key: tuple[str, ...], figures: Iterable[Figure], indicators: Mapping[str, Row], parts: Mapping[str, str]
) -> Subject:
    indicator_id, measure, transform, breakdown, method_id, component = key
    about = indicators[indicator_id]
    return Subject(
        indicator_id, about["indicator_zh"], measure, transform, breakdown, parts.get(breakdown, breakdown),
        method_id, component, about["scale"], tuple(figures),
        tuple({(one.unit_measure, one.shown_unit): one for one in figures}.values()),
    )  # fmt: skip


def _figure(
    row: Row,
    areas: Mapping[str, str],
    places: Mapping[str, str],
    embargoed: set[tuple[str, str]],
    waived: Collection[tuple[str, str, str, str, str]],
) -> Figure:
    """A row as a figure. A waiver is of the figure itself, not of what is said of it: rank, completion, growth."""
    named = (row["indicator_id"], row["ref_area"], row["breakdown"], row["time_period"], row["accumulation"])
    is_waived = named in waived and (row["measure"], row["time_transform"]) == ("VALUE", "N")
    return Figure(
        time_period=row["time_period"],
        freq=row["freq"],
        accumulation=row["accumulation"],
        status=row["status_class"],
        ref_area=row["ref_area"],
        area_zh=areas.get(row["ref_area"], row["ref_area"]),
        place_id=row["place_id"],
        place_zh=places.get(row["place_id"], row["place_id"]),
        value=row["obs_value"],
        low=row["value_low"],
        high=row["value_high"],
        qualifier=row["qualifier"],
        unit_measure=row["unit_measure"],
        shown=row["shown"] or plain(row["obs_value"]),
        shown_unit=row["shown_unit"] or "",
        form_id=row["form_id"],
        file=row["source_file"],
        sheet=row["source_sheet"],
        cell=row["source_cell"],
        hidden=(row["conf_status"] != _FREE and not is_waived)
        or (row["form_id"], row["time_period"]) in embargoed,
        computed=row["value_basis"] == "computed",
        enumerated=row["value_basis"] == "enumerated",
        assumed_period=row["period_basis"] == "assumed",
        main=row["main"],
    )
