"""The command `indicators` as people and scripts meet it: what it prints where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import warehouse.answers.status
from ingest.finding.message import messages
from ingest.landing import OBSERVATION
from tests.conftest import settings_for
from tests.warehouse.command import Run
from warehouse.cli.foreign_errors import foreseen
from warehouse.cli.progress import StepLines
from warehouse.collect.hand_in import collect, hand_in
from warehouse.home import Home
from warehouse.ledger.entries import current_decision, enter_submission, receipts, submissions
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import DecisionKind, HandIn, SnapshotRow
from warehouse.settings import CHECKOUT, Settings
from warehouse.snapshots.snapshot import publish
from warehouse.steps.accept import accept
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk
from warehouse.steps.refresh import RefreshReport
from warehouse.store.lock import refresh_lock
from warehouse.store.manifest import write_manifest

COMMANDS = (
    "refresh", "submit", "read", "query", "trace", "export", "status", "held", "release", "refuse", "snapshots", "rollback",
    "resume", "serve", "explain", "doctor",
)  # fmt: skip
OFFICE = "经济发展办公室"
FDI = "外资到账明细2023年12月.xlsx"
FIRST, SECOND = "20240105T020000Z-11111111", "20240106T020000Z-22222222"
LABELS = ["位置", "读到", "应为", "影响", "改法", "详见"]


@pytest.fixture
def sample(first_night: tuple[Settings, RefreshReport]) -> Path:
    """The sample home; not to be changed."""
    return first_night[0].home


def _process(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "warehouse.cli.app", *arguments],
        env={**os.environ, "INDICATORS_HOME": str(home), "PYTHONPATH": str(CHECKOUT), **environment},
        capture_output=True,
        check=False,
    )


# --------------------------------------------------------------------------------------------- usage and errors


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_and_exit_statuses_and_prints_in_gbk(run: Run, command: str) -> None:
    for option in ("-h", "--help"):
        ran = run(command, option)
        assert ran.status == 0
        assert ran.out.partition("例 Examples:\n")[2].count(f"indicators {command}") >= 2
        assert "退出码 Exit status: 0" in ran.out
        assert ran.out.encode("gbk")


def test_the_bare_command_prints_its_help_and_is_no_success(run: Run) -> None:
    ran = run()
    assert (ran.status, ran.err) == (2, "")
    assert all(f"\n  {command} " in ran.out for command in COMMANDS)


def test_the_version_names_what_it_runs_on(run: Run) -> None:
    ran = run("--version")
    assert ran.status == 0
    assert "DuckDB 1.5.5" in ran.out
    assert f"Python {sys.version.split()[0]}" in ran.out


def test_an_unknown_command_is_a_usage_error_that_names_the_nearest(run: Run) -> None:
    ran = run("trase")
    assert (ran.status, ran.code, ran.out) == (2, "USAGE", "")
    assert "'trace'" in ran.err


def test_the_error_block_has_its_lines_in_order(run: Run, sample: Path) -> None:
    ran = run("trace", "实际到帐外资", "2023-12", home=sample)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "错误 UNKNOWN_INDICATOR 没有这个指标 (no such indicator)",
        "  读到  实际到帐外资",
        "  应为  fdi_actual_utilized(实际到账外资)?",
        "  影响  没有可追溯的数字 (there is nothing to trace)",
        ran.err.splitlines()[4],
        "  详见  indicators explain UNKNOWN_INDICATOR",
    ]
    assert ran.err.splitlines()[4].startswith("  改法  用编号或中文名称")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("zh", "还没有发布过数据\n"),
        ("en", "nothing is published yet\n"),
        ("both", "还没有发布过数据 (nothing is published yet)\n"),
    ],
)
def test_the_screen_speaks_the_language_that_is_chosen(
    run: Run, monkeypatch: pytest.MonkeyPatch, chosen: str, said: str
) -> None:
    monkeypatch.setenv("INDICATORS_LANGUAGE", chosen)
    assert run("status").out.startswith(said)


def test_what_is_held_is_told_in_one_language_where_one_is_chosen(
    run: Run, monkeypatch: pytest.MonkeyPatch, held_id: str
) -> None:
    monkeypatch.setenv("INDICATORS_LANGUAGE", "en")
    shown = run("held").out
    assert shown.startswith(f"× {held_id}")
    # Names of files, sheets and departments are what they are.
    assert "  held CURRENCY_MIX the cell says 1691" in shown
    assert "待核" not in shown
    monkeypatch.setenv("INDICATORS_LANGUAGE", "zh")
    assert "the cell says" not in run("held").out


@pytest.mark.parametrize(
    "arguments",
    [("trase", "--json"), ("query", "select 1", "--format", "json"), ("trace", "x", "2023-12", "--json")],
)
def test_with_json_a_failure_is_one_document_on_standard_output(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.err) == (2, "")
    assert (ran.document["schema_version"], ran.document["ok"]) == (1, False)
    assert {"code", "message_zh", "message_en", "found", "expected", "consequence_zh", "remedy_zh"} <= set(
        ran.document["error"]
    )


@pytest.mark.parametrize("code", messages())
def test_every_code_is_explained_in_both_languages_and_in_gbk(run: Run, code: str) -> None:
    ran = run("explain", code.lower())
    assert ran.status == 0
    stated = messages()[code]
    assert f"{code}  {stated.title_zh}" in ran.out
    assert f"{code}  {stated.title_en}" in ran.out
    assert stated.remedy_zh in ran.out
    assert ran.out.encode("gbk")


def test_a_rule_is_explained_in_one_language_if_asked(run: Run) -> None:
    lines = run("explain", "UNIT_SLIP", "--lang", "en").out.splitlines()
    assert lines[0] == f"UNIT_SLIP  {messages()['UNIT_SLIP'].title_en}"
    assert "  publishing  held until corrected, explained or released" in lines
    assert "  scope  the whole submission" in lines


def test_an_unknown_code_is_answered_with_the_nearest(run: Run) -> None:
    ran = run("explain", "UNIT_SLIPP")
    assert (ran.status, ran.code) == (2, "UNKNOWN_CODE")
    assert "UNIT_SLIP?" in ran.err


# --------------------------------------------------------------------------------------------- what can be foreseen


@pytest.mark.parametrize("arguments", [("status",), ("refresh",), ("submit", "x", "-d", "x"), ("read", "x")])
def test_an_office_that_is_not_there_is_no_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("INDICATORS_OFFICE", str(tmp_path / "nowhere"))
    ran = run(*arguments)
    assert (ran.status, ran.code) == (2, "OFFICE")
    assert str(tmp_path / "nowhere") in ran.err


def test_a_setting_that_cannot_be_used_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_KEEP_DAYS", "two")
    ran = run("status")
    assert (ran.status, ran.code) == (2, "SETTING")
    assert "INDICATORS_KEEP_DAYS='two'" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [("status",), ("held",), ("refresh",), ("snapshots",), ("release", "ab", "--reason", "x", "--by", "y")],
)
def test_a_ledger_that_is_damaged_stops_and_is_left_alone(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    home = Home(tmp_path / "home").ensure()
    home.ledger.write_bytes(b"garbage" * 100)
    ran = run(*arguments)
    assert (ran.status, ran.code) == (1, "LEDGER_DAMAGED")
    assert str(home.ledger) in ran.err
    assert home.ledger.read_bytes() == b"garbage" * 100


def test_a_ledger_of_a_later_version_asks_for_an_upgrade(run: Run, tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    with open_ledger(home) as ledger:
        ledger.execute("PRAGMA user_version = 99")
    ran = run("status")
    assert (ran.status, ran.code) == (1, "LEDGER_TOO_NEW")


def test_a_ledger_that_somebody_writes_to_is_busy_and_not_damaged(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    other = sqlite3.connect(home.ledger, timeout=0)
    with open_ledger(home) as ledger:
        ledger.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as busy:
            other.execute("BEGIN IMMEDIATE")
        ledger.execute("ROLLBACK")
    other.close()
    known = foreseen(busy.value)
    assert known is not None
    assert known.problem.code == "LEDGER_BUSY"


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "select 1"),
        ("query", "select 1", "--as-of", "2024-01-05"),
        ("trace", "fdi_actual_utilized", "2023-12"),
        ("rollback", "--reason", "x", "--by", "y"),
        ("resume", "--by", "y"),
    ],
)
def test_before_the_first_snapshot_it_is_said_how_to_get_one(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.code) == (2, "NO_SNAPSHOT")
    assert f"{tmp_path / 'home' / 'inbox'}/<部门>/" in ran.err


@pytest.mark.parametrize(
    "arguments", [("refresh",), ("rollback", "--reason", "x", "--by", "y"), ("resume", "--by", "y")]
)
def test_while_another_refresh_runs_nothing_is_done(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    home = _two_snapshots(tmp_path / "home")
    with refresh_lock(home):
        ran = run(*arguments)
    assert (ran.status, ran.code) == (5, "LOCK_HELD")
    assert f"进程 {os.getpid()}" in ran.err


def test_what_nobody_foresaw_goes_to_a_log_and_not_to_the_screen(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(warehouse.answers.status, "status", broken)
    ran = run("status")
    assert (ran.status, ran.code) == (1, "INTERNAL")
    (log,) = (tmp_path / "home" / "logs").iterdir()
    assert str(log) in ran.err
    assert "Traceback" not in ran.err
    assert "RuntimeError: oops" in log.read_text(encoding="utf-8")


def test_an_interrupt_is_one_line_and_its_own_status(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(warehouse.answers.status, "status", interrupted)
    ran = run("status")
    assert (ran.status, ran.out) == (130, "")
    assert ran.err == "已中断；可以放心再运行一次 (interrupted; it is safe to run it again)\n"


def test_a_reader_that_has_gone_is_no_error(sample: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-m", "warehouse.cli.app", "status"],
        env={**os.environ, "INDICATORS_HOME": str(sample), "PYTHONPATH": str(CHECKOUT)},
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (process.returncode, process.stderr) == (141, b"")


# ---------------------------------------------------------------------------------------------------- consoles


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("trace", "fdi_actual_utilized", "2023-12"),
        ("trace", "fdi_actual_utilized", "2023-12", "--transform", "G1Y"),
        ("trace", "fixed_asset_investment", "2023-12"),
        ("query", "from mart_indicator", "--format", "table", "--limit", "5"),
        ("query", "selec 1"),
        ("held",),
        ("snapshots",),
        ("doctor",),
    ],
)
def test_everything_printed_is_in_gbk(run: Run, sample: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments, home=sample)
    assert (ran.out + ran.err).encode("gbk")


def test_a_gbk_console_gets_gbk_and_json_that_is_the_same_in_any_encoding(sample: Path) -> None:
    arguments = ("trace", "fdi_actual_utilized", "2023-12")
    for_people = _process(sample, *arguments, PYTHONIOENCODING="gbk")
    for_programs = _process(sample, *arguments, "--json", PYTHONIOENCODING="gbk")
    assert "实际到账外资 = 1032万美元，来自经济发展办公室 2024-01-06 报送的" in for_people.stdout.decode(
        "gbk"
    )
    assert json.loads(for_programs.stdout.decode("ascii"))["indicator_zh"] == "实际到账外资"


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("held",),
        ("snapshots",),
        ("doctor",),
        ("trace", "fdi_actual_utilized", "2023-12"),
        ("query", "from snapshot"),
    ],
)
def test_with_json_standard_output_is_json_and_nothing_else(
    run: Run, sample: Path, arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments, "--json", home=sample)
    assert ran.status == 0
    assert arguments[0] == "query" or ran.document["schema_version"] == 1


# ----------------------------------------------------------------------------------------------------- refresh


def test_a_refresh_with_nothing_new_says_so(run: Run, night: Settings) -> None:
    ran = run("refresh", home=night.home)
    assert ran.status == 0
    assert "没有新内容，未发布" in ran.out


def test_a_refresh_reports_its_steps_on_standard_error_and_the_rest_as_json(
    run: Run, night: Settings
) -> None:
    ran = run("refresh", "--json", home=night.home)
    assert ran.status == 0
    assert (ran.document["schema_version"], ran.document["exit_status"]) == (1, 0)
    assert [line.split()[0] for line in ran.err.splitlines()] == ["√"] * len(ran.err.splitlines())
    assert "√ 收文 collect" in ran.err


def test_a_quiet_refresh_is_silent_unless_something_is_left_to_do(run: Run, night: Settings) -> None:
    quiet = run("refresh", "--quiet", home=night.home)
    assert (quiet.status, quiet.out, quiet.err) == (0, "", "")
    stray = Home(night.home).inbox / "商务科"
    stray.mkdir()
    (stray / "外资.xlsx").write_bytes(b"whose?")
    loud = run("refresh", "--quiet", home=night.home)
    assert (loud.status, loud.err) == (3, "")
    assert "商务科" in loud.out


def test_a_step_is_one_line_when_it_has_ended() -> None:
    lines: list[str] = []
    steps = StepLines(lines.append)
    steps.progress("collect", 0, 1, "inbox")
    steps.progress("collect", 1, 1, "3 new")
    steps.progress("read", 0, 2, "经济发展办公室 1…2 (2)")
    assert [line.rpartition("  ")[0] for line in lines] == ["√ 收文 collect  3 new"]
    steps.progress("read", 2, 2, "")
    steps.end()
    assert [line.rpartition("  ")[0] for line in lines] == ["√ 收文 collect  3 new", "√ 读表 read  2/2"]


# ----------------------------------------------------------------------------------------------- submit and read


def test_a_file_is_handed_in_once_whatever_it_is_called(
    run: Run, sample_folder: Path, tmp_path: Path
) -> None:
    file = sample_folder / "inbox" / OFFICE / FDI
    again = tmp_path / "副本.xlsx"
    shutil.copy(file, again)
    first = run(
        "submit",
        str(file),
        "--department",
        OFFICE,
        "--received-at",
        "2024-01-06T09:50",
        "--received-by",
        "王五",
    )
    second = run("submit", str(again), "--department", "econ_dev_office")
    assert (first.status, second.status) == (0, 0)
    assert first.out.split()[0] == "√"
    assert second.out.startswith(
        f"○ {first.out.split()[1]}  副本.xlsx  与已收的相同：{FDI}, 2024-01-06 09:50"
    )
    with open_ledger(Home(tmp_path / "home")) as ledger:
        (one,) = submissions(ledger)
        assert len(receipts(ledger)) == 2
    assert (one.received_at, one.received_by, one.back_loaded) == (
        datetime(2024, 1, 6, 1, 50, tzinfo=UTC),
        "王五",
        True,
    )


def test_a_wrong_department_is_answered_with_the_nearest(run: Run, sample_folder: Path) -> None:
    ran = run("submit", str(sample_folder / "inbox" / OFFICE / FDI), "--department", "经济发展办")
    assert (ran.status, ran.code) == (2, "USAGE")
    assert "  应为  经济发展办公室?" in ran.err


def test_one_file_that_is_not_there_does_not_stop_the_others(
    run: Run, sample_folder: Path, tmp_path: Path
) -> None:
    ran = run(
        "submit", str(tmp_path / "没有.xlsx"), str(sample_folder / "inbox" / OFFICE / FDI), "-d", OFFICE
    )
    assert (ran.status, ran.code) == (2, "NOT_SUBMITTED")
    assert ran.out.startswith("√ ")


def test_a_receipt_in_the_future_is_refused(run: Run, sample_folder: Path) -> None:
    file = str(sample_folder / "inbox" / OFFICE / FDI)
    ran = run("submit", file, "-d", OFFICE, "--received-at", "2999-01-01")
    assert (ran.status, ran.code) == (2, "RECEIVED_AT")


def test_reading_a_workbook_shows_what_it_says_and_loads_nothing(
    run: Run, sample_folder: Path, tmp_path: Path
) -> None:
    ran = run("read", str(sample_folder / "inbox" / OFFICE / FDI), "--no-gate", "--json")
    assert ran.status == 0
    said = ran.document
    assert set(said) == {
        "schema_version",
        "submission",
        "observations",
        "register_rows",
        "findings",
        "not_run",
    }
    assert (said["submission"]["form_id"], said["submission"]["period"]) == ("L03", "2023-12")
    assert said["submission"]["department_id"] == "econ_dev_office"
    assert [(one["cell"], one["obs_value"], one["unit_measure"]) for one in said["observations"]] == [
        ("H9", "10320000.000000", "USD"),
        ("H10", "6310000.000000", "USD"),
        ("H11", "63.550000", "PERCENT"),
    ]
    assert set(said["observations"][0]) == set(OBSERVATION.names)
    assert said["register_rows"][0]["fields"]["amount"] == {
        "value": "2600000.000000",
        "cell": "G5",
        "raw_text": "260",
    }
    assert not (tmp_path / "home").exists()


def test_reading_shows_the_place_inside_the_area(
    run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    (file,) = (sample_folder / "inbox").rglob("行政工作统计月报2023年12月.xlsx")
    ran = run("read", str(file), "--no-gate")
    (line,) = [line for line in ran.out.splitlines() if "零碳社区专项资金" in line]
    assert "鲸园街道 花园社区" in line


def test_reading_shows_a_period_that_cannot_be_told_as_unknown(
    run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    (file,) = (sample_folder / "faulty" / "inbox").rglob("限上批零住餐_缺期别.xlsx")
    ran = run("read", str(file), "--no-gate")
    assert ran.status == 3
    assert "未知" in next(line for line in ran.out.splitlines() if "批发业销售额" in line)
    assert not [said for said in ("0001", "0000-", "_U") if said in ran.out]


def test_reading_finds_what_the_gate_would_find(run: Run, sample_folder: Path) -> None:
    expected = csv.DictReader(
        io.StringIO((sample_folder / "faulty" / "expected.csv").read_text(encoding="utf-8-sig"))
    )
    row = next(row for row in expected if row["rule"] == "UNIT_SLIP" and "外资" in row["path"])
    ran = run("read", str(sample_folder / "faulty" / "inbox" / row["path"]), "--json")
    roots = [one for one in ran.document["findings"] if not one["caused_by"] and one["severity"] == "hold"]
    assert ran.status == 3
    assert [(one["rule"], one["sheet"], one["cell"]) for one in roots] == [
        ("UNIT_SLIP", row["sheet"], row["cell"])
    ]


def test_reading_asks_whose_it_is_only_if_told(run: Run, sample_folder: Path) -> None:
    file = str(sample_folder / "inbox" / OFFICE / FDI)
    as_another = run("read", file, "--no-gate", "--json", "--department", "统计站").document["findings"]
    as_its_own = run("read", file, "--no-gate", "--json").document["findings"]
    assert "WRONG_DEPARTMENT" in [one["rule"] for one in as_another]
    assert "WRONG_DEPARTMENT" not in [one["rule"] for one in as_its_own]


def test_reading_what_is_no_workbook_is_a_finding(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "扫描件.xlsx"
    file.write_bytes(b"%PDF-1.7")
    ran = run("read", str(file), "--no-gate")
    assert ran.status == 3
    assert "待核 NOT_A_WORKBOOK" in ran.out
    assert "  位置  扫描件.xlsx" in ran.out


# ---------------------------------------------------------------------------------------------------- decisions


@pytest.fixture
def held_id(sample_folder: Path, tmp_path: Path) -> str:
    """The id of a submission that the gate holds, in the home that commands run on."""
    settings = settings_for(tmp_path / "home")
    file = sample_folder / "faulty" / "inbox" / OFFICE / "外资到账明细2023年12月_币种混填.xlsx"
    submission_id, _ = hand_in(settings, file, OFFICE, received_by="示例填表人甲")
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    accept(settings)
    return submission_id


def test_what_is_held_is_shown_with_its_cell_and_what_to_do(run: Run, held_id: str) -> None:
    ran = run("held")
    assert ran.out.startswith(
        f"× {held_id}  外资到账明细2023年12月_币种混填.xlsx  {OFFICE}"
        "  外资到账明细表 (Foreign capital received, by tranche) 2023-12"
    )
    assert "│ G8" in ran.out
    assert [line.strip().split()[0] for line in ran.out.splitlines()[2:8]] == LABELS
    assert [one["submission_id"] for one in run("held", "--json").document["held"]] == [held_id]


def test_a_release_is_entered_with_who_and_why(run: Run, held_id: str, tmp_path: Path) -> None:
    ran = run("release", held_id[:6], "--reason", "已电话核实", "--by", "李四")
    assert ran.status == 0
    assert "下次更新时重建" in ran.out
    with open_ledger(Home(tmp_path / "home")) as ledger:
        decision = current_decision(ledger, held_id)
    assert decision is not None
    assert (decision.kind, decision.reason, decision.actor) == (DecisionKind.RELEASE, "已电话核实", "李四")
    assert decision.accepted_at == decision.decided_at
    assert run("held").out == "没有待核的报表 (nothing is held)\n"


def test_a_whole_id_is_meant_although_a_longer_one_begins_like_it(
    run: Run, held_id: str, tmp_path: Path
) -> None:
    alike = HandIn(held_id.ljust(64, "0"), "econ_dev_office", "又一份.xlsx", 1, datetime.now(UTC), "x")
    with open_ledger(Home(tmp_path / "home")) as ledger:
        longer, _ = enter_submission(ledger, alike)
    assert longer == f"{held_id}0"

    assert run("refuse", held_id[:15], "--reason", "x", "--by", "李四").code == "SEVERAL_SUBMISSIONS"
    assert run("refuse", held_id, "--reason", "x", "--by", "李四").status == 0


def test_a_refusal_is_final(run: Run, held_id: str) -> None:
    assert run("refuse", held_id, "--reason", "报错了月份", "--by", "李四").status == 0
    again = run("release", held_id, "--reason", "x", "--by", "李四")
    assert (again.status, again.code) == (2, "DECISION")


@pytest.mark.parametrize(
    ("given", "reason", "code"),
    [("ffffffffffffffff", "x", "UNKNOWN_SUBMISSION"), ("", "x", "UNKNOWN_SUBMISSION")],
)
def test_a_decision_on_nothing_is_refused(run: Run, held_id: str, given: str, reason: str, code: str) -> None:
    ran = run("release", given, "--reason", reason, "--by", "李四")
    assert (ran.status, ran.code) == (2, code)


def test_a_decision_without_a_reason_is_refused(run: Run, held_id: str, tmp_path: Path) -> None:
    ran = run("release", held_id, "--reason", "  ", "--by", "李四")
    assert (ran.status, ran.code) == (2, "USAGE")
    with open_ledger(Home(tmp_path / "home")) as ledger:
        decision = current_decision(ledger, held_id)
    assert decision is not None
    assert decision.kind is DecisionKind.HOLD


# ----------------------------------------------------------------------------------------------------- snapshots


def _two_snapshots(root: Path) -> Home:
    home = Home(root).ensure()
    with open_ledger(home):
        pass
    for day, snapshot_id in ((5, FIRST), (6, SECOND)):
        built_at = datetime(2024, 1, day, 2, tzinfo=UTC)
        folder = home.builds / snapshot_id
        folder.mkdir()
        (folder / "indicators.duckdb").write_text(snapshot_id, encoding="ascii")
        write_manifest(folder, SnapshotRow(snapshot_id, "abc", built_at, built_at), {})
        publish(home, folder)
    return home


def test_a_rollback_says_from_where_to_where_and_how_to_go_on(run: Run, tmp_path: Path) -> None:
    home = _two_snapshots(tmp_path / "home")
    back = run("rollback", "--reason", "核对", "--by", "李四")
    assert (back.status, home.current.resolve().name) == (0, FIRST)
    assert f"{SECOND} → {FIRST}" in back.out
    assert "indicators resume --by 李四" in back.out
    listed = run("snapshots", "--json").document
    assert (listed["pinned"], [one["current"] for one in listed["snapshots"]]) == (True, [True, False])

    on = run("resume", "--by", "李四")
    assert (on.status, home.current.resolve().name) == (0, SECOND)
    assert f"{FIRST} → {SECOND}" in on.out
    assert run("resume", "--by", "李四").out.startswith("○ 没有变化")


def test_where_no_postgres_is_known_a_rollback_and_going_on_say_that_files_alone_were_moved(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INDICATORS_POSTGRES", raising=False)
    _two_snapshots(tmp_path / "home")
    for ran in (run("rollback", "--reason", "核对", "--by", "李四"), run("resume", "--by", "李四")):
        (said,) = [line for line in ran.out.splitlines() if "PostgreSQL" in line]
        assert "只换了文件" in said
        assert "indicators publish" in said


def test_a_snapshot_can_be_named_by_its_beginning(run: Run, tmp_path: Path) -> None:
    home = _two_snapshots(tmp_path / "home")
    assert run("rollback", "20240105", "--reason", "核对", "--by", "李四").status == 0
    assert home.current.resolve().name == FIRST
    ran = run("rollback", "2024", "--reason", "核对", "--by", "李四")
    assert (ran.status, ran.code) == (2, "UNKNOWN_SNAPSHOT")
    assert f"{FIRST} {SECOND}" in ran.err


def test_there_is_nothing_before_the_first(run: Run, tmp_path: Path) -> None:
    _two_snapshots(tmp_path / "home")
    run("rollback", "--reason", "核对", "--by", "李四")
    ran = run("rollback", "--reason", "再退", "--by", "李四")
    assert (ran.status, ran.code) == (2, "CANNOT_MOVE")


# ---------------------------------------------------------------------------------------- query, trace and status

CAPITAL = "select obs_value, received_at from mart_indicator where indicator_id = 'fdi_actual_utilized' and time_period = '2023-12' and is_default"


def test_json_of_a_query_is_an_array_of_objects(run: Run, sample: Path) -> None:
    expected = [{"obs_value": "10320000.000000", "received_at": "2024-01-06T01:50:00Z"}]
    assert run("query", CAPITAL, "--json", home=sample).document == expected
    assert run("query", CAPITAL, "--format", "json", home=sample).document == expected


def test_what_is_piped_is_csv_without_a_mark(run: Run, sample: Path) -> None:
    ran = run("query", CAPITAL, home=sample)
    assert (ran.out, ran.err) == ("obs_value,received_at\n10320000.000000,2024-01-06T01:50:00Z\n", "")


def test_a_file_for_excel_begins_with_the_mark(run: Run, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "外资.csv"
    ran = run("query", "select '实际到账外资' as a", "--output", str(file), home=sample)
    assert file.read_bytes() == "\ufeffa\n实际到账外资\n".encode()
    assert (ran.out, ran.err) == ("", "共 1 行，已全部列出 (1 rows, all of them)\n")


def test_parquet_keeps_decimals_and_needs_a_file(run: Run, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "外资.parquet"
    assert run("query", CAPITAL, "--output", str(file), home=sample).status == 0
    assert str(pq.read_schema(file).field("obs_value").type) == "decimal128(28, 6)"
    ran = run("query", CAPITAL, "--format", "parquet", home=sample)
    assert (ran.status, ran.code) == (2, "USAGE")


def test_an_answer_that_was_cut_says_how_many_there_are(run: Run, sample: Path) -> None:
    ran = run("query", "select * from range(25)", "--limit", "3", home=sample)
    assert ran.out == "range\n0\n1\n2\n"
    assert ran.err.startswith("只列出前 3 行，共 25 行")


def test_sql_can_come_from_standard_input(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("select 42 as a"))
    assert run("query", "-", home=sample).out == "a\n42\n"


def test_sql_can_come_from_a_file_and_begin_with_a_comment(run: Run, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "外资.sql"
    file.write_text("-- 外资\nselect 42 as a;\n", encoding="utf-8-sig")
    for words in (["--file", str(file)], ["-- 外资\nselect 42 as a"], ["--外资\nselect 42 as a", "--json"]):
        ran = run("query", *words, home=sample)
        assert (ran.status, "42" in ran.out) == (0, True), ran.err


def test_sql_is_asked_for_once(run: Run, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.sql"
    file.write_bytes("select '外资'".encode("gbk"))
    for words in ([], ["select 1", "--file", str(file)], ["--file", str(file)], ["--file", "没有.sql"]):
        assert run("query", *words, home=sample).code == "USAGE"


def test_a_word_that_is_no_option_is_none_of_the_sql(run: Run, sample: Path) -> None:
    assert run("query", "select 1", "--fromat", "csv", home=sample).code == "USAGE"


def test_a_file_that_cannot_be_written_is_named(run: Run, sample: Path, tmp_path: Path) -> None:
    ran = run("query", "select 1", "--output", str(tmp_path / "no" / "x.csv"), home=sample)
    assert (ran.status, ran.code) == (1, "DISK")
    assert str(tmp_path / "no" / "x.csv") in ran.err


def test_a_named_snapshot_is_read_and_an_unknown_one_is_not(run: Run, sample: Path) -> None:
    name = Home(sample).current.resolve().name
    asked = ("query", "select snapshot_id from snapshot", "--json", "--snapshot")
    assert run(*asked, name[:8], home=sample).document == [{"snapshot_id": name}]
    assert run(*asked, "1999", home=sample).document["error"]["code"] == "UNKNOWN_SNAPSHOT"


def test_a_day_shows_what_was_known_when_it_ended(run: Run, night: Settings) -> None:
    # Foreign capital of December came on 6 January 2024, the register on the 5th.
    last = "select max(time_period) as last from mart_indicator where is_default and indicator_id = "
    as_of = ("--as-of", "2024-01-05", "--json")
    assert run("query", f"{last} 'fdi_actual_utilized'", *as_of, home=night.home).document == [
        {"last": "2023-11"}
    ]
    assert run("query", f"{last} 'fai_projects_registered'", *as_of, home=night.home).document == [
        {"last": "2023-12"}
    ]
    assert (
        run("trace", "fdi_actual_utilized", "2023-12", *as_of, home=night.home).document["error"]["code"]
        == "NO_VALUE"
    )


def test_the_reason_of_a_revision_is_kept_with_the_hand_in(
    run: Run, tmp_path: Path, sample_folder: Path
) -> None:
    file = str(sample_folder / "inbox" / OFFICE / FDI)
    assert run("submit", file, "-d", OFFICE, "--reason", "enforcement_removal").status == 0
    # The same bytes once more say what was left unsaid.
    assert run("submit", file, "-d", OFFICE, "--reason", "UNIT_FIX").status == 0
    with open_ledger(Home(tmp_path / "home")) as book:
        assert [one.revision_reason for one in receipts(book)] == ["enforcement_removal", "unit_fix"]


def test_a_reason_that_is_no_code_is_a_usage_error_that_lists_the_codes(
    run: Run, sample_folder: Path
) -> None:
    ran = run("submit", str(sample_folder / "inbox" / OFFICE / FDI), "-d", OFFICE, "--reason", "because")
    assert (ran.status, ran.code) == (2, "USAGE")
    assert "enforcement_removal 执法检查核减" in ran.err


@pytest.mark.parametrize("rule", ["PERIOD_CLOSED", "CORRECTION_OBSOLETE", "CORRECTION_FORBIDDEN"])
def test_the_rules_of_corrections_and_closed_periods_are_explained(run: Run, rule: str) -> None:
    ran = run("explain", rule)
    assert ran.status == 0
    assert rule in ran.out
    assert len(ran.out.splitlines()) > 6


@pytest.mark.parametrize(
    "options",
    [("--as-of", "yesterday"), ("--as-of", "2024-01-05", "--snapshot", "2024"), ("--as-of", "9999-12-31")],
)
def test_a_day_that_is_none_is_a_usage_error(run: Run, sample: Path, options: tuple[str, ...]) -> None:
    ran = run("query", "select 1", *options, home=sample)
    assert (ran.status, ran.code) == (2, "USAGE")


def test_a_trace_has_every_field_of_its_contract(run: Run, sample: Path) -> None:
    found = run("trace", "fdi_actual_utilized", "2023-12", "--json", home=sample).document
    assert {
        "schema_version", "indicator_id", "indicator_zh", "series_id", "time_period", "ref_area", "area_zh", "value",
        "unit", "display_value", "display_unit", "is_synthetic", "obs_status", "obs_reason", "reconciliation",
        "formula", "cells", "vintages", "other_forms", "snapshot_id",
    } <= set(found)  # fmt: skip
    assert set(found["cells"][0]) == {
        "file", "sheet", "cell", "role", "raw_text", "submission_id", "received_at", "accepted_at", "current",
        "is_synthetic",
    }  # fmt: skip
    assert set(found["vintages"][0]) == {
        "value", "display_value", "submission_id", "file", "sheet", "cell", "raw_text", "received_at", "accepted_at",
        "current", "vintage", "value_origin", "revision_reason", "correction",
    }  # fmt: skip


def test_a_trace_for_people_begins_with_the_number_and_its_cell(run: Run, sample: Path) -> None:
    ran = run("trace", "fixed_asset_investment", "2023年12月", "--transform", "G1Y", home=sample)
    assert ran.out.splitlines()[0] == (
        "鲸园街道 2023年1-12月 固定资产投资(不含农户) 同比 = 12.4(示例)%，来自统计站 2024-01-22 报送的"
        "《固投增速反馈2023年1-12月.xlsx》“反馈表”表 B6 单元格，原文“12.4”。"
    )


def test_several_series_are_listed_with_what_to_type(run: Run, sample: Path) -> None:
    ran = run("trace", "fixed_asset_investment", "2023-12", home=sample)
    assert (ran.status, ran.code) == (2, "SEVERAL_SERIES")
    typed = ran.err.splitlines()[-1].partition("→")[0].split()[1:]
    assert run(*typed, home=sample).status == 0


def test_what_a_wrong_list_of_receipts_keeps_back_is_not_promised_to_the_next_refresh(
    run: Run, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home").ensure()
    waiting = home.inbox / "统计站" / "限上.xlsx"
    waiting.parent.mkdir(parents=True)
    waiting.write_bytes(b"anything")
    listed = home.inbox / "receipts.csv"
    listed.write_text("path,received_at,sample\n统计站/限上.xlsx,2024-01-05 10:00,maybe\n", encoding="utf-8")
    assert "限上.xlsx  下次更新时收" in run("status").out
    (wrong,) = collect(settings_for(home.root)).findings
    # What may stand there is said in the words that are taken.
    assert "yes" in str(wrong.expected)
    assert "限上.xlsx  等 receipts.csv 改好再收" in run("status").out


def test_the_status_says_what_is_owed_in_one_line_a_range(run: Run, sample: Path) -> None:
    ran = run("status", home=sample)
    assert Home(sample).current.resolve().name in ran.out
    assert (
        "  经济发展办公室  L01 固定资产投资项目入库台账 (Register of fixed-asset projects entered) 2024-02…"
        in ran.out
    )
    assert "份未报" in ran.out


def test_a_doctor_that_finds_something_says_so_in_its_status(run: Run, tmp_path: Path) -> None:
    Home(tmp_path / "home").ensure().root.chmod(0o755)
    ran = run("doctor")
    assert ran.status == 1
    assert f"× 数据主目录权限 (mode of the home folder)  {tmp_path / 'home'} 0755" in ran.out
    assert run("doctor", "--json").document["ok"] is False
