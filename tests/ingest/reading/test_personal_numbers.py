"""Identity numbers and mobile numbers: in the body of a table they hold it, and nowhere are they kept in full."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from ingest.reading.personal_number import hidden_number, personal_numbers
from samples.forms import domestic_capital, fdi_detail, physical_work, trade
from samples.report import Report
from tests.ingest.reading.returns import read, rules, the

# The example of GB 11643-1999; the same with 15 digits as they were before 1999; nobody's mobile.
IDENTITY, OLD, MOBILE = "11010519491231002X", "130503670401001", "13800001234"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (IDENTITY, [IDENTITY]),
        ("身份证11010519491231002x,已核", ["11010519491231002x"]),
        (OLD, [OLD]),
        (f"联系人张三{MOBILE}", [MOBILE]),
        ("138 0000 1234、139-0000-1235", ["138 0000 1234", "139-0000-1235"]),
        ("+86 13800001234", [MOBILE]),
        ("１３８００００１２３４", ["１３８００００１２３４"]),
        # The check digit is wrong, the day is none, no province begins so; a date, a project, a sum, a landline.
        ("110105194912310021", []),
        ("110105194913310020", []),
        ("990105194912310020", []),
        ("130503671301001", []),
        ("2023-12-31 00:00:00", []),
        ("2312-371002-04-01-138456", []),
        ("138000012345", []),
        ("0631-5231234", []),
        ("12800001234", []),
    ],
)
def test_numbers_of_persons_are_told_from_other_numbers(text: str, numbers: list[str]) -> None:
    assert [number for number, _ in personal_numbers(text)] == numbers


def test_of_a_number_three_characters_are_left_before_and_two_behind() -> None:
    assert hidden_number(MOBILE) == "138******34"
    assert hidden_number(IDENTITY) == "110*************2X"


@pytest.mark.parametrize(
    ("report", "cell", "text", "shown"),
    [
        (domestic_capital.REPORT, "J5", f"到账凭证，经办{MOBILE}", "138******34"),
        (fdi_detail.REPORT, "J5", IDENTITY, "110*************2X"),
        (physical_work.REPORT, "F5", OLD, "130**********01"),
    ],
)
def test_a_number_of_a_person_in_the_body_holds_the_submission_and_is_not_repeated(
    report: Report, cell: str, text: str, shown: str
) -> None:
    reading = read(report, {cell: text})
    said = the(reading, "PERSONAL_NUMBER")
    assert (said.cell, said.severity, said.scope, said.found) == (cell, "hold", "submission", shown)
    assert shown in said.message_zh
    assert shown in said.message_en
    everything = repr(asdict(reading))
    assert not any(number in everything for number in (MOBILE, IDENTITY, OLD))


def test_the_cell_of_a_register_keeps_what_is_left_of_the_number() -> None:
    reading = read(fdi_detail.REPORT, {"J5": f"联系人{MOBILE}"})
    (remark,) = [one for one in reading.register_cells if one.cell == "J5"]
    assert (remark.value_text, remark.raw_text) == ("联系人138******34", "联系人138******34")


def test_an_amount_that_looks_like_a_mobile_number_is_an_amount() -> None:
    assert "PERSONAL_NUMBER" not in {rule for rule, _ in rules(read(trade.REPORT, {"C4": 13_800_001_234}))}


def test_a_number_typed_as_a_number_in_a_column_of_texts_is_one_all_the_same() -> None:
    assert ("PERSONAL_NUMBER", "F5") in rules(read(physical_work.REPORT, {"F5": 13_800_001_234}))


def test_signatures_below_the_table_hold_nothing_and_are_quoted_without_their_number() -> None:
    reading = read(fdi_detail.REPORT, {"A12": f"填表人：张三　联系电话：{MOBILE}"})
    assert rules(reading) == []
    hint = the(reading, "FOOTER_NOT_READ")
    assert (hint.severity, hint.found) == (
        "hint",
        "填表人:张三 联系电话:138******34",
    ) or "138******34" in hint.found
    landed = repr(
        [asdict(one) for one in (*reading.observations, *reading.register_cells, *reading.check_cells)]
    )
    assert "张三" not in landed
    assert MOBILE not in repr(asdict(reading))


def test_a_clean_return_says_nothing_of_it() -> None:
    for report in (domestic_capital.REPORT, fdi_detail.REPORT, physical_work.REPORT, trade.REPORT):
        assert "PERSONAL_NUMBER" not in {rule for rule, _ in rules(read(report))}
