"""A department, a return or a sheet that is left out is named, each by itself: nothing becomes less without a word."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from ingest.finding.message import Severity
from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import read_submission
from tests.conftest import Night
from warehouse.duties import fallen_due, owed_returns
from warehouse.home import Home
from warehouse.ledger.entries import submissions
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import Accepted
from warehouse.ledger.slot import accepted_today
from warehouse.settings import DEFAULT_OFFICE
from warehouse.store import archive

# By then every return of the sample has fallen due, that of January 2024 and those of the years among them.
TODAY = date(2024, 3, 31)
# A joint return for January and February stands for January, by calendar.csv; the mart says 并报.
COVERED = {("L04", "2022-01"), ("L04", "2023-01")}


@pytest.fixture(scope="module")
def office() -> Office:
    return load_office(DEFAULT_OFFICE)


@pytest.fixture(scope="module")
def forms(office: Office) -> tuple[Form, ...]:
    return tuple(load_forms(DEFAULT_OFFICE, office))


@pytest.fixture(scope="module")
def accepted(first_night: Night, office: Office) -> list[Accepted]:
    with open_ledger(Home(first_night[0].home)) as book:
        return accepted_today(book, office)


def _slots(every: Iterable[Accepted]) -> set[tuple[str, str]]:
    return {(one.form_id, one.period) for one in every if one.period}


def test_each_return_that_is_left_out_is_owed_and_nothing_else_is(
    accepted: list[Accepted], office: Office
) -> None:
    came = _slots(accepted)
    assert len(came) == 262
    already = set(fallen_due(office, came, TODAY))
    for one in came:
        alone = replace(office, calendar={one[0]: office.calendar[one[0]]})
        newly = set(fallen_due(alone, came - {one}, TODAY)) - already
        assert newly == (set() if one in COVERED else {one})


def test_of_a_department_that_is_left_out_all_that_it_owes_is_named(
    accepted: list[Accepted], office: Office
) -> None:
    departments = {due.department_id for due in office.calendar.values()}
    assert len(departments) == 4
    for department in departments:
        forms = {due.form_id for due in office.calendar.values() if due.department_id == department}
        here = {one for one in _slots(accepted) if one[0] not in forms}
        owed = [one for one in owed_returns(office, here, TODAY) if one.department_id == department]
        assert {one.form_id for one in owed} == forms
        came = {one for one in _slots(accepted) if one[0] in forms}
        assert sum(one.returns for one in owed) >= len(came)


def test_a_workbook_whose_sheet_is_left_out_is_held_and_says_so(
    first_night: Night, accepted: list[Accepted], office: Office, forms: tuple[Form, ...]
) -> None:
    home = Home(first_night[0].home)
    with open_ledger(home) as book:
        handed_in = {one.submission_id: one for one in submissions(book)}
    last = {one.form_id: handed_in[one.submission_id] for one in accepted}
    assert len(last) == 14
    for form_id, one in last.items():
        workbook = openpyxl.load_workbook(io.BytesIO(archive.path_of(home, one.sha256).read_bytes()))
        for name in workbook.sheetnames:
            workbook.remove(workbook[name])
        workbook.create_sheet("目录")["A1"] = "目录"
        emptied = io.BytesIO()
        workbook.save(emptied)
        facts = SubmissionFacts("0" * 16, one.file_name, one.department_id, datetime(2024, 3, 1, tzinfo=UTC))
        reading = read_submission(emptied.getvalue(), facts, office, forms)
        held = [found for found in reading.findings if found.severity is Severity.HOLD]
        assert held, form_id
        assert {found.file for found in held} == {one.file_name}
        assert (reading.observations, reading.register_cells) == ((), ())
