"""Labels that a clerk types differently but means alike are one label."""

from __future__ import annotations

import pytest

from ingest.label import label_key, label_pattern


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("合  计", "合计"),
        ("其中：本月", "其中:本月"),
        ("1—12月累计", "1-12月累计"),
        ("合计①", "合计"),
        ("同比（％）", "同比(%)"),
    ],
)
def test_spacing_width_and_footnotes_do_not_tell_labels_apart(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


def test_a_footnote_mark_does_not_become_a_digit() -> None:
    assert label_key("1032①") == "1032"


def test_a_month_in_a_label_is_read_out_of_it() -> None:
    match = label_pattern("1-{month}月累计").fullmatch(label_key("１—１２月累计"))
    assert match is not None
    assert match["month"] == "12"


def test_a_label_with_another_word_is_another_label() -> None:
    assert label_pattern("绝对量").fullmatch(label_key("绝对额")) is None
