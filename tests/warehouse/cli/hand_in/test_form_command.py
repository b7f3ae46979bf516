"""`indicators form` as people and scripts meet it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Night
from tests.warehouse.command import Run


def test_it_is_written_by_its_name_with_what_is_known_and_what_is_not(
    run: Run, first_night: Night, tmp_path: Path
) -> None:
    target = tmp_path / "外资.xlsx"
    ran = run(
        "form", "外资到账", "2024-01", "-d", "经济发展办公室", "-o", str(target), home=first_night[0].home
    )
    assert ran.status == 0
    assert ran.out.splitlines()[0] == f"√ {target}  L03 外资到账明细表 2024-01"
    assert openpyxl.load_workbook(target).worksheets[0]["A1"].value == "2024年鲸园街道外资到账明细表"


def test_a_form_about_a_year_takes_a_year_and_json_counts(
    run: Run, first_night: Night, tmp_path: Path
) -> None:
    target = str(tmp_path / "推进表.xlsx")
    ran = run(
        "form", "L12", "2025", "-d", "econ_dev_office", "-o", target, "--json", home=first_night[0].home
    )
    document = ran.document
    assert (document["form_id"], document["period"], document["rows_listed"]) == ("L12", "2025-12", 0)


def test_an_office_that_has_published_nothing_has_its_forms(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "实物工作量.xlsx"
    ran = run("form", "L05", "2024-01", "-d", "econ_dev_office", "-o", str(target))
    assert ran.status == 0
    assert "还没有发布过" in ran.out
    assert target.exists()


def test_what_is_no_form_or_no_month_is_refused_with_what_there_is(run: Run, tmp_path: Path) -> None:
    several = run("form", "台账", "2024-01", "-d", "econ_dev_office")
    assert (several.status, several.code) == (2, "UNKNOWN_FORM_ID")
    assert "L09 闲置楼宇盘活台账" in several.err
    year = run("form", "L03", "2024", "-d", "econ_dev_office")
    assert (year.status, year.code) == (2, "USAGE")


def test_the_example_of_a_new_office_is_drawn_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("new-office", str(tmp_path / "ours")).status == 0
    monkeypatch.setenv("INDICATORS_OFFICE", str(tmp_path / "ours"))
    target = tmp_path / "示例.xlsx"
    assert run("form", "X01", "2024-03", "-d", "示例办公室", "-o", str(target)).status == 0
    page = openpyxl.load_workbook(target).worksheets[0]
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] == [
        ["2024年3月", "单位:个"], ["指标", "本年累计"], ["示例项目", None],
    ]  # fmt: skip
