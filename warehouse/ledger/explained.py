"""What a department has said to a question in a workbook, and why that will not do before anybody has read it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from warehouse.ledger.entries import submissions
from warehouse.ledger.hand_backs import Said, explanations
from warehouse.ledger.questions import questions

# So many signs of their own say something; a single word says that somebody was asked.
LEAST_SIGNS = 8
_NO_SIGN = re.compile(r"[\W_]+")


class NotEnough(StrEnum):
    """Why an explanation is not for a person to read yet."""

    TOO_SHORT = "too_short"
    REPEATED = "repeated"


NOT_ENOUGH = {
    NotEnough.TOO_SHORT: (
        f"少于 {LEAST_SIGNS} 个字，请用自己的话写明原因",
        f"fewer than {LEAST_SIGNS} signs of the department's own",
    ),
    NotEnough.REPEATED: (
        "与以前某期的说明一字不差，请写本期的原因",
        "word for word what was said of another period",
    ),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """The last explanation of a finding. `file`: the workbook it came in; `not_enough`: None where a person may read it."""

    said: Said
    file: str
    not_enough: NotEnough | None

    @property
    def in_words(self) -> str:
        """The kind and the words."""
        return "：".join(part for part in (self.said.kind, self.said.words) if part)


def explained(book: sqlite3.Connection) -> dict[tuple[str, str], Explained]:
    """The last explanation of each finding, by department and finding.

    A finding has one id in every workbook of its period, so that what was written into a later one, or into a list that was
    copied there, is said of it too.
    """
    every = explanations(book)
    if not every:
        return {}
    handed_in = {one.submission_id: one for one in submissions(book)}
    rules = {one.finding_id: one.finding.rule for one in questions(book)}
    last: dict[tuple[str, str], Explained] = {}
    before: dict[str, list[Said]] = {}
    for one in every:
        submission = handed_in[one.submission_id]
        earlier = before.setdefault(submission.department_id, [])
        why = why_not_enough(one, earlier, rules)
        last[submission.department_id, one.finding_id] = Explained(one, submission.file_name, why)
        earlier.append(one)
    return last


def why_not_enough(said: Said, earlier: Iterable[Said], rules: dict[str, str]) -> NotEnough | None:
    """Why it will not do. `earlier`: what the department has said before; `rules`: the rule of a finding, where it is known.

    The same words are right of the same finding, and of another one of the same workbook; of another period they were copied.
    """
    words = bare(said.words)
    if len(words) < LEAST_SIGNS:
        return NotEnough.TOO_SHORT
    rule = rules.get(said.finding_id)
    for one in earlier:
        other = one.finding_id != said.finding_id and one.submission_id != said.submission_id
        if other and bare(one.words) == words and rules.get(one.finding_id, rule) == rule:
            return NotEnough.REPEATED
    return None


def bare(words: str) -> str:
    """The signs of a text, without blanks and punctuation."""
    return _NO_SIGN.sub("", words)
