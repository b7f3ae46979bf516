"""A home of which nothing is let in yet, and a day before anything was known: published, and without a value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.conftest import MadeOnce, Night, Query, settings_for
from warehouse.answers.as_of import build_as_of
from warehouse.collect.hand_in import hand_in
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport, refresh


@pytest.fixture(scope="module")
def held_night(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """A new home, into which a file without a byte and one that is no workbook were handed in."""

    def make(home: Path) -> RefreshReport:
        folder = tmp_path_factory.mktemp("held")
        for name, content in (("空.xlsx", b""), ("扫描件.xlsx", b"%PDF-1.7 ...")):
            (folder / name).write_bytes(content)
            hand_in(settings_for(home), folder / name, "统计站", received_by="test")
        return refresh(settings_for(home))

    home, report = made_once("held_night", make)
    return settings_for(home), report


def test_a_first_night_of_which_all_is_held_is_published_without_a_value(
    held_night: Night, query: Query
) -> None:
    settings, report = held_night
    assert (report.exit_status, len(report.held)) == (3, 2)
    for table in ("mart_indicator", "mart_growth_rate", "mart_fdi_tranche", "bi.headline"):
        assert query(settings, f"select count(*) as rows from {table}") == [{"rows": 0}]
    assert query(settings, "select submissions_accepted, submissions_held from snapshot") == [
        {"submissions_accepted": 0, "submissions_held": 2}
    ]


def test_a_file_without_a_byte_is_held_as_no_workbook_and_stops_nothing(
    held_night: Night, query: Query
) -> None:
    (row,) = query(
        held_night[0],
        "select rule from finding inner join submission using (submission_id) where submission.source_file = '空.xlsx'",
    )
    assert row["rule"] == "NOT_A_WORKBOOK"


def test_of_a_day_before_the_first_return_nothing_was_known(night: Settings) -> None:
    with duckdb.connect(str(build_as_of(night, date(2020, 1, 1))), read_only=True) as connection:
        assert connection.execute("select count(*) from mart_indicator").fetchone() == (0,)
        assert connection.execute("select submissions_accepted from snapshot").fetchone() == (0,)
