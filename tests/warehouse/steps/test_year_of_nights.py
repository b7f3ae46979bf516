"""Nights by the clock, without any new file: an embargo ends, a return falls due, a waiver expires, each on its day and
no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.office.load import load_office
from samples.drawing import workbook_bytes
from samples.forms import growth_feedback
from samples.month import DECEMBER_2023
from tests.conftest import MadeOnce, settings_for
from tests.warehouse.steps.test_two_clocks import NOVEMBER_2023
from warehouse.answers.as_of import build_as_of
from warehouse.building.identity import facts_of_night
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.waivers import Scope, record_waiver
from warehouse.steps.refresh import refresh

GROWTH = (
    "select distinct time_period, conf_status from mart_indicator where indicator_id = 'fixed_asset_investment'"
    " and time_transform = 'G1Y' and measure = 'VALUE' order by 1"
)
DUE = "select due_state from mart_submission_due where form_id = 'L04' and time_period = '2023-12'"
# One is held as a whole, of one a value is, and one is asked.
WAIVED = {
    "固定资产投资项目入库台账2023年12月_低于门槛.xlsx": ("econ_dev_office", "BELOW_THRESHOLD"),
    "重点指标调度表2023年12月_零基数填增速.xlsx": ("econ_dev_office", "GROWTH_ON_ZERO_BASE"),
    "外资到账明细2023年12月_合计不符.xlsx": ("econ_dev_office", "TOTAL_DIFFERS"),
}
DECISIONS = "select form_id, decision from submission where form_id in ('L01', 'L03', 'L06') order by 1"
STATES = "select rule, question_state from mart_question where rule in ('BELOW_THRESHOLD', 'GROWTH_ON_ZERO_BASE', 'TOTAL_DIFFERS') order by 1"
HELD = "select count(*) from fct_observation where obs_reason = 'HELD'"
RELEASE = "select expected_on, released_on, release_state from mart_release where form_id = 'L02' and time_period = '2023-12'"


def evening(year: int, month: int, day: int) -> datetime:
    """Eight in the evening of a day in Beijing."""
    return datetime(year, month, day, 12, tzinfo=UTC)


def _nights(folder: Path, samples: Path) -> dict[str, Any]:
    """The growths of November and December 2023 are fed back in January, and three returns that are waived up to the
    29th; then the nights of 10, 11 and 29 to 31 January."""
    settings = settings_for(folder / "home")
    report = growth_feedback.REPORT
    for month, at in (
        (NOVEMBER_2023, datetime(2023, 12, 22, tzinfo=UTC)),
        (DECEMBER_2023, datetime(2024, 1, 9, tzinfo=UTC)),
    ):
        file = folder / f"{report.stem}{month.zh}.xlsx"
        file.write_bytes(workbook_bytes(report.sheet(month), report.department.clerk, at))
        hand_in(settings, file, "statistics_station", received_by="甲", received_at=at, is_sample=True)
    at = datetime(2024, 1, 9, tzinfo=UTC)
    for name, (department_id, rule) in WAIVED.items():
        (bad,) = (samples / "faulty").rglob(name)
        hand_in(settings, bad, department_id, received_by="甲", received_at=at, is_sample=True)
        with open_ledger(Home(settings.home)) as book:
            record_waiver(
                book,
                Scope(rule=rule),
                until=date(2024, 1, 29),
                reason="区里正在核实可比口径",
                actor="李四",
                author="张三",
                entered_at=at,
            )
    seen: dict[str, Any] = {}
    asked = {
        "growth": GROWTH,
        "due": DUE,
        "release": RELEASE,
        "decisions": DECISIONS,
        "states": STATES,
        "held": HELD,
    }
    for day in (10, 11, 29, 30, 31):
        report_of_night = refresh(settings, now=evening(2024, 1, day))
        built = report_of_night.built is not None and not report_of_night.built.nothing_new
        seen[f"built {day}"] = built
        file = Home(settings.home).current / "indicators.duckdb"
        with duckdb.connect(str(file), read_only=True) as connection:
            for name, sql in asked.items():
                seen[f"{name} {day}"] = connection.execute(sql).fetchall()
    return {"settings": settings, **seen}


@pytest.fixture(scope="module")
def nights(made_once: MadeOnce, sample_folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = made_once("year_of_nights", lambda folder: _nights(folder, sample_folder))[1]
    return made


@pytest.mark.night
@pytest.mark.long
def test_a_return_falls_due_on_a_night_without_a_new_file(nights: dict[str, Any]) -> None:
    # L04 of December is due on Wednesday, 10 January.
    assert (nights["due 10"], nights["due 11"]) == ([], [("owed",)])
    assert (nights["built 10"], nights["built 11"]) == (True, True)


@pytest.mark.night
@pytest.mark.long
def test_an_embargo_ends_on_the_day_of_the_release_on_a_night_without_a_new_file(
    nights: dict[str, Any],
) -> None:
    # By the rule on the 28th: November's on Thursday, 28 December; December's on Monday, 29 January.
    assert nights["growth 11"] == [("2023-11", "F"), ("2023-12", "E")]
    assert nights["growth 29"] == [("2023-11", "F"), ("2023-12", "F")]
    assert nights["release 11"] == [(date(2024, 1, 29), None, "not_yet")]
    assert nights["release 29"] == [(date(2024, 1, 29), None, "assumed")]


@pytest.mark.night
@pytest.mark.long
def test_what_is_waived_is_in_the_data_and_neither_held_nor_asked(nights: dict[str, Any]) -> None:
    for day in (10, 29):
        assert [decision for _, decision in nights[f"decisions {day}"]] == ["release", "accept", "accept"]
        assert {state for _, state in nights[f"states {day}"]} == {"waived"}
        assert nights[f"held {day}"] == [(0,)]


@pytest.mark.night
@pytest.mark.long
def test_on_the_day_after_a_waivers_last_one_all_is_held_and_asked_again(nights: dict[str, Any]) -> None:
    assert nights["built 30"] is True
    assert [decision for _, decision in nights["decisions 30"]] == ["hold", "accept", "accept"]
    assert {state for _, state in nights["states 30"]} == {"open"}
    assert nights["held 30"] == [(1,)]


@pytest.mark.night
@pytest.mark.long
def test_as_known_on_a_day_what_was_waived_then_is_there(nights: dict[str, Any]) -> None:
    # Let in by the night of 10 January, held again by that of the 30th.
    with duckdb.connect(
        str(build_as_of(nights["settings"], date(2024, 1, 28))), read_only=True
    ) as connection:
        assert ("BELOW_THRESHOLD", "waived") in connection.execute(STATES).fetchall()
        assert ("release",) in connection.execute(
            "select decision from submission where form_id = 'L01'"
        ).fetchall()


@pytest.mark.night
@pytest.mark.long
def test_a_night_on_which_nothing_falls_due_or_ends_builds_nothing(nights: dict[str, Any]) -> None:
    # The next return that falls due is that of the visits, on 5 February.
    assert nights["built 31"] is False


@pytest.mark.night
@pytest.mark.long
def test_as_known_on_a_day_the_embargo_is_that_days(nights: dict[str, Any]) -> None:
    settings = nights["settings"]
    with duckdb.connect(str(build_as_of(settings, date(2024, 1, 28))), read_only=True) as connection:
        assert connection.execute(GROWTH).fetchall() == [("2023-11", "F"), ("2023-12", "E")]


def test_over_a_year_the_facts_of_a_night_change_on_the_days_of_the_calendar_alone(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    office = load_office(settings.office)
    office = replace(office, calendar={form_id: office.calendar[form_id] for form_id in ("L02", "L03")})
    first = date(2024, 1, 1)
    with open_ledger(Home(settings.home).ensure()) as book:
        facts = [set(facts_of_night(book, [], office, first + timedelta(days=n))) for n in range(-1, 366)]
    new: dict[str, date] = {}
    for n, (before, after) in enumerate(pairwise(facts)):
        assert before <= after
        new |= dict.fromkeys(after - before, first + timedelta(days=n))

    def days(kind: str) -> list[str]:
        return [f"{day:%m-%d}" for fact, day in sorted(new.items()) if fact.startswith(kind)]

    # The day after the 10th of each month, or after the next working day: 18 February after the Spring Festival,
    # 11 June after the Dragon Boat Festival, and Mondays in March, August and November.
    assert days("due L03") == [
        "01-11", "02-19", "03-12", "04-11", "05-11", "06-12", "07-11", "08-13", "09-11", "10-11", "11-12", "12-11",
    ]  # fmt: skip
    # The 28th; Mondays in January, July and December; the Sundays of 28 April and 29 September are worked.
    assert days("released L02") == [
        "01-29", "02-28", "03-28", "04-28", "05-28", "06-28", "07-29", "08-28", "09-29", "10-28", "11-28", "12-30",
    ]  # fmt: skip
