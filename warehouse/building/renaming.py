"""What was read under an id that has been given up counts under the id that took its place.

Landing keeps what was read; a build gets the ids of today. Where an office has renamed nothing, which is nearly
always, nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.observation import DIMENSIONS
from ingest.office.facts import Rename
from ingest.office.rename import KIND_OF, first_instant
from warehouse.building.blocked import blocked
from warehouse.store.connection import set_up


def rename_inputs(folder: Path, renames: Sequence[Rename], units: Mapping[str, str]) -> None:
    """Give the observations of a build's inputs, and what names their series, the ids of today.

    `units`: the canonical unit of each indicator. Blocked where an id cannot have become the other one.
    """
    if not renames:
        return
    with duckdb.connect() as connection:
        set_up(connection)
        findings = [found for one in renames for found in _contradictions(connection, folder, one, units)]
        if findings:
            raise blocked(findings)
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


def _contradictions(connection: Any, folder: Path, one: Rename, units: Mapping[str, str]) -> list[Finding]:
    """Why an id cannot have become the other: one return says both, or their levels are in other units.

    Without this a slip in the table publishes dollars as a number of projects.
    """
    columns = [name for name, kind in KIND_OF.items() if kind == one.kind and name in DIMENSIONS]
    said = f"read_parquet('{quoted(folder / 'observation.parquet')}')"
    submissions = quoted(folder / "submission.parquet")
    entered = f"(select submission_id, file_name from read_parquet('{submissions}'))"  # noqa: S608 - our own names
    found = []
    for column in columns:
        together = connection.execute(
            f"select min(file_name) from {said} inner join {entered} using (submission_id) where {column} in (?, ?)"  # noqa: S608 - our own names
            f" group by submission_id having count(distinct {column}) = 2 order by all limit 1",
            [one.old_id, one.new_id],
        ).fetchone()
        if together and one.is_given_up:
            found.append(_contradiction(one, f"{together[0]} 里两个都有", f"{together[0]} says both"))
    if one.kind == "indicator":
        other = connection.execute(
            f"select distinct unit_measure from {said} where indicator_id = ? and measure = 'VALUE'"  # noqa: S608 - our own names
            " and time_transform = 'N' and unit_measure <> ?",
            [one.old_id, units.get(one.new_id, "")],
        ).fetchone()
        if other and one.new_id in units:
            pair = f"{other[0]} → {units[one.new_id]}"
            found.append(_contradiction(one, f"单位不同:{pair}", f"their units differ: {pair}"))
    return found


def _contradiction(one: Rename, why_zh: str, why_en: str) -> Finding:
    return finding(
        "RENAME_CONTRADICTION",
        Place(""),
        found=one.old_id,
        expected="",
        subject=f"{one.kind}|{one.old_id}|{one.new_id}",
        kind=one.kind,
        new_id=one.new_id,
        why_zh=why_zh,
        why_en=why_en,
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
            else f" and entered.recorded_at < timestamp '{first_instant(one):%Y-%m-%d %H:%M:%S}'"
        )
        + f" then '{_text(one.new_id)}'"
        for one in renames
        if one.kind == KIND_OF.get(column)
    ]
    return f"case {' '.join(cases)} else said.{column} end" if cases else ""


def _rewrite(connection: Any, file: Path, query: str) -> None:
    # Beside it and renamed: the file may be a second name of one that is kept from build to build.
    beside = file.with_suffix(".renamed")
    connection.execute(f"copy ({query}) to '{quoted(beside)}' (format parquet, compression zstd)")
    beside.replace(file)


def quoted(path: Path) -> str:
    """A path as a text of SQL."""
    return _text(str(path))


def _text(text: str) -> str:
    return text.replace("'", "''")
