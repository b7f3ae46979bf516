"""Findings: everything that is wrong with a workbook, each with its place, its consequence and its remedy.

A finding has a severity (what publishing does) and a duty (what the department does). What each rule
says in words stands in rules.yml, once, for the screen, the hand-back and `indicators explain`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml


class Severity(StrEnum):
    """What publishing does."""

    BLOCK = "block"  # nothing is published
    HOLD = "hold"  # the submission, or the row, waits
    WARN = "warn"  # published; an explanation is asked for
    HINT = "hint"  # published; worth a look


class Duty(StrEnum):
    """What the department does."""

    MUST_FIX = "must_fix"  # 强制性
    EXPLAIN = "explain"  # 核实性
    NOTICE = "notice"  # 提示性
    HAND_IN = "hand_in"  # 催报
    OPERATOR = "operator"  # 内部


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as rules.yml states it. `scope`: what it is about, which is what a hold keeps back: the
    submission, one row of it, or only how the file lies in the inbox.
    """

    rule: str
    severity: Severity
    duty: Duty
    scope: str
    title_zh: str
    title_en: str
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str
    meaning_zh: str
    meaning_en: str
    example: str


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: a submission's file, a sheet of it, a cell of that."""

    file: str
    sheet: str = ""
    cell: str = ""
    submission_id: str = ""
    form_id: str = ""
    period: str = ""

    def at(self, cell: str) -> Place:
        """Another cell of the same sheet."""
        return replace(self, cell=cell)


CONSEQUENCES = {
    (Severity.BLOCK, "submission"): (
        "本次不发布,已发布的数字不变",
        "nothing is published; what is published stays",
    ),
    (Severity.BLOCK, "row"): ("本次不发布,已发布的数字不变", "nothing is published; what is published stays"),
    (Severity.HOLD, "submission"): (
        "该份报表待核,未进入数据;已发布的数字不变",
        "this submission is held and not loaded; what is published stays",
    ),
    (Severity.HOLD, "row"): (
        "该数待核,未进入数据;同表其他数照常采用",
        "this value is held and not loaded; the rest of the form is",
    ),
    (Severity.WARN, "submission"): ("已采用并标注,请说明", "loaded and marked; please explain"),
    (Severity.WARN, "row"): ("已采用并标注,请说明", "loaded and marked; please explain"),
    (Severity.HINT, "submission"): ("已采用", "loaded"),
    (Severity.HINT, "row"): ("已采用", "loaded"),
    (Severity.HOLD, "inbox"): (
        "没有收,原处不动;其他文件照常",
        "not taken in: it stays where it is; other files are not concerned",
    ),
    (Severity.HINT, "inbox"): (
        "已存档、已登记,不会丢,也不会重收",
        "archived and entered: not lost, and not taken a second time",
    ),
}


class _Said(dict[str, str]):
    """Words for a message; one that was not given stays visible instead of raising in an error path."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, as rules.yml states them."""
    stated = yaml.safe_load(Path(__file__).with_name("rules.yml").read_text(encoding="utf-8"))
    return {
        rule: Rule(
            rule=rule,
            severity=Severity(words.pop("severity")),
            duty=Duty(words.pop("duty")),
            scope=words.pop("scope", "submission"),
            **words,
        )
        for rule, words in stated.items()
    }


def finding(
    rule_id: str,
    place: Place,
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
    rule = rules()[rule_id]
    said = _Said({key: str(value) for key, value in words.items()})
    said.update(
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        found=str(found),
        expected=str(expected),
        period=place.period,
        evidence=evidence,
    )
    consequence_zh, consequence_en = CONSEQUENCES[rule.severity, rule.scope]
    about = "|".join((rule_id, place.form_id or place.file, subject or place.cell, place.period))
    return Finding(
        finding_id=hashlib.sha256(about.encode()).hexdigest()[:16],
        rule=rule_id,
        severity=rule.severity,
        duty=rule.duty,
        scope=rule.scope,
        submission_id=place.submission_id,
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        subject=subject,
        period=place.period,
        found=str(found),
        expected=str(expected),
        message_zh=rule.message_zh.format_map(said),
        message_en=rule.message_en.format_map(said),
        consequence_zh=consequence_zh,
        consequence_en=consequence_en,
        remedy_zh=rule.remedy_zh.format_map(said),
        remedy_en=rule.remedy_en.format_map(said),
        evidence=evidence,
        caused_by=caused_by,
        form_id=place.form_id,
        series_id=series_id,
    )


class Unreadable(Exception):  # noqa: N818 - what it says of a file
    """A file that cannot be read as a workbook at all: the rule that says why, and the evidence."""

    def __init__(self, rule: str, found: str, expected: str, words: dict[str, str] | None = None) -> None:
        # All of it in args, so that a worker process can hand it back.
        super().__init__(rule, found, expected, words)
        self.rule = rule
        self.found = found
        self.expected = expected
        self.words = words or {}

    def __str__(self) -> str:
        return f"{self.rule}: {self.found}"
