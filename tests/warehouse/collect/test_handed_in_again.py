"""Bytes that were handed in before: they stand again where something worse took their place, or it is said why not."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.office.load import load_office
from tests.conftest import settings_for
from tests.warehouse.command import Run
from tests.warehouse.corrected_return import CORRECTED, hand_in_capital_form
from warehouse.collect.hand_in import collect, hand_in
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.reinstatement import reinstatements
from warehouse.ledger.slot import accepted_today, speaking
from warehouse.settings import Settings
from warehouse.steps.accept import accept
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk

OFFICE = "经济发展办公室"
GOOD = "外资到账明细2023年12月.xlsx"
SIXTH = datetime(2024, 1, 6, 2, tzinfo=UTC)


def _judge(settings: Settings) -> None:
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    accept(settings)


@pytest.fixture
def good(sample_folder: Path) -> Path:
    return sample_folder / "inbox" / OFFICE / GOOD


@pytest.fixture
def superseded(good: Path, tmp_path: Path) -> tuple[Settings, str, str]:
    """A home with the good return and, a day later, another one; and the ids of both."""
    settings = settings_for(tmp_path / "home")
    first, _ = hand_in(settings, good, OFFICE, received_by="甲", received_at=SIXTH)
    hand_in_capital_form(settings, tmp_path, CORRECTED, SIXTH + timedelta(days=1))
    _judge(settings)
    return settings, first, _speaking(settings)


def _speaking(settings: Settings) -> str:
    with open_ledger(Home(settings.home)) as book:
        (one,) = speaking(accepted_today(book, load_office(settings.office))).values()
    return one.submission_id


def test_through_the_inbox_the_good_file_stands_again(
    superseded: tuple[Settings, str, str], good: Path
) -> None:
    settings, first, later = superseded
    assert later != first
    folder = Home(settings.home).inbox / OFFICE
    folder.mkdir()
    shutil.copy(good, folder / GOOD)

    collected = collect(settings)

    assert (collected.duplicates, collected.reinstated) == ((first,), ((first, later),))
    assert _speaking(settings) == first
    with open_ledger(Home(settings.home)) as book:
        (entered,) = reinstatements(book)
    assert (entered.over_submission_id, entered.actor) == (later, "inbox")


def test_the_command_says_which_stands_over_which(
    superseded: tuple[Settings, str, str], good: Path, run: Run
) -> None:
    settings, first, later = superseded
    ran = run("submit", str(good), "-d", OFFICE, home=settings.home)
    assert ran.status == 0
    assert ran.out.startswith(f"√ {first}  {GOOD}  与已收的相同")
    assert f"恢复为现行，取代 {later} 外资到账明细2023年12月(更正).xlsx" in ran.out
    assert _speaking(settings) == first


def test_a_file_that_speaks_is_a_duplicate_and_nothing_more(
    superseded: tuple[Settings, str, str], good: Path, run: Run
) -> None:
    settings, first, _ = superseded
    run("submit", str(good), "-d", OFFICE, home=settings.home)
    ran = run("submit", str(good), "-d", OFFICE, home=settings.home)
    assert ran.out.count("\n") == 1
    assert ran.out.startswith(f"○ {first}")


def test_dated_back_it_is_told_what_speaks_and_how_to_change_that(
    superseded: tuple[Settings, str, str], good: Path, run: Run
) -> None:
    settings, first, later = superseded
    ran = run("submit", str(good), "-d", OFFICE, "--received-at", "2024-01-06T09:00", home=settings.home)
    assert f"现行的是后收到的 {later}" in ran.out
    assert f"indicators reinstate {first}" in ran.out
    assert _speaking(settings) == later


def test_a_refused_file_handed_in_again_is_told_who_refused_it_and_can_be_reinstated(
    superseded: tuple[Settings, str, str], good: Path, run: Run
) -> None:
    settings, first, later = superseded
    run("refuse", first, "--reason", "币种填错", "--by", "李四", home=settings.home)
    ran = run("submit", str(good), "-d", OFFICE, home=settings.home)
    assert "该份已退回：李四, 币种填错" in ran.out
    assert f"indicators reinstate {first}" in ran.out
    assert _speaking(settings) == later

    back = run("reinstate", first[:8], "--reason", "误退", "--by", "李四", home=settings.home)
    assert back.status == 0
    assert f"取代 {later}" in back.out
    assert _speaking(settings) == first


def test_what_stands_needs_no_reinstating(superseded: tuple[Settings, str, str], run: Run) -> None:
    settings, _, later = superseded
    ran = run("reinstate", later, "--reason", "x", "--by", "李四", home=settings.home)
    assert (ran.status, ran.code) == (2, "DECISION")
    blank = run("reinstate", later, "--reason", " ", "--by", "李四", home=settings.home)
    assert (blank.status, blank.code) == (2, "USAGE")
