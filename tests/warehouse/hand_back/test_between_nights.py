"""Between two nights what was handed in is read, judged and handed back, and nothing is built or published."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import settings_for
from tests.warehouse.command import Run
from tests.warehouse.hand_back.conftest import backs
from warehouse.building.blocked import Blocked
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps import refresh
from warehouse.steps.report import BuildReport, HandBackReport
from warehouse.store.lock import refresh_lock

OFFICE = "经济发展办公室"
GOOD = "外资到账明细2022年12月.xlsx"
FAULTY = "外资到账明细2023年12月_公式出错.xlsx"


@pytest.fixture
def home(tmp_path: Path, sample_folder: Path) -> Settings:
    settings = settings_for(tmp_path / "home")
    inbox = Home(settings.home).ensure().inbox / OFFICE
    inbox.mkdir()
    shutil.copy(sample_folder / "inbox" / OFFICE / GOOD, inbox)
    shutil.copy(sample_folder / "faulty" / "inbox" / OFFICE / FAULTY, inbox)
    return settings


def test_what_was_handed_in_is_handed_back_and_nothing_is_built(home: Settings) -> None:
    report = refresh.between_nights(home)
    assert (report.handed_back, report.exit_status) == (HandBackReport(2, 1), 3)
    assert {one.receipt["state_zh"] for one in backs(home)} == {"已采用", "待改，整份未采用"}
    assert (list(Home(home.home).builds.iterdir()), Home(home.home).current.exists()) == ([], False)
    assert refresh.between_nights(home).is_quiet


def test_the_night_that_follows_builds_of_it_without_reading_it_again(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh.between_nights(home)
    judged = []

    def build(settings: Settings, *_: object) -> BuildReport:
        with refresh.open_ledger(Home(settings.home)) as book:
            judged.extend(refresh.decided_submissions(book))
        return BuildReport("b", nothing_new=True)

    monkeypatch.setattr(refresh, "_build", build)
    report = refresh.refresh(home)
    assert (report.collected.new, report.read, report.handed_back) == ((), (), HandBackReport(0, 0))
    assert len(judged) == 2


def test_it_does_not_run_beside_a_night(home: Settings, run: Run) -> None:
    with refresh_lock(Home(home.home)):
        ran = run("refresh", "--hand-back", home=home.home)
    assert (ran.status, ran.code) == (5, "LOCK_HELD")


def test_a_check_that_cannot_run_still_gives_receipts(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blocked(*_: object) -> None:
        raise Blocked("BLOCKED", found="CHECK_COULD_NOT_RUN")

    monkeypatch.setattr(refresh, "_accept", blocked)
    report = refresh.between_nights(home)
    assert (report.exit_status, report.blocked, report.handed_back) == (
        4,
        "CHECK_COULD_NOT_RUN",
        HandBackReport(2, 0),
    )


def test_the_command_says_what_came_and_then_nothing(
    home: Settings, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_SETTLE_SECONDS", "0")
    ran = run("refresh", "--hand-back", home=home.home)
    assert ran.status == 3
    assert "发还 handed back   回执 2 · 带批注的工作簿 1" in ran.out
    assert "已采用的随下次更新发布" in ran.out
    again = run("refresh", "--hand-back", home=home.home)
    assert (again.status, again.out) == (0, "")
