"""A published figure as what may be withheld, and the equations that hold between figures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

# Statuses that no count of units explains: who may see the figure has been decided elsewhere (single unit, embargo,
# internal). A growth or a rank of such a figure stays in the office with it; of others it may go.
DECIDED = frozenset({"C", "E", "N"})
FREE = "F"


class Key(NamedTuple):
    """Which figure. `kind`: level, growth or group; `line`: its dimensions but time; `period`: 2023-12, 2023."""

    kind: str
    line: str
    period: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that somebody may read or work out. `reason`: why it is restricted by itself, empty if it is not.

    `waived`: it stays public whatever it is. `cost`: how much is lost with it, the least first.
    """

    key: Key
    value: Fraction
    reason: str
    waived: bool
    cost: tuple[int, int, Fraction]

    @property
    def is_primary(self) -> bool:
        """Whether it is withheld for its own sake."""
        return bool(self.reason) and not self.waived


@dataclass(frozen=True, slots=True)
class Relation:
    """Figures that, each times its factor, add up to nothing: whole − parts, cumulative − cumulative before − month.

    `ratio`: the growth whose publication makes the factor known; without it everybody knows the relation.
    """

    terms: tuple[tuple[Key, Fraction], ...]
    ratio: Key | None = None
