"""kill -9 during a refresh, at each of its steps: the last snapshot still answers, the next run ends as if
nothing had happened.

One night is killed again and again, each time a step further on, so that every run also has to finish what
the one before it left. The end is compared with that of a home in which nothing was killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from samples.drawing import workbook_bytes
from samples.forms import fdi_detail
from samples.month import DECEMBER_2023
from samples.sheet import Value, retyped
from tests.conftest import Query, settings_for
from warehouse.home import Home
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import RefreshReport, refresh
from warehouse.store.manifest import verify

CORRECTED: dict[str, Value] = {
    "G8": 260, "H8": 1052, "G9": 1052, "H9": 1052, "G11": Decimal("66.72"), "H11": Decimal("66.72"),
}  # fmt: skip

# Module, function and when: the process kills itself before the call, or after it has returned.
EACH_MOMENT = (
    ("warehouse.collect.hand_in", "keep", "after"),
    ("warehouse.collect.entering", "enter_submission", "after"),
    ("warehouse.collect.hand_in", "take_away", "before"),
    ("warehouse.steps.read", "guarded_calls", "before"),  # nothing is read yet
    ("warehouse.steps.read", "landed_row", "after"),  # everything is read, nothing of it entered
    ("warehouse.ledger.entries", "record_reading", "after"),
    ("warehouse.steps.accept", "judge", "after"),
    ("warehouse.steps.accept", "_write", "after"),
    ("warehouse.ledger.entries", "record_decision", "after"),
    ("warehouse.steps.hand_back", "put", "before"),
    ("warehouse.building.build_inputs", "write_inputs", "after"),
    ("warehouse.building.build", "_reported", "after"),  # dbt has begun to build
    ("warehouse.building.build", "run_dbt", "after"),
    ("warehouse.snapshots.snapshot_files", "export", "after"),
    ("warehouse.snapshots.snapshot", "put_folder", "before"),
    ("warehouse.snapshots.snapshot", "put_folder", "after"),
)

# One moment of each step; all of them take minutes.
EACH_STEP = tuple(EACH_MOMENT[number] for number in (1, 4, 7, 10, 11, 15))

KILLED = """
import importlib, os, signal, sys
module, name, when = sys.argv[1:4]
place = importlib.import_module(module)
real = getattr(place, name)

def dying(*arguments, **named):
    if when == "after":
        real(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(place, name, dying)
from warehouse.steps.refresh import refresh
from warehouse.variables import settings_from_environment
refresh(settings_from_environment())
"""

MARTS = (
    "mart_indicator",
    "mart_growth_rate",
    "mart_foreign_capital",
    "fct_observation",
    "fct_evidence",
    "finding",
)


def marts(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the marts."""
    file = Home(settings.home).current / "indicators.duckdb"
    with duckdb.connect(os.fspath(file), read_only=True) as connection:
        return {name: connection.execute(f"select * from {name} order by all").fetchall() for name in MARTS}


def hand_in_correction(settings: Settings) -> None:
    report = fdi_detail.REPORT
    sheet = retyped(report.sheet(DECEMBER_2023), CORRECTED)
    inbox, name = Home(settings.home).inbox, "经济发展办公室/外资到账明细2023年12月(更正).xlsx"
    (inbox / name).parent.mkdir(exist_ok=True)
    saved_at = report.received_at(DECEMBER_2023, days_later=1)
    (inbox / name).write_bytes(workbook_bytes(sheet, report.department.clerk, saved_at))
    # Back-loaded, so that both homes know it since the same instant.
    (inbox / "receipts.csv").write_text(
        "path,department_id,received_at,received_by,sample,stated_cells\n"
        f"{name},econ_dev_office,2024-01-07T01:50:00Z,示例填表人甲,yes,\n",
        encoding="utf-8",
    )


def received_total(query: Query, settings: Settings) -> Decimal:
    rows = query(
        settings,
        "select obs_value from mart_indicator where indicator_id = 'fdi_actual_utilized'"
        " and time_period = '2023-12' and is_default",
    )
    return Decimal(rows[0]["obs_value"])


@pytest.mark.long
@pytest.mark.parametrize("steps", [EACH_STEP, EACH_MOMENT], ids=["steps", "moments"])
def test_a_night_killed_again_and_again_ends_as_one_that_was_not(
    steps: tuple[tuple[str, str, str], ...],
    first_night: tuple[Settings, RefreshReport],
    tmp_path: Path,
    query: Query,
) -> None:
    killed, whole = settings_for(tmp_path / "killed"), settings_for(tmp_path / "whole")
    for settings in (killed, whole):
        shutil.copytree(first_night[0].home, settings.home, symlinks=True)
        hand_in_correction(settings)
    environment = {**os.environ, "INDICATORS_HOME": str(killed.home), "INDICATORS_SETTLE_SECONDS": "0"}
    for step in steps:
        run = subprocess.run(
            [sys.executable, "-c", KILLED, *step],
            cwd=CHECKOUT,
            env=environment,
            capture_output=True,
            timeout=120,
        )
        assert run.returncode == -signal.SIGKILL, (step, run.stderr.decode()[-2000:])
        home = Home(killed.home)
        assert verify(home.current.resolve()) == [], step
        assert received_total(query, killed) == Decimal(10320000), step
    refresh(killed)
    refresh(whole)
    assert received_total(query, killed) == Decimal(10520000)
    assert marts(killed) == marts(whole)
    submissions = "select count(*) as n from submission"
    assert query(killed, submissions) == query(whole, submissions) == [{"n": 263}]


def test_a_refresh_while_another_runs_is_refused(night: Settings) -> None:
    from warehouse.store.lock import LockHeld, refresh_lock

    with refresh_lock(Home(night.home)), pytest.raises(LockHeld):
        refresh(night)
