"""Ids that a form uses and the catalogue does not have."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ingest.declared.problem import Place, unknown_id
from ingest.form.contradiction.form_file import FormFile
from ingest.form.contradiction.words_of import meanings
from ingest.form.form import OF_ROW
from ingest.label import label_key
from ingest.office.facts import Office

# Which kind of id a word of a meaning holds, and the file of those ids.
_KINDS = {
    "indicator_id": "indicator",
    "breakdown": "breakdown",
    "place_id": "place",
    "method_id": "method",
    "ref_area": "area",
    "component_area": "area",
}


def code_problems(file: FormFile, office: Office) -> Iterator[str]:
    """Every place of a form with an id, a unit or a level of areas that is in no file of the catalogue."""
    form = file.form
    if form.form_id not in office.calendar:
        what = unknown_id(form.form_id, office.calendar, "catalogue/calendar.csv")
        yield file.problem(("form_id",), what)
    for place, meaning in meanings(form):
        for word, kind in _KINDS.items():
            known: Collection[str] = office.names[kind]
            if word in meaning and meaning[word] not in known and meaning[word] != OF_ROW:
                what = unknown_id(meaning[word], known, f"catalogue/{kind}.csv")
                yield file.problem((*place, word), what)
    for place, unit in _units(file):
        if label_key(unit) not in office.units:
            words = [one.unit_zh for one in office.units.values()]
            yield file.problem(place, unknown_id(unit, words, "catalogue/unit.csv"))
    levels = {area.area_level for area in office.areas.values()}
    for at, row in enumerate(form.rows):
        if row.areas and row.areas not in levels:
            what = unknown_id(row.areas, levels, "catalogue/area.csv: area_level")
            yield file.problem(("rows", at, "areas"), what)


def _units(file: FormFile) -> Iterator[tuple[Place, str]]:
    """Every unit that a form names."""
    form = file.form
    for at, line in enumerate(form.unit_line):
        # A line over the table may name several: 单位：万元、%.
        for unit in line.split("、"):
            yield ("unit_line", at), unit
    for at, column in enumerate(form.columns):
        if column.unit:
            yield ("columns", at, "unit"), column.unit
        for number, unit in enumerate(column.row_unit):
            yield ("columns", at, "row_unit", number), unit
    for place, meaning in meanings(form):
        if "unit" in meaning:
            yield (*place, "unit"), str(meaning["unit"])
