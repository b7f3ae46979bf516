"""Gate 2: the whole, against the ledger, the last snapshot and itself. Publish or block; it holds nothing back.

Looks for everything that must be there (kept.py), and then at one row a series and period and at the growth rates (frames of the build file, by Arrow, so that
decimals stay decimals). What is naturally SQL over everything is a dbt test and has run by now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from expectations.check_result import State
from expectations.kept import Expected, lost
from expectations.question import SAY
from expectations.suite import ROW_ID, Check, Result, could_not_run, run_checks
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place

GATE = "gate_2"
_BLOCKING = "GATE_FAILED"

_INDICATOR = """
select
  value_now.*,
  -- A unit has a word in unit.csv, or is what the indicator counts: visits, organisations.
  coalesce(
    (select max(dimension) from dim_unit where dim_unit.unit_measure = value_now.unit_measure),
    case when value_now.unit_measure = shown.unit_measure then 'count' end
  ) as unit_dimension
from mart_indicator as value_now
inner join staging.stg_indicator as shown
  on value_now.indicator_id = shown.indicator_id
"""
_GROWTH = "select * from mart_growth_rate"

# What a register adds up to is compared at gate 1, beside the total that it should be; what a form quotes of last
# year is compared with last year's own figure. Forms are compared as they knew of each other: one that said what the
# primary form said when it came is not accused when the primary is revised with its reason.
_RECONCILIATION = """
with said_then as (
  select
    other.series_id, other.time_period, other.other_submission_id,
    arg_max(vintage.obs_value, (vintage.received_at, vintage.submission_id)) as value_then
  from mart_reconciliation as other
  inner join submission as theirs
    on other.other_submission_id = theirs.submission_id
  inner join fct_observation as vintage
    on other.series_id = vintage.series_id and other.time_period = vintage.time_period and other.form_id = vintage.form_id
    and vintage.received_at <= theirs.received_at
  where other.kind = 'form' and other.reconciliation = 'differs'
  group by other.series_id, other.time_period, other.other_submission_id
)
select
  said.*,
  mine.source_file, mine.source_sheet, mine.source_cell,
  theirs.source_file as other_file, theirs.source_sheet as other_sheet, theirs.source_cell as other_cell,
  coalesce(abs(then_said.value_then - said.other_value) <= said.tolerance and revised.reason_stated <> '_U', false) as agreed_then,
  case when said.measure = 'VALUE' and said.time_transform = 'N' then shown.display_unit_mult else 0 end as display_unit_mult
from mart_reconciliation as said
inner join fct_observation as mine
  on said.observation_id = mine.observation_id
inner join fct_observation as theirs
  on said.other_id = theirs.observation_id
inner join staging.stg_indicator as shown
  on said.indicator_id = shown.indicator_id
inner join dim_series as series
  on said.series_id = series.series_id
left join submission as revised
  on said.submission_id = revised.submission_id
left join said_then as then_said
  on said.series_id = then_said.series_id and said.time_period = then_said.time_period
  and said.other_submission_id = then_said.other_submission_id
where said.kind = 'form' and series.scope_basis <> 'QUOTED'
"""
_CORRECTION = "select * from mart_correction"


@dataclass(frozen=True, slots=True)
class _Judged:
    """What one frame shows. `grain`: the columns by which a row is found again; `words`: those that name it to people."""

    query: str
    grain: tuple[str, ...]
    words: tuple[str, ...]


_JUDGED = {
    "indicator": _Judged(_INDICATOR, ("series_id", "time_period"), ("indicator_id", "time_period")),
    "growth": _Judged(_GROWTH, ("series_id", "time_period"), ("indicator_id", "time_period")),
    "reconciliation": _Judged(
        _RECONCILIATION,
        ("series_id", "time_period", "other_form_id", "other_origin", "other_level"),
        ("indicator_id", "time_period", "other_form_id"),
    ),
    "correction": _Judged(_CORRECTION, ("correction_id",), ("correction_id",)),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """The verdict on a build: whether it may be published, what departments are asked, every check."""

    publish: bool
    findings: tuple[Finding, ...]
    results: tuple[Result, ...]


def judge_whole(connection: Any, expected: Expected | None) -> Whole:
    """Judge a finished build through an open DuckDB connection. `expected`: what it must hold; None asks nothing of it.

    Where something blocks, departments are asked nothing: what the whole lacks may be why a row looks wrong.
    """
    stated = yaml.safe_load(Path(__file__).with_name("gate_2.yml").read_text(encoding="utf-8"))
    results, findings = lost(connection, expected) if expected else ([], [])
    if any(found.severity == "block" for found in findings):
        return Whole(False, tuple(findings), tuple(results))
    asking: list[tuple[_Judged, Any, list[Result]]] = []
    for name, judged in _JUDGED.items():
        checks = [_check(words) for words in stated[name]]
        frame = _frame(connection, judged, checks)
        run = run_checks(frame, checks) if len(frame) else []
        failed = [result for result in run if result.state is State.FAILED]
        results += run
        findings += [_blocks(judged, frame, result) for result in failed if result.check.rule == _BLOCKING]
        asking.append((judged, frame, [result for result in failed if result.check.rule != _BLOCKING]))
    findings += could_not_run(results)
    if any(found.severity == "block" for found in findings):
        return Whole(False, tuple(findings), tuple(results))
    for judged, frame, failed in asking:
        findings += _questions(connection, judged, frame, failed)
    return Whole(True, tuple(findings), tuple(results))


def _frame(connection: Any, judged: _Judged, checks: Sequence[Check]) -> Any:
    """The columns that the checks look at, each in Arrow's own type.

    Of all columns, each value an object of Python, a million rows took 5 GiB and most of the time of the gate.
    """
    import pandas as pd  # noqa: PLC0415 - 0.6 s, for checking alone

    looked_at = (column for check in checks for column in check.columns)
    columns = ", ".join(dict.fromkeys((*judged.grain, *judged.words, *looked_at)))
    rows = connection.sql(f"select {columns} from ({judged.query}) as judged")  # noqa: S608 - names of gate_2.yml
    frame = _spelt(rows.to_arrow_table()).to_pandas(types_mapper=pd.ArrowDtype)
    frame.insert(0, ROW_ID, range(len(frame)))
    return frame


def _spelt(table: pa.Table) -> pa.Table:
    """With texts as texts: a build keeps those of few words as ENUM, which Arrow has as dictionaries."""
    kept = (i for i, kind in enumerate(table.schema.types) if pa.types.is_dictionary(kind))
    for i in kept:
        table = table.set_column(i, table.schema.field(i).name, table.column(i).cast(pa.string()))
    return table


def _check(words: Mapping[str, Any]) -> Check:
    return Check(
        words["name"],
        words.get("rule", _BLOCKING),
        words["expectation"],
        words["arguments"],
        words.get("where", ()),
    )


def _blocks(judged: _Judged, frame: Any, result: Result) -> Finding:
    first = sorted(_keys(frame, judged.words, result))[:5]
    rows = ", ".join(" ".join(words) for words in first)
    found = result.detail or f"{len(result.unexpected)} 行 rows: {rows}"
    return finding(_BLOCKING, Place(""), found=found, subject=result.check.name, check=result.check.name)


def _questions(connection: Any, judged: _Judged, frame: Any, failed: Sequence[Result]) -> list[Finding]:
    """What departments are asked, check by check. Whole rows are fetched of what failed alone."""
    keys = [_keys(frame, judged.grain, result) for result in failed]
    every = sorted({key for of_check in keys for key in of_check})
    if not every:
        return []
    wanted = pa.table({name: [key[place] for key in every] for place, name in enumerate(judged.grain)})
    connection.register("wanted", wanted)
    query = (
        f"select judged.* from ({judged.query}) as judged semi join wanted using ({', '.join(judged.grain)})"  # noqa: S608 - our own
    )
    found = connection.sql(query)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    connection.unregister("wanted")
    by_key = {tuple(row[name] for name in judged.grain): row for row in rows}
    return [
        SAY[result.check.rule](by_key[key])
        for result, of_check in zip(failed, keys, strict=True)
        for key in sorted(of_check)
    ]


def _keys(frame: Any, columns: Sequence[str], result: Result) -> list[tuple[str, ...]]:
    return list(frame.iloc[list(result.unexpected)][list(columns)].itertuples(index=False, name=None))
