"""One workbook looked at in a process that may die of it: read, judged as if it were handed in alone now, and marked."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from ingest.finding.finding import Finding
from ingest.finding.message import Severity
from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission, unreadable
from ingest.workbook.unreadable import Unreadable
from warehouse.hand_back.copies import write_copy
from warehouse.hand_back.review import STATES, Review, State, items_of, state_of
from warehouse.precheck.asked import Asked, Seen
from warehouse.settings import Settings
from warehouse.without_pandas import do_without_pandas

_SHORT_ID = 16


def look_at(settings: Settings, asked: Asked) -> Seen:
    """Read, judge and mark one workbook; its copy is written to `asked.target`."""
    do_without_pandas()
    from warehouse.answers.preview import judged_alone  # noqa: PLC0415 - Arrow, which must not find it

    office, forms = _known(settings.office)
    data = asked.path.read_bytes()
    facts = _facts(asked, data)
    reading = read_submission(data, facts, office, forms, settings.limits)
    review, would_be = _review(
        asked, data, reading, judged_alone(settings, reading, office, forms), office, forms
    )
    copied = write_copy(asked.path, review, settings.limits, asked.target) if review.items else None
    return Seen(review, would_be, copied)


def not_looked_at(settings: Settings, asked: Asked, killed: Unreadable) -> tuple[Review, State]:
    """What is said of a workbook that ended the process that looked at it."""
    office, forms = _known(settings.office)
    data = asked.path.read_bytes()
    reading = unreadable(killed, _facts(asked, data))
    return _review(asked, data, reading, reading.findings, office, forms)


@cache
def _known(office: Path) -> tuple[Office, tuple[Form, ...]]:
    """Loaded once a worker."""
    known = load_office(office)
    return known, load_forms(office, known)


def _facts(asked: Asked, data: bytes) -> SubmissionFacts:
    submission_id = hashlib.sha256(data).hexdigest()[:_SHORT_ID]
    return SubmissionFacts(submission_id, asked.name, asked.department_id, asked.now)


def _review(
    asked: Asked,
    data: bytes,
    reading: Reading,
    findings: tuple[Finding, ...],
    office: Office,
    forms: tuple[Form, ...],
) -> tuple[Review, State]:
    holds = any(one.severity is Severity.HOLD and one.scope == "submission" for one in findings)
    would_be = state_of(findings, "hold" if holds else "accept")
    title = next((form.title_zh for form in forms if form.form_id == reading.form_id), reading.form_id or "")
    review = Review(
        submission_id="",
        file_name=asked.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        received_at=asked.now,
        department_zh=office.departments.get(asked.department_id, asked.department_id),
        form_id=reading.form_id or "",
        form_zh=title,
        period=reading.period or "",
        state=State.PRECHECKED,
        items=items_of(findings, {}, {}),
        figures=len(reading.observations),
        rows=len({(cell.register, cell.row_no) for cell in reading.register_cells}),
        held_values=0,
        reason=f"照这样报送：{STATES[would_be].state_zh}。",
    )
    return review, would_be
