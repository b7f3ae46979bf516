"""Questions and answers as the ledger keeps them: each once, in its words, and added to alone."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.finding.finding import Finding, finding
from ingest.finding.message import Severity
from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal
from warehouse.home import Home
from warehouse.ledger.entries import enter_submission
from warehouse.ledger.file.migrations import MIGRATIONS
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.questions import (
    answers,
    questions,
    record_answer,
    record_questions,
    record_told,
    untold,
)
from warehouse.ledger.row import AnswerState, HandIn

ACCEPTED, REJECTED = AnswerState
FIRST = datetime(2024, 1, 5, 2, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with open_ledger(Home(tmp_path)) as ledger:
        yield ledger


@pytest.fixture
def one(ledger: sqlite3.Connection) -> str:
    sha256 = hashlib.sha256(b"1").hexdigest()
    return enter_submission(ledger, HandIn(sha256, "econ_dev_office", "外资.xlsx", 1, FIRST, "inbox"))[0]


def _asked(
    submission_id: str, rule: str = "TOTAL_DIFFERS", cell: str = "H9", subject: str = "合计"
) -> Finding:
    place = Place("外资.xlsx", "明细", cell, submission_id, "L03", "2023-12")
    return finding(rule, place, found="1023", expected="1032", subject=subject, difference="-9")


def test_a_question_is_kept_in_its_words_and_asked_once(ledger: sqlite3.Connection, one: str) -> None:
    asked = _asked(one)
    record_questions(ledger, [asked], "gate_1", FIRST, "r1")
    record_questions(ledger, [asked], "gate_1", FIRST + timedelta(days=1), "r1")
    (kept,) = questions(ledger)
    assert (kept.finding, kept.asked_at, kept.places) == (asked, FIRST, 1)


def test_one_finding_in_several_cells_is_one_question(ledger: sqlite3.Connection, one: str) -> None:
    record_questions(ledger, [_asked(one), _asked(one, cell="G9")], "gate_1", FIRST, "r1")
    (kept,) = questions(ledger)
    assert (kept.finding.cell, kept.places) == ("H9", 2)


def test_hints_what_follows_and_what_is_the_operators_are_asked_of_nobody(
    ledger: sqlite3.Connection, one: str
) -> None:
    hint = replace(_asked(one), severity=Severity.HINT)
    follows = replace(_asked(one), caused_by=hint.finding_id)
    ours = _asked(one, "CORRECTION_OBSOLETE")
    nobodys = _asked("")
    record_questions(ledger, [hint, follows, ours, nobodys], "gate_2", FIRST, "r1")
    assert questions(ledger) == []


def test_the_last_answer_counts_and_a_rejected_one_may_be_followed(
    ledger: sqlite3.Connection, one: str
) -> None:
    asked = _asked(one)
    record_answer(ledger, one, asked.finding_id, REJECTED, reason="没有说明原因", actor="李四")
    record_answer(ledger, one, asked.finding_id, ACCEPTED, reason="执法核减", actor="李四")
    answer = answers(ledger)[one, asked.finding_id]
    assert (answer.state, answer.reason) == (ACCEPTED, "执法核减")
    assert ledger.execute("SELECT count(*) FROM answer").fetchone() == (2,)


def test_what_was_accepted_cannot_be_answered_again(ledger: sqlite3.Connection, one: str) -> None:
    record_answer(ledger, one, "f", ACCEPTED, reason="执法核减", actor="李四")
    with pytest.raises(Refusal, match="执法核减") as refused:
        record_answer(ledger, one, "f", REJECTED, reason="x", actor="李四")
    assert refused.value.code == "ALREADY_ANSWERED"
    assert len(answers(ledger)) == 1


@pytest.mark.parametrize("missing", ["reason", "actor"])
def test_an_answer_without_a_reason_or_a_name_is_no_row(
    ledger: sqlite3.Connection, one: str, missing: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        record_answer(ledger, one, "f", ACCEPTED, **{"reason": "x", "actor": "y", missing: " "})
    assert answers(ledger) == {}


def test_a_thing_is_told_once(ledger: sqlite3.Connection) -> None:
    record_told(ledger, ["a", "b"])
    record_told(ledger, ["b"])
    assert untold(ledger, ["a", "c", "b"]) == ["c"]


def test_a_ledger_from_before_questions_were_kept_migrates_with_its_decisions(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with sqlite3.connect(home.ledger) as before:
        for statements in MIGRATIONS[:2]:
            for statement in statements:
                before.execute(statement)
        before.execute("PRAGMA user_version = 2")
        at = "2024-01-05T02:00:00.000000Z"
        before.execute(
            "INSERT INTO submission VALUES ('a', ?, 1, 'd', '外资.xlsx', 1, ?, '王', ?, 0, 0, '[]')",
            ("a" * 64, at, at),
        )
        before.execute(
            "INSERT INTO reading VALUES ('a', 'r', 'L03', '2023-12', '_T', 'c', 1, 0, 0, ?)", (at,)
        )
        before.execute("INSERT INTO decision VALUES (1, 'a', 'r', 'accept', '', 'gate_1', ?, ?)", (at, at))
    before.close()
    with open_ledger(home) as ledger:
        assert ledger.execute("SELECT kind FROM standing_decision").fetchall() == [("accept",)]
        assert ledger.execute("SELECT submission_id, ended_at FROM acceptance").fetchall() == [("a", None)]
        assert ledger.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
