"""The alarm where no refresh has ended well for 26 hours."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import settings_for
from tests.warehouse.command import Run
from tests.warehouse.notify.conftest import Command
from warehouse.building.blocked import Blocked
from warehouse.home import Home
from warehouse.notify.alarm import alarm
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps import refresh
from warehouse.store.last_refresh import last_refreshed, record_refreshed

NIGHT = datetime(2024, 1, 4, 18, tzinfo=UTC)  # 5 January, 2:00 in Beijing


@pytest.fixture
def settings(tmp_path: Path, command: Command) -> Settings:
    settings = replace(settings_for(tmp_path / "home"), notify=command.that())
    record_refreshed(Home(settings.home).ensure(), NIGHT)
    return settings


def test_it_is_raised_after_26_hours_and_not_before(settings: Settings, command: Command) -> None:
    assert not alarm(settings, NIGHT + timedelta(hours=25, minutes=59)).overdue
    assert command.got == []
    found = alarm(settings, NIGHT + timedelta(hours=26))
    assert (found.overdue, found.sent, found.problem) == (True, True, "")
    (message,) = command.got
    assert (message["kind"], message["message_id"]) == ("alarm", "alarm 2024-01-06")
    assert message["text"].startswith(
        "指标库已 26 小时没有更新成功，上次是 2024-01-05 02:00（北京时间）；读者看到的仍是上一个快照。"
    )


def test_it_is_raised_once_a_day_as_long_as_it_lasts(settings: Settings, command: Command) -> None:
    for hours in range(26, 26 + 48):
        alarm(settings, NIGHT + timedelta(hours=hours))
    # From 6 January 4:00 in Beijing to 8 January 3:00.
    assert [one["day"] for one in command.got] == ["2024-01-06", "2024-01-07", "2024-01-08"]
    notices = (Home(settings.home).logs / "notices.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in notices] == ["alarm"] * 3


def test_an_alarm_that_could_not_be_sent_is_tried_at_the_next_look(
    settings: Settings, command: Command
) -> None:
    failing = replace(settings, notify=command.that("sys.exit(3)"))
    found = alarm(failing, NIGHT + timedelta(hours=27))
    assert (found.sent, found.problem) == (False, "退出码 3 (exit status)")
    assert alarm(settings, NIGHT + timedelta(hours=28)).sent


def test_a_damaged_ledger_and_missing_logs_do_not_silence_it(settings: Settings, command: Command) -> None:
    home = Home(settings.home)
    home.ledger.write_bytes(b"garbage" * 100)
    shutil.rmtree(home.logs)
    home.logs.write_text("no folder")
    found = alarm(settings, NIGHT)
    assert (found.overdue, found.sent) == (True, True)
    assert "还没有更新成功过" in command.got[0]["text"]


def test_nights_that_end_well_are_kept_and_blocked_ones_are_not(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(settings.home)
    refresh.refresh(settings)
    ended = last_refreshed(home)
    assert ended is not None
    assert datetime.now(UTC) - ended < timedelta(minutes=1)

    def blocked(*_: object) -> None:
        raise Blocked("BLOCKED", found="GATE_FAILED")

    monkeypatch.setattr(refresh, "_build", blocked)
    assert refresh.refresh(settings).exit_status == 4
    assert last_refreshed(home) == ended


def test_the_command_says_how_long_ago_and_its_status_is_whether_it_is_due(run: Run, tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    record_refreshed(home, datetime.now(UTC) - timedelta(hours=2))
    ran = run("doctor", "--alarm")
    assert (ran.status, "2 小时前" in ran.out) == (0, True)
    record_refreshed(home, datetime.now(UTC) - timedelta(hours=30))
    ran = run("doctor", "--alarm", "--json")
    assert (ran.status, ran.document["overdue"], ran.document["sent"]) == (1, True, False)
    assert "INDICATORS_NOTIFY" in ran.document["problem"]


def test_the_process_of_up_looks_by_itself_and_ends_when_it_is_told(
    settings: Settings, command: Command
) -> None:
    code = "from warehouse.notify import alarm; alarm.watch.__defaults__ = (0.2,); alarm.main()"
    kept = {name: text for name, text in os.environ.items() if not name.startswith("INDICATORS_")}
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        env={**kept, "INDICATORS_HOME": str(settings.home), "INDICATORS_NOTIFY": settings.notify},
    ) as looking:
        deadline = time.monotonic() + 30
        while not command.got and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.5)
        looking.send_signal(signal.SIGTERM)
        assert looking.wait(timeout=10) == 0
    assert len(command.got) == 1
