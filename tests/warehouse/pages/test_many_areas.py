"""Where there are too many lines for pages of all areas, the office's own area has them and the others are said to have none."""

from __future__ import annotations

import posixpath

import pytest

from ingest.office.load import load_office
from tests.conftest import Night
from tests.warehouse.pages.conftest import Site, text_of
from tests.warehouse.pages.test_sample_site import ID, LINK
from warehouse.home import DATABASE, Home
from warehouse.pages import facts
from warehouse.pages.published import write_pages


@pytest.fixture(scope="module")
def own(first_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The pages of the sample night, of which every line is one too many."""
    settings, folder = first_night[0], tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(facts, "_MOST_FIGURES", 0)
        write_pages(
            Home(settings.home).current / DATABASE, folder, Home(settings.home),
            load_office(settings.office), settings.limits, None, "code",
        )  # fmt: skip
    return Site(folder / "pages")


def test_the_own_area_has_its_pages_and_no_other_area_has_one(own: Site) -> None:
    assert "1—12月，实际到账外资1032万美元，同比增长63.55%。" in text_of(own.page("index.html"))
    lines = {path.name for path in (own.folder / "i").glob("*.html")}
    assert "fdi_actual_utilized.html" in lines
    # Growth of fixed-asset investment is stated of nine areas.
    assert len([name for name in lines if name.startswith("fixed_asset_investment")]) == 3


def test_how_many_lines_have_no_page_is_said_where_one_looks_for_them(own: Site) -> None:
    # Eight areas beside the own one with three growths of investment each, and services of the district and of its rest.
    for name in ("search.html", "dictionary.html"):
        assert "另有其他地区的26个序列，太多，没有网页" in text_of(own.page(name))


def test_every_link_still_leads_somewhere(own: Site) -> None:
    pages = own.pages()
    places = {name: set(ID.findall(html)) for name, html in pages.items()}
    for name, html in pages.items():
        for link in LINK.findall(html):
            if ":" in link or "outbox" in link or not link:
                continue
            target, _, place = link.partition("#")
            there = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
            assert (own.folder / there).exists(), (name, link)
            assert not place or there not in places or place in places[there], (name, link)
