"""The pages of the public build: what it says and no more, with nothing that leads into the office."""

from __future__ import annotations

import posixpath
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from ingest.office.facts import Office
from tests.conftest import Night
from tests.warehouse.command import Run
from tests.warehouse.pages.conftest import Site, text_of
from warehouse.disclosure.public_build import write_public_build
from warehouse.family.pages import pages_of
from warehouse.home import DATABASE, Home
from warehouse.office_models import models_of
from warehouse.pages.published import write_public_pages

LINK = re.compile(r'(?:href|src)="([^"#]+)')


@pytest.fixture(scope="module")
def site(
    small_file: Path, first_night: Night, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    settings = first_night[0]
    folder = tmp_path_factory.mktemp("open")
    file = folder / DATABASE
    write_public_build(
        shutil.copyfile(small_file, folder / "office.duckdb"),
        file,
        office,
        pages_of(office.folder),
        models_of(office.folder),
        date(2023, 12, 31),
    )
    write_public_pages(file, folder / "pages", Home(settings.home), office, settings.limits, "code")
    return Site(folder / "pages")


def test_every_link_leads_to_a_page_that_is_there(site: Site) -> None:
    for name, html in site.pages().items():
        for link in set(LINK.findall(html)):
            assert (
                site.folder / posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
            ).is_file(), (name, link)


def test_it_names_no_file_no_cell_and_no_respondent(site: Site) -> None:
    assert {path.name for path in site.folder.iterdir() if path.is_dir()} == {"i"}
    for path in site.folder.rglob("*"):
        text = path.read_text(encoding="utf-8") if path.is_file() and path.suffix != ".css" else ""
        assert not re.search(r"\.xlsx|示例企业|indicators trace|inbox/", text), path


def test_what_is_withheld_says_so_and_stands_on_no_page(site: Site) -> None:
    # Before the day from which the report's own figures are waived, foreign capital of one enterprise is withheld.
    said = text_of(site.page("i/fdi_actual_utilized.html"))
    assert "[不公布]" in said
    for path in site.folder.glob("i/fdi_actual_utilized.*"):
        assert not re.search(r"\b1032\b", path.read_text(encoding="utf-8")), path
    row = site.page("index.html").partition(">实际到账外资</a>")[2].partition("</tr>")[0]
    assert "[不公布]" in row


def test_no_cell_is_blank_and_the_foot_says_that_it_is_public(site: Site) -> None:
    for name, html in site.pages().items():
        assert not re.search(r"<t[dh][^>]*>\s*</t[dh]>", html), name
        assert "公开版：涉及单个调查对象或未到公布时间的数不列出。" in html


def test_the_internal_pages_are_not_exported(run: Run, first_night: Night, tmp_path: Path) -> None:
    ran = run(
        "export", "--format", "pages", "--internal", "--output", str(tmp_path / "x"), home=first_night[0].home
    )
    assert (ran.status, ran.code) == (2, "USAGE")
    assert not (tmp_path / "x").exists()
