"""What tells the rows of a register apart: a mark for nothing is no key, and no two rows are the same for it."""

from __future__ import annotations

import pytest

from samples.forms import buildings, fai_register
from tests.ingest.reading.returns import read, rules, the


def keys(reading_of: dict[str, str | None]) -> dict[int, str]:
    return {cell.row_no: cell.row_key for cell in read(fai_register.REPORT, reading_of).register_cells}


@pytest.mark.parametrize("mark", ["无", "—", "-", "/", "空", "暂无", "n/a", " 无 "])
def test_two_projects_without_a_code_are_two_and_go_by_their_names(mark: str) -> None:
    sheet = fai_register.REPORT.sheet(fai_register.REPORT.months()[-1])
    found = keys({"C6": mark, "C7": mark})
    assert (found[6], found[7]) == (sheet.entries["B6"].value, sheet.entries["B7"].value)
    assert len(set(found.values())) == 27


def test_a_code_that_is_not_given_is_asked_about_and_nothing_is_to_be_deleted() -> None:
    reading = read(fai_register.REPORT, {"C6": "无"})
    assert rules(reading) == [("KEY_NOT_GIVEN", "C6")]
    asked = the(reading, "KEY_NOT_GIVEN")
    assert (asked.severity, asked.found, asked.expected) == ("warn", "无", "项目代码")
    assert asked.message_zh.startswith("“项目代码”没有填（写的是“无”），这一行按“示例企业")
    assert "删" not in asked.remedy_zh


def test_a_code_that_is_not_given_is_no_text_of_the_code() -> None:
    reading = read(fai_register.REPORT, {"C6": "无"})
    (code,) = [c for c in reading.register_cells if (c.row_no, c.field) == (6, "project_code")]
    assert (code.value_text, code.raw_text) == ("", "无")


def test_blank_codes_are_held_row_by_row_and_the_rows_keep_apart() -> None:
    reading = read(fai_register.REPORT, {"C6": None, "C7": " "})
    assert rules(reading) == [("KEY_MISSING", "C6"), ("KEY_MISSING", "C7")]
    assert len(set(keys({"C6": None, "C7": " "}).values())) == 27


def test_a_row_that_nothing_names_is_held() -> None:
    assert ("KEY_MISSING", "C6") in rules(read(fai_register.REPORT, {"B6": "无", "C6": "无"}))


def test_what_is_left_of_a_key_of_several_columns_tells_the_row() -> None:
    reading = read(buildings.REPORT, {"F3": "—"})
    row = {cell.row_key for cell in reading.register_cells if cell.row_no == 3}
    assert row == {f"{buildings.REPORT.sheet(buildings.REPORT.months()[-1]).entries['B3'].value}|"}
    assert rules(reading) == [("KEY_NOT_GIVEN", "F3")]
