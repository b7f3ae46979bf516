"""The page on checking a text: what it prints is what the program prints of the text that stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Night
from tests.docs.markdown import blocks
from warehouse.cli.app import main
from warehouse.settings import CHECKOUT

PAGE = CHECKOUT / "docs" / "check.md"


def test_the_page_prints_what_the_program_prints_of_its_text(
    first_night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text, printed = blocks(PAGE, "text")
    file = tmp_path / "小结.txt"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("INDICATORS_HOME", str(first_night[0].home))
    monkeypatch.delenv("INDICATORS_LANGUAGE", raising=False)
    assert main(["check", str(file)]) == 3
    told = [line.rstrip() for line in capsys.readouterr().out.splitlines() if "快照" not in line]
    assert told == [line.rstrip() for line in printed.splitlines() if "快照" not in line]
