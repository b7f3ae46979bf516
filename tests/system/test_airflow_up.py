"""`make up` and `make down` for real: Airflow on loopback, behind a login, and no process left afterwards."""

import contextlib
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from warehouse.home import Home
from warehouse.orchestration.env_file import read_env_file
from warehouse.orchestration.environment import MARK_VARIABLE, AirflowHome
from warehouse.orchestration.process import parts_of, processes_of
from warehouse.serving.own_folder import own_folder
from warehouse.serving.server import running_own
from warehouse.settings import CHECKOUT

pytestmark = pytest.mark.system

RUN_WITHIN = 240.0  # seconds for a whole nightly run on two busy cores


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True)
class Installation:
    """A home with an Airflow of its own, and the two ports it may use."""

    home: Path
    port: int

    def command(self, name: str) -> subprocess.CompletedProcess[str]:
        """`make up` or `make down`."""
        return subprocess.run(
            [sys.executable, "-m", f"warehouse.orchestration.{name}"],
            env={
                **os.environ,
                "INDICATORS_HOME": str(self.home),
                "INDICATORS_AIRFLOW_PORT": str(self.port),
                "INDICATORS_POSTGRES_PORT": str(self.port + 2),
                "INDICATORS_SETTLE_SECONDS": "0",
            },
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def password(self) -> str:
        passwords: dict[str, str] = json.loads(AirflowHome(self.home).password.read_text())
        return passwords["admin"]

    def ask(
        self, path: str, *, body: Any = None, token: str | None = None, port: int | None = None
    ) -> Answer:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(
            f"http://127.0.0.1:{port or self.port}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers=headers,
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return Answer(answer.status, json.load(answer))
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.read().decode())

    def login(self) -> str:
        answer = self.ask("/auth/token", body={"username": "admin", "password": self.password()})
        assert answer.status == 201
        token: str = answer.body["access_token"]
        return token


def listening_addresses(home: Path) -> set[tuple[str, int]]:
    """The (address, port) pairs on which the processes of `up` for this home accept connections."""
    return {address for process in processes_of(home) for address in listening_to(process.pid)}


def listening_to(pid: int) -> set[tuple[str, int]]:
    """The same of one process."""
    with contextlib.suppress(psutil.Error):
        return {
            (connection.laddr.ip, connection.laddr.port)
            for connection in psutil.Process(pid).net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        }
    return set()


def free_ports() -> int:
    """A port that is free, as are the two above it."""
    for _ in range(100):
        with socket.socket() as first, socket.socket() as second, socket.socket() as third:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
                third.bind(("127.0.0.1", port + 2))
            except (OSError, OverflowError):
                continue
            return port
    raise AssertionError("no three free ports beside each other")


def forget(home: Path) -> None:
    """The server's data, which lie outside the home where we are root."""
    shutil.rmtree(own_folder(home), ignore_errors=True)


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Iterator[Installation]:
    """An Airflow that is up, with the sample inbox in its home."""
    home = Home(tmp_path_factory.mktemp("up") / "home").ensure()
    shutil.copytree(sample_folder / "inbox", home.inbox, dirs_exist_ok=True)
    installation = Installation(home.root.resolve(), free_ports())
    started = installation.command("up")
    yield installation
    installation.command("down")
    forget(installation.home)
    assert started.returncode == 0, started.stderr


def test_every_part_says_that_it_is_healthy(airflow: Installation) -> None:
    health = airflow.ask("/api/v2/monitor/health").body
    assert health["metadatabase"]["status"] == "healthy"
    assert health["scheduler"]["status"] == "healthy"
    assert health["dag_processor"]["status"] == "healthy"
    assert parts_of(airflow.home) == {
        "api-server",
        "task-api-server",
        "scheduler",
        "dag-processor",
        "alarm",
        "postgres-watchdog",
    }


def test_nothing_listens_beyond_loopback_and_only_on_the_three_ports(airflow: Installation) -> None:
    own = running_own(airflow.home)
    assert own is not None
    assert listening_addresses(airflow.home) | listening_to(own.pid) == {
        ("127.0.0.1", airflow.port),
        ("127.0.0.1", airflow.port + 1),
        ("127.0.0.1", airflow.port + 2),
    }


@pytest.mark.parametrize(
    "path",
    [
        "/api/v2/dags",
        "/api/v2/dags/nightly_refresh",
        "/api/v2/dags/nightly_refresh/dagRuns",
        "/api/v2/config",
        "/api/v2/connections",
        "/api/v2/variables",
        "/api/v2/eventLogs",
        "/api/v2/assets",
        "/ui/dags",
        "/ui/config",
    ],
)
def test_without_logging_in_nothing_is_shown(airflow: Installation, path: str) -> None:
    assert airflow.ask(path).status == 401


def test_without_logging_in_nothing_is_run(airflow: Installation) -> None:
    assert airflow.ask("/api/v2/dags/nightly_refresh/dagRuns", body={"logical_date": None}).status == 401


def test_a_wrong_password_is_refused(airflow: Installation) -> None:
    assert airflow.ask("/auth/token", body={"username": "admin", "password": "admin"}).status == 401


def test_the_server_for_tasks_answers_tasks_only(airflow: Installation) -> None:
    assert airflow.ask("/execution/variables/x", port=airflow.port + 1).status == 401
    assert airflow.ask("/api/v2/dags", port=airflow.port + 1).status == 404


def test_after_logging_in_our_dags_are_there_alone_and_not_paused(airflow: Installation) -> None:
    dags = airflow.ask("/api/v2/dags", token=airflow.login()).body["dags"]
    assert sorted((dag["dag_id"], dag["is_paused"]) for dag in dags) == [
        ("between_nights", False),
        ("nightly_refresh", False),
        ("precheck", False),
        ("serve_postgres", False),
    ]


def test_the_settings_are_not_shown_even_after_logging_in(airflow: Installation) -> None:
    assert airflow.ask("/api/v2/config", token=airflow.login()).status == 403


def test_a_run_started_from_the_pages_publishes_the_sample_inbox(airflow: Installation) -> None:
    token, runs = airflow.login(), "/api/v2/dags/nightly_refresh/dagRuns"
    run = airflow.ask(runs, body={"logical_date": None}, token=token).body["dag_run_id"]
    deadline = time.monotonic() + RUN_WITHIN
    while (state := airflow.ask(f"{runs}/{run}", token=token).body["state"]) in ("queued", "running"):
        assert time.monotonic() < deadline, f"still {state}"
        time.sleep(1)
    tasks = airflow.ask(f"{runs}/{run}/taskInstances", token=token).body["task_instances"]
    assert state == "success", [(task["task_id"], task["state"]) for task in tasks]
    assert Home(airflow.home).current.is_symlink()


def test_bi_tools_read_what_the_run_has_published(airflow: Installation) -> None:
    own = running_own(airflow.home)
    assert own is not None
    current = Home(airflow.home).current.resolve().name
    with own.address().connected() as connection:
        found = connection.execute("select distinct snapshot_id from bi.headline").fetchall()
    assert found == [(current,)]


def test_what_a_task_has_logged_can_be_read_in_the_pages(airflow: Installation) -> None:
    token, runs = airflow.login(), "/api/v2/dags/nightly_refresh/dagRuns"
    run = airflow.ask(f"{runs}?order_by=start_date", token=token).body["dag_runs"][0]["dag_run_id"]
    # The first try waits where what runs every quarter of an hour had the lock.
    task = f"{runs}/{run}/taskInstances/collect"
    last = airflow.ask(task, token=token).body["try_number"]
    log = airflow.ask(f"{task}/logs/{last}?full_content=true", token=token)
    assert "Returned value was" in json.dumps(log.body)


def test_secrets_are_in_files_of_0600_and_in_no_log(airflow: Installation) -> None:
    files = AirflowHome(airflow.home)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (files.password, files.secrets)] == [0o600, 0o600]
    own = running_own(airflow.home)
    assert own is not None
    passwords = [file.read_text("utf-8") for file in (own.password_file, own.watchdog_password_file)]
    secrets = [airflow.password(), *passwords, *read_env_file(files.secrets).values()]
    logs = [path for path in Home(airflow.home).logs.rglob("*") if path.is_file()]
    assert len(logs) > 4
    leaked = [
        path.name
        for path in logs
        for secret in secrets
        if secret in path.read_text("utf-8", errors="replace")
    ]
    assert leaked == []


def test_a_second_up_says_that_it_runs_already_and_changes_nothing(airflow: Installation) -> None:
    before = {process.pid for process in processes_of(airflow.home)}
    again = airflow.command("up")
    assert again.returncode == 0
    assert "已在运行 (already running)" in again.stdout
    assert airflow.password() not in again.stdout + again.stderr
    assert {process.pid for process in processes_of(airflow.home)} & before == before


def test_a_taken_port_is_named_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        installation = Installation(tmp_path.resolve(), taken.getsockname()[1])
        refused = installation.command("up")
    assert refused.returncode == 1
    assert f"端口 {installation.port} 已被占用" in refused.stderr
    assert processes_of(installation.home) == []


def test_down_leaves_no_process_even_after_a_crash_and_up_starts_again(tmp_path: Path) -> None:
    installation = Installation(tmp_path.resolve(), free_ports())
    started = installation.command("up")
    try:
        assert started.returncode == 0, started.stderr
        killed = next(
            process
            for process in processes_of(installation.home)
            if process.pid == os.getsid(process.pid) and "scheduler" in process.cmdline()
        )
        killed.send_signal(signal.SIGKILL)
        psutil.wait_procs([killed], timeout=10)

        healed = installation.command("up")
        assert healed.returncode == 0, healed.stderr
        assert "上次没有停净" in healed.stdout
        assert "scheduler" in parts_of(installation.home)
        ours = processes_of(installation.home)
    finally:
        ended = installation.command("down")
        assert running_own(installation.home) is None
        forget(installation.home)
    assert ended.returncode == 0, ended.stderr
    assert "没有剩余" in ended.stdout
    assert processes_of(installation.home) == []
    # An orphan that has ended keeps its number until the machine's first process has taken note of it.
    assert psutil.wait_procs(ours, timeout=10)[1] == []
    assert [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if str(installation.home) in " ".join(process.info["cmdline"] or [])
    ] == []
    assert MARK_VARIABLE not in os.environ


def test_down_when_nothing_runs_says_so(tmp_path: Path) -> None:
    ended = Installation(tmp_path.resolve(), free_ports()).command("down")
    assert (ended.returncode, ended.stdout) == (0, "没有在运行 (nothing was running)\n")
