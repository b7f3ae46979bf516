"""The report of a year and what is published of the sample night, with which texts are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.form.file import load_forms
from ingest.office.load import load_office
from tests.conftest import Night
from tests.warehouse.answers.text.report import REPORT
from warehouse.answers.text.check import Reader, Statement, reader, statements
from warehouse.answers.text.held import held
from warehouse.answers.text.stated.lines import Line, lines_of
from warehouse.answers.text.stated.said import Period
from warehouse.home import DATABASE, Home

Told = Callable[[str], list[Statement]]


@pytest.fixture(scope="session")
def using(first_night: Night) -> Reader:
    settings = first_night[0]
    office = load_office(settings.office)
    return reader(held(Home(settings.home).current / DATABASE), office, load_forms(office.folder, office))


@pytest.fixture(scope="session")
def report_lines() -> list[Line]:
    return lines_of(REPORT.read_bytes(), REPORT.name)


@pytest.fixture(scope="session")
def report(using: Reader, report_lines: list[Line]) -> list[Statement]:
    return statements(report_lines, using)


@pytest.fixture
def told(using: Reader) -> Told:
    """What becomes of the numbers of a text about 2023."""

    def of(text: str) -> list[Statement]:
        lines = [Line(f"第{number}行", line) for number, line in enumerate(text.splitlines(), 1)]
        return statements(lines, using, Period(2023))

    return of


@pytest.fixture
def reports() -> Path:
    return Path(__file__).with_name("reports")
