"""The pages of one published file, all kinds of them, and their writing: what an office reads."""

from __future__ import annotations

from pathlib import Path

from ingest.office.facts import Office
from ingest.workbook.limits import Limits
from warehouse.home import Home
from warehouse.pages.environment import asset
from warehouse.pages.facts import Facts, read_facts
from warehouse.pages.kind.dictionary import dictionary_page
from warehouse.pages.kind.indicator import indicator_page
from warehouse.pages.kind.marks import marks_page
from warehouse.pages.kind.overview import News, news_since, overview_page
from warehouse.pages.kind.reporting import department_pages, status_page
from warehouse.pages.kind.thing import register_pages
from warehouse.pages.kind.trace import other_traces, trace_pages
from warehouse.pages.line import Line, lines_of
from warehouse.pages.register import by_cell, registers_of
from warehouse.pages.site import Page, Written, site_before, write_site

_NAVIGATION = (
    ("index.html", "主要指标"),
    ("status.html", "报送情况"),
    ("dictionary.html", "口径与字典"),
    ("marks.html", "记号说明"),
)


def write_edition(
    database: Path, folder: Path, home: Home, office: Office, limits: Limits, before: Path | None, code: str
) -> Written:
    """Write the pages of a published file into `folder`/pages. `before`: the folder of the snapshot before, of which
    pages that did not change are linked; `code`: the version of the code."""
    facts = read_facts(database)
    common = {
        "office": office.name_zh,
        "snapshot_id": facts.snapshot["snapshot_id"],
        "navigation": _NAVIGATION,
        "is_open": False,
    }
    pages = pages_of(facts, office, news_since(before))
    return write_site(folder, pages, common, site_before(before), home, limits, code)


def pages_of(facts: Facts, office: Office, news: News | None) -> list[Page]:
    """Every page of an edition."""
    lines = lines_of(facts, office.ref_area)
    families: dict[str, list[Line]] = {}
    for line in lines:
        families.setdefault(line.indicator_id, []).append(line)
    registers = registers_of(facts)
    things = by_cell(registers)
    pages = [
        overview_page(facts, lines, news),
        status_page(facts),
        dictionary_page(facts, lines, registers),
        marks_page(facts),
        *department_pages(facts, lines),
        *register_pages(facts, registers),
    ]
    for line in lines:
        pages.append(indicator_page(facts, line, families[line.indicator_id], things))
        pages += trace_pages(facts, line)
    for indicator_id, family in families.items():
        pages += other_traces(facts, indicator_id, family[0].page())
    return [*pages, Page("style.css", text=asset("style.css"))]
