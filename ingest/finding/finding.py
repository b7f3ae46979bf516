"""Findings: everything that is wrong with a workbook, each with its place, its consequence and its remedy.

A finding has a severity (what publishing does) and a duty (what the department does), both of its rule.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from ingest.finding.message import Duty, Severity, message
from ingest.finding.problem import Place, Problem
from ingest.finding.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, at one place.

    `finding_id` is stable from month to month: it is made of the rule, what it is about (`subject`: a
    series or a path of labels) and the period, never of the cell's address.
    """

    finding_id: str
    rule: str
    severity: Severity
    duty: Duty
    scope: str
    submission_id: str
    file: str
    sheet: str
    cell: str
    subject: str
    period: str
    found: str
    expected: str
    message_zh: str
    message_en: str
    consequence_zh: str
    consequence_en: str
    remedy_zh: str
    remedy_en: str
    evidence: str = ""
    caused_by: str = ""
    form_id: str = ""
    series_id: str = ""

    @property
    def problem(self) -> Problem:
        """It as it is shown. In its own words: those of a rule may have changed since it was written down."""
        return Problem(
            code=self.rule,
            exit_status=2,
            message_zh=self.message_zh,
            message_en=self.message_en,
            where=str(Place(self.file, self.sheet, self.cell)),
            found=self.found,
            expected=self.expected,
            consequence_zh=self.consequence_zh,
            consequence_en=self.consequence_en,
            remedy_zh=self.remedy_zh,
            remedy_en=self.remedy_en,
            severity=self.severity,
        )


def finding(
    rule: str,
    place: Place,
    /,
    *,
    found: object = "",
    expected: object = "",
    subject: str = "",
    evidence: str = "",
    caused_by: str = "",
    series_id: str = "",
    **words: Any,
) -> Finding:
    """A finding of a rule at a place. `words` fill the slots of the rule's messages."""
    filled = message(rule).filled(
        {
            **words,
            "file": place.file,
            "sheet": place.sheet,
            "cell": place.cell,
            "found": found,
            "expected": expected,
            "period": place.period,
            "evidence": evidence,
        }
    )
    if filled.severity is None or filled.duty is None:
        raise ValueError(f"{rule} is no rule but an error")
    about = "|".join((rule, place.form_id or place.file, subject or place.cell, place.period))
    return Finding(
        finding_id=hashlib.sha256(about.encode()).hexdigest()[:16],
        rule=rule,
        severity=filled.severity,
        duty=filled.duty,
        scope=filled.scope,
        submission_id=place.submission_id,
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        subject=subject,
        period=place.period,
        found=str(found),
        expected=str(expected),
        message_zh=filled.message_zh,
        message_en=filled.message_en,
        consequence_zh=filled.consequence_zh,
        consequence_en=filled.consequence_en,
        remedy_zh=filled.remedy_zh,
        remedy_en=filled.remedy_en,
        evidence=evidence,
        caused_by=caused_by,
        form_id=place.form_id,
        series_id=series_id,
    )


def finding_of(refusal: Refusal, place: Place) -> Finding:
    """What was refused, as a finding of the file at `place`: at the refusal's own sheet and cell."""
    at = replace(place, sheet=refusal.where.sheet, cell=refusal.where.cell)
    return finding(refusal.code, at, found=refusal.found, expected=refusal.expected, **refusal.words)
