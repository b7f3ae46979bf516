"""Pre-filled forms in LibreOffice: filled in, saved again there, they are read as before."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from ingest.finding.message import Severity
from ingest.form.file import load_forms
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from samples.folders import REPORTS, make
from tests.warehouse.forms.clerk import filled_in
from warehouse.forms.handed_out import hand_out
from warehouse.forms.held import Held
from warehouse.settings import CHECKOUT

pytestmark = pytest.mark.system
OFFICE = load_office(CHECKOUT / "offices" / "jingyuan")
FORMS = load_forms(OFFICE.folder, OFFICE)


def _read(data: bytes, name: str, department: str) -> Reading:
    return read_submission(
        data, SubmissionFacts("x", name, department, datetime(2026, 1, 5, tzinfo=UTC)), OFFICE, FORMS
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, bytes, bytes]]:
    """By the file's name: its department, the form as the clerk filled it in, and as LibreOffice saved that."""
    office = shutil.which("soffice")
    assert office, "LibreOffice Calc is one of the packages that .ci/run installs"
    folder = tmp_path_factory.mktemp("forms")
    samples = make(folder / "samples")
    made: dict[str, tuple[str, bytes]] = {}
    for report in REPORTS:
        file = next(samples.inbox.rglob(f"{report.stem(report.months()[-1])}.xlsx"))
        department = report.department.department_id
        said = _read(file.read_bytes(), file.name, department)
        blank = hand_out(FORMS, said.form_id or "", said.period or "", department, OFFICE, Held.nothing())
        typed = filled_in(blank.data, file.read_bytes(), said, FORMS, OFFICE, blank.file_name)
        (folder / blank.file_name).write_bytes(typed.data)
        made[blank.file_name] = department, typed.data
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "again"), *(str(folder / name) for name in made)],
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip
    return {name: (*each, (folder / "again" / name).read_bytes()) for name, each in made.items()}


def test_every_form_is_read_as_it_was_before_it_was_saved_again(
    saved: dict[str, tuple[str, bytes, bytes]],
) -> None:
    assert len(saved) == len({form.form_id for form in FORMS})
    for name, (department, typed, again) in saved.items():
        before, after = _read(typed, name, department), _read(again, name, department)
        assert [(one.series, one.time_period, one.obs_value, one.cell) for one in after.observations] == [
            (one.series, one.time_period, one.obs_value, one.cell) for one in before.observations
        ], name
        assert [(one.cell, one.value_text, one.value_number) for one in after.register_cells] == [
            (one.cell, one.value_text, one.value_number) for one in before.register_cells
        ], name
        assert [one.rule for one in after.findings if one.severity != Severity.HINT] == [], name
