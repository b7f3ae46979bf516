"""The settings of the embedded Airflow, one list with the reason for each, and nothing left to its defaults.

Airflow reads `AIRFLOW__SECTION__OPTION`; every process of ours gets exactly this list, and what the
caller's environment says of Airflow is dropped, so that a stray variable cannot open what is closed here. In
an Airflow of your own none of this is used: there only `dags/` and the installed package count.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.orchestration.secret import Keys, ensure_keys
from warehouse.settings import CHECKOUT

LOOPBACK = "127.0.0.1"
ADMIN = "admin"
DAG_ID = "nightly_refresh"

# Every process started by `up` carries this variable with its home folder as the value; `down` ends exactly
# the processes that carry it. A process group is not enough: Airflow 3.3 gives each task a group of its own.
MARK_VARIABLE = "INDICATORS_STARTED_BY_UP"
PART_VARIABLE = "INDICATORS_STARTED_AS"
PAGES, TASK_API, SCHEDULER, DAG_PROCESSOR = "api-server", "task-api-server", "scheduler", "dag-processor"

# Seconds that a writer waits for another. Python's default is 5; the scheduler, the API server and a refresh
# at the screen write to one SQLite file, and "database is locked" would fail a task for no reason.
SQLITE_CONNECT_ARGS = {"timeout": 30}


@dataclass(frozen=True, slots=True)
class AirflowSetting:
    """One option of Airflow: what we set, and why. `is_secret`: its value is never printed or logged."""

    section: str
    option: str
    value: str
    reason: str
    is_secret: bool = False

    @property
    def variable(self) -> str:
        return f"AIRFLOW__{self.section}__{self.option}".upper()


@dataclass(frozen=True, slots=True)
class AirflowHome:
    """Where the embedded Airflow keeps its own things, below the home folder."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "airflow"

    @property
    def database(self) -> Path:
        """What `up` keeps of its runs. It may be deleted: no figure and no decision lies in it."""
        return self.folder / "airflow.db"

    @property
    def single_run_database(self) -> Path:
        """What `once` keeps of its runs. Not the file above: a scheduler takes every unfinished run that
        it finds for its own, and would run the same tasks a second time beside `once`.
        """
        return self.folder / "once.db"

    @property
    def keys(self) -> Path:
        return self.folder / "keys.json"

    @property
    def password(self) -> Path:
        return self.folder / "password.json"

    @property
    def up_lock(self) -> Path:
        return self.folder / "up.lock"

    @property
    def logs(self) -> Path:
        return self.home / "logs" / "airflow"

    def ensure(self) -> None:
        """Make its folders, for this account only: Airflow itself makes them readable by everybody."""
        for folder in (self.folder, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def host_name() -> str:
    """The host under which Airflow looks for the log of a running task: never anything but this machine."""
    return LOOPBACK


def task_api_port(port: int) -> int:
    """The port on which the running tasks talk to Airflow."""
    return port + 1


def airflow_settings(
    home: AirflowHome, port: int, keys: Keys, *, single_run: bool = False
) -> tuple[AirflowSetting, ...]:
    """Everything we set, in Airflow's order of sections. Times are seconds."""
    database = home.single_run_database if single_run else home.database
    here = f"http://{LOOPBACK}:{port}"
    task_api = f"http://{LOOPBACK}:{task_api_port(port)}/execution/"
    s = AirflowSetting
    return (
        s("core", "dags_folder", str(CHECKOUT / "dags"), "wiring only lies there; data never does"),
        s("core", "load_examples", "False", "default True: foreign DAGs beside ours"),
        s("core", "executor", "LocalExecutor", "one machine"),
        s("core", "parallelism", "2", "default 32 workers: a process of 150 MB each, kept for ever"),
        s("core", "max_active_tasks_per_dag", "2", "no more than there are workers"),
        s("core", "max_active_runs_per_dag", "1", "default 16; our file lock is what really guards"),
        s("core", "dags_are_paused_at_creation", "False", "who starts it wants the nightly run"),
        s("core", "default_task_retries", "2", "default 0"),
        s("core", "default_task_retry_delay", "60", "default 300"),
        s("core", "default_task_execution_timeout", "3600", "default none: a task could hang for ever"),
        s("core", "hostname_callable", f"{__name__}.host_name", "default asks DNS, which an office may lack"),
        s(
            "core",
            "execution_api_server_url",
            task_api,
            "its own server, see up.py; not localhost, which may be ::1",
        ),
        s("core", "test_connection", "Disabled", "pinned default: no connections tried from the pages"),
        s("core", "allowed_deserialization_classes", "airflow.*", "pinned default"),
        s(
            "core",
            "auth_manager",
            "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager",
            "for one person on loopback; take the FAB provider for more",
        ),
        s("core", "simple_auth_manager_users", f"{ADMIN}:admin", "one person"),
        s("core", "simple_auth_manager_all_admins", "False", "True would let everybody in"),
        s("core", "simple_auth_manager_passwords_file", str(home.password), "ours, 0600; Airflow's is 0644"),
        s("core", "fernet_key", keys.fernet_key, "made once, 0600", is_secret=True),
        s("database", "sql_alchemy_conn", f"sqlite:///{database}", "a record of runs, nothing else"),
        s(
            "database",
            "sql_alchemy_connect_args",
            f"{__name__}.SQLITE_CONNECT_ARGS",
            "wait 30 s for another writer, not 5",
        ),
        s("logging", "base_log_folder", str(home.logs), "with our other logs"),
        s(
            "logging",
            "dag_processor_child_process_log_directory",
            str(home.logs / "dag_processor"),
            "with our other logs",
        ),
        s("logging", "colored_console_log", "False", "these logs are files"),
        s("metrics", "statsd_on", "False", "pinned default: nothing is sent anywhere"),
        s("metrics", "otel_on", "False", "pinned default: nothing is sent anywhere"),
        s("traces", "otel_on", "False", "pinned default: nothing is sent anywhere"),
        s("api", "host", LOOPBACK, "default 0.0.0.0: everybody on the network"),
        s("api", "port", str(port), "INDICATORS_AIRFLOW_PORT"),
        s("api", "base_url", here, "links and cookies for the address that is served"),
        s("api", "workers", "1", "one person; a worker is 250 MB"),
        s("api", "expose_config", "False", "pinned default: the pages never show settings"),
        s("api", "expose_stacktrace", "False", "pinned default"),
        s("api", "enable_swagger_ui", "False", "its page needs no login and loads scripts from a CDN"),
        s("api", "instance_name", "指标库 Indicator warehouse", "says where one is"),
        s("api", "secret_key", keys.api_secret_key, "made once, 0600", is_secret=True),
        s("api_auth", "jwt_secret", keys.jwt_secret, "Airflow's own has 16 bytes only", is_secret=True),
        s("execution_api", "jwt_expiration_time", "3600", "default 600: a task queued for longer fails"),
        s("scheduler", "catchup_by_default", "False", "pinned default: missed nights are one run"),
        s("scheduler", "enable_health_check", "False", "pinned default: no port 8974"),
        s("scheduler", "scheduler_health_check_server_host", LOOPBACK, "default 0.0.0.0, should it be on"),
        s("dag_processor", "min_file_process_interval", "300", "default 30; one file that rarely changes"),
        s("dag_processor", "parsing_processes", "1", "default 2; there is one file"),
    )


def airflow_environment(
    home: Path,
    port: int,
    given: Mapping[str, str] | None = None,
    *,
    part: str | None = None,
    single_run: bool = False,
) -> dict[str, str]:
    """The whole environment of an Airflow process for this home: what was given, less its Airflow, plus ours.

    Makes the secrets on first use. `part` (a component's name) puts the sign on it by which `down` finds the
    process and all that it starts.
    """
    airflow = AirflowHome(home)
    keys = ensure_keys(airflow.keys)
    environment = {
        name: value
        for name, value in (os.environ if given is None else given).items()
        if not name.startswith(("AIRFLOW_", "_AIRFLOW_", MARK_VARIABLE, PART_VARIABLE))
    }
    ours = airflow_settings(airflow, port, keys, single_run=single_run)
    environment.update({setting.variable: setting.value for setting in ours})
    environment["AIRFLOW_HOME"] = str(airflow.folder)
    environment["INDICATORS_HOME"] = str(home)
    # A proxy for the web must not be asked for our own loopback: tasks talk to the API server there.
    for name in ("NO_PROXY", "no_proxy"):
        others = [host for host in environment.get(name, "").split(",") if host]
        environment[name] = ",".join(dict.fromkeys([*others, LOOPBACK, "localhost"]))
    # setproctitle writes over the environment it was started with; `down` reads the sign from there.
    environment["SPT_NOENV"] = "1"
    environment["GX_ANALYTICS_ENABLED"] = "false"
    if part:
        environment |= {MARK_VARIABLE: str(home), PART_VARIABLE: part}
    return environment
