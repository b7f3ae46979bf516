"""What four readers of the month saw, as pictures: the head of the office, a clerk, an analyst, an inspector."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.browser import Browser, browser
from tests.month.house import House
from warehouse.pages.site import PAGES

_WIDTH = 1280
_TALLEST = 3200
# A page says by the reader's clock how old it is.
_CLOCK = "Date.now = (now => () => now + performance.now())(%d);"
_PAGES = {
    "held": {"科室_工作页": "d/econ_dev_office.html", "主任_总览_月初": "index.html"},
    "met": {
        "主任_总览": "index.html",
        "主任_会议单": "meeting.html",
        "主任_报送情况": "status.html",
        "分析_外资": "i/fdi_actual_utilized.html",
        "分析_口径与字典": "dictionary.html",
        "检查_台账": "r/building.html",
    },
    "moved": {
        "主任_会议单_会后": "meeting.html",
        "主任_会议稿": "e/1.html",
        "分析_外资_修订后": "i/fdi_actual_utilized.html",
        "检查_溯源_外资": "t/fdi_actual_utilized-2023-h2.html",
    },
}


def no_readers(_: str) -> None:
    """Nobody looks."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Writes a picture for each page that a reader opens at a moment of the month."""

    house: House
    folder: Path

    def __call__(self, moment: str) -> None:
        """The pages of the moment; the marked workbook with the first, the document of an inspection with the last."""
        self.folder.mkdir(parents=True, exist_ok=True)
        site = (self.house.home.current / PAGES).resolve()
        with browser(_WIDTH, _TALLEST) as window:
            for name, page in _PAGES[moment].items():
                _pictured(window, site / page, self.folder / f"{name}.png", self.house.clock.now())
            if moment == "moved":
                document = self.house.desk / "检查材料.html"
                self.house.run("检查组", "inspect", "示例楼宇K", "-o", document.name, "--force")
                _pictured(window, document, self.folder / "检查_一个项目.png", self.house.clock.now())
        if moment == "held":
            self._marked_workbook()

    def _marked_workbook(self) -> None:
        """As LibreOffice shows it."""
        (copy,) = (self.house.home.outbox / "经济发展办公室").glob("*/楼宇盘活台账2023年12月_审核意见.xlsx")
        with tempfile.TemporaryDirectory() as folder:
            paper = Path(folder, "copy.xlsx")
            shutil.copy(copy, paper)
            profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
            for command in (
                ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(paper)],
                [
                    "pdftoppm",
                    "-png",
                    "-r",
                    "80",
                    str(paper.with_suffix(".pdf")),
                    str(self.folder / "科室_审核意见"),
                ],
            ):
                subprocess.run(command, check=True, capture_output=True, timeout=180)


def _pictured(window: Browser, page: Path, picture: Path, at: datetime) -> None:
    # Of a file that is not there the browser shows a page of its own, and complains of nothing.
    assert page.is_file(), page
    now = int(at.timestamp() * 1000)
    window.at_each_page(_CLOCK % now)
    window.open(page.as_uri())
    assert window.complaints() == [], page
    window.screenshot(picture)
