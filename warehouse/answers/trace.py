"""Tracing: from a published number to the cells it rests on, and to every earlier version of it.

Everything is read from one published file, so that a trace says what the readers of that file could see.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from ingest.finding.refusal import Refusal
from ingest.workbook.cells.address import position
from warehouse.answers.trace_rows import OtherForm, Trace, TracedCell, TracedCorrection
from warehouse.answers.trace_vintages import displayed, exact, instants, vintages
from warehouse.formula import growth_in_words, value_in_words
from warehouse.series.choice import (
    OPTIONS,
    SeriesRequest,
    choose,
    figures_of_number,
    indicator_of,
    number_of,
)
from warehouse.store.connection import opened, selected

# In the order in which a person reads them.
ROLES = ("value", "check", "component", "base", "base_own", "growth", "level")

Row = Mapping[str, Any]


def trace(database: Path, asked: SeriesRequest, area: str) -> Trace:
    """Follow one number of a published file. Refusal: no number is meant, or more than one.

    `area`: the office's own, which is meant where none is named.
    """
    with opened(database) as connection:
        found = _chosen(connection, asked, area)
        key = {"series_id": found["series_id"], "time_period": found["time_period"]}
        said = selected(connection, _SAID, **key)
        growth = next(iter(selected(connection, _GROWTH, **key)), None)
        # What another form says of the series stands beside it, not under it.
        own = {name: found[name] for name in ("form_id", "reporting_level")}
        cells = _cells(connection, {**key, **own}, growth)
        (about,) = selected(connection, "select snapshot_id from snapshot")
        mult = selected(
            connection,
            "select unit_mult from dim_unit where unit_zh = $unit_zh and unit_measure = $unit_measure",
            unit_zh=found["display_unit_zh"],
            unit_measure=found["unit_measure"],
        )
        unit_mult = mult[0]["unit_mult"] if mult else 0
        corrections = _corrections(connection, said)
    itself = next(
        row
        for row in said
        if row["submission_id"] == found["submission_id"]
        and all(row[name] == found[name] for name in ("form_id", "reporting_level", "value_origin"))
    )
    words = growth_in_words(found, itself, growth) if growth else _value_words(found, itself, said, cells)
    return Trace(
        indicator_id=found["indicator_id"],
        indicator_zh=found["indicator_zh"],
        series_id=found["series_id"],
        time_period=found["time_period"],
        ref_area=found["ref_area"],
        area_zh=found["area_zh"],
        breakdown_zh=found["breakdown_zh"],
        dimensions={name: found[name] for name in OPTIONS if name != "ref_area"},
        value=exact(found["obs_value"]),
        unit=found["unit_measure"],
        display_value=found["display_value"],
        display_unit=found["display_unit_zh"] or "",
        is_synthetic=found["is_synthetic"],
        obs_status=found["obs_status"],
        obs_reason=found["obs_reason"] or "",
        reconciliation=found["reconciliation"],
        department_id=found["department_id"],
        department_zh=found["department_zh"],
        formula_zh=words[0],
        formula_en=words[1],
        cells=cells,
        vintages=vintages(found, said, unit_mult, corrections),
        other_forms=tuple(
            OtherForm(
                row["form_id"],
                exact(row["obs_value"]),
                row["unit_measure"],
                displayed(row, found, unit_mult),
                found["display_unit_zh"] or "",
                row["source_file"],
                row["source_sheet"],
                row["source_cell"],
            )
            for row in said
            if row["form_id"] != found["form_id"] and row["is_current"]
        ),
        snapshot_id=about["snapshot_id"],
    )


_CANDIDATES = """
    select value_now.*, department_zh, breakdown_zh
    from mart_indicator as value_now
    left join dim_department using (department_id)
    left join dim_breakdown using (breakdown)
    where indicator_id = $indicator_id and list_contains($periods, time_period)
"""
# A number alone: as it is displayed, or in the unit of the file.
_OF_NUMBER = """
    select value_now.*, department_zh, breakdown_zh
    from mart_indicator as value_now
    left join dim_department using (department_id)
    left join dim_breakdown using (breakdown)
    where list_contains($periods, time_period)
      and try_cast($number as decimal(28, 6)) in (
        obs_value, try_cast(regexp_replace(display_value, '^约|[(]示例[)]$', '', 'g') as decimal(28, 6))
      )
"""
_SAID = """
    select * from fct_observation
    where series_id = $series_id and time_period = $time_period
    order by received_at, sequence, value_origin = 'corrected'
"""
_GROWTH = """
    select growth.*, level.unit_measure as level_unit,
           base.source_file as base_file, base.source_sheet as base_sheet, base.source_cell as base_cell,
           own.source_file as base_own_file, own.source_sheet as base_own_sheet, own.source_cell as base_own_cell
    from mart_growth_rate as growth
    left join fct_observation as level on growth.level_id = level.observation_id
    left join fct_observation as base on growth.base_id = base.observation_id
    left join fct_observation as own on growth.base_own_id = own.observation_id
    where growth_series_id = $series_id and growth.time_period = $time_period
"""
_PLACE = "{0}.source_file as file, {0}.source_sheet as sheet, {0}.source_cell as cell, {0}.raw_text, {0}.submission_id"
_CLOCKS = "{0}.received_at, {0}.accepted_at, {0}.is_current as current, {0}.is_synthetic"
# The cells that said it, and what stands beside them in their own returns.
_CELLS = f"""
    with said as (
        select * from fct_observation
        where series_id = $series_id and time_period = $time_period and form_id = $form_id
    )
    -- A total that its rows do not add up to repeats the number, and is not what it was read from.
    select case when reporting_level = $reporting_level then 'value' else 'check' end as role,
           {_PLACE.format("said")}, {_CLOCKS.format("said")}
    from said where value_origin = 'reported'
    union
    select role, submission.source_file,
           coalesce(played.source_sheet, evidence.source_sheet), coalesce(played.source_cell, evidence.source_cell),
           coalesce(played.raw_text, evidence.raw_text),
           evidence.submission_id, submission.received_at, submission.accepted_at, submission.is_current, evidence.is_synthetic
    from fct_evidence as evidence
    inner join submission using (submission_id)
    left join fct_observation as played on evidence.observation_id = played.observation_id
    where result_id in (select observation_id from said)
"""  # noqa: S608 - our own names
# What a growth was computed from. It may rest on last year's own submission, which states no part of this year's; and on
# a level that no cell states: then on each cell that it is the sum of.
_OPERANDS = f"""
    select role, {_PLACE.format("played")}, {_CLOCKS.format("played")}
    from fct_evidence as evidence
    inner join fct_observation as played on evidence.observation_id = played.observation_id
    where result_id = $result_id and role in ('base', 'base_own', 'level') and played.value_origin <> 'register'
    union
    select operand.role, submission.source_file as file, part.source_sheet as sheet, part.source_cell as cell, part.raw_text,
           part.submission_id, submission.received_at, submission.accepted_at, submission.is_current as current,
           part.is_synthetic
    from fct_evidence as operand
    inner join fct_observation as played on operand.observation_id = played.observation_id
    inner join fct_evidence as part on operand.observation_id = part.result_id and part.role = 'component'
    inner join submission on part.submission_id = submission.submission_id
    where operand.result_id = $result_id and operand.role in ('base', 'base_own', 'level')
      and played.value_origin = 'register'
"""  # noqa: S608 - our own names


def _chosen(connection: Any, asked: SeriesRequest, area: str) -> Row:
    named = selected(connection, "select indicator_id, indicator_zh from dim_indicator order by indicator_id")
    names = {row["indicator_id"]: row["indicator_zh"] for row in named}
    if (number := number_of(asked.indicator)) is not None:
        rows = selected(connection, _OF_NUMBER, number=f"{number:f}", periods=list(asked.periods))
        raise figures_of_number(asked, [row for row in rows if row["ref_area"] == area] or rows, area)
    indicator_id = indicator_of(asked.indicator, names)
    candidates = selected(connection, _CANDIDATES, indicator_id=indicator_id, periods=list(asked.periods))
    if candidates:
        return choose(candidates, asked, area)
    (known,) = selected(
        connection,
        "select min(time_period) as first, max(time_period) as last from mart_indicator"
        " where indicator_id = $indicator_id and status_class <> 'target'"
        " and (scope_basis = 'OWN' or time_transform <> 'N') and (obs_value is not null or qualifier <> '_Z')",
        indicator_id=indicator_id,
    )
    periods = f"{known['first']} … {known['last']}" if known["first"] else "还没有数据 (no data yet)"
    raise Refusal("NO_VALUE", found=f"{asked.indicator} {asked.periods[-1]}", expected=periods)


def _cells(connection: Any, key: Mapping[str, str], growth: Row | None) -> tuple[TracedCell, ...]:
    found = selected(connection, _CELLS, **key)
    if growth:
        operands = selected(connection, _OPERANDS, result_id=growth["result_id"])
        computed = {row["submission_id"] for row in operands if row["role"] == "level"}
        # The level of a growth is the one that it was computed with, whatever else its return states.
        found = [row for row in found if row["role"] != "level" or row["submission_id"] not in computed]
        found += operands
    different: dict[tuple[str, str, str], Row] = {}
    for row in sorted(found, key=lambda row: ROLES.index(row["role"])):
        # The base that counts may be last year's own: once, as the base.
        role = "base" if row["role"] == "base_own" else row["role"]
        different.setdefault((role, row["submission_id"], f"{row['sheet']}!{row['cell']}"), row)
    ordered = sorted(different.values(), key=_cell_order)
    return tuple(TracedCell(**{**row, **instants(row)}) for row in ordered)


def _cell_order(row: Row) -> tuple[object, ...]:
    """What speaks now first, what was superseded after it, the latest first; by role, then as on the sheet."""
    since = -row["received_at"].replace(tzinfo=UTC).timestamp()
    superseded = (not row["current"], since if not row["current"] else 0.0)
    return (*superseded, ROLES.index(row["role"]), row["file"], row["sheet"], *position(row["cell"]))


def _value_words(
    found: Row, itself: Row, said: list[dict[str, Any]], cells: tuple[TracedCell, ...]
) -> tuple[str, str]:
    register = next(
        (
            row
            for row in said
            if row["value_origin"] == "register" and row["submission_id"] == found["submission_id"]
        ),
        None,
    )
    components = sum(
        cell.role == "component" and cell.submission_id == found["submission_id"] for cell in cells
    )
    stated = next(
        (
            row
            for row in said
            if row["value_origin"] == "reported"
            and row["submission_id"] == found["submission_id"]
            and row["form_id"] == found["form_id"]
            and row["reporting_level"] != found["reporting_level"]
        ),
        None,
    )
    return value_in_words(found, itself, register, components, stated)


def _corrections(connection: Any, said: list[dict[str, Any]]) -> dict[str, TracedCorrection]:
    if all(row["correction_id"] == "_Z" for row in said):
        return {}
    rows = selected(
        connection,
        "select correction_id, author, approver, confirmed_by, correction_reason_zh as reason_zh,"
        " correction_reason_en as reason_en from mart_correction",
    )
    return {row["correction_id"]: TracedCorrection(**row) for row in rows}
