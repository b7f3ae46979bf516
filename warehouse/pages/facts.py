"""What the pages tell of, read from a published file at once: rows of its tables, by what they are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from warehouse.settings import BUSINESS_ZONE, business_day
from warehouse.store.connection import opened, selected

Row = dict[str, Any]
Rows = list[Row]

_OBSERVATION = """
    select observation_id, series_id, time_period, indicator_id, measure, ref_area, place_id, breakdown, freq,
           accumulation, time_transform, status_class, scope_basis, form_id, value_origin, reporting_level,
           submission_id, vintage, revision_reason, correction_id, is_current, stands_in_slot, obs_value, obs_reason,
           is_synthetic, qualifier, reported_value, reported_unit, reported_unit_mult, reported_decimals, raw_text,
           period_raw, period_basis, unit_measure, source_file, source_sheet, source_cell, row_path, col_path,
           received_at, accepted_at
    from fct_observation
    order by received_at, sequence, value_origin = 'corrected'
"""
_INDICATOR = """
    select observation_id, series_id, time_period, indicator_id, indicator_zh, area_zh, place_id, place_zh, measure,
           ref_area, component_area, breakdown, freq, accumulation, time_transform, status_class, scope_basis,
           target_kind, method_id, form_id, obs_value, display_value, display_unit_zh, qualifier, obs_reason,
           is_synthetic, rank_of_n, received_at, accepted_at, n_vintages, reconciliation, submission_id,
           has_break, break_reason_zh, is_default, value_origin, source_file, source_sheet, source_cell, unit_measure
    from mart_indicator
    order by time_period
"""
_GROWTH = """
    select result_id, series_id, growth_series_id, time_period, indicator_id, area_zh, ref_area, breakdown, freq,
           growth_reported, growth_computed_rounded, base_value, base_source, gap_pp, agrees, comparability, reason,
           has_break, break_reason_zh, level_id, growth_id, base_id, growth_before_id, invented_figures, base_differs,
           base_revised_since
    from mart_growth_rate
"""
_TARGET = """
    select result_id, series_id, time_period, target_kind, completion_rounded, progress_gap_rounded, time_progress,
           standing, reason, level_id, target_id, target_latest_id, completion_id, gap_id, completion_agrees,
           invented_figures, target_set_later, ceiling_used_rounded, within_ceiling
    from mart_target_progress
    -- Of several targets of one figure the last is kept: the one that bi.headline judges by.
    order by case target_kind when 'assigned' then 4 when 'plan' then 3 when 'ceiling' then 2 else 1 end, target_kind desc
"""
_RECONCILED = """
    select series_id, time_period, form_id, other_form_id, other_origin, reconciliation, observation_id, other_id
    from mart_reconciliation
"""


_CHECKED = """
    select submission_id, count(*) as checks, count(*) filter (state <> 'passed') as not_passed
    from check_result where gate = 'gate_1' group by submission_id
"""

# The cells of invented returns that hold figures which are not.
_REAL = """
    select submission_id, source_sheet, source_cell from fct_observation
    where not is_synthetic and value_origin = 'reported'
    union
    select submission_id, source_sheet, source_cell from fct_evidence
    where not is_synthetic and role in ('check', 'component') and source_cell <> ''
    order by all
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of a published file that the pages are made of. Instants in them are aware and of UTC.

    `cells`: the evidence of a result, by its id; `vintages`: every observation of a series and period, oldest first;
    `shown`: the row of mart_indicator of an observation that speaks; `real`: the cells of a sheet that are not invented.
    """

    snapshot: Row
    today: date
    headlines: Rows
    evidence: Mapping[str, Row]
    growth: Mapping[tuple[str, str], Row]
    targets: Mapping[tuple[str, str], Row]
    whys: Mapping[str, Row]
    months: Mapping[str, Row]
    shown: Mapping[int, Row]
    observations: Mapping[int, Row]
    vintages: Mapping[tuple[str, str], Rows]
    cells: Mapping[int, Rows]
    submissions: Mapping[str, Row]
    checked: Mapping[str, Row]
    indicators: Mapping[str, Row]
    reconciled: Mapping[tuple[str, str], Rows]
    codes: Mapping[tuple[str, str], str]
    forms: Mapping[str, str]
    units: Mapping[str, str]
    real: Mapping[tuple[str, str], list[str]]
    things: Mapping[str, Rows]
    labels: Mapping[tuple[str, str], str]
    tables: Mapping[str, Rows]

    def word(self, code_list: str, code: Any) -> str:
        """A code in Chinese; one without words as it is."""
        return self.codes.get((code_list, str(code)), str(code))

    def reason(self, code: Any) -> str:
        """Why there is no number, in words."""
        known = self.codes.get(("CL_OBS_REASON", str(code))) or self.codes.get(
            ("CL_COMPUTED_REASON", str(code))
        )
        return known or str(code or "未填")

    def form(self, form_id: Any) -> str:
        """What a form is called; its id where nothing is known of it."""
        return self.forms.get(str(form_id), str(form_id))

    def received_on(self, submission_id: str) -> date:
        """The day of the office on which a submission came."""
        return day_of(self.submissions[submission_id]["received_at"])


def day_of(instant: datetime) -> date:
    """The office's day of an instant of a published file."""
    return business_day(instant if instant.tzinfo else instant.replace(tzinfo=UTC))


def clock_of(instant: datetime) -> str:
    """An instant on the office's clock, to the minute."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return f"{aware.astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}"


# The tables that a page shows as they are.
_TABLES = {
    "returns": "select * from bi.returns order by form_order, month",
    "revisions": "select * from bi.revisions order by line_order, month",
    "ranking": "select * from bi.growth_ranking where is_latest order by line_order, rank nulls last, growth desc",
    "findings": "select * from finding order by severity, time_period desc, finding_id",
    "questions": "select * from mart_question order by first_asked_at desc, finding_id",
    "checks": """
        select gate, check_name, rule, any_value(expectation) as expectation, count(*) as times,
               sum(cast(rows_checked as hugeint)) as rows_checked, sum(cast(rows_unexpected as hugeint)) as rows_unexpected,
               count(*) filter (state = 'passed') as passed, count(*) filter (state = 'failed') as failed,
               count(*) filter (state not in ('passed', 'failed')) as not_run, max(detail) as detail
        from check_result group by gate, check_name, rule order by gate, rule, check_name
    """,
    "corrections": "select * from mart_correction order by approved_at desc",
    "departments": "select * from dim_department order by department_id",
    "aliases": "select * from dim_indicator_alias order by indicator_id, alias",
    "releases": "select * from mart_release where release_state <> 'released' order by expected_on",
}


def read_facts(database: Path) -> Facts:
    """Everything that the pages of a published file tell of. SnapshotHeldError where it cannot be opened."""
    with opened(database) as connection:
        (snapshot,) = selected(connection, "select * from snapshot")
        shown = selected(connection, _INDICATOR)
        observations = selected(connection, _OBSERVATION)
        tables: dict[str, Rows] = {name: selected(connection, sql) for name, sql in _TABLES.items()}
        codes = selected(connection, "select code_list, code, code_zh from dim_code")
        return Facts(
            snapshot=snapshot,
            today=day_of(snapshot["built_at"]),
            headlines=selected(connection, "select * from bi.headline order by line_order, area_zh, row_key"),
            evidence=_by(selected(connection, "select * from bi.headline_evidence"), "row_key"),
            growth=_by_two(selected(connection, _GROWTH)),
            targets=_by_two(selected(connection, _TARGET)),
            whys=_by(selected(connection, "select * from bi.growth_change"), "row_key"),
            months=_by(selected(connection, "select * from bi.single_month"), "row_key"),
            shown=_by(shown, "observation_id"),
            observations=_by(observations, "observation_id"),
            vintages=_lists(observations, "series_id", "time_period"),
            cells=_lists_by(
                selected(connection, "select * from fct_evidence where role in ('component', 'check')"),
                "result_id",
            ),
            submissions=_by(
                selected(connection, "select * from submission order by received_at"), "submission_id"
            ),
            checked=_by(selected(connection, _CHECKED), "submission_id"),
            indicators=_by(
                selected(connection, "select * from dim_indicator order by sort_order"), "indicator_id"
            ),
            reconciled=_lists(selected(connection, _RECONCILED), "series_id", "time_period"),
            codes={(row["code_list"], row["code"]): row["code_zh"] for row in codes},
            forms={row["form_id"]: row["form_zh"] for row in tables["returns"]},
            units={
                row["unit_measure"]: row["unit_zh"]
                for row in selected(
                    connection, "select unit_measure, unit_zh from dim_unit where unit_mult = 0"
                )
            },
            real=_addresses(selected(connection, _REAL)),
            things=_things(connection),
            labels={
                (row["model"], row["column_name"]): row["description_zh"]
                for row in selected(connection, "select model, column_name, description_zh from dictionary")
            },
            tables=tables,
        )


def _things(connection: Any) -> dict[str, Rows]:
    """The rows of every mart of a register whose things are told apart, by its name."""
    named = selected(
        connection,
        "select distinct table_name from duckdb_columns() where schema_name = 'main' and column_name = 'thing_id' order by all",
    )
    return {
        row["table_name"]: selected(connection, f"select * from {row['table_name']} order by all")  # noqa: S608 - a table's own name
        for row in named
    }


def _by(rows: Iterable[Row], name: str) -> dict[Any, Row]:
    return {row[name]: row for row in rows}


def _by_two(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    return {(row["series_id"], row["time_period"]): row for row in rows}


def _lists(rows: Iterable[Row], *names: str) -> dict[Any, Rows]:
    found: defaultdict[Hashable, Rows] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return dict(found)


def _lists_by(rows: Iterable[Row], name: str) -> dict[Any, Rows]:
    return {key[0]: listed for key, listed in _lists(rows, name).items()}


def _addresses(rows: Iterable[Row]) -> dict[tuple[str, str], list[str]]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        found[(row["submission_id"], row["source_sheet"])].append(row["source_cell"])
    return dict(found)
