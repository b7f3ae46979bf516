"""An office's folder, read: each file by itself, and then against the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.declared.problem import OfficeError, office_error, problems_in, unknown_id
from ingest.family.load import FOLDER as FAMILIES
from ingest.family.load import catalogue_problems, read_pages
from ingest.label import label_key
from ingest.office.catalogue_files import CatalogueFiles, read_catalogue, rows_of
from ingest.office.contradiction.all_of_them import contradictions
from ingest.office.facts import Office
from ingest.office.office_file import FILE, OfficeFile, load_office_file
from ingest.office.relation.whole import wholes_of
from ingest.office.rename import rename_problems, renames_of

# Which column of which file holds ids of which other file.
_KEYS = {
    "method": "method_id",
    "department": "department_id",
    "indicator": "indicator_id",
    "calendar": "form_id",
    "breakdown": "breakdown",
    "area": "ref_area",
    "place": "place_id",
}
_USES = (
    ("indicator", "method_id", "method"),
    ("indicator", "owner_department_id", "department"),
    ("indicator", "primary_form", "calendar"),
    ("calendar", "department_id", "department"),
    ("closed_period", "form_id", "calendar"),
    ("release", "form_id", "calendar"),
    ("break", "indicator_id", "indicator"),
    ("break", "method_id", "method"),
    ("break", "ref_area", "area"),
    ("register_measure", "indicator_id", "indicator"),
    ("register_measure", "breakdown", "breakdown"),
    ("register_measure", "form_id", "calendar"),
    ("alias", "breakdown", "breakdown"),
    ("alias", "method_id", "method"),
    ("area", "parent_civil", "area"),
    ("area", "parent_statistical", "area"),
    ("disclosure_waiver", "indicator_id", "indicator"),
    ("disclosure_waiver", "ref_area", "area"),
    ("disclosure_waiver", "breakdown", "breakdown"),
    ("place", "parent", "place"),
    ("place", "ref_area", "area"),
)


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
    problems.extend(contradictions(files))
    problems.extend(_page_problems(folder, files, ids))
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
        first_month=about.first_month,
        holidays={row.day: row.kind for row in catalogue.holiday},
        releases=catalogue.release,
        disclosure=about.disclosure,
        disclosure_waivers=catalogue.disclosure_waiver,
    )


def _page_problems(
    folder: Path, files: CatalogueFiles, ids: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """What is wrong in the office's own pages of families, by themselves and against the catalogue."""
    pages, problems = read_pages(folder / FAMILIES)
    yield from problems
    yield from catalogue_problems(pages, ids, {row.family for row in files.catalogue.indicator})


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
    known_in = {
        of: {getattr(row, of_key) for row in rows_of(files.catalogue, of)} for of, of_key in _KEYS.items()
    }
    for name, column, of in _USES:
        ids = [getattr(row, column) for row in rows_of(files.catalogue, name)]
        known = known_in[of]
        for found in dict.fromkeys(ids):
            if found and found not in known:
                others = ids.count(found) - 1
                more = f",另有 {others} 行 and {others} more lines" if others else ""
                what = unknown_id(found, known, f"catalogue/{of}.csv")
                yield files.problem(name, ids.index(found), column, f"{what}{more}")
