"""The charts: what is drawn of which values, and what is not."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from warehouse.pages.drawing import Trail, bar, path, spark, ticks_between

D = Decimal


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1032, [0, 250, 500, 750, 1000]),
        (D("5.3"), D("12.5"), [0, D("2.5"), 5, D("7.5"), 10, D("12.5")]),
        (D("-8.7"), D("14.1"), [-10, -5, 0, 5, 10]),
        (0, 0, [0, D("0.2"), D("0.4"), D("0.6"), D("0.8"), 1]),
    ],
)
def test_ticks_are_round_and_begin_at_zero_or_below(low: D, high: D, ticks: list[D]) -> None:
    assert ticks_between(D(low), D(high)) == [D(tick) for tick in ticks]


def test_a_missing_month_interrupts_the_line() -> None:
    drawn = path(
        [Trail("2023年", "this", ((1, D(0)), (2, D(10)), (3, None), (4, D(10)), (5, D(20))))], "说明"
    )
    line = re.search(r'class="l this" d="([^"]*)"', drawn)
    assert line
    assert line[1].count("M") == 2
    assert drawn.count('class="dot"') == 4


def test_one_value_is_no_path() -> None:
    assert path([Trail("2023年", "this", ((1, None), (2, D(10))))], "说明") == ""
    assert spark([None, D(1), None]) == ""


def test_names_and_sentences_are_text() -> None:
    drawn = path([Trail("<b>2023</b>", "this", ((1, D(0)), (12, D(10))))], '"><script>')
    assert "<b>" not in drawn
    assert "<script>" not in drawn
    assert 'role="img" aria-label="&#34;&gt;&lt;script&gt;"' in drawn


def test_names_at_the_end_are_kept_apart() -> None:
    trails = [
        Trail(name, name, ((1, D(0)), (12, D(value))))
        for name, value in (("this", 1000), ("goal", 1001), ("pace", 1002))
    ]
    heights = [
        float(found) for found in re.findall(r'class="end \w+" style="bottom:([\d.]+)%', path(trails, ""))
    ]
    assert all(high - low >= 7 for low, high in pairwise(heights))


def test_a_bar_begins_at_zero_also_where_values_go_below() -> None:
    below = bar(D("-8.7"), D(15), None, D(-10), "oth")
    box = re.search(r'x="([\d.]+)" y="4" width="([\d.]+)"', below)
    zero = re.search(r'class="zero" d="M([\d.]+) ', below)
    assert box
    assert zero
    assert float(box[1]) + float(box[2]) == pytest.approx(float(zero[1]), abs=0.1)
    assert bar(None, D(15)) == ""
