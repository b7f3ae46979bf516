"""A text checked number by number against what is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.form.form import Form
from ingest.office.facts import Office
from warehouse.answers.text.context import Context, context
from warehouse.answers.text.held import Held
from warehouse.answers.text.naming import Names, names_of
from warehouse.answers.text.said import Period, Said, Section, said, section_after
from warehouse.answers.text.spotted import Kind, Spotted, spotted
from warehouse.answers.text.verdict import Judged, judge


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a cell of a text. `place`: where it stands, in words."""

    place: str
    text: str


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
    levels, area = {}, office.ref_area
    by_level = {"district": "", "city": ""}
    for level in by_level:
        area = held.parents.get(area, "")
        if area:
            levels[level] = area
    return Reader(held, names_of(held.subjects, forms), office.ref_area, levels)


def statements(lines: Iterable[Line], using: Reader, period: Period | None = None) -> list[Statement]:
    """Every number of a text with its verdict. `period`: of when, where the text does not say."""
    found, section = [], Section(period)
    for line in lines:
        section = section_after(line.text, section, using.held.areas)
        spots = list(spotted(line.text))
        before: Statement | None = None
        for place, spot in enumerate(spots):
            words = context(line.text, spots, place, section.heading)
            about = said(words, section, using.held.areas, using.levels, using.held.places)
            scores = {} if spot.kind is Kind.LABEL else using.names.scores(words)
            changed = spot.kind in (Kind.GROWTH, Kind.CHANGE) and before and not using.names.names_any(words)
            carried = (
                before.judged.subject if changed and before and before.words.start == words.start else None
            )
            judged = judge(spot, about, scores, using.held.subjects, using.own_area, carried)
            found.append(Statement(line, spot, about, judged, words))
            if spot.kind is Kind.LEVEL:
                before = found[-1]
    return found
