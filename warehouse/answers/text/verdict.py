"""What is held of the subject of a number, and what that says of the number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ingest.quantity.quantity import Quantity
from warehouse.answers.text.agreement import agrees, as_written, bounds_only, same_kind, taken_for
from warehouse.answers.text.held import Figure, Subject
from warehouse.answers.text.said import ACTUAL, EITHER, TARGET, Said
from warehouse.answers.text.spotted import Kind, Spotted


class Verdict(StrEnum):
    """What is said of a number, in the words of the screen."""

    AGREES = "一致"
    DIFFERS = "不一致"
    OTHER_SCOPE = "口径不同"
    NO_SOURCE = "无来源"
    BY_HAND = "待人工"
    LABEL = "标签"


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the figure that it rests on. `differs`: what is another than the text says: 时期, 单位 …"""

    verdict: Verdict
    subject: Subject | None = None
    figure: Figure | None = None
    differs: tuple[str, ...] = ()
    why_zh: str = ""
    why_en: str = ""
    candidates: tuple[Subject, ...] = ()


_SUMMING_UP = Judged(Verdict.LABEL, why_zh="概括的说法 a way of summing up")
PERIOD, AREA, PLACE, STATUS, UNIT, SPAN = "时期", "地区", "地点", "计划与实际", "单位", "累计或当月"
# Below this a subject is not named; so near to one another, two are not told apart.
NAMED = 0.30
_SURELY = 0.55
_TIED = 0.06
_HERE = 0.12
_VERY_UNIT = 0.06
_NO_PLACE = 0.35
_OTHER_UNIT, _ALMOST_UNIT = 0.30, 0.12
# 同比提高63.55% without a word of what: of the number before it.
_CARRIED = 0.35
_SHOWN_CANDIDATES = 5

_MEANS: Mapping[Kind, frozenset[tuple[str, str]]] = {
    Kind.LEVEL: frozenset({("VALUE", "N")}),
    Kind.FIRST: frozenset({("VALUE", "N")}),
    Kind.CHANGE: frozenset({("VALUE", "D1Y")}),
    Kind.GROWTH: frozenset({("VALUE", "G1Y")}),
    Kind.POINTS: frozenset({("VALUE", "GO1Y"), ("PROGRESS_GAP", "N"), ("VALUE", "G1Y")}),
    Kind.RATE: frozenset({("COMPLETION", "N"), ("SHARE", "GO1Y"), ("VALUE", "G1Y")}),
    Kind.RANK: frozenset({("RANK", "N"), ("RANK", "G1Y")}),
}


def judge(
    spot: Spotted,
    said: Said,
    scores: Mapping[tuple[str, ...], float],
    subjects: Iterable[Subject],
    own_area: str,
    carried: Subject | None = None,
) -> Judged:
    """The verdict on one number. `scores`: how well each subject is named around it; `carried`: that of the number
    before it in its sentence, where its own words name none."""
    if spot.kind is Kind.LABEL or spot.quantity is None:
        if spot.kind is Kind.LABEL:
            return Judged(Verdict.LABEL, why_zh=spot.why)
        return Judged(Verdict.BY_HAND, why_zh=f"读不出这个数：{spot.why}", why_en=f"not read: {spot.why}")
    ranked = _ranked(spot, spot.quantity, said, scores, subjects, carried)
    needed = _SURELY if spot.counted or spot.kind is Kind.FIRST else NAMED
    if not ranked or ranked[0][1] < needed:
        if spot.counted or spot.kind is Kind.FIRST:
            return _SUMMING_UP
        return Judged(Verdict.NO_SOURCE, why_zh="库中没有所说的指标", why_en="no indicator is named that is held",
                      candidates=tuple(one for one, _ in ranked[:_SHOWN_CANDIDATES]))  # fmt: skip
    if said.period is None:
        return Judged(Verdict.BY_HAND, ranked[0][0], why_zh="没有写明时期，请加 --period",
                      why_en="no period is said; give --period")  # fmt: skip
    tied = tuple(one for one, score in ranked if ranked[0][1] - score < _TIED)
    first = _of_subject(spot, spot.quantity, said, ranked[0][0], own_area)
    if len(tied) > 1 and first.verdict is not Verdict.AGREES:
        return Judged(
            Verdict.BY_HAND, ranked[0][0], first.figure, first.differs,
            "说的是哪个指标分不清", "several indicators may be meant", tied[:_SHOWN_CANDIDATES],
        )  # fmt: skip
    if spot.counted and not (first.verdict in (Verdict.AGREES, Verdict.DIFFERS) or len(first.differs) == 1):
        return _SUMMING_UP
    return first


def _ranked(
    spot: Spotted,
    quantity: Quantity,
    said: Said,
    scores: Mapping[tuple[str, ...], float],
    subjects: Iterable[Subject],
    carried: Subject | None,
) -> list[tuple[Subject, float]]:
    """The subjects by score: of one kind with the number, in its unit, and held for its period."""
    means = _MEANS[spot.kind]
    found = []
    for subject in subjects:
        if (subject.measure, subject.transform) not in means:
            continue
        score = scores.get(subject.key, 0.0)
        if score <= 0:
            continue
        if spot.kind is Kind.FIRST and not any(figure.enumerated for figure in subject.figures):
            continue
        if not any(same_kind(quantity, figure) for figure in subject.by_unit):
            almost = any(taken_for(quantity, figure) for figure in subject.by_unit)
            score -= _ALMOST_UNIT if almost else _OTHER_UNIT
        if spot.noun and not quantity.unit and spot.noun[:2] not in subject.indicator_zh:
            continue
        if any(
            quantity.unit and quantity.unit.startswith(figure.shown_unit)
            for figure in subject.by_unit
            if figure.shown_unit
        ):
            score += _VERY_UNIT
        if any(_fits(said, figure) for figure in subject.figures):
            score += _HERE
        if carried and (subject.indicator_id, subject.breakdown) == (carried.indicator_id, carried.breakdown):
            score += _CARRIED
        if not said.places and all(figure.place_id != "_T" for figure in subject.figures):
            score -= _NO_PLACE
        found.append((subject, score))
    return sorted(found, key=lambda one: (-one[1], one[0].key))


def _fits(said: Said, figure: Figure) -> bool:
    return _in_period(said, figure) and _status_fits(said, figure)


def _in_period(said: Said, figure: Figure) -> bool:
    period = said.period
    if period is None:
        return False
    years = {period.year, period.year - 1} if period.perhaps_before else {period.year}
    year, _, month = figure.time_period.partition("-")
    if int(year) not in years:
        return False
    if period.month is None:
        return not month or month == "12" or figure.assumed_period
    return bool(month) and int(month) == period.month


def _status_fits(said: Said, figure: Figure) -> bool:
    if figure.status == "unresolved" or said.status == EITHER:
        return True
    return figure.status == said.status


def _alone_fits(said: Said, figure: Figure) -> bool:
    """A month alone is meant only where the text says so."""
    of_month = figure.freq == "M" and figure.accumulation == "PERIOD"
    return of_month == bool(
        said.period and said.period.alone and figure.freq == "M" and figure.accumulation != "POINT"
    )


def _area_fits(said: Said, figure: Figure, subject: Subject, own_area: str) -> bool:
    if subject.component != "_Z":
        # 拉动全区8个百分点: the area is the whole, the office its part.
        return subject.component == own_area
    return figure.ref_area == (said.area or own_area)


def _of_subject(spot: Spotted, quantity: Quantity, said: Said, subject: Subject, own_area: str) -> Judged:
    """The verdict where the subject is known."""
    tests = {
        PERIOD: lambda figure: _in_period(said, figure),
        STATUS: lambda figure: _status_fits(said, figure),
        AREA: lambda figure: _area_fits(said, figure, subject, own_area),
        PLACE: lambda figure: _place_fits(said, figure, subject),
        SPAN: lambda figure: _alone_fits(said, figure),
        UNIT: lambda figure: same_kind(quantity, figure),
    }
    missed = [
        (figure, tuple(name for name, test in tests.items() if not test(figure)))
        for figure in subject.figures
    ]
    meant = [figure for figure, differs in missed if not differs]
    right = [figure for figure in _in_order(meant) if agrees(quantity, figure)]
    if right:
        # What says it with the same words speaks first: 8以上 beside 8.50.
        same_words = [figure for figure in right if figure.qualifier == quantity.bound.qualifier]
        return Judged(Verdict.AGREES, subject, (same_words or right)[0])
    # Growth in points, and points for per cent, are one number in two units.
    same = [
        (figure, differs)
        for figure, differs in missed
        if differs and (as_written(quantity, figure) if UNIT in differs else agrees(quantity, figure))
    ]
    if same:
        figure, differs = min(
            same, key=lambda one: (len(one[1]), not one[0].main, -int(one[0].time_period[:4]))
        )
        if len(differs) <= 2:
            names = "、".join(differs)
            return Judged(Verdict.OTHER_SCOPE, subject, figure, differs, f"数相同，但{names}不同",
                          f"the same number, of another {names}")  # fmt: skip
    if wrong_unit := next((figure for figure, differs in missed if differs == (UNIT,)), None):
        return Judged(
            Verdict.OTHER_SCOPE, subject, wrong_unit, (UNIT,), "单位不同，数也不同", "another unit and number"
        )
    if not meant:
        return Judged(Verdict.NO_SOURCE, subject, why_zh="库中没有这一时期、地区或口径的数",
                      why_en="nothing is held of this period, area or scope")  # fmt: skip
    figure = _in_order(meant)[0]
    if bounds_only(quantity, figure):
        return Judged(Verdict.BY_HAND, subject, figure, why_zh="库中只有范围", why_en="only bounds are held")
    return Judged(Verdict.DIFFERS, subject, figure)


def _in_order(figures: Sequence[Figure]) -> list[Figure]:
    """What speaks first: the marts' own value, actual before target, the latest."""
    return sorted(
        figures,
        key=lambda figure: (
            figure.status != ACTUAL,
            figure.assumed_period,
            not figure.main,
            -_number(figure.time_period),
        ),
    )


def _number(period: str) -> int:
    return int(period[:4]) * 13 + int(period[5:7] or 13)


def _place_fits(said: Said, figure: Figure, subject: Subject) -> bool:
    there = {one.place_id for one in subject.figures}
    named = [place for place in said.places if place in there]
    if named:
        return figure.place_id in named
    if figure.place_id == "_T":
        return True
    # The only place that there is, where the text names no other.
    return "_T" not in there and len(there) == 1 and not said.places


def with_verdict(judged: Judged, verdict: Verdict, zh: str, en: str) -> Judged:
    """The same with another verdict and what it rests on besides."""
    return replace(judged, verdict=verdict, why_zh=zh, why_en=en)


__all__ = ["ACTUAL", "TARGET", "Judged", "Verdict", "judge", "with_verdict"]
