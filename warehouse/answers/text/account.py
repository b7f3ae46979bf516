"""What a checked text came to: its statements, what it says against itself, and both as rows for people and programs.

A figure that readers outside may not have is never in it, only that there is one: 未公开.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ingest.period.month import in_words
from warehouse.answers.text.check import Statement
from warehouse.answers.text.contradiction import AGAIN, Contradiction
from warehouse.answers.text.held import Figure
from warehouse.answers.text.stated.spotted import Kind
from warehouse.answers.text.verdict import Verdict

WITHHELD, WITHHELD_SAME = "未公开", "未公开，与文稿相同"
_BEFORE, _AFTER = 16, 8
# What a number that was cut off leaves behind.
_CUT = re.compile(r"^[0-9.,%，、]+[^，,]{0,3}[,，]?")
_STATUS = {"target": "计划", "unresolved": "实际或计划待核", "forecast": "预计"}


@dataclass(frozen=True, slots=True)
class Account:
    """A text as it was checked against a snapshot."""

    name: str
    snapshot_id: str
    statements: tuple[Statement, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def numbers(self) -> tuple[Statement, ...]:
        """The statements that are no labels."""
        return tuple(one for one in self.statements if one.judged.verdict is not Verdict.LABEL)

    @property
    def against_itself(self) -> tuple[Contradiction, ...]:
        """Contradictions, without what is only said again."""
        return tuple(one for one in self.contradictions if one.kind != AGAIN)

    @property
    def all_agree(self) -> bool:
        """Whether every number is the published one and none contradicts another."""
        return not self.against_itself and all(one.judged.verdict is Verdict.AGREES for one in self.numbers)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each verdict, in the order of the verdicts."""
        found = Counter(one.judged.verdict for one in self.statements)
        return {verdict.value: found[verdict] for verdict in Verdict}

    def remarks(self, place: int) -> tuple[str, ...]:
        """What is said of a statement besides its verdict: that it is said again, or contradicts another."""
        return tuple(
            one.zh
            for one in self.contradictions
            if place in one.places[-1:] or (one.kind != AGAIN and place in one.places)
        )


def excerpt(one: Statement) -> str:
    """The number with a few words on either side, marked 【】."""
    text, spot = one.line.text, one.spot
    before = text[max(0, spot.start - _BEFORE) : spot.start]
    for sign in "。；;":
        before = before.rpartition(sign)[2]
    before = _CUT.sub("", before) if spot.start > _BEFORE else before
    behind = text[spot.end : spot.end + _AFTER]
    for sign in "。；;,，":
        behind = behind.partition(sign)[0]
    return f"{before}【{spot.text}】{behind}"


def held_words(figure: Figure | None) -> str:
    """A figure as it is told: value, unit, period, and place or plan where they are not the usual ones."""
    if figure is None:
        return ""
    if figure.hidden:
        return WITHHELD
    words = [_shown(figure), _window(figure), _STATUS.get(figure.status, "")]
    if figure.place_id != "_T":
        words.append(figure.place_zh)
    if figure.computed:
        words.append("推算")
    return " ".join(word for word in words if word)


def _shown(figure: Figure) -> str:
    """The value with its unit; of what is known by bounds the words that were written: 10余家, 增长近11倍."""
    if figure.value is not None:
        return f"{figure.shown}{figure.shown_unit}"
    words = figure.shown.strip("[]")
    return words if words.endswith(("倍", "%", figure.shown_unit)) else f"{words}{figure.shown_unit}"


def _window(figure: Figure) -> str:
    """The months that a figure is about: 2023年1-12月, 2023年12月, 2023年."""
    year, _, month = figure.time_period.partition("-")
    if figure.accumulation == "YTD" and month and int(month) > 1:
        return f"{year}年1-{int(month)}月"
    return in_words(figure.time_period)


def source_words(figure: Figure | None) -> str:
    """File, sheet and cell of a figure."""
    return "" if figure is None else f"{figure.file} {figure.sheet}!{figure.cell}"


def row(one: Statement, remarks: Sequence[str]) -> tuple[str, ...]:
    """A statement for people: place, text, verdict, indicator, what is held, why, source."""
    judged = one.judged
    agrees = judged.verdict is Verdict.AGREES
    why = [judged.why_zh, *remarks]
    if judged.meant:
        why.append(f"所说口径的数是 {held_words(judged.meant)}")
    if judged.candidates:
        why.append("可能是：" + "、".join(candidate.name for candidate in judged.candidates))
    return (
        one.line.place,
        excerpt(one),
        judged.verdict.value,
        judged.subject.name if judged.subject else "",
        WITHHELD_SAME if agrees and judged.figure and judged.figure.hidden else held_words(judged.figure),
        "；".join(word for word in why if word),
        "" if judged.figure is None or (judged.figure.hidden and not agrees) else source_words(judged.figure),
    )


def as_document(account: Account) -> dict[str, Any]:
    """The account as --json prints it."""
    return {
        "schema_version": 1,
        "text": account.name,
        "snapshot_id": account.snapshot_id,
        "all_agree": account.all_agree,
        "counts": account.counts,
        "statements": [
            _statement(one, account.remarks(place)) for place, one in enumerate(account.statements)
        ],
        "contradictions": [
            {"kind": one.kind, "statements": list(one.places), "zh": one.zh, "en": one.en}
            for one in account.contradictions
        ],
    }


def _statement(one: Statement, remarks: Sequence[str]) -> dict[str, Any]:
    judged, quantity = one.judged, one.spot.quantity
    subject = judged.subject
    return {
        "place": one.line.place,
        "start": one.spot.start,
        "text": one.spot.text,
        "clause": one.clause,
        "kind": one.spot.kind.value if judged.verdict is not Verdict.LABEL else Kind.LABEL.value,
        "number": _text(quantity.number) if quantity else None,
        "unit": quantity.unit if quantity else "",
        "qualifier": quantity.bound.qualifier if quantity else "",
        "low": _text(quantity.bound.low) if quantity else None,
        "high": _text(quantity.bound.high) if quantity else None,
        "direction": quantity.direction if quantity else "",
        "period": str(one.said.period) if one.said.period else None,
        "status": one.said.status,
        "area": one.said.area_zh,
        "verdict": judged.verdict.name,
        "verdict_zh": judged.verdict.value,
        "differs": list(judged.differs),
        "why_zh": judged.why_zh,
        "why_en": judged.why_en,
        "remarks": list(remarks),
        "indicator_id": subject.indicator_id if subject else None,
        "indicator_zh": subject.name if subject else None,
        "breakdown": subject.breakdown if subject else None,
        "time_transform": subject.transform if subject else None,
        "held": _held(judged.figure, judged.verdict is Verdict.AGREES),
        "meant": _held(judged.meant, agrees=False),
        "candidates": [
            {"indicator_id": each.indicator_id, "indicator_zh": each.name} for each in judged.candidates
        ],
    }


def _held(figure: Figure | None, agrees: bool) -> dict[str, Any] | None:
    """What is held; of what may not leave the office only that there is something, and its cell where the text has it."""
    if figure is None:
        return None
    if figure.hidden and not agrees:
        return {"withheld": True}
    shown = {} if figure.hidden else {
        "display_value": figure.shown, "display_unit": figure.shown_unit, "value": _text(figure.value),
        "value_low": _text(figure.low), "value_high": _text(figure.high), "qualifier": figure.qualifier,
    }  # fmt: skip
    return {
        "withheld": figure.hidden, **shown,
        "time_period": figure.time_period, "status": figure.status, "ref_area": figure.ref_area,
        "place_zh": figure.place_zh, "computed": figure.computed, "form_id": figure.form_id,
        "file": figure.file, "sheet": figure.sheet, "cell": figure.cell,
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    if value is None:
        return None
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
