"""`indicators fill` as people and scripts meet it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Night
from tests.warehouse.command import Run


@pytest.fixture
def template(sample_folder: Path, tmp_path: Path) -> Path:
    """Last month's tracking table, in a folder of its own."""
    there = next((sample_folder / "inbox").rglob("重点指标调度表2023年11月.xlsx"))
    copy = tmp_path / there.name
    copy.write_bytes(there.read_bytes())
    return copy


def test_the_copy_lies_beside_the_template_and_what_was_moved_is_told(
    run: Run, first_night: Night, template: Path
) -> None:
    ran = run("fill", str(template), "2023-12", home=first_night[0].home)
    assert ran.status == 0
    assert "○ A2 (1-11月) → (1-12月)" in ran.out
    page = openpyxl.load_workbook(template.with_name("重点指标调度表2023年11月_已填.xlsx")).worksheets[0]
    assert (page["A2"].value, page["E5"].value) == ("(1-12月)", 1032)
    assert openpyxl.load_workbook(template).worksheets[0]["A2"].value == "(1-11月)"


def test_json_has_each_cell_with_its_trace_and_exact_value(
    run: Run, first_night: Night, template: Path, tmp_path: Path
) -> None:
    target = str(tmp_path / "填好.xlsx")
    ran = run("fill", str(template), "2023-12", "-o", target, "--json", home=first_night[0].home)
    (table,) = ran.document["tables"]
    cell = next(each for each in table["cells"] if each["cell"] == "E6")
    assert (cell["state"], cell["value"]) == ("filled", "9.65")
    assert "内资到位资金台账2023年12月.xlsx" in cell["note"]


def test_a_template_that_is_not_there_and_a_home_without_a_snapshot_say_so(
    run: Run, first_night: Night, template: Path, tmp_path: Path
) -> None:
    missing = run("fill", str(tmp_path / "没有.xlsx"), "2023-12", home=first_night[0].home)
    assert (missing.status, missing.code) == (2, "TEMPLATE_NOT_READ")
    fresh = run("fill", str(template), "2023-12")
    assert fresh.code == "NO_SNAPSHOT"
