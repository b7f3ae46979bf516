"""An office's folder, read: each file by itself, and then against the others."""

from __future__ import annotations

import csv
from pathlib import Path

import yaml

from ingest.label import label_key
from ingest.office.dated_facts import check_breaks, load_closed_periods
from ingest.office.facts import BUSINESS_TIMEZONE, Area, Due, Indicator, Office, OfficeError, Unit
from ingest.office.rename import load_renames
from ingest.office.table import read_csv, read_keyed


def load_office(folder: Path) -> Office:
    """Read an office's folder. OfficeError where a file is missing or contradicts another."""
    try:
        stated = yaml.safe_load((folder / "office.yml").read_text(encoding="utf-8"))
        catalogue = folder / "catalogue"
        units = {
            label_key(unit_zh): Unit(
                unit_zh, row["unit_measure"], int(row["unit_mult"]), row["dimension"], row["currency"]
            )
            for unit_zh, row in read_keyed(catalogue / "unit.csv", "unit_zh").items()
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
            for key, row in read_keyed(catalogue / "indicator.csv", "indicator_id").items()
        }
        calendar = {key: _due(row) for key, row in read_keyed(catalogue / "calendar.csv", "form_id").items()}
        departments = {
            key: row["department_zh"]
            for key, row in read_keyed(catalogue / "department.csv", "department_id").items()
        }
        places = {
            key: row["place_zh"] for key, row in read_keyed(catalogue / "place.csv", "place_id").items()
        }
        methods = read_keyed(catalogue / "method.csv", "method_id")
        areas = {
            key: Area(row["ref_area"], row["area_zh"], row["area_level"])
            for key, row in read_keyed(catalogue / "area.csv", "ref_area").items()
        }
        breakdowns = {row["breakdown"]: row["breakdown_zh"] for row in read_csv(catalogue / "breakdown.csv")}
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise OfficeError("OFFICE", found=f"{folder}: {type(error).__name__}: {error}") from error
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
        renames=load_renames(folder, names),
    )
    check_breaks(folder, indicators)
    for indicator in indicators.values():
        if indicator.method_id not in methods:
            raise OfficeError(
                "OFFICE",
                found=f"{folder}/catalogue/indicator.csv: {indicator.indicator_id}: no method {indicator.method_id!r}"
                " in method.csv",
            )
    for form_id, due in calendar.items():
        if due.department_id not in departments:
            raise OfficeError(
                "OFFICE",
                found=f"{folder}/catalogue/calendar.csv: {form_id}: no department {due.department_id!r}",
            )
    if office.timezone != BUSINESS_TIMEZONE:
        raise OfficeError(
            "OFFICE",
            found=f"{folder}/office.yml: timezone {office.timezone!r}: days are of {BUSINESS_TIMEZONE} alone",
        )
    if office.ref_area not in areas:
        raise OfficeError(
            "OFFICE", found=f"{folder}/office.yml: ref_area {office.ref_area!r} is not in area.csv"
        )
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
