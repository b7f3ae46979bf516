"""Questions, forms and rules as tables of a build's inputs: what the model mart_question is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq

from ingest.finding.message import messages
from ingest.form.file import load_forms
from ingest.landing import schema_of, table_of
from ingest.office.facts import Office
from warehouse.ledger.question_state import Question


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of the ledger, in the words in which it was asked, with what has become of it."""

    submission_id: str
    finding_id: str
    gate: str
    department_id: str
    form_id: str
    period: str
    file: str
    sheet: str
    cell: str
    subject: str
    places: int
    rule: str
    severity: str
    scope: str
    found: str
    expected: str
    message_zh: str
    message_en: str
    evidence: str
    state: str
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None
    answer_reason: str
    closed_by: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """What a form is called."""

    form_id: str
    form_zh: str
    form_en: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What a rule is called."""

    rule: str
    rule_zh: str
    rule_en: str


def write_questions(questions: Iterable[Question], office: Office | None, folder: Path) -> None:
    """Write the three tables into the inputs of a build. Without an office no form has a title."""
    forms = load_forms(office.folder) if office else ()
    # Of a form with several versions the last one names it.
    titles = {form.form_id: FormRow(form.form_id, form.title_zh, form.title_en) for form in forms}
    rules = [RuleRow(code, one.title_zh, one.title_en) for code, one in messages().items() if one.is_rule]
    tables: dict[str, tuple[Sequence[object], type]] = {
        "question": ([_row(one) for one in questions], QuestionRow),
        "form": (list(titles.values()), FormRow),
        "rule": (rules, RuleRow),
    }
    for name, (rows, kind) in tables.items():
        pq.write_table(table_of(rows, schema_of(kind)), folder / f"{name}.parquet")


def _row(one: Question) -> QuestionRow:
    found = one.asked.finding
    return QuestionRow(
        submission_id=one.asked.submission_id,
        finding_id=one.asked.finding_id,
        gate=one.asked.gate,
        department_id=one.department_id,
        form_id=one.form_id,
        period=one.period,
        file=found.file,
        sheet=found.sheet,
        cell=found.cell,
        subject=found.subject,
        places=one.asked.places,
        rule=found.rule,
        severity=found.severity,
        scope=found.scope,
        found=found.found,
        expected=found.expected,
        message_zh=found.message_zh,
        message_en=found.message_en,
        evidence=found.evidence,
        state=one.state,
        asked_at=one.asked.asked_at,
        answered_by=one.answered_by,
        answered_at=one.answered_at,
        answer_reason=one.answer_reason,
        closed_by=one.closed_by,
    )
