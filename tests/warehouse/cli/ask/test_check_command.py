"""`indicators check` on the sample night: what it prints, writes and returns."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Night
from tests.warehouse.command import Run

GOOD = "2023年工作总结\n入库固定资产投资项目27个,内资到位资金9.65亿元。推行“一站五组”模式。\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "小结.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_text_that_agrees_ends_with_0_and_names_the_cells(run: Run, first_night: Night, text: Path) -> None:
    ran = run("check", str(text), home=first_night[0].home)
    assert ran.status == 0
    assert "固定资产投资项目入库台账2023年12月.xlsx 入库台账!B32" in ran.out
    assert "共 2 个数：一致 2，标签 1" in ran.out


def test_a_wrong_number_ends_with_3_and_stands_first(run: Run, first_night: Night, text: Path) -> None:
    text.write_text(GOOD.replace("27个", "29个"), encoding="utf-8")
    ran = run("check", str(text), home=first_night[0].home)
    assert ran.status == 3
    lines = [line for line in ran.out.splitlines() if "【" in line]
    assert "【29个】" in lines[0]
    assert "不一致" in lines[0]
    assert "27个 2023年1-12月" in lines[0]


def test_json_holds_every_number_exactly(run: Run, first_night: Night, text: Path) -> None:
    ran = run("check", str(text), "--json", home=first_night[0].home)
    told = json.loads(ran.out)
    assert (ran.status, told["schema_version"], told["all_agree"]) == (0, 1, True)
    first, second, label = told["statements"]
    assert (first["number"], first["held"]["value"], first["held"]["cell"]) == ("27", "27", "B32")
    assert (second["number"], second["unit"], second["held"]["value"]) == ("9.65", "亿元", "965000000")
    assert (label["kind"], label["text"]) == ("label", "“一站五组”")


def test_the_period_is_asked_for_where_the_text_has_none(
    run: Run, first_night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(*arguments: str) -> tuple[int, str]:
        stream = io.TextIOWrapper(io.BytesIO("入库固定资产投资项目27个".encode()))
        monkeypatch.setattr("sys.stdin", stream)
        ran = run("check", "-", *arguments, home=first_night[0].home)
        return ran.status, ran.out

    status, out = typed()
    assert status == 3
    assert "没有写明时期，请加 --period" in out
    assert typed("--period", "2023")[0] == 0
    assert typed("--period", "昨天")[0] == 2


def test_the_workbook_holds_text_and_never_a_formula(run: Run, first_night: Night, tmp_path: Path) -> None:
    hostile = tmp_path / "a.txt"
    hostile.write_text("=1+1,2023年入库固定资产投资项目27个\n@SUM(1),内资到位资金8.65亿元", encoding="utf-8")
    target = tmp_path / "核对.xlsx"
    assert (
        run("check", str(hostile), "--period", "2023", "-o", str(target), home=first_night[0].home).status
        == 3
    )
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["核对", "前后", "不是数", "合计"]
    rows = list(book["核对"].iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows if "27个" in str(row[1]) or "8.65" in str(row[1])] == ["一致", "不一致"]
    assert {cell.data_type for page in book for line in page.iter_rows() for cell in line} <= {"s", "n"}
    assert not [cell for page in book for line in page.iter_rows() for cell in line if cell.data_type == "f"]


def test_a_text_that_is_not_there_says_so(run: Run, first_night: Night, tmp_path: Path) -> None:
    ran = run("check", str(tmp_path / "none.txt"), home=first_night[0].home)
    assert ran.status == 2
    assert "none.txt" in ran.err
