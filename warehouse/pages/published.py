"""The pages of one published file, all kinds of them, and their writing: for the office, and of a public build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.office.facts import Office
from ingest.workbook.limits import Limits
from warehouse.home import Home
from warehouse.ledger.waivers import Waiver
from warehouse.pages.environment import asset
from warehouse.pages.facts import Facts, read_facts
from warehouse.pages.kind.dictionary import dictionary_page
from warehouse.pages.kind.edition import StandingEdition, edition_page, standing_editions
from warehouse.pages.kind.indicator import indicator_page
from warehouse.pages.kind.marks import marks_page
from warehouse.pages.kind.meeting import meeting_page, sheet_lines
from warehouse.pages.kind.overview import News, headline_lines, news_since, overview_page
from warehouse.pages.kind.quality import quality_page
from warehouse.pages.kind.register import Thing, by_cell, registers_of
from warehouse.pages.kind.reporting import department_pages, status_page
from warehouse.pages.kind.search import search_pages
from warehouse.pages.kind.thing import register_page, thing_pages
from warehouse.pages.kind.trace import other_traces, trace_pages
from warehouse.pages.line import Line
from warehouse.pages.line_points import lines_of
from warehouse.pages.site import PAGES, Page, Written, site_before, write_site
from warehouse.pages.twin.tables import (
    table_of_edition,
    table_of_indicators,
    table_of_lines,
    table_of_register,
    table_of_returns,
    tables_of_quality,
)
from warehouse.pages.twin.written import twins, with_twins

_NAVIGATION = (
    ("index.html", "主要指标"),
    ("status.html", "报送情况"),
    ("quality.html", "质量"),
    ("dictionary.html", "口径与字典"),
    ("meeting.html", "会议单"),
    ("marks.html", "记号说明"),
    ("search.html", "查找"),
)


def write_pages(
    database: Path,
    folder: Path,
    home: Home,
    office: Office,
    limits: Limits,
    before: Path | None,
    code: str,
    waivers: Sequence[Waiver] = (),
) -> Written:
    """Write the pages of a published file into `folder`/pages. `before`: the folder of the snapshot before, of which
    pages that did not change are linked; `code`: the version of the code; `waivers`: those in force on its day."""
    facts = read_facts(database, office.ref_area)
    common = {
        "office": office.name_zh,
        "snapshot_id": facts.snapshot["snapshot_id"],
        "navigation": _NAVIGATION,
        "is_public": False,
    }
    pages = pages_of(facts, office, news_since(before), waivers)
    return write_site(folder / PAGES, pages, common, site_before(before), home, limits, code)


_PUBLIC_NAVIGATION = (
    ("index.html", "主要指标"),
    ("dictionary.html", "口径与字典"),
    ("marks.html", "记号说明"),
    ("search.html", "查找"),
)


def write_public_pages(
    database: Path, folder: Path, home: Home, office: Office, limits: Limits, code: str
) -> Written:
    """Write the pages of a public build into a folder: what it says of the lines, without returns, registers and
    cells, which it does not know."""
    facts = read_facts(database, office.ref_area)
    common = {
        "office": office.name_zh,
        "snapshot_id": facts.snapshot["snapshot_id"],
        "navigation": _PUBLIC_NAVIGATION,
        "is_public": True,
    }
    lines = lines_of(facts, office.ref_area)
    dictionary = dictionary_page(facts, lines, [])
    pages = [
        *with_twins(overview_page(facts, lines, None), table_of_lines(headline_lines(lines))),
        *with_twins(dictionary, table_of_indicators(dictionary.shows)),
        marks_page(facts),
        *search_pages(facts, lines, []),
        *_line_pages(facts, lines, {}),
        Page("style.css", text=asset("style.css")),
    ]
    return write_site(folder, pages, common, None, home, limits, code)


def _line_pages(
    facts: Facts,
    lines: list[Line],
    things: Mapping[tuple[str, int], Thing],
    editions: Sequence[StandingEdition] = (),
) -> list[Page]:
    """The page of each line with its twins."""
    families: dict[str, list[Line]] = {}
    for line in lines:
        families.setdefault(line.indicator_id, []).append(line)
    return [
        page
        for line in lines
        for page in (
            indicator_page(facts, line, families[line.indicator_id], things, editions),
            *twins(facts, line),
        )
    ]


def pages_of(facts: Facts, office: Office, news: News | None, waivers: Sequence[Waiver] = ()) -> list[Page]:
    """Every page that an office has."""
    lines = lines_of(facts, office.ref_area)
    registers = registers_of(facts)
    things = by_cell(registers)
    editions = standing_editions(facts, lines)
    quality = quality_page(facts, lines, waivers)
    dictionary = dictionary_page(facts, lines, registers)
    pages = [
        *with_twins(overview_page(facts, lines, news), table_of_lines(headline_lines(lines))),
        *with_twins(status_page(facts), table_of_returns(facts.tables["returns"])),
        *with_twins(quality, *tables_of_quality(quality.shows)),
        *with_twins(meeting_page(facts, lines, editions), table_of_lines(sheet_lines(lines))),
        *(page for one in editions for page in with_twins(edition_page(one), table_of_edition(one))),
        *with_twins(dictionary, table_of_indicators(dictionary.shows)),
        marks_page(facts),
        *department_pages(facts, lines),
        *(
            page
            for one in registers
            for page in (
                *with_twins(register_page(facts, one), table_of_register(facts, one)),
                *thing_pages(facts, one),
            )
        ),
        *search_pages(facts, lines, registers),
    ]
    pages += _line_pages(facts, lines, things, editions)
    for line in lines:
        pages += trace_pages(facts, line)
    first: dict[str, Line] = {}
    for line in lines:
        first.setdefault(line.indicator_id, line)
    for indicator_id, line in first.items():
        pages += other_traces(facts, indicator_id, line.page())
    return [*pages, *(Page(name, text=asset(name)) for name in ("style.css", "clock.js", "outbox.js"))]
