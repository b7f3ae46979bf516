"""What `indicators doctor` prints: a hint has a sign of its own, says what can be done, and is no failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.cli.app import main


def test_a_hint_is_printed_with_its_remedy_and_the_command_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path / "home"))
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (at,) = [
        at for at, line in enumerate(lines) if line.startswith("▲ 目标没有实际数") and " PLAN 20/20" in line
    ]
    assert lines[at + 1].startswith("  改法 (remedy): 要考核的，")
