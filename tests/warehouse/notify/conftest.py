"""A home in which one faulty workbook came in and was handed back, and a command that keeps what it is sent."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MadeOnce, copy_of, settings_for
from tests.warehouse.hand_back.conftest import hand_in_and_back
from warehouse.home import Home
from warehouse.settings import Settings

OFFICE = "经济发展办公室"
HELD = "外资到账明细2023年12月_币种混填.xlsx"
_KEEPS = "import sys; open(sys.argv[1], 'a', encoding='utf-8').write(sys.stdin.read() + chr(10)); {then}"


@dataclass(frozen=True)
class Command:
    """A real command; `got` is what it was sent, each message in its order."""

    file: Path

    def that(self, then: str = "pass") -> str:
        """The text of a setting: keeps the message, and does this."""
        return shlex.join([sys.executable, "-c", _KEEPS.format(then=then), str(self.file)])

    @property
    def got(self) -> list[dict[str, Any]]:
        lines = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        return [json.loads(line) for line in lines]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "sent.jsonl")


@pytest.fixture(scope="session")
def one_back(made_once: MadeOnce, sample_folder: Path) -> Settings:
    """Shared: a test takes `settings`, which is a copy."""

    def make(home: Path) -> None:
        settings = settings_for(home)
        inbox = Home(home).ensure().inbox / OFFICE
        inbox.mkdir()
        (inbox / HELD).write_bytes((sample_folder / "faulty" / "inbox" / OFFICE / HELD).read_bytes())
        assert hand_in_and_back(settings).handed_back == 1

    return settings_for(made_once("one_back", make)[0])


@pytest.fixture
def settings(one_back: Settings, tmp_path: Path, command: Command) -> Settings:
    return replace(copy_of(one_back, tmp_path), notify=command.that())
