"""The nightly DAG: what Airflow sees of it, and what a real run of it does."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from warehouse.orchestration.settings import airflow_environment

ECON = "经济发展办公室"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What dag_facts.py prints."""
    answer = subprocess.run(
        [sys.executable, Path(__file__).with_name("dag_facts.py")],
        env=airflow_environment(tmp_path_factory.mktemp("home"), 8080, os.environ, single_run=True),
        capture_output=True,
        text=True,
        check=True,
    )
    facts: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return facts


def test_the_file_is_imported_quickly_and_without_heavy_libraries(facts: dict[str, Any]) -> None:
    # Airflow imports it again for every task; Great Expectations alone would cost 5 s of each.
    assert facts["heavy"] == []
    assert facts["import_seconds"] < 2


def test_it_runs_at_two_in_the_morning_of_shanghai(facts: dict[str, Any]) -> None:
    last = datetime.fromisoformat(facts["nights"]["runs"][-1]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert (last.hour, last.minute) == (2, 0)


def test_eight_missed_nights_are_one_run_and_then_the_next_night(facts: dict[str, Any]) -> None:
    now = datetime.fromisoformat(facts["nights"]["now"])
    runs = [datetime.fromisoformat(run) for run in facts["nights"]["runs"]]
    assert len(runs) == 2
    assert now - timedelta(days=1) < runs[0] <= now
    assert runs[1] == runs[0] + timedelta(days=1)


def test_it_never_runs_beside_itself_and_never_catches_up(facts: dict[str, Any]) -> None:
    assert facts["max_active_runs"] == 1
    assert facts["catchup"] is False


def test_the_steps_follow_one_another_and_building_is_one_task(facts: dict[str, Any]) -> None:
    assert {name: task["upstream"] for name, task in facts["tasks"].items()} == {
        "collect": [],
        "chunks": ["collect"],
        "read": ["chunks"],
        "accept": ["read"],
        "build": ["accept"],
        "publish": ["build"],
    }


def test_every_task_ends_some_time_and_tries_again_after_a_growing_wait(facts: dict[str, Any]) -> None:
    for task in facts["tasks"].values():
        assert 0 < task["timeout"] <= 3600
        assert (task["retries"], task["retry_delay"], task["backoff"]) == (3, 60, 2.0)


@pytest.mark.parametrize(
    ("error", "decided"),
    [
        ("lock held", "retry"),
        ("disk full", "retry"),
        ("database locked", "retry"),
        ("blocked", "fail"),
        ("a fault of ours", "fail"),
        ("a key of ours", "fail"),
    ],
)
def test_only_what_may_pass_is_tried_again(facts: dict[str, Any], error: str, decided: str) -> None:
    assert facts["decisions"][error] == decided


def test_the_published_snapshot_is_an_asset_of_the_last_task_alone(facts: dict[str, Any]) -> None:
    outlets = {name: task["outlets"] for name, task in facts["tasks"].items() if task["outlets"]}
    assert outlets == {"publish": ["indicator_snapshot"]}


def test_it_says_what_it_is_in_chinese_and_english(facts: dict[str, Any]) -> None:
    assert "每晚两点" in facts["doc"]
    assert "Every night at two" in facts["doc"]
