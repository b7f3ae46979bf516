"""The units of deploy/systemd start what `make up` starts, with the same file of settings."""

import re

import pytest

from warehouse.cli.command import COMMANDS
from warehouse.orchestration.env_file import read_env_file
from warehouse.orchestration.environment import ENV_FILE, AirflowHome
from warehouse.orchestration.up import ALARM, WATCHDOG, commands
from warehouse.settings import CHECKOUT

FOLDER = CHECKOUT / "deploy" / "systemd"
COMMON = (FOLDER / "indicators-.service.d" / "common.conf").read_text("utf-8")


@pytest.mark.parametrize("part", commands(8080))
def test_a_unit_starts_its_part_with_the_words_of_up(part: str) -> None:
    unit = (FOLDER / f"indicators-{part}.service").read_text("utf-8")
    [started] = re.findall("^ExecStart=.*/airflow (.*)$", unit, re.MULTILINE)
    assert started.split() == commands(8080)[part]
    assert f"indicators-{part}.service" in (FOLDER / "indicators.target").read_text("utf-8")


def test_there_is_no_unit_of_anything_else() -> None:
    parts = {path.stem.removeprefix("indicators-") for path in FOLDER.glob("*.service")}
    assert parts == {*commands(8080), "prepare", "precheck", "between-nights", ALARM, WATCHDOG}


def test_the_watchdog_is_the_one_that_up_starts() -> None:
    unit = (FOLDER / f"indicators-{WATCHDOG}.service").read_text("utf-8")
    assert "ExecStart=/opt/indicators/.venv/bin/python -m warehouse.serving.watchdog\n" in unit


def test_the_timer_starts_the_command_that_looks_at_what_was_not_handed_in() -> None:
    unit = (FOLDER / "indicators-precheck.service").read_text("utf-8")
    [started] = re.findall("^ExecStart=(.*)$", unit, re.MULTILINE)
    assert started == "/opt/indicators/.venv/bin/python -m warehouse.cli.app precheck"
    assert "precheck" in COMMANDS
    assert "OnUnitInactiveSec=2min" in (FOLDER / "indicators-precheck.timer").read_text("utf-8")


def test_the_timer_between_nights_starts_a_refresh_up_to_the_hand_back() -> None:
    unit = (FOLDER / "indicators-between-nights.service").read_text("utf-8")
    assert "warehouse.cli.app refresh --hand-back --quiet\n" in unit
    assert "SuccessExitStatus=3 5\n" in unit
    assert "OnUnitInactiveSec=15min" in (FOLDER / "indicators-between-nights.timer").read_text("utf-8")


def test_the_timer_of_the_alarm_starts_the_command_that_looks_and_its_saying_so_is_no_failure() -> None:
    unit = (FOLDER / f"indicators-{ALARM}.service").read_text("utf-8")
    assert "ExecStart=/opt/indicators/.venv/bin/python -m warehouse.cli.app doctor --alarm\n" in unit
    assert "SuccessExitStatus=1\n" in unit
    assert "OnUnitInactiveSec=1h" in (FOLDER / f"indicators-{ALARM}.timer").read_text("utf-8")


def test_all_of_them_have_our_settings_our_secrets_and_what_the_settings_need() -> None:
    variables = dict(re.findall(r"(INDICATORS_\w+)=(\S+)", COMMON))
    assert set(re.findall(r"\$\{(\w+)\}", " ".join(read_env_file(ENV_FILE).values()))) == set(variables)
    code, home = variables["INDICATORS_CHECKOUT"], variables["INDICATORS_HOME"]
    settings, secrets, notify = re.findall("^EnvironmentFile=-?(.*)$", COMMON, re.MULTILINE)
    assert settings == f"{code}/{ENV_FILE.relative_to(CHECKOUT)}"
    assert notify == f"{home}/notify.env"
    assert secrets == f"{home}/{AirflowHome(CHECKOUT).secrets.relative_to(CHECKOUT)}"
