"""What is held of the subject of a number, and what that says of the number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.quantity.quantity import Quantity
from ingest.quantity.unit import MONEY, unit_word
from warehouse.answers.text.agreement import agrees, as_written, bounds_only, same_kind
from warehouse.answers.text.held import Figure, Subject
from warehouse.answers.text.ranking import Hints, Ranked, ranked
from warehouse.answers.text.scope import area_fits, in_period, months_fit, place_fits, status_fits
from warehouse.answers.text.stated.said import ACTUAL, Said
from warehouse.answers.text.stated.spotted import Kind, Spotted


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
    """A verdict with the figure that it rests on. `differs`: what is another than the text says: 时期, 单位 …
    `meant`: what is held of the period, area and status that the text names, where the figure is another."""

    verdict: Verdict
    subject: Subject | None = None
    figure: Figure | None = None
    differs: tuple[str, ...] = ()
    why_zh: str = ""
    why_en: str = ""
    candidates: tuple[Subject, ...] = ()
    meant: Figure | None = None


_SUMMING_UP = Judged(Verdict.LABEL, why_zh="概括的说法 a way of summing up")
_DIFFERENCE = Judged(
    Verdict.BY_HAND,
    why_zh="是与另一时期或另一项之差，库中只有两边的数",
    why_en="a difference from another period or line: only the two figures are held",
)
PERIOD, AREA, PLACE, STATUS, UNIT, SPAN = "时期", "地区", "地点", "计划与实际", "单位", "累计或当月"
_IN_ENGLISH = {
    PERIOD: "period", AREA: "area", PLACE: "place", STATUS: "status (planned, done)", UNIT: "unit", SPAN: "span of months",
}  # fmt: skip
# What a Chinese numeral counts has to be named clearly; so near to one another, two subjects are not told apart.
_SURELY = 0.55
_TIED = 0.06
_ONE_DIGIT = 10
_SHOWN_CANDIDATES = 5


def judge(spot: Spotted, said: Said, hints: Hints, subjects: Sequence[Subject], own_area: str) -> Judged:
    """The verdict on one number of a text."""
    if spot.kind is Kind.LABEL:
        return Judged(Verdict.LABEL, why_zh=spot.why)
    if spot.quantity is None:
        return Judged(Verdict.BY_HAND, why_zh=f"读不出这个数：{spot.why}", why_en=f"not read: {spot.why}")
    if spot.kind is Kind.DIFFERENCE:
        return _DIFFERENCE
    return _of_number(spot, spot.quantity, said, hints, subjects, own_area)


def _of_number(
    spot: Spotted,
    quantity: Quantity,
    said: Said,
    hints: Hints,
    subjects: Sequence[Subject],
    own_area: str,
) -> Judged:
    """The verdict on a number that was read, by the subject that is named best around it."""
    found = ranked(spot, quantity, said, hints, subjects)
    loose = spot.counted or spot.kind is Kind.FIRST
    if not found or not found[0].is_named or (loose and found[0].score < _SURELY):
        if loose:
            return _SUMMING_UP
        return Judged(
            Verdict.NO_SOURCE, why_zh="库中没有所说的指标", why_en="no indicator is named that is held"
        )
    best = found[0].subject
    if growing := _growth_alone(quantity, hints, subjects, found[0]):
        return Judged(
            Verdict.NO_SOURCE,
            growing,
            why_zh="库中只有同比，没有这个指标的数额",
            why_en="only growth is collected of it",
        )
    if said.period is None:
        return Judged(Verdict.BY_HAND, best, why_zh="没有写明时期，请加 --period",
                      why_en="no period is said; give --period")  # fmt: skip
    tied = tuple(one.subject for one in found if one.is_named and found[0].score - one.score < _TIED)
    first = _of_subject(quantity, said, best, own_area)
    if first.verdict is not Verdict.AGREES and not said.places and not best.of_whole_area:
        return Judged(
            Verdict.BY_HAND, best, first.figure, (PLACE,), "没有写明是哪个地点", "no place is named"
        )
    if len(tied) > 1 and first.verdict is not Verdict.AGREES:
        return Judged(
            Verdict.BY_HAND, best, first.figure, first.differs,
            "说的是哪个指标分不清", "several indicators may be meant", tied[:_SHOWN_CANDIDATES],
        )  # fmt: skip
    if spot.counted and not (first.verdict in (Verdict.AGREES, Verdict.DIFFERS) or len(first.differs) == 1):
        return _SUMMING_UP
    return first


def _growth_alone(
    quantity: Quantity, hints: Hints, subjects: Sequence[Subject], best: Ranked
) -> Subject | None:
    """What an amount is of, where only its growth is held and it is named better than anything of which amounts are."""
    unit = unit_word(quantity.unit) if quantity.unit else None
    if unit is None or unit.dimension != MONEY:
        return None
    levels = {one.indicator_id for one in subjects if (one.measure, one.transform) == ("VALUE", "N")}
    others = [
        one
        for one in subjects
        if one.indicator_id not in levels and (one.measure, one.transform) == ("VALUE", "G1Y")
    ]
    named = max(others, key=lambda one: hints.scores[one.key].whole, default=None)
    better = named and hints.scores[named.key].whole > hints.scores[best.subject.key].whole
    return named if better else None


def _of_subject(quantity: Quantity, said: Said, subject: Subject, own_area: str) -> Judged:
    """The verdict where the subject is known."""
    tests: dict[str, Callable[[Figure], bool]] = {
        PERIOD: lambda figure: in_period(said, figure),
        STATUS: lambda figure: status_fits(said, figure),
        AREA: lambda figure: area_fits(said, figure, subject, own_area),
        PLACE: lambda figure: place_fits(said, figure, subject),
        SPAN: lambda figure: months_fit(said, figure),
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
    said_so = _in_order(meant)[0] if meant else None
    if other := _same_elsewhere(quantity, missed, said_so):
        figure, differs = other
        names = "、".join(differs)
        return Judged(Verdict.OTHER_SCOPE, subject, figure, differs, f"数相同，但{names}不同",
                      "the same number, of another " + ", ".join(_IN_ENGLISH[name] for name in differs),
                      meant=said_so)  # fmt: skip
    if wrong_unit := next((figure for figure, differs in missed if differs == (UNIT,)), None):
        return Judged(
            Verdict.OTHER_SCOPE, subject, wrong_unit, (UNIT,), "单位不同，数也不同", "another unit and number"
        )
    if said_so is None:
        return Judged(Verdict.NO_SOURCE, subject, why_zh="库中没有这一时期、地区或口径的数",
                      why_en="nothing is held of this period, area or scope")  # fmt: skip
    if bounds_only(quantity, said_so):
        return Judged(Verdict.BY_HAND, subject, said_so, why_zh="库中只有范围", why_en="only bounds are held")
    return Judged(Verdict.DIFFERS, subject, said_so)


def _same_elsewhere(
    quantity: Quantity, missed: Sequence[tuple[Figure, tuple[str, ...]]], meant: Figure | None
) -> tuple[Figure, tuple[str, ...]] | None:
    """A figure with the same number that is of another period, area or unit, and of which; the nearest there is.

    Where something is held of what the text says, two differences are chance, and so is a number of one digit of another
    period: growth of 7.2 % and a third place are found somewhere.
    """
    small = quantity.number is not None and not quantity.decimals and abs(quantity.number) < _ONE_DIGIT
    chance = {(PERIOD,), (PERIOD, STATUS)} if meant is not None and small else set()
    same = [
        (figure, differs)
        for figure, differs in missed
        if differs and (as_written(quantity, figure) if UNIT in differs else agrees(quantity, figure))
        if differs not in chance
        if len(differs) == 1 or differs == (PERIOD, STATUS) or (meant is None and len(differs) == 2)
    ]
    return min(
        same, key=lambda one: (len(one[1]), not one[0].main, -_number(one[0].time_period)), default=None
    )


def _in_order(figures: Sequence[Figure]) -> list[Figure]:
    """What speaks first: the marts' own value, actual before target, the latest."""
    return sorted(
        figures,
        key=lambda figure: (
            figure.status != ACTUAL,
            figure.assumed_period,
            not figure.main,
            -_number(figure.time_period),
            figure.accumulation == "PERIOD",
        ),
    )


def _number(period: str) -> int:
    return int(period[:4]) * 13 + int(period[5:7] or 13)
