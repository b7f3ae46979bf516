"""What a refresh has newly to tell a person, whoever started it: what is held, what is asked, what was left in the inbox.

One JSON object a line in logs/notices.jsonl. Each thing is told once: the ledger keeps what has been told.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ingest.finding.finding import Finding
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.home import Home
from warehouse.ledger.entries import inbox_findings, submissions
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.question_state import Question, standing_questions
from warehouse.ledger.questions import record_told, untold
from warehouse.ledger.row import Submission
from warehouse.settings import Settings

NOTICES = "notices.jsonl"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Names:
    """What people call things by."""

    office: Office
    forms: Mapping[str, tuple[str, str]]
    handed_in: Mapping[str, Submission]


def tell(settings: Settings, step: str) -> None:
    """Write what has come up since the last notice; nothing where nothing has.

    Where it cannot be written the log says so, and the next refresh tells it: no night fails for its notices.
    """
    home = Home(settings.home)
    office = load_office(settings.office)
    with open_ledger(home) as book:
        stands = [one for one in standing_questions(book, office) if one.is_open]
        left = inbox_findings(book)
        about = [*(_about(one) for one in stands), *(f"inbox {one.finding_id}" for one in left)]
        new = set(untold(book, about))
        if not new:
            return
        handed_in = {one.submission_id: one for one in submissions(book)}
    from ingest.form.file import load_forms  # noqa: PLC0415 - pydantic, 0.2 s, where there is something to tell

    forms = {form.form_id: (form.title_zh, form.title_en) for form in load_forms(settings.office)}
    names = _Names(office, forms, handed_in)
    fresh = [one for one in stands if _about(one) in new]
    notices = (
        held_notice(
            [one for one in fresh if one.holds],
            [one for one in left if f"inbox {one.finding_id}" in new],
            names,
        ),
        asked_notice([one for one in fresh if not one.holds], names),
    )
    try:
        for notice in filter(None, notices):
            _log.info("%s · %s", notice["message_zh"], notice["message_en"])
            append_notice(home, {"at": datetime.now(UTC).isoformat(), "task": step, **notice})
    except OSError as error:
        _log.warning("通知没有写成 the notices could not be written: %s", error)
        return
    # After the file has them: a run that is killed in between tells them twice, and never not at all.
    with open_ledger(home) as book:
        record_told(book, sorted(new))


def _about(one: Question) -> str:
    return f"{'held' if one.holds else 'asked'} {one.asked.submission_id} {one.asked.finding_id}"


def held_notice(held: Sequence[Question], left: Sequence[Finding], names: _Names) -> dict[str, Any] | None:
    """The notice about what is newly held, whole or in single values, and what was left in the inbox; None without any."""
    if not held and not left:
        return None
    by_submission: dict[str, list[Question]] = {}
    for one in held:
        by_submission.setdefault(one.asked.submission_id, []).append(one)
    values = sum(one.holds_a_value for one in held)
    whole = sum(not mine[0].holds_a_value for mine in by_submission.values())
    places_zh, places_en = _by_form(held, names)
    return {
        "kind": "held",
        "message_zh": f"新增待核 {whole} 份、{values} 个数，未进入数据；收件箱中 {len(left)} 份未收{places_zh}",
        "message_en": f"{whole} submissions and {values} values are newly held and not in the data;"
        f" {len(left)} left in the inbox{places_en}",
        "held": [
            {**_named(mine[0], names), "scope": "row" if mine[0].holds_a_value else "submission",
             "why": [_why(one.asked.finding) for one in mine]}
            for mine in by_submission.values()
        ],
        "inbox": [{"file": finding.file, "why": [_why(finding)]} for finding in left],
    }  # fmt: skip


def asked_notice(asked: Sequence[Question], names: _Names) -> dict[str, Any] | None:
    """The notice about what departments are newly asked; None without anything."""
    if not asked:
        return None
    places_zh, places_en = _by_form(asked, names)
    return {
        "kind": "asked",
        "message_zh": f"新增请说明 {len(asked)} 问{places_zh}",
        "message_en": f"{len(asked)} new questions to departments{places_en}",
        "asked": [
            {**_named(one, names), "finding_id": one.asked.finding_id, "why": [_why(one.asked.finding)]}
            for one in asked
        ],
    }


def _by_form(every: Iterable[Question], names: _Names) -> tuple[str, str]:
    """Department, form and period of each, as people call them, once and in their order."""
    named = [_named(one, names) for one in every]
    zh = dict.fromkeys(f"{one['department_zh']}《{one['form_zh']}》{one['period']}" for one in named)
    en = dict.fromkeys(f"{one['department_id']}, {one['form_en']} {one['period']}".rstrip() for one in named)
    return (f"：{'、'.join(zh)}" if zh else "", f": {'; '.join(en)}" if en else "")


def _named(one: Question, names: _Names) -> dict[str, str]:
    zh, en = names.forms.get(one.form_id, (one.form_id or "不认识的表", one.form_id or "no known form"))
    return {
        "submission_id": one.asked.submission_id,
        "department_id": one.department_id,
        "department_zh": names.office.departments.get(one.department_id, one.department_id),
        "form_id": one.form_id,
        "form_zh": zh,
        "form_en": en,
        "period": one.period,
        "file": names.handed_in[one.asked.submission_id].file_name,
    }


def _why(finding: Finding) -> dict[str, str]:
    names = ("rule", "sheet", "cell", "message_zh", "message_en", "remedy_zh", "remedy_en")
    return {name: str(getattr(finding, name)) for name in names}


def append_notice(home: Home, notice: Mapping[str, Any]) -> None:
    """One more line at the end of the file, in one write, on disk when this returns."""
    home.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"schema_version": 1, **notice}, ensure_ascii=False) + "\n"
    descriptor = os.open(home.logs / NOTICES, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
