"""The command, run in the process of the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.warehouse.command import Ran, Run
from warehouse.cli.app import main


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
