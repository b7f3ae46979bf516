"""What came of one case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    READ = "read"  # and every value, path and unit as the oracle has them
    REFUSED = "refused"
    DIFFERS = "differs"  # from the oracle; or a harmless change refused
    CRASHED = "crashed"  # by an exception that is no refusal, or with its process
    HUNG = "hung"

    @property
    def failed(self) -> bool:
        return self in (Verdict.DIFFERS, Verdict.CRASHED, Verdict.HUNG)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`said`: the rule of a refusal, or the differences, first few. `what`: what was changed or damaged."""

    seed: int
    kind: str
    verdict: Verdict
    what: str
    said: tuple[str, ...] = ()
    seconds: float = 0.0
