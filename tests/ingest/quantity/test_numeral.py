"""Chinese numerals are read as whole numbers are written, and nothing else is taken for one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.quantity.numeral import numeral

DIGITS = "零一二三四五六七八九"


def below_wan(number: int) -> str:
    """A number below 10,000 as it is written, 一十 kept; the tests' own writer."""
    text, gap = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + sign
            gap = False
        else:
            gap = True
    return text


def spelled(number: int) -> str:
    """A number below 10 ** 12 as it is written."""
    if number == 0:
        return "零"
    text = ""
    for scale, sign in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // scale % 10**4
        if part:
            missing = number % (scale * 10**4) < scale * 1000
            text += ("零" if text and missing else "") + below_wan(part) + sign
    return text


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("零", "0"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("一百零三", "103"),
        ("一百三", "130"),
        ("两千五", "2500"),
        ("一千零五十", "1050"),
        ("一百二十三万", "1230000"),
        ("一万二", "12000"),
        ("一万零五十", "10050"),
        ("两千零八万", "20080000"),
        ("一亿二", "120000000"),
        ("一亿零三百万", "103000000"),
        ("三百万亿", "300000000000000"),
        ("三点二", "3.2"),
        ("零点五〇", "0.50"),
        ("二〇二三", "2023"),
        ("壹佰贰拾叁万", "1230000"),
        ("3万5千", "35000"),
        ("3万5000", "35000"),
        ("2亿3千万", "230000000"),
        ("2千5百", "2500"),
    ],
)
def test_a_numeral_is_read(written: str, number: str) -> None:
    assert numeral(written) == Decimal(number)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "三五",
        "七八",
        "一二三",
        "一千五十",
        "一百十五",
        "百",
        "万",
        "点五",
        "三点",
        "三万二万",
        "3万5",
        "3万0500",
        "五一百",
    ],
)
def test_what_is_not_written_as_numbers_are_is_none(written: str) -> None:
    assert numeral(written) is None


@pytest.mark.parametrize("written", ["1032", "3.5亿", "3万"])
def test_digits_with_at_most_one_scale_word_are_left_to_number_and_unit(written: str) -> None:
    assert numeral(written) is None


@given(st.integers(0, 10**12 - 1))
def test_every_number_reads_back_from_its_spelling(number: int) -> None:
    assert numeral(spelled(number)) == number


@given(st.integers(2, 9), st.sampled_from([("两千", 1000), ("三百", 100), ("五万", 10000)]))
def test_a_last_digit_without_its_place_is_of_the_next_place(digit: int, head: tuple[str, int]) -> None:
    words, place = head
    whole = numeral(words)
    assert whole is not None
    assert numeral(words + DIGITS[digit]) == whole + digit * place // 10


@given(st.text("零〇一二三四五六七八九十百千万亿两点0123456789半", max_size=12))
def test_any_run_of_number_signs_is_answered_exactly_or_not_at_all(text: str) -> None:
    found = numeral(text)
    assert found is None or (found >= 0 and found.is_finite())
