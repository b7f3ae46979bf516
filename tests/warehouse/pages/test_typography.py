"""Chinese signs beside Chinese; what is no Chinese stays as it is."""

from __future__ import annotations

import pytest

from warehouse.pages.typography import full_width, month_in_words, span


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("固定资产投资(不含农户)", "固定资产投资（不含农户）"),
        ("是文本,已按 9.65 读取;改为数字", "是文本，已按 9.65 读取；改为数字"),
        ("行业代码(GB/T 4754)", "行业代码（GB/T 4754）"),
        ("盘活台账!D4", "盘活台账!D4"),
        ("f(x), y: z", "f(x), y: z"),
        ("2023-12-14 09:30", "2023-12-14 09:30"),
    ],
)
def test_signs_are_full_width_beside_chinese(text: str, said: str) -> None:
    assert full_width(text) == said


def test_periods_in_words() -> None:
    assert month_in_words("2023-02") == "2023年2月"
    assert month_in_words("2023") == "2023年"
    assert span("2023-12", "1—12月") == "2023年1—12月"
    assert span("2023", "全年") == "2023年全年"
