"""What departments are asked: of what speaks alone, by the names that people know, until it is answered or corrected."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.finding.finding import finding
from ingest.finding.problem import Place
from ingest.office.load import load_office
from tests.conftest import settings_for
from warehouse.answers.questions import ListedQuestion, listed_questions
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.entries import record_decision
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.question_state import QuestionState, standing_questions
from warehouse.ledger.questions import record_answer, record_questions
from warehouse.ledger.row import AnswerState, DecisionKind
from warehouse.settings import Settings
from warehouse.steps.accept import accept
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk
from warehouse.version import reader_version

OFFICE = "经济发展办公室"
GOOD = "外资到账明细2023年12月.xlsx"
ASKED = "外资到账明细2023年12月_合计不符.xlsx"
SEVENTH = datetime(2024, 1, 7, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def asked_home(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The good return of December, and a day later one whose total is not its sum."""
    settings = settings_for(tmp_path_factory.mktemp("asked") / "home")
    inbox, faulty = sample_folder / "inbox" / OFFICE, sample_folder / "faulty" / "inbox" / OFFICE
    for day, file in enumerate((inbox / GOOD, faulty / ASKED)):
        at = SEVENTH + timedelta(days=day)
        hand_in(settings, file, OFFICE, received_by="示例填表人甲", received_at=at)
    _judge(settings)
    return settings


def _judge(settings: Settings) -> None:
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    accept(settings)


@pytest.fixture
def settings(asked_home: Settings, tmp_path: Path) -> Settings:
    """A copy, to be changed."""
    shutil.copytree(asked_home.home, tmp_path / "home", symlinks=True)
    return settings_for(tmp_path / "home")


def _listed(settings: Settings, days: int = 0) -> list[ListedQuestion]:
    return list(listed_questions(settings, datetime.now(UTC) + timedelta(days=days)))


def _total(settings: Settings) -> ListedQuestion:
    (one,) = (each for each in _listed(settings) if each.finding.rule == "TOTAL_DIFFERS")
    return one


def test_a_question_names_department_form_period_place_and_what_was_found(asked_home: Settings) -> None:
    one = _total(asked_home)
    assert (one.department_zh, one.form_zh, one.period) == (OFFICE, "外资到账明细表", "2023-12")
    assert (one.file, one.finding.sheet, one.finding.cell) == (ASKED, "外资到账明细", "H9")
    assert (one.finding.found, one.state, one.days) == ("1023", QuestionState.OPEN, 0)


def test_its_age_is_counted_in_days_of_the_office(asked_home: Settings) -> None:
    assert {one.days for one in _listed(asked_home, days=3)} == {3}


def test_an_accepted_answer_closes_it_with_who_and_why(settings: Settings) -> None:
    one = _total(settings)
    with open_ledger(Home(settings.home)) as book:
        record_answer(
            book, one.submission_id, one.finding_id, AnswerState.ACCEPTED, reason="执法核减", actor="李四"
        )
    again = _total(settings)
    assert (again.state, again.answered_by, again.answer_reason) == (
        QuestionState.ACCEPTED,
        "李四",
        "执法核减",
    )


def test_a_rejected_answer_keeps_it_open_and_says_why(settings: Settings) -> None:
    one = _total(settings)
    with open_ledger(Home(settings.home)) as book:
        record_answer(
            book, one.submission_id, one.finding_id, AnswerState.REJECTED, reason="没有说明", actor="李四"
        )
    again = _total(settings)
    assert (again.state, again.is_open, again.answer_reason) == (QuestionState.REJECTED, True, "没有说明")


def test_a_later_file_of_the_same_slot_closes_it_and_both_are_named(
    settings: Settings, sample_folder: Path
) -> None:
    before = _total(settings)
    # Another month's return is no correction.
    other = sample_folder / "inbox" / OFFICE / "外资到账明细2023年11月.xlsx"
    hand_in(settings, other, OFFICE, received_by="甲", received_at=SEVENTH + timedelta(days=2))
    _judge(settings)
    assert _total(settings).is_open

    good = sample_folder / "inbox" / OFFICE / GOOD
    submission_id, _ = hand_in(settings, good, OFFICE, received_by="甲")
    again = _total(settings)
    assert (again.state, again.submission_id) == (QuestionState.CORRECTED, before.submission_id)
    assert (again.closed_by, again.closed_by_file) == (submission_id, GOOD)


def test_what_a_refused_submission_was_asked_is_closed_with_it(settings: Settings) -> None:
    one = _total(settings)
    with open_ledger(Home(settings.home)) as book:
        version = reader_version(settings)
        record_decision(book, one.submission_id, version, DecisionKind.REFUSE, reason="重报", actor="李四")
    again = _total(settings)
    assert (again.state, again.answered_by, again.answer_reason) == (QuestionState.REFUSED, "李四", "重报")


def test_what_gate_2_no_longer_finds_is_corrected_and_what_gate_1_found_stays(settings: Settings) -> None:
    one = _total(settings)
    place = Place(ASKED, "外资到账明细", "H11", one.submission_id, "L03", "2023-12")
    differs = finding("FORMS_DIFFER", place, found="1023", subject="s|reported")
    office = load_office(settings.office)
    with open_ledger(Home(settings.home)) as book:
        record_questions(book, [differs], "gate_2", SEVENTH, reader_version(settings))
        found = {(one.submission_id, differs.finding_id)}
        for there, state in ((found, QuestionState.OPEN), (set(), QuestionState.CORRECTED)):
            standing = standing_questions(book, office, lambda there=there: there)  # type: ignore[misc]
            states = {each.asked.finding.rule: each.state for each in standing}
            assert states["FORMS_DIFFER"] == state
            assert states["TOTAL_DIFFERS"] == QuestionState.OPEN


def test_a_home_that_was_never_used_asks_nothing_and_stays_unused(tmp_path: Path) -> None:
    assert _listed(settings_for(tmp_path / "home")) == []
    assert not (tmp_path / "home").exists()
