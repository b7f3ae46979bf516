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
from warehouse.answers.text.stated.said import Period, Said, Section, said, section_after
from warehouse.answers.text.stated.spotted import Kind, Spotted, spotted
from warehouse.answers.text.verdict import Judged, Verdict, judge

# A report has about a hundred; each takes some 12 ms of processor time.
NUMBERS = 2_000
# Statements of a sentence that are looked back upon.
_SENTENCE = 30
_PART = re.compile("其中|其余|其他|剩余|分别为|包括")


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
    if spot.kind is Kind.LABEL:
        return Statement(line, spot, about, judge(spot, about, Hints({}), (), using.own_area), words)
    subjects = {one.judged.subject.key: one.judged.subject for one in sentence if one.judged.subject}
    levels = [one.judged.subject for one in sentence if one.spot.kind is Kind.LEVEL]
    changes = spot.kind in (Kind.GROWTH, Kind.CHANGE) and not using.names.names_any(words)
    hints = Hints(using.names.scores(words), levels[-1] if changes and levels else None, subjects.keys())
    judged = judge(spot, about, hints, using.held.subjects, using.own_area)
    if judged.verdict in (Verdict.DIFFERS, Verdict.OTHER_SCOPE) and _is_part(spot, judged, sentence):
        judged = replace(
            judged,
            verdict=Verdict.BY_HAND,
            figure=None,
            differs=(),
            why_zh="是前面总数的一部分，库中没有这一部分",
            why_en="a part of the total before it, which is not held by itself",
        )
    return Statement(line, spot, about, judged, words)


def _is_part(spot: Spotted, judged: Judged, sentence: Sequence[Statement]) -> bool:
    """Whether a number is said to be a part of one before it that is of the same subject."""
    return any(
        one.judged.subject == judged.subject and _PART.search(one.line.text[one.spot.end : spot.start])
        for one in sentence
    )
