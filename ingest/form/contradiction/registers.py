"""Registers and fields that the catalogue names and no version of their form has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.declared.problem import against, unknown_id
from ingest.form.contradiction.catalogue_place import catalogue_place
from ingest.form.contradiction.form_file import FormFile
from ingest.form.form import Column
from ingest.office.catalogue import RegisterMeasure
from ingest.office.facts import Office

_NUMBERS = ("amount", "count")


def register_problems(files: Sequence[FormFile], office: Office) -> Iterator[str]:
    """What register_measure.csv and of_which.csv say of the fields of forms. A form that is not there is left alone:
    it may be one that the office has given up."""
    of_form: dict[str, list[FormFile]] = defaultdict(list)
    for file in files:
        of_form[file.form.form_id].append(file)
    for measure in office.register_measures:
        if measure.form_id in of_form:
            yield from _measure_problems(measure, of_form[measure.form_id], office)
    for part in office.parts:
        if part.kind == "field" and part.form_id in of_form:
            known = _fields(of_form[part.form_id])
            for column, field in (("part", part.part), ("whole", part.whole)):
                if field not in known:
                    there = catalogue_place(
                        office, "of_which", column, form_id=part.form_id, part=part.part, whole=part.whole
                    )
                    yield f"{there} {unknown_id(field, known, f'forms: {part.form_id}')}"


def _fields(files: Sequence[FormFile]) -> dict[str, tuple[FormFile, int, Column]]:
    return {
        column.field: (file, at, column)
        for file in files
        for at, column in enumerate(file.form.columns)
        if column.field
    }


def _measure_problems(measure: RegisterMeasure, files: Sequence[FormFile], office: Office) -> Iterator[str]:
    key = {name: getattr(measure, name) for name in measure.KEY}
    registers = {row.register for file in files for row in file.form.rows if row.register}
    fields = _fields(files)
    if measure.register not in registers:
        there = catalogue_place(office, "register_measure", "register", **key)
        yield f"{there} {unknown_id(measure.register, registers, f'forms: {measure.form_id}')}"
    for column in ("field", "where_field", "year_field", "month_field", "unit_field"):
        named = getattr(measure, column)
        if named and named not in fields:
            there = catalogue_place(office, "register_measure", column, **key)
            yield f"{there} {unknown_id(named, fields, f'forms: {measure.form_id}')}"
    if measure.aggregation == "sum" and measure.field in fields:
        file, at, spec = fields[measure.field]
        if spec.type not in _NUMBERS:
            what = f"{measure.field}: {spec.type} 不能相加 cannot be added up"
            there = catalogue_place(office, "register_measure", "aggregation", **key)
            yield against(f"{there} {what}", file.place(("columns", at, "type")))
