"""The pages in a browser: what is printed, what the scripts do, and that nothing leaves the folder.

Needs Debian's chromium, poppler-utils and fonts-noto-cjk.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Night
from warehouse.home import DATABASE, Home
from warehouse.inspection.document import as_html, as_pdf
from warehouse.inspection.dossier import dossier_of
from warehouse.pages.kind.pinyin import syllables
from warehouse.pages.site import PAGES

pytestmark = pytest.mark.system

# The answer of a headless browser without a network: whatever is not in the folder is not there.
CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--no-first-run", "--proxy-server=127.0.0.1:9", "--virtual-time-budget=3000",
)  # fmt: skip


@pytest.fixture
def site(first_night: Night, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    folder = tmp_path / "pages"
    shutil.copytree(Home(first_night[0].home).current / PAGES, folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def browsed(page: Path, *options: str) -> str:
    profile = page.parents[1] / "profile"
    ran = subprocess.run(
        [*CHROMIUM, f"--user-data-dir={profile}", *options, page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return ran.stdout


def printed(page: Path) -> tuple[int, str]:
    """How many pages of paper, and the words on them."""
    paper = page.with_suffix(".pdf")
    browsed(page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    about = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    words = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = re.search(r"Pages:\s+(\d+)", about)
    assert pages
    assert "A4" in about
    return int(pages[1]), words


def test_the_sheet_of_the_meeting_is_one_page_of_paper(site: Path) -> None:
    pages, words = printed(site / "meeting.html")
    assert pages == 1
    assert "主要经济指标完成情况" in words
    assert "审签" in words
    # What is on the screen alone.
    assert "报送情况" not in words


def test_an_indicator_is_printed_without_its_navigation_and_with_its_table(site: Path) -> None:
    _, words = printed(site / "i" / "fdi_actual_utilized.html")
    assert "1032" in words
    assert "63.55" in words
    assert "查找" not in words


def searched(site: Path, words: str) -> str:
    """The page of the search after some words were typed."""
    page = site / "search.html"
    typed = (
        "<script>addEventListener('load',function(){var w=document.getElementById('words');"
        f"w.value='{words}';w.dispatchEvent(new Event('input'));}});</script></body>"
    )
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", typed), encoding="utf-8")
    return browsed(page, "--dump-dom")


def test_the_search_finds_what_is_typed_and_writes_it_as_text(site: Path) -> None:
    (site / "search-list.js").write_text(
        'var PAGES = [["指标","实际到账外资<img src=x onerror=alert(1)>","fdi","i/fdi_actual_utilized.html"],["指标","限上零售","r","i/r.html"]];\n',
        encoding="utf-8",
    )
    shown = searched(site, "外资")
    assert '<a href="i/fdi_actual_utilized.html">实际到账外资&lt;img src=x onerror=alert(1)&gt;</a>' in shown
    assert "找到1页。" in shown
    assert "限上零售</a>" not in shown


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        # Initials, whole syllables, both mixed, the last half typed, and syllables left out between.
        ("gdzc", ["固定资产投资", "固定资产入库项目数"]),
        ("gudingzichanrukux", ["固定资产入库项目数"]),
        ("gudzichantouz", ["固定资产投资"]),
        ("guzi", ["固定资产投资", "固定资产入库项目数"]),
        ("gutou", ["固定资产投资"]),
        ("GuZi xms", ["固定资产入库项目数"]),
        ("chssr", ["城市收入"]),
        ("cssr", ["城市收入"]),
        # Letters of a code come before those of a pinyin; initials are not left out between.
        ("fai", ["固定资产投资"]),
        ("gzz", []),
        ("gzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", []),
    ],
)
def test_the_search_reads_pinyin(site: Path, typed: str, found: list[str]) -> None:
    named = [("固定资产投资", "fai"), ("固定资产入库项目数", "n"), ("城市收入", "r"), ("某甲", "x")]
    listed = [["指标", name, code, "i.html", " ".join(syllables(name) or ())] for name, code in named]
    (site / "search-list.js").write_text(
        f"var PAGES = {json.dumps(listed, ensure_ascii=False)};\n", encoding="utf-8"
    )
    shown = searched(site, typed).partition('id="found"')[2].partition("</ul>")[0]
    assert re.findall(">([^<>]+)</a>", shown) == found


@pytest.mark.parametrize("opened_from", ["current", "snapshots/20231231T000000Z-00000000"])
def test_the_outbox_is_reached_from_wherever_the_pages_are_opened(
    first_night: Night, tmp_path: Path, opened_from: str
) -> None:
    folder = tmp_path / opened_from / PAGES
    shutil.copytree(Home(first_night[0].home).current / PAGES, folder)
    page = next(path for path in sorted((folder / "d").iterdir()) if "outbox/" in path.read_text("utf-8"))
    links = set(re.findall(r'href="([./]*/outbox/[^"]*)"', browsed(page, "--dump-dom")))
    assert links
    for link in links:
        assert (page.parent / link).resolve().is_relative_to(tmp_path / "outbox"), link


def test_a_page_that_is_older_than_a_day_says_so(site: Path) -> None:
    page = site / "index.html"
    html = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r'datetime="[0-9-]+"', 'datetime="2024-01-26"', html), encoding="utf-8")
    assert re.search(r"本页写于\d+天前。</b>此后收到的、到期的都没有反映", browsed(page, "--dump-dom"))
    page.write_text(re.sub(r'datetime="[0-9-]+"', 'datetime="2999-01-01"', html), encoding="utf-8")
    assert "天前。</b>" not in browsed(page, "--dump-dom")


def test_a_dossier_is_printed_as_pdf_by_what_is_installed(first_night: Night) -> None:
    settings = first_night[0]
    dossier = dossier_of(Home(settings.home).current / DATABASE, "示例企业G酒店", settings.office)
    paper = as_pdf(as_html(dossier, "鲸园街道"))
    words = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True)
    assert "985万元" in words.stdout.decode()
    assert "营业执照" in words.stdout.decode()
