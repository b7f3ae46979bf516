"""What a department writes into its marked workbook comes back as an explanation that a person accepts or sends back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import copy_of, settings_for
from tests.warehouse.command import Run
from tests.warehouse.hand_back.conftest import Back, backs
from tests.warehouse.hand_back.filled_in import filled_in
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.explained import NotEnough, why_not_enough
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.hand_backs import Said
from warehouse.ledger.question_state import QuestionState, standing_questions
from warehouse.ledger.questions import answers
from warehouse.settings import Settings
from warehouse.steps import refresh
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk

OFFICE = "经济发展办公室"
ASKED = "外资到账明细2023年12月_合计不符.xlsx"
HELD = "外资到账明细2023年12月_币种混填.xlsx"
WORDS = "尾款跨月入账，合计按银行回单"
Answered = tuple[Settings, Back]


def handed_in_and_back(settings: Settings, file: Path, at: datetime) -> Back:
    """A workbook through reading and gate 1, and what came back of it."""
    submission_id, _ = hand_in(settings, file, OFFICE, received_by="甲", received_at=at)
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    refresh.accept(settings)
    refresh.hand_back(settings)
    (one,) = (each for each in backs(settings) if each.receipt["submission_id"] == submission_id)
    return one


def explained(settings: Settings, first: Back, folder: Path, kind: str, words: str, rule: str) -> Back:
    """The marked copy handed in again with an explanation."""
    file = folder / "说明了.xlsx"
    file.write_bytes(filled_in(first.copy.read_bytes(), {rule: (kind, words)}))
    return handed_in_and_back(settings, file, datetime(2024, 1, 8, tzinfo=UTC))


@pytest.fixture(scope="module")
def asked_home(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Settings:
    """A home in which a department was asked something. Not to be changed."""
    settings = settings_for(tmp_path_factory.mktemp("asked"))
    file = sample_folder / "faulty" / "inbox" / OFFICE / ASKED
    handed_in_and_back(settings, file, datetime(2024, 1, 7, tzinfo=UTC))
    return settings


@pytest.fixture(scope="module")
def explained_home(asked_home: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same after its marked workbook came back with an explanation. Not to be changed."""
    folder = tmp_path_factory.mktemp("explained")
    settings = copy_of(asked_home, folder)
    explained(settings, backs(settings)[0], folder, "属实-季节", WORDS, "TOTAL_DIFFERS")
    return settings


@pytest.fixture
def first(asked_home: Settings, tmp_path: Path) -> Answered:
    """The home that commands run on, with what went back first."""
    settings = copy_of(asked_home, tmp_path)
    return settings, backs(settings)[0]


@pytest.fixture
def again(explained_home: Settings, tmp_path: Path) -> Answered:
    """The home that commands run on, with what went back of the copy that was handed in with an explanation."""
    settings = copy_of(explained_home, tmp_path)
    (one,) = (each for each in backs(settings) if each.receipt["file"] == "说明了.xlsx")
    return settings, one


def finding_of(back: Back, rule: str) -> str:
    (one,) = (found for found in back.receipt["findings"] if found["rule"] == rule)
    return str(one["finding_id"])


def test_an_explanation_is_listed_with_its_file_and_cell_and_accepted_as_it_was_written(
    run: Run, again: Answered, asked_home: Settings
) -> None:
    settings, back = again
    asked = finding_of(back, "TOTAL_DIFFERS")
    assert asked == finding_of(backs(asked_home)[0], "TOTAL_DIFFERS")
    shown = run("answers", "list").out
    assert f"部门说明 (explained)  属实-季节：{WORDS}  (说明了.xlsx 审核意见!M" in shown
    assert run("answers", "accept", asked, "--by", "李四").status == 0
    with open_ledger(Home(settings.home)) as book:
        (entered,) = answers(book).values()
    assert (entered.reason, entered.actor) == (f"属实-季节：{WORDS}", "李四")
    assert entered.until is not None
    assert 364 <= (entered.until - entered.answered_at.date()).days <= 366


def test_what_was_decided_goes_back_to_the_department(run: Run, again: Answered) -> None:
    settings, back = again
    asked = finding_of(back, "TOTAL_DIFFERS")
    assert run("answers", "reject", asked, "--reason", "请附银行回单", "--by", "李四").status == 0
    assert refresh.hand_back(settings).workbooks == 1
    page = (back.folder / "审核意见.html").read_text(encoding="utf-8")
    assert WORDS in page
    assert "说明已退回（李四）：请附银行回单" in page


def test_too_few_words_are_not_accepted_as_they_are_and_the_department_is_told(
    run: Run, first: Answered, tmp_path: Path
) -> None:
    settings, back = first
    again = explained(settings, back, tmp_path, "其他", "情况属实。", "TOTAL_DIFFERS")
    assert "少于 8 个字" in run("answers").out
    ran = run("answers", "accept", finding_of(again, "TOTAL_DIFFERS"), "--by", "李四")
    assert (ran.status, ran.code) == (2, "EXPLANATION_NOT_ENOUGH")
    assert "情况说明不够：少于 8 个字" in (again.folder / "审核意见.html").read_text(encoding="utf-8")


def test_a_copy_that_only_explains_is_the_same_return_once_more(
    again: Answered, asked_home: Settings
) -> None:
    settings, back = again
    with open_ledger(Home(settings.home)) as book:
        contents = book.execute("SELECT content_sha256 FROM reading").fetchall()
    assert (len(contents), len(set(contents))) == (2, 1)
    assert [found["rule"] for found in back.receipt["findings"]] == [
        found["rule"] for found in backs(asked_home)[0].receipt["findings"]
    ]


def test_an_accepted_explanation_runs_out(run: Run, first: Answered) -> None:
    settings, back = first
    asked = finding_of(back, "TOTAL_DIFFERS")
    until = (datetime.now(UTC) + timedelta(days=40)).date()
    ran = run("answers", "accept", asked, "--reason", "属实", "--by", "李四", "--until", until.isoformat())
    assert ran.status == 0
    states = {}
    from ingest.office.load import load_office

    with open_ledger(Home(settings.home)) as book:
        for day in (until, until + timedelta(days=1)):
            every = standing_questions(book, load_office(settings.office), day=day)
            (states[day],) = (one.state for one in every if one.asked.finding_id == asked)
    assert states == {until: QuestionState.ACCEPTED, until + timedelta(days=1): QuestionState.OPEN}


@pytest.mark.parametrize("until", ["2024-01-01", "明天", "2024-13-01"])
def test_a_day_that_is_over_or_none_is_refused(run: Run, first: Answered, until: str) -> None:
    ran = run(
        "answers", "accept", finding_of(first[1], "TOTAL_DIFFERS"), "--reason", "属实", "--until", until
    )
    assert (ran.status, ran.code) == (2, "USAGE")


def test_what_is_held_and_explained_is_listed_for_a_person_to_release(
    run: Run, sample_folder: Path, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path / "home")
    file = sample_folder / "faulty" / "inbox" / OFFICE / HELD
    back = handed_in_and_back(settings, file, datetime(2024, 1, 7, tzinfo=UTC))
    explained(settings, back, tmp_path, "其他", "该笔为人民币出资，已折算复核", "CURRENCY_MIX")
    shown = run("answers").out
    assert "待核，部门已说明 (held, and explained)" in shown
    assert "部门说明 (explained)  其他：该笔为人民币出资，已折算复核" in shown


def said(finding_id: str, words: str, submission_id: str = "s1") -> Said:
    return Said(submission_id, finding_id, "其他", words, "审核意见", "M7", datetime(2024, 1, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    ("words", "earlier", "why"),
    [
        ("情况属实，一切正常", (), None),  # eight signs
        ("情况属实，正常", (), NotEnough.TOO_SHORT),
        ("　———。。。！！！～～～", (), NotEnough.TOO_SHORT),
        ("集中到账，与 上月一致", (said("f0", "集中到账与上月一致。", "s0"),), NotEnough.REPEATED),
        ("集中到账与上月一致", (said("f1", "集中到账与上月一致", "s0"),), None),  # of the same finding, again
        ("集中到账与上月一致", (said("f0", "集中到账与上月一致", "s1"),), None),  # in the same workbook
    ],
)
def test_an_explanation_says_something_of_its_own(
    words: str, earlier: tuple[Said, ...], why: NotEnough | None
) -> None:
    rules = {"f0": "YTD_FALLS", "f1": "YTD_FALLS"}
    assert why_not_enough(said("f1", words), earlier, rules) == why
