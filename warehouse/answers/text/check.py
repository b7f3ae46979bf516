"""A text checked number by number against what is published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ingest.finding.refusal import Refusal
from ingest.form.form import Form
from ingest.office.facts import Office
from warehouse.answers.text.held import Held
from warehouse.answers.text.naming import Names, names_of
from warehouse.answers.text.ranking import Hints
from warehouse.answers.text.stated.context import Context, context
from warehouse.answers.text.stated.lines import Line
from warehouse.answers.text.stated.said import EITHER, TARGET, Period, Said, Section, said, section_after
from warehouse.answers.text.stated.spotted import Kind, Spotted, spotted
from warehouse.answers.text.verdict import Judged, Verdict, judge

# A report has about a hundred; each takes some 12 ms of processor time.
NUMBERS = 2_000
# Statements of a sentence that are looked back upon.
_SENTENCE = 30
_PART = re.compile("其中|其余|其他|剩余|分别为|包括")
_AVERAGE = re.compile("平均|[人户月日天周]均|每(?:一?个|名|位|户|家|人|月|天|日|周|次|处|栋)")
_CONVERTED = re.compile("折合|约合|折算|折人民币|折美元")
_RATES = (Kind.GROWTH, Kind.CHANGE, Kind.COMPLETION, Kind.RANK)


@dataclass(frozen=True, slots=True)
class Statement:
    """One number of a text and what became of it."""

    line: Line
    spot: Spotted
    said: Said
    judged: Judged
    words: Context

    @property
    def clause(self) -> str:
        """The clause in which it stands."""
        return self.words.clause


@dataclass(frozen=True, slots=True)
class Reader:
    """What a text is read with: what is published, the names, and the office's own area."""

    held: Held
    names: Names
    own_area: str
    levels: Mapping[str, str]


def reader(held: Held, office: Office, forms: Iterable[Form]) -> Reader:
    """What texts of an office are read with."""
    above: dict[str, str] = {}
    area = held.parents.get(office.ref_area, "")
    while area and held.levels[area] not in above:
        above[held.levels[area]] = area
        area = held.parents.get(area, "")
    return Reader(held, names_of(held.subjects, forms), office.ref_area, above)


def statements(lines: Iterable[Line], using: Reader, period: Period | None = None) -> list[Statement]:
    """Every number of a text with its verdict. `period`: of when, where the text does not say."""
    found: list[Statement] = []
    section = Section(period)
    for line in lines:
        section = section_after(line.text, section, using.held.areas)
        spots = list(islice(spotted(line.text), NUMBERS + 1))
        if len(found) + len(spots) > NUMBERS:
            raise Refusal(
                "TOO_MANY_NUMBERS", where=line.place, found=f"> {NUMBERS:,}", expected=f"≤ {NUMBERS:,}"
            )
        first = len(found)
        for place, spot in enumerate(spots):
            words = context(line.text, spots, place, section.heading)
            sentence = [one for one in found[first:][-_SENTENCE:] if one.words.start == words.start]
            found.append(_statement(line, spot, words, section, sentence, using))
    return found


def _statement(
    line: Line, spot: Spotted, words: Context, section: Section, sentence: Sequence[Statement], using: Reader
) -> Statement:
    """One number with its verdict. `sentence`: the statements before it in its sentence."""
    about = said(words, section, using.held.areas, using.levels, using.held.places)
    if about.area == using.own_area:
        about = replace(about, area="")
    if spot.kind is Kind.COMPLETION and about.status == TARGET:
        # 年度目标完成率: the target is what is completed, and not what is said.
        about = replace(about, status=EITHER)
    if spot.kind is Kind.LABEL:
        return Statement(line, spot, about, judge(spot, about, Hints({}), (), using.own_area), words)
    subjects = {one.judged.subject.key: one.judged.subject for one in sentence if one.judged.subject}
    levels = [one.judged.subject for one in sentence if one.spot.kind is Kind.LEVEL]
    of_another = spot.kind in _RATES and not using.names.names_any(words)
    hints = Hints(using.names.scores(words), levels[-1] if of_another and levels else None, subjects.keys())
    judged = judge(spot, about, hints, using.held.subjects, using.own_area)
    if judged.verdict in (Verdict.DIFFERS, Verdict.OTHER_SCOPE):
        if _is_part(spot, judged, sentence):
            why = (
                "是前面总数的一部分，库中没有这一部分",
                "a part of the total before it, which is not held by itself",
            )
            judged = _by_hand(judged, *why)
        elif _AVERAGE.search(words.before):
            judged = _by_hand(judged, "说的是平均数，库中是总数", "an average, where a total is held")
        elif _CONVERTED.search(words.before):
            judged = _by_hand(judged, "说的是折合数，库中是原币", "converted, where the original is held")
        elif spot.kind is Kind.RATE and judged.subject and judged.subject.transform == "G1Y":
            judged = _by_hand(judged, "没有说是增长还是占比", "a rate, without a word of growth")
    return Statement(line, spot, about, judged, words)


def _by_hand(judged: Judged, why_zh: str, why_en: str) -> Judged:
    return replace(
        judged, verdict=Verdict.BY_HAND, figure=None, differs=(), meant=None, why_zh=why_zh, why_en=why_en
    )


def _is_part(spot: Spotted, judged: Judged, sentence: Sequence[Statement]) -> bool:
    """Whether a number is said to be a part of one before it that is of the same subject."""
    return any(
        one.judged.subject == judged.subject and _PART.search(one.line.text[one.spot.end : spot.start])
        for one in sentence
    )
