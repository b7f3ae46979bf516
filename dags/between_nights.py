"""每十五分钟:收文 → 读表 → 关口一 → 发还,用当晚的那几个函数;不建库、不发布。没有新文件就什么也不做。

Every quarter of an hour: collect → read → gate 1 → hand back, by the functions of the night; nothing is built or published.
Nothing to do where nothing is new, and never beside a night: the lock is one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, CronTriggerTimetable, task
from airflow.sdk.exceptions import AirflowSkipException

from warehouse.notice import notify_failed
from warehouse.variables import settings_from_environment

with DAG(
    "between_nights",
    # Not at the full hour, when the night begins. Its steps take the lock one by one; in between this does no harm.
    schedule=CronTriggerTimetable("5,20,35,50 * * * *", timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["指标库", "indicators"],
    default_args={
        "retries": 0,  # the next one is fifteen minutes away
        "execution_timeout": timedelta(minutes=30),
        "on_failure_callback": [notify_failed],
    },
) as dag:
    # One task for four steps: each of Airflow's own costs more than all of them where nothing is new.
    @task(doc_md="收文到发还 · from the inbox to what goes back")
    def hand_back() -> dict[str, Any]:
        from warehouse.steps import refresh  # noqa: PLC0415 - Airflow imports this file every half minute
        from warehouse.store.lock import LockHeld  # noqa: PLC0415 - see above

        try:
            report = refresh.between_nights(settings_from_environment())
        except LockHeld as held:
            raise AirflowSkipException(held.found) from held
        if report.is_quiet:
            raise AirflowSkipException("没有新的 · nothing new")
        return report.as_dict()

    hand_back()
