"""每小时补写 PostgreSQL:当晚服务停着的,恢复后补上。已是当前快照的什么也不做。

Every hour PostgreSQL catches up with what is published, where it was down that night. Nothing to do where it has the
current snapshot.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, CronTriggerTimetable, task
from airflow.sdk.exceptions import AirflowSkipException

from warehouse.notice import notify_failed
from warehouse.variables import settings_from_environment

with DAG(
    "serve_postgres",
    schedule=CronTriggerTimetable("30 * * * *", timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["指标库", "indicators"],
    default_args={
        # While a refresh runs it waits for the end of it.
        "retries": 3,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(minutes=30),
        "on_failure_callback": [notify_failed],
    },
) as dag:

    @task(doc_md="写入 PostgreSQL,供看板读 · PostgreSQL, for BI tools")
    def catch_up() -> dict[str, Any]:
        from warehouse.steps import refresh  # noqa: PLC0415 - Airflow imports this file every half minute

        report = refresh.serve(settings_from_environment())
        if report is None:
            raise AirflowSkipException("没有设置 PostgreSQL · no PostgreSQL is set")
        return report.as_dict()

    catch_up()
