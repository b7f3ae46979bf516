"""One run of the DAG in this process, and how it ended. Airflow must have its environment before this is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.listener import get_listener_manager
from airflow.sdk.serde import deserialize
from airflow.utils.db import initdb
from airflow.utils.session import create_session
from pydantic import TypeAdapter
from rich.console import Console

from warehouse.cli.error import as_block
from warehouse.cli.foreign_errors import as_shown, pointer_now
from warehouse.orchestration.environment import DAG_ID
from warehouse.orchestration.progress import StepLines
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import (
    Blocked,
    BuildReport,
    CollectReport,
    LockHeld,
    PublishReport,
    RefreshReport,
    summary,
)
from warehouse.steps.report import GateReport, HandBackReport, NotifyReport, ReadReport, ServeReport
from warehouse.steps.reported import report_of

ANOTHER_RUNS, STOPPED = 5, 130


def run_and_show(settings: Settings, console: Console, started: datetime) -> int:
    """The exit status of the refresh, after its summary is printed. Raises the first error that nobody foresaw."""
    lines = StepLines(console)
    return finish(settings, console, run_dag(lines), lines.errors, started)


def run_dag(lines: StepLines) -> dict[str, Any]:
    """Run the DAG once; returns what each task has reported, if it did, by task id (`read`: a list)."""
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
            report = task.xcom_pull(task.task_id, map_indexes=task.map_index, session=session)
            if report is None:
                continue
            if task.map_index < 0:
                reports[task.task_id] = deserialize(report)
            else:
                reports[task.task_id].append(deserialize(report))
    return reports


def finish(
    settings: Settings,
    console: Console,
    reports: Mapping[str, Any],
    errors: Sequence[BaseException],
    started: datetime,
) -> int:
    """Print how the run ended; returns the exit status. Raises the first error that nobody foresaw."""
    blocked = [error for error in errors if isinstance(error, Blocked)]
    for error in errors:
        if isinstance(error, KeyboardInterrupt):
            console.print(
                f"○ 已中断，当前快照 {pointer_now() or '无 none'}；再运行一次即可接着做 (stopped; run it again to go on)"
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


def report_of_run(
    settings: Settings, reports: Mapping[str, Any], blocked: str, started: datetime
) -> RefreshReport:
    """The same report that a refresh without Airflow gives, out of what the tasks have reported."""

    def typed(report: type[Any], task: str) -> Any:
        return TypeAdapter(report).validate_python(reports[task]) if task in reports else None

    report = report_of(
        settings,
        TypeAdapter(CollectReport).validate_python(reports["collect"]),
        TypeAdapter(tuple[ReadReport, ...]).validate_python(reports["read"]),
        typed(GateReport, "accept"),
        typed(BuildReport, "build"),
        typed(PublishReport, "publish"),
        blocked,
        started,
        typed(ServeReport, "serve"),
        typed(HandBackReport, "hand_back"),
    )
    return replace(report, notified=typed(NotifyReport, "notify"))
