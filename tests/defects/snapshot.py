"""What the office has of the sample: every clean return as it was read, in the order in which they came in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from expectations.gate_1 import Verdict, judge
from expectations.landed import Landed
from ingest.finding.finding import Finding
from ingest.finding.message import Severity
from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.landing import CHECK_CELL, OBSERVATION, REGISTER_CELL, table_of
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import read_submission
from samples.folders import sample_submissions
from samples.submission import Submission
from warehouse.settings import BUSINESS_ZONE, CHECKOUT

# What came in at the very instant of a clean return came after all that was there before it.
Arrived = tuple[datetime, int]


@dataclass(frozen=True)
class Snapshot:
    """The clean returns, and the office that they were read by."""

    office: Office
    forms: tuple[Form, ...]
    landed: tuple[Landed, ...]

    def read(self, one: Submission, submission_id: str, arrived: Arrived) -> Landed:
        """A workbook as it lands when it comes in at some instant."""
        return read_by(self.office, self.forms, one, submission_id, arrived)

    @cached_property
    def by_form(self) -> dict[str, list[Landed]]:
        """The returns of each form, in the order in which they came in."""
        returns: dict[str, list[Landed]] = defaultdict(list)
        for one in self.landed:
            returns[one.form_id].append(one)
        return returns

    @cached_property
    def by_file(self) -> dict[str, Landed]:
        """The returns by the name of their file."""
        return {one.file: one for one in self.landed}

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """What is said of each, by submission, as they came in: a night that found them all."""
        judgement = judge(self.landed, self.office, self.forms)
        return {one.submission_id: one for one in judgement.verdicts}

    def before(self, form_id: str, arrived: Arrived) -> list[Landed]:
        """What was there of a form when a return came in."""
        return [one for one in self.by_form[form_id] if one.arrived < arrived]

    def judged(self, returns: Sequence[Landed]) -> tuple[Verdict, ...]:
        """The verdict on each of some returns that come in at one instant: none is the past of another."""
        (arrived,) = {one.arrived for one in returns}
        forms = {one.form_id for one in returns}
        past = [one for form_id in sorted(forms) for one in self.before(form_id, arrived)]
        judgement = judge(returns, self.office, self.forms, past)
        if judgement.blocking:
            raise AssertionError(judgement.blocking)
        return judgement.verdicts


def read_by(
    office: Office, forms: tuple[Form, ...], one: Submission, submission_id: str, arrived: Arrived
) -> Landed:
    """A workbook as it lands."""
    facts = SubmissionFacts(
        submission_id, one.file_name, one.department.department_id, arrived[0], is_sample=True
    )
    reading = read_submission(one.content, facts, office, forms)
    return Landed(
        submission_id,
        one.file_name,
        reading.form_id or "",
        reading.period or "",
        table_of(reading.observations, OBSERVATION),
        table_of(reading.register_cells, REGISTER_CELL),
        table_of(reading.check_cells, CHECK_CELL),
        reading.findings,
        reading.part,
        one.department.department_id,
        arrived,
        arrived[0].astimezone(BUSINESS_ZONE).date(),
    )


@cache
def sample_snapshot() -> Snapshot:
    """That of the sample inbox, made once a process."""
    folder = CHECKOUT / "offices" / "jingyuan"
    office, forms = load_office(folder), load_forms(folder)
    in_order = sorted(sample_submissions(), key=lambda one: (one.received_at, one.path))
    landed = tuple(
        read_by(office, forms, one, f"{number:016x}", (one.received_at, number))
        for number, one in enumerate(in_order, 1)
    )
    return Snapshot(office, forms, landed)


def roots(found: Iterable[Finding], least: Severity = Severity.WARN) -> list[Finding]:
    """What a person is told: findings that no other explains, hints left out unless they are asked for."""
    told = {Severity.WARN, Severity.HOLD, Severity.BLOCK} | ({Severity.HINT} & {least})
    return [one for one in found if not one.caused_by and one.severity in told]
