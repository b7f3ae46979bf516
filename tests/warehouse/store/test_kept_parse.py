"""What dbt parsed is used again by the next build of the same code and office, and by no other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Night, settings_for
from warehouse import version
from warehouse.building import dbt_project
from warehouse.building.build import run_dbt
from warehouse.building.build_row import BuildRow
from warehouse.building.dbt_project import SOURCES
from warehouse.building.dbt_result import built_with
from warehouse.home import INPUTS, Home
from warehouse.settings import CHECKOUT, Settings
from warehouse.store import kept_parse
from warehouse.store.connection import opened_build
from warehouse.store.kept_parse import FILE, keep, key_of, take

OFFICE = CHECKOUT / "offices" / "jingyuan"
PARSE = b"what dbt made of the files"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of a home that keeps what it has parsed, as every home does outside of tests."""
    monkeypatch.setattr(kept_parse, "_folder", lambda of: Home(of.home).builds / "parsed")
    return settings_for(tmp_path / "home")


def leave(settings: Settings, folder: Path, content: bytes = PARSE) -> Path:
    """Keep a parse as a build does that has none. Where it is kept."""
    folder.mkdir()
    (folder / FILE).write_bytes(content)
    assert keep(settings, folder, None)
    return Home(settings.home).builds / "parsed" / key_of(settings)


# ------------------------------------------------------------------------------------------ keeping and taking


def test_a_build_is_given_what_the_one_before_it_parsed(settings: Settings, tmp_path: Path) -> None:
    leave(settings, tmp_path / "first")
    assert take(settings, tmp_path / "second") == PARSE
    assert (tmp_path / "second" / FILE).read_bytes() == PARSE


def test_a_home_that_was_never_built_in_has_none(settings: Settings, tmp_path: Path) -> None:
    assert take(settings, tmp_path / "first") is None
    assert not (tmp_path / "first").exists()


def test_what_was_taken_and_not_made_anew_is_not_written_again(settings: Settings, tmp_path: Path) -> None:
    place = leave(settings, tmp_path / "first")
    taken = take(settings, tmp_path / "second")
    before = place.stat().st_ino
    assert not keep(settings, tmp_path / "second", taken)
    assert place.stat().st_ino == before


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda kept: kept[:-1],
        lambda kept: kept.replace(b"dbt", b"DBT"),
        lambda kept: kept.partition(b"\n")[2],
        lambda _: b"",
        lambda _: b"\xff\xfe\n",
    ],
)
def test_one_that_is_not_as_it_was_left_is_not_used(settings: Settings, tmp_path: Path, spoiled: Any) -> None:
    place = leave(settings, tmp_path / "first")
    place.write_bytes(spoiled(place.read_bytes()))
    assert take(settings, tmp_path / "second") is None
    assert not (tmp_path / "second").exists()


def test_one_that_somebody_gave_the_name_of_another_is_not_used(settings: Settings, tmp_path: Path) -> None:
    place = leave(settings, tmp_path / "first")
    other = replace(settings, rounding="half_even")
    place.rename(place.with_name(key_of(other)))
    assert take(other, tmp_path / "second") is None


def test_those_of_earlier_code_are_dropped_but_the_last(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for night in ("a", "b", "c"):
        monkeypatch.setattr(kept_parse, "key_of", lambda _, night=night: night * 16)
        folder = tmp_path / night
        folder.mkdir()
        (folder / FILE).write_bytes(night.encode())
        keep(settings, folder, None)
    kept = Home(settings.home).builds / "parsed"
    assert sorted(path.name for path in kept.iterdir()) == ["b" * 16, "c" * 16]


# -------------------------------------------------------------------------------------------------- for what


def changed_office(folder: Path, name: str, old: str, new: str) -> Path:
    """The office with one text in one of its files replaced."""
    office = shutil.copytree(OFFICE, folder)
    text = (office / name).read_text(encoding="utf-8")
    assert old in text
    (office / name).write_text(text.replace(old, new), encoding="utf-8")
    return office


def changed_macros(folder: Path) -> Path:
    """The dbt project with a calendar that is a day ahead of that of Shanghai."""
    project = shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("target", "logs"))
    file = project / "macros" / "calendar.sql"
    text = file.read_text(encoding="utf-8")
    assert "'hour', 8" in text
    file.write_text(text.replace("'hour', 8", "'hour', 32"), encoding="utf-8")
    return project


def test_a_changed_macro_asks_for_another_parse(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key_of(settings)
    for folder in ("ingest", "expectations", "warehouse"):
        (tmp_path / folder).symlink_to(CHECKOUT / folder)
    changed_macros(tmp_path / "dbt_project")
    monkeypatch.setattr(version, "CHECKOUT", tmp_path)
    assert key_of(settings) != before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("catalogue/indicator.csv", "实际到账外资", "到账外资"),
        ("forms/L03_fdi_detail.yml", "外资", "外商投资"),
        ("office.yml", "371002002", "371002003"),
    ],
)
def test_a_changed_catalogue_form_or_office_asks_for_another_parse(
    settings: Settings, tmp_path: Path, name: str, old: str, new: str
) -> None:
    other = replace(settings, office=changed_office(tmp_path / "office", name, old, new))
    assert key_of(other) != key_of(settings)


def test_another_rounding_asks_for_another_parse(settings: Settings) -> None:
    assert key_of(replace(settings, rounding="half_even")) != key_of(settings)


# --------------------------------------------------------------------------------------------------- by dbt


@pytest.fixture
def building(night: Settings, sample_inputs: Path, tmp_path: Path) -> Callable[[Settings, str], Path]:
    """Builds the samples in a home in which a night has left its parse. The folder of the build."""

    def built(settings: Settings, name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(sample_inputs, folder / INPUTS)
        run_dbt(settings, folder, BuildRow(name, name, datetime(2024, 1, 31, tzinfo=UTC)))
        return folder

    return built


@pytest.fixture(scope="session")
def sample_inputs(first_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from warehouse.building.build_inputs import write_inputs
    from warehouse.building.decided import decided_submissions
    from warehouse.ledger.file.schema import open_ledger

    folder = tmp_path_factory.mktemp("inputs")
    home = Home(first_night[0].home)
    with open_ledger(home) as book:
        write_inputs(home, decided_submissions(book), folder)
    return folder


def one(folder: Path, sql: str) -> Any:
    with opened_build(folder) as connection:
        return connection.execute(sql).fetchone()[0]


LATE = "select max(days_late) from mart_submission_due where form_id = 'L03'"
NAME = "select indicator_zh from dim_indicator where indicator_id = 'fdi_actual_utilized'"


def test_the_second_build_parses_nothing_and_says_of_itself_what_is_its_own(
    night: Settings, building: Any
) -> None:
    folder = building(night, "second")
    assert not built_with(folder)["parsed"]
    assert one(folder, "select snapshot_id from snapshot") == "second"
    assert one(folder, "select cast(built_at as varchar) from snapshot") == "2024-01-31 00:00:00"


def test_a_changed_macro_is_parsed_anew_although_the_parse_before_it_is_at_hand(
    night: Settings, building: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = one(building(night, "before"), LATE)
    monkeypatch.setattr(dbt_project, "SOURCES", changed_macros(tmp_path / "sources"))
    folder = building(night, "after")
    assert built_with(folder)["parsed"]
    assert one(folder, LATE) - before == 1


@pytest.mark.long
def test_a_changed_catalogue_is_parsed_anew(night: Settings, building: Any, tmp_path: Path) -> None:
    office = changed_office(tmp_path / "office", "catalogue/indicator.csv", "实际到账外资", "到账的外资")
    folder = building(replace(night, office=office), "renamed")
    assert built_with(folder)["parsed"]
    assert one(folder, NAME) == "到账的外资"
