from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.finding.finding import finding
from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal
from warehouse.home import Home
from warehouse.ledger.entries import (
    accepted_submissions,
    current_decision,
    current_decisions,
    enter_submission,
    inbox_findings,
    pending,
    readings,
    receipts,
    record_decision,
    record_reading,
    replace_inbox_findings,
    submission,
    submissions,
    taken_before,
    undecided,
)
from warehouse.ledger.file.migrations import MIGRATIONS
from warehouse.ledger.file.schema import LedgerTooNewError, open_ledger, transaction
from warehouse.ledger.row import DecisionKind, Entry, HandIn, Reading, instant, instant_text

ACCEPT, HOLD, RELEASE, REFUSE = DecisionKind
FIFTH = datetime(2024, 1, 5, 2, tzinfo=UTC)
SIXTH, SEVENTH, EIGHTH = (FIFTH + timedelta(days=days) for days in (1, 2, 3))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def ledger(home: Home) -> Iterator[sqlite3.Connection]:
    with open_ledger(home) as ledger:
        yield ledger


def _hand_in(data: bytes = b"1", name: str = "外资.xlsx", **facts: object) -> HandIn:
    stated = {"received_at": FIFTH, "received_by": "inbox", "department_id": "econ_dev_office", **facts}
    return HandIn(
        sha256=hashlib.sha256(data).hexdigest(),
        file_name=name,
        size_bytes=len(data),
        **stated,  # type: ignore[arg-type]
    )


def _read(ledger: sqlite3.Connection, submission_id: str, version: str = "r1", **facts: object) -> None:
    stated = {"form_id": "L03", "period": "2023-12", "n_observations": 4, **facts}
    record_reading(
        ledger,
        Reading(
            submission_id=submission_id,
            reader_version=version,
            part="",
            content_sha256="c",
            n_register_rows=0,
            n_findings=1,
            read_at=FIFTH,
            **stated,  # type: ignore[arg-type]
        ),
    )


def _decide(
    ledger: sqlite3.Connection, submission_id: str, kind: DecisionKind, at: datetime, version: str = "r1"
) -> None:
    record_decision(ledger, submission_id, version, kind, reason="原因", actor="科长", decided_at=at)


def _entered_and_read(ledger: sqlite3.Connection, data: bytes = b"1", **facts: object) -> str:
    submission_id, _ = enter_submission(ledger, _hand_in(data, **facts))
    _read(ledger, submission_id)
    return submission_id


def _accepted_at(ledger: sqlite3.Connection, as_of: datetime | None = None) -> list[datetime]:
    return [row.accepted_at for row in accepted_submissions(ledger, as_of)]


# -------------------------------------------------------------------------------------------- its file


def test_a_new_ledger_is_for_its_owner_only_and_commits_last(home: Home) -> None:
    with open_ledger(home) as ledger:
        assert ledger.execute("PRAGMA synchronous").fetchone() == (3,)  # EXTRA
        assert ledger.execute("PRAGMA journal_mode").fetchone() == ("delete",)

    assert home.ledger.stat().st_mode & 0o777 == 0o600


def test_a_ledger_opened_again_is_as_it_was_left(home: Home) -> None:
    with open_ledger(home) as ledger:
        enter_submission(ledger, _hand_in())
    with open_ledger(home) as ledger:
        assert [row.file_name for row in submissions(ledger)] == ["外资.xlsx"]


def test_a_ledger_from_before_reasons_were_kept_migrates_with_what_it_holds(home: Home) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    before = sqlite3.connect(home.ledger)
    for statement in MIGRATIONS[0]:
        before.execute(statement)
    before.execute("PRAGMA user_version = 1")
    before.execute(
        "INSERT INTO submission VALUES ('a', ?, 1, 'd', '外资.xlsx', 1, ?, '王', ?, 0, 0, '[]')",
        ("a" * 64, instant_text(FIFTH), instant_text(FIFTH)),
    )
    before.execute(
        "INSERT INTO receipt VALUES (1, 'a', 'd', '外资.xlsx', ?, '王', ?, 0, NULL)",
        (instant_text(FIFTH), instant_text(FIFTH)),
    )
    before.commit()
    before.close()

    with open_ledger(home) as ledger:
        (receipt,) = receipts(ledger)
    assert (receipt.submission_id, receipt.received_at, receipt.revision_reason) == ("a", FIFTH, "_U")


def test_a_ledger_of_a_later_version_is_refused_and_not_touched(home: Home) -> None:
    with open_ledger(home) as ledger:
        ledger.execute("PRAGMA user_version = 99")
    before = home.ledger.read_bytes()

    with pytest.raises(LedgerTooNewError, match="99"), open_ledger(home):
        pytest.fail("opened a ledger of a later version")

    assert home.ledger.read_bytes() == before


def test_what_fails_within_a_transaction_leaves_nothing(ledger: sqlite3.Connection) -> None:
    def enter_and_fail() -> None:
        with transaction(ledger):
            enter_submission(ledger, _hand_in())
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        enter_and_fail()

    assert (submissions(ledger), receipts(ledger)) == ([], [])


@given(st.lists(st.datetimes(timezones=st.just(timezone(timedelta(hours=8)))), min_size=2, max_size=5))
def test_the_order_of_the_text_is_the_order_of_time(instants: list[datetime]) -> None:
    # The first day of the year 1 and the last of 9999 have no UTC; no receipt is that old.
    instants = [at for at in instants if 2 <= at.year <= 9998]

    assert [instant(text) for text in sorted(map(instant_text, instants))] == sorted(instants)
    assert {len(instant_text(at)) for at in instants} <= {27}


def test_an_instant_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        instant_text(datetime(2024, 1, 5))  # noqa: DTZ001 - the point


# ----------------------------------------------------------------------------------- what was handed in


def test_the_same_bytes_under_another_name_are_one_submission_with_two_receipts(
    ledger: sqlite3.Connection,
) -> None:
    first = enter_submission(ledger, _hand_in(b"1", "外资.xlsx"))
    second = enter_submission(ledger, _hand_in(b"1", "外资(改).xlsx", received_at=SIXTH))

    # printf 1 | sha256sum
    assert (first, second) == (("6b86b273ff34fce1", Entry.NEW), ("6b86b273ff34fce1", Entry.DUPLICATE))
    assert [(row.file_name, row.received_at) for row in submissions(ledger)] == [("外资.xlsx", FIFTH)]
    assert [(row.file_name, row.duplicate) for row in receipts(ledger)] == [
        ("外资.xlsx", False),
        ("外资(改).xlsx", True),
    ]


def test_submissions_are_numbered_in_order_of_entry(ledger: sqlite3.Connection) -> None:
    for data in (b"1", b"2", b"1", b"3"):
        enter_submission(ledger, _hand_in(data))

    assert [row.sequence for row in submissions(ledger)] == [1, 2, 3]


def test_the_very_same_file_of_the_inbox_met_again_leaves_no_second_receipt(
    ledger: sqlite3.Connection,
) -> None:
    answers = [enter_submission(ledger, _hand_in(b"1", taken_from="a|17|1")) for _ in range(2)]

    assert answers == [("6b86b273ff34fce1", Entry.NEW), ("6b86b273ff34fce1", Entry.MET_AGAIN)]
    assert len(receipts(ledger)) == 1


def test_a_file_that_was_taken_in_is_known_by_its_state_alone(ledger: sqlite3.Connection) -> None:
    facts = _hand_in(b"1")
    enter_submission(ledger, replace(facts, taken_from=f"外资.xlsx|17|1|5|6|{facts.sha256}"))

    assert taken_before(ledger, "外资.xlsx|17|1|5|6|") == facts.sha256
    assert taken_before(ledger, "外资.xlsx|17|1|5|7|") is None
    # A file may be called like the state of another; what came of that one says nothing of this.
    assert taken_before(ledger, "外资.xlsx|17|1|") is None


def test_files_whose_sums_begin_alike_have_ids_of_their_own(ledger: sqlite3.Connection) -> None:
    # printf 1 | sha256sum: 6b86b273ff34fce19d6b804e…
    alike = replace(_hand_in(b"other"), sha256="6b86b273ff34fce1" + "0" * 48)
    enter_submission(ledger, alike)

    assert enter_submission(ledger, _hand_in(b"1")) == ("6b86b273ff34fce19", Entry.NEW)
    assert enter_submission(ledger, _hand_in(b"1")) == ("6b86b273ff34fce19", Entry.DUPLICATE)
    assert enter_submission(ledger, alike) == ("6b86b273ff34fce1", Entry.DUPLICATE)
    assert [row.submission_id for row in receipts(ledger)] == [
        "6b86b273ff34fce1",
        "6b86b273ff34fce19",
        "6b86b273ff34fce19",
        "6b86b273ff34fce1",
    ]


def test_an_id_is_as_long_as_it_must_be(ledger: sqlite3.Connection) -> None:
    for length in (16, 17, 18):
        enter_submission(ledger, replace(_hand_in(), sha256=_hand_in().sha256[:length].ljust(64, "0")))

    assert enter_submission(ledger, _hand_in())[0] == _hand_in().sha256[:19]


def test_a_submission_comes_back_as_it_was_entered(ledger: sqlite3.Connection) -> None:
    facts = _hand_in(b"1", back_loaded=True, is_sample=True, stated_cells=("外资!G9", "外资!H9"))
    submission_id, _ = enter_submission(ledger, facts)

    entered = submission(ledger, submission_id)

    assert entered is not None
    assert (entered.back_loaded, entered.is_sample) == (True, True)
    assert entered.stated_cells == ("外资!G9", "外资!H9")
    assert (entered.received_at, entered.sequence, entered.size_bytes) == (FIFTH, 1, 1)


def test_two_writers_at_once_leave_no_gap_and_no_pair_in_the_numbers(home: Home) -> None:
    def write(start: int) -> None:
        with open_ledger(home) as ledger:
            for number in range(start, start + 20):
                enter_submission(ledger, _hand_in(str(number).encode()))

    writers = [threading.Thread(target=write, args=(start,)) for start in (0, 100)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with open_ledger(home) as ledger:
        assert [row.sequence for row in submissions(ledger)] == list(range(1, 41))


def test_the_findings_of_the_inbox_are_those_of_the_last_collecting(ledger: sqlite3.Connection) -> None:
    link = finding("SYMLINK", Place(file="经济发展办公室/a.xlsx"), found="a.xlsx")
    root = finding("NOT_IN_A_DEPARTMENT", Place(file="b.xlsx"), found="b.xlsx")

    replace_inbox_findings(ledger, [link])
    replace_inbox_findings(ledger, [root])

    assert inbox_findings(ledger) == [root]


# ------------------------------------------------------------------------------- what is still to be done


def test_a_new_submission_is_to_be_read_then_to_be_decided_then_done(ledger: sqlite3.Connection) -> None:
    submission_id, _ = enter_submission(ledger, _hand_in())
    entered = submission(ledger, submission_id)
    assert (pending(ledger, "r1"), undecided(ledger, "r1")) == ([entered], [])

    _read(ledger, submission_id)
    assert (pending(ledger, "r1"), undecided(ledger, "r1")) == ([], [entered])

    _decide(ledger, submission_id, ACCEPT, FIFTH)
    assert (pending(ledger, "r1"), undecided(ledger, "r1")) == ([], [])


def test_a_new_reader_reads_what_is_held_and_leaves_what_is_accepted(ledger: sqlite3.Connection) -> None:
    accepted, held = _entered_and_read(ledger, b"1"), _entered_and_read(ledger, b"2")
    _decide(ledger, accepted, ACCEPT, FIFTH)
    _decide(ledger, held, HOLD, FIFTH)

    assert [row.submission_id for row in pending(ledger, "r1")] == []
    assert [row.submission_id for row in pending(ledger, "r2")] == [held]

    _read(ledger, held, "r2")
    assert [row.submission_id for row in undecided(ledger, "r2")] == [held]


def test_what_is_refused_or_released_is_not_read_again(ledger: sqlite3.Connection) -> None:
    for data, kind in ((b"1", REFUSE), (b"2", RELEASE)):
        submission_id = _entered_and_read(ledger, data)
        _decide(ledger, submission_id, HOLD, FIFTH)
        _decide(ledger, submission_id, kind, SIXTH)

    assert (pending(ledger, "r2"), undecided(ledger, "r2")) == ([], [])


def test_reading_again_with_the_same_version_replaces_its_reading(ledger: sqlite3.Connection) -> None:
    submission_id, _ = enter_submission(ledger, _hand_in())
    for count in (4, 5):
        _read(ledger, submission_id, n_observations=count)

    assert [row.n_observations for row in readings(ledger, submission_id)] == [5]


# ---------------------------------------------------------------------------------------- what is accepted


def test_what_the_gate_accepts_was_known_from_that_instant(ledger: sqlite3.Connection) -> None:
    _decide(ledger, _entered_and_read(ledger), ACCEPT, SIXTH)

    assert _accepted_at(ledger) == [SIXTH]


def test_what_was_back_loaded_was_known_since_its_receipt(ledger: sqlite3.Connection) -> None:
    _decide(ledger, _entered_and_read(ledger, back_loaded=True), ACCEPT, SEVENTH)

    assert _accepted_at(ledger) == [FIFTH]


@pytest.mark.parametrize("back_loaded", [False, True])
def test_what_was_released_is_known_from_its_release(ledger: sqlite3.Connection, back_loaded: bool) -> None:
    submission_id = _entered_and_read(ledger, back_loaded=back_loaded)
    _decide(ledger, submission_id, HOLD, SIXTH)
    assert _accepted_at(ledger) == []

    _decide(ledger, submission_id, RELEASE, SEVENTH)
    assert _accepted_at(ledger) == [SEVENTH]


def test_a_day_sees_what_was_accepted_before_its_end(ledger: sqlite3.Connection) -> None:
    _decide(ledger, _entered_and_read(ledger), ACCEPT, SIXTH)

    assert _accepted_at(ledger, as_of=SIXTH) == []
    assert _accepted_at(ledger, as_of=SIXTH + timedelta(microseconds=1)) == [SIXTH]


def test_accepted_again_with_a_new_reading_it_keeps_its_instant_and_takes_the_reading(
    ledger: sqlite3.Connection,
) -> None:
    submission_id = _entered_and_read(ledger)
    _decide(ledger, submission_id, ACCEPT, FIFTH)
    _read(ledger, submission_id, "r2", period="2023-11")
    _decide(ledger, submission_id, ACCEPT, SEVENTH, "r2")

    (row,) = accepted_submissions(ledger)
    assert (row.reader_version, row.period, row.accepted_at) == ("r2", "2023-11", FIFTH)


def test_held_after_a_new_reading_it_is_out_until_it_is_released(ledger: sqlite3.Connection) -> None:
    submission_id = _entered_and_read(ledger)
    _decide(ledger, submission_id, ACCEPT, FIFTH)
    _read(ledger, submission_id, "r2")
    _decide(ledger, submission_id, HOLD, SIXTH, "r2")
    assert _accepted_at(ledger) == []

    _decide(ledger, submission_id, RELEASE, SEVENTH, "r2")
    assert _accepted_at(ledger) == [SEVENTH]


def test_refused_after_acceptance_it_stays_in_what_was_known_in_between(ledger: sqlite3.Connection) -> None:
    submission_id = _entered_and_read(ledger)
    _decide(ledger, submission_id, ACCEPT, FIFTH)
    _decide(ledger, submission_id, REFUSE, SEVENTH)

    assert _accepted_at(ledger) == []
    assert _accepted_at(ledger, as_of=SIXTH) == [FIFTH]
    assert _accepted_at(ledger, as_of=EIGHTH) == []


def test_refused_after_a_back_load_it_was_never_known_on_the_days_before_it(
    ledger: sqlite3.Connection,
) -> None:
    submission_id = _entered_and_read(ledger, back_loaded=True)
    _decide(ledger, submission_id, ACCEPT, SEVENTH)
    assert _accepted_at(ledger, as_of=SIXTH) == [FIFTH]

    _decide(ledger, submission_id, REFUSE, EIGHTH)
    assert _accepted_at(ledger, as_of=SIXTH) == []


def test_the_accepted_come_in_order_of_entry_with_what_the_build_needs(ledger: sqlite3.Connection) -> None:
    for data in (b"3", b"1", b"2"):
        _decide(ledger, _entered_and_read(ledger, data), ACCEPT, SIXTH)

    rows = accepted_submissions(ledger)

    assert [row.sequence for row in rows] == [1, 2, 3]
    assert {(row.department_id, row.form_id, row.period, row.part) for row in rows} == {
        ("econ_dev_office", "L03", "2023-12", "")
    }


# ------------------------------------------------------------------------------------- decisions that fail


def test_the_standing_decision_is_the_last_one_and_a_refusal_is_the_end(ledger: sqlite3.Connection) -> None:
    submission_id = _entered_and_read(ledger)
    assert current_decision(ledger, submission_id) is None
    _decide(ledger, submission_id, HOLD, FIFTH)
    _decide(ledger, submission_id, REFUSE, SIXTH)

    with pytest.raises(Refusal, match="已退回"):
        _decide(ledger, submission_id, RELEASE, SEVENTH)

    assert {key: row.kind for key, row in current_decisions(ledger).items()} == {submission_id: REFUSE}


def test_only_what_is_held_can_be_released(ledger: sqlite3.Connection) -> None:
    submission_id = _entered_and_read(ledger)
    _decide(ledger, submission_id, ACCEPT, FIFTH)

    with pytest.raises(Refusal, match="不在待核之列"):
        _decide(ledger, submission_id, RELEASE, SIXTH)


@pytest.mark.parametrize("kind", [ACCEPT, RELEASE])
def test_what_fits_no_form_cannot_be_loaded(ledger: sqlite3.Connection, kind: DecisionKind) -> None:
    submission_id, _ = enter_submission(ledger, _hand_in())
    _read(ledger, submission_id, form_id=None, period=None)
    _decide(ledger, submission_id, HOLD, FIFTH)

    with pytest.raises(Refusal, match="不符合任何表式"):
        _decide(ledger, submission_id, kind, SIXTH)


def test_nothing_is_decided_on_what_this_version_has_not_read(ledger: sqlite3.Connection) -> None:
    submission_id = _entered_and_read(ledger)

    with pytest.raises(Refusal, match="r2"):
        _decide(ledger, submission_id, ACCEPT, FIFTH, "r2")

    assert current_decisions(ledger) == {}
