"""Errors of the command line as a person and a program read them: the block, and the same as JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.finding.finding import Finding, Severity
from warehouse.cli.screen import both, english_first

# label in Chinese, label in English
_LABELS = {
    "where": ("位置", "where   "),
    "found": ("读到", "found   "),
    "expected": ("应为", "expected"),
    "consequence": ("影响", "effect  "),
    "remedy": ("改法", "remedy  "),
    "code": ("详见", "see     "),
}
_HEADS = {
    Severity.BLOCK: ("不发布", "blocked"),
    Severity.HOLD: ("待核", "held"),
    Severity.WARN: ("请说明", "please explain"),
    Severity.HINT: ("提示", "hint"),
}
_ERROR = ("错误", "error")
_BLANK_LINES = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One error as errors.yml states it."""

    code: str
    exit: int
    title_zh: str
    title_en: str
    consequence_zh: str
    consequence_en: str
    remedy_zh: str
    remedy_en: str
    meaning_zh: str
    meaning_en: str
    example: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong, ready to be shown. `choices`: lines to choose from."""

    code: str
    exit_status: int
    message_zh: str
    message_en: str
    where: str = ""
    found: str = ""
    expected: str = ""
    consequence_zh: str = ""
    consequence_en: str = ""
    remedy_zh: str = ""
    remedy_en: str = ""
    choices: tuple[str, ...] = ()
    head: tuple[str, str] = _ERROR


class CommandError(Exception):
    """A command that ends here; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.message_en}")
        self.problem = problem


@cache
def error_codes() -> dict[str, ErrorCode]:
    """All errors of the command line by code."""
    stated = yaml.safe_load(Path(__file__).with_name("errors.yml").read_text(encoding="utf-8"))
    return {code: ErrorCode(code=code, **words) for code, words in stated.items()}


def fault(
    code: str,
    *,
    where: str = "",
    found: str = "",
    expected: str = "",
    choices: Sequence[str] = (),
    **words: str,
) -> CommandError:
    """The error of a code, at a place. `words` fill the slots of its remedy."""
    stated = error_codes()[code]
    return CommandError(
        Problem(
            code=code,
            exit_status=stated.exit,
            message_zh=stated.title_zh,
            message_en=stated.title_en,
            where=where,
            found=found,
            expected=expected,
            consequence_zh=stated.consequence_zh,
            consequence_en=stated.consequence_en,
            remedy_zh=_filled(stated.remedy_zh, words),
            remedy_en=_filled(stated.remedy_en, words),
            choices=tuple(choices),
        )
    )


def _filled(text: str, words: dict[str, str]) -> str:
    for slot, word in words.items():
        text = text.replace("{" + slot + "}", word)
    return text


def problem_of(finding: Finding) -> Problem:
    """A finding as it is shown: the same block."""
    return Problem(
        code=finding.rule,
        exit_status=2,
        message_zh=finding.message_zh,
        message_en=finding.message_en,
        where=" │ ".join(part for part in (finding.file, finding.sheet, finding.cell) if part),
        found=finding.found,
        expected=finding.expected,
        consequence_zh=finding.consequence_zh,
        consequence_en=finding.consequence_en,
        remedy_zh=finding.remedy_zh,
        remedy_en=finding.remedy_en,
        head=_HEADS[finding.severity],
    )


def as_block(problem: Problem) -> str:
    """The block for the screen; lines with nothing to say are left out."""
    said = {
        "where": problem.where,
        "found": problem.found,
        "expected": problem.expected,
        "consequence": both(problem.consequence_zh, problem.consequence_en),
        "remedy": both(problem.remedy_zh, problem.remedy_en),
        "code": f"indicators explain {problem.code}",
    }
    language = int(english_first())
    lines = [f"{problem.head[language]} {problem.code} {both(problem.message_zh, problem.message_en)}"]
    for name, text in said.items():
        if text:
            # What DuckDB says of SQL has lines of its own; they stay under their label.
            lines.append(f"  {_LABELS[name][language]}  " + _BLANK_LINES.sub("\n        ", text.strip()))
    return "\n".join([*lines, *(f"    {choice}" for choice in problem.choices)])


def as_document(problem: Problem) -> dict[str, Any]:
    """What standard output holds when a command with --json fails."""
    facts = asdict(problem)
    facts.pop("head")
    return {"schema_version": 1, "ok": False, "error": facts}
