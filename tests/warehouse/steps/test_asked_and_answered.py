"""Questions over several nights: asked, answered, corrected by the good file handed in again; and a held value released."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.office.load import load_office
from tests.conftest import MadeOnce, Night, settings_for
from warehouse.answers.as_of import end_of
from warehouse.building.decided import decided_submissions
from warehouse.building.identity import facts_of_day, facts_of_night, identity_of
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.entries import current_decisions, record_decision
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.question_state import standing_questions
from warehouse.ledger.questions import record_answer
from warehouse.ledger.row import AnswerState, DecisionKind
from warehouse.settings import Settings
from warehouse.steps.refresh import refresh

OFFICE = "经济发展办公室"
GOOD = "外资到账明细2023年12月.xlsx"
ASKED = "外资到账明细2023年12月_合计不符.xlsx"
ZERO_BASE = "外资到账明细2023年3月_零基数填增速.xlsx"
TOTAL = (
    "select obs_value, source_file, n_vintages, obs_reason from mart_indicator where is_default"
    " and indicator_id = 'fdi_actual_utilized' and ref_area = '371002002' and time_period = '2023-12'"
)
GROWTH_OF_MARCH = (
    "select obs_value, obs_reason from mart_indicator where indicator_id = 'fdi_actual_utilized'"
    " and time_transform = 'G1Y' and time_period = '2023-03'"
)
Rows = list[dict[str, Any]]


def _rows(settings: Settings, sql: str) -> Rows:
    with duckdb.connect(str(Home(settings.home).current / "indicators.duckdb"), read_only=True) as connection:
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _nights(folder: Path, first: Settings, samples: Path) -> list[dict[str, Rows]]:
    """What readers have after each of three nights: something is asked and held; answered and released; corrected."""
    shutil.copytree(first.home, folder, symlinks=True, dirs_exist_ok=True)
    settings, home = settings_for(folder), Home(folder)
    queries = {"asked": "select * from mart_question order by rule", "total": TOTAL, "march": GROWTH_OF_MARCH}
    nights = []

    def night() -> None:
        report = refresh(settings)
        assert not report.blocked, report.blocked
        nights.append({name: _rows(settings, sql) for name, sql in queries.items()})

    for file in (ASKED, ZERO_BASE):
        hand_in(
            settings, samples / "faulty" / "inbox" / OFFICE / file, OFFICE, received_by="甲", is_sample=True
        )
    night()
    with open_ledger(home) as book:
        (total,) = (
            one
            for one in standing_questions(book, load_office(settings.office))
            if one.asked.finding.rule == "TOTAL_DIFFERS"
        )
        record_answer(book, *total.key, AnswerState.ACCEPTED, reason="合计抄错", actor="李四")
        held = next(row for row in nights[0]["asked"] if row["severity"] == "hold")["submission_id"]
        version = current_decisions(book)[held].reader_version
        record_decision(book, held, version, DecisionKind.RELEASE, reason="已核实", actor="王五")
    night()
    hand_in(settings, samples / "inbox" / OFFICE / GOOD, OFFICE, received_by="甲")
    night()
    return nights


@pytest.fixture(scope="module")
def nights(made_once: MadeOnce, first_night: Night, sample_folder: Path) -> list[dict[str, Rows]]:
    made: list[dict[str, Rows]] = made_once(
        "asked_nights", lambda folder: _nights(folder, first_night[0], sample_folder)
    )[1]
    return made


def _question(night: dict[str, Rows], rule: str) -> dict[str, Any]:
    (one,) = (row for row in night["asked"] if row["rule"] == rule)
    return one


def test_a_question_stands_in_its_mart_with_the_names_that_people_know(
    nights: list[dict[str, Rows]],
) -> None:
    one = _question(nights[0], "TOTAL_DIFFERS")
    assert (one["department_zh"], one["form_zh"], one["time_period"]) == (OFFICE, "外资到账明细表", "2023-12")
    assert (one["source_file"], one["source_sheet"], one["source_cell"]) == (ASKED, "外资到账明细", "H9")
    assert (one["found"], one["question_state"], one["severity"]) == ("1023", "open", "warn")
    assert one["rule_zh"]


def test_an_accepted_answer_is_in_the_next_snapshot(nights: list[dict[str, Rows]]) -> None:
    one = _question(nights[1], "TOTAL_DIFFERS")
    assert (one["question_state"], one["answered_by"], one["answer_reason"]) == (
        "accepted",
        "李四",
        "合计抄错",
    )
    assert one["first_asked_at"] == _question(nights[0], "TOTAL_DIFFERS")["first_asked_at"]


def test_a_held_value_says_so_until_it_is_released(nights: list[dict[str, Rows]]) -> None:
    assert [night["march"] for night in nights[:2]] == [
        [{"obs_value": None, "obs_reason": "HELD"}],
        [{"obs_value": Decimal(100), "obs_reason": ""}],
    ]
    states = [_question(night, "GROWTH_ON_ZERO_BASE")["question_state"] for night in nights[:2]]
    assert states == ["open", "accepted"]


def test_the_good_file_handed_in_again_gives_its_figure_back_and_the_slip_speaks_no_longer(
    nights: list[dict[str, Rows]],
) -> None:
    # 1023 is typed for a total whose rows say 1032: what they add up to is what is recognised.
    before, after = nights[1]["total"][0], nights[2]["total"][0]
    assert (before["obs_value"], before["source_file"]) == (Decimal(10320000), ASKED)
    assert (after["obs_value"], after["source_file"], after["n_vintages"]) == (Decimal(10320000), GOOD, 1)


# --------------------------------------------------------------------------------- what the id of a build is made of


def test_the_id_of_a_build_changes_on_the_day_after_a_return_was_due(first_night: Night) -> None:
    settings = first_night[0]
    office = load_office(settings.office)
    with open_ledger(Home(settings.home)) as book:
        judged = decided_submissions(book)
        # L03 of January 2024 is due on 18 February, after the holiday; nothing else falls due on the two days before.
        days = [date(2024, 2, day) for day in (17, 18, 19)]
        ids = [
            identity_of(settings, judged, office, *facts_of_night(book, judged, office, day)) for day in days
        ]
        facts = facts_of_night(book, judged, office, days[2])
    assert ids[0] == ids[1] != ids[2]
    assert "due L03 2024-01" in facts


def test_a_return_that_came_changes_no_id_when_its_day_passes(first_night: Night) -> None:
    settings = first_night[0]
    office = load_office(settings.office)
    with open_ledger(Home(settings.home)) as book:
        facts = facts_of_night(book, decided_submissions(book), office, date(2024, 1, 11))
    assert "due L03 2023-12" not in facts


def test_an_answer_changes_the_id_of_the_build(first_night: Night, tmp_path: Path) -> None:
    office = load_office(first_night[0].office)
    with open_ledger(Home(tmp_path)) as book:
        assert facts_of_night(book, [], office, date(2022, 1, 1)) == []
        book.execute("PRAGMA foreign_keys = OFF")
        at = datetime(2024, 1, 1, tzinfo=UTC)
        record_answer(book, "a", "f", AnswerState.REJECTED, reason="x", actor="y", answered_at=at)
        assert facts_of_night(book, [], office, date(2022, 1, 1)) == ["answer 1"]


def test_what_was_known_on_a_day_is_told_from_the_answers_of_that_day_and_not_of_later_ones(
    tmp_path: Path,
) -> None:
    with open_ledger(Home(tmp_path)) as book:
        book.execute("PRAGMA foreign_keys = OFF")
        at = datetime(2024, 1, 1, tzinfo=UTC)
        record_answer(book, "a", "f", AnswerState.REJECTED, reason="x", actor="y", answered_at=at)
        first, before = (
            facts_of_day(book, day, end_of(day)) for day in (date(2024, 1, 1), date(2023, 12, 31))
        )
    assert (first, before) == (["answer 1"], [])
