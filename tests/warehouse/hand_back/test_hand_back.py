"""Each submission with its findings goes back to its department: marked cells, a list, a page and a receipt."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.workbook.read import read_workbook
from tests.conftest import Night, copy_of
from tests.ingest.workbook.marking.rich_workbook import parts, said
from tests.warehouse.hand_back.conftest import Back, backs, expected_findings, hand_in_and_back
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import Settings
from warehouse.steps import refresh
from warehouse.steps.report import HandBackReport

pytestmark = pytest.mark.night
FaultyBack = tuple[Settings, HandBackReport]

MARKED_PARTS = (
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/",
    "xl/comments",
    "xl/drawings/vmlDrawing",
)
PATTERNS = {"lightTrellis", "lightUp", "gray125"}


@pytest.fixture(scope="module")
def every(faulty_back: FaultyBack) -> list[Back]:
    return backs(faulty_back[0])


def named(every: list[Back], word: str) -> Back:
    (found,) = [one for one in every if word in one.receipt["file"]]
    return found


def test_every_submission_has_a_receipt_and_each_with_findings_a_workbook_and_a_page(
    every: list[Back], faulty_back: FaultyBack, first_night: Night
) -> None:
    assert first_night[1].handed_back.handed_back == 262
    assert first_night[1].handed_back.workbooks == 72
    assert faulty_back[1] == HandBackReport(64, 64)
    assert len(every) == 326
    for one in every:
        assert (one.folder / "回执.txt").is_file()
        has_findings = bool(one.receipt["findings"])
        assert bool(one.receipt["copy"]) == (one.folder / "审核意见.html").is_file() == has_findings


def test_every_finding_of_the_samples_is_a_marked_cell_with_a_note_and_a_row_of_the_list(
    every: list[Back],
) -> None:
    for one in every:
        if one.receipt["copy_kind"] != "marked":
            continue
        book = openpyxl.load_workbook(one.copy)
        rows = list(book["审核意见"].iter_rows(min_row=7, values_only=True))
        assert [row[0] for row in rows] == [found["number"] for found in one.receipt["findings"]]
        for found, row in zip(one.receipt["findings"], rows, strict=True):
            # 工作表, 单元格, 规则 and 编号
            assert (row[2], row[3], row[10], row[13]) == (
                found["sheet"] or None, found["cell"] or None, found["rule"], found["finding_id"],
            ), one.receipt["file"]  # fmt: skip
            noted = notes_of(book, found["number"])
            assert len(noted) == 1, (one.receipt["file"], found["rule"])
            assert noted[0].fill.patternType in PATTERNS


def notes_of(book: Any, number: str) -> list[Any]:
    """The cells whose note has a finding of this number."""
    return [
        cell
        for page in book.worksheets[:-1]
        for row in page.iter_rows()
        for cell in row
        if cell.comment
        and any(
            line.removeprefix("【审核意见】").startswith(f"{number} ")
            for line in cell.comment.text.split("\n")
        )
    ]


def test_the_cell_of_each_planted_fault_is_marked(every: list[Back], sample_folder: Path) -> None:
    by_file = {f"{one.folder.parent.name}/{one.receipt['file']}": one for one in every}
    marked = 0
    for row in expected_findings(sample_folder):
        one = by_file[row["path"]]
        if not row["cell"] or one.receipt["copy_kind"] != "marked":
            continue
        page = openpyxl.load_workbook(one.copy)[row["sheet"]]
        anchor = next((each for each in page.merged_cells.ranges if row["cell"] in each), None)
        cell = page[anchor.start_cell.coordinate if anchor else row["cell"]]
        assert cell.fill.patternType in PATTERNS, row
        assert row["rule"] in cell.comment.text, row
        marked += 1
    assert marked >= 60


def test_everything_that_is_no_mark_is_in_the_copy_as_it_was_handed_in(
    every: list[Back], faulty_back: FaultyBack
) -> None:
    compared = 0
    for one in every:
        if one.receipt["copy_kind"] != "marked":
            continue
        original, copy = one.original(faulty_back[0]), one.copy.read_bytes()
        before, after = parts(original), parts(copy)
        changed = [name for name in before if before[name] != after[name]]
        assert all(name.startswith(MARKED_PARTS) for name in changed), changed
        old, new = read_workbook(original), read_workbook(copy)
        assert [said(sheet) for sheet in new.sheets[:-1]] == [said(sheet) for sheet in old.sheets]
        for sheet, again in zip(old.sheets, new.sheets, strict=False):
            for place, text in sheet.comments.items():
                assert again.comments[place].startswith(text)
        compared += 1
    assert compared == 135


def test_a_file_that_cannot_be_opened_comes_back_as_a_list_and_that_is_said(every: list[Back]) -> None:
    one = named(every, "文件损坏")
    assert one.receipt["copy_kind"] == "listed"
    assert openpyxl.load_workbook(one.copy).sheetnames == ["审核意见"]
    assert "原文件没有加批注" in (one.folder / "回执.txt").read_text(encoding="utf-8-sig")


def test_the_receipt_says_what_came_what_it_is_and_what_of_it_is_used(every: list[Back]) -> None:
    text = (named(every, "外资到账明细2023年12月_单位错位").folder / "回执.txt").read_text(
        encoding="utf-8-sig"
    )
    for line in (
        "经济发展办公室：",
        "文件    外资到账明细2023年12月_单位错位.xlsx（8.0 KB）",
        "收到    2024年01月07日 10:00（北京时间）",
        "识别为  《外资到账明细表》（L03）2023年12月",
        "结果    待核，整份未采用",
        "读出    数值 3 个、台账 4 行",
        "采用    数值 0 个已采用，3 个暂未采用",
        "意见    核实性 1、提示性 1，共 2 处，另有 2 处由它们引起",
    ):
        assert line in text.splitlines(), line


def test_a_held_value_alone_is_not_counted_as_used(every: list[Back]) -> None:
    receipt = named(every, "外资到账明细2023年3月_零基数填增速").receipt
    assert (receipt["state"], receipt["figures"], receipt["figures_used"]) == ("partly", 3, 2)


def test_a_clean_return_has_a_receipt_and_nothing_else(every: list[Back]) -> None:
    (one,) = [one for one in every if one.receipt["file"] == "外资到账明细2022年12月.xlsx"]
    assert sorted(path.name for path in one.folder.iterdir()) == ["回执.json", "回执.txt"]
    assert "没有发现问题" in (one.folder / "回执.txt").read_text(encoding="utf-8-sig")


def test_the_page_fetches_nothing_and_shows_text_of_a_workbook_as_text(every: list[Back]) -> None:
    for one in every:
        if one.receipt["copy"]:
            page = (one.folder / "审核意见.html").read_text(encoding="utf-8")
            assert "http" not in page
            assert "<script" not in page
            assert page.count('<td class="number">') == len(one.receipt["findings"])


def test_nothing_is_written_again_while_nothing_has_changed(
    faulty_back: FaultyBack, every: list[Back]
) -> None:
    before = {path: path.stat().st_mtime_ns for one in every for path in one.folder.iterdir()}
    assert refresh.hand_back(faulty_back[0]) == HandBackReport(0, 0)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_copy_that_comes_back_as_it_went_out_is_no_submission(
    faulty_back: FaultyBack, every: list[Back], tmp_path: Path
) -> None:
    settings = copy_of(faulty_back[0], tmp_path)
    copy = named(every, "外资到账明细2023年12月_公式出错").copy
    office = Home(settings.home).inbox / "经济发展办公室"
    shutil.copy(copy, office)
    collected = refresh.collect(settings)
    assert (collected.new, [found.rule for found in collected.findings]) == ((), ["HANDED_BACK_UNCHANGED"])
    assert (office / copy.name).exists()


def test_a_marked_copy_that_was_corrected_and_explained_is_read_like_any_return(
    faulty_back: FaultyBack, every: list[Back], tmp_path: Path
) -> None:
    settings = copy_of(faulty_back[0], tmp_path)
    one = named(every, "外资到账明细2023年12月_公式出错")
    book = openpyxl.load_workbook(one.copy)
    page = book["外资到账明细"]
    page["H10"], page["H11"] = 631, 63.55
    for address, value in stored_values(one).items():  # as Excel would have them beside the formulas
        page[address] = value
    book["审核意见"]["M7"] = "银行回单跨月到账，已与商务局核对"
    book.save(Home(settings.home).inbox / "经济发展办公室" / "改好.xlsx")
    report = hand_in_and_back(settings)
    assert (report.handed_back, report.workbooks) == (1, 1)
    again = named(backs(settings), "改好")
    assert not {"ERROR_CELL", "SHEET_NOT_READ"} & {found["rule"] for found in again.receipt["findings"]}
    with open_ledger(Home(settings.home)) as ledger:
        [kept] = ledger.execute("SELECT finding_id, words, sheet, cell FROM explanation").fetchall()
    assert kept == (
        one.receipt["findings"][0]["finding_id"],
        "银行回单跨月到账，已与商务局核对",
        "审核意见",
        "M7",
    )
    marked = openpyxl.load_workbook(again.copy)
    assert marked.sheetnames == ["外资到账明细", "审核意见"]
    assert marked["外资到账明细"]["H10"].fill.patternType not in PATTERNS


def stored_values(one: Back) -> dict[str, Any]:
    """What Excel stored beside the formulas of a workbook, but for the one that is an error."""
    with zipfile.ZipFile(io.BytesIO(one.copy.read_bytes())):
        values = openpyxl.load_workbook(one.copy, data_only=True)["外资到账明细"]
    formulas = openpyxl.load_workbook(one.copy)["外资到账明细"]
    return {
        cell.coordinate: values[cell.coordinate].value
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and cell.coordinate not in ("H10", "H11")
    }


def test_a_copy_that_somebody_writes_into_in_the_outbox_is_not_written_over(
    faulty_back: FaultyBack, every: list[Back], tmp_path: Path
) -> None:
    settings = copy_of(faulty_back[0], tmp_path)
    one = named(backs(settings), "外资到账明细2023年12月_单位错位")
    book = openpyxl.load_workbook(one.copy)
    book["审核意见"]["M7"] = "已在发还的文件里写了说明"
    book.save(one.copy)
    written = one.copy.read_bytes()
    with open_ledger(Home(settings.home)) as ledger:
        from warehouse.ledger.entries import current_decision, record_decision
        from warehouse.ledger.row import DecisionKind

        standing = current_decision(ledger, one.receipt["submission_id"])
        assert standing is not None
        record_decision(
            ledger,
            standing.submission_id,
            standing.reader_version,
            DecisionKind.RELEASE,
            reason="已核对回单",
            actor="李",
        )
    report = refresh.hand_back(settings)
    assert report == HandBackReport(1, 1)
    assert one.copy.read_bytes() == written
    assert one.copy.with_stem(f"{one.copy.stem}(2)").exists()
    assert "核实通过" in (one.folder / "回执.txt").read_text(encoding="utf-8-sig")
