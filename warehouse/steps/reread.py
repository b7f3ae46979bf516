"""Accepted submissions read again with today's forms: what differs goes through gate 1, and stands only if it passes.

A form that was mended changes nothing of what is accepted by itself. What gate 1 would hold is entered nowhere, and
what stood goes on standing: a mistake in a form must not take figures away from readers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pyarrow as pa

from expectations.gate_1 import GATE, Verdict, judge
from ingest.finding.finding import Finding
from ingest.finding.message import Severity
from ingest.form.correction import load_corrections
from ingest.form.file import load_forms
from ingest.landing import read_table
from ingest.observation import Observation, RegisterCell
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.building.blocked import blocked
from warehouse.home import Home
from warehouse.landing.landed import past_of
from warehouse.landing.tables import landing_folder
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.questions import asked_of, questions, record_questions
from warehouse.ledger.row import Accepted, Decision, DecisionKind
from warehouse.ledger.slot import accepted_today
from warehouse.ledger.waivers import waived_releases
from warehouse.settings import Settings
from warehouse.steps.accept import entered, keep_reasons
from warehouse.steps.read import read_submissions
from warehouse.store.lock import refresh_lock
from warehouse.version import reader_version

_GATE_ACTOR = "gate_1"
# What tells a value, or a cell of a register, from the others of its submission; and what is said of it.
_OBSERVATION = (
    ("series_id", "time_period", "reporting_level", "value_origin"),
    ("obs_value", "obs_status", "qualifier"),
)
_CELL = (("register", "row_no", "field"), ("value_text", "value_number", "value_date"))


class Outcome(StrEnum):
    """What reading a submission again has come to."""

    SAME = "same"  # it says what it said
    TAKEN = "taken"  # it says something else, which gate 1 lets in
    HELD = "held"  # gate 1 would hold it: what stood stands


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is said otherwise. `before`, `after`: as landed; None where it is not said."""

    what: str
    period: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Reread:
    """A submission that was read again. `findings`: what holds it, where it is held."""

    submission_id: str
    file: str
    form_id: str
    period: str
    outcome: Outcome
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def reread(
    settings: Settings, wanted: Collection[str], form_id: str, period: str, *, reason: str, actor: str
) -> list[Reread]:
    """Read accepted submissions again, those of some ids, of a form or of a period, that another version has read.

    LockHeld while a refresh runs. Blocked where a check could not run: then nothing is entered.
    """
    home = Home(settings.home)
    with refresh_lock(home):
        office = load_office(settings.office)
        version = reader_version(settings)
        with open_ledger(home) as book:
            handed_in = {one.submission_id: one for one in ledger.submissions(book)}
            chosen = [
                one
                for one in accepted_today(book, office)
                if (not wanted or one.submission_id in wanted)
                and form_id in ("", one.form_id)
                and period in ("", one.period)
                and one.reader_version != version
            ]
        if not chosen:
            return []
        read_submissions(settings, [[handed_in[one.submission_id] for one in chosen]])
        with open_ledger(home) as book:
            return _judged(settings, home, book, office, chosen, version, reason, actor)


def _judged(
    settings: Settings,
    home: Home,
    book: sqlite3.Connection,
    office: Office,
    chosen: list[Accepted],
    version: str,
    reason: str,
    actor: str,
) -> list[Reread]:
    handed_in = {one.submission_id: one for one in ledger.submissions(book)}
    changes = {one.submission_id: _changes(home, one, version) for one in chosen}
    other = [one for one in chosen if changes[one.submission_id]]
    new = [entered(home, book, handed_in[one.submission_id], version) for one in other]
    forms, periods = {one.form_id for one in new}, {one.period for one in new}
    of_office = load_forms(settings.office, office)
    past = past_of(
        home,
        book,
        office,
        forms,
        periods,
        without={one.submission_id for one in other},
        corrections=load_corrections(office, of_office),
    )
    judgement = judge(new, office, of_office, past)
    if judgement.blocking:
        raise blocked(judgement.blocking)
    verdicts = {one.submission_id: one for one in judgement.verdicts}
    done = []
    now = datetime.now(UTC)
    for one in chosen:
        verdict = verdicts.get(one.submission_id)
        holding: tuple[Finding, ...] = ()
        outcome = Outcome.SAME
        if verdict is not None:
            keep_reasons(home, verdict, version)
            holding = _holding(book, one, verdict)
            outcome = Outcome.HELD if holding else Outcome.TAKEN
            if not holding:
                _enter(book, one, verdict, version, reason, actor, now)
        done.append(
            Reread(
                one.submission_id,
                one.file_name,
                one.form_id,
                one.period or "",
                outcome,
                changes[one.submission_id],
                holding,
            )
        )
    return done


def _holds(verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(one for one in verdict.every_finding if one.severity is Severity.HOLD and not one.caused_by)


def _holding(book: sqlite3.Connection, one: Accepted, verdict: Verdict) -> tuple[Finding, ...]:
    """What keeps a new reading out. Single values are held back as in any new return, but not what a person released;
    what somebody has let in for these very rules is let in again."""
    standing = ledger.current_decision(book, one.submission_id)
    if standing is None or standing.kind is not DecisionKind.RELEASE:
        return _holds(verdict) if verdict.held_by else ()
    let_pass = set() if standing.decision_id in waived_releases(book) else _released(book, standing)
    return tuple(found for found in _holds(verdict) if found.rule not in let_pass)


def _released(book: sqlite3.Connection, standing: Decision) -> set[str]:
    """The rules that held what a person has released."""
    return {
        asked.finding.rule
        for asked in questions(book)
        if (asked.submission_id, asked.reader_version) == (standing.submission_id, standing.reader_version)
        and asked.finding.severity is Severity.HOLD
    }


def _enter(
    book: sqlite3.Connection,
    one: Accepted,
    verdict: Verdict,
    version: str,
    reason: str,
    actor: str,
    now: datetime,
) -> None:
    """The new reading takes the place of the one that stood: by the gate, or released as that one was."""
    words = f"重读 read again: {reason}"
    with transaction(book):
        asked = asked_of(verdict.every_finding, held=bool(verdict.held_by))
        record_questions(book, asked, GATE, now, version)
        kind = DecisionKind.HOLD if verdict.held_by else DecisionKind.ACCEPT
        why = ", ".join(verdict.held_by) if verdict.held_by else words
        by = _GATE_ACTOR if verdict.held_by else actor
        standing = ledger.current_decision(book, one.submission_id)
        ledger.record_decision(book, one.submission_id, version, kind, reason=why, actor=by, decided_at=now)
        if standing is not None and standing.kind is DecisionKind.RELEASE and _holds(verdict):
            ledger.record_decision(
                book,
                one.submission_id,
                version,
                DecisionKind.RELEASE,
                reason=words,
                actor=actor,
                decided_at=now,
            )


def _changes(home: Home, one: Accepted, version: str) -> tuple[Change, ...]:
    """In what the new reading differs from the one that stands."""
    before, after = (landing_folder(home, one.submission_id, each) for each in (one.reader_version, version))
    found: list[Change] = []
    for name, kind, (key, said) in (
        ("observation", Observation, _OBSERVATION),
        ("register_cell", RegisterCell, _CELL),
    ):
        old, new = (
            _said(read_table(folder / f"{name}.parquet", kind), key, said) for folder in (before, after)
        )
        found += [
            Change(
                _what(rows[at]),
                str(rows[at].get("time_period") or one.period or ""),
                _text(old, at, said),
                _text(new, at, said),
            )
            for rows in ({**old, **new},)
            for at in rows
            if _text(old, at, said) != _text(new, at, said)
        ]
    return tuple(found)


_Rows = dict[tuple[Any, ...], dict[str, Any]]


def _said(table: pa.Table, key: tuple[str, ...], said: tuple[str, ...]) -> _Rows:
    named = ("indicator_id", "breakdown", "measure", "time_transform", "ref_area")
    wanted = [name for name in table.column_names if name in {*key, *said, *named}]
    return {tuple(row[name] for name in key): row for row in table.select(wanted).to_pylist()}


def _text(rows: _Rows, at: tuple[Any, ...], said: tuple[str, ...]) -> str | None:
    if at not in rows:
        return None
    return " ".join(str(rows[at][name]) for name in said if rows[at][name] not in (None, ""))


def _what(row: dict[str, Any]) -> str:
    if "register" in row:
        return f"{row['register']} {row['row_no']} {row['field']}"
    names = ("indicator_id", "breakdown", "measure", "time_transform", "ref_area")
    return " ".join(str(row[name]) for name in names)
