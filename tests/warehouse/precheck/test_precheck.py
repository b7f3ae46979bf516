"""What lies in a department's folder 预检 is looked at, marked beside itself, and never handed in."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import settings_for
from tests.warehouse.command import Run
from warehouse.collect.hand_in import collect
from warehouse.home import Home
from warehouse.ledger.entries import submissions
from warehouse.ledger.file.schema import open_ledger
from warehouse.precheck.precheck import precheck
from warehouse.settings import Settings

OFFICE = "经济发展办公室"
FAULTY = "外资到账明细2023年12月_公式出错"


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Settings:
    """A home that was never used, in which a faulty and a clean workbook were looked at."""
    settings = settings_for(tmp_path_factory.mktemp("looked"))
    folder = Home(settings.home).ensure().inbox / OFFICE / "预检"
    folder.mkdir(parents=True)
    shutil.copy(sample_folder / "faulty" / "inbox" / OFFICE / f"{FAULTY}.xlsx", folder)
    shutil.copy(sample_folder / "inbox" / OFFICE / "外资到账明细2023年11月.xlsx", folder)
    (folder / "~$外资到账明细2023年11月.xlsx").write_bytes(b"lock")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "desktop.ini").write_bytes(b"x")
    done = precheck(settings)
    assert [(one.file, one.form_id, one.would_be.value, one.problem) for one in done] == [
        ("外资到账明细2023年11月.xlsx", "L03", "accepted", ""),
        (f"{FAULTY}.xlsx", "L03", "to_mend", ""),
    ]
    return settings


def folder_of(settings: Settings) -> Path:
    return Home(settings.home).inbox / OFFICE / "预检"


def test_the_marked_copy_the_page_and_the_receipt_lie_beside_it(looked: Settings) -> None:
    names = {path.name for path in folder_of(looked).iterdir() if path.stem.startswith(FAULTY)}
    assert names == {
        f"{FAULTY}.xlsx",
        f"{FAULTY}_预检.xlsx",
        f"{FAULTY}_预检.html",
        f"{FAULTY}.xlsx_预检回执.txt",
    }
    page = openpyxl.load_workbook(folder_of(looked) / f"{FAULTY}_预检.xlsx")["外资到账明细"]
    assert page["H10"].fill.patternType == "lightTrellis"
    assert "ERROR_CELL" in page["H10"].comment.text


def test_the_receipt_says_that_nothing_was_handed_in_and_what_would_become_of_it(looked: Settings) -> None:
    text = (folder_of(looked) / f"{FAULTY}.xlsx_预检回执.txt").read_text(encoding="utf-8-sig")
    assert "预检，没有报送" in text
    assert "照这样报送：待改，整份未采用。" in text


def test_a_clean_workbook_gets_a_receipt_alone(looked: Settings) -> None:
    names = sorted(
        path.name for path in folder_of(looked).iterdir() if path.stem.startswith("外资到账明细2023年11月")
    )
    assert names == ["外资到账明细2023年11月.xlsx", "外资到账明细2023年11月.xlsx_预检回执.txt"]


def test_nothing_is_entered_or_collected(looked: Settings) -> None:
    assert collect(looked).new == ()
    with open_ledger(Home(looked.home)) as book:
        assert submissions(book) == []
    assert not list(Home(looked.home).landing.iterdir())
    assert (folder_of(looked) / f"{FAULTY}.xlsx").exists()


def test_what_was_looked_at_is_looked_at_again_only_when_it_is_put_there_again(looked: Settings) -> None:
    assert precheck(looked) == ()
    again = folder_of(looked) / f"{FAULTY}.xlsx"
    shutil.copy2(again, again.with_suffix(".new"))
    os.replace(again.with_suffix(".new"), again)  # noqa: PTH105 - with the time of the old one, as a copy keeps it
    assert [one.file for one in precheck(looked)] == [f"{FAULTY}.xlsx"]


def test_a_marked_copy_that_somebody_corrects_and_saves_is_looked_at_too(
    looked: Settings, tmp_path: Path
) -> None:
    settings = replace(looked, home=tmp_path / "home")
    folder_of(settings).mkdir(parents=True)
    for path in sorted(folder_of(looked).iterdir(), key=lambda path: path.stat().st_ctime_ns):
        shutil.copy(path, folder_of(settings))  # in the order in which they were put there
    assert precheck(settings) == ()
    copy = folder_of(settings) / f"{FAULTY}_预检.xlsx"
    copy.write_bytes(copy.read_bytes())
    assert [one.file for one in precheck(settings)] == [copy.name]
    assert (folder_of(settings) / f"{FAULTY}_预检_预检.xlsx").exists()
    assert precheck(settings) == ()


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path, sample_folder: Path) -> None:
    settings = settings_for(tmp_path / "home")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(sample_folder / "inbox" / OFFICE / "外资到账明细2023年11月.xlsx", elsewhere)
    office = Home(settings.home).ensure().inbox / OFFICE
    office.mkdir()
    (office / "预检").symlink_to(elsewhere)
    assert precheck(settings) == ()
    assert len(list(elsewhere.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_said_and_ends_with_status_1(
    looked: Settings, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(looked.home, tmp_path / "home")
    settings = replace(looked, home=tmp_path / "home")
    file = folder_of(settings) / f"{FAULTY}.xlsx"
    (folder_of(settings) / f"{FAULTY}.xlsx_预检回执.txt").unlink()
    (folder_of(settings) / f"{FAULTY}.xlsx_预检回执.txt").mkdir()
    monkeypatch.setenv("INDICATORS_SETTLE_SECONDS", "0")
    ran = run("precheck", home=settings.home)
    assert ran.status == 1
    assert "结果没有写成" in ran.out
    assert file.exists()


def test_the_command_says_so_where_nothing_lies_there(run: Run) -> None:
    ran = run("precheck")
    assert (ran.status, ran.out.startswith("预检文件夹里没有新的工作簿")) == (0, True)
