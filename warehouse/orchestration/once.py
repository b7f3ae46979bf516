"""`make refresh`: the nightly DAG, run once through Airflow in this process, as a person wants to see it.

What Airflow and dbt print goes to a log; the screen shows the steps and the summary. Ends with the exit
status of the refresh: 0 published or nothing new, 1 fault, 2 usage, 3 published and some held, 4 blocked,
5 another refresh is running, 130 stopped by Ctrl-C or SIGTERM.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from ingest.finding.refusal import Refusal
from warehouse.cli.error import as_block
from warehouse.cli.foreign_errors import as_shown, as_shown_of_a_move, pointer_now
from warehouse.home import Home
from warehouse.ledger.file.own import kept_beside
from warehouse.orchestration.environment import AirflowHome, airflow_environment
from warehouse.orchestration.record import is_of_the_record
from warehouse.settings import CHECKOUT, SettingError
from warehouse.variables import settings_from_environment


def fill_fresh_home(home: Home) -> int | None:
    """The sample inbox in a home that has never been used; returns how many workbooks, None if it was used.

    A home with a ledger, with anything in its inbox or with anything that was kept belongs to somebody, whose ledger
    may be missing: it gets nothing. The samples come in by one rename, so that a kill leaves either all of them or
    none.
    """
    used = home.ledger.exists() or (home.inbox.exists() and any(home.inbox.iterdir()))
    if used or kept_beside(home):
        return None
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".samples-", dir=home.root) as folder:
        subprocess.run(
            [sys.executable, "-m", "samples", folder], cwd=CHECKOUT, stdout=subprocess.DEVNULL, check=True
        )
        inbox = Path(folder) / "inbox"
        inbox.chmod(0o700)
        inbox.rename(home.inbox)
    return len(list(home.inbox.glob("*/*.xlsx")))


def send_output_to(log: Path) -> int:
    """From now on standard output and error of this process and its children go to the log.

    Returns a descriptor of what standard output was.
    """
    screen = os.dup(1)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    return screen


def main() -> int:
    """The exit status of the refresh, see above."""
    started = datetime.now(UTC)
    before = pointer_now()
    try:
        settings = settings_from_environment()
        home = Home(settings.home)
        made = fill_fresh_home(home)
        AirflowHome(settings.home).ensure()
        log = home.logs / f"refresh-{started:%Y%m%dT%H%M%SZ}.log"
        screen = send_output_to(log)
    except (SettingError, OSError, subprocess.CalledProcessError) as error:
        shown = as_shown(error).problem
        print(as_block(shown), file=sys.stderr)
        return shown.exit_status
    # A console that lacks a sign shows "?" for it; a summary is no place to stop.
    file = os.fdopen(screen, "w", encoding=sys.stdout.encoding, errors="replace")
    console = Console(file=file, highlight=False, markup=False, soft_wrap=True)
    if made is not None:
        console.print(
            f"○ 新的数据目录：放入 {made} 份示例报表；用自己的报表请另设 INDICATORS_HOME"
            f" ({made} sample workbooks put into the inbox; for your own set another INDICATORS_HOME)"
        )
    console.print(f"○ 经 Airflow 更新，日志 (through Airflow, log): {log}")
    try:
        environment = airflow_environment(settings.home, settings.airflow_port, single_run=True)
        os.environ.clear()
        os.environ.update(environment)
        # Airflow reads its environment when it is imported, and keeps it.
        from warehouse.orchestration.single_run import run_and_show  # noqa: PLC0415 - see above

        return run_and_show(settings, console, started)
    except Exception as error:  # noqa: BLE001 - whatever it is, the log has it and the screen says where
        traceback.print_exc()
        if is_of_the_record(error):
            record = str(AirflowHome(settings.home).single_run_database)
            error = Refusal("AIRFLOW_RECORD", where=record, found=str(error), file=record)
        shown = as_shown_of_a_move(error, before).problem
        console.print(f"{as_block(shown)}\n  日志 log: {log}")
        return shown.exit_status


if __name__ == "__main__":
    status = main()
    # Python would search all that Airflow and Great Expectations have loaded for garbage once more, for 5 s.
    gc.freeze()
    sys.exit(status)
