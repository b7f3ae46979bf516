"""What can be worked out of what is published: by solving the equations, or by bounds that leave no room.

Whether a withheld figure has but one value in a system of linear equations is a question of rank: its unit vector lies in
the space of the rows. Rows are reduced modulo a prime of 61 bits, where sums and ratios stay whole numbers however many
there are of them; that two different factors are equal there by accident has a probability of 10⁻¹⁸.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction
from math import inf
from typing import TypeVar

from warehouse.disclosure.figure import Figure, Key, Relation

_Of = TypeVar("_Of")
_PRIME = 2**61 - 1
_ROUNDS = 30
_LEAST = 1e-9

_Row = dict[Key, int]
# How often each relation, by its number, went into a row.
_Times = dict[int, int]


def recoverable(
    relations: Sequence[Relation], numbers: Iterable[int], hidden: Set[Key]
) -> dict[Key, Mapping[int, int]]:
    """The withheld figures that follow from the others by the relations of these `numbers`; for each the relations that it
    follows from, with their factors modulo the prime.

    A relation with a growth that is withheld is nobody's.
    """
    pivots: dict[Key, tuple[_Row, _Times]] = {}
    holding: defaultdict[Key, set[Key]] = defaultdict(set)
    for number in numbers:
        relation = relations[number]
        if relation.ratio in hidden:
            continue
        row = _unknown(relation, hidden)
        times: _Times = {number: 1}
        for key in [key for key in row if key in pivots]:
            pivot, of = pivots[key]
            row, times = _less(row, pivot, row[key]), _less(times, of, row[key])
        if not row:
            continue
        pivot_key = min(row)
        inverse = pow(row[pivot_key], -1, _PRIME)
        row = {key: factor * inverse % _PRIME for key, factor in row.items()}
        times = {key: factor * inverse % _PRIME for key, factor in times.items()}
        for other in list(holding[pivot_key]):
            old, of = pivots[other]
            new = _less(old, row, old[pivot_key])
            for key in old.keys() - new.keys():
                holding[key].discard(other)
            for key in new.keys() - old.keys():
                holding[key].add(other)
            pivots[other] = (new, _less(of, times, old[pivot_key]))
        pivots[pivot_key] = (row, times)
        for key in row:
            holding[key].add(pivot_key)
    return {key: times for key, (row, times) in pivots.items() if len(row) == 1}


def figures_behind(
    relations: Sequence[Relation], times: Mapping[int, int], hidden: Set[Key]
) -> frozenset[Key]:
    """What is public and a withheld figure follows from: all of it is needed. Growths are among it."""
    sums: defaultdict[Key, int] = defaultdict(int)
    for number, often in times.items():
        for key, factor in relations[number].terms:
            if key not in hidden:
                sums[key] += often * _modulo(factor)
    found = {key for key, factor in sums.items() if factor % _PRIME}
    return frozenset(found) | {ratio for number in times if (ratio := relations[number].ratio)}


def _modulo(factor: Fraction) -> int:
    return factor.numerator * pow(factor.denominator, -1, _PRIME) % _PRIME


def _unknown(relation: Relation, hidden: Set[Key]) -> _Row:
    row: defaultdict[Key, int] = defaultdict(int)
    for key, factor in relation.terms:
        if key in hidden:
            row[key] += _modulo(factor)
    return {key: left for key, factor in row.items() if (left := factor % _PRIME)}


def _less(row: dict[_Of, int], other: Mapping[_Of, int], times: int) -> dict[_Of, int]:
    found = dict(row)
    for key, factor in other.items():
        left = (found.get(key, 0) - times * factor) % _PRIME
        if left:
            found[key] = left
        else:
            found.pop(key, None)
    return found


def nearly_known(
    relations: Sequence[Relation],
    numbers: Iterable[int],
    figures: Mapping[Key, Figure],
    hidden: Set[Key],
    percent: int,
) -> dict[Key, frozenset[int]]:
    """The figures withheld for their own sake whose bounds leave no more than p % of them on either side, each with the
    numbers of the relations that hold it.

    Whoever reads knows that figures are not negative, unless one of their line is published that is. Bounds are no
    points: double precision does for them.
    """
    held = [(number, relations[number]) for number in numbers if relations[number].ratio not in hidden]
    keys = {key for _, relation in held for key, _ in relation.terms}
    below_zero = {key.line for key in keys if figures[key].value < 0}
    low = {key: -inf if key.line in below_zero else 0.0 for key in keys if key in hidden}
    high = dict.fromkeys(low, inf)
    terms: list[tuple[float, list[tuple[Key, float]]]] = []
    holding: defaultdict[Key, set[int]] = defaultdict(set)
    for number, relation in held:
        unknown = [(key, float(factor)) for key, factor in relation.terms if key in low]
        known = sum(factor * figures[key].value for key, factor in relation.terms if key not in low)
        if unknown:
            terms.append((float(known), unknown))
        for key, _ in unknown:
            holding[key].add(number)
    for _ in range(_ROUNDS):
        if not _narrowed(terms, low, high):
            break
    share = percent / 100
    return {
        key: frozenset(holding[key])
        for key in low
        if figures[key].is_primary and _is_close(float(figures[key].value), low[key], high[key], share)
    }


def _is_close(value: float, low: float, high: float, share: float) -> bool:
    room = abs(value) * (share + _LEAST) + _LEAST
    return value - low <= room and high - value <= room


def _narrowed(
    terms: Sequence[tuple[float, list[tuple[Key, float]]]], low: dict[Key, float], high: dict[Key, float]
) -> bool:
    """Draw the bounds closer by each relation once; whether any moved by more than a hair."""
    moved = False
    for known, unknown in terms:
        ends = [
            (factor * low[key], factor * high[key]) if factor > 0 else (factor * high[key], factor * low[key])
            for key, factor in unknown
        ]
        for at, (key, factor) in enumerate(unknown):
            least = known + sum(end[0] for number, end in enumerate(ends) if number != at)
            most = known + sum(end[1] for number, end in enumerate(ends) if number != at)
            # factor · x = − the others
            bottom, top = (
                (-most / factor, -least / factor) if factor > 0 else (-least / factor, -most / factor)
            )
            hair = _LEAST * max(1.0, abs(bottom) if bottom > -inf else 0.0, abs(top) if top < inf else 0.0)
            if bottom > low[key] + hair:
                low[key], moved = bottom, True
            if top < high[key] - hair:
                high[key], moved = top, True
    return moved
