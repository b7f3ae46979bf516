"""A step of the nightly run that failed for good, told to a person. What is held and asked is told by the steps themselves.

Written to the task's log and, one JSON object a line, to logs/notices.jsonl in the home folder. Nothing is
sent anywhere: an office decides itself what reads that file. The functions that Airflow calls take its context.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ingest.finding.refusal import Refusal
from warehouse.cli.foreign_errors import foreseen, pointer_now
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.standing_notice import append_notice
from warehouse.variables import settings_from_environment

_log = logging.getLogger(__name__)


def notify_failed(context: Mapping[str, Any]) -> None:
    """On failure of a task, after its last try: which step, and why. OSError: the file cannot be written."""
    _put(context, failure_notice(context["ti"].task_id, context.get("exception")))


def _put(context: Mapping[str, Any], notice: Mapping[str, Any]) -> None:
    task = context["ti"]
    _log.warning("%s · %s", notice["message_zh"], notice["message_en"])
    append_notice(
        Home(settings_from_environment().home),
        {"at": datetime.now(UTC).isoformat(), "run_id": task.run_id, "task": task.task_id, **notice},
    )


def tell_failure(settings: Settings, error: BaseException) -> None:
    """The same of a refresh that was started by the command, from cron for one. Nothing in a home without its folders.

    Where it cannot be written the log says so: the error itself is what has to be seen.
    """
    home = Home(settings.home)
    notice = failure_notice("refresh", error)
    try:
        if home.logs.is_dir():
            append_notice(home, {"at": datetime.now(UTC).isoformat(), "task": "refresh", **notice})
    except OSError as fault:
        _log.warning("通知没有写成 the notice could not be written: %s", fault)


def failure_notice(task_id: str, error: BaseException | None) -> dict[str, Any]:
    """The notice about a task that failed for good. Without an error its process was killed from outside."""
    known = foreseen(error) if error else None
    text = error.found if isinstance(error, Refusal) else error
    why = f"{type(error).__name__}: {text}" if error else "进程被终止 (the process was killed)"
    # Not that nothing has changed: the step that publishes may fail after readers have the new snapshot.
    here = pointer_now() or "-"
    return {
        "kind": "failed",
        "message_zh": f"步骤 {task_id} 失败，当前快照 {here}。{known.problem.message_zh + '：' if known else ''}{why}",
        "message_en": f"step {task_id} failed, the current snapshot is {here}. "
        f"{known.problem.message_en + ': ' if known else ''}{why}",
        "error": type(error).__name__ if error else None,
        "code": known.problem.code if known else None,
    }
