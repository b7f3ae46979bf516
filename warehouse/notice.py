"""What the nightly run has to tell a person: a task that failed, and submissions held at the gate.

Written to the task's log and, one JSON object a line, to logs/notices.jsonl in the home folder. Nothing is
sent anywhere: an office decides itself what reads that file. The functions that Airflow calls take its context.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.finding.finding import Finding
from ingest.finding.message import Severity
from ingest.finding.refusal import Refusal
from warehouse.cli.foreign_errors import foreseen, pointer_now
from warehouse.home import Home
from warehouse.ledger.entries import current_decisions, inbox_findings, submission
from warehouse.ledger.row import DecisionKind
from warehouse.ledger.schema import open_ledger
from warehouse.settings import Settings
from warehouse.variables import settings_from_environment

NOTICES = "notices.jsonl"
_log = logging.getLogger(__name__)


def notify_failed(context: Mapping[str, Any]) -> None:
    """On failure of a task, after its last try: which step, and why. OSError: the file cannot be written."""
    _put(context, failure_notice(context["ti"].task_id, context.get("exception")))


def notify_held(context: Mapping[str, Any]) -> None:
    """On success of the gate: what is held and why, and what was left in the inbox, if anything. OSError as above."""
    notice = held_notice(settings_from_environment())
    if notice:
        _put(context, notice)


def _put(context: Mapping[str, Any], notice: Mapping[str, Any]) -> None:
    task = context["ti"]
    _log.warning("%s · %s", notice["message_zh"], notice["message_en"])
    append_notice(
        Home(settings_from_environment().home).logs / NOTICES,
        {"at": datetime.now(UTC).isoformat(), "run_id": task.run_id, "task": task.task_id, **notice},
    )


def held_notice(settings: Settings) -> dict[str, Any] | None:
    """The notice about every submission that is held and every file left in the inbox; None without any."""
    from warehouse.steps.accept import findings_of  # noqa: PLC0415 - Arrow, 0.5 s: each task of the DAG imports this

    home = Home(settings.home)
    with open_ledger(home) as book:
        left = inbox_findings(book)
        held = [
            (submission(book, decision.submission_id), decision.reader_version)
            for decision in current_decisions(book).values()
            if decision.kind is DecisionKind.HOLD
        ]
    if not held and not left:
        return None
    return {
        "kind": "held",
        "message_zh": f"{len(held)} 份报表待核,未进入数据;收件箱中 {len(left)} 份未收",
        "message_en": f"{len(held)} submissions are held and not in the data; {len(left)} left in the inbox",
        "held": [
            {
                "submission_id": entry.submission_id,
                "department_id": entry.department_id,
                "file": entry.file_name,
                "why": [
                    _why(finding)
                    for finding in findings_of(home, entry.submission_id, version)
                    if _holds(finding)
                ],
            }
            for entry, version in held
            if entry is not None
        ],
        "inbox": [{"file": finding.file, "why": [_why(finding)]} for finding in left],
    }


def _holds(finding: Finding) -> bool:
    """Whether it keeps the submission back itself; what only follows from another finding is left out."""
    return finding.severity is Severity.HOLD and not finding.caused_by


def _why(finding: Finding) -> dict[str, str]:
    names = ("rule", "sheet", "cell", "message_zh", "message_en", "remedy_zh", "remedy_en")
    return {name: str(getattr(finding, name)) for name in names}


def failure_notice(task_id: str, error: BaseException | None) -> dict[str, Any]:
    """The notice about a task that failed for good. Without an error its process was killed from outside."""
    known = foreseen(error) if error else None
    text = error.found if isinstance(error, Refusal) else error
    why = f"{type(error).__name__}: {text}" if error else "进程被终止 (the process was killed)"
    # Not that nothing has changed: the step that publishes may fail after readers have the new snapshot.
    here = pointer_now() or "-"
    return {
        "kind": "failed",
        "message_zh": f"步骤 {task_id} 失败,当前快照 {here}。{known.problem.message_zh + ':' if known else ''}{why}",
        "message_en": f"step {task_id} failed, the current snapshot is {here}. "
        f"{known.problem.message_en + ': ' if known else ''}{why}",
        "error": type(error).__name__ if error else None,
        "code": known.problem.code if known else None,
    }


def append_notice(path: Path, notice: Mapping[str, Any]) -> None:
    """One more line at the end of the file, in one write, on disk when this returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"schema_version": 1, **notice}, ensure_ascii=False) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
