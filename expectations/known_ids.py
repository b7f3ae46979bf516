"""Ids that have landed and that the catalogue does not have: their values would fall out of the marts in silence.

An id is renamed in the catalogue and stays in landing what it was, so that every join with the catalogue drops
its values. Nothing is built of that; the id is named with the one that seems to have taken its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place

Names = Mapping[str, Mapping[str, str]]  # what each id is called, by kind and by id

_SHOWN_FILES = 3
# Column of the observations, kind of id. `_Z`, not applicable, is no id.
_COLUMNS = (
    ("indicator_id", "indicator"),
    ("ref_area", "area"),
    ("component_area", "area"),
    ("place_id", "place"),
    ("breakdown", "breakdown"),
    ("method_id", "method"),
    ("form_id", "form"),
)
_KIND_ZH = {
    "indicator": "指标",
    "area": "地区",
    "place": "地点",
    "breakdown": "分组",
    "method": "口径",
    "form": "表式",
    "department": "部门",
}
# Whose lines in the catalogue say until when they are used.
_ENDED = ("area", "place", "department", "form")
# The table of a snapshot that says what an id was called: its key and its name.
_CALLED = {
    "indicator": ("dim_indicator", "indicator_id", "indicator_zh"),
    "area": ("dim_area", "ref_area", "area_zh"),
    "place": ("dim_place", "place_id", "place_zh"),
    "breakdown": ("dim_breakdown", "breakdown", "breakdown_zh"),
    "method": ("dim_method", "method_id", "method_zh"),
    "department": ("dim_department", "department_id", "department_zh"),
}


@dataclass(frozen=True, slots=True)
class _Unknown:
    """An id that landing holds alone: how many values, of which departments, in which files."""

    kind: str
    id: str
    values: int
    departments: tuple[str, ...]
    files: tuple[str, ...]


def unknown_ids(inputs: Path, names: Names, marts_before: Path | None) -> list[Finding]:
    """A finding for each id in the inputs of a build that the catalogue does not have.

    `marts_before`: the Parquet files of the last snapshot, which knows what the id was called.
    """
    with duckdb.connect() as connection:
        # DuckDB's bar would stand on standard output, among what the command says.
        connection.execute("set enable_progress_bar = false")
        unknown = [*_of_values(connection, inputs, names), *_of_submissions(connection, inputs, names)]
        return [_finding(one, unknown, names, _called(connection, marts_before, one.kind)) for one in unknown]


def _of_values(connection: Any, inputs: Path, names: Names) -> Iterable[_Unknown]:
    said = parquet(inputs, "observation")
    entered = f"(select submission_id, department_id, file_name from {parquet(inputs, 'submission')})"  # noqa: S608 - as below
    for kind in dict.fromkeys(kind for _, kind in _COLUMNS):
        # An area may be measured and contribute: one finding an id, whatever it is used for.
        uses = " union all ".join(
            f"select {column} as id, submission_id from {said}"  # noqa: S608 - our own names
            for column, of_kind in _COLUMNS
            if of_kind == kind
        )
        rows = connection.execute(
            f"select id, count(*), list(distinct department_id order by department_id),"  # noqa: S608 - our own names
            f" list(distinct file_name order by file_name) from ({uses}) inner join {entered} using (submission_id)"
            " where id <> '_Z' and id not in (select unnest(?)) group by id order by id",
            [list(names[kind])],
        ).fetchall()
        for found, count, departments, files in rows:
            yield _Unknown(kind, found, count, _called_by(departments, names), tuple(files))


def _of_submissions(connection: Any, inputs: Path, names: Names) -> Iterable[_Unknown]:
    rows = connection.execute(
        "select department_id, count(*), list(distinct file_name order by file_name)"  # noqa: S608 - our own names
        f" from {parquet(inputs, 'submission')} where accepted_at is not null"
        " and department_id not in (select unnest(?)) group by department_id order by department_id",
        [list(names["department"])],
    ).fetchall()
    return [_Unknown("department", found, count, (found,), tuple(files)) for found, count, files in rows]


def _called_by(departments: Iterable[str], names: Names) -> tuple[str, ...]:
    return tuple(names["department"].get(one, one) for one in departments)


def _called(connection: Any, marts: Path | None, kind: str) -> Mapping[str, str]:
    """What the ids of a kind were called in the last snapshot."""
    if marts is None or kind not in _CALLED:
        return {}
    table, key, name = _CALLED[kind]
    if not (marts / f"{table}.parquet").exists():
        return {}
    query = f"select {key}, {name} from {parquet(marts, table)}"  # noqa: S608 - our own names
    return dict(connection.execute(query).fetchall())


def _finding(one: _Unknown, unknown: Iterable[_Unknown], names: Names, called: Mapping[str, str]) -> Finding:
    new = [each for each in names[one.kind] if each not in called]
    same_name = [each for each in new if called.get(one.id) and names[one.kind][each] == called[one.id]]
    lost = [each for each in unknown if each.kind == one.kind]
    # The only one that is new, where only one has gone, is told as well: a name is often mended with its id.
    candidates = same_name or (new if called and len(new) == len(lost) == 1 else [])
    instead = candidates[0] if len(candidates) == 1 else ""
    more = f" … {len(one.files)}" if len(one.files) > _SHOWN_FILES else ""
    return finding(
        "UNKNOWN_ID",
        Place(""),
        found=one.id,
        expected=instead,
        subject=f"{one.kind}|{one.id}",
        kind=one.kind,
        kind_zh=_KIND_ZH[one.kind],
        ended_zh="(停用的填 valid_to)" if one.kind in _ENDED else "(停用的也留着)",
        ended_en=" (and fill in valid_to)"
        if one.kind in _ENDED
        else " (it stays there also when it is used no more)",
        called=f"({called[one.id]})" if one.id in called else "",
        instead_zh=f"现有的是 {instead}({names[one.kind][instead]})" if instead else "看不出改成了哪个",
        instead_en=f"{instead} seems to have taken its place"
        if instead
        else "which one took its place cannot be told",
        new_id=instead or "…",
        values=one.values,
        departments="、".join(one.departments),
        files="、".join(one.files[:_SHOWN_FILES]) + more,
    )


def parquet(folder: Path, name: str) -> str:
    """A Parquet file of a folder as a relation in SQL."""
    return "read_parquet('" + str(folder / f"{name}.parquet").replace("'", "''") + "')"
