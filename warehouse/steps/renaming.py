"""What was read under an id that has been given up counts under the id that took its place.

Landing keeps what was read; a build gets the ids of today. Where an office has renamed nothing, which is nearly
always, nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import duckdb

from ingest.observation import DIMENSIONS
from ingest.office.facts import Rename
from warehouse.settings import BUSINESS_ZONE

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


def applies(one: Rename, recorded_at: datetime) -> bool:
    """Whether a rename concerns what was entered at an instant: what came before its day, or cannot mean another."""
    return one.is_given_up or recorded_at < _first_instant(one)


def renamed_row(row: Mapping[str, Any], renames: Sequence[Rename]) -> dict[str, Any]:
    """A submission's row with the ids of today."""
    new = {(one.kind, one.old_id): one.new_id for one in renames if applies(one, row["recorded_at"])}
    return {
        name: new.get((KIND_OF[name], value), value) if name in KIND_OF else value
        for name, value in row.items()
    }


def rename_inputs(folder: Path, renames: Sequence[Rename]) -> None:
    """Give the observations of a build's inputs, and what names their series, the ids of today."""
    if not renames:
        return
    with duckdb.connect() as connection:
        said = f"read_parquet('{quoted(folder / 'observation.parquet')}')"
        entered = f"read_parquet('{quoted(folder / 'submission.parquet')}')"
        connection.execute(
            "create table series as select distinct submission_id, series_id as old_id, new_id"  # noqa: S608 - our own names, quoted ids
            f" from ({with_ids_of_today(said, entered, renames, 'new_id')}) where series_id <> new_id"
        )
        _rewrite(connection, folder / "observation.parquet", with_ids_of_today(said, entered, renames))
        for name in ("check_cell", "finding"):
            file = folder / f"{name}.parquet"
            _rewrite(
                connection,
                file,
                "select told.* replace (coalesce(series.new_id, told.series_id) as series_id)"  # noqa: S608 - our own names
                f" from read_parquet('{quoted(file)}') as told left join series"
                " on told.submission_id = series.submission_id and told.series_id = series.old_id",
            )


def with_ids_of_today(said: str, entered: str, renames: Sequence[Rename], series: str = "") -> str:
    """A query on observations (`said`) with the ids of today; `entered` is a relation of their submissions.

    `series`: the name of a column for the new id of the series, beside the old one; else it takes its place.
    """
    if not renames:
        return f"select * from {said}"  # noqa: S608 - our own names
    new_id = f"md5(concat_ws('|', {', '.join(DIMENSIONS)}))"
    named = f"*, {new_id} as {series}" if series else f"* replace ({new_id} as series_id)"
    return f"select {named} from ({_replaced(said, entered, renames, (*DIMENSIONS, 'form_id'))})"  # noqa: S608 - as above


def submissions_of_today(entered: str, renames: Sequence[Rename]) -> str:
    """A query on submissions with the ids of today."""
    return _replaced(entered, entered, renames, ("form_id", "department_id"))


def _replaced(said: str, entered: str, renames: Sequence[Rename], columns: Iterable[str]) -> str:
    cases = {name: _cases(name, renames) for name in columns}
    replaced = ", ".join(f"{case} as {name}" for name, case in cases.items() if case)
    return (
        f"select said.*{f' replace ({replaced})' if replaced else ''} from {said} as said left join"  # noqa: S608 - our own names
        f" (select submission_id, recorded_at from {entered}) as entered on said.submission_id = entered.submission_id"
    )


def _cases(column: str, renames: Iterable[Rename]) -> str:
    """What a column says today, as SQL; '' where none of its ids was renamed."""
    cases = [
        f"when said.{column} = '{_text(one.old_id)}'"
        + (
            ""
            if one.is_given_up
            else f" and entered.recorded_at < timestamp '{_first_instant(one):%Y-%m-%d %H:%M:%S}'"
        )
        + f" then '{_text(one.new_id)}'"
        for one in renames
        if one.kind == KIND_OF.get(column)
    ]
    return f"case {' '.join(cases)} else said.{column} end" if cases else ""


def _first_instant(one: Rename) -> datetime:
    """The instant, in UTC, at which the day of a rename begins in the office."""
    return datetime.combine(one.valid_from, time.min, BUSINESS_ZONE).astimezone(UTC)


def _rewrite(connection: Any, file: Path, query: str) -> None:
    # Beside it and renamed: the file may be a second name of one that is kept from build to build.
    beside = file.with_suffix(".renamed")
    connection.execute(f"copy ({query}) to '{quoted(beside)}' (format parquet, compression zstd)")
    beside.replace(file)


def quoted(path: Path) -> str:
    return _text(str(path))


def _text(text: str) -> str:
    return text.replace("'", "''")
