"""`make refresh`: the nightly DAG, run once through Airflow in this process, as a person wants to see it.

What Airflow and dbt print goes to a log; the screen shows the steps and the summary. Ends with the exit
status of the refresh: 0 published or nothing new, 1 fault, 2 usage, 3 published and some held, 4 blocked,
5 another refresh is running, 130 stopped by Ctrl-C or SIGTERM.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from ingest.finding.problem import Problem
from ingest.finding.refusal import Refusal
from warehouse.cli.error import as_block
from warehouse.cli.foreseen import as_shown, as_shown_of_a_move, pointer_now
from warehouse.home import Home
from warehouse.ledger.own import kept_beside
from warehouse.orchestration.record import is_of_the_record
from warehouse.orchestration.settings import (
    DAG_ID,
    AirflowHome,
    airflow_environment,
)
from warehouse.settings import CHECKOUT, SettingError, Settings, settings_from_environment

if TYPE_CHECKING:
    from warehouse.orchestration.progress import StepLines
    from warehouse.steps.refresh import RefreshReport

ANOTHER_RUNS, STOPPED = 5, 130


def fill_fresh_home(home: Home) -> int | None:
    """The sample inbox in a home that has never been used; returns how many workbooks, None if it was used.

    A home with a ledger, with anything in its inbox or with anything that was kept belongs to somebody, whose ledger
    may be missing: it gets nothing. The samples come in by one rename, so that a kill leaves either all of them or
    none.
    """
    used = home.ledger.exists() or (home.inbox.exists() and any(home.inbox.iterdir()))
    if used or kept_beside(home):
        return None
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".samples-", dir=home.root) as folder:
        subprocess.run(
            [sys.executable, "-m", "samples", folder], cwd=CHECKOUT, stdout=subprocess.DEVNULL, check=True
        )
        inbox = Path(folder) / "inbox"
        inbox.chmod(0o700)
        inbox.rename(home.inbox)
    return len(list(home.inbox.glob("*/*.xlsx")))


def run_dag(lines: StepLines) -> dict[str, Any]:
    """Run the DAG once; returns what each task has reported, if it did, by task id (`read`: a list).

    Airflow must have its environment before this is called: it reads it when it is imported.
    """
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk.listener import get_listener_manager
    from airflow.sdk.serde import deserialize
    from airflow.utils.db import initdb
    from airflow.utils.session import create_session

    initdb()
    dag = DagBag(CHECKOUT / "dags" / f"{DAG_ID}.py", bundle_name="dags-folder").dags[DAG_ID]
    for task in dag.tasks:
        task.retries = 0  # somebody waits at the screen: told at once, they try again themselves
    get_listener_manager().add_listener(lines)
    run = dag.test()
    if run.state != "success" and not lines.errors:
        raise RuntimeError(f"{DAG_ID}: {run.state}")
    reports: dict[str, Any] = {"read": []}
    with create_session() as session:
        for task in run.get_task_instances(session=session):
            said = task.xcom_pull(task.task_id, map_indexes=task.map_index, session=session)
            if said is None:
                continue
            if task.map_index < 0:
                reports[task.task_id] = deserialize(said)
            else:
                reports[task.task_id].append(deserialize(said))
    return reports


def report_of_run(
    settings: Settings, reports: Mapping[str, Any], blocked: str, started: datetime
) -> RefreshReport:
    """The same report that a refresh without Airflow gives, out of what the tasks have reported."""
    from pydantic import TypeAdapter

    from warehouse.steps import refresh
    from warehouse.steps.accept import GateReport
    from warehouse.steps.read import ReadReport

    def typed(report: type[Any], said: Any) -> Any:
        return None if said is None else TypeAdapter(report).validate_python(said)

    return refresh.report_of(
        settings,
        typed(refresh.CollectReport, reports["collect"]),
        tuple(typed(ReadReport, said) for said in reports["read"]),
        typed(GateReport, reports.get("accept")),
        typed(refresh.BuildReport, reports.get("build")),
        typed(refresh.PublishReport, reports.get("publish")),
        blocked,
        started,
    )


def send_output_to(log: Path) -> int:
    """From now on standard output and error of this process and its children go to the log.

    Returns a descriptor of what standard output was.
    """
    screen = os.dup(1)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    return screen


def main() -> int:
    """The exit status of the refresh, see above."""
    started = datetime.now(UTC)
    before = pointer_now()
    try:
        settings = settings_from_environment()
        home = Home(settings.home)
        made = fill_fresh_home(home)
        home.ensure()
        AirflowHome(settings.home).ensure()
        log = home.logs / f"refresh-{started:%Y%m%dT%H%M%SZ}.log"
        screen = send_output_to(log)
    except (SettingError, OSError, subprocess.CalledProcessError) as error:
        shown = as_shown(error).problem
        print(as_block(shown), file=sys.stderr)
        return shown.exit_status
    # A console that lacks a sign shows "?" for it; a summary is no place to stop.
    file = os.fdopen(screen, "w", encoding=sys.stdout.encoding, errors="replace")
    console = Console(file=file, highlight=False, markup=False, soft_wrap=True)
    if made is not None:
        console.print(
            f"○ 新的数据目录:放入 {made} 份示例报表;用自己的报表请另设 INDICATORS_HOME"
            f" ({made} sample workbooks put into the inbox; for your own set another INDICATORS_HOME)"
        )
    console.print(f"○ 经 Airflow 更新,日志 (through Airflow, log): {log}")
    try:
        environment = airflow_environment(settings.home, settings.airflow_port, single_run=True)
        os.environ.clear()
        os.environ.update(environment)
        from warehouse.orchestration.progress import StepLines

        lines = StepLines(console)
        reports = run_dag(lines)
        return finish(settings, console, reports, lines.errors, started)
    except Exception as error:  # noqa: BLE001 - whatever it is, the log has it and the screen says where
        traceback.print_exc()
        shown = _of_its_record(error, settings.home) or as_shown_of_a_move(error, before).problem
        console.print(f"{as_block(shown)}\n  日志 log: {log}")
        return shown.exit_status


def _of_its_record(error: BaseException, home: Path) -> Problem | None:
    """What Airflow says of its own record of runs, which may be removed; None for anything else."""
    if not is_of_the_record(error):
        return None
    database = AirflowHome(home).single_run_database
    return Refusal("AIRFLOW_RECORD", where=str(database), found=str(error), file=str(database)).problem


def finish(
    settings: Settings,
    console: Console,
    reports: Mapping[str, Any],
    errors: Sequence[BaseException],
    started: datetime,
) -> int:
    """Print how the run ended; returns the exit status. Raises the first error that nobody foresaw."""
    from warehouse.steps.refresh import Blocked, LockHeld, summary

    blocked = [error for error in errors if isinstance(error, Blocked)]
    for error in errors:
        if isinstance(error, KeyboardInterrupt):
            console.print(
                f"○ 已中断,当前快照 {pointer_now() or '无 none'};再运行一次即可接着做 (stopped; run it again to go on)"
            )
            return STOPPED
        if isinstance(error, LockHeld):
            console.print(f"○ {error.found}")
            return ANOTHER_RUNS
        if not isinstance(error, Blocked):
            raise error
    if blocked and "collect" not in reports:
        shown = as_shown(blocked[0]).problem
        console.print(as_block(shown))
        return shown.exit_status
    report = report_of_run(settings, reports, "\n".join(each.found for each in blocked), started)
    console.print(summary(settings, report))
    return report.exit_status


if __name__ == "__main__":
    status = main()
    # Python would search all that Airflow and Great Expectations have loaded for garbage once more, for 5 s.
    gc.freeze()
    sys.exit(status)
