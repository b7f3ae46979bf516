"""The command, run in the process of the tests; and a second night."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import MadeOnce, Night, settings_for
from tests.warehouse.command import Ran, Run
from tests.warehouse.corrected_return import CORRECTED, NEXT_DAY, hand_in_capital_form
from warehouse.cli.app import main
from warehouse.steps.refresh import RefreshReport, refresh


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command in this process, on a home that was never used unless one is given."""
    for name in [name for name in os.environ if name.startswith("INDICATORS_")]:
        monkeypatch.delenv(name)

    def ran(*arguments: str, home: Path | None = None) -> Ran:
        monkeypatch.setenv("INDICATORS_HOME", str(home or tmp_path / "home"))
        capsys.readouterr()
        status = main(list(arguments))
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return ran


@pytest.fixture(scope="session")
def corrected_night(
    made_once: MadeOnce, first_night: Night, tmp_path_factory: pytest.TempPathFactory
) -> Night:
    """A home in which one tranche was corrected a day later, with its running totals and growth. Read only."""

    def make(home: Path) -> RefreshReport:
        shutil.copytree(first_night[0].home, home, symlinks=True, dirs_exist_ok=True)
        folder = tmp_path_factory.mktemp("corrected")
        hand_in_capital_form(settings_for(home), folder, CORRECTED, NEXT_DAY)
        return refresh(settings_for(home))

    home, report = made_once("corrected_night", make)
    return settings_for(home), report
