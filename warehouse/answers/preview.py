"""What gate 1 would say of one reading, which is kept nowhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

from expectations.gate_1 import judge
from ingest.finding.finding import Finding
from ingest.form.form import Form
from ingest.landing import write_reading
from ingest.office.facts import Office
from ingest.reading.submission import Reading
from warehouse.home import Home
from warehouse.steps.accept import read_landed
from warehouse.steps.read import landed_row, landing_folder

_VERSION = "preview"


def judged_alone(reading: Reading, office: Office, forms: tuple[Form, ...]) -> tuple[Finding, ...]:
    """The findings of one submission, landed in a temporary folder and judged as at night, with nothing beside it.

    Those of checks that could not run stand at the end.
    """
    with tempfile.TemporaryDirectory(prefix="indicators-read-") as folder:
        home = Home(Path(folder))
        submission_id = reading.submission.submission_id
        landing = landing_folder(home, submission_id, _VERSION)
        landing.mkdir(parents=True)
        write_reading(reading, landing, _VERSION)
        entered, _ = landed_row(landing)
        landed = read_landed(home, submission_id, reading.submission.file_name, _VERSION, entered)
    judgement = judge([landed], office, forms)
    return (*judgement.verdicts[0].every_finding, *judgement.blocking)
