"""Completion, gap, standing, growth, single months and two-year averages: the models' own SQL against whole fractions.

A thousand ledgers (ten thousand in a campaign) stand side by side in one build, each an area of its own: levels of three
years that come late, are revised for some reason, corrected or handed in again unchanged, and tables whose target changes.
The oracle knows the rules in words alone: judged by the target of the month's own table and by the base of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import strategies as st

from ingest.landing import AMOUNT, OBSERVATION, REGISTER_CELL
from tests.conftest import MadeOnce
from tests.dbt_project.examples import examples
from tests.dbt_project.macro_sql import compiled
from warehouse.building.build_inputs import CORRECTION, SUBMISSION
from warehouse.building.dbt_project import SOURCES

MODELS = (
    "intermediate/int_submission_current", "intermediate/int_series", "intermediate/int_correction",
    "intermediate/int_observation", "intermediate/int_value", "intermediate/int_reading", "intermediate/int_vintage",
    "intermediate/int_indicator_current", "intermediate/int_break", "intermediate/int_growth", "intermediate/int_target",
    "marts/core/mart_growth_rate", "marts/core/mart_target_progress", "marts/core/mart_single_month",
)  # fmt: skip
_BETWEEN = "--- next ---"
FIRST_DAY = datetime(2022, 1, 1)  # noqa: DTZ001 - instants of the warehouse's files are UTC without a zone
MAY, JUNE = "2023-05", "2023-06"
LEVELS = ("2021-06", "2022-05", "2022-06", MAY, JUNE)
TABLES = ("2023-03", MAY, JUNE, "2023-07")
PUT_RIGHT = ("correction", "unit_fix")
OF_ANOTHER_KIND = ("benchmark", "scope_change", "method_change", "comparable_base", "enforcement_removal")


@dataclass(frozen=True)
class HandedIn:
    """What a return of one period says: on which day it came, why it differs from the one before it."""

    day: int
    value: int
    reason: str
    growth: int | None = None


@dataclass(frozen=True)
class Ledger:
    """By period, in order of entry: the returns with levels, and the tables with targets."""

    levels: tuple[tuple[HandedIn, ...], ...]
    tables: tuple[tuple[HandedIn, ...], ...]


_reasons = st.sampled_from(
    ["_U", "late_report", "correction", "unit_fix", "benchmark", "scope_change", "method_change"]
)
_days, _amounts = st.integers(0, 30), st.sampled_from([80, 100, 100, 120, 150, 300])
_level = st.builds(
    HandedIn, day=_days, value=_amounts, reason=_reasons, growth=st.none() | st.integers(-20, 60)
)
_table = st.builds(HandedIn, day=_days, value=st.sampled_from([300, 300, 400, 1000]), reason=_reasons)
_ledgers = st.builds(
    Ledger,
    levels=st.tuples(*[st.lists(_level, min_size=1, max_size=3).map(tuple) for _ in LEVELS]),
    tables=st.tuples(*[st.lists(_table, max_size=2).map(tuple) for _ in TABLES]),
)


@dataclass(frozen=True)
class Vintage:
    """A value as it was first said: on which day, and why it differs from the one before it."""

    day: int
    value: int
    reason: str


def seen(returns: Sequence[HandedIn]) -> list[HandedIn]:
    """The returns that readers ever saw, in order: of several of one day the last one that was entered."""
    by_day = {one.day: one for one in sorted(returns, key=lambda each: each.day)}
    return list(by_day.values())


def of_levels(returns: Sequence[HandedIn]) -> list[Vintage]:
    """A vintage each time that the value which readers see changes; the first one revises nothing."""
    found: list[Vintage] = []
    for one in seen(returns):
        if not found or found[-1].value != one.value:
            found.append(Vintage(one.day, one.value, one.reason if found else "_Z"))
    return found


def last(returns: Sequence[HandedIn]) -> HandedIn:
    return seen(returns)[-1]


def rounded(value: Fraction, places: int = 2) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP
    )


def growth_of(ledger: Ledger, month: int) -> dict[str, Any]:
    """Growth of a month of 2023 over the base of its day, and over what that was revised to since."""
    base, level = of_levels(ledger.levels[month - 4]), of_levels(ledger.levels[month - 2])
    stated = last(ledger.levels[month - 2]).growth
    said_on = level[-1].day
    if stated is not None:
        said_on = max(said_on, _growth_said_on(ledger.levels[month - 2]))
    revisions = [
        at for at, one in enumerate(base) if at and one.day > said_on and one.reason not in PUT_RIGHT
    ]
    then = base[revisions[0] - 1] if revisions else base[-1]
    current = Fraction(level[-1].value)
    return {
        "growth": rounded((current / then.value - 1) * 100),
        "latest": rounded((current / base[-1].value - 1) * 100) if revisions else None,
    }


def _growth_said_on(returns: Sequence[HandedIn]) -> int:
    """The day on which the growth that stands was first said; a return that leaves it blank takes it back in between."""
    day, standing = 0, None
    for one in seen(returns):
        if one.growth != standing:
            day, standing = one.day, one.growth
    return day


def month_of_june(ledger: Ledger) -> tuple[int | None, str | None]:
    """June alone, as a difference of two years to date, or why there is none."""
    earlier, later = of_levels(ledger.levels[3]), of_levels(ledger.levels[4])
    before, ytd = earlier[-1], later[-1]
    # What a census made of a value stays so, whatever is mended in it afterwards.
    kinds = [
        [(one.reason, one.day) for one in said if one.reason in OF_ANOTHER_KIND] for said in (earlier, later)
    ]
    if any(kinds) and not (all(kinds) and kinds[0][-1] == kinds[1][-1]):
        return None, "VINTAGES_DIFFER"
    if before.day > last(ledger.levels[4]).day and before.reason != "_Z":
        return None, "REVISED_SINCE"
    return ytd.value - before.value, None


def target_of(ledger: Ledger, month: str) -> tuple[int, bool] | None:
    """The target in force for a month, and whether it was set only later; None: nobody ever set one."""
    tables = [(period, returns) for period, returns in zip(TABLES, ledger.tables, strict=True) if returns]
    if not tables:
        return None
    said = [last(returns).value for _, returns in tables]
    targets, since, spells = list(said), 0, [said[0]]
    for at in range(1, len(said)):
        if said[at] == said[at - 1]:
            continue
        back = len(spells) > 1 and spells[-2] == said[at]
        spells.append(said[at])
        if _corrects(tables[at][1], back):
            # What was mistyped is right in every month that it had been in force for.
            targets[since:at] = [said[at]] * (at - since)
        else:
            since = at
    known = [at for at, (period, _) in enumerate(tables) if period <= month]
    return (targets[known[-1]], False) if known else (targets[0], True)


def _corrects(returns: Sequence[HandedIn], goes_back: bool) -> bool:
    """Whether a table puts a target right: its reason says so, and it had it wrong before or goes back to what was said."""
    ordered = [one for _, one in sorted(enumerate(returns), key=lambda each: (each[1].day, each[0]))]
    had_it_wrong = len(ordered) > 1 and ordered[-2].value != ordered[-1].value
    return ordered[-1].reason in PUT_RIGHT and (had_it_wrong or goes_back)


@pytest.fixture(scope="module")
def ledgers() -> list[Ledger]:
    return examples(_ledgers)


@pytest.fixture(scope="module")
def models(made_once: MadeOnce, project: Any) -> list[tuple[str, str]]:
    """The SQL of the models, as dbt compiles it, in the order in which they are made."""
    texts = [(SOURCES / "models" / f"{model}.sql").read_text(encoding="utf-8") for model in MODELS]
    text = f"\n{_BETWEEN}\n".join(texts)
    parts = made_once("judgement_models", lambda folder: compiled(text, project, folder))[1].split(_BETWEEN)
    return [(model.rpartition("/")[2], sql) for model, sql in zip(MODELS, parts, strict=True)]


@pytest.fixture(scope="module")
def built(models: list[tuple[str, str]], ledgers: list[Ledger]) -> Iterator[duckdb.DuckDBPyConnection]:
    """All ledgers through all models at once."""
    submissions = [row for number, ledger in enumerate(ledgers) for row in _submissions(number, ledger)]
    observations = [row for number, ledger in enumerate(ledgers) for row in _observations(number, ledger)]
    areas = [str(number) for number in range(len(ledgers))]
    nothing = pa.array([], pa.string())
    register = pa.schema(
        [*OBSERVATION, ("tolerance", AMOUNT), ("is_sum_of_some", pa.bool_()), ("leaves_rows_out", pa.bool_())]
    )
    tables = {
        "staging.stg_submission": pa.Table.from_pylist(submissions, schema=SUBMISSION),
        "staging.stg_observation": pa.Table.from_pylist(observations, schema=OBSERVATION),
        "staging.stg_correction": CORRECTION.empty_table(),
        "staging.stg_calendar": pa.table({"form_id": ["F", "T"], "freq": ["M", "M"]}),
        "staging.stg_register_cell": REGISTER_CELL.empty_table(),
        "staging.stg_break": pa.table(dict.fromkeys(("indicator_id", "break_method_id", "break_area", "break_period", "break_kind", "break_reason_zh", "break_reason_en", "break_source"), nothing)),
        "staging.stg_indicator": pa.table({
            "indicator_id": ["i"], "indicator_zh": ["指标"], "primary_form": ["F"], "scale": ["ratio"], "direction": ["higher"],
            "level_collected": [True], "is_profit": [False], "unit_measure": ["CNY"], "display_unit_zh": ["元"], "january_exempt": [False], "owner_department_id": ["d"],
        }),
        "staging.stg_area": pa.table({"ref_area": areas, "area_zh": areas}),
        "staging.stg_place": pa.table({"place_id": ["_T"], "place_zh": ["全域"]}),
        "staging.stg_unit": pa.table({"unit_zh": ["元"], "unit_measure": ["CNY"], "dimension": ["money"]}),
        "intermediate.int_embargo_ended": pa.table({"indicator_id": nothing, "month": pa.array([], pa.int32())}),
        "intermediate.int_confidentiality": pa.table({
            "series_key": pa.array([], pa.int32()), "month": pa.array([], pa.int32()), "conf_status": nothing,
        }),
        "intermediate.int_register_observation": register.empty_table(),
    }  # fmt: skip
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as empty")
        connection.execute("use empty")
        connection.execute("create schema staging; create schema intermediate")
        for name, table in tables.items():
            connection.register("given", table)
            connection.execute(f"create table {name} as select * from given")
            connection.unregister("given")
        for name, sql in models:
            schema = "intermediate" if name.startswith("int_") else "main"
            connection.execute(f"create table {schema}.{name} as {sql}")
        yield connection


def _submissions(number: int, ledger: Ledger) -> Iterable[dict[str, Any]]:
    sequence = 0
    for form, periods, handed_in in (("F", LEVELS, ledger.levels), ("T", TABLES, ledger.tables)):
        for period, returns in zip(periods, handed_in, strict=True):
            for at, one in enumerate(returns):
                sequence += 1
                yield {
                    "submission_id": f"{number}/{form}/{period}/{at}", "sequence": sequence,
                    "department_id": str(number), "form_id": form, "period": period, "part": "_T",
                    "content_sha256": str(sequence), "decision": "accept",
                    "received_at": FIRST_DAY + timedelta(one.day), "accepted_at": FIRST_DAY + timedelta(one.day),
                    "revision_reason": one.reason,
                }  # fmt: skip


def _observations(number: int, ledger: Ledger) -> Iterable[dict[str, Any]]:
    at_all = number * 1_000
    for period, returns in zip(LEVELS, ledger.levels, strict=True):
        for at, one in enumerate(returns):
            level = {
                "observation_id": (at_all := at_all + 1),
                "submission_id": f"{number}/F/{period}/{at}",
                "form_id": "F",
            }
            yield _value(number, "level", period, one.value, **level)
            level["observation_id"] = (at_all := at_all + 1)
            yield _value(
                number, "growth", period, one.growth, time_transform="G1Y", unit_measure="PERCENT", **level
            )
    for period, returns in zip(TABLES, ledger.tables, strict=True):
        for at, one in enumerate(returns):
            yield _value(
                number, "target", "2023", one.value, observation_id=(at_all := at_all + 1), form_id="T", freq="A",
                accumulation="PERIOD", status_class="target", target_kind="assigned", submission_id=f"{number}/T/{period}/{at}",
            )  # fmt: skip


def _value(number: int, series: str, period: str, value: int | None, **other: Any) -> dict[str, Any]:
    return {
        "series_id": f"{number}/{series}", "time_period": period, "value_origin": "reported", "reporting_level": "claimed",
        "indicator_id": "i", "measure": "VALUE", "method_id": "m", "ref_area": str(number), "place_id": "_T",
        "component_area": "_Z", "breakdown": "_T", "freq": "M", "accumulation": "YTD", "time_transform": "N", "currency": "CNY",
        "price_basis": "current", "unit_measure": "CNY", "status_class": "actual", "target_kind": "_Z", "scope_basis": "OWN",
        "obs_value": None if value is None else Decimal(value), "obs_status": "O" if value is None else "A",
        "obs_reason": "NOT_STATED" if value is None else "", "qualifier": "_Z" if value is None else "eq", "conf_status": "F",
        "is_synthetic": False, "reported_unit_mult": 0, "reported_decimals": 0, "raw_text": str(value), "sheet": "S", "cell": "A1",
        **other,
    }  # fmt: skip


def differences(ledgers: Sequence[Ledger], found: dict[Any, Any], expected: dict[Any, Any]) -> list[str]:
    keys = [key for key in {**found, **expected} if found.get(key) != expected.get(key)]
    return [f"{key}: {found.get(key)} is not {expected.get(key)} of {ledgers[key[0]]}" for key in keys[:3]]


def test_growth_is_over_the_base_of_its_day_and_the_one_over_the_latest_stands_beside(
    ledgers: list[Ledger], built: duckdb.DuckDBPyConnection
) -> None:
    rows = built.execute(
        "select ref_area, time_period, growth_computed_rounded, growth_over_latest_base from mart_growth_rate"
        " where time_period in ('2023-05', '2023-06')"
    ).fetchall()
    found = {
        (int(area), period): {"growth": growth, "latest": latest} for area, period, growth, latest in rows
    }
    expected = {
        (number, f"2023-0{month}"): growth_of(ledger, month)
        for number, ledger in enumerate(ledgers)
        for month in (5, 6)
    }
    assert not differences(ledgers, found, expected)


def test_a_month_is_judged_by_the_target_in_force_for_it(
    ledgers: list[Ledger], built: duckdb.DuckDBPyConnection
) -> None:
    rows = built.execute(
        "select ref_area, time_period, target_value, target_set_later, completion_rounded, progress_gap_rounded, standing"
        " from mart_target_progress where time_period in ('2023-05', '2023-06')"
    ).fetchall()
    found = {(int(area), period): tuple(said) for area, period, *said in rows}
    expected = {}
    for number, ledger in enumerate(ledgers):
        for period, returns, month in ((MAY, ledger.levels[3], 5), (JUNE, ledger.levels[4], 6)):
            if target := target_of(ledger, period):
                done = Fraction(last(returns).value, target[0]) * 100
                gap = done - Fraction(100 * month, 12)
                standing = "ahead" if rounded(gap) > 0 else "behind" if rounded(gap) < 0 else "on_time"
                expected[number, period] = (target[0], target[1], rounded(done), rounded(gap), standing)
    assert not differences(ledgers, found, expected)


def test_a_month_alone_is_a_difference_inside_one_vintage(
    ledgers: list[Ledger], built: duckdb.DuckDBPyConnection
) -> None:
    rows = built.execute(
        "select ref_area, month_derived, month_derived_reason from mart_single_month where time_period = '2023-06'"
    ).fetchall()
    found = {(int(area),): (None if month is None else int(month), reason) for area, month, reason in rows}
    assert not differences(
        ledgers, found, {(at,): month_of_june(ledger) for at, ledger in enumerate(ledgers)}
    )


def test_two_years_are_averaged_over_the_two_levels(
    ledgers: list[Ledger], built: duckdb.DuckDBPyConnection
) -> None:
    rows = built.execute(
        "select ref_area, two_year_average from mart_growth_rate where time_period = '2023-06' and two_year_source = 'LEVELS'"
    ).fetchall()
    assert len(rows) == len(ledgers)
    for area, average in rows:
        ledger = ledgers[int(area)]
        ratio = last(ledger.levels[4]).value / last(ledger.levels[0]).value
        assert average == pytest.approx(100 * (sqrt(ratio) - 1), abs=1e-9)
