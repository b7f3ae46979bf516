"""Ids that an office has given up for others: an area code issued anew, an indicator called by another id.

What was read keeps the id that it was read with, for ever. Where the catalogue no longer has it, or has given it
to something else, this table says under which id it counts from a day on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.office.facts import BUSINESS_TIMEZONE, Office, OfficeError, Rename
from ingest.office.table import read_columns

FILE = Path("catalogue", "rename.csv")
COLUMNS = ("kind", "old_id", "new_id", "valid_from", "reason_zh", "reason_en", "source")
KINDS = ("indicator", "area", "place", "breakdown", "method", "department", "form")
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


def load_renames(folder: Path, ids: Mapping[str, Collection[str]]) -> tuple[Rename, ...]:
    """The table of an office, oldest first; none where it has none. `ids`: those of the catalogue, by kind.

    OfficeError names the file, the line and the value.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    renames: list[Rename] = []
    for line, row in enumerate(read_columns(path, COLUMNS), start=2):
        try:
            renames.append(_rename({name: text.strip() for name, text in row.items()}, ids))
        except ValueError as error:
            raise OfficeError("OFFICE", found=f"{path}: line {line}: {error}") from error
    renames.sort(key=lambda one: one.valid_from)
    later = {(one.kind, one.old_id) for one in renames}
    for one in renames:
        if one.new_id not in ids[one.kind] and (one.kind, one.new_id) not in later:
            raise OfficeError(
                "OFFICE",
                found=f"{path}: new_id {one.new_id!r}: 不在目录中 is not in the catalogue ({one.kind})",
            )
        if sum((each.kind, each.old_id) == (one.kind, one.old_id) for each in renames) > 1:
            raise OfficeError(
                "OFFICE", found=f"{path}: old_id {one.old_id!r}: 一个编号一行 one line an id ({one.kind})"
            )
    return tuple(renames)


def _rename(said: Mapping[str, str], ids: Mapping[str, Collection[str]]) -> Rename:
    blank = [name for name in COLUMNS if not said[name]]
    if blank:
        raise ValueError(f"{', '.join(blank)} 为空 must not be blank")
    if said["kind"] not in KINDS:
        raise ValueError(f"kind {said['kind']!r}: 应为 expected {', '.join(KINDS)}")
    if said["old_id"] == said["new_id"]:
        raise ValueError(f"new_id {said['new_id']!r}: 与旧编号相同 is the old one")
    if said["old_id"].startswith("_") or said["new_id"].startswith("_"):
        raise ValueError("old_id, new_id: _T、_Z 不能改名 _T and _Z cannot be renamed")
    try:
        day = date.fromisoformat(said["valid_from"])
    except ValueError:
        day = date.min
    # Codes of places are younger than that; and the first instant of the day must be one that a clock can show.
    if not 1949 <= day.year <= 2999:
        raise ValueError(f"valid_from {said['valid_from']!r}: 应如 expected like 2024-03-31")
    return Rename(said["kind"], said["old_id"], said["new_id"], day, said["old_id"] not in ids[said["kind"]])


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
