"""Run as a program: imports the DAG as Airflow does and prints what it is, as one JSON object.

In a process of its own, because Airflow reads its environment when it is imported and keeps it.
"""

import errno
import importlib.util
import json
import sqlite3
import sys
from datetime import UTC, datetime, timedelta

from warehouse.settings import CHECKOUT

HEAVY = ("great_expectations", "dbt", "duckdb", "pandas", "pyarrow", "numpy")
DAG_FILE = CHECKOUT / "dags" / "nightly_refresh.py"


def main() -> None:
    import airflow.sdk
    from airflow.sdk import DAG

    airflow.sdk.Asset("warms_up_the_imports_of_airflow_itself")
    assert DAG
    before = set(sys.modules)
    spec = importlib.util.spec_from_file_location("nightly_refresh", DAG_FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
    dag = module.dag
    from warehouse.orchestration.progress import STEPS

    print(
        json.dumps(
            {
                "heavy": sorted(loaded & set(HEAVY)),
                "dag_id": dag.dag_id,
                "named": sorted(STEPS),
                "catchup": dag.catchup,
                "max_active_runs": dag.max_active_runs,
                "doc": dag.doc_md,
                "tasks": {
                    task.task_id: {
                        "upstream": sorted(task.upstream_task_ids),
                        "trigger_rule": str(task.trigger_rule),
                        "retries": task.retries,
                        "retry_delay": task.retry_delay.total_seconds(),
                        "backoff": task.retry_exponential_backoff,
                        "timeout": task.execution_timeout.total_seconds(),
                        "outlets": [outlet.name for outlet in task.outlets],
                    }
                    for task in dag.tasks
                },
                "decisions": decisions(module.RETRIES),
                "nights": nights(dag),
            }
        )
    )


def decisions(policy) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """What the retry policy decides for errors of each kind, after the first try of four."""
    from warehouse.building.blocked import blocked
    from warehouse.store.lock import lock_held

    errors = {
        "blocked": blocked(()),
        "lock held": lock_held(4711, None),
        "disk full": OSError(errno.ENOSPC, "No space left on device"),
        "database locked": sqlite3.OperationalError("database is locked"),
        "a fault of ours": ValueError("x"),
        "a key of ours": KeyError("x"),
    }
    return {
        name: policy.evaluate(error, try_number=1, max_tries=3).action.value for name, error in errors.items()
    }


def nights(dag) -> dict[str, object]:  # type: ignore[no-untyped-def]
    """The runs that Airflow's scheduler makes after the last one was eight nights ago."""
    from airflow.serialization.serialized_objects import DagSerialization
    from airflow.timetables.base import DataInterval, TimeRestriction

    timetable = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag)).timetable
    restriction = TimeRestriction(earliest=None, latest=None, catchup=dag.catchup)
    now = datetime.now(UTC)
    run, runs = now - timedelta(days=8), []
    while run <= now:
        info = timetable.next_dagrun_info(
            last_automated_data_interval=DataInterval(run, run), restriction=restriction
        )
        run = info.run_after
        runs.append(run.isoformat())
    return {"now": now.isoformat(), "runs": runs}


if __name__ == "__main__":
    main()
