"""The pages of traces: a year of a line, and what stands in no line of an indicator."""

from __future__ import annotations

from warehouse.pages.facts import Facts
from warehouse.pages.kind.indicator import is_beside, other_slug
from warehouse.pages.line import Line
from warehouse.pages.line_points import shown_figure
from warehouse.pages.site import Page
from warehouse.pages.traced import Section, observed, papers_of, sections_of
from warehouse.pages.typography import full_width, month_in_words


def trace_pages(facts: Facts, line: Line) -> list[Page]:
    """A page a year of a line."""
    pages = []
    for year in sorted({point.year for point in line.points}):
        sections = sections_of(facts, line, year)
        pages.append(
            _page(line.trace(year), line.name, line.area_zh, year, line.page(), line.indicator_id, sections)
        )
    return pages


def other_traces(facts: Facts, indicator_id: str, page_of: str) -> list[Page]:
    """The traces of the figures of an indicator that stand in no line. None where there are none."""
    sections = []
    for row in facts.shown.values():
        if row["indicator_id"] != indicator_id or not is_beside(row):
            continue
        said = facts.observations[row["observation_id"]]
        name = full_width(
            f"{facts.word('CL_MEASURE', row['measure'])}，{facts.word('CL_ACCUMULATION', row['accumulation'])}，{row['area_zh']}"
        )
        anchor = f"{row['series_id'][:8]}-{row['time_period']}"
        block = observed(facts, said, anchor, name, shown_figure(row), row["display_unit_zh"] or "")
        papers = papers_of(facts, [row["observation_id"]])
        sections.append(Section(f"s-{anchor}", month_in_words(row["time_period"]), (block,), papers))
    if not sections:
        return []
    name = full_width(facts.indicators[indicator_id]["indicator_zh"])
    path = f"t/{other_slug(indicator_id)}.html"
    return [_page(path, name, "其他数", "", page_of, indicator_id, tuple(sections))]


def _page(
    path: str, name: str, area: str, year: str, page_of: str, indicator_id: str, sections: tuple[Section, ...]
) -> Page:
    return Page(
        path,
        "trace.html",
        {
            "name": name,
            "area": area,
            "year": year,
            "page_of": page_of,
            "indicator_id": indicator_id,
            "sections": sections,
        },
        tuple(dict.fromkeys(wanted for section in sections for wanted, _ in section.papers)),
    )
