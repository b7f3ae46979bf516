"""The pages of a snapshot in Chromium, from their folder: readable by everybody, at the width of a desk and of a telephone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Browser, browser
from tests.conftest import Night
from warehouse.home import Home

pytestmark = pytest.mark.system

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
_JUDGED = """
const done = arguments[arguments.length - 1];
axe.run(document, {preload: false, runOnly: {type: 'tag', values: arguments[0]}}).then(found => done(found.violations.map(
  each => each.id + ': ' + each.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | '))));
"""
_WIDER = """
return [...document.querySelectorAll('.scroll')].filter(each => each.scrollWidth > each.clientWidth).map(each => each.ariaLabel)
"""
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def pages(first_night: Night) -> Path:
    return Home(first_night[0].home).current.resolve() / "pages"


@pytest.fixture(scope="module", params=WIDTHS)
def window(request: pytest.FixtureRequest) -> Iterator[tuple[Browser, int]]:
    with browser(request.param, 1600) as opened:
        opened.set_width(request.param)
        yield opened, request.param


def one_of_each_kind(pages: Path) -> dict[str, Path]:
    """Each page at the top; and of each folder one of middling size."""
    top = {page.stem: page for page in sorted(pages.glob("*.html"))}
    below = {
        folder.name: sorted(folder.glob("*.html"), key=_size)[len(list(folder.glob("*.html"))) // 2]
        for folder in sorted(pages.iterdir())
        if folder.is_dir() and any(folder.glob("*.html"))
    }
    return top | below | {"foreign_capital": pages / "i" / "fdi_actual_utilized.html"}


def _size(page: Path) -> tuple[int, str]:
    return page.stat().st_size, page.name


def violations(window: Browser) -> list[str]:
    """What axe finds against the rules of WCAG 2.2 AA on the page that is open."""
    window.script(AXE)
    found: list[str] = window.script_later(_JUDGED, TAGS)
    return found


def test_every_kind_of_page_keeps_the_rules_for_readers_of_all_kinds(
    pages: Path, window: tuple[Browser, int]
) -> None:
    opened, width = window
    wrong: dict[str, Any] = {}
    for kind, page in one_of_each_kind(pages).items():
        opened.open(page.as_uri())
        if found := violations(opened):
            wrong[kind] = found
        overflow = opened.script("return document.scrollingElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            wrong[f"{kind}, wider than the window by"] = overflow
        if folder := os.environ.get("SCREENSHOTS"):
            opened.screenshot(Path(folder) / f"{kind}_{width}.png")
    assert wrong == {}


def test_at_a_desk_no_table_is_wider_than_its_frame(pages: Path) -> None:
    with browser(1280, 1600) as opened:
        for name in ("index.html", "meeting.html", "i/fdi_actual_utilized.html"):
            opened.open((pages / name).as_uri())
            assert opened.script(_WIDER) == [], name


def test_no_page_asks_for_anything_from_outside_or_complains(
    pages: Path, window: tuple[Browser, int]
) -> None:
    opened, _ = window
    for page in one_of_each_kind(pages).values():
        opened.open(page.as_uri())
        asked = opened.script("return performance.getEntriesByType('resource').map(one => one.name)")
        assert [name for name in asked if not name.startswith(pages.as_uri())] == []
        assert opened.complaints() == []


@pytest.mark.parametrize(
    ("tag", "planted"),
    [
        ("wcag2a", "document.documentElement.removeAttribute('lang')"),
        ("wcag2aa", "document.querySelector('h1').style.color = '#eee'"),
        ("wcag21aa", "const one = document.createElement('input'); one.autocomplete = 'nonsense'; one.type = 'text'; one.setAttribute('aria-label', 'x'); document.querySelector('main').append(one)"),
        ("wcag22aa", "for (let i = 0; i < 3; i++) { const one = document.createElement('button'); one.textContent = 'x'; one.style = 'width:8px;height:8px;padding:0;margin:0;border:0;overflow:hidden;display:inline-block;font-size:4px'; document.querySelector('main').append(one) }"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(pages: Path, window: tuple[Browser, int], tag: str, planted: str) -> None:
    opened, _ = window
    opened.open((pages / "index.html").as_uri())
    opened.script(planted)
    opened.script(AXE)
    assert opened.script_later(_JUDGED, (tag,)) != []


def test_a_figure_is_two_steps_from_its_cell(pages: Path, window: tuple[Browser, int]) -> None:
    opened, _ = window
    opened.open((pages / "index.html").as_uri())
    opened.script(
        "[...document.querySelectorAll('a')].find(one => one.textContent.trim() === '1032').click()"
    )
    opened.wait_for("return document.body.innerText.includes('外资到账明细2023年12月.xlsx')", seconds=10)
    assert "H9" in opened.script("return document.body.innerText")
