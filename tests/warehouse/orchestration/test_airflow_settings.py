"""The embedded Airflow runs with our settings: an upgrade of it, or a stray variable, cannot flip one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.orchestration.secret import Keys, ensure_keys
from warehouse.orchestration.settings import (
    MARK_VARIABLE,
    AirflowHome,
    airflow_environment,
    airflow_settings,
)
from warehouse.settings import CHECKOUT

NOBODYS = Keys(fernet_key="f", api_secret_key="a", jwt_secret="j")  # noqa: S106 - nobody's

# What a machine has that runs another Airflow too.
STRAY = {
    "AIRFLOW_HOME": "/somewhere/else",
    "AIRFLOW__API__HOST": "0.0.0.0",  # noqa: S104 - what must not happen
    "AIRFLOW__CORE__LOAD_EXAMPLES": "True",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
    "AIRFLOW__API__EXPOSE_CONFIG_CMD": "echo True",
    "AIRFLOW_CONFIG": "/somewhere/else/airflow.cfg",
}

# Asks Airflow itself, after it has read its defaults, its file and its environment.
ASK = """
import json, sys
from airflow.configuration import conf
wanted = json.load(sys.stdin)
known = conf.configuration_description
print(json.dumps({
    "values": [conf.get(section, option) for section, option in wanted],
    "unknown": [f"{s}.{o}" for s, o in wanted if o not in known.get(s, {}).get("options", {})],
}))
"""


@pytest.fixture(scope="module")
def effective(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What Airflow says its settings are, by section.option; `unknown`: options it does not have."""
    home = tmp_path_factory.mktemp("home")
    ours = airflow_settings(AirflowHome(home), 8080, ensure_keys(AirflowHome(home).keys))
    environment = airflow_environment(home, 8080, {**os.environ, **STRAY})
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps([(setting.section, setting.option) for setting in ours]),
        env=environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(answer.stdout.splitlines()[-1])
    assert len(said["values"]) == len(ours)
    values = {f"{s.section}.{s.option}": value for s, value in zip(ours, said["values"], strict=True)}
    return {**values, "unknown": ", ".join(said["unknown"])}


def test_every_setting_of_ours_is_an_option_of_the_installed_airflow(effective: dict[str, str]) -> None:
    # A renamed option would be ignored in silence and its unsafe default would be back.
    assert effective["unknown"] == ""


@pytest.mark.parametrize(
    ("option", "wanted"),
    [
        ("api.host", "127.0.0.1"),
        ("api.port", "8080"),
        ("api.base_url", "http://127.0.0.1:8080"),
        ("api.expose_config", "False"),
        ("api.expose_stacktrace", "False"),
        ("api.enable_swagger_ui", "False"),
        ("core.load_examples", "False"),
        ("core.parallelism", "2"),
        ("core.max_active_runs_per_dag", "1"),
        ("core.simple_auth_manager_all_admins", "False"),
        ("core.simple_auth_manager_users", "admin:admin"),
        ("core.test_connection", "Disabled"),
        ("core.allowed_deserialization_classes", "airflow.*"),
        ("core.default_task_retries", "2"),
        ("core.default_task_execution_timeout", "3600"),
        ("core.execution_api_server_url", "http://127.0.0.1:8081/execution/"),
        ("execution_api.jwt_expiration_time", "3600"),
        ("scheduler.catchup_by_default", "False"),
        ("scheduler.enable_health_check", "False"),
        ("metrics.statsd_on", "False"),
        ("traces.otel_on", "False"),
    ],
)
def test_airflow_itself_says_that_it_runs_with_our_value(
    effective: dict[str, str], option: str, wanted: str
) -> None:
    assert effective[option] == wanted


def test_each_setting_has_a_reason() -> None:
    settings = airflow_settings(AirflowHome(Path("/h")), 8080, NOBODYS)
    assert [s.option for s in settings if not s.reason.strip()] == []


def test_only_the_secrets_are_marked_as_secret() -> None:
    settings = airflow_settings(AirflowHome(Path("/h")), 8080, NOBODYS)
    assert [s.option for s in settings if s.is_secret] == ["fernet_key", "secret_key", "jwt_secret"]


def test_what_the_caller_has_set_for_another_airflow_is_dropped(tmp_path: Path) -> None:
    environment = airflow_environment(tmp_path, 8080, {**STRAY, "PATH": "/bin"})
    assert environment["AIRFLOW_HOME"] == str(tmp_path / "airflow")
    assert "AIRFLOW_CONFIG" not in environment
    assert "AIRFLOW__API__EXPOSE_CONFIG_CMD" not in environment
    assert environment["PATH"] == "/bin"


def test_a_single_run_has_a_record_of_its_own_that_no_scheduler_reads(tmp_path: Path) -> None:
    name = "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"
    up, once = (airflow_environment(tmp_path, 8080, {}, single_run=single)[name] for single in (False, True))
    assert up == f"sqlite:///{tmp_path}/airflow/airflow.db"
    assert once == f"sqlite:///{tmp_path}/airflow/once.db"


def test_a_proxy_is_never_asked_for_our_own_loopback(tmp_path: Path) -> None:
    given = {"https_proxy": "http://proxy:3128", "no_proxy": "intranet.example"}
    assert airflow_environment(tmp_path, 8080, given)["no_proxy"] == "intranet.example,127.0.0.1,localhost"


def test_only_a_part_started_by_up_carries_the_sign(tmp_path: Path) -> None:
    inherited = {MARK_VARIABLE: "/another/home"}
    assert MARK_VARIABLE not in airflow_environment(tmp_path, 8080, inherited)
    assert airflow_environment(tmp_path, 8080, {}, part="scheduler")[MARK_VARIABLE] == str(tmp_path)
