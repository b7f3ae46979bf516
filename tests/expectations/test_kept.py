"""Nothing is lost on the way: each value and cell that must be in a build is looked for by its key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.gate_2 import judge_whole
from expectations.kept import Expected, lost
from ingest.office.load import load_office
from warehouse.building.build_inputs import write_inputs
from warehouse.building.decided import decided_submissions
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import Settings
from warehouse.snapshots.expected import expected_of
from warehouse.steps.refresh import RefreshReport

CAPITAL_2023_12 = (
    "source_file = '外资到账明细2023年12月.xlsx' and source_cell = 'H9' and value_origin = 'reported'"
)


@pytest.fixture(scope="module")
def expected(
    first_night: tuple[Settings, RefreshReport], tmp_path_factory: pytest.TempPathFactory
) -> Expected:
    """What a second build of the sample home must hold."""
    inputs = tmp_path_factory.mktemp("inputs")
    home = Home(first_night[0].home)
    with open_ledger(home) as book:
        judged = decided_submissions(book)
        office = load_office(first_night[0].office)
        write_inputs(home, judged, inputs, office)
        return expected_of(home, book, judged, inputs, office, ())


@pytest.fixture
def build(first_night: tuple[Settings, RefreshReport], tmp_path: Path) -> Iterator[Any]:
    """A copy of the published build, with the two views that stay behind in a build file."""
    path = tmp_path / "build.duckdb"
    shutil.copy(Home(first_night[0].home).current / "indicators.duckdb", path)
    path.chmod(0o600)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema staging")
        connection.execute("create view staging.stg_indicator as select * from dim_indicator")
        connection.execute("create schema intermediate")
        connection.execute("create table intermediate.int_indicator_current as select * from mart_indicator")
        yield connection


def said(connection: Any, expected: Expected) -> list[tuple[str, str, str]]:
    """Of each finding its rule, and the message in Chinese, by the check that found it."""
    return sorted(
        (each.subject.partition("|")[0], each.rule, each.message_zh) for each in lost(connection, expected)[1]
    )


def test_a_whole_build_has_lost_nothing(build: Any, expected: Expected) -> None:
    results, findings = lost(build, expected)
    assert findings == []
    counted = {result.check.name: result.rows_checked for result in results}
    (reported,) = build.execute(
        "select count(*) from fct_observation where value_origin = 'reported'"
    ).fetchone()
    (cells,) = build.execute("select count(*) from fct_register_cell").fetchone()
    (sums,) = build.execute("select count(*) from mart_indicator where value_origin = 'register'").fetchone()
    assert sums == 72
    assert counted == {
        "every_value_that_landed_is_there": reported,
        "every_register_cell_that_landed_is_there": cells,
        "every_chosen_value_is_shown": 3724,
        "every_published_submission_is_in_the_ledger": 262,
        "every_published_value_is_kept": reported,
        "every_published_register_cell_is_kept": cells,
        "every_published_decision_is_in_the_ledger": 262,
        "every_shown_period_is_still_shown": 3724 - sums,
        "every_shown_sum_is_still_shown": sums,
    }


def test_one_value_of_thousands_that_is_missing_blocks_and_names_indicator_department_and_file(
    build: Any, expected: Expected
) -> None:
    build.execute(f"delete from fct_observation where {CAPITAL_2023_12}")
    whole = judge_whole(build, expected)
    assert not whole.publish
    assert {found.rule for found in whole.findings} == {"VALUES_LOST"}
    message = whole.findings[0].message_zh
    assert "指标 实际到账外资(fdi_actual_utilized) 少了 1 个数" in message
    assert "经济发展办公室" in message
    assert "外资到账明细2023年12月.xlsx" in message


@pytest.mark.parametrize(
    ("damage", "found_by"),
    [
        (
            f"delete from fct_observation where {CAPITAL_2023_12}",
            {"every_value_that_landed_is_there", "every_published_value_is_kept"},
        ),
        (
            f"update fct_observation set source_cell = 'H8' where {CAPITAL_2023_12}",
            {"every_value_that_landed_is_there", "every_published_value_is_kept"},
        ),
        (
            f"update fct_observation set time_period = '2023-11' where {CAPITAL_2023_12}",
            {"every_value_that_landed_is_there", "every_published_value_is_kept"},
        ),
        (
            "delete from fct_register_cell where source_file = '外资到账明细2023年12月.xlsx' and source_cell = 'G5'",
            {"every_register_cell_that_landed_is_there", "every_published_register_cell_is_kept"},
        ),
        (
            "delete from mart_indicator where indicator_id = 'fdi_actual_utilized' and time_period = '2023-12' and is_default",
            {"every_chosen_value_is_shown", "every_shown_period_is_still_shown"},
        ),
        (
            "delete from mart_indicator; delete from intermediate.int_indicator_current",
            {"every_shown_period_is_still_shown", "every_shown_sum_is_still_shown"},
        ),
    ],
)
def test_what_is_missing_is_found_on_every_way(
    build: Any, expected: Expected, damage: str, found_by: set[str]
) -> None:
    build.execute(damage)
    assert {check for check, *_ in said(build, expected)} == found_by


def test_a_build_without_rows_is_asked_for_everything(build: Any, expected: Expected) -> None:
    for table in ("fct_observation", "fct_register_cell", "mart_indicator", "submission"):
        build.execute(f"delete from {table}")
    whole = judge_whole(build, replace(expected, before=None))
    assert not whole.publish


def test_an_indicator_that_nobody_looks_at_any_more_is_named(build: Any, expected: Expected) -> None:
    build.execute("delete from mart_indicator where indicator_id = 'hotels_upgraded'")
    ((_, rule, message),) = [each for each in said(build, expected) if each[1] == "VALUES_LOST"][:1]
    assert rule == "VALUES_LOST"
    assert "hotels_upgraded" in message
    assert "党政办公室" in message


def test_a_submission_that_was_refused_may_go(build: Any, expected: Expected) -> None:
    (gone,) = build.execute(f"select submission_id from fct_observation where {CAPITAL_2023_12}").fetchone()
    for table in ("fct_observation", "fct_register_cell", "mart_indicator"):
        build.execute(f"delete from {table} where submission_id = '{gone}'")
    build.execute(f"delete from intermediate.int_indicator_current where submission_id = '{gone}'")
    standing = [one for one in expected.standing if one != gone]
    assert lost(build, replace(expected, standing=standing, refused=[gone]))[1] == []
    assert lost(build, expected)[1] != []


def test_a_slot_for_which_something_new_came_may_show_other_periods(build: Any, expected: Expected) -> None:
    where = "source_file = '外资到账明细2023年12月.xlsx'"
    build.execute(f"delete from mart_indicator where {where}")
    build.execute(f"delete from intermediate.int_indicator_current where {where}")
    assert {check for check, *_ in said(build, expected)} == {"every_shown_period_is_still_shown"}
    build.execute(
        f"insert into submission select * replace ('0000000000000001' as submission_id) from submission where {where}"
    )
    assert said(build, expected) == []


def test_a_published_submission_that_the_ledger_does_not_know_blocks(build: Any, expected: Expected) -> None:
    (gone,) = build.execute(f"select submission_id from fct_observation where {CAPITAL_2023_12}").fetchone()
    older = replace(
        expected,
        known=[one for one in expected.known if one != gone],
        standing=[one for one in expected.standing if one != gone],
    )
    ((check, rule, message),) = said(build, older)
    assert (check, rule) == ("every_published_submission_is_in_the_ledger", "SUBMISSION_LOST")
    assert gone in message
    assert "外资到账明细2023年12月.xlsx" in message


def test_a_published_submission_that_the_ledger_has_not_decided_on_blocks(
    build: Any, expected: Expected
) -> None:
    (gone,) = build.execute(f"select submission_id from fct_observation where {CAPITAL_2023_12}").fetchone()
    older = replace(expected, standing=[one for one in expected.standing if one != gone])
    ((check, rule, message),) = said(build, older)
    assert (check, rule) == ("every_published_decision_is_in_the_ledger", "DECISION_LOST")
    assert gone in message
    assert said(build, replace(older, as_of_a_day=True)) == []


def test_a_value_that_gate_1_holds_back_alone_may_be_missing(
    build: Any, expected: Expected, tmp_path: Path
) -> None:
    (held,) = build.execute(f"select submission_id from fct_observation where {CAPITAL_2023_12}").fetchone()
    inputs = Path(shutil.copytree(expected.inputs, tmp_path / "inputs"))
    found = pq.read_table(inputs / "finding.parquet")
    row = found.slice(0, 1).to_pylist()[0]
    row |= {"submission_id": held, "sheet": "外资到账明细", "cell": "H9", "scope": "row", "severity": "hold"}
    pq.write_table(
        pa.concat_tables([found, pa.Table.from_pylist([row], schema=found.schema)]),
        inputs / "finding.parquet",
    )
    build.execute(f"delete from fct_observation where {CAPITAL_2023_12}")
    told = {check for check, *_ in said(build, replace(expected, inputs=inputs))}
    # What readers had of it is another matter.
    assert told == {"every_published_value_is_kept"}


def test_a_form_that_begins_to_speak_for_a_series_speaks_for_all_its_periods(
    build: Any, expected: Expected
) -> None:
    series = "select series_id from mart_indicator where indicator_id = 'fdi_actual_utilized' and is_default limit 1"
    build.execute(f"delete from mart_indicator where series_id in ({series}) and time_period < '2023-06'")
    build.execute(
        "delete from intermediate.int_indicator_current as one where not exists"
        " (select 1 from mart_indicator as m where m.series_id = one.series_id and m.time_period = one.time_period)"
    )
    assert {check for check, *_ in said(build, expected)} == {"every_shown_period_is_still_shown"}
    build.execute(f"update mart_indicator set form_id = 'L06' where series_id in ({series})")
    assert said(build, expected) == []


def test_on_an_earlier_day_other_submissions_may_speak(build: Any, expected: Expected) -> None:
    build.execute("delete from mart_indicator where time_period = '2023-12'")
    build.execute("delete from intermediate.int_indicator_current where time_period = '2023-12'")
    assert said(build, replace(expected, as_of_a_day=True)) == []
    assert said(build, expected) != []


def test_ids_that_were_named_otherwise_in_the_last_snapshot_lose_nothing(
    build: Any, expected: Expected
) -> None:
    """A line of the table of renames that was wrong when it was published, and has been mended since."""
    for table in ("fct_observation", "mart_indicator", "intermediate.int_indicator_current"):
        build.execute(
            f"update {table} set ref_area = 'x', series_id = md5(series_id) where ref_area = '371002_S1'"
        )
    assert "every_published_value_is_kept" not in {check for check, *_ in said(build, expected)}
    assert "every_shown_period_is_still_shown" not in {check for check, *_ in said(build, expected)}


def test_a_sum_of_a_register_that_the_catalogue_no_longer_adds_up_is_asked_about(
    build: Any, expected: Expected
) -> None:
    for table in ("mart_indicator", "intermediate.int_indicator_current"):
        build.execute(
            f"delete from {table} where value_origin = 'register' and indicator_id = 'domestic_capital_physical_work_projects'"
        )
    whole = judge_whole(build, expected)
    assert whole.publish
    (asked,) = [each for each in whole.findings if each.rule == "NO_LONGER_SHOWN"]
    assert (asked.severity, asked.subject.rpartition("|")[2]) == (
        "warn",
        "domestic_capital_physical_work_projects",
    )


def test_many_losses_are_told_as_twenty_and_a_number(build: Any, expected: Expected) -> None:
    (indicators,) = build.execute(
        "select count(distinct indicator_id) from fct_observation where value_origin = 'reported'"
    ).fetchone()
    build.execute("delete from fct_observation")
    of_landing = [
        each
        for each in lost(build, expected)[1]
        if each.subject.startswith("every_value_that_landed_is_there")
    ]
    assert [each.rule for each in of_landing] == ["VALUES_LOST"] * 20 + ["GATE_FAILED"]
    assert f"另有 {indicators - 20} 项" in of_landing[-1].message_zh
