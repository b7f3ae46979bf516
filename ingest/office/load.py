"""An office's folder, read: each file by itself, and then against the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from ingest.label import label_key
from ingest.office.catalogue_files import CatalogueFiles, read_catalogue
from ingest.office.facts import Office
from ingest.office.office_file import FILE, OfficeFile, load_office_file
from ingest.office.problem import OfficeError, office_error, problems_in, unknown_id
from ingest.office.relation.whole import wholes_of
from ingest.office.rename import rename_problems, renames_of


def load_office(folder: Path) -> Office:
    """Read an office's folder. OfficeError with everything that is wrong in it, or contradicts another file."""
    problems: list[str] = []
    about: OfficeFile | None = None
    try:
        about = load_office_file(folder)
    except OfficeError as error:
        problems.extend(problems_in(error))
    try:
        files = read_catalogue(folder)
    except OfficeError as error:
        raise office_error(*problems, *problems_in(error)) from error
    ids = _names(files)
    problems.extend(_undeclared(files))
    problems.extend(rename_problems(files, ids))
    if about and about.ref_area not in ids["area"]:
        what = unknown_id(about.ref_area, ids["area"], "catalogue/area.csv")
        problems.append(f"{folder / FILE}: ref_area {what}")
    if problems or about is None:
        raise office_error(*problems)
    catalogue = files.catalogue
    return Office(
        folder=folder,
        office_id=about.office_id,
        name_zh=about.name_zh,
        ref_area=about.ref_area,
        timezone=about.timezone,
        indicators={row.indicator_id: row for row in catalogue.indicator},
        units={label_key(row.unit_zh): row for row in catalogue.unit},
        calendar={row.form_id: row for row in catalogue.calendar},
        departments=ids["department"],
        areas={row.ref_area: row for row in catalogue.area},
        places=ids["place"],
        names=ids,
        closed_periods={(row.form_id, row.period): row for row in catalogue.closed_period},
        renames=renames_of(catalogue.rename, ids),
        register_measures=catalogue.register_measure,
        breakdowns={row.breakdown: row for row in catalogue.breakdown},
        aliases=catalogue.alias,
        parts=catalogue.of_which,
        wholes=wholes_of(catalogue.partition),
        rank_universes=catalogue.rank_universe,
        exchange_rates=catalogue.exchange_rate,
    )


def _names(files: CatalogueFiles) -> dict[str, dict[str, str]]:
    """What each id is called, by kind of id and by id."""
    catalogue = files.catalogue
    return {
        "indicator": {row.indicator_id: row.indicator_zh for row in catalogue.indicator},
        "area": {row.ref_area: row.area_zh for row in catalogue.area},
        "place": {row.place_id: row.place_zh for row in catalogue.place},
        "breakdown": {row.breakdown: row.breakdown_zh for row in catalogue.breakdown},
        "method": {row.method_id: row.method_zh for row in catalogue.method},
        "department": {row.department_id: row.department_zh for row in catalogue.department},
        "form": {row.form_id: "" for row in catalogue.calendar},
    }


def _undeclared(files: CatalogueFiles) -> Iterator[str]:
    """Ids that a file uses and the file of such ids does not have."""
    catalogue = files.catalogue
    methods = {row.method_id for row in catalogue.method}
    departments = {row.department_id for row in catalogue.department}
    indicators = {row.indicator_id for row in catalogue.indicator}
    forms = {row.form_id for row in catalogue.calendar}
    used: Mapping[tuple[str, str, str], tuple[list[str], Collection[str]]] = {
        ("indicator", "method_id", "method"): ([row.method_id for row in catalogue.indicator], methods),
        ("calendar", "department_id", "department"): (
            [row.department_id for row in catalogue.calendar],
            departments,
        ),
        ("closed_period", "form_id", "calendar"): ([row.form_id for row in catalogue.closed_period], forms),
        ("break", "indicator_id", "indicator"): ([row.indicator_id for row in catalogue.breaks], indicators),
    }
    for (name, column, of), (ids, known) in used.items():
        for found in dict.fromkeys(ids):
            if found not in known:
                others = ids.count(found) - 1
                more = f",另有 {others} 行 and {others} more lines" if others else ""
                what = unknown_id(found, known, f"catalogue/{of}.csv")
                yield files.problem(name, ids.index(found), column, f"{what}{more}")
