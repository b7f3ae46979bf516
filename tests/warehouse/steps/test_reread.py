"""A form that was mended: what it has read is read again, and stands otherwise only where gate 1 lets it in."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from samples.drawing import workbook_bytes
from samples.forms import fdi_detail, growth_feedback
from samples.month import DECEMBER_2023
from tests.conftest import MadeOnce, Query, copy_of, settings_for
from tests.warehouse.command import Run
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.entries import current_decision
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import DecisionKind
from warehouse.settings import Settings
from warehouse.steps.accept import accept
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk
from warehouse.steps.refresh import refresh
from warehouse.steps.reread import Outcome, reread

AT = datetime(2024, 1, 9, tzinfo=UTC)
FORM = "forms/L02_fai_growth_feedback.yml"
RIGHT, WRONG = "breakdown: private}", "breakdown: fixed_asset}"
PRIVATE = (
    "select breakdown, obs_value from mart_indicator where indicator_id = 'fixed_asset_investment' and measure = 'VALUE'"
    " and ref_area = '371002002' and time_period = '2023-12' and breakdown not in ('_T', 'industrial_technical_renovation')"
)


def _with(settings: Settings, old: str, new: str, file: str = FORM) -> None:
    path = settings.office / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _home(folder: Path) -> tuple[Settings, str]:
    """December's growths, read by a form that takes private investment for another group, and published."""
    settings = settings_for(folder / "home")
    settings = replace(settings, office=Path(shutil.copytree(settings.office, folder / "office")))
    _with(settings, RIGHT, WRONG)
    report = growth_feedback.REPORT
    file = folder / f"{report.stem}2023年12月.xlsx"
    file.write_bytes(workbook_bytes(report.sheet(DECEMBER_2023), report.department.clerk, AT))
    submission_id, _ = hand_in(
        settings, file, "statistics_station", received_by="甲", received_at=AT, is_sample=True
    )
    assert refresh(settings).published is not None
    return settings, submission_id


@pytest.fixture(scope="module")
def misread(made_once: MadeOnce) -> tuple[Settings, str]:
    made: tuple[Settings, str] = made_once("misread", _home)[1]
    return made


@pytest.fixture
def home(misread: tuple[Settings, str], tmp_path: Path) -> tuple[Settings, str]:
    settings = copy_of(misread[0], tmp_path)
    return replace(settings, office=Path(shutil.copytree(settings.office, tmp_path / "office"))), misread[1]


def _reread(settings: Settings, submission_id: str) -> Any:
    (done,) = reread(settings, {submission_id}, "", "", reason="表式写错", actor="李四")
    return done


@pytest.mark.long
@pytest.mark.night
def test_what_a_mended_form_reads_otherwise_takes_the_place_of_what_stood(
    home: tuple[Settings, str], query: Query
) -> None:
    settings, submission_id = home
    _with(settings, WRONG, RIGHT)
    before = query(settings, PRIVATE)
    assert refresh(settings).exit_status == 0
    # By itself a mended form changes nothing of what is accepted.
    assert query(settings, PRIVATE) == before
    done = _reread(settings, submission_id)
    assert done.outcome is Outcome.TAKEN
    assert refresh(settings).published is not None
    (wrong,), (right,) = before, query(settings, PRIVATE)
    assert (wrong["breakdown"], right["breakdown"]) == ("fixed_asset", "private")
    assert wrong["obs_value"] == right["obs_value"] == Decimal("8.8")


@pytest.mark.night
def test_what_changed_is_told_value_by_value_and_the_decision_says_who_and_why(
    home: tuple[Settings, str],
) -> None:
    settings, submission_id = home
    _with(settings, WRONG, RIGHT)
    done = _reread(settings, submission_id)
    told = {(one.what, one.before, one.after) for one in done.changes}
    # Growth and rank of nine places, which were of one group and are of another.
    assert len(done.changes) == 36
    assert ("fixed_asset_investment private VALUE G1Y 371002002", None, "8.800000 A eq") in told
    assert ("fixed_asset_investment fixed_asset VALUE G1Y 371002002", "8.800000 A eq", None) in told
    with open_ledger(Home(settings.home)) as book:
        decision = current_decision(book, submission_id)
    assert decision is not None
    assert (decision.kind, decision.actor, decision.reason) == (
        DecisionKind.ACCEPT,
        "李四",
        "重读 read again: 表式写错",
    )


@pytest.mark.night
def test_a_form_that_was_changed_elsewhere_reads_the_same_and_decides_nothing(
    home: tuple[Settings, str],
) -> None:
    settings, submission_id = home
    with (settings.office / FORM).open("a", encoding="utf-8") as form:
        form.write("# a remark\n")
    with open_ledger(Home(settings.home)) as book:
        before = current_decision(book, submission_id)
        assert _reread(settings, submission_id).outcome is Outcome.SAME
        assert current_decision(book, submission_id) == before


@pytest.mark.night
@pytest.mark.long
def test_what_gate_1_would_hold_is_entered_nowhere_and_what_stood_stands(
    home: tuple[Settings, str], query: Query
) -> None:
    settings, submission_id = home
    # A form that knows a column by another name only: the label of the workbook is unknown to it.
    _with(settings, "'其中:民间投资增速'", "'其中:民营投资增速'")
    done = _reread(settings, submission_id)
    assert done.outcome is Outcome.HELD
    assert {one.rule for one in done.findings} & {"UNKNOWN_LABEL", "MISSING_LABEL"}
    with open_ledger(Home(settings.home)) as book:
        decision = current_decision(book, submission_id)
    assert decision is not None
    assert decision.kind is DecisionKind.ACCEPT
    assert refresh(settings).exit_status == 0
    assert [row["breakdown"] for row in query(settings, PRIVATE)] == ["fixed_asset"]


@pytest.mark.night
def test_the_command_tells_what_changed_and_how_to_go_on(
    home: tuple[Settings, str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, submission_id = home
    monkeypatch.setenv("INDICATORS_OFFICE", str(settings.office))
    _with(settings, WRONG, RIGHT)
    ran = run("reread", submission_id[:8], "--reason", "表式写错", "--by", "李四", home=settings.home)
    assert ran.status == 0
    assert "已按新读数采用 (the new reading stands)" in ran.out
    assert "indicators refresh" in ran.out
    again = run("reread", "--form", "L02", "--reason", "表式写错", "--by", "李四", home=settings.home)
    assert "nothing to read again" in again.out


def test_what_is_to_be_read_again_has_to_be_said_and_why(run: Run) -> None:
    assert run("reread", "--reason", "表式写错").code == "USAGE"
    assert run("reread", "--form", "L02", "--reason", " ").code == "USAGE"


def test_a_submission_that_there_is_not_is_not_read_again(run: Run) -> None:
    assert run("reread", "3f2a", "--reason", "表式写错").code == "UNKNOWN_SUBMISSION"


# --------------------------------------------------------------------------------------------- handed in again


def test_bytes_that_were_refused_are_told_so_with_both_ways_to_go_on(run: Run, tmp_path: Path) -> None:
    report = fdi_detail.REPORT
    file = tmp_path / f"{report.stem}2023年12月.xlsx"
    file.write_bytes(workbook_bytes(report.sheet(DECEMBER_2023), report.department.clerk, AT))
    settings = settings_for(tmp_path / "home")
    submission_id, _ = hand_in(settings, file, "econ_dev_office", received_by="甲", received_at=AT)
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    accept(settings)
    run("refuse", submission_id, "--reason", "表式写错", "--by", "李四")
    out = run("submit", str(file), "--department", "econ_dev_office").out
    assert "该份已退回：李四, 表式写错" in out
    assert f"indicators reinstate {submission_id}" in out
    assert f"indicators reread {submission_id}" in out
