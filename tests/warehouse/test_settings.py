from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from ingest.guard.bounds import Bounds
from ingest.workbook.limits import Limits
from warehouse.settings import CHECKOUT, GIB, SettingError, Settings
from warehouse.variables import SETTINGS, read_environment, settings_from_environment


def test_without_variables_the_home_is_var_in_the_checkout_and_the_office_is_jingyuan() -> None:
    settings = settings_from_environment({})

    assert settings.home == CHECKOUT / "var"
    assert settings.office == CHECKOUT / "offices" / "jingyuan"
    assert (settings.keep_days, settings.keep_snapshots) == (14, 30)
    assert settings.limits == Limits()


def test_an_empty_variable_means_the_default() -> None:
    assert settings_from_environment({"INDICATORS_KEEP_DAYS": "  "}).keep_days == 14


def test_a_size_may_be_given_in_bytes_or_with_a_unit() -> None:
    given = {"INDICATORS_MAX_FILE_BYTES": "3 MiB", "INDICATORS_CHUNK_BYTES": "1024"}

    settings = settings_from_environment(given)

    assert settings.limits.file_bytes == 3_145_728
    assert settings.chunk_bytes == 1024


def test_a_relative_home_becomes_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    assert settings_from_environment({"INDICATORS_HOME": "there"}).home == tmp_path / "there"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("INDICATORS_KEEP_DAYS", "two"),
        ("INDICATORS_KEEP_SNAPSHOTS", "0"),
        ("INDICATORS_SETTLE_SECONDS", "-1"),
        ("INDICATORS_SETTLE_SECONDS", "nan"),
        ("INDICATORS_MAX_FILE_BYTES", "50 MB"),
        ("INDICATORS_LANGUAGE", "fr"),
        ("INDICATORS_READ_WORKERS", "-1"),
        ("INDICATORS_CHILD_MEMORY_BYTES", "511MiB"),
        ("INDICATORS_CHILD_WALL_SECONDS", "0"),
    ],
)
def test_a_value_that_cannot_be_used_is_an_error_that_names_the_variable(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"{name}='{text}'"):
        settings_from_environment({name: text})


def test_a_file_is_read_within_two_gibibytes_and_sixty_seconds_unless_others_are_set() -> None:
    assert settings_from_environment({}).child_bounds == Bounds(2 * GIB, 60, 600)
    given = {
        "INDICATORS_CHILD_MEMORY_BYTES": "1GiB",
        "INDICATORS_CHILD_CPU_SECONDS": "20",
        "INDICATORS_CHILD_WALL_SECONDS": "90",
    }
    assert settings_from_environment(given).child_bounds == Bounds(GIB, 20, 90)


@pytest.mark.parametrize(("text", "workers"), [("", 0), ("0", 0), ("3", 3)])
def test_the_number_of_workers_is_left_to_the_machine_unless_it_is_set(text: str, workers: int) -> None:
    assert settings_from_environment({"INDICATORS_READ_WORKERS": text}).read_workers == workers


def test_every_field_of_the_settings_has_exactly_one_variable() -> None:
    plain = {field.name for field in fields(Settings)} - {"limits"}
    limits = {f"max_{field.name}" for field in fields(Limits)}

    # The language is of the screen, not of a run.
    assert sorted(setting.field for setting in SETTINGS) == sorted(plain | limits | {"language"})
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


def test_every_variable_that_is_wrong_is_named_at_once_with_what_is_expected() -> None:
    given = {"INDICATORS_KEEP_DAYS": "two", "INDICATORS_MAX_CELLS": "7", "INDICATORS_ROUNDING": "up"}

    with pytest.raises(SettingError) as raised:
        settings_from_environment(given)

    days, rounding = raised.value.found.splitlines()
    assert days.startswith("INDICATORS_KEEP_DAYS='two'：应为整数，不小于 1(快照至少保留天数；默认 14)")
    assert rounding.endswith(
        "expected half_up or half_even (how what is shown is rounded: half_up, or half_even as GB/T 8170 has it;"
        " default half_up)"
    )


def test_what_the_program_tells_its_own_processes_is_no_unknown_variable() -> None:
    read = read_environment({"INDICATORS_BUILD_FILE": "x", "indicators_home": "y", "PATH": "z"})

    assert read.unknown == {"indicators_home": "INDICATORS_HOME"}


@pytest.mark.parametrize("text", ["http", "80", "65535", "-1", "8080.0"])
def test_a_port_that_cannot_be_used_is_refused_by_name(text: str) -> None:
    with pytest.raises(SettingError, match="INDICATORS_AIRFLOW_PORT"):
        settings_from_environment({"INDICATORS_AIRFLOW_PORT": text})


def test_airflows_port_is_8080_unless_another_is_set() -> None:
    assert settings_from_environment({}).airflow_port == 8080
    assert settings_from_environment({"INDICATORS_AIRFLOW_PORT": "9090"}).airflow_port == 9090


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["explain", "DAMAGED_FILE"]])
def test_what_needs_no_setting_does_not_wait_for_what_reads_them(command: list[str]) -> None:
    code = f"import sys; from warehouse.cli.app import main; main({command}); sys.exit('warehouse.variables' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True).returncode == 0
