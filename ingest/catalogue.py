"""The facts of one office: its indicators, areas, departments, units and calendar, read from CSV.

The same files are dbt's sources; nothing of them is written down a second time.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from ingest.label import label_key

if TYPE_CHECKING:
    from ingest.correction import Correction
    from ingest.dated_facts import ClosedPeriod
    from ingest.rename import Rename

MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
# Every day in the warehouse is one of China's: eight hours ahead of UTC in every season.
BUSINESS_TIMEZONE = "Asia/Shanghai"
PERIOD = re.compile(rf"{MONTH.pattern}|[0-9]{{4}}")  # a month, or the year of an annual form


class OfficeError(Exception):
    """An office's files contradict themselves; the message names file, line and value."""


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
    corrections: tuple[Correction, ...] = ()
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


def read_csv(path: Path) -> list[dict[str, str]]:
    """A catalogue file's rows; every column is text. OfficeError names a line with too many or too few."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        rows = []
        for row in reader:
            if len(row) != len(header):
                raise OfficeError(
                    f"{path}: line {reader.line_num}: {len(row)} columns, expected {len(header)}"
                )
            rows.append(dict(zip(header, row, strict=True)))
    return rows


def _read_keyed(path: Path, column: str) -> dict[str, dict[str, str]]:
    """A catalogue file's rows by a column. OfficeError where two rows have the same: one would be lost."""
    keyed: dict[str, dict[str, str]] = {}
    for row in read_csv(path):
        if row[column] in keyed:
            raise OfficeError(f"{path}: {column} {row[column]!r} stands there twice")
        keyed[row[column]] = row
    return keyed


def read_columns(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a file that has exactly these columns, in any order. OfficeError names file and columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
        if sorted(header) != sorted(columns):
            raise OfficeError(f"{path}: line 1: {','.join(header)}, expected {','.join(columns)}")
        return read_csv(path)
    except OSError as error:
        raise OfficeError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise OfficeError(f"{path}: 不是 UTF-8,请另存为“CSV UTF-8” is not UTF-8: {error}") from error
    except csv.Error as error:
        raise OfficeError(f"{path}: 不是 CSV is no CSV: {error}") from error


def load_office(folder: Path) -> Office:
    """Read an office's folder. OfficeError where a file is missing or contradicts another."""
    # Both know what an office is made of, and so cannot be known to it before.
    from ingest.correction import load_corrections
    from ingest.dated_facts import check_breaks, load_closed_periods
    from ingest.rename import load_renames

    try:
        stated = yaml.safe_load((folder / "office.yml").read_text(encoding="utf-8"))
        catalogue = folder / "catalogue"
        units = {
            label_key(unit_zh): Unit(
                unit_zh, row["unit_measure"], int(row["unit_mult"]), row["dimension"], row["currency"]
            )
            for unit_zh, row in _read_keyed(catalogue / "unit.csv", "unit_zh").items()
        }
        indicators = {
            key: Indicator(
                indicator_id=row["indicator_id"],
                indicator_zh=row["indicator_zh"],
                method_id=row["method_id"],
                unit_measure=row["unit_measure"],
                currency=row["currency"],
                price_basis=row["price_basis"],
                accumulation=row["accumulation"],
                january_exempt=row["january_exempt"] == "yes",
                reporting_level=row["reporting_level"],
                conf_status=row["conf_status"],
                primary_form=row["primary_form"],
            )
            for key, row in _read_keyed(catalogue / "indicator.csv", "indicator_id").items()
        }
        calendar = {key: _due(row) for key, row in _read_keyed(catalogue / "calendar.csv", "form_id").items()}
        departments = {
            key: row["department_zh"]
            for key, row in _read_keyed(catalogue / "department.csv", "department_id").items()
        }
        places = {
            key: row["place_zh"] for key, row in _read_keyed(catalogue / "place.csv", "place_id").items()
        }
        methods = _read_keyed(catalogue / "method.csv", "method_id")
        areas = {
            key: Area(row["ref_area"], row["area_zh"], row["area_level"])
            for key, row in _read_keyed(catalogue / "area.csv", "ref_area").items()
        }
        breakdowns = {row["breakdown"]: row["breakdown_zh"] for row in read_csv(catalogue / "breakdown.csv")}
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise OfficeError(f"{folder}: {type(error).__name__}: {error}") from error
    names = {
        "indicator": {key: one.indicator_zh for key, one in indicators.items()},
        "area": {key: one.area_zh for key, one in areas.items()},
        "place": places,
        "breakdown": breakdowns,
        "method": {key: row["method_zh"] for key, row in methods.items()},
        "department": departments,
        "form": dict.fromkeys(calendar, ""),
    }
    office = Office(
        folder=folder,
        office_id=stated["office_id"],
        name_zh=stated["name_zh"],
        ref_area=stated["ref_area"],
        timezone=stated["timezone"],
        indicators=indicators,
        units=units,
        calendar=calendar,
        departments=departments,
        areas=areas,
        places=places,
        names=names,
        closed_periods=load_closed_periods(folder, calendar),
        corrections=load_corrections(folder, departments, units, indicators),
        renames=load_renames(folder, names),
    )
    check_breaks(folder, indicators)
    for indicator in indicators.values():
        if indicator.method_id not in methods:
            raise OfficeError(
                f"{folder}/catalogue/indicator.csv: {indicator.indicator_id}: no method {indicator.method_id!r}"
                " in method.csv"
            )
    for form_id, due in calendar.items():
        if due.department_id not in departments:
            raise OfficeError(
                f"{folder}/catalogue/calendar.csv: {form_id}: no department {due.department_id!r}"
            )
    if office.timezone != BUSINESS_TIMEZONE:
        raise OfficeError(
            f"{folder}/office.yml: timezone {office.timezone!r}: days are of {BUSINESS_TIMEZONE} alone"
        )
    if office.ref_area not in areas:
        raise OfficeError(f"{folder}/office.yml: ref_area {office.ref_area!r} is not in area.csv")
    return office


def _due(row: dict[str, str]) -> Due:
    first, _, last = row["months"].partition("-")
    return Due(
        form_id=row["form_id"],
        department_id=row["department_id"],
        freq=row["freq"],
        months=tuple(range(int(first), int(last or first) + 1)),
        due_day=int(row["due_day"]),
        due_months_after=int(row["due_months_after"]),
        part=row["part"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )
