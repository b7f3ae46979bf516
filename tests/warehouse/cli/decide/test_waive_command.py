"""`indicators waive` and `withdraw`: what is let pass for a time, and what was accepted and no longer stands."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import settings_for
from tests.warehouse.command import Run
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.entries import current_decisions
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import DecisionKind
from warehouse.ledger.waivers import waivers
from warehouse.settings import Settings
from warehouse.steps import refresh
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk

OFFICE = "经济发展办公室"
ASKED = "外资到账明细2023年12月_合计不符.xlsx"
HELD = "固定资产投资项目入库台账2023年12月_低于门槛.xlsx"
UNPLACED = "外资到账明细2023年12月_单位未登记.xlsx"
FAR = "2099-12-31"
REASON = "区里正在核实可比口径"


@pytest.fixture
def settings(tmp_path: Path, run: Run) -> Settings:  # `run` sets the home that commands run on
    return settings_for(tmp_path / "home")


def _come(settings: Settings, sample_folder: Path, *files: str) -> None:
    for file in files:
        path = sample_folder / "faulty" / "inbox" / OFFICE / file
        if not path.exists():
            path = sample_folder / "inbox" / OFFICE / file
        hand_in(settings, path, OFFICE, received_by="甲", received_at=datetime(2024, 1, 7, tzinfo=UTC))
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    refresh.accept(settings)


def _kinds(settings: Settings) -> list[DecisionKind]:
    with open_ledger(Home(settings.home)) as book:
        return [one.kind for one in current_decisions(book).values()]


def test_what_is_waived_is_not_asked_any_more_and_is_listed_with_the_waiver(
    run: Run, settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, ASKED)
    assert "TOTAL_DIFFERS" in run("answers").out
    entered = run("waive", "--rule", "TOTAL_DIFFERS", "--until", FAR, "--reason", REASON, "--by", "李四")
    assert entered.status == 0
    assert "特批采用至 2099-12-31" in entered.out
    assert "TOTAL_DIFFERS" not in run("answers").out
    (one,) = run("waive", "--json").document["waivers"]
    assert (one["rule"], one["until"], one["in_force"], one["reason"]) == ("TOTAL_DIFFERS", FAR, True, REASON)
    assert [(each["form_id"], each["cell"]) for each in one["passing"]] == [("L03", "H9")]
    assert "▲ TOTAL_DIFFERS  L03 2023-12" in run("waive").out


def test_a_waived_question_is_closed_with_who_and_until_when(
    run: Run, settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, ASKED)
    run("waive", "--form", "L03", "--until", FAR, "--reason", REASON, "--author", "张三", "--by", "李四")
    closed = run("answers", "--closed").out
    assert f"特批采用至 2099-12-31 waived until then (waiver 1): {REASON}  李四" in closed


def test_what_is_held_is_let_in_by_the_next_night_as_a_release_of_whoever_waived_it(
    run: Run, settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, HELD)
    run(
        "waive",
        "--rule",
        "BELOW_THRESHOLD",
        "--department",
        OFFICE,
        "--until",
        FAR,
        "--reason",
        REASON,
        "--author",
        "张三",
        "--by",
        "李四",
    )
    assert _kinds(settings) == [DecisionKind.HOLD]
    report = refresh.accept(settings)
    assert (report.waived, report.held_again) == (1, 0)
    with open_ledger(Home(settings.home)) as book:
        (decision,) = current_decisions(book).values()
    assert (decision.kind, decision.actor) == (DecisionKind.RELEASE, "李四")
    assert run("held", "--json").document["held"] == []
    assert refresh.accept(settings).waived == 0


def test_a_waiver_of_something_else_lets_nothing_in(
    run: Run, settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, HELD)
    run(
        "waive",
        "--rule",
        "BELOW_THRESHOLD",
        "--form",
        "L03",
        "--until",
        FAR,
        "--reason",
        REASON,
        "--author",
        "张三",
        "--by",
        "李四",
    )
    assert refresh.accept(settings).waived == 0
    assert _kinds(settings) == [DecisionKind.HOLD]


def test_what_has_no_certain_unit_stays_held_whatever_is_waived(
    run: Run, settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, UNPLACED)
    run("waive", "--form", "L03", "--until", FAR, "--reason", REASON, "--author", "张三", "--by", "李四")
    assert refresh.accept(settings).waived == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--rule", "NO_SUCH_RULE"],
        ["--form", "L99"],
        ["--department", "没有的部门"],
        ["--period", "去年"],
        ["--until", "明年", "--form", "L03"],
    ],
)
def test_a_scope_that_there_is_not_is_refused_and_entered_nowhere(
    run: Run, settings: Settings, options: list[str]
) -> None:
    ran = run("waive", "--until", FAR, "--reason", REASON, "--by", "李四", *options)
    assert (ran.status, ran.code) == (2, "WAIVER")
    with open_ledger(Home(settings.home)) as book:
        assert waivers(book) == []


def test_a_waiver_without_an_end_is_refused(run: Run, settings: Settings) -> None:
    ran = run("waive", "--form", "L03", "--reason", REASON, "--by", "李四")
    assert (ran.status, ran.code) == (2, "WAIVER")
    assert "--until" in ran.err


def test_one_person_alone_lets_no_figure_in(run: Run, settings: Settings) -> None:
    ran = run(
        "waive", "--form", "L03", "--until", FAR, "--reason", REASON, "--author", "李四", "--by", "李四"
    )
    assert (ran.status, ran.code) == (2, "WAIVER")
    assert "不是批准人" in ran.err


def test_what_is_ended_early_holds_again_from_the_next_night_on_and_is_listed_as_ended(
    run: Run, settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, HELD)
    run("waive", "--form", "L01", "--until", FAR, "--reason", REASON, "--author", "张三", "--by", "李四")
    refresh.accept(settings)
    ended = run("waive", "--end", "1", "--reason", "区里已答复，按原口径", "--by", "王五")
    assert (ended.status, "特批已终止" in ended.out) == (0, True)
    report = refresh.accept(settings)
    assert (report.waived, report.held_again) == (0, 1)
    assert _kinds(settings) == [DecisionKind.HOLD]
    listed = run("waive").out
    assert "已终止 (ended)  王五" in listed
    assert "张三 提出" in listed


def test_an_end_takes_no_words_of_a_new_waiver(run: Run, settings: Settings) -> None:
    ran = run("waive", "--end", "1", "--form", "L03", "--reason", REASON, "--by", "李四")
    assert (ran.status, ran.code) == (2, "WAIVER")
    assert "--reason 和 --by" in ran.err


def test_the_status_says_what_is_waived_and_how_long_still(run: Run, settings: Settings) -> None:
    run("waive", "--form", "L03", "--until", FAR, "--reason", REASON, "--author", "张三", "--by", "李四")
    assert "特批采用 1 条" in run("status").out
    (one,) = run("status", "--json").document["waivers"]
    assert (one["form_id"], one["until"]) == ("L03", FAR)


def test_nothing_is_waived_in_a_new_home(run: Run) -> None:
    assert run("waive").out == "没有特批 (nothing is waived)\n"


# ----------------------------------------------------------------------------------------------------- withdraw


def test_what_is_withdrawn_no_longer_stands_and_can_be_reinstated(
    run: Run, settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, ASKED)
    with open_ledger(Home(settings.home)) as book:
        (submission_id,) = current_decisions(book)
    ran = run("withdraw", submission_id[:8], "--reason", "部门来函撤回", "--by", "李四")
    assert ran.status == 0
    assert "nothing else is there for its period: it is owed again" in ran.out
    assert _kinds(settings) == [DecisionKind.REFUSE]
    assert run("reinstate", submission_id, "--reason", "误撤", "--by", "李四").status == 0
    assert _kinds(settings) == [DecisionKind.ACCEPT]


def test_after_a_withdrawal_what_came_before_speaks_and_is_named(
    run: Run, settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, "外资到账明细2023年12月.xlsx")
    _come(settings, sample_folder, ASKED)
    with open_ledger(Home(settings.home)) as book:
        _, last = current_decisions(book)
    out = run("withdraw", last, "--reason", "部门来函撤回", "--by", "李四").out
    assert "外资到账明细2023年12月.xlsx speaks" in out


def test_what_is_held_is_refused_and_not_withdrawn(run: Run, settings: Settings, sample_folder: Path) -> None:
    _come(settings, sample_folder, HELD)
    with open_ledger(Home(settings.home)) as book:
        (submission_id,) = current_decisions(book)
    ran = run("withdraw", submission_id, "--reason", "部门来函撤回", "--by", "李四")
    assert (ran.status, ran.code) == (2, "DECISION")
    assert _kinds(settings) == [DecisionKind.HOLD]
