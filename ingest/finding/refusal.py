"""The one way to say no: an exception with a code, whose words are those of its message."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Self

from ingest.finding.message import message
from ingest.finding.problem import Place, Problem


class Refusal(Exception):  # noqa: N818 - what it says
    """Something ends here, and why: a code, where, what was found and what would do.

    `where`: a path, or a place in a workbook. `words` fill the slots of the code's message. Raised without a look
    at the messages, which most of those that are caught again never need. All of it is kept beside the exception's
    arguments, so that it comes back whole from a worker process.

    Whoever has to be caught apart from the others is a subclass without anything of its own.
    """

    def __init__(
        self,
        code: str,
        *,
        where: str | Place = "",
        found: str = "",
        expected: str = "",
        choices: Iterable[str] = (),
        **words: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.where = where if isinstance(where, Place) else Place(where)
        self.found = found
        self.expected = expected
        self.choices = tuple(choices)
        self.words = words

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """What ends here because of a problem whose words are filled in already, as those of a finding are."""
        refusal = cls(
            problem.code,
            where=problem.where,
            found=problem.found,
            expected=problem.expected,
            choices=problem.choices,
        )
        refusal.problem = problem
        return refusal

    @cached_property
    def problem(self) -> Problem:
        """It as it is shown."""
        words = message(self.code).filled({"found": self.found, "expected": self.expected, **self.words})
        return Problem(
            code=self.code,
            exit_status=words.exit_status,
            message_zh=words.message_zh,
            message_en=words.message_en,
            where=str(self.where),
            found=self.found,
            expected=self.expected,
            consequence_zh=words.consequence_zh,
            consequence_en=words.consequence_en,
            remedy_zh=words.remedy_zh,
            remedy_en=words.remedy_en,
            choices=self.choices,
            severity=words.severity,
        )

    def __str__(self) -> str:
        return f"{self.code}: " + " ".join(part for part in (str(self.where), self.found) if part)
