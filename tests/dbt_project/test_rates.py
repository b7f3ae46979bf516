"""No rate is below nought or above one, whatever the calendar asks, whenever returns come and however long a form is valid.

The models as dbt compiled them, on tables of examples made for them: each example has a form and a series of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import strategies as st
from sqlglot import exp

from ingest.office.load import load_office
from ingest.office.return_days import Due
from ingest.period.month import month
from tests.dbt_project.compiled_models import read_models
from tests.dbt_project.examples import examples
from tests.examples import up_to
from warehouse.duties import ReturnDue, returns_due
from warehouse.home import DATABASE
from warehouse.settings import DEFAULT_OFFICE

COUNT = up_to(150)
FIRST, LAST = 2021 * 12, 2024 * 12 + 11
RATES = ("int_return", "returns", "mart_quality")
GIVEN = (
    "stg_build", "stg_submission", "stg_return_due", "stg_department", "stg_form", "submission", "mart_question",
    "mart_reconciliation", "dim_code", "int_series", "int_value", "mart_growth_rate", "stg_indicator", "stg_area",
    "mart_revision_statistics",
)  # fmt: skip
_MONTHS_OF = {"M": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), "Q": (3, 6, 9, 12), "S": (6, 12), "A": (12,)}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came in. `months_late`: in which month after its period; it may be long before that, too."""

    number: int  # of the month of its period
    decision: str
    days_late: int


@dataclass(frozen=True, slots=True)
class Example:
    freq: str
    months: tuple[int, ...]
    due_day: int
    due_months_after: int
    valid_from: int
    valid_for: int | None
    covered_by: int | None
    arrivals: tuple[Arrival, ...]
    said: frozenset[int]  # the months whose value is there
    vintages: int


@st.composite
def _examples(draw: st.DrawFn) -> Example:
    freq = draw(st.sampled_from(["M", "M", "M", "Q", "S", "A"]))
    possible = _MONTHS_OF[freq]
    months = draw(st.sets(st.sampled_from(possible), min_size=1)) if draw(st.booleans()) else possible
    arrivals = st.builds(
        Arrival,
        number=st.integers(FIRST, LAST),
        decision=st.sampled_from(["accept", "accept", "release", "hold", "refuse"]),
        days_late=st.integers(-400, 700),
    )
    return Example(
        freq=freq,
        months=tuple(sorted(months)),
        due_day=draw(st.integers(1, 31)),
        due_months_after=draw(st.integers(-2, 14)),
        valid_from=draw(st.integers(FIRST, LAST)),
        valid_for=draw(st.none() | st.integers(0, 30)),
        covered_by=draw(st.none() | st.integers(2, 12)),
        arrivals=tuple(draw(st.lists(arrivals, max_size=12))),
        said=frozenset(draw(st.sets(st.integers(FIRST, LAST), max_size=24))),
        vintages=draw(st.integers(1, 3)),
    )


def _name(number: int) -> str:
    return month(number // 12, number % 12 + 1)


def _due(at: int, one: Example) -> Due:
    last = "" if one.valid_for is None else _name(one.valid_from + one.valid_for)
    return Due(
        form_id=f"F{at}", department_id="d", freq=one.freq, months=one.months, due_day=one.due_day,
        due_months_after=one.due_months_after, valid_from=_name(one.valid_from), valid_to=last, covered_by=one.covered_by,
    )  # type: ignore[arg-type]  # fmt: skip


def _returns(every: Sequence[Example]) -> list[ReturnDue]:
    calendar = {f"F{at}": _due(at, one) for at, one in enumerate(every)}
    office = replace(load_office(DEFAULT_OFFICE), calendar=calendar)
    return [one for one in returns_due(office) if one.time_period < "2027"]


def _submissions(every: Sequence[Example]) -> Iterator[dict[str, Any]]:
    for at, one in enumerate(every):
        for number, came in enumerate(one.arrivals):
            ends = datetime(came.number // 12, came.number % 12 + 1, 28, 2, tzinfo=UTC)
            received = ends + timedelta(days=came.days_late)
            yield {
                "submission_id": f"{at}-{number}", "form_id": f"F{at}", "period": _name(came.number),
                "time_period": _name(came.number), "decision": came.decision, "received_at": received,
                "is_resave": False,
            }  # fmt: skip


def _values(every: Sequence[Example]) -> Iterator[dict[str, Any]]:
    for at, one in enumerate(every):
        for number in sorted(one.said):
            yield {
                "series_key": at, "time_period": _name(number), "form_id": f"F{at}", "obs_value": 1, "qualifier": "eq",
                "obs_status": "A", "n_vintages": one.vintages, "is_synthetic": False, "is_chosen": True,
            }  # fmt: skip


def _series(every: Sequence[Example]) -> Iterator[dict[str, Any]]:
    for at, one in enumerate(every):
        yield {
            "series_key": at, "series_id": f"s{at}", "indicator_id": "i", "ref_area": "a", "measure": "VALUE",
            "status_class": "actual", "freq": one.freq, "accumulation": "YTD", "time_transform": "N", "scope_basis": "OWN",
        }  # fmt: skip


@pytest.fixture(scope="module")
def models(sample_build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The three models over empty tables of the columns that a build has."""
    with pytest.MonkeyPatch.context() as patched, duckdb.connect() as connection:
        patched.chdir(sample_build)  # its views name what they read from there
        connection.execute(f"attach '{DATABASE}' as indicators (read_only)")
        where = {
            name: schema
            for schema, name in connection.execute(
                "select table_schema, table_name from information_schema.tables where table_catalog = 'indicators'"
            ).fetchall()
        }
        for table in GIVEN:
            # A build's words are those of its own rows.
            described = connection.execute(f'describe indicators."{where[table]}"."{table}"').fetchall()
            typed = (
                f'"{name}" {"varchar" if kind.startswith("ENUM") else kind}' for name, kind, *_ in described
            )
            connection.execute(f'create table "{table}" ({", ".join(typed)})')
        compiled = {one.name: one.tree for one in read_models(sample_build)}
        for name in RATES:
            tree = compiled[name].copy()
            for table in tree.find_all(exp.Table):
                table.set("db", None)
                table.set("catalog", None)
            connection.execute(f'create view "{name}" as {tree.sql("duckdb")}')
        yield connection


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(f'delete from "{table}"')
    if rows:
        connection.register("rows_given", pa.Table.from_pylist(list(rows)))
        connection.execute(f'insert into "{table}" by name from rows_given')
        connection.unregister("rows_given")


def test_no_rate_is_below_nought_or_above_one(models: duckdb.DuckDBPyConnection) -> None:
    every = examples(_examples(), COUNT)
    submissions = list(_submissions(every))
    keep = {row[0] for row in models.execute("describe stg_submission").fetchall()}
    marts = {row[0] for row in models.execute("describe submission").fetchall()}
    _fill(models, "stg_return_due", [asdict(one) for one in _returns(every)])
    _fill(models, "stg_submission", [{k: v for k, v in row.items() if k in keep} for row in submissions])
    _fill(models, "submission", [{k: v for k, v in row.items() if k in marts} for row in submissions])
    _fill(models, "int_value", list(_values(every)))
    _fill(models, "int_series", list(_series(every)))
    _fill(models, "stg_indicator", [{"indicator_id": "i"}])
    _fill(models, "stg_area", [{"ref_area": "a"}])
    counted = 0
    for built_at in ("2021-03-01", "2023-08-15", "2026-12-31"):
        _fill(models, "stg_build", [{"built_at": datetime.fromisoformat(built_at).replace(tzinfo=UTC)}])
        wrong = models.execute(
            "select form_id, sum(due) as due, sum(handed_in) as handed_in, sum(on_time) as on_time, sum(late) as late,"
            " sum(missing) as missing, sum(first_time_right) as first_time_right from returns group by form_id"
            " having sum(on_time) > sum(due) or sum(on_time) > sum(handed_in) or sum(first_time_right) > sum(handed_in)"
            " or sum(missing) > sum(due) or sum(on_time) + sum(late) > sum(handed_in)"
            " or least(sum(due), sum(handed_in), sum(on_time), sum(late), sum(missing), sum(first_time_right)) < 0"
        ).fetchall()
        assert wrong == [], every[int(wrong[0][0][1:])]
        rated = models.execute(
            "select series_id, completeness, timeliness, first_time_right from mart_quality"
            " where least(completeness, timeliness, first_time_right) < 0 or greatest(completeness, timeliness, first_time_right) > 100"
        ).fetchall()
        assert rated == [], every[int(rated[0][0][1:])]
        counted += models.execute(
            "select count(*) from mart_quality where completeness between 1 and 99"
        ).fetchall()[0][0]
        counted += models.execute("select count(*) from returns where on_time = 1").fetchall()[0][0]
    # They are no rates of nothing; how many are no noughts and no wholes is as chance has it: 98 were the fewest seen.
    assert counted > COUNT // 5
