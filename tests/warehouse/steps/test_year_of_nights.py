"""Nights by the clock, without any new file: an embargo ends, a return falls due, each on its day and no other."""

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
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.schema import open_ledger
from warehouse.steps.identity import facts_of_night
from warehouse.steps.refresh import refresh

GROWTH = (
    "select distinct time_period, conf_status from mart_indicator where indicator_id = 'fixed_asset_investment'"
    " and time_transform = 'G1Y' and measure = 'VALUE' order by 1"
)
DUE = "select due_state from mart_submission_due where form_id = 'L03' and time_period = '2023-12'"
RELEASE = "select expected_on, released_on, release_state from mart_release where form_id = 'L02' and time_period = '2023-12'"


def evening(year: int, month: int, day: int) -> datetime:
    """Eight in the evening of a day in Beijing."""
    return datetime(year, month, day, 12, tzinfo=UTC)


def _nights(folder: Path) -> dict[str, Any]:
    """The growths of November and December 2023 are fed back in January; then the nights of 10, 11, 28 and 29 January."""
    settings = settings_for(folder / "home")
    report = growth_feedback.REPORT
    for month, at in (
        (NOVEMBER_2023, datetime(2023, 12, 22, tzinfo=UTC)),
        (DECEMBER_2023, datetime(2024, 1, 9, tzinfo=UTC)),
    ):
        file = folder / f"{report.stem}{month.zh}.xlsx"
        file.write_bytes(workbook_bytes(report.sheet(month), report.department.clerk, at))
        hand_in(settings, file, "statistics_station", received_by="甲", received_at=at, is_sample=True)
    seen: dict[str, Any] = {}
    for day in (10, 11, 28, 29, 30):
        report_of_night = refresh(settings, now=evening(2024, 1, day))
        built = report_of_night.built is not None and not report_of_night.built.nothing_new
        seen[f"built {day}"] = built
        for name, sql in (("growth", GROWTH), ("due", DUE), ("release", RELEASE)):
            with duckdb.connect(
                str(Home(settings.home).current / "indicators.duckdb"), read_only=True
            ) as connection:
                seen[f"{name} {day}"] = connection.execute(sql).fetchall()
    return {"settings": settings, **seen}


@pytest.fixture(scope="module")
def nights(made_once: MadeOnce) -> dict[str, Any]:
    made: dict[str, Any] = made_once("year_of_nights", _nights)[1]
    return made


@pytest.mark.night
def test_a_return_falls_due_on_a_night_without_a_new_file(nights: dict[str, Any]) -> None:
    # L03 of December is due on Wednesday, 10 January.
    assert (nights["due 10"], nights["due 11"]) == ([], [("owed",)])
    assert (nights["built 10"], nights["built 11"]) == (True, True)


@pytest.mark.night
def test_an_embargo_ends_on_the_day_of_the_release_on_a_night_without_a_new_file(
    nights: dict[str, Any],
) -> None:
    # By the rule on the 28th: November's on Thursday, 28 December; December's on Monday, 29 January.
    assert nights["growth 28"] == [("2023-11", "F"), ("2023-12", "E")]
    assert nights["growth 29"] == [("2023-11", "F"), ("2023-12", "F")]
    assert nights["release 28"] == [(date(2024, 1, 29), None, "not_yet")]
    assert nights["release 29"] == [(date(2024, 1, 29), None, "assumed")]


@pytest.mark.night
def test_the_night_after_builds_nothing(nights: dict[str, Any]) -> None:
    # L06 and L08 were due before the 28th, L02 of December by the 25th and came; the next is L11 on 5 February.
    assert nights["built 30"] is False


@pytest.mark.night
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
