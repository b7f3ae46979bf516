"""每两分钟看一次各部门的“预检”文件夹,把标好的副本和回执放在旁边,不入库。没有新文件就什么也不做。

Every two minutes the folders 预检 of the departments are looked at: the marked copy and the receipt are put beside what lies
there, and nothing is loaded. Nothing to do where nothing is new.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, CronTriggerTimetable, task
from airflow.sdk.exceptions import AirflowSkipException

from warehouse.notice import notify_failed
from warehouse.variables import settings_from_environment

with DAG(
    "precheck",
    schedule=CronTriggerTimetable("*/2 * * * *", timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["指标库", "indicators"],
    default_args={
        "retries": 0,  # the next one is two minutes away
        "execution_timeout": timedelta(minutes=10),
        "on_failure_callback": [notify_failed],
    },
) as dag:

    @task(doc_md="看预检文件夹 · the folders 预检")
    def look() -> list[dict[str, Any]]:
        from warehouse.precheck.precheck import precheck  # noqa: PLC0415 - Airflow imports this file every half minute

        looked = precheck(settings_from_environment())
        if not looked:
            raise AirflowSkipException("没有新的 · nothing new")
        return [one.as_dict() for one in looked]

    look()
