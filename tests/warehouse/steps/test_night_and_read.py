"""`read` says of a file what the night says of it: every finding, one by one, whatever is wrong with it.

Every fourth faulty sample here; all of them by `make campaign NAME=properties`.
"""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path
from typing import Any

from tests.conftest import Night, copy_of
from tests.examples import CAMPAIGN
from tests.warehouse.command import Run
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.landing.landed import findings_of
from warehouse.settings import Settings
from warehouse.steps.accept import accept
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk
from warehouse.version import reader_version

# Of a finding, all that a department is told.
TOLD = (
    "finding_id",
    "rule",
    "severity",
    "scope",
    "sheet",
    "cell",
    "found",
    "expected",
    "message_zh",
    "evidence",
    "caused_by",
)


def of_the_night(settings: Settings, file: Path, department: str) -> list[tuple[Any, ...]]:
    """What is found when a file is handed in, read and judged by the steps of the night."""
    submission_id, _ = hand_in(settings, file, department, received_by="示例填表人甲")
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    accept(settings)
    found = findings_of(Home(settings.home), submission_id, reader_version(settings))
    return sorted(tuple(str(getattr(one, name)) for name in TOLD) for one in found)


def test_read_tells_of_a_faulty_sample_what_the_night_tells(
    sample_folder: Path, first_night: Night, tmp_path: Path, run: Run
) -> None:
    settings = copy_of(first_night[0], tmp_path)
    ledger = Home(settings.home).ledger
    pristine = tmp_path / "ledger.sqlite"
    shutil.copy(ledger, pristine)
    with (sample_folder / "faulty" / "expected.csv").open(encoding="utf-8-sig", newline="") as file:
        paths = [row["path"] for row in csv.DictReader(file)]
    assert len(paths) == 64
    for path in paths if os.environ.get("HYPOTHESIS_PROFILE") == CAMPAIGN else paths[::4]:
        # Each is the first thing that comes after the clean months.
        shutil.copy(pristine, ledger)
        workbook = sample_folder / "faulty" / "inbox" / path
        department = Path(path).parts[0]
        said = run(
            "read", str(workbook), "--department", department, "--json", home=first_night[0].home
        ).document["findings"]
        told = sorted(tuple(str(one[name]) for name in TOLD) for one in said)
        assert told == of_the_night(settings, workbook, department), path
