"""Every link of a page leads to a file that is there, and to a heading of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.markdown import PAGES, anchors, links


def local_links(page: Path) -> list[str]:
    return [link for link in links(page) if "://" not in link]


def assert_links_resolve(page: Path, beside: Path) -> None:
    """`beside`: the folder in which readers have the page."""
    for link in local_links(page):
        path, _, anchor = unquote(link).partition("#")
        target = (beside / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_resolves(page: Path) -> None:
    assert_links_resolve(page, beside=page.parent)


def test_every_page_of_docs_is_linked_from_another_page() -> None:
    linked = {
        (page.parent / unquote(link).partition("#")[0]).resolve()
        for page in PAGES
        for link in local_links(page)
    }
    assert {page for page in PAGES if page.parent.name == "docs"} <= linked
