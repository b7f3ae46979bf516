"""Gate 1: new submissions, row by row. Accept, hold (a row or the submission), or warn.

Sees only what is new; costs what is new. Everything is checked in one pass, whatever else is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from expectations.checks.check import Check, Result, State, Where, could_not_run, run_checks
from expectations.checks.expectation import Said
from expectations.checks.form_checks import FormCheck, form_check
from expectations.checks.observation_frame import observation_frame
from expectations.checks.register_frame import register_frame, register_rows
from expectations.checks.register_totals import register_totals
from expectations.folding import fold
from expectations.landed import Landed
from ingest.finding.finding import Finding, finding
from ingest.finding.message import Severity
from ingest.finding.problem import Place
from ingest.form.form import Form, version_for
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
class _Said:
    """What the checks say of one submission, gathered form by form."""

    findings: list[Finding]
    results: list[Result]


def judge(landed: Iterable[Landed], office: Office, forms: Sequence[Form]) -> Judgement:
    """Run every check of gate 1 on new submissions. Those without a form are held by their own findings."""
    every = list(landed)
    said = {one.submission_id: _Said([], []) for one in every}
    by_id = {one.submission_id: one for one in every}
    results = _run(register_frame(_of_closed_periods(every, office)), [_CLOSED], by_id, said)
    for form in forms:
        mine = [
            one
            for one in every
            if one.form_id == form.form_id and version_for(forms, form.form_id, one.period) is form
        ]
        if mine:
            results += _judge_form(form, mine, office, said)
    verdicts = []
    for one in every:
        folded = fold((*one.findings, *said[one.submission_id].findings))
        held_by = {
            each.rule for each in folded if each.severity is Severity.HOLD and each.scope == "submission"
        }
        verdicts.append(
            Verdict(one.submission_id, folded, tuple(said[one.submission_id].results), tuple(sorted(held_by)))
        )
    return Judgement(tuple(verdicts), tuple(could_not_run(results)))


def _judge_form(
    form: Form, mine: Sequence[Landed], office: Office, said: Mapping[str, _Said]
) -> list[Result]:
    """All checks of one form on all its new submissions, a frame at a time."""
    by_id = {one.submission_id: one for one in mine}
    checks = [form_check(stated) for stated in form.checks]
    levels = {code: area.area_level for code, area in office.areas.items()}
    observed = observation_frame(
        [row for one in mine for row in one.observations],
        register_totals(mine, office),
        _ranges(office),
        levels,
    )
    fields = [column.field for column in form.columns if column.field]
    rows = [row for one in mine for row in register_rows(one.register_cells, fields, form.checks, one.period)]
    results = _run(observed, [*(c for c in checks if c.frame == "observation"), *_GENERAL], by_id, said)
    results += _run(register_frame(rows), [c for c in checks if c.frame == "register"], by_id, said)
    return results + _run(register_frame(_repeated(mine)), [_REPEATED], by_id, said)


def _run(
    frame: Any, checks: Sequence[FormCheck], by_id: Mapping[str, Landed], said: Mapping[str, _Said]
) -> list[Result]:
    if not len(frame):
        return []  # nothing could be read, which is a finding already: there is nothing to check
    results = run_checks(frame, [check.check for check in checks])
    rows_of = frame["submission_id"].value_counts()
    for check, result in zip(checks, results, strict=True):
        failed = [frame.iloc[row_id].to_dict() for row_id in result.unexpected]
        for row in failed:
            one = by_id[row["submission_id"]]
            there = check.say(row)
            place = Place(one.file, row["sheet"], there.cell, one.submission_id, one.form_id, one.period)
            about = row.get("subject") or f"{row['row_key']}|{check.check.name}"
            said[one.submission_id].findings.append(
                finding(
                    check.check.rule, place, subject=about, series_id=row.get("series_id", ""), **there.words
                )
            )
        for submission_id, rows in rows_of.items():
            mine = tuple(row["row_id"] for row in failed if row["submission_id"] == submission_id)
            state = result.state if mine or result.state is State.COULD_NOT_RUN else State.PASSED
            said[submission_id].results.append(Result(check.check, state, int(rows), mine, result.detail))
    return results


def _ranges(office: Office) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {key: (indicator.range_low, indicator.range_high) for key, indicator in office.indicators.items()}


def _repeated(mine: Sequence[Landed]) -> list[dict[str, Any]]:
    """Cells that repeat a value, each beside the value that it repeats."""
    rows = []
    for one in mine:
        values = {(row["sheet"], row["cell"]): row for row in one.observations}
        for check in one.check_cells:
            target = values.get((check["sheet"], check["of_cell"]))
            if target is not None and target["obs_value"] is not None:
                # What is said once more in a larger unit is rounded: 3.52万平方米 for 35,200.
                gap = abs(check["obs_value"] - target["obs_value"]) - check["half_ulp"]
                rows.append(
                    {
                        "submission_id": one.submission_id,
                        "sheet": check["sheet"],
                        "row_key": check["cell"],
                        "cell": check["cell"],
                        "of_cell": check["of_cell"],
                        "raw_text": check["raw_text"],
                        "of_raw_text": target["raw_text"],
                        "gap": max(gap, Decimal(0)),
                        "no_gap": Decimal(0),
                    }
                )
    return rows


def _of_closed_periods(every: Sequence[Landed], office: Office) -> list[dict[str, Any]]:
    """Submissions for a closed period, each with the day it came beside the day on which the period was closed."""
    rows = []
    for one in every:
        closed = office.closed_periods.get((one.form_id, one.period))
        if closed and one.received_on:
            rows.append(
                {
                    "submission_id": one.submission_id,
                    "sheet": "",
                    "subject": "closed_period",
                    "received_on": one.received_on.isoformat(),
                    "closed_on": closed.closed_on.isoformat(),
                    "note_zh": closed.note_zh,
                    "note_en": closed.note_en,
                }
            )
    return rows


def _say_closed(row: Mapping[str, Any]) -> Said:
    words = {name: row[name] for name in ("received_on", "closed_on", "note_zh", "note_en")}
    return Said("", {"found": row["received_on"], "expected": row["closed_on"], **words})


def _in_reported_unit(row: Mapping[str, Any], value: Decimal) -> str:
    return plain(value.scaleb(-row["reported_unit_mult"]))


def _say_blank(row: Mapping[str, Any]) -> Said:
    return Said(row["cell"], {"expected": _in_reported_unit(row, row["parts_sum"])})


def _say_total(row: Mapping[str, Any]) -> Said:
    return Said(
        row["cell"],
        {
            "found": _in_reported_unit(row, row["obs_value"]),
            "expected": _in_reported_unit(row, row["parts_sum"]),
            "difference": _in_reported_unit(row, row["obs_value"] - row["parts_sum"]),
        },
    )


def _say_range(row: Mapping[str, Any]) -> Said:
    low, high = (_in_reported_unit(row, row[name]) for name in ("range_low", "range_high"))
    return Said(
        row["cell"],
        {"found": f"{plain(row['reported_value'])}{row['reported_unit']}", "expected": f"{low} … {high}"},
    )


def _null(name: str, rule: str, column: str) -> Check:
    return Check(name, rule, "expect_column_values_to_be_null", {"column": column})


def _pair(name: str, rule: str, low: str, high: str, where: Where = ()) -> Check:
    arguments = {
        "column_A": high,
        "column_B": low,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    return Check(name, rule, "expect_column_pair_values_a_to_be_greater_than_b", arguments, where)


_CLOSED = FormCheck(
    "submission", _pair("received_before_closing", "PERIOD_CLOSED", "received_on", "closed_on"), _say_closed
)
# What holds for every form.
_SUMS, _COUNTS = [("parts_kind", "=", "sum")], [("parts_kind", "=", "count")]
_GENERAL = (
    *(
        FormCheck("observation", _pair(*stated), say)
        for say, *stated in (
            (_say_total, "total_is_sum", "TOTAL_DIFFERS", "parts_gap", "parts_tolerance", _SUMS),
            (_say_total, "count_is_rows", "COUNT_DIFFERS", "parts_gap", "parts_tolerance", _COUNTS),
            (_say_range, "not_below_range", "OUT_OF_RANGE", "range_low", "obs_value"),
            (_say_range, "not_above_range", "OUT_OF_RANGE", "obs_value", "range_high"),
        )
    ),
    FormCheck("observation", _null("rank_is_whole", "OUT_OF_RANGE", "rank_fraction"), _say_range),
    FormCheck("observation", _null("total_is_given", "TOTAL_MISSING", "parts_given"), _say_blank),
)
_REPEATED = FormCheck(
    "repeated",
    Check(
        "repeated_value",
        "CHECK_DIFFERS",
        "expect_column_pair_values_to_be_equal",
        {"column_A": "gap", "column_B": "no_gap", "ignore_row_if": "either_value_is_missing"},
    ),
    lambda row: Said(
        row["cell"], {"found": row["raw_text"], "expected": row["of_raw_text"], "other": row["of_cell"]}
    ),
)
