"""The environment of an Airflow process: deploy/airflow.env, the secrets, and what depends on home and port.

What the caller's environment has for Airflow is dropped, so that a stray variable cannot open what is closed
here. In an Airflow of your own none of this is used: there only `dags/` and the installed package count.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from warehouse.home import Home
from warehouse.orchestration.env_file import read_env_file
from warehouse.orchestration.secret import ensure_secrets
from warehouse.settings import CHECKOUT

ENV_FILE = CHECKOUT / "deploy" / "airflow.env"
LOOPBACK = "127.0.0.1"
DAG_ID = "nightly_refresh"

# Every process started by `up` carries this variable with its home folder as the value; `down` ends exactly
# the processes that carry it. A process group is not enough: Airflow 3.3 gives each task a group of its own.
MARK_VARIABLE = "INDICATORS_STARTED_BY_UP"
PART_VARIABLE = "INDICATORS_STARTED_AS"


@dataclass(frozen=True, slots=True)
class AirflowHome:
    """Where the embedded Airflow keeps its own things, below the home folder."""

    home: Path

    @property
    def folder(self) -> Path:
        """Everything that Airflow keeps, for this account only."""
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
    def secrets(self) -> Path:
        """Its keys, which a shell and systemd read too."""
        return self.folder / "secrets.env"

    @property
    def password(self) -> Path:
        """The password of the one user of its page."""
        return self.folder / "password.json"

    @property
    def up_lock(self) -> Path:
        """The file whose lock `up` holds while it runs."""
        return self.folder / "up.lock"

    def ensure(self) -> None:
        """Make its folders and the home's, for this account only: Airflow makes its own readable by everybody."""
        home = Home(self.home).ensure()
        for folder in (self.folder, home.logs / "airflow"):
            folder.mkdir(mode=0o700, exist_ok=True)


def host_name() -> str:
    """The host under which Airflow looks for the log of a running task: never anything but this machine."""
    return LOOPBACK


def task_api_port(port: int) -> int:
    """The port on which the running tasks talk to Airflow."""
    return port + 1


def airflow_environment(
    home: Path,
    port: int,
    given: Mapping[str, str] | None = None,
    *,
    part: str | None = None,
    single_run: bool = False,
) -> dict[str, str]:
    """The whole environment of an Airflow process for this home: what was given, less its Airflow, plus ours.

    Makes its folders and secrets on first use. `part` (a component's name) puts the sign on it by which `down` finds the
    process and all that it starts.
    """
    airflow = AirflowHome(home)
    airflow.ensure()
    environment = {
        name: value
        for name, value in (os.environ if given is None else given).items()
        if not name.startswith(("AIRFLOW_", "_AIRFLOW_", MARK_VARIABLE, PART_VARIABLE))
    }
    here = {"INDICATORS_HOME": str(home), "INDICATORS_CHECKOUT": str(CHECKOUT)}
    environment |= here
    environment |= {name: Template(text).substitute(here) for name, text in read_env_file(ENV_FILE).items()}
    environment |= ensure_secrets(airflow.secrets)
    environment["AIRFLOW__API__PORT"] = str(port)
    environment["AIRFLOW__API__BASE_URL"] = f"http://{LOOPBACK}:{port}"
    environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] = (
        f"http://{LOOPBACK}:{task_api_port(port)}/execution/"
    )
    if single_run:
        record = environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
        environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = record.replace(
            str(airflow.database), str(airflow.single_run_database)
        )
    # A proxy for the web must not be asked for our own loopback: tasks talk to the API server there.
    for name in ("NO_PROXY", "no_proxy"):
        others = [host for host in environment.get(name, "").split(",") if host]
        environment[name] = ",".join(dict.fromkeys([*others, LOOPBACK, "localhost"]))
    if part:
        # setproctitle writes over the environment it was started with; `down` reads the sign from there.
        environment |= {MARK_VARIABLE: str(home), PART_VARIABLE: part, "SPT_NOENV": "1"}
    return environment
