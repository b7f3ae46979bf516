"""Totals of a form that add up another field than register_measure.csv adds up, and bounds beyond the plausible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from ingest.decimal_text import plain
from ingest.declared.problem import Place, against
from ingest.form.contradiction.catalogue_place import catalogue_place
from ingest.form.contradiction.form_file import FormFile
from ingest.form.contradiction.words_of import Cell, cells
from ingest.office.catalogue import RegisterMeasure
from ingest.office.facts import Office


def sum_problems(file: FormFile, office: Office) -> Iterator[str]:
    """What a form says of a total of its register against what the catalogue says of it."""
    for at, row in enumerate(file.form.rows):
        fields = {column.field for column in file.form.columns if column.field}
        for word, named in (*((field, field) for field in row.sums), *row.sums.items()):
            if named not in fields:
                what = f"{named!r}: 不是任何一栏 is no field of the columns"
                yield file.problem(("rows", at, "sums", word), what)
    for cell in cells(file.form):
        if cell.row.total_of and cell.column.field:
            yield from _of_total(file, office, cell)
    yield from _bounds(file, office)


def _of_total(file: FormFile, office: Office, cell: Cell) -> Iterator[str]:
    added = next(
        (field for field, into in cell.row.sums.items() if into == cell.column.field), cell.column.field
    )
    place: Place = (
        ("rows", cell.row_at, "sums", added)
        if added in cell.row.sums
        else ("columns", cell.column_at, "field")
    )
    for measure in office.register_measures:
        if measure.aggregation != "sum" or not _same_series(measure, cell, file, office):
            continue
        for here, column, said, known in (
            (("rows", cell.row_at, "total_of"), "register", cell.row.total_of, measure.register),
            (place, "field", added, measure.field),
        ):
            if said != known:
                what = f"{said} ≠ {known}: {measure.indicator_id} 由两处相加 is added up of two"
                there = catalogue_place(
                    office,
                    "register_measure",
                    column,
                    **{name: getattr(measure, name) for name in measure.KEY},
                )
                yield against(file.problem(here, what), there)


def _same_series(measure: RegisterMeasure, cell: Cell, file: FormFile, office: Office) -> bool:
    """Whether a measure of the catalogue is the value of a total's cell."""
    meaning = cell.meaning
    indicator = office.indicators.get(meaning["indicator_id"])
    if indicator is None or "months_before" in meaning or meaning.get("time_transform", "N") != "N":
        return False
    return (
        measure.form_id,
        measure.indicator_id,
        measure.breakdown,
        measure.freq,
        measure.accumulation,
        measure.status_class,
    ) == (
        file.form.form_id,
        indicator.indicator_id,
        meaning.get("breakdown", "_T"),
        meaning.get("freq", file.form.freq),
        meaning.get("accumulation", indicator.accumulation),
        meaning.get("status_class", "actual"),
    )


def _bounds(file: FormFile, office: Office) -> Iterator[str]:
    """A least amount of a row that is above the greatest plausible value of what the column means: none could pass."""
    meant = {
        cell.column.field: cell.meaning["indicator_id"] for cell in cells(file.form) if cell.column.field
    }
    checks = [cast(Mapping[str, Any], check) for check in file.form.checks]
    for at, check in enumerate(checks):
        if check["check"] != "at_least":
            continue
        least = Decimal(str(check["at_least"]))
        for field in (check["field"], *_above(check["field"], checks)):
            indicator = office.indicators.get(meant.get(field, ""))
            if indicator and indicator.range_high is not None and least > indicator.range_high:
                what = f"{plain(least)} > {plain(indicator.range_high)} ({field}): 没有数能通过 no figure can pass"
                there = catalogue_place(
                    office, "indicator", "range_high", indicator_id=indicator.indicator_id
                )
                yield against(file.problem(("checks", at, "at_least"), what), there)


def _above(field: str, checks: list[Mapping[str, Any]]) -> list[str]:
    """The fields that a field is never above."""
    return [one["other"] for one in checks if one["check"] == "not_above" and one["field"] == field]
