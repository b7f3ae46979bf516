"""Which of the dated facts of a catalogue holds in a month."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Dated(Protocol):
    """What holds from a month on, and to another one where that is said."""

    @property
    def valid_from(self) -> str: ...
    @property
    def valid_to(self) -> str: ...


Fact = TypeVar("Fact", bound=Dated)


def holds(fact: Dated, period: str) -> bool:
    """Whether a fact holds in a month, or in some month of a year."""
    first, last = (period, period) if len(period) > 4 else (f"{period}-01", f"{period}-12")
    return (not fact.valid_from or fact.valid_from <= last) and (not fact.valid_to or first <= fact.valid_to)


def latest(facts: Iterable[Fact], period: str) -> Fact | None:
    """The one that holds in a period; of a year in which two do, the later."""
    return max(
        (fact for fact in facts if holds(fact, period)), key=lambda fact: fact.valid_from, default=None
    )
