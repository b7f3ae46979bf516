"""What was explained and accepted is not held or asked again in a return that is handed in after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from tests.conftest import copy_of, settings_for
from tests.ingest.workbook.marking.rich_workbook import parts
from tests.ingest.workbook.xlsx.written_package import zipped
from tests.warehouse.cli.decide.test_explained_answers import (
    OFFICE,
    explained,
    finding_of,
    handed_in_and_back,
)
from tests.warehouse.command import Run
from tests.warehouse.hand_back.conftest import Back, backs
from warehouse.home import Home
from warehouse.ledger.carried import with_carried
from warehouse.ledger.entries import current_decisions
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import Answer, AnswerState, Asked, DecisionKind
from warehouse.settings import Settings

# 1691 万美元 where the running total has grown by 240; below, what may not be explained.
HELD = "外资到账明细2023年12月_币种混填.xlsx"
BELOW = "固定资产投资项目入库台账2023年12月_低于门槛.xlsx"
ASKED = "外资到账明细2023年12月_合计不符.xlsx"
WORDS = "该笔为人民币出资，累计已按折算数填"
LATER = datetime(2024, 1, 9, tzinfo=UTC)


def with_a_change(data: bytes, old: str, new: str) -> bytes:
    """The workbook with one text of its parts replaced."""
    contents: dict[str, str | bytes] = dict(parts(data))
    hit = [name for name, content in contents.items() if old.encode() in bytes(content)]  # type: ignore[arg-type]
    assert len(hit) == 1, hit
    contents[hit[0]] = bytes(contents[hit[0]]).replace(old.encode(), new.encode())  # type: ignore[arg-type]
    return zipped(contents)


def back_of(settings: Settings, folder: Path, data: bytes) -> Back:
    """What comes back of a workbook that is handed in after the others."""
    file = folder / "再报.xlsx"
    file.write_bytes(data)
    return handed_in_and_back(settings, file, LATER)


@pytest.fixture(scope="module")
def accepted_home(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Settings:
    """A home in which a return was held and explained in its marked copy. Not to be changed."""
    folder = tmp_path_factory.mktemp("held")
    settings = settings_for(folder / "home")
    file = sample_folder / "faulty" / "inbox" / OFFICE / HELD
    first = handed_in_and_back(settings, file, datetime(2024, 1, 7, tzinfo=UTC))
    explained(settings, first, folder, "其他", WORDS, "CURRENCY_MIX")
    return settings


@pytest.fixture
def settings(accepted_home: Settings, tmp_path: Path) -> Settings:
    """The home that commands run on."""
    return copy_of(accepted_home, tmp_path)


def explained_copy(settings: Settings) -> Back:
    return next(one for one in backs(settings) if one.receipt["file"] == "说明了.xlsx")


def accept(run: Run, settings: Settings, *options: str) -> str:
    asked = finding_of(explained_copy(settings), "CURRENCY_MIX")
    ran = run("answers", "accept", asked[:8], "--by", "李四", *options)
    assert ran.status == 0, ran.err
    return ran.out


def decision(settings: Settings, submission_id: str) -> tuple[DecisionKind, str, str]:
    with open_ledger(Home(settings.home)) as book:
        one = current_decisions(book)[submission_id]
    return one.kind, one.actor, one.reason


def test_what_was_held_until_a_person_accepted_its_explanation_is_listed_as_closed(
    run: Run, settings: Settings
) -> None:
    assert "没有已答复或已更正的问题" in run("answers", "--closed").out
    accept(run, settings)
    (first_line, _, end) = run("answers", "--closed").out.splitlines()
    assert first_line.startswith("√ ")
    assert "CURRENCY_MIX" in first_line
    assert "采纳 (accepted)  李四" in end
    assert WORDS in end


def test_of_a_return_that_is_held_twice_the_one_handed_in_last_is_listed_and_meant(
    run: Run, settings: Settings
) -> None:
    held = run("held", "--json").document["held"]
    assert [one["file"] for one in held] == ["说明了.xlsx"]
    assert "indicators answers accept ID" in run("answers").out
    assert "这份已放行" in accept(run, settings)


def test_an_accepted_explanation_lets_in_what_nothing_else_holds(run: Run, settings: Settings) -> None:
    accept(run, settings)
    submission_id = explained_copy(settings).receipt["submission_id"]
    assert decision(settings, submission_id) == (DecisionKind.RELEASE, "李四", f"其他：{WORDS}")
    assert run("held", "--json").document["held"] == []


def test_an_explanation_that_was_sent_back_leaves_it_held_and_says_so(run: Run, settings: Settings) -> None:
    asked = finding_of(explained_copy(settings), "CURRENCY_MIX")
    ran = run("answers", "reject", asked, "--reason", "请附银行回单", "--by", "李四")
    assert (ran.status, "这份仍待核" in ran.out) == (0, True)
    assert len(run("held", "--json").document["held"]) == 1


def test_what_has_to_be_mended_is_let_in_by_no_explanation(
    run: Run, sample_folder: Path, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path / "home")
    file = sample_folder / "faulty" / "inbox" / OFFICE / BELOW
    back = handed_in_and_back(settings, file, datetime(2024, 1, 7, tzinfo=UTC))
    ran = run("answers", "accept", finding_of(back, "BELOW_THRESHOLD"), "--reason", "属实", "--by", "李四")
    assert (ran.status, ran.code) == (2, "QUESTION_HOLDS")


def test_a_return_with_the_same_explained_figure_is_not_held_again(
    run: Run, settings: Settings, tmp_path: Path
) -> None:
    accept(run, settings)
    again = back_of(
        settings, tmp_path, with_a_change(explained_copy(settings).copy.read_bytes(), ">首笔<", ">首笔到账<")
    )
    assert decision(settings, again.receipt["submission_id"]) == (
        DecisionKind.RELEASE,
        "李四",
        f"其他：{WORDS}",
    )
    assert "说明已采纳（李四）" in (again.folder / "审核意见.html").read_text(encoding="utf-8")


def test_another_figure_in_the_same_cell_is_held(run: Run, settings: Settings, tmp_path: Path) -> None:
    accept(run, settings)
    other = with_a_change(explained_copy(settings).copy.read_bytes(), "<v>1691</v>", "<v>1696</v>")
    again = back_of(settings, tmp_path, other)
    assert decision(settings, again.receipt["submission_id"])[:2] == (DecisionKind.HOLD, "gate_1")


def test_a_return_that_is_only_asked_about_is_not_asked_again(
    run: Run, sample_folder: Path, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path / "home")
    data = (sample_folder / "faulty" / "inbox" / OFFICE / ASKED).read_bytes()
    (tmp_path / ASKED).write_bytes(data)
    first = handed_in_and_back(settings, tmp_path / ASKED, datetime(2024, 1, 7, tzinfo=UTC))
    asked = finding_of(first, "TOTAL_DIFFERS")
    assert run("answers", "accept", asked, "--reason", "部门来电：执法核减", "--by", "李四").status == 0
    back_of(settings, tmp_path, with_a_change(data, ">首笔<", ">首笔到账<"))
    open_ones = run("answers", "--json").document["questions"]
    assert asked not in {one["finding_id"] for one in open_ones}


def _asked(submission_id: str, found: str = "1691", cell: str = "G8") -> Asked:
    place = Place("外资.xlsx", "明细", cell, submission_id, "L03", "2023-12")
    one: Finding = finding("CURRENCY_MIX", place, found=found, expected="240", subject="到账", factor="7")
    return Asked(submission_id, "r1", "f1", "gate_1", LATER, 1, one)


def _answer(submission_id: str, state: AnswerState) -> Answer:
    return Answer(1, submission_id, "f1", state, WORDS, "李四", LATER, date(2025, 1, 1))


@pytest.mark.parametrize(
    ("later", "department", "state", "carried"),
    [
        (_asked("s2"), "a", AnswerState.ACCEPTED, True),
        (_asked("s2", cell="G12"), "a", AnswerState.ACCEPTED, True),  # rows were put in above
        (_asked("s2", found="1696"), "a", AnswerState.ACCEPTED, False),
        (replace(_asked("s2"), places=2), "a", AnswerState.ACCEPTED, False),  # and in another cell
        (_asked("s2"), "b", AnswerState.ACCEPTED, False),
        (_asked("s2"), "a", AnswerState.REJECTED, False),
    ],
)
def test_an_answer_speaks_for_a_later_question_of_the_same_department_about_the_same_figure(
    later: Asked, department: str, state: AnswerState, carried: bool
) -> None:
    given = {("s1", "f1"): _answer("s1", state)}
    every = with_carried([_asked("s1"), later], given, {"s1": "a", "s2": department})
    assert (("s2", "f1") in every) is carried


def test_what_was_sent_back_of_a_later_return_ends_what_was_accepted_before() -> None:
    given = {
        ("s1", "f1"): _answer("s1", AnswerState.ACCEPTED),
        ("s2", "f1"): _answer("s2", AnswerState.REJECTED),
    }
    every = with_carried([_asked("s1"), _asked("s2"), _asked("s3")], given, {"s1": "a", "s2": "a", "s3": "a"})
    assert ("s3", "f1") not in every
