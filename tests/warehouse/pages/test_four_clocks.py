"""The same pages at four times: the end of a year, its middle with lines behind, nothing owed, and forty days on."""

from __future__ import annotations

import re

import pytest

from tests.warehouse.pages.conftest import Site, SiteAfter, text_of

# The figures of the sample night as a day of January knows them: December is the newest, and nothing is due later.
YEAR_END = (
    "update snapshot set as_of = '2024-01-26'",
    "update bi.returns set missing = 0, due = 0, received_on = null where due_on > '2024-01-26'",
)
BEHIND = (
    "update snapshot set as_of = '2023-12-20'",
    "update bi.headline set is_latest = (strftime(month, '%Y-%m') = '2023-11')",
    "update bi.headline set completion = 79.20, gap_pp = -12.47, standing_zh = '欠序时'"
    " where line_zh = '实际到账外资' and is_latest",
)
LATE = (
    "update snapshot set as_of = '2024-03-06'",
    "update bi.returns set missing = 1, received_on = null, on_time = 0, late = 0, handed_in = 0, due = 1, due_on = '2024-02-05'"
    " where form_id in ('L03', 'ADM')",
    # The return of January, which the figures of the page wait for.
    "update bi.returns set month = '2024-01-01' where form_id = 'L03' and strftime(month, '%Y-%m') = '2023-11'",
)


@pytest.fixture(scope="module")
def year_end(site_after: SiteAfter) -> Site:
    return site_after(*YEAR_END)


def test_at_the_end_of_a_year_every_line_is_told_of_the_whole_year_and_nothing_is_overdue(
    year_end: Site,
) -> None:
    said = text_of(year_end.page("index.html"))
    assert "2023年1—12月" in said
    assert "有年度目标的6项全部达到序时进度" in said
    assert "有报表未到" not in said
    assert "逾期" not in said
    assert "应到的都到了。" in said


def test_where_nothing_is_owed_the_status_and_the_departments_say_so(year_end: Site) -> None:
    assert "应到的都到了。" in text_of(year_end.page("status.html"))
    assert "催报清单" not in text_of(year_end.page("status.html"))
    said = text_of(year_end.page("d/general_office.html"))
    assert "没有待办。" in said
    assert "应到未到" not in text_of(year_end.page("meeting.html"))


def test_in_the_middle_of_a_year_a_line_behind_is_told_by_word_and_in_the_first_sentence(
    site_after: SiteAfter,
) -> None:
    site = site_after(*BEHIND)
    said = text_of(site.page("index.html"))
    assert "5项达到序时进度，实际到账外资低于序时进度" in said
    row = site.page("index.html").partition(">实际到账外资</a>")[2].partition("</tr>")[0]
    assert re.search(r'bad"[^>]*><b>欠</b>', row)
    assert "−12.47" in text_of("<main" + row)
    sheet = text_of(site.page("meeting.html"))
    assert "2023年1—11月" in sheet
    assert "实际到账外资低于序时进度" in sheet
    assert "欠 " in sheet


def test_forty_days_on_what_is_overdue_stands_on_every_page_that_shows_what_it_holds_up(
    site_after: SiteAfter,
) -> None:
    site = site_after(*LATE)
    # From 2024-02-05 to 2024-03-06 are thirty days.
    assert "最早应于2024-02-05到，逾期30天" in text_of(site.page("index.html"))
    assert "逾期30天" in text_of(site.page("d/econ_dev_office.html"))
    assert "催报清单" in text_of(site.page("status.html"))
    assert re.search(r"截至3月6日有\d+份报表应到未到", text_of(site.page("meeting.html")))
    assert "逾期未到" in text_of(site.page("i/fdi_actual_utilized.html"))
    assert 'datetime="2024-03-06"' in site.page("index.html")
