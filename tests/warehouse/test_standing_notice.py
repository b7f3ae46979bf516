"""The notices of a refresh: what is newly held and asked, by department and form, each thing once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import settings_for
from tests.warehouse.command import Run
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.standing_notice import tell
from warehouse.steps.accept import accept
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk

OFFICE = "经济发展办公室"
ASKED = "外资到账明细2023年12月_合计不符.xlsx"
HELD = "外资到账明细2023年12月_币种混填.xlsx"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "home")


def _come(settings: Settings, sample_folder: Path, file: str) -> None:
    hand_in(settings, sample_folder / "faulty" / "inbox" / OFFICE / file, OFFICE, received_by="甲")
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    accept(settings)


def _notices(settings: Settings) -> list[dict[str, Any]]:
    file = Home(settings.home).logs / "notices.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def test_what_is_asked_is_told_by_department_and_title_of_the_form(
    settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, ASKED)
    tell(settings, "accept")
    (notice,) = _notices(settings)
    assert (notice["kind"], notice["task"]) == ("asked", "accept")
    assert "经济发展办公室《外资到账明细表》2023-12" in notice["message_zh"]
    (why,) = (why for one in notice["asked"] for why in one["why"] if why["rule"] == "TOTAL_DIFFERS")
    assert (why["sheet"], why["cell"]) == ("外资到账明细", "H9")


def test_each_thing_is_told_once_and_what_comes_later_alone(settings: Settings, sample_folder: Path) -> None:
    _come(settings, sample_folder, ASKED)
    tell(settings, "accept")
    tell(settings, "publish")
    assert [one["kind"] for one in _notices(settings)] == ["asked"]

    _come(settings, sample_folder, HELD)
    tell(settings, "accept")
    tell(settings, "accept")
    (_, held) = _notices(settings)
    assert [one["file"] for one in held["held"]] == [HELD]
    assert held["held"][0]["department_zh"] == OFFICE


def test_a_notice_that_cannot_be_written_stops_nothing_and_is_written_the_next_time(
    settings: Settings, sample_folder: Path
) -> None:
    _come(settings, sample_folder, ASKED)
    logs = Home(settings.home).logs
    shutil.rmtree(logs)
    logs.write_text("no folder")
    tell(settings, "accept")
    logs.unlink()
    tell(settings, "accept")
    assert [one["kind"] for one in _notices(settings)] == ["asked"]


def test_a_refresh_of_the_command_that_fails_is_told_too(run: Run, settings: Settings) -> None:
    home = Home(settings.home).ensure()
    home.ledger.write_bytes(b"garbage" * 100)
    assert run("refresh").status == 1
    (notice,) = _notices(settings)
    assert (notice["kind"], notice["task"], notice["code"]) == ("failed", "refresh", "LEDGER_DAMAGED")
