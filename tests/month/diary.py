"""What people did in a month, and whether what they had to know stood where they looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


def _nobody(_: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a person did."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Known:
    """Something that a person had to know. `missing`: what of it stood nowhere, so that somebody had to be asked."""

    at: datetime
    who: str
    question: str
    where: str
    missing: tuple[str, ...]


@dataclass(slots=True)
class Diary:
    """In the order in which it happened. `tell`: gets each step as a line, at once."""

    steps: list[Step] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    tell: Callable[[str], None] = _nobody

    def did(self, at: datetime, who: str, what: str) -> None:
        """Enter a step."""
        self.steps.append(Step(at, who, what))
        self.tell(f"{at:%m-%d %H:%M}  {who}  {what}")

    def read(self, at: datetime, who: str, question: str, where: str, text: str, *words: str) -> None:
        """Enter a question, with the words that answer it if they stand in the text that this person reads."""
        missing = tuple(word for word in words if word not in text)
        self.known.append(Known(at, who, question, where, missing))

    @property
    def asked(self) -> list[Known]:
        """What nothing answered, so that a person had to ask a person."""
        return [one for one in self.known if one.missing]

    def table(self) -> list[str]:
        """What each person did, found where it stood, and had to ask."""
        steps, read, asked = (
            Counter(one.who for one in some) for some in (self.steps, self.known, self.asked)
        )
        lines = ["谁 who                步 steps   看到答案 found   问人 asked"]
        for who in [*dict.fromkeys([*steps, *read])]:
            lines.append(f"{who:<18} {steps[who]:>8} {read[who] - asked[who]:>12} {asked[who]:>10}")
        lines.append(
            f"{'合计 all':<18} {steps.total():>8} {read.total() - asked.total():>12} {asked.total():>10}"
        )
        lines += [
            f"× {one.at:%m-%d}  {one.who}: {one.question} {one.where} 没有 {'、'.join(one.missing)}"
            for one in self.asked
        ]
        return lines
