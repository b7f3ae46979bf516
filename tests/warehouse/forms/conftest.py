"""The sample office with its forms, and what its first night published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from tests.conftest import Night
from warehouse.forms.handed_out import HandedOut, hand_out
from warehouse.forms.held import Held
from warehouse.home import DATABASE, Home
from warehouse.settings import CHECKOUT
from warehouse.store.connection import opened

NOW = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """An office with its forms."""

    office: Office
    forms: tuple[Form, ...]

    def department(self, form_id: str) -> str:
        return self.office.calendar[form_id].department_id

    def blank(self, form_id: str, period: str, held: Held) -> HandedOut:
        return hand_out(self.forms, form_id, period, self.department(form_id), self.office, held)

    def read(self, data: bytes, name: str, department_id: str) -> Reading:
        facts = SubmissionFacts("read", name, department_id, NOW)
        return read_submission(data, facts, self.office, self.forms)


def known_in(folder: Path) -> Known:
    office = load_office(folder)
    return Known(office, load_forms(folder, office))


@pytest.fixture(scope="session")
def sample() -> Known:
    return known_in(CHECKOUT / "offices" / "jingyuan")


@pytest.fixture(scope="session")
def linjiang() -> Known:
    return known_in(CHECKOUT / "tests" / "offices" / "linjiang")


@pytest.fixture(scope="module")
def held(first_night: Night) -> Iterator[Held]:
    # Closed at the end of the module: DuckDB opens no file twice in a process with other settings.
    with opened(Home(first_night[0].home).current / DATABASE) as connection:
        yield Held.of(connection)
