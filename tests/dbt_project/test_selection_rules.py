"""Which value speaks for a period, and which vintages it has: the models' own SQL against a replay of the nights.

Ten thousand ledgers stand side by side in one build, told apart by their department and their series; the
oracle goes through one ledger's acceptances in the order of time and keeps a note of what readers saw.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
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
    "intermediate/int_submission_current",
    "intermediate/int_series",
    "intermediate/int_correction",
    "intermediate/int_observation",
    "intermediate/int_value",
    "intermediate/int_reading",
    "intermediate/int_vintage",
    "intermediate/int_indicator_current",
    "marts/audit/mart_revision",
)
_BETWEEN = "--- next ---"
FIRST_DAY = datetime(2024, 1, 1)  # noqa: DTZ001 - instants of the warehouse's files are UTC without a zone
PERIODS = ("2023-11", "2023-12")
CELLS = {"a": "A1", "b": "A2"}  # two series of a form, each in a cell of its own
RIGHT = 9


@dataclass(frozen=True)
class Submitted:
    """One accepted submission: day received, days until it was accepted, slot, and what it says of two series."""

    received: int
    waited: int
    slot: int
    says: Mapping[str, int | None]
    reason: str

    @property
    def accepted(self) -> int:
        return self.received + self.waited


@dataclass(frozen=True)
class Corrected:
    """A correction of series a in a slot: the value it expects, the day it was approved."""

    slot: int
    expects: int
    approved: int


@dataclass(frozen=True)
class Ledger:
    """What was handed in, in order of entry; perhaps a correction; and a day to look at it."""

    submitted: tuple[Submitted, ...]
    correction: Corrected | None
    day: int

    def known_on(self, day: int) -> Ledger:
        """The same ledger without what was accepted or approved later; a place in the order of entry is kept."""
        kept = tuple(one if one.accepted <= day else replace(one, says={}, slot=-1) for one in self.submitted)
        known = self.correction is not None and self.correction.approved <= day
        return replace(self, submitted=kept, correction=self.correction if known else None)


Seen = tuple[int, int | None, str]  # day, value (None: withdrawn), reason


_values = st.sampled_from([None, 1, 1, 2, 3])
_submitted = st.builds(
    Submitted,
    received=st.integers(0, 5),
    waited=st.sampled_from([0, 0, 0, 1, 2, 6]),
    slot=st.sampled_from([0, 0, 0, 1]),
    says=st.fixed_dictionaries({"a": _values, "b": _values}),
    reason=st.sampled_from(["_U", "late_report", "benchmark"]),
)
_ledgers = st.builds(
    Ledger,
    submitted=st.lists(_submitted, min_size=1, max_size=6).map(tuple),
    correction=st.none()
    | st.builds(
        Corrected, slot=st.sampled_from([0, 0, 1]), expects=st.integers(1, 3), approved=st.integers(0, 12)
    ),
    day=st.integers(0, 12),
)


def replayed(ledger: Ledger) -> Iterator[tuple[tuple[int, str], list[Seen], int | None]]:
    """Each series of each slot: what readers saw of it one after the other, and what they see in the end."""
    days = sorted(
        {one.accepted for one in ledger.submitted if one.slot >= 0}
        | ({ledger.correction.approved} if ledger.correction else set())
    )
    for slot in (0, 1):
        for series in CELLS:
            seen: list[Seen] = []
            shown: int | None = None
            for day in days:
                here = [
                    (one.received, number, one)
                    for number, one in enumerate(ledger.submitted)
                    if one.slot == slot and one.accepted <= day
                ]
                if not here:
                    continue
                speaks = max(here, key=lambda each: each[:2])[2]
                shown, reason = speaks.says.get(series), speaks.reason
                correction = ledger.correction
                if (
                    correction
                    and (slot, series) == (correction.slot, "a")
                    and correction.approved <= day
                    and shown == correction.expects
                ):
                    shown, reason = RIGHT, "correction"
                # What is left out after it was said is withdrawn; what never was said is not.
                if (seen and seen[-1][1] != shown) or (not seen and shown is not None):
                    seen.append((day, shown, reason if seen else "_Z"))
            yield (slot, series), seen, shown


@pytest.fixture(scope="module")
def ledgers() -> list[Ledger]:
    return examples(_ledgers)


@pytest.fixture(scope="module")
def models(made_once: MadeOnce, project: Path) -> dict[str, str]:
    """The SQL of the models, as dbt compiles it, by the name of the model."""
    texts = [(SOURCES / "models" / f"{model}.sql").read_text(encoding="utf-8") for model in MODELS]
    text = f"\n{_BETWEEN}\n".join(texts)
    parts = made_once("models", lambda folder: compiled(text, project, folder))[1].split(_BETWEEN)
    return {Path(model).name: sql for model, sql in zip(MODELS, parts, strict=True)}


@dataclass(frozen=True)
class Built:
    """What the models make of many ledgers: by ledger, slot and series."""

    current: dict[tuple[int, int, str], int | None]
    vintages: dict[tuple[int, int, str], list[Seen]]


def build(models: Mapping[str, str], ledgers: Sequence[Ledger], shuffled: int | None = None) -> Built:
    """Run the models over all ledgers at once; `shuffled`: the order in which their rows lie."""
    submissions, observations, corrections = [], [], []
    for number, ledger in enumerate(ledgers):
        submissions += list(_submissions(number, ledger))
        observations += list(_observations(number, ledger))
        corrections += list(_corrections(number, ledger))
    if shuffled is not None:
        chance = random.Random(shuffled)  # noqa: S311 - an order, not a secret
        for rows in (submissions, observations, corrections):
            chance.shuffle(rows)
    register = pa.schema(
        [*OBSERVATION, ("tolerance", AMOUNT), ("is_sum_of_some", pa.bool_()), ("leaves_rows_out", pa.bool_())]
    )
    tables = {
        "staging.stg_submission": pa.Table.from_pylist(submissions, schema=SUBMISSION),
        "staging.stg_observation": pa.Table.from_pylist(observations, schema=OBSERVATION),
        "staging.stg_correction": pa.Table.from_pylist(corrections, schema=CORRECTION),
        "staging.stg_calendar": pa.table({"form_id": pa.array([], pa.string()), "freq": pa.array([], pa.string())}),
        "staging.stg_register_cell": REGISTER_CELL.empty_table(),
        "staging.stg_break": pa.table({name: pa.array([], pa.string()) for name in ("indicator_id", "break_method_id", "break_area", "break_period")}),
        "staging.stg_indicator": pa.table({"indicator_id": ["i"], "indicator_zh": ["指标"], "primary_form": ["F"], "scale": ["ratio"]}),
        # Nothing is held back until a day, and no figure is told of few units.
        "intermediate.int_embargo_ended": pa.table({"indicator_id": pa.array([], pa.string()), "month": pa.array([], pa.int32())}),
        "intermediate.int_confidentiality": pa.table({"series_key": pa.array([], pa.int32()), "month": pa.array([], pa.int32()), "conf_status": pa.array([], pa.string())}),
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
        for name, sql in models.items():
            schema = "intermediate" if name.startswith("int_") else "main"
            connection.execute(f"create table {schema}.{name} as {sql}")
        current = connection.execute(
            "select department_id, time_period, series_id, obs_value from intermediate.int_indicator_current"
        ).fetchall()
        vintages = connection.execute(
            "select department_id, time_period, series_id, vintage, obs_value, accepted_at, revision_reason"
            " from mart_revision order by vintage"
        ).fetchall()
    seen: dict[tuple[int, int, str], list[Seen]] = {}
    for department, period, series, vintage, value, accepted_at, reason in vintages:
        line = seen.setdefault((int(department), PERIODS.index(period), series[-1]), [])
        assert vintage == len(line) + 1
        line.append(((accepted_at - FIRST_DAY).days, None if value is None else int(value), reason))
    return Built(
        {
            (int(department), PERIODS.index(period), series[-1]): None if value is None else int(value)
            for department, period, series, value in current
        },
        seen,
    )


def _submissions(number: int, ledger: Ledger) -> Iterable[dict[str, Any]]:
    for sequence, one in enumerate(ledger.submitted):
        if one.slot >= 0:
            yield {
                "submission_id": f"{number}/{sequence}",
                "sequence": sequence,
                "department_id": str(number),
                "form_id": "F",
                "period": PERIODS[one.slot],
                "part": "_T",
                "content_sha256": str(sequence),
                "decision": "accept",
                "received_at": FIRST_DAY + timedelta(one.received),
                "accepted_at": FIRST_DAY + timedelta(one.accepted),
                "revision_reason": one.reason,
            }


def _observations(number: int, ledger: Ledger) -> Iterable[dict[str, Any]]:
    for sequence, one in enumerate(ledger.submitted):
        for series, value in one.says.items():
            if value is not None:
                yield {
                    "observation_id": number * 100 + sequence * 2 + (series == "b"),
                    "series_id": f"{number}{series}",
                    "time_period": PERIODS[one.slot],
                    "form_id": "F",
                    "value_origin": "reported",
                    "reporting_level": "claimed",
                    "submission_id": f"{number}/{sequence}",
                    "indicator_id": "i",
                    "unit_measure": "CNY",
                    "obs_value": Decimal(value),
                    "obs_status": "A",
                    "obs_reason": "",
                    "qualifier": "eq",
                    "is_synthetic": False,
                    "raw_text": str(value),
                    "sheet": "S",
                    "cell": CELLS[series],
                }


def _corrections(number: int, ledger: Ledger) -> Iterable[dict[str, Any]]:
    if ledger.correction:
        yield {
            "correction_id": str(number),
            "department_id": str(number),
            "form_id": "F",
            "period": PERIODS[ledger.correction.slot],
            "sheet": "S",
            "cell": CELLS["a"],
            "expect": str(ledger.correction.expects),
            "unit_measure": "CNY",
            "unit_mult": 0,
            "right_decimals": 0,
            "wrong_obs_value": Decimal(ledger.correction.expects),
            "right_obs_value": Decimal(RIGHT),
            "revision_reason": "correction",
            "approved_at": FIRST_DAY + timedelta(ledger.correction.approved),
        }


def expected(ledgers: Sequence[Ledger]) -> Built:
    current, vintages = {}, {}
    for number, ledger in enumerate(ledgers):
        for (slot, series), seen, shown in replayed(ledger):
            if seen:
                current[number, slot, series] = shown
                vintages[number, slot, series] = seen
    return Built(current, vintages)


def differences(ledgers: Sequence[Ledger], one: Mapping[Any, Any], other: Mapping[Any, Any]) -> list[str]:
    """The first few ledgers of which two builds say different things."""
    keys = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    return [f"{key}: {one.get(key)} is not {other.get(key)} of {ledgers[key[0]]}" for key in keys[:3]]


@pytest.fixture(scope="module")
def built(models: Mapping[str, str], ledgers: list[Ledger]) -> Built:
    return build(models, ledgers)


def test_the_latest_received_speaks_and_a_late_release_supersedes_nothing(
    ledgers: list[Ledger], built: Built
) -> None:
    assert not differences(ledgers, built.current, expected(ledgers).current)


def test_the_vintages_are_what_readers_saw_one_after_the_other(ledgers: list[Ledger], built: Built) -> None:
    assert not differences(ledgers, built.vintages, expected(ledgers).vintages)


def test_any_order_of_processing_gives_the_same_marts(
    models: Mapping[str, str], ledgers: list[Ledger], built: Built
) -> None:
    again = build(models, ledgers, shuffled=1)
    assert not differences(ledgers, again.current, built.current)
    assert not differences(ledgers, again.vintages, built.vintages)


def test_as_of_a_day_is_the_replay_of_what_was_accepted_by_then(
    models: Mapping[str, str], ledgers: list[Ledger], built: Built
) -> None:
    then = [ledger.known_on(ledger.day) for ledger in ledgers]
    known = build(models, then)
    assert not differences(then, known.current, expected(then).current)
    # No vintage ever changes its number, its value or its reason: those of a day are the first of those of today.
    first = {
        key: [one for one in seen if one[0] <= ledgers[key[0]].day] for key, seen in built.vintages.items()
    }
    assert not differences(ledgers, known.vintages, {key: seen for key, seen in first.items() if seen})
