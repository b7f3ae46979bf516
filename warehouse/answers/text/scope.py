"""Whether a figure is of the period, area, place and status of which a text speaks."""

from __future__ import annotations

from warehouse.answers.text.held import Figure, Subject
from warehouse.answers.text.stated.said import EITHER, Said


def in_period(said: Said, figure: Figure) -> bool:
    """Whether a figure is of the year or month said: of a year its own, or its December's."""
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


def status_fits(said: Said, figure: Figure) -> bool:
    """Whether done and planned agree; what is not resolved may be either."""
    if figure.status == "unresolved" or said.status == EITHER:
        return True
    return figure.status == said.status


def months_fit(said: Said, figure: Figure) -> bool:
    """Whether a figure is of the months said: from January on, unless the text says a month or a quarter alone."""
    period = said.period
    if period is None or figure.freq != "M" or figure.accumulation == "POINT":
        return True
    if figure.accumulation == "PERIOD":
        return period.since == period.month or period.unsaid
    return period.since == 1


def area_fits(said: Said, figure: Figure, subject: Subject, own_area: str) -> bool:
    """Whether a figure is of the area said, the office's own where none is."""
    if subject.component != "_Z":
        # 拉动全区8个百分点: the area is the whole, the office its part.
        return subject.component == own_area
    return figure.ref_area == (said.area or own_area)


def place_fits(said: Said, figure: Figure, subject: Subject) -> bool:
    """Whether a figure is of a place named in the sentence, of the whole area where none is."""
    there = {one.place_id for one in subject.figures}
    named = [place for place in said.places if place in there]
    if named:
        return figure.place_id in named
    if figure.place_id == "_T":
        return True
    # The only place that there is, where the text names no other.
    return "_T" not in there and len(there) == 1 and not said.places
