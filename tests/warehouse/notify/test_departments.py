"""What departments are told after a night: one message each, none twice, none with a figure."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.warehouse.command import Run
from tests.warehouse.notify.conftest import HELD, OFFICE, Command
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.notify.departments import notify_departments
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.report import NotifyReport

# Those that the calendar asks for returns, all of which owe some in a home that has one workbook.
DEPARTMENTS = 4
NOON = datetime(2026, 3, 24, 4, tzinfo=UTC)


def outcomes(settings: Settings) -> list[tuple[str, str | None]]:
    with open_ledger(Home(settings.home)) as book:
        return book.execute(
            "SELECT department_id, outcome FROM notification LEFT JOIN notification_end USING (notification_id)"
            " ORDER BY notification_id"
        ).fetchall()


def test_each_department_gets_one_message_and_none_the_second_time(
    settings: Settings, command: Command
) -> None:
    assert notify_departments(settings, NOON) == NotifyReport(DEPARTMENTS)
    told = [one["department_id"] for one in command.got]
    assert len(told) == len(set(told)) == DEPARTMENTS
    assert notify_departments(settings, NOON) == NotifyReport(0)
    assert notify_departments(settings, NOON + timedelta(days=1)) == NotifyReport(0)
    assert len(command.got) == DEPARTMENTS


def test_the_message_says_what_went_back_what_is_held_and_what_is_late(
    settings: Settings, command: Command
) -> None:
    now = datetime.now(UTC)
    notify_departments(settings, now)
    (one,) = [each for each in command.got if each["department_zh"] == OFFICE]
    named = {"form_id": "L03", "form_zh": "外资到账明细表", "period": "2023-12"}
    assert (one["kind"], one["schema_version"]) == ("department", 1)
    assert one["handed_back"] == [{**named, "has_findings": True}]
    assert one["held"] == [{**named, "findings": 1, "whole": True}]
    assert {each["form_id"] for each in one["late"]} >= {"L01"}
    lines = one["text"].splitlines()
    assert lines[0].startswith(f"{OFFICE}：截至 ")
    assert any("待核：《外资到账明细表》2023年12月，1 处。" in line for line in lines)
    assert "新发还 1 份，其中 1 份有审核意见：《外资到账明细表》2023年12月。" in lines
    assert lines[-1] == f"标好错处的工作簿在 outbox/{OFFICE}/。"


def test_no_message_has_a_figure_or_a_word_of_a_workbook(settings: Settings, command: Command) -> None:
    notify_departments(settings, datetime.now(UTC))
    every = json.dumps(command.got, ensure_ascii=False)
    (landed,) = Home(settings.home).landing.glob("*/*/observation.parquet")
    rows = pq.read_table(landed).to_pylist()
    cells = pq.read_table(landed.with_name("register_cell.parquet")).to_pylist()
    texts = {str(row["raw_text"]) for row in (*rows, *cells)}
    figures = {text for text in texts if len(re.sub(r"\D", "", text)) >= 3}
    assert len(figures) >= 10
    # Alone, and not as a part of a longer number such as a day.
    assert [each for each in figures if re.search(rf"(?<![\d-]){re.escape(each)}(?![\d-])", every)] == []
    assert HELD not in every
    assert "外资到账明细!" not in every


def test_the_contact_of_the_catalogue_is_whom_it_is_for(settings: Settings, command: Command) -> None:
    office = settings.home.parent / "office"
    subprocess.run(["cp", "-r", settings.office, office], check=True)
    file = office / "catalogue" / "department.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    person = "示例联系人,00000000000,x@example.org"
    lines = [line.removesuffix(",,") + person if line.startswith("econ") else line for line in lines]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    notify_departments(replace(settings, office=office), NOON)
    (one,) = [each for each in command.got if each["department_zh"] == OFFICE]
    assert one["contact"] == {"name": "示例联系人", "telephone": "00000000000", "email": "x@example.org"}
    assert one["text"].startswith(f"{OFFICE} 示例联系人：截至 2026年3月24日，")


def test_what_comes_up_later_is_told_the_next_night_and_not_the_same_day(
    settings: Settings, command: Command
) -> None:
    notify_departments(settings, NOON)
    # Returns for March are due in April, some within three days.
    assert notify_departments(settings, NOON + timedelta(hours=3)) == NotifyReport(0)
    later = notify_departments(settings, NOON + timedelta(days=10))
    assert later is not None
    assert 0 < later.sent <= DEPARTMENTS
    assert all(one["day"] == "2026-04-03" for one in command.got[DEPARTMENTS:])


def test_a_command_that_fails_is_told_and_tried_again(settings: Settings, command: Command) -> None:
    failing = replace(settings, notify=command.that("sys.exit('没有网络')"))
    report = notify_departments(failing, NOON)
    assert report is not None
    assert (report.sent, len(report.problems)) == (0, DEPARTMENTS)
    assert report.problems[0].endswith("退出码 1 (exit status): 没有网络")
    assert notify_departments(settings, NOON + timedelta(days=1)) == NotifyReport(DEPARTMENTS)


def test_a_command_that_does_not_end_is_ended_and_the_others_wait_for_the_next_night(
    settings: Settings, command: Command
) -> None:
    child = "import subprocess; subprocess.Popen(['sleep', '60']); import time; time.sleep(60)"
    hanging = replace(settings, notify=command.that(child), notify_seconds=1)
    report = notify_departments(hanging, NOON)
    assert report is not None
    assert (report.sent, len(report.problems)) == (0, 1)
    assert "1 秒没有结束" in report.problems[0]
    assert outcomes(settings) == [(command.got[0]["department_id"], "failed")]


@pytest.mark.parametrize("missing", ["/no/such/command", "''"])
def test_a_command_that_is_not_there_is_told(settings: Settings, missing: str) -> None:
    report = notify_departments(replace(settings, notify=missing), NOON)
    assert report is not None
    assert (report.sent, len(report.problems)) == (0, DEPARTMENTS)


_KILLS = "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"


def test_what_was_killed_while_it_was_sent_is_not_sent_twice_and_is_named(
    settings: Settings, command: Command
) -> None:
    code = "from warehouse.notify.departments import *; from warehouse.variables import *; notify_departments(settings_from_environment())"
    kept = {name: text for name, text in os.environ.items() if not name.startswith("INDICATORS_")}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        env={**kept, "INDICATORS_HOME": str(settings.home), "INDICATORS_NOTIFY": command.that(_KILLS)},
        timeout=60,
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL
    (first,) = command.got
    assert outcomes(settings) == [(first["department_id"], None)]
    report = notify_departments(settings, datetime.now(UTC))
    assert report == NotifyReport(DEPARTMENTS - 1, (), (first["department_zh"],))
    told = [one["department_id"] for one in command.got]
    assert len(told) == len(set(told)) == DEPARTMENTS


def test_a_night_whose_command_fails_ends_well_and_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("refresh").status == 0
    monkeypatch.setenv("INDICATORS_NOTIFY", "false")
    ran = run("refresh", "--json")
    assert ran.status == 0
    assert (ran.document["notified"]["sent"], len(ran.document["notified"]["problems"])) == (0, DEPARTMENTS)
    assert "通知没有发出，下次再发" in run("refresh").out
    monkeypatch.setenv("INDICATORS_NOTIFY", "cat")
    assert "通知 notices       4 条" in run("refresh").out


def test_without_a_command_nothing_is_sent_and_nothing_is_entered(settings: Settings) -> None:
    assert notify_departments(replace(settings, notify="")) is None
    assert outcomes(settings) == []
