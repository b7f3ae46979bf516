"""What the pages tell of, read from a published file at once: rows of its tables, by what they are asked for."""

from __future__ import annotations

import re
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
    where {of_area}
    order by received_at, sequence, value_origin = 'corrected'
"""
_INDICATOR = "select * from mart_indicator where {of_area} order by time_period, series_id"
_GROWTH = """
    select result_id, series_id, growth_series_id, time_period, indicator_id, area_zh, ref_area, breakdown, freq,
           growth_reported, growth_computed_rounded, base_value, base_source, gap_pp, agrees, comparability, reason,
           has_break, break_reason_zh, level_id, growth_id, base_id, growth_before_id, invented_figures, base_differs,
           base_revised_since
    from mart_growth_rate
    where {of_area}
"""
_TARGET = """
    select result_id, series_id, time_period, target_kind, completion_rounded, progress_gap_rounded, time_progress,
           standing, reason, level_id, target_id, target_latest_id, completion_id, gap_id, completion_agrees,
           invented_figures, target_set_later, ceiling_used_rounded, within_ceiling
    from mart_target_progress
    where {of_area}
    -- Of several targets of one figure the last is kept: the one that bi.headline judges by.
    order by case target_kind when 'assigned' then 4 when 'plan' then 3 when 'ceiling' then 2 else 1 end, target_kind desc
"""
_RECONCILED = """
    select series_id, time_period, form_id, other_form_id, other_origin, reconciliation, observation_id, other_id
    from mart_reconciliation
    where {of_area}
    order by all
"""


_CHECKED = """
    select submission_id, count(*) as checks, count(*) filter (state <> 'passed') as not_passed
    from check_result where gate = 'gate_1' group by submission_id
"""

# The cells of the figures of a row of a register.
_ROW_CELLS = """
    select submission_id, row_no, source_cell from fct_register_cell
    where field_kind in ('amount', 'count') and source_cell <> '' order by all
"""
# A question to which somebody still has to say something.
_OPEN = ("open", "rejected")
# The cells of invented returns that hold figures which are not.
_REAL = """
    select submission_id, source_sheet, source_cell from (
        select submission_id, source_sheet, source_cell from fct_observation
        where not is_synthetic and value_origin = 'reported'
        union
        select submission_id, source_sheet, source_cell from fct_evidence
        where not is_synthetic and role in ('check', 'component') and source_cell <> ''
    )
    where submission_id in (select submission_id from submission where is_sample)
    order by all
"""
# How many figures of lines (a row of bi.headline each) the pages of all areas are made of: some 2,000 lines of two years
# take about 2 GiB and 45 s of processor time. Past that they are those of the office's own area; the lines of others stand
# in the schema bi, for which there are better tools.
_MOST_FIGURES = 50_000


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows of a published file that the pages are made of. Instants in them are aware and of UTC.

    `is_public`: the file is a public build, which says nothing of returns and cells; what stays in the office is empty.
    `cells`: the evidence of a result, by its id; `vintages`: every observation of a series and period, oldest first;
    `shown`: the row of mart_indicator of an observation that speaks; `shown_of`: those of an indicator; `real`: the cells of a sheet that are not invented;
    `row_cells`: those of the figures of a row of a register; `left_out`: how many lines of other areas there are too many of.
    """

    snapshot: Row
    today: date
    is_public: bool
    headlines: Rows
    evidence: Mapping[str, Row]
    growth: Mapping[tuple[str, str], Row]
    targets: Mapping[tuple[str, str], Row]
    whys: Mapping[str, Row]
    months: Mapping[str, Row]
    shown: Mapping[int, Row]
    shown_of: Mapping[str, Rows]
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
    row_cells: Mapping[tuple[str, int], list[str]]
    labels: Mapping[tuple[str, str], str]
    tables: Mapping[str, Rows]
    left_out: int

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


# How the tables of the office call an indicator: by the rows that tell of it whole and of no other one. What stands over
# many (合计, 上年同期) is no name of it; nor is a row of a table of several areas, which names the area.
_WORDS = """
    select any_value(indicator_id) as indicator_id, word from (
        select observation.indicator_id, indicator.indicator_zh,
               regexp_replace(replace(split_part(row_path, ' / ', -1), ' ', ''), '^(#|其中[：:])', '') as word
        from fct_observation as observation
        inner join dim_indicator as indicator on observation.indicator_id = indicator.indicator_id
        where breakdown = '_T' and component_area = '_Z' and scope_basis = 'OWN'
          and observation.measure = 'VALUE' and time_transform = 'N' and value_origin = 'reported'
        window of_form as (partition by observation.indicator_id, form_id)
        qualify min(ref_area) over of_form = max(ref_area) over of_form
    )
    where word <> ''
    group by word having count(distinct indicator_id) = 1 and bool_and(word <> indicator_zh)
    order by all
"""
# The tables that a page shows as they are.
_TABLES = {
    "returns": "select * from bi.returns order by form_order, month",
    "revisions": "select * from bi.revisions where {of_line} order by line_order, month",
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
    "words": _WORDS,
    "editions": "select * from bi.edition_changes order by edition_zh, line_order, line_zh, month",
    "releases": "select * from mart_release where release_state <> 'released' order by expected_on",
}


def read_facts(database: Path, own_area: str = "") -> Facts:
    """Everything that the pages of a published file tell of. SnapshotHeldError where it cannot be opened.

    `own_area`: the code of the area of which alone is told where there is too much of all of them; empty for all at any rate.
    """
    with opened(database) as connection:
        there = {
            f"{row['schema_name']}.{row['table_name']}"
            for row in selected(connection, "select schema_name, table_name from duckdb_tables()")
        } | {"bi.returns"}

        def asked(sql: str) -> Rows:
            """The rows of a query; none where a table of it stays in the office."""
            named = re.findall(r"\b(?:from|join) ((?:bi\.)?\w+)", sql)
            public = all((name if "." in name else f"main.{name}") in there for name in named)
            return selected(connection, sql.format(**told)) if public else []

        is_public = "main.submission" not in there
        if is_public:
            there.remove("bi.returns")
        told, left_out = _told(connection, own_area)
        (snapshot,) = asked("select * from snapshot")
        observations = asked(_OBSERVATION)
        shown = _by(asked(_INDICATOR), "observation_id")
        tables: dict[str, Rows] = {name: asked(sql) for name, sql in _TABLES.items()}
        codes = asked("select code_list, code, code_zh from dim_code")
        evidence = asked("select * from fct_evidence where role in ('component', 'check') order by all")
        return Facts(
            snapshot=snapshot,
            today=_known_on(snapshot),
            is_public=is_public,
            headlines=asked(
                "select * from bi.headline where {of_line} order by line_order, area_zh, row_key"
            ),
            evidence=_by(asked("select * from bi.headline_evidence where {of_line}"), "row_key"),
            growth=_by_two(asked(_GROWTH)),
            targets=_by_two(asked(_TARGET)),
            whys=_by(asked("select * from bi.growth_change where {of_line}"), "row_key"),
            months=_by(asked("select * from bi.single_month where {of_line}"), "row_key"),
            shown=shown,
            shown_of=_lists_by(shown.values(), "indicator_id"),
            observations=_by(observations, "observation_id"),
            vintages=_lists(observations, "series_id", "time_period"),
            cells=_lists_by(evidence, "result_id"),
            submissions=_by(asked("select * from submission order by received_at"), "submission_id"),
            checked=_by(asked(_CHECKED), "submission_id"),
            indicators=_by(asked("select * from dim_indicator order by sort_order"), "indicator_id"),
            reconciled=_lists(asked(_RECONCILED), "series_id", "time_period"),
            codes={(row["code_list"], row["code"]): row["code_zh"] for row in codes},
            forms={row["form_id"]: row["form_zh"] for row in tables["returns"]},
            units={
                row["unit_measure"]: row["unit_zh"]
                for row in asked("select unit_measure, unit_zh from dim_unit where unit_mult = 0")
            },
            real=_addresses(asked(_REAL)),
            things=_things(connection),
            row_cells=_cells_of_rows(asked(_ROW_CELLS)),
            labels={
                (row["model"], row["column_name"]): row["description_zh"]
                for row in asked("select model, column_name, description_zh from dictionary")
            },
            tables=tables,
            left_out=left_out,
        )


def _told(connection: Any, own_area: str) -> tuple[dict[str, str], int]:
    """The conditions of what is told, by the area of a row and by the line in its key; and how many lines are left out."""
    everything = {"of_area": "true", "of_line": "true"}
    (many,) = selected(connection, "select count(*) as figures from bi.headline")
    if not own_area or many["figures"] <= _MOST_FIGURES:
        return everything, 0
    own = f"ref_area = '{own_area}'"
    connection.execute(
        f"create temp table told as select series_id from mart_growth_rate where {own}"  # noqa: S608 - a code of the catalogue
        f" union select series_id from mart_indicator where {own}"
    )
    of_line = "split_part(row_key, '|', 1) in (select series_id from temp.told)"
    (out,) = selected(
        connection,
        f"select count(distinct split_part(row_key, '|', 1)) as lines from bi.headline where not ({of_line})",  # noqa: S608 - as above
    )
    return {"of_area": own, "of_line": of_line}, int(out["lines"])


def _known_on(snapshot: Row) -> date:
    """The day by which the pages are told: that of the build, or the one whose knowledge was asked for."""
    if snapshot["as_of"] == "latest":
        return day_of(snapshot["built_at"])
    return date.fromisoformat(snapshot["as_of"])


def held_returns(facts: Facts) -> Rows:
    """The returns that wait as a whole, but for those whose every question is closed: a later one has replaced them."""
    states: defaultdict[str, set[bool]] = defaultdict(set)
    for row in facts.tables["questions"]:
        if row["severity"] == "hold":
            states[row["submission_id"]].add(row["question_state"] in _OPEN)
    return [
        row for key, row in facts.submissions.items() if row["decision"] == "hold" and states[key] != {False}
    ]


def open_questions(facts: Facts) -> Rows:
    """What somebody has to say something to, of what is in the data; what holds a whole return is told with that."""
    held = {row["submission_id"] for row in held_returns(facts)}
    return [
        row
        for row in facts.tables["questions"]
        if row["question_state"] in _OPEN and row["submission_id"] not in held
    ]


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


def _cells_of_rows(rows: Iterable[Row]) -> dict[tuple[str, int], list[str]]:
    found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for row in rows:
        found[(row["submission_id"], row["row_no"])].append(row["source_cell"])
    return dict(found)
