"""Putting a submission back in force: which one speaks for its slot, and what was known on which day."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.home import Home
from warehouse.ledger.entries import (
    accepted_submissions,
    current_decision,
    enter_submission,
    record_decision,
    record_reading,
    undecided,
)
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.reinstatement import handed_in_again, reinstate, reinstatements, superseded_by
from warehouse.ledger.row import DecisionKind, HandIn, Reading
from warehouse.ledger.slot import accepted_today, held_now, speaking
from warehouse.variables import settings_from_environment

ACCEPT, HOLD, RELEASE, REFUSE = DecisionKind
FIRST = datetime(2024, 1, 5, 2, tzinfo=UTC)
SECOND, THIRD, FOURTH = (FIRST + timedelta(days=days) for days in (1, 2, 3))


@pytest.fixture(scope="module")
def office() -> Office:
    return load_office(settings_from_environment({}).office)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with open_ledger(Home(tmp_path)) as ledger:
        yield ledger


def _come(ledger: sqlite3.Connection, data: bytes, at: datetime, kind: DecisionKind | None = ACCEPT) -> str:
    """Foreign capital of December, handed in, read and decided on at an instant."""
    sha256 = hashlib.sha256(data).hexdigest()
    hand_in = HandIn(sha256, "econ_dev_office", f"{data.decode()}.xlsx", 1, at, "inbox")
    submission_id, _ = enter_submission(ledger, hand_in)
    record_reading(ledger, Reading(submission_id, "r1", "L03", "2023-12", "_T", "c", 4, 0, 0, at))
    if kind:
        _decide(ledger, submission_id, kind, at)
    return submission_id


def _decide(ledger: sqlite3.Connection, submission_id: str, kind: DecisionKind, at: datetime) -> None:
    record_decision(ledger, submission_id, "r1", kind, reason="单位", actor="李四", decided_at=at)


def _speaks(ledger: sqlite3.Connection, office: Office) -> list[str]:
    return [one.submission_id for one in speaking(accepted_today(ledger, office)).values()]


def _known(ledger: sqlite3.Connection, at: datetime) -> list[str]:
    known = speaking(accepted_submissions(ledger, at + timedelta(hours=1)))
    return [one.submission_id for one in known.values()]


def test_the_good_file_handed_in_again_stands_again_and_names_what_it_takes_the_place_of(
    ledger: sqlite3.Connection, office: Office
) -> None:
    good, bad = _come(ledger, b"good", FIRST), _come(ledger, b"bad", SECOND)
    assert _speaks(ledger, office) == [bad]

    again = handed_in_again(ledger, good, office, received_at=THIRD, actor="王五")

    assert again is not None
    assert (again.submission_id, again.over_submission_id, again.actor) == (good, bad, "王五")
    assert _speaks(ledger, office) == [good]
    assert superseded_by(ledger, bad, office) is not None


def test_what_was_known_between_is_told_as_it_was(ledger: sqlite3.Connection, office: Office) -> None:
    good, bad = _come(ledger, b"good", FIRST), _come(ledger, b"bad", SECOND)
    handed_in_again(ledger, good, office, received_at=THIRD, actor="王五")
    assert [_known(ledger, at) for at in (FIRST, SECOND, THIRD)] == [[good], [bad], [good]]


def test_what_speaks_already_is_a_duplicate_and_no_decision(
    ledger: sqlite3.Connection, office: Office
) -> None:
    _come(ledger, b"old", FIRST)
    now = _come(ledger, b"now", SECOND)
    assert handed_in_again(ledger, now, office, received_at=THIRD, actor="王五") is None
    with pytest.raises(Refusal, match="无需恢复"):
        reinstate(ledger, now, office, reason="x", actor="李四")
    assert reinstatements(ledger) == []


def test_a_hand_in_that_is_dated_back_before_what_speaks_changes_nothing(
    ledger: sqlite3.Connection, office: Office
) -> None:
    first, last = _come(ledger, b"first", FIRST), _come(ledger, b"last", THIRD)
    assert handed_in_again(ledger, first, office, received_at=SECOND, actor="王五") is None
    assert _speaks(ledger, office) == [last]


def test_a_later_file_takes_the_place_of_one_that_was_reinstated(
    ledger: sqlite3.Connection, office: Office
) -> None:
    good, _ = _come(ledger, b"good", FIRST), _come(ledger, b"bad", SECOND)
    handed_in_again(ledger, good, office, received_at=THIRD, actor="王五")
    later = _come(ledger, b"later", FOURTH)
    assert _speaks(ledger, office) == [later]


def test_two_files_put_back_at_one_instant_have_an_order(ledger: sqlite3.Connection, office: Office) -> None:
    one, two, _ = _come(ledger, b"one", FIRST), _come(ledger, b"two", SECOND), _come(ledger, b"bad", THIRD)
    handed_in_again(ledger, two, office, received_at=FOURTH, actor="王五")
    handed_in_again(ledger, one, office, received_at=FOURTH, actor="王五")
    assert _speaks(ledger, office) == [one]


def test_what_was_refused_after_it_was_accepted_is_accepted_again_from_then_on(
    ledger: sqlite3.Connection, office: Office
) -> None:
    one = _come(ledger, b"one", FIRST)
    _decide(ledger, one, REFUSE, SECOND)
    assert _speaks(ledger, office) == []

    reinstate(ledger, one, office, reason="误退", actor="李四", at=THIRD)

    standing = current_decision(ledger, one)
    assert standing is not None
    assert standing.kind is ACCEPT
    assert [_known(ledger, at) for at in (FIRST, SECOND, THIRD)] == [[one], [], [one]]


def test_what_was_refused_while_it_was_held_is_held_again(ledger: sqlite3.Connection, office: Office) -> None:
    one = _come(ledger, b"one", FIRST, HOLD)
    _decide(ledger, one, REFUSE, SECOND)
    assert held_now(ledger, office) == []
    reinstate(ledger, one, office, reason="误退", actor="李四", at=THIRD)
    assert [held.submission.submission_id for held in held_now(ledger, office)] == [one]
    _decide(ledger, one, RELEASE, FOURTH)
    assert _speaks(ledger, office) == [one]


def test_what_was_refused_before_any_gate_is_judged_after_all(
    ledger: sqlite3.Connection, office: Office
) -> None:
    one = _come(ledger, b"one", FIRST, None)
    _decide(ledger, one, REFUSE, SECOND)
    assert undecided(ledger, "r1") == []
    reinstate(ledger, one, office, reason="误退", actor="李四", at=THIRD)
    assert [each.submission_id for each in undecided(ledger, "r1")] == [one]


def test_a_refusal_after_a_reinstatement_ends_it_again(ledger: sqlite3.Connection, office: Office) -> None:
    one = _come(ledger, b"one", FIRST)
    _decide(ledger, one, REFUSE, SECOND)
    reinstate(ledger, one, office, reason="误退", actor="李四", at=THIRD)
    _decide(ledger, one, REFUSE, FOURTH)
    assert _speaks(ledger, office) == []
    assert _known(ledger, THIRD) == [one]


def test_a_held_file_is_no_longer_listed_once_a_later_one_of_its_slot_is_accepted(
    ledger: sqlite3.Connection, office: Office
) -> None:
    held = _come(ledger, b"held", SECOND, HOLD)
    _come(ledger, b"earlier", FIRST)
    assert [one.submission.submission_id for one in held_now(ledger, office)] == [held]
    _come(ledger, b"later", THIRD)
    assert held_now(ledger, office) == []
