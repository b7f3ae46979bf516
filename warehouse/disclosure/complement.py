"""Which further figures are withheld, so that those that must be cannot be worked out.

The cheapest first: a group of a register and the growth of a month before a month, a month before a part, a part before a
cumulative figure, and what a year ends with last. What a waiver keeps public is known to everybody and withheld by nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from warehouse.disclosure.figure import Figure, Key, Relation
from warehouse.disclosure.recoverable import figures_behind, nearly_known, recoverable

SECONDARY = "SECONDARY"
# The order in which figures are given up.
GROUP, GROWTH_OF_MONTH, MONTH, PART, GROWTH, CUMULATIVE, GROWTH_OF_YEAR, YEAR = range(8)


@dataclass(frozen=True, slots=True)
class Withheld:
    """`reasons`: every figure that is withheld, and why. `exposed`: those that what is waived gives away all the same."""

    reasons: Mapping[Key, str]
    exposed: frozenset[Key]


def withheld(
    figures: Mapping[Key, Figure],
    relations: Sequence[Relation],
    decided: Mapping[Key, str],
    growth_costs: Mapping[Key, int],
    percent: int,
    kept: Set[Key] = frozenset(),
) -> Withheld:
    """What is withheld of `figures` and of the growths in `relations`. `decided`: what is withheld besides, growths among
    it; `growth_costs`: the place of a growth in the order above; `percent`: p: bounds closer than that give a figure away;
    `kept`: the growths that a waiver keeps public.
    """
    reasons = {key: figure.reason for key, figure in figures.items() if figure.is_primary}
    reasons |= {key: reason for key, reason in decided.items() if key not in kept}
    exposed: set[Key] = set()
    for numbers in _together(relations):
        if not any(key in reasons for number in numbers for key, _ in relations[number].terms):
            continue
        while more := _more(
            figures, relations, numbers, growth_costs, percent, reasons.keys(), exposed, kept
        ):
            reasons.update(dict.fromkeys(more, SECONDARY))
    return Withheld(reasons, frozenset(exposed))


def _more(
    figures: Mapping[Key, Figure],
    relations: Sequence[Relation],
    numbers: Sequence[int],
    growth_costs: Mapping[Key, int],
    percent: int,
    hidden: Set[Key],
    exposed: set[Key],
    kept: Set[Key],
) -> set[Key]:
    """The figures to withhold next: for each that can be worked out the cheapest that it follows from, one of those that
    have any in common. Adds to `exposed` what only waived figures give away."""

    def cost(key: Key) -> tuple[int, int, object, Key]:
        return (*(figures[key].cost if key in figures else (growth_costs.get(key, GROWTH), 0, 0)), key)

    behind = {
        key: figures_behind(relations, times, hidden)
        for key, times in recoverable(relations, numbers, hidden).items()
    }
    if not behind.keys() - exposed:
        behind = {
            key: frozenset(_public(relations, held, hidden))
            for key, held in nearly_known(relations, numbers, figures, hidden, percent).items()
        }
    found: set[Key] = set()
    used: set[Key] = set()
    for key, known in sorted(behind.items(), key=lambda item: (len(item[1]), item[0])):
        if key in exposed or known & used:
            continue
        choices = [
            each for each in known if each not in kept and (each not in figures or not figures[each].waived)
        ]
        if choices:
            found.add(min(choices, key=cost))
            used |= known
        else:
            exposed.add(key)
    return found


def _public(relations: Sequence[Relation], numbers: Iterable[int], hidden: Set[Key]) -> set[Key]:
    """What is public of some relations, their growths among it."""
    found = {key for number in numbers for key, _ in relations[number].terms}
    found |= {ratio for number in numbers if (ratio := relations[number].ratio)}
    return found - hidden


def _together(relations: Sequence[Relation]) -> list[list[int]]:
    """The numbers of the relations, in sets that have no figure in common: each is a system of its own."""
    root: dict[Key, Key] = {}

    def of(key: Key) -> Key:
        while root.setdefault(key, key) != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for relation in relations:
        first = of(relation.terms[0][0])
        for key, _ in relation.terms[1:]:
            root[of(key)] = first
    found: defaultdict[Key, list[int]] = defaultdict(list)
    for number, relation in enumerate(relations):
        found[of(relation.terms[0][0])].append(number)
    return list(found.values())
