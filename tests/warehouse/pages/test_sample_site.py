"""The pages of the sample night: every link leads somewhere, every figure to its cell, nothing is blank or fetched."""

from __future__ import annotations

import json
import posixpath
import re
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import pytest

from tests.conftest import Night
from tests.warehouse.pages.conftest import Site, text_of
from warehouse.home import Home
from warehouse.store.manifest import read_manifest

LINK = re.compile(r'(?:href|src)="([^"]*)"')
ID = re.compile(r'id="([^"]*)"')
FIGURE = re.compile(r'<(a|span) class="n[ "][^>]*>')
KINDS = (
    "index.html", "status.html", "quality.html", "dictionary.html", "meeting.html", "marks.html", "search.html",
    "i/fdi_actual_utilized.html", "t/fdi_actual_utilized-2023-h2.html", "d/econ_dev_office.html", "r/fai_project_month.html",
)  # fmt: skip


VOID = {"meta", "link", "input", "br"}


class Balanced(HTMLParser):
    """Counts what is opened and not closed, and keeps the names of elements."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()


@pytest.fixture(scope="module")
def pages(sample_site: Site) -> dict[str, str]:
    return sample_site.pages()


def test_every_link_leads_to_a_page_and_a_place_on_it(
    first_night: Night, sample_site: Site, pages: dict[str, str]
) -> None:
    home, returned = first_night[0].home, 0
    places = {name: set(ID.findall(html)) for name, html in pages.items()}
    for name, html in pages.items():
        for link in set(LINK.findall(html)):
            path, _, place = link.partition("#")
            if path.startswith("../../../outbox/"):
                # What was handed back lies beside the snapshots, and is reached from `current`.
                assert (home / unquote(path.removeprefix("../../../"))).is_dir(), (name, link)
                returned += 1
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert (sample_site.folder / target).is_file(), (name, link)
            assert not place or place in places[target], (name, link)
    assert returned > 20


def test_every_figure_on_a_page_has_its_trace_one_step_away(pages: dict[str, str]) -> None:
    counted = 0
    for name, html in pages.items():
        if name.startswith("t/"):
            continue
        for found in FIGURE.finditer(html):
            counted += 1
            href = re.search(r'href="([^"]*)"', found[0])
            traced = href and re.match(r"(?:\.\./)?[tp]/[^#]+#.", href[1])
            assert traced, (name, found[0])
    assert counted > 8_000


def test_no_cell_of_a_table_is_blank(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        found = re.search(r"<t[dh][^>]*>(?:\s|<span[^>]*></span>|<bdi></bdi>)*</t[dh]>", html)
        assert found is None, (name, html[found.start() - 200 : found.end()] if found else "")


def test_a_page_is_read_without_eyes_and_by_keyboard(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        assert html.count("<h1") == 1, name
        assert '<html lang="zh-CN">' in html, name
        assert '<a class="skip" href="#main">' in html, name
        ids = ID.findall(html)
        assert len(ids) == len(set(ids)), name
        assert not re.search(r"<th(?![^>]*scope=)[ >]", html), name
        for region in re.findall(r'<div class="scroll"[^>]*>', html):
            assert 'role="region"' in region, name
            assert 'tabindex="0"' in region, name
            assert re.search(r'aria-label="[^"]+"', region), name
        for drawn in re.findall(r"<svg[^>]*>", html):
            assert 'aria-hidden="true"' in drawn, name
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


def test_nothing_is_asked_for_outside_the_folder(sample_site: Site, pages: dict[str, str]) -> None:
    for name, html in pages.items():
        assert not re.search(r"(?:href|src|action)=\"(?:[a-z]+:|//)", html), name
        assert "@import" not in html, name
        scripts = set(re.findall(r"<script[^>]*>", html))
        assert all('src="' in script and "defer" in script for script in scripts), name
    style = sample_site.page("style.css")
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("name", KINDS)
def test_what_a_page_opens_it_closes(pages: dict[str, str], name: str) -> None:
    parser = Balanced()
    parser.feed(pages[name].removeprefix("<!doctype html>"))
    assert parser.open == []
    assert {"main", "h1", "nav"} <= parser.seen


def test_the_pages_are_among_the_files_of_the_snapshot(first_night: Night, sample_site: Site) -> None:
    folder = Home(first_night[0].home).current.resolve()
    stated = {
        name.removeprefix("pages/") for name in read_manifest(folder)["files"] if name.startswith("pages/")
    }
    assert stated == {
        str(path.relative_to(sample_site.folder)) for path in sample_site.folder.rglob("*") if path.is_file()
    }


def test_the_overview_says_the_report_in_its_first_sentences(pages: dict[str, str]) -> None:
    said = text_of(pages["index.html"])
    assert "14项主要指标中，有年度目标的6项全部达到序时进度（目标为示例）。" in said
    assert "1—12月，实际到账外资1032万美元，同比增长63.55%。" in said
    assert "加快38.03个百分点（示例）" in said


def test_an_overdue_return_is_said_on_the_front_page(pages: dict[str, str]) -> None:
    assert re.search(
        r"有报表未到。14种报表共\d+份应到未到，最早应于2024-02-05到，逾期\d+天", text_of(pages["index.html"])
    )


def row_of_dictionary(html: str, indicator_id: str) -> str:
    row = html.partition(f'<tr id="{indicator_id}">')[2].partition("</tr>")[0]
    return re.sub(r"<[^>]+>", "", row)


@pytest.mark.parametrize(
    ("indicator_id", "word"),
    [
        ("fai_projects_registered", "固投入库项目"),  # a row of the tracking table
        ("hotels_upgraded", "改造升级宾馆"),  # of the monthly counts
        ("online_retail_sales_above_quota", "网上零售额"),  # "#网上零售额": a part of the row above
    ],
)
def test_the_dictionary_says_in_which_words_the_tables_say_it(
    pages: dict[str, str], indicator_id: str, word: str
) -> None:
    assert f"表中也写作：{word}" in row_of_dictionary(pages["dictionary.html"], indicator_id)


@pytest.mark.parametrize("indicator_id", ["fdi_actual_utilized", "svc_above_designated_size_revenue"])
def test_a_total_a_year_before_or_a_place_is_no_word_for_an_indicator(
    pages: dict[str, str], indicator_id: str
) -> None:
    # Foreign capital stands in the rows 合计 and 上年同期 alone, services in those of districts.
    assert "表中也写作" not in row_of_dictionary(pages["dictionary.html"], indicator_id)


def test_the_search_knows_an_indicator_by_the_words_of_the_tables(sample_site: Site) -> None:
    listed = json.loads(sample_site.page("search-list.js").partition("=")[2].rstrip().rstrip(";"))
    assert {page for _, _, also, page, *_ in listed if "固投入库项目" in also} == {
        "i/fai_projects_registered.html"
    }


def test_words_stay_words(pages: dict[str, str]) -> None:
    assert "近11倍" in text_of(pages["index.html"])
    said = text_of(pages["i/hotels_upgraded.html"])
    assert "1—12月，改造升级宾馆数10余家" in said
    assert "[本期数不是确切的数]" in said


def test_a_growth_without_a_level_has_its_ranking_and_says_why_there_is_no_level(
    pages: dict[str, str],
) -> None:
    said = text_of(pages["i/fixed_asset_investment.html"])
    assert "固定资产投资（不含农户）增速12.4%（示例），在9个参排单位中居第2位（示例）。" in said
    assert "没有总量。制度上只反馈增速和位次" in said
    assert "共9个，已全部列出" in said


def test_the_twin_of_a_page_holds_its_figures_and_the_reasons_for_none(sample_site: Site) -> None:
    told = json.loads(sample_site.page("i/fdi_actual_utilized.json"))
    newest = told["points"][0]
    assert (newest["period"], newest["value"]["value"], newest["value"]["is_synthetic"]) == (
        "2023-12",
        "1032",
        False,
    )
    april = next(point for point in told["points"] if point["period"] == "2023-04")
    assert april["computed"] == {
        "value": None,
        "words": None,
        "reason": "上年同期为 0",
        "is_synthetic": False,
        "trace": "t/fdi_actual_utilized-2023-h1.html#2023-04-computed",
    }
    head, first, *_ = sample_site.page("i/fdi_actual_utilized.csv").splitlines()
    assert head.startswith("\ufeff时期,期别,本期数,本期数_说明")
    assert first.startswith("2023-12,1—12月,1032,,631,示例,63.55,,63.55,,63.55,示例,38.03,示例,1000,示例")


# What is no figure of the data: the sheets' own cells, charts (their table is below), what departments and the catalogue
# wrote, commands; and counts over counts, which say both.
BESIDE = re.compile(
    r'<table class="cells">.*?</table>|<div class="plot".*?</div></div>|<svg.*?</svg>|<bdi>.*?</bdi>|<pre.*?</pre>|<code>.*?</code>'
    r'|<p class="def">.*?</p>|<dl class="methods">.*?</dl>|<td class="long">.*?</td>|<p class="cite">.*?</p>',
    re.DOTALL,
)
SHOWN = re.compile(r'<(a|span) class="n[ "][^>]*>[^<]*(?:<span class="k">\d+[^<]*</span>)*</\1>')
LOOSE = re.compile(r"\d+\.\d+(?!%，\d+/\d+份)|\d+(?=万|亿|美元|元|平方|个百分点)")


def test_no_figure_stands_outside_the_one_class_that_leads_to_its_trace(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        if name.startswith("t/") or name == "marks.html":
            continue
        main = html.partition("<main")[2].partition("<footer")[0]
        text = re.sub(r"<[^>]*>", " ", SHOWN.sub("", BESIDE.sub("", main)))
        found = LOOSE.search(text)
        assert found is None, (name, text[max(0, found.start() - 60) : found.end() + 20] if found else "")


def test_a_number_of_the_pictured_sheet_has_the_digits_that_excel_shows(pages: dict[str, str]) -> None:
    # The file holds 0.8149999999999999.
    assert '<td class="num">0.815</td>' in pages["t/domestic_capital_received-2023-h2.html"]
    assert not [name for name, html in pages.items() if "0.8149999" in html]
