"""What gate 1 would say of one reading, which is kept nowhere: as if it were handed in alone, now."""

from __future__ import annotations

from expectations.gate_1 import judge
from expectations.landed import Landed
from ingest.finding.finding import Finding
from ingest.form.correction import load_corrections
from ingest.form.form import Form
from ingest.office.facts import Office
from ingest.reading.submission import Reading
from warehouse.home import Home
from warehouse.landing.landed import past_of
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import Settings


def judged_alone(
    settings: Settings, reading: Reading, office: Office, forms: tuple[Form, ...]
) -> tuple[Finding, ...]:
    """The findings of one submission beside what is accepted of its form; those of checks that could not run at the end."""
    landed = Landed.just_read(reading)
    judgement = judge([landed], office, forms, _past(settings, office, forms, landed))
    return (*judgement.verdicts[0].every_finding, *judgement.blocking)


def _past(settings: Settings, office: Office, forms: tuple[Form, ...], landed: Landed) -> list[Landed]:
    """What is accepted of its form; nothing where no home has been used yet."""
    home = Home(settings.home)
    if not is_there(home):
        return []
    corrections = load_corrections(office, forms)
    with open_ledger(home) as book:
        past = past_of(home, book, office, {landed.form_id}, {landed.period}, corrections=corrections)
    return [one for one in past if one.submission_id != landed.submission_id]
