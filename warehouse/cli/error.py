"""What is wrong as a person and a program read it: the block, and the same as JSON."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from ingest.finding.message import Severity
from ingest.finding.problem import Problem
from warehouse.cli.screen import both
from warehouse.language import languages

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
    None: ("错误", "error"),
    Severity.BLOCK: ("不发布", "blocked"),
    Severity.HOLD: ("待核", "held"),
    Severity.WARN: ("请说明", "please explain"),
    Severity.HINT: ("提示", "hint"),
}
_BLANK_LINES = re.compile(r"\n+")


def as_block(problem: Problem) -> str:
    """The block for the screen; lines with nothing to say are left out."""
    texts = {
        "where": problem.where,
        "found": problem.found,
        "expected": problem.expected,
        "consequence": both(problem.consequence_zh, problem.consequence_en),
        "remedy": both(problem.remedy_zh, problem.remedy_en),
        "code": f"indicators explain {problem.code}",
    }
    language = int(languages()[0] == "en")
    head = _HEADS[problem.severity][language]
    lines = [f"{head} {problem.code} {both(problem.message_zh, problem.message_en)}"]
    for name, text in texts.items():
        if text:
            # What DuckDB says of SQL has lines of its own; they stay under their label.
            lines.append(f"  {_LABELS[name][language]}  " + _BLANK_LINES.sub("\n        ", text.strip()))
    return "\n".join([*lines, *(f"    {choice}" for choice in problem.choices)])


def as_document(problem: Problem) -> dict[str, Any]:
    """What standard output holds when a command with --json fails."""
    facts = asdict(problem)
    facts.pop("severity")
    return {"schema_version": 1, "ok": False, "error": facts}
