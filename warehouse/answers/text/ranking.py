"""Which subjects a number may be about, in order: by their names around it, and by what else speaks for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ingest.quantity.quantity import Quantity
from warehouse.answers.text.agreement import same_kind, taken_for
from warehouse.answers.text.held import Subject
from warehouse.answers.text.naming import Score
from warehouse.answers.text.scope import in_period, status_fits
from warehouse.answers.text.stated.said import Said
from warehouse.answers.text.stated.spotted import Kind, Spotted

# Measured on the report of a year, three of other hands and copies of them with one statement changed.
_HERE, _VERY_UNIT, _NO_PLACE = 0.12, 0.06, 0.35
_OTHER_UNIT, _ALMOST_UNIT = 0.30, 0.12
# Measured likewise: right statements have 0.50 and more, of 60 that no indicator is of three had 0.48 and more. A number
# in quite another unit is of the subject only where nearly all of the name is there.
_NAMED, _NAMED_WITHOUT_UNIT = 0.48, 0.85
# 同比提高63.55% without a word of what: of the number before it.
_CARRIED = 0.35
# A sentence seldom gives one thing two numbers.
_TOLD = 0.15

_MEANS: Mapping[Kind, frozenset[tuple[str, str]]] = {
    Kind.LEVEL: frozenset({("VALUE", "N")}),
    Kind.FIRST: frozenset({("VALUE", "N")}),
    Kind.CHANGE: frozenset({("VALUE", "D1Y")}),
    Kind.GROWTH: frozenset({("VALUE", "G1Y")}),
    Kind.POINTS: frozenset({("VALUE", "GO1Y"), ("PROGRESS_GAP", "N"), ("VALUE", "G1Y")}),
    Kind.COMPLETION: frozenset({("COMPLETION", "N")}),
    Kind.RATE: frozenset({("COMPLETION", "N"), ("SHARE", "GO1Y"), ("VALUE", "G1Y")}),
    Kind.RANK: frozenset({("RANK", "N"), ("RANK", "G1Y")}),
}


@dataclass(frozen=True, slots=True)
class Hints:
    """`scores`: how well each subject is named around a number, by its key. `carried`: the subject of the number before
    it in its sentence, where its own words name none; `told`: the keys of those that the sentence has told of."""

    scores: Mapping[tuple[str, ...], Score]
    carried: Subject | None = None
    told: Collection[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A subject with its score, and whether it is named well enough to be spoken of."""

    subject: Subject
    score: float
    is_named: bool


def ranked(
    spot: Spotted, quantity: Quantity, said: Said, hints: Hints, subjects: Iterable[Subject]
) -> list[Ranked]:
    """The subjects that are named at all and may have such a number, best first."""
    found = [
        Ranked(
            subject,
            score.whole + _speaks_for(quantity, said, hints, subject),
            score.named >= (_NAMED if _unit_fits(quantity, subject) else _NAMED_WITHOUT_UNIT),
        )
        for subject in subjects
        if (score := hints.scores.get(subject.key)) and score.whole > 0 and _may_be(spot, quantity, subject)
    ]
    return sorted(found, key=lambda one: (not one.is_named, -one.score, one.subject.key))


def _unit_fits(quantity: Quantity, subject: Subject) -> bool:
    """Whether a number's unit is one of the subject's, or one that is easily written for it."""
    return any(same_kind(quantity, figure) or taken_for(quantity, figure) for figure in subject.by_unit)


def _may_be(spot: Spotted, quantity: Quantity, subject: Subject) -> bool:
    """Whether a number of its kind can be of a subject: growth of a growth, 5分站 of stations."""
    if (subject.measure, subject.transform) not in _MEANS[spot.kind]:
        return False
    if spot.kind is Kind.FIRST:
        return any(figure.enumerated for figure in subject.figures)
    return bool(quantity.unit) or not spot.noun or spot.noun[:2] in subject.indicator_zh


def _speaks_for(quantity: Quantity, said: Said, hints: Hints, subject: Subject) -> float:
    """What speaks for a subject besides its name, and against it."""
    score = 0.0
    units = subject.by_unit
    if not any(same_kind(quantity, figure) for figure in units):
        score -= _ALMOST_UNIT if any(taken_for(quantity, figure) for figure in units) else _OTHER_UNIT
    if any(figure.shown_unit and quantity.unit.startswith(figure.shown_unit) for figure in units):
        score += _VERY_UNIT
    if any(in_period(said, figure) and status_fits(said, figure) for figure in subject.figures):
        score += _HERE
    carried = hints.carried
    if carried and (subject.indicator_id, subject.breakdown) == (carried.indicator_id, carried.breakdown):
        score += _CARRIED
    if subject.key in hints.told:
        score -= _TOLD
    if not said.places and not subject.of_whole_area:
        score -= _NO_PLACE
    return score
