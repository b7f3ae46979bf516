"""What came in gets its receipt and its marked workbook whatever becomes of the night."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import settings_for
from tests.warehouse.hand_back.conftest import backs
from warehouse.building.blocked import Blocked
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps import refresh
from warehouse.steps.report import BuildReport, HandBackReport

OFFICE = "经济发展办公室"
FAULTY = "外资到账明细2023年12月_公式出错.xlsx"


@pytest.fixture
def home(tmp_path: Path, sample_folder: Path) -> Settings:
    settings = settings_for(tmp_path / "home")
    inbox = Home(settings.home).ensure().inbox / OFFICE
    inbox.mkdir()
    shutil.copy(sample_folder / "faulty" / "inbox" / OFFICE / FAULTY, inbox)
    return settings


def blocked(*_: object) -> None:
    raise Blocked("BLOCKED", found="CHECK_COULD_NOT_RUN")


def test_a_night_that_gate_1_blocks_gives_receipts_and_the_next_one_the_marked_workbook(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(refresh, "_accept", blocked)
        report = refresh.refresh(home)
    assert (report.exit_status, report.handed_back) == (4, HandBackReport(1, 0))
    (one,) = backs(home)
    assert (one.receipt["state_zh"], one.receipt["findings"]) == ("已收到，尚未审核", [])
    refresh.accept(home)
    assert refresh.hand_back(home) == HandBackReport(1, 1)
    (one,) = backs(home)
    assert (one.receipt["state_zh"], one.copy.exists()) == ("待改，整份未采用", True)


def test_a_night_whose_build_is_blocked_hands_back_all_the_same(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "_build", blocked)
    report = refresh.refresh(home)
    assert (report.exit_status, report.handed_back) == (4, HandBackReport(1, 1))
    assert "发还 handed back   回执 1 · 带批注的工作簿 1" in refresh.summary(home, report)


def test_a_department_whose_folder_cannot_be_written_is_told_and_tried_again(
    home: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = Home(home.home).outbox / OFFICE
    in_the_way.write_text("不是文件夹", encoding="utf-8")
    refresh.collect(home)
    report = refresh.hand_back(home)
    assert (report.handed_back, len(report.problems)) == (0, 1)
    assert report.problems[0].startswith(f"{OFFICE}/{FAULTY}: ")
    in_the_way.unlink()
    assert refresh.hand_back(home).handed_back == 1


def test_what_a_killed_run_left_unfinished_is_gone_after_the_next(home: Settings) -> None:
    refresh.collect(home)
    left = Home(home.home).outbox / OFFICE / ".999999.1-0123abcd"
    left.mkdir(parents=True)
    (left / "copy").write_bytes(b"half")
    refresh.hand_back(home)
    assert [path.name.startswith(".") for path in left.parent.iterdir()] == [False]


def test_a_hand_back_that_fails_stops_no_build_is_told_and_is_made_the_next_night(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []

    def nothing_new(*_: object) -> BuildReport:
        built.append(True)
        return BuildReport("b", nothing_new=True)

    def fails(*_: object) -> HandBackReport:
        raise ValueError("批注写不进去")

    monkeypatch.setattr(refresh, "_build", nothing_new)
    with monkeypatch.context() as patched:
        patched.setattr("warehouse.steps.hand_back._cases", fails)
        report = refresh.refresh(home)
    assert (built, report.blocked) == ([True], "")
    assert report.handed_back == HandBackReport(0, 0, ("ValueError: 批注写不进去",))
    assert "× 没有发还 not handed back ValueError: 批注写不进去" in refresh.summary(home, report)
    assert refresh.refresh(home).handed_back == HandBackReport(1, 1)
