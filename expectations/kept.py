"""That nothing is lost on the way: what the ledger and the last snapshot say should be in a build is in it, by key.

A build is not asked what it should hold: one without rows would say, none. What has landed of every accepted
submission, and what readers have of those that still stand, is looked for value by value and cell by cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from expectations.check_result import State
from expectations.known_ids import Names, parquet
from expectations.suite import Check, Result
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place

_SHOWN_FILES, _SHOWN_FINDINGS = 3, 20
_SERIES = ("series_id", "time_period")
_VALUE = ("submission_id", "series_id", "time_period", "sheet", "cell")
# A value by its cell and by what no office can rename. The ids of a snapshot are those of its day: a line of the
# table of renames that was mended since gives a value another series, and takes nothing away.
_VALUE_OF_A_CELL = (
    "submission_id", "sheet", "cell", "time_period", "measure", "freq", "accumulation", "time_transform", "currency",
    "price_basis", "unit_measure", "status_class", "target_kind", "scope_basis",
)  # fmt: skip
_REGISTER_CELL = ("submission_id", "register", "row_no", "field", "sheet", "cell")
# A figure that is shown, by its series, by what it measures (without what the catalogue says of it: method, currency,
# prices, unit), or by its cell.
_WHAT_IS_MEASURED = (
    "indicator_id", "measure", "ref_area", "place_id", "component_area", "breakdown", "freq", "accumulation",
    "time_transform", "status_class", "target_kind", "scope_basis", "time_period",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """The last snapshot, each table as a relation in SQL; what it showed, with the ids of today."""

    observations: str
    indicators: str
    register_cells: str
    submissions: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a build must hold. `known`: every submission of the ledger; `standing`: those that are accepted; `refused`:
    those that are no longer.

    `inputs`: what was gathered of them. `before`: None where nothing has been published. `names`: what ids are
    called, for people. `as_of_a_day`: of an earlier day's knowledge, in which another submission may speak. `reread`:
    those that were read anew since the last snapshot, which say other values than it has of them.
    """

    inputs: Path
    known: Collection[str]
    standing: Collection[str]
    refused: Collection[str]
    before: Before | None
    names: Names
    as_of_a_day: bool = False
    reread: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class _Search:
    """Something to be found: rows of `expected` among those of `present`, by any one of the `keys`; all of it SQL.

    `expected` also has what names a row to people: indicator_id (or register), department_id, file_name.
    """

    name: str
    rule: str
    expected: str
    present: str
    keys: Sequence[Sequence[str]]


def lost(connection: Any, expected: Expected) -> tuple[list[Result], list[Finding]]:
    """The searches that were made in a build, and a finding for each indicator or register that lost something."""
    lists = {
        "standing": expected.standing,
        "known": expected.known,
        "refused": expected.refused,
        "as_read": [one for one in expected.standing if one not in expected.reread],
    }
    for name, ids in lists.items():
        connection.register(name, pa.table({"submission_id": sorted(ids)}, schema=_IDS))
    try:
        results, findings = [], []
        for search in (*_of_landing(expected), *(_of_the_last_snapshot(expected) if expected.before else ())):
            missing = connection.execute(_missing(search)).fetchall()
            (looked_for,) = connection.execute(f"select count(*) from ({search.expected})").fetchone()  # noqa: S608 - our own SQL
            results.append(_result(search, looked_for, sum(row[-1] for row in missing)))
            findings += _findings(search, missing, expected.names)
        return results, findings
    finally:
        for name in lists:
            connection.unregister(name)


_IDS = pa.schema([("submission_id", pa.string())])


def _of_landing(expected: Expected) -> Iterator[_Search]:
    """What was gathered, cell by cell. A value that gate 1 holds back alone is named by its own finding."""
    entered = parquet(expected.inputs, "submission")
    held = (
        f"select submission_id, sheet, cell from {parquet(expected.inputs, 'finding')} inner join"  # noqa: S608 - our own names
        f" (select submission_id, decision from {entered}) using (submission_id)"
        " where scope = 'row' and severity = 'hold' and decision <> 'release'"
    )
    yield _Search(
        "every_value_that_landed_is_there",
        "VALUES_LOST",
        f"select * from {parquet(expected.inputs, 'observation')} inner join"  # noqa: S608 - our own names
        f" (select submission_id, department_id, file_name from {entered}) using (submission_id)"
        f" semi join standing using (submission_id) anti join ({held}) using (submission_id, sheet, cell)",
        _PRESENT_VALUES,
        (_VALUE,),
    )
    yield _Search(
        "every_register_cell_that_landed_is_there",
        "REGISTER_LOST",
        f"select *, register as indicator_id from {parquet(expected.inputs, 'register_cell')} inner join"  # noqa: S608 - our own names
        f" (select submission_id, department_id, file_name from {entered}) using (submission_id)"
        " semi join standing using (submission_id)",
        _PRESENT_REGISTER_CELLS,
        (_REGISTER_CELL,),
    )
    yield _Search(
        "every_chosen_value_is_shown",
        "VALUES_LOST",
        "select series_id, time_period, indicator_id, department_id, source_file as file_name"
        " from intermediate.int_indicator_current",
        "select series_id, time_period from mart_indicator",
        (_SERIES,),
    )


def _of_the_last_snapshot(expected: Expected) -> Iterator[_Search]:
    """What readers have, of the submissions that still stand."""
    before = expected.before
    if before is None:
        return
    yield _Search(
        "every_published_submission_is_in_the_ledger",
        "SUBMISSION_LOST",
        "select submission_id, submission_id as indicator_id, department_id, source_file as file_name"  # noqa: S608 - our own names
        f" from {before.submissions} where accepted_at is not null",
        "select submission_id from known",
        (("submission_id",),),
    )
    yield _Search(
        "every_published_value_is_kept",
        "VALUES_LOST",
        "select * rename (source_sheet as sheet, source_cell as cell, source_file as file_name)"  # noqa: S608 - our own names
        f" from {before.observations} semi join as_read using (submission_id) where value_origin = 'reported'",
        _PRESENT_VALUES,
        (_VALUE, _VALUE_OF_A_CELL),
    )
    yield _Search(
        "every_published_register_cell_is_kept",
        "REGISTER_LOST",
        "select * rename (source_sheet as sheet, source_cell as cell, source_file as file_name),"  # noqa: S608 - our own names
        f" register as indicator_id from {before.register_cells} inner join"
        f" (select submission_id, department_id from {before.submissions}) using (submission_id)"
        " semi join as_read using (submission_id)",
        _PRESENT_REGISTER_CELLS,
        (_REGISTER_CELL,),
    )
    if expected.as_of_a_day:
        return
    yield _Search(
        "every_published_decision_is_in_the_ledger",
        "DECISION_LOST",
        "select submission_id, submission_id as indicator_id, department_id, source_file as file_name"  # noqa: S608 - our own names
        f" from {before.submissions} semi join known using (submission_id) where accepted_at is not null",
        "select submission_id from standing union all select submission_id from refused",
        (("submission_id",),),
    )
    for name, rule, origin in (
        # A withdrawal is no figure: it goes with the refusal of the submission whose figure it withdrew.
        ("every_shown_period_is_still_shown", "VALUES_LOST", "value_origin not in ('register', 'withdrawn')"),
        # What a register adds up to is the catalogue's to say (register_measure.csv). Its cells are looked for above;
        # a sum that is gone is asked about.
        ("every_shown_sum_is_still_shown", "NO_LONGER_SHOWN", "value_origin = 'register'"),
    ):
        keys = (_SERIES, _WHAT_IS_MEASURED, _VALUE_OF_A_CELL)
        yield _Search(name, rule, f"{_shown_before(before)} and {origin}", _SHOWN, keys)


_PRESENT_VALUES = "select *, source_sheet as sheet, source_cell as cell from fct_observation where value_origin = 'reported'"
_PRESENT_REGISTER_CELLS = "select *, source_sheet as sheet, source_cell as cell from fct_register_cell"
_SHOWN = "select *, source_sheet as sheet, source_cell as cell from mart_indicator"


def _shown_before(before: Before) -> str:
    """What mart_indicator showed, where nothing that came since can have taken it away.

    That is a submission which stands, in a slot that nothing new has come for, of a form that still speaks for
    its series: a form that begins to speak for one speaks for all its periods.
    """
    slot = "department_id, form_id, time_period, part"
    arrived = (
        f"select distinct {slot} from submission where accepted_at is not null and submission_id not in"  # noqa: S608 - our own names
        f" (select submission_id from {before.submissions} where accepted_at is not null)"
    )
    unchanged = (
        f"select submission_id from {before.submissions} as handed_in"  # noqa: S608 - our own names
        f" semi join as_read using (submission_id) anti join ({arrived}) as arrived using ({slot})"
    )
    spoken = (
        "select series_id as spoken_series, max(form_id) as spoken_by from mart_indicator group by series_id"
    )
    return (
        "select shown.*, source_file as file_name, source_sheet as sheet, source_cell as cell"  # noqa: S608 - our own names
        f" from {before.indicators} as shown"
        f" semi join ({unchanged}) using (submission_id)"
        f" left join ({spoken}) on shown.series_id = spoken_series"
        " where (spoken_by is null or spoken_by = shown.form_id)"
    )


def _missing(search: _Search) -> str:
    # One key after the other: nearly everything is found by the first, and the others see what is left.
    left = f"({search.expected})"
    for number, keys in enumerate(search.keys):
        names = ", ".join(keys)
        left = (
            f"(select * from {left} as left{number}"  # noqa: S608 - our own SQL
            f" anti join (select {names} from ({search.present})) as found{number} using ({names}))"
        )
    return (
        f"select indicator_id, department_id, file_name, count(*) from {left}"  # noqa: S608 - our own SQL
        " group by indicator_id, department_id, file_name order by indicator_id, department_id, file_name"
    )


def _result(search: _Search, looked_for: int, missing: int) -> Result:
    check = Check(search.name, search.rule, "every_key_is_found", {"column_list": list(search.keys[0])})
    return Result(check, State.FAILED if missing else State.PASSED, looked_for, tuple(range(missing)))


def _findings(search: _Search, missing: Iterable[tuple[str, str, str, int]], names: Names) -> list[Finding]:
    by_subject: dict[str, list[tuple[str, str, int]]] = {}
    for subject, department, file, count in missing:
        by_subject.setdefault(subject, []).append((department, file, count))
    found = [_finding(search, subject, rows, names) for subject, rows in by_subject.items()]
    rest = len(found) - _SHOWN_FINDINGS
    return found if rest <= 0 else [*found[:_SHOWN_FINDINGS], _more(search, rest)]


def _finding(search: _Search, subject: str, rows: Sequence[tuple[str, str, int]], names: Names) -> Finding:
    files = list(dict.fromkeys(file for _, file, _ in rows))
    more = f" … {len(files)}" if len(files) > _SHOWN_FILES else ""
    departments = dict.fromkeys(names["department"].get(one, one) for one, _, _ in rows)
    called = names["indicator"].get(subject, "")
    return finding(
        search.rule,
        Place(""),
        found=sum(count for *_, count in rows),
        subject=f"{search.name}|{subject}",
        what=f"{called}({subject})" if called else subject,
        departments="、".join(departments),
        files="、".join(files[:_SHOWN_FILES]) + more,
        check=search.name,
    )


def _more(search: _Search, rest: int) -> Finding:
    return finding(
        "GATE_FAILED",
        Place(""),
        found=f"另有 {rest} 项 ({rest} more)",
        subject=search.name,
        check=search.name,
    )
