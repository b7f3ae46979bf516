"""每晚两点:收文 → 读表 → 关口 → 发还 → 建库 → 发布 → PostgreSQL。只接线;每一步都是 warehouse.steps 里命令行也用的那个函数。

Every night at two: collect → read → gate → hand back → build → publish → PostgreSQL. Wiring only; each step is the function of
warehouse.steps that the command line calls too.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, Asset, CronTriggerTimetable, ExceptionRetryPolicy, RetryAction, RetryRule, task
from airflow.sdk.exceptions import AirflowSkipException

from warehouse.notice import notify_failed
from warehouse.variables import settings_from_environment

SNAPSHOT = Asset("indicator_snapshot", uri="indicators://snapshot/current")

# What may pass is tried again; bad data and our own mistakes look the same at the third try as at the first.
RETRIES = ExceptionRetryPolicy(
    rules=[
        RetryRule("warehouse.building.blocked.Blocked", RetryAction.FAIL, reason="数据未过关 bad data"),
        RetryRule(
            "warehouse.store.lock.LockHeld", RetryAction.RETRY, reason="另一次更新在运行 another one runs"
        ),
        RetryRule(
            [
                OSError,
                "sqlite3.OperationalError",
                "warehouse.store.lock.NoLocksError",
                "warehouse.store.published_file.SnapshotHeldError",
            ],
            RetryAction.RETRY,
            reason="磁盘、系统 disk or system",
        ),
        RetryRule(
            "warehouse.building.dbt_result.BuildFailedError",
            RetryAction.RETRY,
            reason="建库未成 dbt did not end well",
        ),
        RetryRule(Exception, RetryAction.FAIL, reason="程序错误 a fault of ours"),
    ]
)

with DAG(
    "nightly_refresh",
    schedule=CronTriggerTimetable("0 2 * * *", timezone="Asia/Shanghai"),
    catchup=False,  # the inbox holds everything since: missed nights are one run
    max_active_runs=1,
    doc_md=__doc__,
    tags=["指标库", "indicators"],
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": 2.0,
        "max_retry_delay": timedelta(minutes=15),
        "retry_policy": RETRIES,
        "execution_timeout": timedelta(minutes=30),
        "on_failure_callback": [notify_failed],
    },
) as dag:
    # Airflow imports this file anew for every task, and again every half minute: what a step brings with it
    # (DuckDB, pyarrow, pandas, the readers: 0.8 s) is imported by the task that runs it.
    @task(doc_md="收件入档,记账 · inbox → archive and ledger")
    def collect() -> dict[str, Any]:
        from warehouse.steps import refresh  # noqa: PLC0415 - see above

        return refresh.collect(settings_from_environment()).as_dict()

    @task(doc_md="还没读过的报表,分批 · what has not been read yet, in chunks")
    def chunks() -> list[dict[str, Any]]:
        from warehouse.steps.chunks import chunks_to_read  # noqa: PLC0415 - see above

        return [chunk.as_dict() for chunk in chunks_to_read(settings_from_environment())]

    @task(map_index_template="{{ task.op_kwargs['chunk']['name'] }}", doc_md="读一批 · archive → landing")
    def read(chunk: dict[str, Any]) -> dict[str, Any]:
        from warehouse.steps.chunks import Chunk  # noqa: PLC0415 - see above
        from warehouse.steps.read import read_chunk  # noqa: PLC0415 - see above

        return read_chunk(settings_from_environment(), Chunk.from_dict(chunk)).as_dict()

    # Nothing new to read skips `read`; a release alone must still build.
    @task(trigger_rule="none_failed", doc_md="关口一 · gate 1")
    def accept() -> dict[str, Any]:
        from warehouse.steps import refresh  # noqa: PLC0415 - see above

        return refresh.accept(settings_from_environment()).as_dict()

    # Also of a night that gate 1 blocks: what came in gets its receipt. Not where the gate was never reached.
    @task(trigger_rule="one_done", doc_md="发还各部门,错处加批注 · to each department its marked workbook")
    def hand_back() -> dict[str, Any]:
        from warehouse.steps import refresh  # noqa: PLC0415 - see above

        return refresh.hand_back(settings_from_environment()).as_dict()

    @task(execution_timeout=timedelta(hours=1), doc_md="整库重建到新文件 · all marts, into a fresh file")
    def build() -> dict[str, Any]:
        from warehouse.steps import refresh  # noqa: PLC0415 - see above

        return refresh.build(settings_from_environment()).as_dict()

    @task(outlets=[SNAPSHOT], doc_md="关口二,移动指针 · gate 2, then the pointer moves")
    def publish(built: dict[str, Any], *, ti: Any, outlet_events: Any) -> dict[str, Any]:
        from warehouse.steps import refresh  # noqa: PLC0415 - see above

        if built["nothing_new"]:
            raise AirflowSkipException("没有新内容,未发布 · nothing new, nothing published")
        report = refresh.publish(settings_from_environment(), built["build_id"]).as_dict()
        if not report["moved"]:
            ti.xcom_push("return_value", report)
            raise AirflowSkipException("已固定在旧版本,未发布 · pinned by a rollback, nothing published")
        outlet_events[SNAPSHOT].extra = {key: report[key] for key in ("snapshot_id", "build_id")}
        return report

    # A task of its own after the pointer has moved: a server that is down ends no night.
    @task(doc_md="写入 PostgreSQL,供看板读 · PostgreSQL, for BI tools")
    def serve() -> dict[str, Any]:
        from warehouse.steps import refresh  # noqa: PLC0415 - see above

        report = refresh.serve(settings_from_environment())
        if report is None:
            raise AirflowSkipException("没有设置 PostgreSQL · no PostgreSQL is set")
        return report.as_dict()

    # The last, whatever became of the others; it fails no night, and `serve` still tells Airflow of one that failed.
    @task(trigger_rule="all_done", doc_md="通知各部门 · a message to each department")
    def notify() -> dict[str, Any]:
        from warehouse.notify.departments import notify_departments  # noqa: PLC0415 - see above

        report = notify_departments(settings_from_environment())
        if report is None:
            raise AirflowSkipException("没有设置通知命令 · no command for notices is set")
        return report.as_dict()

    to_read = chunks()
    accepted, handed_back, built = accept(), hand_back(), build()
    collect() >> to_read
    read.expand(chunk=to_read) >> accepted >> handed_back >> built
    accepted >> built
    published = publish(built)
    published >> serve()
    [handed_back, published] >> notify()
