"""The nightly DAG: what Airflow sees of it, and what a real run of it does."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import psutil
import pyarrow.parquet as pq
import pytest

from tests.conftest import MadeOnce
from tests.dags.single_run import Run, hand_in, run_once, start_once
from warehouse.home import Home
from warehouse.ledger.entries import current_decisions, record_decision
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import DecisionKind
from warehouse.orchestration.environment import AirflowHome, airflow_environment
from warehouse.settings import CHECKOUT
from warehouse.store.lock import refresh_lock

pytestmark = pytest.mark.night

GOOD = "经济发展办公室/外资到账明细2022年12月.xlsx"
BROKEN = "经济发展办公室/外资到账明细2023年12月_公式出错.xlsx"


@pytest.fixture(scope="session")
def facts(made_once: MadeOnce) -> dict[str, Any]:
    """What dag_facts.py prints."""
    printed: dict[str, Any] = made_once("dag_facts", _facts)[1]
    return printed


def _facts(folder: Path) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.dags.dag_facts"],
        cwd=CHECKOUT,
        env=airflow_environment(folder, 8080, os.environ, single_run=True),
        capture_output=True,
        text=True,
        check=True,
    )
    facts: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return facts


def test_the_file_is_imported_without_heavy_libraries(facts: dict[str, Any]) -> None:
    # Airflow imports it again for every task; Great Expectations alone would cost 5 s of each.
    assert facts["heavy"] == []


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


def test_every_step_that_the_screen_shows_has_a_chinese_name(facts: dict[str, Any]) -> None:
    assert facts["named"] == sorted(facts["tasks"])


def test_the_steps_follow_one_another_and_building_is_one_task(facts: dict[str, Any]) -> None:
    assert {name: task["upstream"] for name, task in facts["tasks"].items()} == {
        "collect": [],
        "chunks": ["collect"],
        "read": ["chunks"],
        "accept": ["read"],
        "hand_back": ["accept"],
        "build": ["accept", "hand_back"],
        "publish": ["build"],
        "serve": ["publish"],
        "notify": ["hand_back", "publish"],
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


def test_the_published_snapshot_is_an_asset_of_the_publishing_task_alone(facts: dict[str, Any]) -> None:
    outlets = {name: task["outlets"] for name, task in facts["tasks"].items() if task["outlets"]}
    assert outlets == {"publish": ["indicator_snapshot"]}


def test_it_says_what_it_is_in_chinese_and_english(facts: dict[str, Any]) -> None:
    assert "每晚两点" in facts["doc"]
    assert "Every night at two" in facts["doc"]


class Nights(NamedTuple):
    """One home, night after night."""

    first: Run
    released: Run
    quiet: Run
    blocked: Run


@pytest.fixture(scope="session")
def nights(made_once: MadeOnce, sample_folder: Path) -> Nights:
    """Two workbooks come, one of them broken; that one is released; nothing; landed rows get lost."""
    made: Nights = made_once("nights", lambda folder: _four_nights(folder, sample_folder))[1]
    return made


def _four_nights(folder: Path, sample_folder: Path) -> Nights:
    home = Home(folder / "home").ensure()
    hand_in(home, sample_folder / "inbox", [GOOD])
    hand_in(home, sample_folder / "faulty" / "inbox", [BROKEN])
    first = run_once(home)
    broken = first.notices[0]["held"][0]["submission_id"]
    decide(home, broken, DecisionKind.RELEASE)
    second, third = run_once(home), run_once(home)
    with open_ledger(home) as book:
        good, decision = next((one, made) for one, made in current_decisions(book).items() if one != broken)
    landed = home.landing / good / decision.reader_version / "observation.parquet"
    pq.write_table(pq.read_table(landed).slice(0, 0), landed)
    decide(home, broken, DecisionKind.REFUSE)
    return Nights(first, second, third, run_once(home))


def decide(home: Home, submission_id: str, kind: DecisionKind) -> None:
    """A person decides on a submission."""
    with open_ledger(home) as book:
        version = current_decisions(book)[submission_id].reader_version
        record_decision(book, submission_id, version, kind, reason="已核对原件", actor="李")


def test_a_night_runs_every_step_and_its_chunks_have_names_that_people_can_read(
    nights: Nights,
) -> None:
    assert nights.first.tasks == {
        "collect": "success",
        "chunks": "success",
        "read[经济发展办公室 1…2 (2)]": "success",
        "accept": "success",
        "hand_back": "success",
        "build": "success",
        "publish": "success",
        # No PostgreSQL is set.
        "serve": "skipped",
        # No command for notices is set.
        "notify": "skipped",
    }


def test_a_night_with_something_held_publishes_the_rest_and_ends_with_status_3(
    nights: Nights,
) -> None:
    assert nights.first.status == 3, nights.first.screen
    assert nights.first.snapshot is not None


def test_the_screen_shows_each_step_and_the_figures_with_their_cells(nights: Nights) -> None:
    for line in (
        "√ 收文 collect",
        "√ 读表 read  经济发展办公室 1…2 (2)",
        "√ 发布 publish",
        "外资到账明细!H8",
    ):
        assert line in nights.first.screen


def test_the_asset_says_which_snapshot_of_which_build_was_published(nights: Nights) -> None:
    [event] = nights.first.events
    assert event["snapshot_id"] == nights.first.snapshot
    assert event["snapshot_id"].endswith(event["build_id"][:8])


def test_what_is_held_is_told_with_file_cell_reason_and_remedy(nights: Nights) -> None:
    [notice] = nights.first.notices
    assert (notice["kind"], notice["task"]) == ("held", "accept")
    [held] = notice["held"]
    assert held["file"] == "外资到账明细2023年12月_公式出错.xlsx"
    [why] = [why for why in held["why"] if why["rule"] == "ERROR_CELL"]
    assert (why["sheet"], why["cell"]) == ("外资到账明细", "H10")
    assert all(why[text] for text in ("message_zh", "message_en", "remedy_zh", "remedy_en"))


def test_a_release_alone_is_built_and_published_with_nothing_to_read(nights: Nights) -> None:
    released = nights.released
    assert released.tasks["read"] == "skipped"
    assert (released.tasks["accept"], released.tasks["build"]) == ("success", "success")
    assert released.snapshot != nights.first.snapshot
    assert [event["snapshot_id"] for event in released.events] == [nights.first.snapshot, released.snapshot]


def test_a_night_with_nothing_new_publishes_nothing_and_ends_well(nights: Nights) -> None:
    released, quiet = nights.released, nights.quiet
    assert quiet.status == 0, quiet.screen
    assert quiet.tasks["publish"] == "skipped"
    assert quiet.snapshot == released.snapshot
    assert quiet.events == released.events
    assert "nothing new, nothing published" in quiet.screen


def test_a_night_whose_whole_does_not_hold_publishes_nothing_and_says_why(nights: Nights) -> None:
    blocked = nights.blocked
    assert blocked.status == 4, blocked.screen
    assert (blocked.tasks["build"], blocked.tasks["publish"]) == ("failed", "upstream_failed")
    assert blocked.snapshot == nights.quiet.snapshot
    assert blocked.events == nights.quiet.events
    assert "× 未发布 blocked" in blocked.screen
    assert "“外资到账明细2022年12月.xlsx”（经济发展办公室）存在 landing/" in blocked.screen
    notice = blocked.notices[-1]
    assert (notice["kind"], notice["task"], notice["error"], notice["code"]) == (
        "failed",
        "build",
        "Blocked",
        "BLOCKED",
    )


def test_while_another_refresh_runs_this_one_says_so_and_changes_nothing(
    tmp_path: Path, sample_folder: Path
) -> None:
    home = Home(tmp_path).ensure()
    hand_in(home, sample_folder / "inbox", [GOOD])
    with refresh_lock(home):
        waiting = run_once(home)
    assert waiting.status == 5, waiting.screen
    assert "另一次刷新正在进行" in waiting.screen
    assert waiting.tasks["collect"] == "failed"  # at once: nobody at a screen waits for three more tries
    assert (home.inbox / GOOD).exists()
    assert not home.ledger.exists()


def test_a_step_that_fails_says_so_in_words_and_leaves_the_inbox_as_it_is(
    tmp_path: Path, sample_folder: Path
) -> None:
    home = Home(tmp_path).ensure()
    hand_in(home, sample_folder / "inbox", [GOOD])
    home.ledger.write_text("this is no ledger")
    failed = run_once(home)
    assert failed.status == 1, failed.screen
    assert "× 收文 collect" in failed.screen
    assert "Traceback" not in failed.screen
    assert str(home.logs) in failed.screen
    [notice] = failed.notices
    assert (notice["kind"], notice["task"]) == ("failed", "collect")
    assert "台账已损坏：DatabaseError: file is not a database" in notice["message_zh"]
    assert (notice["code"], "当前快照 -" in notice["message_zh"]) == ("LEDGER_DAMAGED", True)
    assert (home.inbox / GOOD).exists()


def foreign_record(file: Path) -> None:
    """A record of runs as another version of Airflow leaves it."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("create table alembic_version (version_num varchar(32) not null)")
        database.execute("insert into alembic_version values ('ffffffffffff')")
        database.commit()


def damaged_record(file: Path) -> None:
    file.write_bytes(b"this is no database" * 100)


@pytest.mark.parametrize("spoil", [foreign_record, damaged_record])
def test_a_record_of_another_airflow_is_named_and_may_be_removed(
    tmp_path: Path, sample_folder: Path, spoil: Callable[[Path], None]
) -> None:
    home = Home(tmp_path).ensure()
    airflow = AirflowHome(home.root)
    airflow.ensure()
    hand_in(home, sample_folder / "inbox", [GOOD])
    spoil(airflow.single_run_database)
    with start_once(home) as running:
        screen, _ = running.communicate(timeout=120)
    assert running.returncode == 1, screen
    assert "错误 AIRFLOW_RECORD" in screen
    assert f"删去 {airflow.single_run_database} 后再运行一次" in screen
    assert "Traceback" not in screen
    assert (home.inbox / GOOD).exists()


def test_a_run_that_is_told_to_end_does_so_at_once_and_leaves_no_dbt_behind(
    tmp_path: Path, sample_folder: Path
) -> None:
    home = Home(tmp_path).ensure()
    hand_in(home, sample_folder / "inbox", [GOOD])
    with start_once(home) as running:
        wait_for_dbt(home)
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=10) == 130
        assert running.stdout is not None
        assert "已中断，当前快照 无 none" in running.stdout.read()
    psutil.wait_procs(dbt_of(home), timeout=5)
    assert dbt_of(home) == []
    assert not home.current.exists()


def wait_for_dbt(home: Home) -> None:
    deadline = time.monotonic() + 120
    while not dbt_of(home):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def dbt_of(home: Home) -> list[psutil.Process]:
    """The processes that build for this home."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(home.builds) in word for word in process.info["cmdline"] or [])
    ]
