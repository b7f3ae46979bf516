"""The unit that a number format prints is read with the power of ten by which the format divides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.quantity.unit_of_format import FormatUnit, unit_of_format


@pytest.mark.parametrize(
    ("code", "word", "power"),
    [
        ('#,##0"万元"', "万元", 0),
        ('0.0"%"', "%", 0),
        ('0!.0,"万元"', "万元", 4),
        ('0\\.0,"万元"', "万元", 4),
        ('0"."0,"万元"', "万元", 4),
        ('0!.0000"万"', "万", 4),
        ('0!.00,,"亿"', "亿", 8),
        ('#,##0,"千元"', "千元", 3),
        ('0.00,,"百万元"', "百万元", 6),
        ('#,##0.00"元";[Red]-#,##0.00"元"', "元", 0),
        ('_ * #,##0"户"_ ;@', "户", 0),
        ("0个", "个", 0),
    ],
)
def test_a_format_prints_its_unit(code: str, word: str, power: int) -> None:
    assert unit_of_format(code) == FormatUnit(word, power)


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0.00",
        "0%",
        '"约"0"个"',
        'yyyy"年"m"月"',
        '[>=10000]0!.0,"万元";0"元"',
        '"万元"',
        '0"' + "万" * 2000 + '"',
    ],
)
def test_a_format_that_prints_no_one_unit_is_none(code: str) -> None:
    assert unit_of_format(code) is None


@given(st.text('0#?.,;"!\\_*[]%万元亿个', max_size=20))
def test_any_code_is_answered(code: str) -> None:
    found = unit_of_format(code)
    assert found is None or found.power >= 0
