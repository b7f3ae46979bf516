"""The pages of traces: a half year of a line, and each series that stands in no line of an indicator."""

from __future__ import annotations

from warehouse.pages.facts import Facts
from warehouse.pages.kind.indicator import is_beside, other_slug
from warehouse.pages.line import Line, half_in_words, half_year
from warehouse.pages.line_points import shown_figure
from warehouse.pages.site import Page
from warehouse.pages.traced import Section, observed, papers_of, sections_of
from warehouse.pages.typography import full_width, month_in_words


def trace_pages(facts: Facts, line: Line) -> list[Page]:
    """A page a half year of a line."""
    pages = []
    for half, period in {half_year(point.period): point.period for point in line.points}.items():
        sections = sections_of(facts, line, half)
        about = (line.name, line.area_zh, half_in_words(half), period, line.page(), line.indicator_id)
        pages.append(_page(line.trace(period), *about, sections))
    return pages


def other_traces(facts: Facts, indicator_id: str, page_of: str) -> list[Page]:
    """The traces of the figures of an indicator that stand in no line, a page a series."""
    series: dict[str, list[Section]] = {}
    names: dict[str, tuple[str, str]] = {}
    for row in filter(is_beside, facts.shown_of.get(indicator_id, [])):
        said = facts.observations[row["observation_id"]]
        name = full_width(
            f"{facts.word('CL_MEASURE', row['measure'])}，{facts.word('CL_ACCUMULATION', row['accumulation'])}，{row['area_zh']}"
        )
        anchor = row["time_period"]
        block = observed(facts, said, anchor, name, shown_figure(row), row["display_unit_zh"] or "")
        papers = papers_of(facts, [row["observation_id"]])
        section = Section(f"s-{anchor}", month_in_words(row["time_period"]), (block,), papers)
        series.setdefault(row["series_id"], []).append(section)
        names[row["series_id"]] = (name, row["time_period"])
    called = full_width(facts.indicators[indicator_id]["indicator_zh"])
    return [
        _page(
            f"t/{other_slug(indicator_id, series_id)}.html",
            called,
            names[series_id][0],
            "",
            names[series_id][1],
            page_of,
            indicator_id,
            tuple(reversed(sections)),
        )
        for series_id, sections in series.items()
    ]


def _page(
    path: str,
    name: str,
    area: str,
    span_zh: str,
    period: str,
    page_of: str,
    indicator_id: str,
    sections: tuple[Section, ...],
) -> Page:
    return Page(
        path,
        "trace.html",
        {
            "name": name,
            "area": area,
            "span_zh": span_zh,
            "period": period,
            "page_of": page_of,
            "indicator_id": indicator_id,
            "sections": sections,
        },
        tuple(dict.fromkeys(wanted for section in sections for wanted, _ in section.papers)),
    )
