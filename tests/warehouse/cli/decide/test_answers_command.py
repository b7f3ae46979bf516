"""`indicators answers`: the list of what is asked, and entering what was decided on what a department said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import settings_for
from tests.warehouse.command import Run
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.questions import answers, questions, record_questions
from warehouse.steps.accept import accept
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk

OFFICE = "经济发展办公室"
ASKED = "外资到账明细2023年12月_合计不符.xlsx"


@pytest.fixture
def asked(sample_folder: Path, tmp_path: Path, run: Run) -> str:
    """The id of the question why a total is not the sum of its parts, in the home that commands run on."""
    settings = settings_for(tmp_path / "home")
    file = sample_folder / "faulty" / "inbox" / OFFICE / ASKED
    hand_in(settings, file, OFFICE, received_by="甲", received_at=datetime(2024, 1, 7, tzinfo=UTC))
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    accept(settings)
    (one,) = (
        each
        for each in run("answers", "--json").document["questions"]
        if each["finding"]["rule"] == "TOTAL_DIFFERS"
    )
    return str(one["finding_id"])


def test_nothing_is_asked_in_a_new_home(run: Run) -> None:
    assert run("answers").out == "没有待说明的问题 (nothing is asked)\n"
    assert run("answers", "--json").document["questions"] == []


def test_a_question_is_listed_by_department_and_title_with_age_place_and_what_was_found(
    run: Run, asked: str
) -> None:
    shown = run("answers").out.splitlines()
    assert shown[0].startswith(f"{OFFICE}  ")
    assert "外资到账明细表 (Foreign capital received, by tranche) 2023-12" in shown[1]
    (line,) = (each for each in shown if asked[:8] in each)
    assert line == f"    ▲ {asked[:8]}  今天 (today)  TOTAL_DIFFERS  {ASKED} 外资到账明细!H9"
    assert "      读到 (found)  1023" in shown
    assert "L03" not in "".join(shown)


def test_an_accepted_answer_is_entered_with_who_and_why_and_the_question_is_gone(
    run: Run, asked: str, tmp_path: Path
) -> None:
    ran = run("answers", "accept", asked[:6], "--reason", "部门来电:合计抄错", "--by", "李四")
    assert ran.status == 0
    assert "说明已采纳" in ran.out
    assert asked[:8] not in run("answers").out
    closed = run("answers", "--closed").out
    assert f"√ {asked[:8]}" in closed
    assert "部门来电:合计抄错" in closed
    with open_ledger(Home(tmp_path / "home")) as book:
        ((key, entered),) = answers(book).items()
    assert (key[1], entered.actor, entered.reason) == (asked, "李四", "部门来电:合计抄错")


def test_a_rejected_answer_leaves_the_question_and_says_so(run: Run, asked: str) -> None:
    assert run("answers", "reject", asked, "--reason", "没有说明原因", "--by", "李四").status == 0
    assert "退回说明 (the explanation was sent back): 没有说明原因" in run("answers").out


def test_who_decides_is_the_user_where_nobody_is_named(run: Run, asked: str, tmp_path: Path) -> None:
    assert run("answers", "accept", asked, "--reason", "属实").status == 0
    with open_ledger(Home(tmp_path / "home")) as book:
        assert all(one.actor for one in answers(book).values())


@pytest.mark.parametrize(
    ("given", "reason", "code"),
    [
        ("ffffffffffffffff", "x", "UNKNOWN_QUESTION"),
        ("", "x", "UNKNOWN_QUESTION"),
        ("/", "x", "UNKNOWN_QUESTION"),
        (None, " ", "USAGE"),
        (None, "", "USAGE"),
    ],
)
def test_what_cannot_be_entered_is_refused_and_entered_nowhere(
    run: Run, asked: str, tmp_path: Path, given: str | None, reason: str, code: str
) -> None:
    ran = run("answers", "accept", asked if given is None else given, "--reason", reason, "--by", "李四")
    assert (ran.status, ran.code) == (2, code)
    with open_ledger(Home(tmp_path / "home")) as book:
        assert answers(book) == {}


def test_a_question_is_answered_once(run: Run, asked: str) -> None:
    run("answers", "accept", asked, "--reason", "属实", "--by", "李四")
    again = run("answers", "reject", asked, "--reason", "不属实", "--by", "王五")
    assert (again.status, again.code) == (2, "ALREADY_ANSWERED")
    assert "属实" in again.err


def test_an_id_that_two_questions_begin_with_is_not_guessed(run: Run, asked: str, tmp_path: Path) -> None:
    with open_ledger(Home(tmp_path / "home")) as book:
        (one,) = (each for each in questions(book) if each.finding_id == asked)
        alike = [replace(one.finding, finding_id=f"abc{number}") for number in (1, 2)]
        record_questions(book, alike, "gate_1", one.asked_at, one.reader_version)
    ran = run("answers", "accept", "abc", "--reason", "x", "--by", "李四")
    assert (ran.status, ran.code) == (2, "SEVERAL_QUESTIONS")
    assert f"{one.submission_id}/abc2  TOTAL_DIFFERS" in ran.err
    assert run("answers", "accept", f"{one.submission_id}/abc2", "--reason", "x", "--by", "李四").status == 0


def test_an_answer_without_saying_which_way_is_a_usage_error(run: Run) -> None:
    ran = run("answers", "--reason", "x")
    assert (ran.status, ran.code) == (2, "USAGE")
