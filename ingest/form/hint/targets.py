"""Targets that can never meet an actual: no form says what is reached, or only of another group, place or method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.form.contradiction.words_of import cells
from ingest.form.form import Form
from ingest.office.facts import Office

TARGET, ACTUAL = "target", "actual"
# What a target and its actual have in common, beside the indicator and the area.
_COMMON = {
    "method_id": "",
    "place_id": "_T",
    "component_area": "_Z",
    "breakdown": "_T",
    "currency": "",
    "time_transform": "N",
}
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LonelyTarget:
    """A line of a form with a target. `elsewhere`: some form says an actual of the indicator, of something else."""

    form_id: str
    label: str
    indicator_id: str
    elsewhere: bool


def lonely_targets(forms: Iterable[Form], office: Office) -> Iterator[LonelyTarget]:
    """The targets of the forms for which no form and no register has an actual, in the order of the forms."""
    every = tuple(forms)
    reached = {key for form in every for key in _keys(form, office, ACTUAL)} | _of_registers(office)
    indicators = {indicator for indicator, *_ in reached}
    for form in every:
        for key, label in _keys(form, office, TARGET).items():
            if key not in reached:
                yield LonelyTarget(form.form_id, label, key[0], key[0] in indicators)


def count_targets(form: Form, office: Office) -> int:
    """How many targets a form has."""
    return len(_keys(form, office, TARGET))


def _keys(form: Form, office: Office, status: str) -> dict[Key, str]:
    """What is stated of a status class, with the label of its row."""
    found: dict[Key, str] = {}
    names = office.names.get("indicator", {})
    for cell in cells(form):
        stated = [cell.meaning] + ([{**cell.meaning, **cell.row.ahead}] if cell.row.ahead else [])
        for meaning in stated:
            if not _is_value(meaning, status):
                continue
            for area in _areas(meaning, cell.row.areas, office):
                # A total is told by what it is the total of.
                of_total = names.get(meaning["indicator_id"], "") if cell.row.total_of else ""
                found.setdefault(_key(meaning, area, office), of_total or cell.row.name)
    return found


def _is_value(meaning: Mapping[str, Any], status: str) -> bool:
    stated = (
        meaning.get("measure", "VALUE"),
        meaning.get("scope_basis", "OWN") == "QUOTED",
        meaning.get("status_class", ACTUAL),
    )
    return stated == ("VALUE", False, status)


def _areas(meaning: Mapping[str, Any], level: str, office: Office) -> list[str]:
    if level:
        return [area.ref_area for area in office.areas.values() if area.area_level == level]
    return [str(meaning.get("ref_area", office.ref_area))]


def _key(meaning: Mapping[str, Any], area: str, office: Office) -> Key:
    indicator = office.indicators.get(meaning["indicator_id"])
    defaults = {
        **_COMMON,
        "method_id": indicator.method_id if indicator else "",
        "currency": indicator.currency if indicator else "",
    }
    return (
        meaning["indicator_id"],
        area,
        *(str(meaning.get(word, default)) for word, default in defaults.items()),
    )


def _of_registers(office: Office) -> set[Key]:
    """What is reached by what registers add up to."""
    return {
        _key({"indicator_id": one.indicator_id, "breakdown": one.breakdown}, office.ref_area, office)
        for one in office.register_measures
        if one.status_class == ACTUAL
    }
