"""Gate 1: new submissions, row by row. Accept, hold (a row or the submission), or warn.

Sees only what is new; costs what is new. Everything is checked in one pass, whatever else is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.checks.check import Check, Result, State, could_not_run, run_checks
from expectations.checks.expectation import (
    Expectation,
    RowCheck,
    RowT,
    Wording,
    at_most,
    equal,
    frame_of,
    is_null,
)
from expectations.checks.form_checks import observation_checks, register_checks
from expectations.checks.observation_row import ObservationRow, Range, observation_rows
from expectations.checks.register_row import register_rows
from expectations.checks.register_totals import register_totals
from expectations.folding import fold
from expectations.landed import Landed
from ingest.finding.finding import Finding, finding
from ingest.finding.message import Severity
from ingest.finding.problem import Place
from ingest.form.form import Form, version_for
from ingest.observation import CheckCell, Observation
from ingest.office.catalogue import ClosedPeriod
from ingest.office.facts import Office
from ingest.quantity.number import plain

GATE = "gate_1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one submission. `held_by`: the rules that hold it, empty if it is accepted.

    `every_finding`: the reading's and the gate's, each consequence under its cause.
    """

    submission_id: str
    every_finding: tuple[Finding, ...]
    results: tuple[Result, ...]
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts, and the findings that block everything: checks that could not run."""

    verdicts: tuple[Verdict, ...]
    blocking: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the checks make of one submission, gathered form by form."""

    submission: Landed
    findings: list[Finding]
    results: list[Result]


_Outcomes = Mapping[str, _Outcome]  # by submission


def judge(landed: Iterable[Landed], office: Office, forms: Sequence[Form]) -> Judgement:
    """Run every check of gate 1 on new submissions. Those without a form are held by their own findings."""
    every = list(landed)
    outcomes = {one.submission_id: _Outcome(one, [], []) for one in every}
    results = _run(_returns_of_closed_periods(every, office), [_CLOSED], outcomes)
    for form in forms:
        mine = [
            one
            for one in every
            if one.form_id == form.form_id and version_for(forms, form.form_id, one.period) is form
        ]
        if mine:
            results += _judge_form(form, mine, office, outcomes)
    verdicts = []
    for one in every:
        outcome = outcomes[one.submission_id]
        folded = fold((*one.findings, *outcome.findings))
        held_by = {
            each.rule for each in folded if each.severity is Severity.HOLD and each.scope == "submission"
        }
        verdicts.append(Verdict(one.submission_id, folded, tuple(outcome.results), tuple(sorted(held_by))))
    return Judgement(tuple(verdicts), tuple(could_not_run(results)))


def _judge_form(form: Form, mine: Sequence[Landed], office: Office, outcomes: _Outcomes) -> list[Result]:
    """All checks of one form on all its new submissions, a frame at a time."""
    observed = observation_rows(
        [observation for one in mine for observation in one.observations],
        register_totals(mine, office),
        _ranges(office),
        {code: area.area_level for code, area in office.areas.items()},
    )
    fields = [column.field for column in form.columns if column.field]
    rows = [row for one in mine for row in register_rows(one.register_cells, fields, form.checks, one.period)]
    results = _run(observed, [*observation_checks(form.checks), *_GENERAL], outcomes)
    results += _run(rows, register_checks(form.checks), outcomes)
    return results + _run(_repeated(mine), [_REPEATED], outcomes)


def _run(rows: Sequence[RowT], checks: Sequence[RowCheck[RowT]], outcomes: _Outcomes) -> list[Result]:
    if not rows:
        return []  # nothing could be read, which is a finding already: there is nothing to check
    asked = [check.check for check in checks]
    results = run_checks(frame_of(rows, asked), asked)
    rows_of = Counter(row.submission_id for row in rows)
    for check, result in zip(checks, results, strict=True):
        failed = [(number, rows[number]) for number in result.unexpected]
        for _, row in failed:
            outcomes[row.submission_id].findings.append(_finding(check, row, outcomes))
        for submission_id, count in rows_of.items():
            mine = tuple(number for number, row in failed if row.submission_id == submission_id)
            state = result.state if mine or result.state is State.COULD_NOT_RUN else State.PASSED
            outcomes[submission_id].results.append(Result(check.check, state, count, mine, result.detail))
    return results


def _finding(check: RowCheck[RowT], row: RowT, outcomes: _Outcomes) -> Finding:
    submission, wording = outcomes[row.submission_id].submission, check.word(row)
    place = Place(
        submission.file,
        row.sheet,
        wording.cell,
        submission.submission_id,
        submission.form_id,
        submission.period,
    )
    return finding(check.check.rule, place, subject=row.subject(check.check.name), **wording.words)


def _ranges(office: Office) -> dict[str, Range]:
    return {key: (indicator.range_low, indicator.range_high) for key, indicator in office.indicators.items()}


@dataclass(frozen=True, slots=True)
class _Repeated:
    """A cell that repeats a value, beside the value that it repeats. `gap`: by how much they differ, beyond what
    rounding allows: what is said once more in a larger unit is rounded, 3.52万平方米 for 35,200.
    """

    repeating: CheckCell
    repeated: Observation
    gap: Decimal
    no_gap: Decimal = Decimal(0)

    @property
    def submission_id(self) -> str:
        return self.repeating.submission_id

    @property
    def sheet(self) -> str:
        return self.repeating.sheet

    def subject(self, check: str) -> str:
        return f"{self.repeating.cell}|{check}"

    def value(self, column: str) -> object:
        return getattr(self, column)


def _repeated(mine: Sequence[Landed]) -> list[_Repeated]:
    rows = []
    for one in mine:
        values = {(value.sheet, value.cell): value for value in one.observations}
        for check in one.check_cells:
            target = values.get((check.sheet, check.of_cell))
            if target and target.obs_value is not None and check.obs_value is not None:
                gap = abs(check.obs_value - target.obs_value) - check.half_ulp
                rows.append(_Repeated(check, target, max(gap, Decimal(0))))
    return rows


@dataclass(frozen=True, slots=True)
class _ReturnOfClosedPeriod:
    """A submission for a closed period, with the day it came beside the day on which the period was closed."""

    submission_id: str
    received_on: str
    closed_on: str
    period: ClosedPeriod
    sheet: str = ""

    def subject(self, check: str) -> str:
        return "closed_period"

    def value(self, column: str) -> object:
        return getattr(self, column)


def _returns_of_closed_periods(every: Sequence[Landed], office: Office) -> list[_ReturnOfClosedPeriod]:
    rows = []
    for one in every:
        closed = office.closed_periods.get((one.form_id, one.period))
        if closed and one.received_on:
            days = one.received_on.isoformat(), closed.closed_on.isoformat()
            rows.append(_ReturnOfClosedPeriod(one.submission_id, *days, closed))
    return rows


def _word_closed(row: _ReturnOfClosedPeriod) -> Wording:
    return Wording(
        "",
        {
            "found": row.received_on,
            "expected": row.closed_on,
            "received_on": row.received_on,
            "closed_on": row.closed_on,
            "note_zh": row.period.note_zh,
            "note_en": row.period.note_en,
        },
    )


def _word_repeated(row: _Repeated) -> Wording:
    cell = row.repeating
    return Wording(
        cell.cell, {"found": cell.raw_text, "expected": row.repeated.raw_text, "other": cell.of_cell}
    )


def _word_blank(row: ObservationRow) -> Wording:
    return Wording(row.cell, {"expected": row.reported(row.parts_sum)})


def _word_total(row: ObservationRow) -> Wording:
    stated, parts = row.observation.obs_value, row.parts_sum
    difference = stated - parts if stated is not None and parts is not None else None
    words = {
        "found": row.reported(stated),
        "expected": row.reported(parts),
        "difference": row.reported(difference),
    }
    return Wording(row.cell, words)


def _word_range(row: ObservationRow) -> Wording:
    stated = row.observation.reported_value
    words = {
        "found": f"{'' if stated is None else plain(stated)}{row.observation.reported_unit}",
        "expected": f"{row.reported(row.range_low)} … {row.reported(row.range_high)}",
    }
    return Wording(row.cell, words)


def _check(name: str, rule: str, expectation: Expectation) -> Check:
    return Check(name, rule, *expectation)


_CLOSED = RowCheck(
    _check("received_before_closing", "PERIOD_CLOSED", at_most("received_on", "closed_on")), _word_closed
)
_REPEATED = RowCheck(_check("repeated_value", "CHECK_DIFFERS", equal("gap", "no_gap")), _word_repeated)
_SUM, _COUNT = (
    at_most("parts_gap", "parts_tolerance", [("parts_kind", "=", kind)]) for kind in ("sum", "count")
)
# What holds for every form.
_GENERAL = (
    RowCheck(_check("total_is_sum", "TOTAL_DIFFERS", _SUM), _word_total),
    RowCheck(_check("count_is_rows", "COUNT_DIFFERS", _COUNT), _word_total),
    RowCheck(_check("not_below_range", "OUT_OF_RANGE", at_most("range_low", "obs_value")), _word_range),
    RowCheck(_check("not_above_range", "OUT_OF_RANGE", at_most("obs_value", "range_high")), _word_range),
    RowCheck(_check("rank_is_whole", "OUT_OF_RANGE", is_null("rank_fraction")), _word_range),
    RowCheck(_check("total_is_given", "TOTAL_MISSING", is_null("parts_given")), _word_blank),
)
