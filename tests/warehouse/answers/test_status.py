"""How the house stands: who owes what, what came, what is held and why, and what readers have."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from ingest.office.load import load_office
from tests.conftest import settings_for
from tests.ordinary_account import run_python
from warehouse.answers.status import held_submissions, status
from warehouse.collect.hand_in import collect, hand_in
from warehouse.duties import owed_returns
from warehouse.home import Home
from warehouse.ledger.entries import current_decision, current_decisions, record_decision
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import DecisionKind, SnapshotRow
from warehouse.settings import Settings
from warehouse.snapshots.snapshot import publish, resume, rollback
from warehouse.steps.accept import accept
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk
from warehouse.store.manifest import write_manifest
from warehouse.variables import settings_from_environment

NOW = datetime(2024, 1, 20, 4, tzinfo=UTC)
MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]


@pytest.fixture(scope="module")
def office() -> Office:
    return load_office(settings_from_environment({}).office)


def _only(office: Office, form_id: str, **changed: Any) -> Office:
    """The office with one form in its calendar."""
    return replace(office, calendar={form_id: replace(office.calendar[form_id], **changed)})


def _owed(
    office: Office, form_id: str, filled: list[str], today: date, **changed: Any
) -> list[tuple[str, str, int]]:
    owed = owed_returns(_only(office, form_id, **changed), {(form_id, period) for period in filled}, today)
    return [(one.first_period, one.last_period, one.returns) for one in owed]


# ----------------------------------------------------------------------------------------------- who owes what


def test_a_return_is_owed_from_the_day_after_its_day(office: Office) -> None:
    # L03 of November 2023 is due on 10 December, a Sunday: on Monday the 11th.
    assert _owed(office, "L03", MONTHS[:-2], date(2023, 12, 11)) == []
    assert _owed(office, "L03", MONTHS[:-2], date(2023, 12, 12)) == [("2023-11", "2023-11", 1)]


def test_what_is_due_in_a_holiday_is_owed_after_the_next_working_day(office: Office) -> None:
    # L03 of January 2024 is due on 10 February, in the Spring Festival; Sunday the 18th is worked.
    assert _owed(office, "L03", MONTHS, date(2024, 2, 18)) == []
    assert _owed(office, "L03", MONTHS, date(2024, 2, 19)) == [("2024-01", "2024-01", 1)]


def test_without_its_holidays_an_office_has_weekends_alone(office: Office) -> None:
    # 10 February 2024 is a Saturday.
    bare = replace(_only(office, "L03"), holidays={})
    here = {("L03", period) for period in MONTHS}
    assert owed_returns(bare, here, date(2024, 2, 12)) == ()
    assert [one.first_due for one in owed_returns(bare, here, date(2024, 2, 13))] == [date(2024, 2, 12)]


def test_a_joint_return_stands_for_the_months_before_it(office: Office) -> None:
    # L04 of January is owed until February's return comes; without it both are.
    assert _owed(office, "L04", MONTHS, date(2024, 2, 20)) == [("2024-01", "2024-01", 1)]
    assert _owed(office, "L04", [*MONTHS, "2024-02"], date(2024, 3, 20)) == []
    assert _owed(office, "L04", MONTHS, date(2024, 3, 20)) == [("2024-01", "2024-02", 2)]
    # L03 says nothing of the kind.
    assert _owed(office, "L03", [*MONTHS, "2024-02"], date(2024, 3, 20)) == [("2024-01", "2024-01", 1)]


def test_a_joint_return_stands_for_no_month_of_another_year(office: Office) -> None:
    filled = [period for period in MONTHS if period != "2023-01"]
    assert _owed(office, "L04", [*filled, "2024-02"], date(2024, 3, 5)) == []
    assert _owed(office, "L04", [*filled[:11], *filled[12:], "2024-02"], date(2024, 3, 5)) == [
        ("2022-12", "2022-12", 1)
    ]


def test_the_return_of_a_year_is_here_whatever_month_its_title_is_of(office: Office) -> None:
    # The plan of 2024 is due in its January; 截至2024年1月 fills it, and the plan of the year before does not.
    assert _owed(office, "L12", ["2023-12"], date(2024, 2, 2)) == [("2024-12", "2024-12", 1)]
    assert _owed(office, "L12", ["2024-01"], date(2024, 2, 2)) == []


def test_nothing_is_owed_before_the_first_month_of_an_office(office: Office) -> None:
    late = replace(_only(office, "L03"), first_month="2023-11")
    (owed,) = owed_returns(late, (), date(2024, 1, 20))
    assert (owed.first_period, owed.last_period) == ("2023-11", "2023-12")


def test_returns_that_follow_each_other_are_one_range(office: Office) -> None:
    (owed,) = owed_returns(_only(office, "L03"), {("L03", period) for period in MONTHS}, date(2024, 4, 15))
    assert (owed.first_period, owed.last_period, owed.returns) == ("2024-01", "2024-03", 3)
    assert (owed.first_due, owed.last_due) == (date(2024, 2, 18), date(2024, 4, 10))
    assert owed.department_zh == "经济发展办公室"


def test_a_month_without_a_return_does_not_break_a_range(office: Office) -> None:
    # L01 has no January: December 2023 and February 2024 follow each other.
    assert _owed(office, "L01", MONTHS[:-1], date(2024, 3, 9)) == [("2023-12", "2024-02", 2)]


def test_a_gap_in_what_came_is_a_range_of_its_own(office: Office) -> None:
    filled = [period for period in MONTHS if period not in ("2022-05", "2023-11", "2023-12")]
    assert _owed(office, "L03", filled, date(2024, 1, 31)) == [
        ("2022-05", "2022-05", 1),
        ("2023-11", "2023-12", 2),
    ]


def test_a_form_that_has_ended_owes_nothing_more(office: Office) -> None:
    assert _owed(office, "L03", MONTHS[:22], date(2025, 1, 1), valid_to="2023-11") == [
        ("2023-11", "2023-11", 1)
    ]


def test_a_day_that_the_month_lacks_is_its_last(office: Office) -> None:
    # Due on the 31st of the next month: for January 2024 that is 29 February.
    assert _owed(office, "L03", MONTHS, date(2024, 2, 29), due_day=31) == []
    assert _owed(office, "L03", MONTHS, date(2024, 3, 1), due_day=31) == [("2024-01", "2024-01", 1)]


def test_the_day_is_the_offices(tmp_path: Path) -> None:
    # 18 February, 16:30 UTC, is the 19th in Shanghai.
    days = [status(settings_for(tmp_path), datetime(2024, 2, 18, hour, 30, tzinfo=UTC)) for hour in (15, 16)]
    assert [day.today for day in days] == [date(2024, 2, 18), date(2024, 2, 19)]
    assert [next(one.last_period for one in day.owed if one.form_id == "L03") for day in days] == [
        "2023-12",
        "2024-01",
    ]


# ------------------------------------------------------------------------------------- what came and what is held


@pytest.fixture(scope="module")
def sample_home(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Foreign capital of November (taken), of December with a unit nobody knows (held), and a stray folder."""
    settings = settings_for(tmp_path_factory.mktemp("status") / "home")
    home = Home(settings.home).ensure()
    office = "经济发展办公室"
    hand_in(
        settings,
        sample_folder / "inbox" / office / "外资到账明细2023年11月.xlsx",
        office,
        received_by="示例填表人甲",
        received_at=datetime(2023, 12, 6, 1, 50, tzinfo=UTC),
    )
    hand_in(
        settings,
        sample_folder / "faulty" / "inbox" / office / "外资到账明细2023年12月_单位错位.xlsx",
        office,
        received_by="示例填表人甲",
        received_at=datetime(2024, 1, 6, 1, 50, tzinfo=UTC),
    )
    (home.inbox / "商务科").mkdir()
    (home.inbox / "商务科" / "外资.xlsx").write_bytes(b"not collected")
    (home.inbox / office).mkdir()
    (home.inbox / office / "外资.xlsx.part").write_bytes(b"half")
    collect(settings)
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    accept(settings)
    return settings


def test_what_came_is_told_form_by_form_also_where_nothing_did(sample_home: Settings) -> None:
    came = {one.form_id: (one.submissions, one.last_period) for one in status(sample_home, NOW).came}
    assert came.pop("L03") == (1, "2023-11")
    others = {"ADM", "PLAN", *(f"L{number:02}" for number in range(1, 13))} - {"L03"}
    assert came == dict.fromkeys(others, (0, None))


def test_what_is_held_names_its_root_and_counts_what_follows(sample_home: Settings) -> None:
    (held,) = held_submissions(sample_home)
    assert (held.file, held.form_id, held.period) == (
        "外资到账明细2023年12月_单位错位.xlsx",
        "L03",
        "2023-12",
    )
    assert [(found.rule, found.cell) for found in held.findings] == [("UNIT_SLIP", "G8")]
    assert held.folded > 0
    assert status(sample_home, NOW).held == (held,)


def test_what_is_held_names_its_department_and_form_and_whether_it_can_be_released(
    sample_home: Settings,
) -> None:
    (held,) = held_submissions(sample_home)
    assert (held.department_zh, held.form_zh, held.scope) == (
        "经济发展办公室",
        "外资到账明细表",
        "submission",
    )
    assert held.must_be_corrected == ()


def _come(settings: Settings, file: Path, day: int) -> str:
    """A file of the office handed in on a day of January 2024, read and judged."""
    at = datetime(2024, 1, day, 2, tzinfo=UTC)
    submission_id, _ = hand_in(settings, file, file.parent.name, received_by="甲", received_at=at)
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    accept(settings)
    return submission_id


@pytest.fixture
def changed_home(sample_home: Settings, tmp_path: Path) -> Settings:
    """A copy, to be changed."""
    settings = settings_for(tmp_path / "home")
    shutil.copytree(sample_home.home, settings.home)
    return settings


def test_what_is_held_is_gone_once_a_later_file_of_its_slot_is_accepted(
    changed_home: Settings, sample_folder: Path
) -> None:
    good = sample_folder / "inbox" / "经济发展办公室" / "外资到账明细2023年12月.xlsx"
    _come(changed_home, good, 8)
    assert held_submissions(changed_home) == ()
    assert status(changed_home, NOW).held == ()


def test_what_is_held_stays_where_the_file_of_its_slot_came_before_it(
    changed_home: Settings, sample_folder: Path
) -> None:
    good = sample_folder / "inbox" / "经济发展办公室" / "外资到账明细2023年12月.xlsx"
    _come(changed_home, good, 5)
    assert len(held_submissions(changed_home)) == 1


def test_what_has_no_certain_period_must_be_corrected(changed_home: Settings, sample_folder: Path) -> None:
    file = sample_folder / "faulty" / "inbox" / "统计站" / "限上批零住餐_缺期别.xlsx"
    one = _come(changed_home, file, 9)
    (held,) = (each for each in held_submissions(changed_home) if each.submission_id == one)
    assert held.must_be_corrected == ("PERIOD_MISSING",)


def test_a_value_that_is_held_alone_is_listed_and_released_like_a_submission(
    changed_home: Settings, sample_folder: Path
) -> None:
    folder = sample_folder / "faulty" / "inbox" / "经济发展办公室"
    one = _come(changed_home, folder / "外资到账明细2023年3月_零基数填增速.xlsx", 9)
    (held,) = (each for each in held_submissions(changed_home) if each.submission_id == one)
    assert (held.scope, held.held_by, [found.cell for found in held.findings]) == (
        "row",
        "GROWTH_ON_ZERO_BASE",
        ["H8"],
    )
    assert held in status(changed_home, NOW).held
    with open_ledger(Home(changed_home.home)) as book:
        decision = current_decision(book, one)
        assert decision is not None
        assert decision.kind is DecisionKind.ACCEPT
        record_decision(book, one, decision.reader_version, DecisionKind.RELEASE, reason="属实", actor="李四")
    assert one not in {each.submission_id for each in held_submissions(changed_home)}


def test_what_is_accepted_without_a_held_value_cannot_be_released(changed_home: Settings) -> None:
    with open_ledger(Home(changed_home.home)) as book:
        (one,) = (key for key, each in current_decisions(book).items() if each.kind is DecisionKind.ACCEPT)
        version = current_decisions(book)[one].reader_version
        with pytest.raises(Refusal, match="不在待核之列"):
            record_decision(book, one, version, DecisionKind.RELEASE, reason="x", actor="y")


def test_what_departments_are_asked_is_counted_with_the_newest(
    changed_home: Settings, sample_folder: Path
) -> None:
    assert status(changed_home, NOW).asked == ()
    folder = sample_folder / "faulty" / "inbox" / "经济发展办公室"
    _come(changed_home, folder / "外资到账明细2023年12月_合计不符.xlsx", 9)
    (asked,) = status(changed_home, datetime.now(UTC)).asked
    assert (asked.department_zh, asked.rejected) == ("经济发展办公室", 0)
    assert asked.open >= 1
    assert (asked.newest.form_zh, asked.newest.period, asked.newest.days) == ("外资到账明细表", "2023-12", 0)


def test_what_is_held_is_not_owed(sample_home: Settings) -> None:
    (owed,) = (one for one in status(sample_home, NOW).owed if one.form_id == "L03")
    assert (owed.first_period, owed.last_period, owed.returns) == ("2022-01", "2023-10", 22)


def test_the_inbox_says_what_cannot_be_taken_and_what_waits(sample_home: Settings) -> None:
    state = status(sample_home, NOW)
    assert [(found.rule, found.found) for found in state.inbox_findings] == [("UNKNOWN_DEPARTMENT", "商务科")]
    assert state.to_collect == ()
    assert state.waiting == ("经济发展办公室/外资.xlsx.part",)


def _inbox_as_ordinary_account(settings: Settings) -> tuple[list[str], list[tuple[str, str]]]:
    """What the next refresh is said to take, and what is said to be wrong in the inbox."""
    ran = run_python(
        "-m", "warehouse.cli.app", "status", "--json", environment={"INDICATORS_HOME": str(settings.home)}
    )
    state = json.loads(ran.stdout)
    return state["to_collect"], [(found["rule"], found["file"]) for found in state["inbox_findings"]]


def _put(settings: Settings, name: str) -> Path:
    path = Home(settings.home).ensure().inbox / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"1")
    return path


def test_a_file_that_may_not_be_read_is_not_said_to_be_taken_also_before_any_collecting(
    tmp_path: Path,
) -> None:
    settings = settings_for(tmp_path / "home")
    _put(settings, "统计站/限上.xlsx").chmod(0)
    _put(settings, "经济发展办公室/外资.xlsx")
    assert _inbox_as_ordinary_account(settings) == (
        ["经济发展办公室/外资.xlsx"],
        [("NOT_READABLE", "统计站/限上.xlsx")],
    )


def test_what_the_last_collecting_and_the_inbox_say_alike_is_said_once(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    (_put(settings, "统计站/限上.xlsx").parent / "链接.xlsx").symlink_to("限上.xlsx")
    collect(settings)
    _put(settings, "统计站/固投.xlsx")
    state = status(settings, NOW)
    assert [found.file for found in state.inbox_findings] == ["统计站/链接.xlsx"]
    assert state.to_collect == ("统计站/固投.xlsx",)


def test_what_was_left_in_the_inbox_for_a_reason_is_not_said_to_be_taken(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    _put(settings, "统计站/报表.zip").write_bytes(b"Rar!\x1a\x07\x01\x00")
    _put(settings, "外资.xlsx")
    collect(settings)
    state = status(settings, NOW)
    assert [found.rule for found in state.inbox_findings] == ["NOT_IN_A_DEPARTMENT", "ARCHIVE_FILE"]
    assert state.to_collect == ()


def test_a_submission_that_was_entered_and_not_read_is_undecided(
    sample_home: Settings, sample_folder: Path, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path / "home")
    shutil.copytree(sample_home.home, settings.home)
    file = sample_folder / "inbox" / "统计站" / "限上批零住餐202312.xlsx"
    hand_in(settings, file, "统计站", received_by="示例填表人乙")
    assert status(settings, NOW).undecided == ("限上批零住餐202312.xlsx",)


def test_a_home_that_was_never_used_stays_unused(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    state = status(settings, NOW)
    assert (state.snapshot, state.held, held_submissions(settings)) == (None, (), ())
    monthly = {"ADM", "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L11"}
    assert {one.form_id for one in state.owed} == monthly | {"L10"}
    assert not settings.home.exists()


# ------------------------------------------------------------------------------------------------- the snapshot


def _publish(home: Home, snapshot_id: str, built_at: datetime) -> None:
    folder = home.builds / snapshot_id
    folder.mkdir()
    (folder / "indicators.duckdb").write_text(snapshot_id, encoding="ascii")
    write_manifest(folder, SnapshotRow(snapshot_id, "abc", built_at, built_at), {})
    publish(home, folder)


def test_a_pinned_snapshot_says_who_pinned_it_and_why(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    home = Home(settings.home).ensure()
    with open_ledger(home):
        pass
    first, second = "20240105T020000Z-11111111", "20240106T020000Z-22222222"
    for day, snapshot_id in ((5, first), (6, second)):
        _publish(home, snapshot_id, datetime(2024, 1, day, 2, tzinfo=UTC))
    free = status(settings, NOW).snapshot
    assert free is not None
    assert (free.snapshot_id, free.pinned, free.pinned_by) == (second, False, "")

    rollback(home, None, actor="示例管理员", reason="核对")
    pinned = status(settings, NOW).snapshot
    assert pinned is not None
    assert (pinned.snapshot_id, pinned.pinned, pinned.pinned_by, pinned.pinned_reason) == (
        first,
        True,
        "示例管理员",
        "核对",
    )

    resume(home, actor="示例管理员", reason="好了")
    again = status(settings, NOW).snapshot
    assert again is not None
    assert (again.snapshot_id, again.pinned, again.pinned_reason) == (second, False, "")
