"""Slots: which submission speaks for its department, form, period and part, and what is still held for one.

The order is that of `Accepted.order`; the model int_submission_current follows it in SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ingest.office.facts import Office
from ingest.office.rename import id_of_today, renames_of_today
from warehouse.ledger.entries import accepted_submissions, current_decisions, submissions
from warehouse.ledger.row import Accepted, DecisionKind, Held, Slot, Submission, instant


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


def slots_standing_on(book: sqlite3.Connection, office: Office, kind: DecisionKind) -> dict[str, Slot]:
    """By submission, in order of entry: the slot, as it is called today, of what stands on a kind of decision."""
    renames = renames_of_today(office)
    standing = book.execute(
        "SELECT d.submission_id, s.department_id, s.recorded_at, r.form_id, r.period, r.part"
        " FROM standing_decision d JOIN reading r USING (submission_id, reader_version)"
        " JOIN submission s USING (submission_id) WHERE d.kind = ? ORDER BY s.sequence",
        (kind,),
    )
    slots = {}
    for submission_id, department_id, recorded_at, form_id, period, part in standing:
        at = instant(recorded_at)
        slots[submission_id] = (
            id_of_today("department", department_id, at, renames),
            form_id and id_of_today("form", form_id, at, renames),
            period,
            part,
        )
    return slots


def last_held(waiting: Mapping[str, Slot], handed_in: Mapping[str, Submission]) -> dict[Slot, str]:
    """Of the submissions that are held for each slot the last one handed in: a department means that one. Of what has no certain
    form or period nobody can tell what replaces it."""
    in_order = sorted(waiting, key=lambda one: (handed_in[one].received_at, handed_in[one].sequence))
    return {waiting[one]: one for one in in_order if None not in waiting[one]}


def held_now(book: sqlite3.Connection, office: Office) -> list[Held]:
    """What waits at the gate, in order of entry, but for what a later submission has replaced, accepted or held itself."""
    decisions = current_decisions(book)
    handed_in = {one.submission_id: one for one in submissions(book)}
    spoken = speaking(accepted_today(book, office))
    held = []
    waiting = slots_standing_on(book, office, DecisionKind.HOLD)
    last = last_held(waiting, handed_in)
    for submission_id, slot in waiting.items():
        if last.get(slot, submission_id) != submission_id:
            continue
        department_id, form_id, period, part = slot
        one, later = handed_in[submission_id], spoken.get(slot)
        # Of what has no certain form or period nobody can tell what corrects it.
        if later is None or None in slot or later.order < (one.received_at, one.sequence):
            known = replace(one, department_id=department_id)
            held.append(Held(known, decisions[submission_id], form_id, period, part))
    return held
