"""What an Airflow of this home needs before any of its parts: folders, secrets, and its record at this version.

`make up` does it each time; where systemd runs the parts, deploy/systemd/indicators-prepare.service does.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ingest.finding.refusal import Refusal
from warehouse.cli.error import as_block
from warehouse.orchestration.environment import AirflowHome, airflow_environment
from warehouse.orchestration.record import is_of_the_record
from warehouse.orchestration.secret import ensure_password
from warehouse.settings import SettingError
from warehouse.variables import settings_from_environment


class NotStarted(Exception):  # noqa: N818 - reads as the fact it states
    """Airflow could not be started; the message says why and what to do. Nothing is left running."""


def prepare(home: Path, port: int) -> None:
    """Everything that is missing is made, what is there is kept. NotStarted: the record cannot be used."""
    airflow = AirflowHome(home)
    airflow.ensure()
    ensure_password(airflow.password)
    migrated = subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"],
        env=airflow_environment(home, port),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if migrated.returncode:
        words = migrated.stderr.strip()
        code = "AIRFLOW_RECORD" if is_of_the_record(words) else "AIRFLOW_NOT_STARTED"
        last = words.splitlines()[-1:] or [f"exit status {migrated.returncode}"]
        where = str(airflow.database)
        raise NotStarted(as_block(Refusal(code, where=where, found=last[0], file=where).problem))


def main() -> int:
    """0: Airflow's parts can be started. 1: they cannot. 2: a setting cannot be used."""
    try:
        settings = settings_from_environment()
        prepare(settings.home, settings.airflow_port)
    except SettingError as error:
        print(error.found, file=sys.stderr)
        return 2
    except NotStarted as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
