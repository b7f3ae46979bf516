"""Two clocks: why a value was revised, what was known on a day, what may no longer change, where a series breaks."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.gate_1 import judge
from expectations.landed import Landed
from ingest.landing import CHECK_CELL, OBSERVATION, REGISTER_CELL
from ingest.office.load import load_office
from samples.drawing import workbook_bytes
from samples.forms import fdi_detail
from samples.month import DECEMBER_2023, Month
from samples.sheet import Formula, Value, retyped
from tests.conftest import MadeOnce, Query, copy_of, settings_for
from warehouse.answers.as_of import build_as_of
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.entries import current_decision, record_decision
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import DecisionKind
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport, refresh

TOTAL = "indicator_id = 'fdi_actual_utilized' and time_period = '2023-12' and time_transform = 'N' and scope_basis = 'OWN'"
NOVEMBER_2023 = Month(2023, 11)
NOTHING = [schema.empty_table() for schema in (OBSERVATION, REGISTER_CELL, CHECK_CELL)]
# 240 becomes 260: the running total is 1052.
MORE: dict[str, Value] = {
    "G8": 260,
    "H8": 1052,
    "G9": Formula("SUM(G5:G8)", 1052),
    "H9": 1052,
    "G11": Decimal("66.72"),
    "H11": Decimal("66.72"),
}
# 260 becomes 220: 1012.
LESS: dict[str, Value] = {
    "G8": 220,
    "H8": 1012,
    "G9": Formula("SUM(G5:G8)", 1012),
    "H9": 1012,
    "G11": Decimal("60.38"),
    "H11": Decimal("60.38"),
}
Night = tuple[Settings, RefreshReport, str]


def drawn(folder: Path, name: str, month: Month, changed: Mapping[str, Value], at: datetime) -> Path:
    report = fdi_detail.REPORT
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(workbook_bytes(retyped(report.sheet(month), changed), report.department.clerk, at))
    return file


@pytest.fixture(scope="session")
def night(made_once: MadeOnce) -> Night:
    """November, December and December once more with a reason, from the list of receipts; then December for the
    third time, two days after the period was closed. The last is held. Read only."""
    made: Night = made_once("clocks", _two_nights)[1]
    return made


def _two_nights(folder: Path) -> Night:
    settings = settings_for(folder / "home")
    settings = replace(settings, office=Path(shutil.copytree(settings.office, folder / "office")))
    with (settings.office / "catalogue" / "closed_period.csv").open("a", encoding="utf-8") as closed:
        closed.write("L03,2023-12,2024-01-31,年度数据已上报,the year has been reported\n")
    with (settings.office / "catalogue" / "break.csv").open("a", encoding="utf-8") as breaks:
        breaks.write(
            "fdi_actual_utilized,2023-12,scope,示例：区里扩大了认定范围,invented: the district recognises more,示例文件,,371002002\n"
        )
    inbox = Home(settings.home).ensure().inbox
    at = datetime(2024, 1, 7, tzinfo=UTC)
    drawn(inbox, "经济发展办公室/外资11月.xlsx", NOVEMBER_2023, {}, at)
    drawn(inbox, "经济发展办公室/外资12月.xlsx", DECEMBER_2023, {}, at)
    drawn(inbox, "经济发展办公室/外资12月补报.xlsx", DECEMBER_2023, MORE, at)
    (inbox / "receipts.csv").write_text(
        "path,department_id,received_at,received_by,sample,stated_cells,reason\n"
        "经济发展办公室/外资11月.xlsx,econ_dev_office,2023-12-06T09:50:00+08:00,示例填表人甲,yes,,\n"
        "经济发展办公室/外资12月.xlsx,econ_dev_office,2024-01-06T09:50:00+08:00,示例填表人甲,yes,,\n"
        "经济发展办公室/外资12月补报.xlsx,econ_dev_office,2024-01-07T23:30:00+08:00,示例填表人甲,yes,,late_report\n",
        encoding="utf-8",
    )
    refresh(settings)
    # 00:30 of 2 February in Beijing is still 1 February in UTC; the office's calendar counts.
    late = datetime(2024, 2, 1, 16, 30, tzinfo=UTC)
    file = drawn(folder, "外资12月核减.xlsx", DECEMBER_2023, LESS, late)
    submission_id, _ = hand_in(
        settings,
        file,
        "econ_dev_office",
        received_by="示例填表人甲",
        received_at=late,
        is_sample=True,
        revision_reason="enforcement_removal",
    )
    return settings, refresh(settings), submission_id


@pytest.fixture(scope="session")
def released(made_once: MadeOnce, night: Night) -> Settings:
    """The held one released by a person. Read only."""
    settings: Settings = made_once("clocks_released", lambda folder: _released(night, folder))[1]
    return settings


def _released(night: Night, folder: Path) -> Settings:
    settings = copy_of(night[0], folder)
    with open_ledger(Home(settings.home)) as book:
        held = current_decision(book, night[2])
        assert held is not None
        record_decision(
            book,
            night[2],
            held.reader_version,
            DecisionKind.RELEASE,
            reason="执法检查核减,区商务局函",
            actor="示例审核人",
        )
    assert refresh(settings).published is not None
    return settings


def tuples(query: Query, settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in query(settings, sql)]


# ------------------------------------------------------------------------------------- vintages with a reason


def test_a_vintage_has_the_reason_that_was_handed_in_with_it_and_the_one_before(
    night: Night, query: Query
) -> None:
    rows = tuples(
        query,
        night[0],
        "select vintage, obs_value, revision_reason, supersedes, submission_id from fct_observation"
        f" where {TOTAL} and value_origin = 'reported' order by vintage",
    )
    first, second = rows
    assert first[:4] == (1, Decimal(10_320_000), "_Z", "_Z")
    assert second[:4] == (2, Decimal(10_520_000), "late_report", first[4])


def test_the_revision_triangle_says_by_how_much_and_when(night: Night, query: Query) -> None:
    rows = tuples(
        query,
        night[0],
        "select vintage, first_value, previous_value, obs_value, revision, revision_pct_rounded, revision_missing_reason,"
        f" days_since_first, revision_reason, is_current from mart_revision where {TOTAL} order by vintage",
    )
    level, more = Decimal(10_320_000), Decimal(10_520_000)
    assert rows == [
        (1, level, None, level, None, None, "FIRST_VINTAGE", 0, "_Z", False),
        # 20 of 1032 is 1.938 %; the evening of the next day is one day later, in Beijing.
        (2, level, level, more, Decimal(200_000), Decimal("1.94"), "", 1, "late_report", True),
    ]


def test_the_statistics_are_exact_means_over_the_periods(night: Night, query: Query) -> None:
    rows = tuples(
        query,
        night[0],
        "select lag, n_values, n_revised, mean_revision, mean_absolute_revision, relative_absolute_revision, display_unit_zh,"
        " first_period, last_period, is_synthetic from mart_revision_statistics"
        " where indicator_id = 'fdi_actual_utilized' and time_transform = 'N' order by lag",
    )
    # December by 20 to 1052, November by nothing of 792万美元: 20 ÷ 1844. November alone is a month old.
    now = (2, 1, Decimal(10), Decimal(10), Decimal("1.0846"), "万美元", "2023-11", "2023-12", True)
    nothing = (1, 0, Decimal(0), Decimal(0), Decimal(0), "万美元", "2023-11", "2023-11", True)
    assert rows == [("LATEST", *now), ("M1", *nothing)]


def test_a_revised_rate_is_measured_in_points_and_not_in_percent(night: Night, query: Query) -> None:
    rows = tuples(
        query,
        night[0],
        "select n_revised, display_unit_zh, relative_absolute_revision, relative_absolute_revision_reason"
        " from mart_revision_statistics"
        " where indicator_id = 'fdi_actual_utilized' and time_transform = 'G1Y' and lag = 'LATEST'",
    )
    assert rows == [(1, "个百分点", None, "IN_POINTS")]


@pytest.mark.long
def test_the_triangle_as_of_a_day_knows_nothing_of_later_revisions(night: Night) -> None:
    assert _revisions_as_of(night[0], date(2024, 1, 6)) == [(1, Decimal(10_320_000), "_Z", True)]
    assert _revisions_as_of(night[0], date(2024, 1, 7)) == [
        (1, Decimal(10_320_000), "_Z", False),
        (2, Decimal(10_520_000), "late_report", True),
    ]


def test_as_of_a_day_nothing_is_owed_that_was_due_later(night: Night) -> None:
    with duckdb.connect(str(build_as_of(night[0], date(2024, 1, 6))), read_only=True) as connection:
        owed = connection.execute(
            "select max(due_on), count(*) > 0 from mart_submission_due where due_state = 'owed'"
        ).fetchone()
    # The count of December's visits is due on the fifth.
    assert owed == (date(2024, 1, 5), True)


def _revisions_as_of(settings: Settings, day: date) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(build_as_of(settings, day)), read_only=True) as connection:
        return connection.execute(
            f"select vintage, obs_value, revision_reason, is_current from mart_revision where {TOTAL} order by vintage"
        ).fetchall()


def test_a_snapshot_keeps_the_triangle_that_was_published_with_it(night: Night, released: Settings) -> None:
    kept = sorted((Home(released.home).root / "snapshots").iterdir())
    n_vintages = []
    for snapshot in kept:
        with duckdb.connect(str(snapshot / "indicators.duckdb"), read_only=True) as connection:
            found = connection.execute(f"select max(vintage) from mart_revision where {TOTAL}").fetchone()
            assert found is not None
            n_vintages.append(found[0])
    assert n_vintages == [2, 2, 3]


# ------------------------------------------------------------------------------------------- closed periods


def test_what_comes_after_its_period_was_closed_is_held_and_changes_nothing(
    night: Night, query: Query
) -> None:
    settings, report, submission_id = night
    assert (report.exit_status, report.held) == (3, (submission_id,))
    held = tuples(
        query, settings, "select submission_id, decision_reason from submission where decision = 'hold'"
    )
    assert held == [(submission_id, "PERIOD_CLOSED")]
    (found,) = query(settings, "select * from finding where rule = 'PERIOD_CLOSED'")
    assert (found["found"], found["expected"]) == ("2024-02-02", "2024-01-31")
    assert "年度数据已上报" in found["message_zh"]
    assert tuples(query, settings, f"select obs_value from mart_indicator where {TOTAL}") == [
        (Decimal(10_520_000),)
    ]


@pytest.mark.long
def test_a_person_releases_it_and_it_speaks_from_then_on(released: Settings, query: Query) -> None:
    rows = tuples(
        query,
        released,
        f"select vintage, obs_value, revision_reason, is_current from mart_revision where {TOTAL} order by vintage",
    )
    assert rows[-1] == (3, Decimal(10_120_000), "enforcement_removal", True)
    decided = tuples(
        query, released, "select decision, decision_reason from submission where decision = 'release'"
    )
    assert decided == [("release", "执法检查核减,区商务局函")]
    # Accepted when it was released, not when it was received.
    assert _revisions_as_of(released, date(2024, 2, 3))[-1] == (
        2,
        Decimal(10_520_000),
        "late_report",
        True,
    )


@pytest.mark.parametrize(
    ("received_on", "held_by"),
    [(date(2024, 1, 31), ()), (date(2024, 2, 1), ("PERIOD_CLOSED",)), (None, ())],
)
def test_the_day_of_closing_still_counts(
    night: Night, received_on: date | None, held_by: tuple[str, ...]
) -> None:
    landed = Landed("a" * 16, "外资.xlsx", "L03", "2023-12", *NOTHING, received_on=received_on)
    (verdict,) = judge([landed], load_office(night[0].office), ()).verdicts
    assert verdict.held_by == held_by


def test_another_period_of_the_form_is_open(night: Night) -> None:
    landed = Landed("a" * 16, "外资.xlsx", "L03", "2024-01", *NOTHING, received_on=date(2024, 2, 20))
    (verdict,) = judge([landed], load_office(night[0].office), ()).verdicts
    assert verdict.held_by == ()


# ------------------------------------------------------------------------------------------------- breaks


def test_a_break_is_marked_on_the_first_value_at_it_and_flags_the_growth_across_it(
    night: Night, query: Query
) -> None:
    rows = tuples(
        query,
        night[0],
        "select time_period, obs_status, has_break from mart_indicator where indicator_id = 'fdi_actual_utilized'"
        " and time_transform = 'N' and scope_basis = 'OWN' and is_default and ref_area = '371002002'"
        " and time_period in ('2023-11', '2023-12') order by 1",
    )
    assert rows == [("2023-11", "A", False), ("2023-12", "B", True)]
    ((has_break, zh, en),) = tuples(
        query,
        night[0],
        "select has_break, break_reason_zh, break_reason_en from mart_indicator where time_period = '2023-12'"
        " and indicator_id = 'fdi_actual_utilized' and time_transform = 'G1Y' and form_id = 'L03'",
    )
    assert (has_break, zh, en) == (True, "示例：区里扩大了认定范围", "invented: the district recognises more")


def test_what_the_nation_counts_anew_is_no_break_of_what_the_street_is_credited_with(
    first_night: tuple[Settings, RefreshReport], query: Query
) -> None:
    assert tuples(
        query,
        first_night[0],
        "select distinct has_break from mart_indicator where indicator_id = 'fdi_actual_utilized'"
        " and ref_area = '371002002' and (time_period = '2022-05' or time_period = '2023-12')",
    ) == [(False,)]
