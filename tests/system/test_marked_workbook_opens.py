"""A marked workbook in LibreOffice: it opens, computes and prints it, with the marks in grey too."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from ingest.workbook.marking.mark import Mark
from ingest.workbook.marking.styles import Weight
from tests.ingest.workbook.marking.rich_workbook import copied, rich_workbook

pytestmark = pytest.mark.system
SHEET = "外 资'表"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy as LibreOffice saves it again, and as it prints it."""
    office = shutil.which("soffice")
    assert office, "LibreOffice Calc is one of the packages that .ci/run installs"
    made = tmp_path_factory.mktemp("marked")
    marks = (Mark(SHEET, "B3", Weight.STRONG, "① 合计不符"), Mark(SHEET, "E12", Weight.WEAK, "② 缺"))
    (made / "copy.xlsx").write_bytes(copied(rich_workbook(), *marks))
    for kind in ("ods", "pdf"):
        subprocess.run(
            [office, f"-env:UserInstallation={(made / 'profile').as_uri()}", "--headless", "--convert-to", kind,
             "--outdir", str(made), str(made / "copy.xlsx")],
            check=True,
            capture_output=True,
            timeout=180,
        )  # fmt: skip
    subprocess.run(
        [office, f"-env:UserInstallation={(made / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(made / "again"), str(made / "copy.ods")],
        check=True,
        capture_output=True,
        timeout=180,
    )  # fmt: skip
    return made


def test_notes_fills_formula_and_list_are_there_after_it_was_saved_again(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "again" / "copy.xlsx")
    assert book.sheetnames == [SHEET, "说明", "审核意见"]
    page = book[SHEET]
    assert page["B3"].comment.text.endswith("① 合计不符")
    assert page["B3"].fill.patternType is not None
    assert page["B4"].value == "=SUM(B3:B3)*2"
    values = openpyxl.load_workbook(folder / "again" / "copy.xlsx", data_only=True)[SHEET]
    assert values["B4"].value == 2064


def test_the_mark_is_darker_than_paper_in_grey(folder: Path) -> None:
    subprocess.run(
        [
            "pdftoppm",
            "-gray",
            "-r",
            "60",
            "-f",
            "1",
            "-l",
            "1",
            str(folder / "copy.pdf"),
            str(folder / "page"),
        ],
        check=True,
        timeout=60,
    )
    (picture,) = folder.glob("page*.pgm")
    _, size, _, pixels = picture.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    assert len(pixels) == width * height
    # The white of the paper, the black of the text; what is between them in number is a fill.
    between = sum(90 < pixel < 245 for pixel in pixels)
    assert between > 100
