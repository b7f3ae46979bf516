"""Decisions with an end, and a log in which nothing can be changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.finding.finding import Finding, finding
from ingest.finding.message import Severity
from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal
from tests.warehouse.ledger.test_ledger import (
    ACCEPT,
    FIFTH,
    HOLD,
    RELEASE,
    SEVENTH,
    SIXTH,
    _decide,
    _entered_and_read,
)
from warehouse.home import Home
from warehouse.ledger.entries import accepted_submissions
from warehouse.ledger.file.head import changed_since, head
from warehouse.ledger.file.migrations import ONLY_ADDED
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.waivers import (
    Scope,
    Waiver,
    all_waived,
    end_waiver,
    in_force,
    record_waiver,
    waivers,
    waiving,
)

ENTERED = datetime(2024, 3, 1, 1, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with open_ledger(Home(tmp_path / "home")) as ledger:
        yield ledger


def _waive(book: sqlite3.Connection, until: date = date(2024, 3, 31), **scope: str) -> Waiver:
    return record_waiver(
        book,
        Scope(**scope),
        until=until,
        reason="区里正在核实可比口径",
        actor="李四",
        author="张三",
        entered_at=ENTERED,
    )


def _found(rule: str = "TOTAL_DIFFERS", series_id: str = "") -> Finding:
    made = finding(
        "TOTAL_DIFFERS",
        Place("外资.xlsx", "表", "H9", submission_id="a"),
        found="1023",
        subject="合计",
        what="合计",
    )
    return replace(made, rule=rule, series_id=series_id)


# ------------------------------------------------------------------------------------------------- what is entered


def test_a_waiver_is_in_force_from_its_day_to_its_last(book: sqlite3.Connection) -> None:
    one = _waive(book, rule="TOTAL_DIFFERS")
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 1)]
    assert [in_force(book, day) for day in days] == [[], [one], [one], []]


def test_the_day_of_entry_is_the_offices(book: sqlite3.Connection) -> None:
    # 16:30 UTC of 29 February is 1 March in Beijing.
    late = datetime(2024, 2, 29, 16, 30, tzinfo=UTC)
    record_waiver(
        book,
        Scope(form_id="L03"),
        until=date(2024, 3, 1),
        reason="区里正在核实口径",
        actor="李四",
        author="张三",
        entered_at=late,
    )
    assert (in_force(book, date(2024, 2, 29)), len(in_force(book, date(2024, 3, 1)))) == ([], 1)


@pytest.mark.parametrize(
    ("scope", "until", "reason", "actor", "said"),
    [
        ({}, date(2024, 3, 31), "区里正在核实口径", "李四", "no scope"),
        ({"form_id": "L03"}, date(2024, 3, 31), "核实口径中哈哈", "李四", "--reason"),
        ({"form_id": "L03"}, date(2024, 3, 31), "       1       ", "李四", "--reason"),
        ({"form_id": "L03"}, date(2024, 2, 29), "区里正在核实口径", "李四", "--until 2024-02-29"),
        ({"form_id": "L03"}, date(2024, 3, 31), "区里正在核实口径", " ", "--by"),
        (
            {"form_id": "L03", "author": ""},
            date(2024, 3, 31),
            "区里正在核实口径",
            "李四",
            "--author '' --by '李四'",
        ),
        (
            {"rule": "BELOW_THRESHOLD", "author": "李四 "},
            date(2024, 3, 31),
            "区里正在核实口径",
            "李四",
            "--author",
        ),
        ({"rule": "UNKNOWN_UNIT"}, date(2024, 3, 31), "区里正在核实口径", "李四", "--rule UNKNOWN_UNIT"),
    ],
)
def test_a_waiver_without_scope_reason_end_or_name_is_refused_and_entered_nowhere(
    book: sqlite3.Connection, scope: dict[str, str], until: date, reason: str, actor: str, said: str
) -> None:
    named = {"author": "张三"} | scope
    author = named.pop("author")
    with pytest.raises(Refusal, match=said):
        record_waiver(
            book, Scope(**named), until=until, reason=reason, actor=actor, author=author, entered_at=ENTERED
        )
    assert waivers(book) == []


def test_one_that_only_stops_asking_is_approved_by_one_person(book: sqlite3.Connection) -> None:
    # TOTAL_DIFFERS asks and holds nothing: no figure changes by it.
    one = record_waiver(
        book,
        Scope(rule="TOTAL_DIFFERS"),
        until=date(2024, 3, 31),
        reason="区里正在核实口径",
        actor="李四",
        entered_at=ENTERED,
    )
    assert (one.author, one.actor) == ("", "李四")


def test_a_waiver_that_is_ended_is_in_force_up_to_the_day_before_and_stays_in_the_ledger(
    book: sqlite3.Connection,
) -> None:
    one = _waive(book, form_id="L03")
    at = datetime(2024, 3, 10, 1, tzinfo=UTC)
    ended = end_waiver(book, one.waiver_id, reason="区里已答复，按原口径", actor="王五", ended_at=at)
    days = [date(2024, 3, 1), date(2024, 3, 9), date(2024, 3, 10), date(2024, 3, 31)]
    assert [bool(in_force(book, day)) for day in days] == [True, True, False, False]
    assert waivers(book) == [ended]
    assert (ended.until, ended.ended_by, ended.end_reason, ended.author) == (
        date(2024, 3, 31), "王五", "区里已答复，按原口径", "张三",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "reason", "actor", "said"),
    [
        (2, "区里已答复，按原口径", "王五", "--end 2"),
        (1, "答复了", "王五", "--reason"),
        (1, "区里已答复，按原口径", "", "--by"),
    ],
)
def test_an_end_of_nothing_or_without_reason_or_name_is_refused(
    book: sqlite3.Connection, number: int, reason: str, actor: str, said: str
) -> None:
    _waive(book, form_id="L03")
    with pytest.raises(Refusal, match=said):
        end_waiver(book, number, reason=reason, actor=actor, ended_at=ENTERED)
    assert in_force(book, date(2024, 3, 1))


def test_a_waiver_is_ended_once(book: sqlite3.Connection) -> None:
    one = _waive(book, form_id="L03")
    end_waiver(book, one.waiver_id, reason="区里已答复，按原口径", actor="王五", ended_at=ENTERED)
    with pytest.raises(Refusal, match="--end 1"):
        end_waiver(book, one.waiver_id, reason="区里已答复，按原口径", actor="王五", ended_at=ENTERED)


# ------------------------------------------------------------------------------------------------ what it lets pass


@pytest.mark.parametrize(
    ("scope", "passes"),
    [
        ({"rule": "TOTAL_DIFFERS"}, True),
        ({"rule": "TOTAL_DIFFERS", "form_id": "L03", "period": "2023-12", "department_id": "econ"}, True),
        ({"series_id": "s"}, True),
        ({"rule": "GROWTH_DISAGREES"}, False),
        ({"rule": "TOTAL_DIFFERS", "form_id": "L04"}, False),
        ({"period": "2023-11"}, False),
        ({"department_id": "station"}, False),
        ({"form_id": "L03", "series_id": "t"}, False),
    ],
)
def test_a_finding_passes_where_it_agrees_with_all_that_a_scope_names(
    scope: dict[str, str], passes: bool
) -> None:
    assert Scope(**scope).has(_found(series_id="s"), "econ", "L03", "2023-12") is passes


def test_what_has_no_certain_place_passes_by_no_waiver() -> None:
    assert not Scope(form_id="L03").has(_found("UNKNOWN_UNIT"), "econ", "L03", "2023-12")


def test_of_several_waivers_the_one_that_lasts_longest_lets_pass(book: sqlite3.Connection) -> None:
    _waive(book, rule="TOTAL_DIFFERS")
    longer = _waive(book, date(2024, 4, 30), form_id="L03")
    assert waiving(waivers(book), _found(), "econ", "L03", "2023-12") == longer


def test_a_submission_passes_only_where_all_that_holds_it_does(book: sqlite3.Connection) -> None:
    one = _waive(book, rule="DUPLICATE_PROJECT")
    place = ("econ", "L01", "2023-12")
    severe = [
        replace(_found(rule), severity=Severity.HOLD) for rule in ("DUPLICATE_PROJECT", "YEAR_MISMATCH")
    ]
    assert all_waived([one], severe[:1], *place) == one
    assert all_waived([one], severe, *place) is None
    # What only asks holds nothing, and nothing is let in by that.
    assert all_waived([one], [_found()], *place) is None


# ------------------------------------------------------------------------------------- let in, and held again


def test_what_was_held_again_was_known_in_between(book: sqlite3.Connection) -> None:
    submission_id = _entered_and_read(book)
    _decide(book, submission_id, HOLD, FIFTH)
    _decide(book, submission_id, RELEASE, SIXTH)
    _decide(book, submission_id, HOLD, SEVENTH)
    assert accepted_submissions(book) == []
    after = SIXTH.replace(hour=23)
    assert [one.accepted_at for one in accepted_submissions(book, as_of=after)] == [SIXTH]
    assert accepted_submissions(book, as_of=SIXTH) == []
    assert accepted_submissions(book, as_of=SEVENTH.replace(hour=23)) == []


# ---------------------------------------------------------------------------------------------- only ever added to


def _all_kinds(book: sqlite3.Connection) -> None:
    submission_id = _entered_and_read(book)
    _decide(book, submission_id, ACCEPT, FIFTH)
    one = _waive(book, rule="TOTAL_DIFFERS")
    book.execute("INSERT INTO waived_release VALUES (1, ?)", (one.waiver_id,))
    end_waiver(book, one.waiver_id, reason="区里已答复，按原口径", actor="王五", ended_at=ENTERED)
    book.execute(
        "INSERT INTO question VALUES (?, 'r1', 'f', 'gate_1', ?, 1, '{}')",
        (submission_id, "2024-01-05T00:00:00.000000Z"),
    )
    book.execute(
        "INSERT INTO answer VALUES (1, ?, 'f', 'accepted', '属实', '李四', ?)",
        (submission_id, "2024-01-05T00:00:00.000000Z"),
    )
    book.execute(
        "INSERT INTO reinstatement VALUES (1, ?, 0, NULL, '误退', '李四', ?)",
        (submission_id, "2024-01-05T00:00:00.000000Z"),
    )
    book.execute("INSERT INTO snapshot VALUES ('s', 'b', ?, NULL)", ("2024-01-05T00:00:00.000000Z",))
    book.execute(
        "INSERT INTO edition VALUES (1, '调度会', '2023-12', 's', '张三', ?)",
        ("2024-01-05T00:00:00.000000Z",),
    )
    book.execute(
        "INSERT INTO edition_figure VALUES (1, 1, 'aa|2023-12', '外资', '1—12月', 'value', '1032万美元', 0, '')"
    )
    book.execute("INSERT INTO edition_signature VALUES (1, '李四', ?)", ("2024-01-05T00:00:00.000000Z",))
    book.execute(
        "INSERT INTO publication VALUES (1, 's', 'publish', 'a', '', ?, 0)", ("2024-01-05T00:00:00.000000Z",)
    )
    book.execute(
        "INSERT INTO notification VALUES (1, 'd', '2024-01-05', '[]', '2024-01-05T00:00:00.000000Z')"
    )
    book.execute("INSERT INTO notification_end VALUES (1, 'sent', '', '2024-01-05T00:00:00.000000Z')")


@pytest.mark.parametrize("table", ONLY_ADDED)
def test_no_entry_can_be_changed_or_deleted(book: sqlite3.Connection, table: str) -> None:
    _all_kinds(book)
    (column,) = book.execute(f"SELECT name FROM pragma_table_info('{table}') LIMIT 1").fetchone()
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="rows are only added"):
            book.execute(statement)


def test_a_head_knows_what_was_changed_or_taken_out_by_hand_and_not_what_was_added(
    book: sqlite3.Connection,
) -> None:
    _all_kinds(book)
    stated = head(book)
    assert stated["waiver"]["last"] == 1
    _waive(book, form_id="L03")
    assert changed_since(book, stated) == []
    book.execute("DROP TRIGGER waiver_is_not_changed")
    book.execute("UPDATE waiver SET until = '2034-03-31' WHERE waiver_id = 1")
    book.execute("DROP TRIGGER decision_is_not_deleted")
    book.execute("DROP TRIGGER waived_release_is_not_deleted")
    book.execute("DELETE FROM waived_release")
    book.execute("DELETE FROM decision")
    book.execute("DROP TRIGGER waiver_end_is_not_changed")
    book.execute("UPDATE waiver_end SET actor = '赵六'")
    assert changed_since(book, stated) == ["decision", "waiver", "waived_release", "waiver_end"]
