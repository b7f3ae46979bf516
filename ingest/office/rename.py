"""Ids that an office has given up for others: an area code issued anew, an indicator called by another id.

What was read keeps the id that it was read with, for ever. Where the catalogue no longer has it, or has given it
to something else, this table says under which id it counts from a day on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from ingest.declared.problem import unknown_id
from ingest.office.catalogue import RenamedId
from ingest.office.catalogue_files import CatalogueFiles
from ingest.office.facts import Office, Rename
from ingest.office.timezone import BUSINESS_TIMEZONE

# Which kind of id a column holds.
KIND_OF = {
    "indicator_id": "indicator",
    "ref_area": "area",
    "component_area": "area",
    "place_id": "place",
    "breakdown": "breakdown",
    "method_id": "method",
    "form_id": "form",
    "department_id": "department",
}


def rename_problems(files: CatalogueFiles, ids: Mapping[str, Collection[str]]) -> Iterator[str]:
    """What cannot be in the table of an office. `ids`: those of the catalogue, by kind."""
    rows = files.catalogue.rename
    old = {(row.kind, row.old_id) for row in rows}
    for at, row in enumerate(rows):
        if row.old_id == row.new_id:
            yield files.problem("rename", at, "new_id", f"{row.new_id!r}: 与旧编号相同 is the old one")
        elif row.old_id.startswith("_") or row.new_id.startswith("_"):
            yield files.problem("rename", at, "old_id, new_id", "_T、_Z 不能改名 _T and _Z cannot be renamed")
        elif row.new_id not in ids[row.kind] and (row.kind, row.new_id) not in old:
            yield files.problem(
                "rename",
                at,
                "new_id",
                unknown_id(row.new_id, ids[row.kind], f"目录 the catalogue ({row.kind})"),
            )
        # Codes of places are younger than that; and the first instant of the day must be one that a clock can show.
        if not 1949 <= row.valid_from.year <= 2999:
            yield files.problem(
                "rename", at, "valid_from", f"{row.valid_from}: 应在 expected within 1949…2999"
            )


def renames_of(rows: Iterable[RenamedId], ids: Mapping[str, Collection[str]]) -> tuple[Rename, ...]:
    """The table of an office, oldest first."""
    renames = (
        Rename(row.kind, row.old_id, row.new_id, row.valid_from, row.old_id not in ids[row.kind])
        for row in rows
    )
    return tuple(sorted(renames, key=lambda rename: rename.valid_from))


def in_force(renames: Iterable[Rename], day: date) -> tuple[Rename, ...]:
    """Those that count on a business day, each leading straight to the id that is used on that day.

    An id that was changed again later leads on to that one. Ids that are exchanged, or moved up by one on the same
    day, do not lead on: each has its own line.
    """
    known = {(one.kind, one.old_id): one for one in renames if one.valid_from <= day}
    straight = []
    for one in known.values():
        last = one
        while (later := known.get((one.kind, last.new_id))) and later.valid_from > last.valid_from:
            last = later
        straight.append(replace(one, new_id=last.new_id))
    return tuple(straight)


def renames_of_today(office: Office) -> tuple[Rename, ...]:
    """The ids that have given way to others by today, whatever day is asked about: a day is told by today's rules."""
    return in_force(office.renames, datetime.now(ZoneInfo(BUSINESS_TIMEZONE)).date())


def applies(one: Rename, recorded_at: datetime) -> bool:
    """Whether a rename concerns what was entered at an instant: what came before its day, or cannot mean another."""
    return one.is_given_up or recorded_at < first_instant(one)


def id_of_today(kind: str, old_id: str, recorded_at: datetime, renames: Iterable[Rename]) -> str:
    """What an id of a kind, entered at an instant, is today; `renames`: those that are in force."""
    return next(
        (
            one.new_id
            for one in renames
            if (one.kind, one.old_id) == (kind, old_id) and applies(one, recorded_at)
        ),
        old_id,
    )


def first_instant(one: Rename) -> datetime:
    """The instant, in UTC, at which the day of a rename begins in the office."""
    return datetime.combine(one.valid_from, time.min, ZoneInfo(BUSINESS_TIMEZONE)).astimezone(UTC)
