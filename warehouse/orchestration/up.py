"""`make up`: the API server with its pages, the scheduler and the DAG processor, until `make down`; the alarm, in a process
beside them; and where no PostgreSQL is set, one of our own with its watchdog.

All on loopback, each started here in a session of its own: `airflow standalone` ends on SIGTERM and leaves
its scheduler and workers alive. There is no triggerer, because nothing of ours is deferred.
"""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warehouse.home import Home
from warehouse.orchestration.down import stop
from warehouse.orchestration.environment import (
    DAG_ID,
    LOOPBACK,
    AirflowHome,
    airflow_environment,
    task_api_port,
)
from warehouse.orchestration.own_postgres import is_free, start_postgres
from warehouse.orchestration.prepare import NotStarted, prepare
from warehouse.orchestration.process import parts_of, processes_of
from warehouse.orchestration.secret import ADMIN
from warehouse.serving.server import running_own
from warehouse.settings import SettingError, Settings
from warehouse.steps.refresh import serve
from warehouse.store.lock import LockHeld
from warehouse.variables import settings_from_environment

WATCHDOG = "postgres-watchdog"
ALARM = "alarm"
HEALTHY_WITHIN = 180.0  # seconds; 25 were seen on two busy cores
ASK_EVERY = 0.5


def start(settings: Settings) -> None:
    """Starts the parts and returns when Airflow is healthy and shows our DAG. NotStarted: it is not."""
    home, port = settings.home, settings.airflow_port
    for needed in (port, task_api_port(port)):
        check_port_free(needed)
    prepare(home, port)
    try:
        started = {
            part: start_part(home, port, part, ["airflow", *arguments])
            for part, arguments in commands(port).items()
        }
        started[ALARM] = start_part(home, port, ALARM, ["warehouse.notify.alarm"])
        if not settings.postgres:
            start_postgres(home, settings.postgres_port)
            started[WATCHDOG] = start_part(home, port, WATCHDOG, ["warehouse.serving.watchdog"])
        wait_until_ready(started, home, port)
    except BaseException:
        stop(home)
        raise


def commands(port: int) -> dict[str, list[str]]:
    """The parts of Airflow by name, and what `airflow` is called with for each."""
    return {
        # Two servers. One for both pages and tasks stalls on SQLite: writing the audit log, the pages' event
        # loop waits for a lock whose holder, a task's request, needs that event loop to commit. Seen: a run
        # triggered from the page while a task began hung until the lock's timeout and was answered by a 500.
        "api-server": ["api-server", "--apps", "core"],
        "task-api-server": ["api-server", "--apps", "execution", "--port", str(task_api_port(port))],
        # Its log server (8793) listens on all interfaces and cannot be told otherwise: Airflow 3.3 calls
        # uvicorn with host="". It is for logs of other machines; ours are read from the disk.
        "scheduler": ["scheduler", "--skip-serve-logs"],
        "dag-processor": ["dag-processor"],
    }


def start_part(home: Path, port: int, part: str, module: list[str]) -> subprocess.Popen[bytes]:
    """One part in its own session, its output in its own log (the log before it is kept). `module`: of Python, and
    what it is called with."""
    log = part_log(home, part)
    if log.exists():
        log.replace(log.with_suffix(".previous.log"))
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", *module],
            env=airflow_environment(home, port, part=part),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def part_log(home: Path, part: str) -> Path:
    """What one part prints."""
    return Home(home).logs / f"{'' if part in (WATCHDOG, ALARM) else 'airflow-'}{part}.log"


def wait_until_ready(started: Mapping[str, subprocess.Popen[bytes]], home: Path, port: int) -> None:
    """Returns once every part is healthy and the DAG can be seen; NotStarted if a part ends or time is up."""
    began, deadline = datetime.now(UTC), time.monotonic() + HEALTHY_WITHIN
    while time.monotonic() < deadline:
        for part, process in started.items():
            if process.poll() is not None:
                log = part_log(home, part)
                tail = log.read_text("utf-8", errors="replace")[-2000:]
                raise NotStarted(f"{part} 已退出 (has ended), {log}:\n{tail}")
        if is_healthy(port, began) and dag_is_visible(home, port):
            return
        time.sleep(ASK_EVERY)
    raise NotStarted(
        f"{HEALTHY_WITHIN:.0f} 秒内没有就绪 (not ready in time). 日志 logs: {Home(home).logs}/airflow-*.log"
    )


def is_healthy(port: int, since: datetime | None = None) -> bool:
    """Whether every part says so itself, since an instant.

    Without `since` a part that died in the last half minute still counts as healthy: Airflow goes by the last
    heartbeat in its record.
    """
    health = ask(port, "/api/v2/monitor/health")
    tasks = ask(task_api_port(port), "/execution/health")
    if not health or not tasks or health["metadatabase"]["status"] != "healthy":
        return False
    return all(
        health[part]["status"] == "healthy"
        and (since is None or datetime.fromisoformat(health[part][f"latest_{part}_heartbeat"]) >= since)
        for part in ("scheduler", "dag_processor")
    )


def dag_is_visible(home: Path, port: int) -> bool:
    """Whether a person who logs in with the generated password is shown our DAG."""
    password = json.loads(AirflowHome(home).password.read_text("utf-8"))[ADMIN]
    login = ask(port, "/auth/token", body={"username": ADMIN, "password": password})
    return login is not None and ask(port, f"/api/v2/dags/{DAG_ID}", token=login["access_token"]) is not None


def ask(port: int, path: str, *, body: Any = None, token: str | None = None) -> Any:
    """What our API server answers, as JSON; None while it does not answer or refuses."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(
        f"http://{LOOPBACK}:{port}{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers=headers,
    )
    # No proxy: an office's proxy does not reach our own loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


def check_port_free(port: int) -> None:
    """NotStarted if somebody already listens there."""
    if not is_free(port):
        raise NotStarted(
            f"端口 {port} 已被占用,换一个:INDICATORS_AIRFLOW_PORT=8081 make up"
            f" (port {port} is taken; choose another)"
        )


def main() -> int:
    """0: it runs (now, or already did). 1: it could not be started. 2: a setting cannot be used."""
    try:
        settings = settings_from_environment()
    except SettingError as error:
        print(error.found, file=sys.stderr)
        return 2
    home, port = settings.home, settings.airflow_port
    airflow = AirflowHome(home)
    airflow.ensure()
    with airflow.up_lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("另一个 make up 正在启动 (another make up is starting it)", file=sys.stderr)
            return 1
        if parts_of(home) >= needed_parts(settings):
            if not is_healthy(port):
                print(
                    "在运行,但不正常:看日志,再 make down、make up (running, but not healthy)", file=sys.stderr
                )
                print(describe(airflow, port), file=sys.stderr)
                return 1
            print(f"已在运行 (already running): {describe(airflow, port)}")
            return 0
        if processes_of(home) or running_own(home) is not None:
            print("上次没有停净,先清理 (cleaning up after a crash) …", flush=True)
            stop(home)
        print("正在启动 Airflow,约半分钟 (starting Airflow, about half a minute) …", flush=True)
        began = time.monotonic()
        try:
            start(settings)
        except NotStarted as error:
            print(error, file=sys.stderr)
            return 1
        print(f"√ 已启动,用时 {time.monotonic() - began:.0f} 秒 (started): {describe(airflow, port)}")
        if Home(home).current.is_symlink():
            print(load(settings))
    return 0


def needed_parts(settings: Settings) -> set[str]:
    """What runs when all of it does."""
    own = {ALARM} if settings.postgres else {ALARM, WATCHDOG}
    return set(commands(settings.airflow_port)) | own


def load(settings: Settings) -> str:
    """PostgreSQL has what is published from the start, and not within the hour only. What is said of it."""
    try:
        report = serve(settings)
    except LockHeld:
        return "  正在更新，更新完就写入 PostgreSQL (a refresh is running, which loads PostgreSQL at its end)"
    if report is None or report.problem:
        return f"  PostgreSQL 还没有数据 (has no data yet): {report.problem if report else ''}"
    return f"  PostgreSQL 已有快照 (has the snapshot) {report.snapshot_id}"


def describe(airflow: AirflowHome, port: int) -> str:
    """Where the page is, who may enter, and how all of it is stopped."""
    own = running_own(airflow.home)
    return (
        f"http://{LOOPBACK}:{port}\n"
        f"  用户 user      {ADMIN}\n"
        f"  密码 password  {airflow.password}\n"
        f"  日志 logs      {Home(airflow.home).logs}\n"
        + (
            ""
            if own is None
            else f"  看板 BI tools  {own.address().shown}，账号 login: indicators login NAME\n"
        )
        + "  停止 stop      make down"
    )


if __name__ == "__main__":
    sys.exit(main())
