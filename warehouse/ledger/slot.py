"""Slots: which submission speaks for its department, form, period and part, and what is still held for one.

The order is that of `Accepted.order`; the model int_submission_current follows it in SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from ingest.office.facts import Office
from ingest.office.rename import id_of_today, renames_of_today
from warehouse.ledger.entries import accepted_submissions, current_decisions, readings, submissions
from warehouse.ledger.row import Accepted, DecisionKind, Held, Slot, Submission


def speaking(accepted: Iterable[Accepted]) -> dict[Slot, Accepted]:
    """The submission that speaks for each slot: the last in order."""
    return {one.slot: one for one in sorted(accepted, key=lambda one: one.order)}


def accepted_today(book: sqlite3.Connection, office: Office) -> list[Accepted]:
    """What is accepted now, in order of entry, its department and form as they are called today."""
    return of_today(accepted_submissions(book), submissions(book), office)


def of_today(accepted: Iterable[Accepted], entered: Iterable[Submission], office: Office) -> list[Accepted]:
    """Each with its department and form as they are called today: what came under another id fills their slots."""
    renames = renames_of_today(office)
    if not renames:
        return list(accepted)
    recorded = {one.submission_id: one.recorded_at for one in entered}
    return [
        replace(
            one,
            department_id=id_of_today("department", one.department_id, recorded[one.submission_id], renames),
            form_id=id_of_today("form", one.form_id, recorded[one.submission_id], renames),
        )
        for one in accepted
    ]


def held_now(book: sqlite3.Connection, office: Office) -> list[Held]:
    """What waits at the gate, in order of entry, but for what a later accepted submission has corrected."""
    decisions = current_decisions(book)
    renames = renames_of_today(office)
    spoken = speaking(accepted_today(book, office))
    held = []
    for one in submissions(book):
        decision = decisions.get(one.submission_id)
        if decision is None or decision.kind is not DecisionKind.HOLD:
            continue
        made = readings(book, one.submission_id)
        reading = next(each for each in made if each.reader_version == decision.reader_version)
        form_id = reading.form_id and id_of_today("form", reading.form_id, one.recorded_at, renames)
        department_id = id_of_today("department", one.department_id, one.recorded_at, renames)
        later = spoken.get((department_id, form_id, reading.period, reading.part)) if form_id else None
        if later is None or reading.period is None or later.order < (one.received_at, one.sequence):
            known = replace(one, department_id=department_id)
            held.append(Held(known, decision, form_id, reading.period, reading.part))
    return held
