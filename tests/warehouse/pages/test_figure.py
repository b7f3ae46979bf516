"""How a figure is shown: its sign, its groups, its words and its reasons."""

from __future__ import annotations

from decimal import Decimal

import pytest

from warehouse.pages.figure import Figure, all_invented, amount, displayed, grouped, marked_singly, none


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5952", ["5952"]),
        ("12915", ["12", "915"]),
        ("137837", ["137", "837"]),
        ("1382000.5", ["1", "382", "000.5"]),
        ("−98834", ["−98", "834"]),
        ("近11倍", ["近11倍"]),
    ],
)
def test_five_digits_and_more_stand_in_groups_of_three(text: str, parts: list[str]) -> None:
    assert grouped(text) == parts


@pytest.mark.parametrize(
    ("text", "is_words", "shown", "invented", "missing"),
    [
        ("1032", False, "1032", False, False),
        ("12.4(示例)", False, "12.4", True, False),
        ("-8.7(示例)", False, "−8.7", True, False),
        ("[未填]", False, "[未填]", False, True),
        ("[10余]", True, "10余", False, False),
        ("[增长近11倍]", True, "增长近11倍", False, False),
    ],
)
def test_a_display_value_keeps_its_words_and_its_mark(
    text: str, is_words: bool, shown: str, invented: bool, missing: bool
) -> None:
    assert displayed(text, is_words) == Figure(shown, invented, missing=missing)


def test_a_change_has_its_sign_and_in_a_sentence_none() -> None:
    rise, fall = amount(Decimal("38.03"), sign=True), amount(Decimal("-0.10"), sign=True, decimals=1)
    assert (rise.text, fall.text) == ("+38.03", "−0.1")
    assert (rise.unsigned.text, fall.unsigned.text) == ("38.03", "0.1")
    assert fall.number == Decimal("-0.1")
    assert amount(Decimal(0), sign=True).text == "0"


def test_words_and_reasons_are_no_numbers() -> None:
    assert Figure("近11倍").number is None
    assert none("上年同期为0").text == "[上年同期为0]"
    assert none("[未报]").text == "[未报]"


def test_one_mark_tells_of_a_column_only_where_it_holds_for_all_that_stand_there() -> None:
    assert all_invented([Figure("1", True), none("未填"), Figure("2", True)])
    assert not all_invented([Figure("1", True), Figure("2")])
    assert not all_invented([none("未填")])


def test_a_column_has_a_place_for_marks_only_where_some_of_its_figures_bear_one() -> None:
    assert marked_singly([Figure("1", True), none("未填"), Figure("2")])
    assert not marked_singly([Figure("1"), Figure("2")])
    assert not marked_singly([Figure("1", True), Figure("2", True)])
    assert not marked_singly([none("未填")])
