"""The embedded Airflow runs with our settings: an upgrade of it, or a stray variable, cannot flip one."""

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from warehouse.orchestration.env_file import read_env_file
from warehouse.orchestration.environment import ENV_FILE, MARK_VARIABLE, airflow_environment
from warehouse.orchestration.secret import KEY_BYTES
from warehouse.settings import CHECKOUT

# What a machine has that runs another Airflow too.
STRAY = {
    "AIRFLOW_HOME": "/somewhere/else",
    "AIRFLOW__API__HOST": "0.0.0.0",  # noqa: S104 - what must not happen
    "AIRFLOW__CORE__LOAD_EXAMPLES": "True",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
    "AIRFLOW__API__EXPOSE_CONFIG": "True",
    "AIRFLOW__API__EXPOSE_CONFIG_CMD": "echo True",
    "AIRFLOW_CONFIG": "/somewhere/else/airflow.cfg",
}
WANTED = {
    "api.host": "127.0.0.1",
    "api.port": "8080",
    "api.base_url": "http://127.0.0.1:8080",
    "api.workers": "1",
    "api.expose_config": "False",
    "api.expose_stacktrace": "False",
    "api.enable_swagger_ui": "False",
    "core.executor": "LocalExecutor",
    "core.load_examples": "False",
    "core.parallelism": "2",
    "core.max_active_runs_per_dag": "1",
    "core.simple_auth_manager_all_admins": "False",
    "core.simple_auth_manager_users": "admin:admin",
    "core.test_connection": "Disabled",
    "core.allowed_deserialization_classes": "airflow.*",
    "core.default_task_retries": "2",
    "core.default_task_execution_timeout": "3600",
    "core.execution_api_server_url": "http://127.0.0.1:8081/execution/",
    "core.hostname_callable": "warehouse.orchestration.environment.host_name",
    "execution_api.jwt_expiration_time": "3600",
    "scheduler.catchup_by_default": "False",
    "scheduler.enable_health_check": "False",
    "metrics.statsd_on": "False",
    "metrics.otel_on": "False",
    "traces.otel_on": "False",
}

# Asks Airflow itself, after it has read its defaults, its file and its environment.
ASK = """
import json, sys
from airflow.configuration import conf
from airflow.settings import engine
from airflow.utils.net import get_hostname
wanted = [option.split(".") for option in json.load(sys.stdin)]
known = conf.configuration_description
print(json.dumps({
    "values": {f"{s}.{o}": conf.get(s, o) for s, o in wanted},
    "defaults": {f"{s}.{o}": conf.get_default_value(s, o) for s, o in wanted},
    "unknown": [f"{s}.{o}" for s, o in wanted if o not in known.get(s, {}).get("options", {})],
    "host": get_hostname(),
    "seconds": engine.raw_connection().execute("pragma busy_timeout").fetchone()[0] / 1000,
}))
"""


def option_of(variable: str) -> str:
    """'AIRFLOW__API__HOST' → 'api.host'."""
    _, section, option = variable.lower().split("__")
    return f"{section}.{option}"


OPTIONS = [option_of(name) for name in read_env_file(ENV_FILE) if name != "AIRFLOW_HOME"]


@pytest.fixture(scope="module")
def effective(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Airflow says of its settings, where the caller has others: see ASK."""
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps([*WANTED, *OPTIONS, *map(option_of, KEY_BYTES)]),
        env=airflow_environment(tmp_path_factory.mktemp("home"), 8080, {**os.environ, **STRAY}),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    answered: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return answered


def test_every_setting_of_ours_is_an_option_of_the_installed_airflow(effective: dict[str, Any]) -> None:
    # A renamed option would be ignored in silence and its unsafe default would be back.
    assert effective["unknown"] == []


@pytest.mark.parametrize("option", WANTED)
def test_airflow_itself_says_that_it_runs_with_our_value(effective: dict[str, Any], option: str) -> None:
    assert effective["values"][option] == WANTED[option]


def test_a_writer_waits_half_a_minute_for_another_and_no_dns_is_asked(effective: dict[str, Any]) -> None:
    assert (effective["seconds"], effective["host"]) == (30, "127.0.0.1")


def test_the_file_repeats_no_default_of_airflow(effective: dict[str, Any]) -> None:
    assert [
        option for option in OPTIONS if effective["values"][option] == effective["defaults"][option]
    ] == []


def test_each_option_of_the_file_has_a_reason_above_it() -> None:
    lines = ENV_FILE.read_text("utf-8").splitlines()
    for before, line in pairwise(lines):
        if line and not line.startswith("#"):
            assert re.match("# .|AIRFLOW__LOGGING__", before), line


def test_a_shell_reads_the_file_as_we_do(tmp_path: Path) -> None:
    script = f"set -a; . {ENV_FILE}; exec env -0"
    answer = subprocess.run(
        ["/bin/sh", "-c", script], env={"PATH": os.environ["PATH"]}, capture_output=True, check=True
    )
    variables = dict(line.split("=", 1) for line in answer.stdout.decode().split("\0") if line)
    assert {name: variables.get(name) for name in read_env_file(ENV_FILE)} == read_env_file(ENV_FILE)


def test_airflow_by_itself_runs_with_the_file_and_sees_our_dags_alone(tmp_path: Path) -> None:
    airflow = f'"{sys.executable}" -m airflow'
    script = f"set -a; . {ENV_FILE}; {airflow} db migrate >&2 && {airflow} dags list --local --output json"
    given = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    answer = subprocess.run(
        ["/bin/sh", "-c", script],
        env={**given, "INDICATORS_HOME": str(tmp_path), "INDICATORS_CHECKOUT": str(CHECKOUT)},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert sorted(dag["dag_id"] for dag in json.loads(answer.stdout.splitlines()[-1])) == [
        "between_nights",
        "nightly_refresh",
        "precheck",
        "serve_postgres",
    ]
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/*")} >= {
        "airflow/airflow.db",
        "logs/airflow",
    }


def test_what_the_caller_has_set_for_another_airflow_is_dropped(tmp_path: Path) -> None:
    environment = airflow_environment(tmp_path, 8080, {**STRAY, "PATH": "/bin"})
    assert environment["AIRFLOW_HOME"] == str(tmp_path / "airflow")
    assert "AIRFLOW_CONFIG" not in environment
    assert "AIRFLOW__API__EXPOSE_CONFIG" not in environment
    assert "AIRFLOW__API__EXPOSE_CONFIG_CMD" not in environment
    assert environment["PATH"] == "/bin"


def test_another_port_moves_every_address(tmp_path: Path) -> None:
    environment = airflow_environment(tmp_path, 8390, {})
    assert [value for value in environment.values() if "808" in value] == []
    assert environment["AIRFLOW__API__PORT"] == "8390"
    assert environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:8391/execution/"


def test_a_single_run_has_a_record_of_its_own_that_no_scheduler_reads(tmp_path: Path) -> None:
    name = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"
    up, once = (airflow_environment(tmp_path, 8080, {}, single_run=single)[name] for single in (False, True))
    assert up == f"sqlite:///{tmp_path}/airflow/airflow.db?timeout=30"
    assert once == f"sqlite:///{tmp_path}/airflow/once.db?timeout=30"


def test_a_proxy_is_never_asked_for_our_own_loopback(tmp_path: Path) -> None:
    given = {"https_proxy": "http://proxy:3128", "no_proxy": "intranet.example"}
    assert airflow_environment(tmp_path, 8080, given)["no_proxy"] == "intranet.example,127.0.0.1,localhost"


def test_only_a_part_started_by_up_carries_the_sign(tmp_path: Path) -> None:
    inherited = {MARK_VARIABLE: "/another/home"}
    assert MARK_VARIABLE not in airflow_environment(tmp_path, 8080, inherited)
    assert airflow_environment(tmp_path, 8080, {}, part="scheduler")[MARK_VARIABLE] == str(tmp_path)
