"""What a department writes is text on every page, whatever it looks like."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.warehouse.pages.conftest import Site, SiteAfter
from warehouse.pages.environment import harmless, raw_text

SCRIPT = '</td><script>alert(1)</script><img src=x onerror=alert(2)>" onclick="alert(3)\' --'
RTL = "\u202e倒着写\u202c\u2066x"
LONG = "长" * 10_000
SHORT, HOSTILE = f"{SCRIPT}{RTL}", f"{SCRIPT}{RTL}{LONG}"


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def site(site_after: SiteAfter) -> Site:
    said, longer = (text.replace("'", "''") for text in (SHORT, HOSTILE))
    return site_after(
        *(
            f"update {table} set {column} = '{said}' where {column} is not null"
            for table, column in (
                ("fct_observation", "raw_text"),
                ("fct_observation", "source_file"),
                ("fct_observation", "source_sheet"),
                ("fct_observation", "row_path"),
                ("fct_observation", "period_raw"),
                ("fct_evidence", "raw_text"),
                ("submission", "source_file"),
                ("mart_fai_project_month", "project_name"),
                ("mart_fai_project_month", "holding"),
                ("mart_fdi_tranche", "enterprise"),
                ("mart_fdi_tranche", "remark"),
                ("finding", "message_zh"),
                ("finding", "source_file"),
                ("dim_indicator_alias", "alias"),
                ("check_result", "detail"),
            )
        ),
        "update check_result set state = 'could_not_run' where rule = 'UNIT_SLIP'",
        f"update mart_question set message_zh = '{longer}'",
        *(
            f"update fct_observation set {column} = '{longer}' where indicator_id = 'fdi_actual_utilized'"
            for column in ("raw_text", "source_file", "row_path")
        ),
    )


def test_it_makes_no_element_and_no_handler(site: Site) -> None:
    for name, html in site.pages().items():
        parser = Elements()
        parser.feed(html)
        scripts = {str(attrs.get("src")).rpartition("/")[2] for tag, attrs in parser.found if tag == "script"}
        assert scripts <= {"search-list.js", "search.js", "clock.js", "outbox.js"}, name
        assert (
            not [tag for tag, _ in parser.found if tag in ("img", "iframe", "object", "form")]
            or name == "search.html"
        )
        assert not [each for _, attrs in parser.found for each in attrs if each.startswith("on")], name


def test_it_is_there_to_be_read_cut_with_its_length(site: Site) -> None:
    html = site.page("t/fdi_actual_utilized-2023-h2.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert f"（共{len(HOSTILE)}字）" in html
    assert max(map(len, re.findall("长+", html))) <= 400


def test_it_turns_no_direction(site: Site) -> None:
    for name, html in site.pages().items():
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08]", html), name
    assert "\u202e" not in site.page("search-list.js")


def test_the_list_of_the_search_stays_one_statement(site: Site) -> None:
    script = site.page("search-list.js")
    assert script.startswith("var PAGES = [[")
    assert script.endswith("]];\n")
    assert script.count("\n") == 1


def test_a_check_that_could_not_run_stands_above_all_others(site: Site) -> None:
    html = site.page("quality.html")
    assert "种未能执行，未能执行等于不通过" in html
    assert html.index("<h2>未能执行</h2>") < html.index("<h2>报送质量</h2>")


def test_ordinary_text_is_left_as_it_is() -> None:
    assert harmless("示例企业A(增资)\t第1笔\n") == "示例企业A(增资)\t第1笔\n"
    assert raw_text("a<b & c") == "<bdi>a&lt;b &amp; c</bdi>"
