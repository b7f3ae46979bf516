"""Flags: a boolean that says what a row is stands true or false in every row, however little was handed in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samples.drawing import workbook_bytes
from samples.forms import growth_feedback
from samples.month import DECEMBER_2023
from samples.sheet import Value, retyped
from tests.conftest import MadeOnce, Night, Query
from warehouse.building.build import run_dbt
from warehouse.building.build_inputs import write_inputs
from warehouse.building.build_row import BuildRow
from warehouse.building.dbt_result import FailedTestsError
from warehouse.building.decided import decided_submissions
from warehouse.collect.hand_in import hand_in
from warehouse.dictionary import models
from warehouse.home import DATABASE, Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import Settings
from warehouse.steps.refresh import refresh

FLAGS = [(model.relation, column.name) for model in models() for column in model.columns if column.is_flag]
# What a cell may lack, in the tables as they have landed: the value, and the words by which a row is told apart.
MAY_LACK = {
    "observation": ("obs_value", "reported_value"),
    "register_cell": ("value_number", "value_date"),
}
# What a row of a register is told apart by is never blank: gate 1 holds such a row.
KEYS = ("project_code",)


def empty_flags(connection: Any) -> list[tuple[str, str, int]]:
    counted = [
        (model, flag, connection.execute(f"select count(*) from {model} where {flag} is null").fetchone()[0])
        for model, flag in FLAGS
    ]
    return [found for found in counted if found[2]]


def thinned(table: pa.Table, names: tuple[str, ...], draw: random.Random) -> pa.Table:
    """A third of the rows, half of them real, a third without value: what stands alone in its series and its year.

    A row of a register has a cell for each of its fields, blank ones too: it goes or stays as a whole.
    """
    whole: dict[tuple[Any, ...], bool] = {}
    rows = []
    for row in table.to_pylist():
        key = (
            (row["submission_id"], row["row_no"]) if "row_no" in row else (row["submission_id"], row["cell"])
        )
        if whole.setdefault(key, draw.random() < 0.33):
            rows.append(row)
    for row in rows:
        row["is_synthetic"] = draw.random() < 0.5
        if draw.random() < 0.33 and row.get("field") not in KEYS:
            row |= dict.fromkeys(names)
            if "obs_status" in row:
                row |= {"obs_status": "O", "obs_reason": "NOT_STATED", "qualifier": "_Z"}
            else:
                row["value_text"] = ""
    return pa.Table.from_pylist(rows, schema=table.schema)


def build_thinned(settings: Settings, folder: Path, seed: int) -> str:
    """A build of the samples with most of their cells gone. What dbt said of the tests that failed."""
    home = Home(settings.home)
    (folder / "inputs").mkdir(parents=True)
    with open_ledger(home) as book:
        write_inputs(home, decided_submissions(book), folder / "inputs")
    draw = random.Random(seed)  # noqa: S311 - which cells are left out is no secret
    for name, columns in MAY_LACK.items():
        file = folder / "inputs" / f"{name}.parquet"
        pq.write_table(thinned(pq.read_table(file), columns, draw), file)
    try:
        run_dbt(settings, folder, BuildRow("thinned", "0" * 16, datetime(2024, 1, 1, tzinfo=UTC)))
    except FailedTestsError as error:
        return error.found
    return ""


@pytest.fixture(scope="module")
def thin_build(first_night: Night, made_once: MadeOnce) -> Iterator[tuple[Any, str]]:
    folder, said = made_once("thinned", lambda folder: build_thinned(first_night[0], folder, seed=2))
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        # The views of a build name its inputs from where it was built.
        connection.execute(f"set file_search_path = '{folder}'")
        yield connection, said


def test_every_boolean_of_a_mart_is_a_flag_or_an_answer_that_may_be_missing() -> None:
    answers = {
        column.name
        for model in models()
        for column in model.columns
        if column.data_type == "boolean" and not column.is_flag
    }
    assert len(FLAGS) > 60
    # An answer stands beside what it compares or what it is bounded by; none of them says what a row is.
    of_rows = (
        "within_ceiling",
        "led_by_principal",
        "recognised",
        "led_by_principal_first",
        "recognised_first",
    )
    assert all(
        name.endswith(("agrees", "agrees_own", "add_up", "inclusive")) or name in of_rows for name in answers
    )


@pytest.mark.long
def test_no_flag_is_empty_where_two_thirds_of_all_cells_are_missing(thin_build: tuple[Any, str]) -> None:
    assert empty_flags(thin_build[0]) == []


def test_no_test_of_a_flag_fails_where_two_thirds_of_all_cells_are_missing(
    thin_build: tuple[Any, str],
) -> None:
    assert "as_described" not in thin_build[1]


# A mark in place of the street's growth, and of its rank and its parts: what has no project has none.
NO_GROWTH: dict[str, Value] = {
    "A2": "2024年1-2月",
    "B6": "—",
    "C6": None,
    "D6": "—",
    "E6": None,
    "B5": 7,
}


@pytest.mark.long
def test_a_real_growth_that_is_a_dash_is_published_on_top_of_invented_years(
    night: Settings, tmp_path: Path, query: Query
) -> None:
    sheet = retyped(growth_feedback.REPORT.sheet(DECEMBER_2023), NO_GROWTH)
    file = tmp_path / "固投增速反馈2024年1-2月.xlsx"
    received_at = datetime(2024, 3, 22, 2, 20, tzinfo=UTC)
    file.write_bytes(workbook_bytes(sheet, "示例填表人乙", received_at))
    hand_in(night, file, "统计站", received_by="示例填表人乙", received_at=received_at)
    report = refresh(night)
    assert (report.exit_status, report.blocked) == (0, "")
    (street,) = query(
        night,
        "select growth_reported, two_year_source, is_synthetic from mart_growth_rate where time_period = '2024-02'"
        " and indicator_id = 'fixed_asset_investment' and ref_area = '371002002' and breakdown = '_T'",
    )
    assert (street["growth_reported"], street["two_year_source"], street["is_synthetic"]) == (
        None,
        None,
        False,
    )
