"""A home in which the faulty samples came in after the clean months: read, judged and handed back, not built."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MadeOnce, Night, settings_for
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps import refresh
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunks
from warehouse.steps.report import HandBackReport


@dataclass(frozen=True)
class Back:
    """One folder of the outbox, with what its receipt says."""

    folder: Path
    receipt: dict[str, Any]

    @property
    def copy(self) -> Path:
        return self.folder / self.receipt["copy"]

    def original(self, settings: Settings) -> bytes:
        sha256 = self.receipt["sha256"]
        return (Home(settings.home).archive / sha256[:2] / sha256).read_bytes()


def hand_in_and_back(settings: Settings) -> HandBackReport:
    """What lies in the inbox, up to the hand-back."""
    refresh.collect(settings)
    read_chunks(settings, chunks_to_read(settings))
    refresh.accept(settings)
    return refresh.hand_back(settings)


@pytest.fixture(scope="session")
def faulty_back(
    made_once: MadeOnce, first_night: Night, sample_folder: Path
) -> tuple[Settings, HandBackReport]:
    """Shared: a test that changes the home takes a copy of it."""

    def make(home: Path) -> HandBackReport:
        shutil.copytree(first_night[0].home, home, symlinks=True, dirs_exist_ok=True)
        shutil.copytree(sample_folder / "faulty" / "inbox", Home(home).inbox, dirs_exist_ok=True)
        return hand_in_and_back(settings_for(home))

    home, report = made_once("faulty_back", make)
    return settings_for(home), report


def backs(settings: Settings) -> list[Back]:
    """Everything that was handed back."""
    receipts = sorted(Home(settings.home).outbox.glob("*/*/回执.json"))
    return [Back(path.parent, json.loads(path.read_text(encoding="utf-8"))) for path in receipts]


def expected_findings(sample_folder: Path) -> list[dict[str, str]]:
    """What each faulty sample must yield."""
    with (sample_folder / "faulty" / "expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
