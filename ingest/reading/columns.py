"""A table's columns: which of a form's columns each header on the sheet is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.form.form import Column, Form
from ingest.label import label_key


@dataclass(frozen=True, slots=True)
class TableColumn:
    number: int
    path: tuple[str, ...]
    spec: Column
    month: int | None  # where the header names one: 1-12月累计
    cell: str
    block: int = 0  # which of the table's blocks it stands in; a row has values in the columns of its own
    year: int | None = None  # where the header names one: 2023年1-11月; of 2022年同期 the year after


@dataclass(frozen=True, slots=True)
class Headed:
    """A column of a sheet under its header. `first`, `last`: the header's outer and inner cell."""

    number: int
    path: tuple[str, ...]
    first: str
    last: str
    block: int = 0


def matched_columns(
    form: Form, headed: Iterable[Headed], corner: str, place: Place
) -> tuple[tuple[TableColumn, ...], list[Finding]]:
    """The form's columns among those of a sheet. One that it does not know is a finding, and one missing."""
    found: list[TableColumn] = []
    unknown: list[Finding] = []
    for column in headed:
        if label_key(column.path[-1]) in form.ignore:
            continue
        for spec in form.columns:
            if match := spec.match(column.path):
                twice = (other for other in found if other.spec is spec and other.block == column.block)
                if first := next(twice, None):
                    unknown.append(_stated_twice(place, column, first))
                    break
                month, year = named_period(match)
                found.append(
                    TableColumn(column.number, column.path, spec, month, column.first, column.block, year)
                )
                break
        else:
            unknown.append(_unknown_column(form, place, column))
    missing = [spec for spec in form.columns if not any(column.spec is spec for column in found)]
    cause = unknown[0].finding_id if unknown else ""
    absent = [
        finding(
            "MISSING_LABEL",
            place.at(corner),
            expected=" / ".join(spec.path),
            subject="/".join(spec.path),
            caused_by=cause,
        )
        for spec in missing
    ]
    return tuple(found), [*unknown, *absent]


def named_period(match: re.Match[str]) -> tuple[int | None, int | None]:
    """The month and the year that a label names; a label about the year before names the year after it."""
    said = match.groupdict()
    month, year, last_year = (said.get(word) for word in ("month", "year", "last_year"))
    named = int(year) if year else int(last_year) + 1 if last_year else None
    return int(month) if month else None, named


def _stated_twice(place: Place, column: Headed, first: TableColumn) -> Finding:
    return finding(
        "DUPLICATE_VALUE",
        place.at(column.last),
        found=column.last,
        other=first.cell,
        subject="/".join(column.path),
    )


def _unknown_column(form: Form, place: Place, column: Headed) -> Finding:
    return finding(
        "UNKNOWN_LABEL",
        place.at(column.last),
        found=" / ".join(column.path),
        expected=" │ ".join(" / ".join(spec.path) for spec in form.columns),
        subject="/".join(label_key(part) for part in column.path),
        kind_zh="列标题",
        kind_en="column header",
    )
