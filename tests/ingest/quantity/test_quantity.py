"""Texts that state an amount are read exactly, with what qualifies them; a text that can mean two things is refused."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.quantity.bound import POINT, Bound
from ingest.quantity.quantity import Quantity, quantity
from ingest.quantity.why_no_number import WhyNoNumber

SEED = Path(__file__).parents[4] / "shared" / "seed" / "seed_facts.csv"
# Statements in which a noun belongs to the number (三大部门, 新建住宅4栋): sentences, not cells.
PROSE = {
    "F003", "F041", "F045", "F046", "F047", "F053", "F063", "F068", "F072", "F084", "F085", "F087", "F091",
    "F092", "F093", "F052",
}  # fmt: skip
FULL_WIDTH = str.maketrans("0123456789.,-%+", "０１２３４５６７８９．，－％＋")


def read(text: str) -> Quantity:
    found = quantity(text)
    assert isinstance(found, Quantity), found
    return found


@pytest.mark.parametrize(
    ("written", "number", "decimals", "unit"),
    [
        ("1032", "1032", 0, ""),
        ("１０３２", "1032", 0, ""),
        ("1,032.5", "1032.5", 1, ""),
        ("1，032", "1032", 0, ""),
        ("1 032", "1032", 0, ""),
        ("1\u00a0032\u2009567", "1032567", 0, ""),
        ("0.0", "0", 1, ""),
        (".5", "0.5", 1, ""),
        ("-0", "0", 0, ""),
        ("+5", "5", 0, ""),
        ("−8.7", "-8.7", 1, ""),
        ("–8.7", "-8.7", 1, ""),
        ("－12.3", "-12.3", 1, ""),
        ("负3.2", "-3.2", 1, ""),
        ("1.5E+3", "1500", 0, ""),
        ("1032①", "1032", 0, ""),
        ("1032①万元", "1032", 0, "万元"),
        ("12.3*", "12.3", 1, ""),
        ("1032[1]", "1032", 0, ""),
        ("12.3㎡", "12.3", 1, "m2"),
        ("12.3m²", "12.3", 1, "m2"),
        ("3.52万平方米", "3.52", 2, "万平方米"),
        ("1032万美元", "1032", 0, "万美元"),
        ("9.65亿元", "9.65", 2, "亿元"),
        ("5百万元", "5", 0, "百万元"),
        ("5千瓦时", "5", 0, "千瓦时"),
        ("¥1,032.50", "1032.50", 2, "元"),
        ("￥1032万", "1032", 0, "万元"),
        ("$5", "5", 0, "美元"),
        ("27 个", "27", 0, "个"),
        ("15个项目", "15", 0, "个项目"),
        ("1.5万人次", "1.5", 1, "万人次"),
        ("12年", "12", 0, "年"),
        ("5‰", "5", 0, "‰"),
        ("１２．３％", "12.3", 1, "%"),
        ("1.2个百分点", "1.2", 1, "个百分点"),
        ("百分之三点二", "3.2", 1, "%"),
        ("百分之3.2", "3.2", 1, "%"),
        ("百分之百", "100", 0, "%"),
        ("千分之五", "5", 0, "‰"),
        ("三成", "30", 0, "%"),
        ("三成五", "35", 0, "%"),
        ("3.5成", "35", 0, "%"),
        ("一半", "50", 0, "%"),
        ("三成半", "35", 0, "%"),
        ("两年半", "2.5", 1, "年"),
        ("一百二十三万", "123", 0, "万"),
        ("三万元", "3", 0, "万元"),
        ("三千元", "3000", 0, "元"),
        ("一亿五千万元", "150000000", 0, "元"),
        ("两千五", "2500", 0, ""),
        ("两千五百户", "2500", 0, "户"),
        ("3万5千户", "35000", 0, "户"),
        ("二〇二三", "2023", 0, ""),
        ("一点五万人次", "1.5", 1, "万人次"),
        ("13800138000", "13800138000", 0, ""),
    ],
)
def test_an_amount_is_read_with_its_unit(written: str, number: str, decimals: int, unit: str) -> None:
    assert read(written) == Quantity(Decimal(number), decimals, unit, POINT)


@pytest.mark.parametrize(
    ("written", "number", "unit", "direction"),
    [
        ("增长63.55%", "63.55", "%", "up"),
        ("同比增长63.55%", "63.55", "%", "up"),
        ("比上年增长5.2%", "5.2", "%", "up"),
        ("上升5.2%", "5.2", "%", "up"),
        ("提高2.1个百分点", "2.1", "个百分点", "up"),
        ("下降3.2%", "-3.2", "%", "down"),
        ("降低3.2%", "-3.2", "%", "down"),
        ("回落0.1个百分点", "-0.1", "个百分点", "down"),
        ("负增长3.2%", "-3.2", "%", "down"),
        ("增长-3.2%", "-3.2", "%", "up"),
        ("增长了5%", "5", "%", "up"),
        ("减少一半", "-50", "%", "down"),
        ("增长百分之五", "5", "%", "up"),
        ("持平", "0", "", "flat"),
        ("同比持平", "0", "", "flat"),
        ("与上年持平", "0", "", "flat"),
        ("零增长", "0", "", "flat"),
    ],
)
def test_a_direction_in_words_gives_the_sign(written: str, number: str, unit: str, direction: str) -> None:
    found = read(written)
    assert (found.number, found.unit, found.direction) == (Decimal(number), unit, direction)
    assert found.bound == POINT


@pytest.mark.parametrize(
    ("written", "number", "multiple"),
    [
        ("增长1.79倍", "179", "1.79"),  # industrial profit of January and February 2021: +179 %
        ("增长3倍", "300", "3"),
        ("增长一倍", "100", "1"),
        ("增长一倍半", "150", "1.5"),
        ("翻一番", "100", "2"),
        ("翻番", "100", "2"),
        ("翻了两番", "300", "4"),
        ("翻三番", "700", "8"),
    ],
)
def test_growth_by_multiples_is_growth_in_per_cent(written: str, number: str, multiple: str) -> None:
    found = read(written)
    assert (found.number, found.unit, found.multiple) == (Decimal(number), "%", Decimal(multiple))
    assert found.semantics == "GROWTH"


@pytest.mark.parametrize("written", ["是上年的3倍", "为上年同期的3倍", "增长到3倍", "相当于去年的3倍"])
def test_a_ratio_of_levels_stays_a_ratio(written: str) -> None:
    assert read(written) == Quantity(Decimal(3), 0, "倍", POINT, "", Decimal(3), "RATIO")


def test_a_multiple_alone_stays_a_multiple() -> None:
    assert read("11倍") == Quantity(Decimal(11), 0, "倍", POINT, "", Decimal(11), "UNRESOLVED")


@pytest.mark.parametrize(
    ("written", "low", "inclusive", "high", "qualifier"),
    [
        ("近11倍", "950", True, "1100", "nearly"),  # 内资到位资金 of the seed document
        ("增长近11倍", "950", True, "1100", "nearly"),
        ("提升近11倍", "950", True, "1100", "nearly"),
        ("增长超3倍", "200", False, None, "gt"),
        ("3倍以上", "200", True, None, "ge"),
        ("增长3倍多", "200", False, "400", "gt"),
    ],
)
def test_a_qualified_multiple_has_the_bounds_of_both_its_readings(
    written: str, low: str, inclusive: bool, high: str | None, qualifier: str
) -> None:
    found = read(written)
    assert found.value is None
    assert (found.unit, found.semantics, found.bound.qualifier) == ("%", "UNRESOLVED", qualifier)
    assert (found.bound.low, found.bound.low_inclusive) == (Decimal(low), inclusive)
    assert found.bound.high == (Decimal(high) if high else None)


@pytest.mark.parametrize("written", ["约27", "大约27个", "27个左右", "约27个左右", "27上下", "约 27"])
def test_about_keeps_the_number_and_invents_no_bounds(written: str) -> None:
    found = read(written)
    assert (found.value, found.bound) == (Decimal(27), Bound("approx"))


@pytest.mark.parametrize(
    ("written", "bound"),
    [
        ("8个百分点以上", Bound("ge", Decimal(8), True, None, None, "stated")),
        ("27个以上", Bound("ge", Decimal(27), True, None, None, "stated")),
        ("不少于27个", Bound("ge", Decimal(27), True, None, None, "stated")),
        ("至少27个以上", Bound("ge", Decimal(27), True, None, None, "stated")),
        ("不低于8%", Bound("ge", Decimal(8), True, None, None, "stated")),
        ("超80%", Bound("gt", Decimal(80), False, None, None, "stated")),
        ("逾3万户", Bound("gt", Decimal(3), False, None, None, "stated")),
        ("突破10亿元", Bound("gt", Decimal(10), False, None, None, "stated")),
        ("不足5个", Bound("lt", None, None, Decimal(5), False, "stated")),
        ("不到一半", Bound("lt", None, None, Decimal(50), False, "stated")),
        ("最多5项", Bound("le", None, None, Decimal(5), True, "stated")),
        ("5%以内", Bound("le", None, None, Decimal(5), True, "stated")),
        ("不超过5%", Bound("le", None, None, Decimal(5), True, "stated")),
        ("10余家", Bound("gt", Decimal(10), False, Decimal(20), False, "convention")),
        ("十余家", Bound("gt", Decimal(10), False, Decimal(20), False, "convention")),
        ("十几家", Bound("gt", Decimal(10), False, Decimal(20), False, "convention")),
        ("80余位", Bound("gt", Decimal(80), False, Decimal(90), False, "convention")),
        ("90余个", Bound("gt", Decimal(90), False, Decimal(100), False, "convention")),
        ("150余条", Bound("gt", Decimal(150), False, Decimal(160), False, "convention")),
        ("4600余户", Bound("gt", Decimal(4600), False, Decimal(4700), False, "convention")),
        ("百余家", Bound("gt", Decimal(100), False, Decimal(200), False, "convention")),
        ("1.5万余人次", Bound("gt", Decimal("1.5"), False, Decimal("1.6"), False, "convention")),
        ("3万5千多户", Bound("gt", Decimal(35000), False, Decimal(36000), False, "convention")),
        ("近4600户", Bound("nearly", Decimal(4550), True, Decimal(4600), False, "rounding")),
        ("近三成", Bound("nearly", Decimal(25), True, Decimal(30), False, "rounding")),
        ("下降超3%", Bound("lt", None, None, Decimal(-3), False, "stated")),
        ("下降3%以上", Bound("le", None, None, Decimal(-3), True, "stated")),
        ("下降近3%", Bound("nearly", Decimal(-3), False, Decimal("-2.5"), True, "rounding")),
        ("3-5", Bound("range", Decimal(3), True, Decimal(5), True, "stated")),
        ("1-3节", Bound("range", Decimal(1), True, Decimal(3), True, "stated")),
        ("3～5", Bound("range", Decimal(3), True, Decimal(5), True, "stated")),
        ("800—1000", Bound("range", Decimal(800), True, Decimal(1000), True, "stated")),
        ("3至5个", Bound("range", Decimal(3), True, Decimal(5), True, "stated")),
        ("3%-5%", Bound("range", Decimal(3), True, Decimal(5), True, "stated")),
        ("3万-5万元", Bound("range", Decimal(3), True, Decimal(5), True, "stated")),
        ("-3～-1", Bound("range", Decimal(-3), True, Decimal(-1), True, "stated")),
        ("下降3～5%", Bound("range", Decimal(-5), True, Decimal(-3), True, "stated")),
    ],
)
def test_what_is_no_point_gives_its_bounds_and_no_value(written: str, bound: Bound) -> None:
    found = read(written)
    assert (found.value, found.bound) == (None, bound)


def test_roughly_level_is_about_zero() -> None:
    found = read("基本持平")
    assert (found.value, found.bound, found.direction) == (Decimal(0), Bound("approx"), "flat")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("12 13", WhyNoNumber.TWO_NUMBERS),
        ("12\n13", WhyNoNumber.TWO_NUMBERS),
        ("1, 234", WhyNoNumber.TWO_NUMBERS),
        ("28、35、37号", WhyNoNumber.TWO_NUMBERS),
        ("1,03,2", WhyNoNumber.BAD_GROUPING),
        ("1 032,5", WhyNoNumber.BAD_GROUPING),
        ("1.2.3", WhyNoNumber.BAD_GROUPING),
        ("5.", WhyNoNumber.BAD_GROUPING),
        ("007", WhyNoNumber.LEADING_ZERO),
        ("0631-5223344", WhyNoNumber.LEADING_ZERO),
        ("10³", WhyNoNumber.POWER),
        ("1/2", WhyNoNumber.FRACTION_OR_DATE),
        ("2/9", WhyNoNumber.FRACTION_OR_DATE),
        ("½", WhyNoNumber.FRACTION_OR_DATE),
        ("2025年", WhyNoNumber.PERIOD),
        ("2023年12月", WhyNoNumber.PERIOD),
        ("3-5月", WhyNoNumber.PERIOD),
        ("3月5日", WhyNoNumber.PERIOD),
        ("2023-2024", WhyNoNumber.PERIOD),
        ("2023-12", WhyNoNumber.REVERSED_RANGE),
        ("5-3", WhyNoNumber.REVERSED_RANGE),
        ("3千-5万元", WhyNoNumber.MIXED_SCALES),
        ("6012349积分", WhyNoNumber.UNKNOWN_UNIT),
        ("1E5", WhyNoNumber.UNKNOWN_UNIT),
        ("5G", WhyNoNumber.UNKNOWN_UNIT),
        ("万美元", WhyNoNumber.NO_NUMBER),
        ("由负转正", WhyNoNumber.NO_NUMBER),
        ("#DIV/0!", WhyNoNumber.NO_NUMBER),
        ("三五个", WhyNoNumber.NO_NUMBER),
        ("一站五组", WhyNoNumber.NO_NUMBER),
        ("①", WhyNoNumber.NO_NUMBER),
        ("(12.3)", WhyNoNumber.NEGATIVE_MARK),
        ("（12.3）", WhyNoNumber.NEGATIVE_MARK),
        ("△12.3", WhyNoNumber.NEGATIVE_MARK),
        ("▲3", WhyNoNumber.NEGATIVE_MARK),
        ("下降-3.2%", WhyNoNumber.CONTRADICTION),
        ("下降-3～-1%", WhyNoNumber.CONTRADICTION),
        ("约5%以上", WhyNoNumber.TWO_QUALIFIERS),
        ("超80余位", WhyNoNumber.TWO_QUALIFIERS),
        ("近3-5个", WhyNoNumber.TWO_QUALIFIERS),
        ("-3%以上", WhyNoNumber.QUALIFIED_NEGATIVE),
        ("同比5", WhyNoNumber.DIRECTION_MISSING),
        ("下降2倍", WhyNoNumber.FALL_OF_MULTIPLES),
        ("增长约3倍", WhyNoNumber.MULTIPLE_UNRESOLVED),
        ("2-3倍", WhyNoNumber.MULTIPLE_UNRESOLVED),
        ("几十家", WhyNoNumber.VAGUE),
        ("数百家", WhyNoNumber.VAGUE),
        ("9" * 30, WhyNoNumber.TOO_LONG),
        ("很" * 100, WhyNoNumber.TOO_LONG),
    ],
)
def test_a_text_that_can_mean_two_things_or_nothing_is_refused_with_the_reason(
    written: str, why: WhyNoNumber
) -> None:
    assert quantity(written) is why


@pytest.mark.parametrize(
    ("written", "marks"),
    [("(12.3)", "("), ("（12.3）", "("), ("△12.3", "△"), ("▲12.3", "▲"), ("(12.3)%", "(")],
)
def test_a_mark_is_a_minus_only_where_the_form_says_so(written: str, marks: str) -> None:
    found = quantity(written, frozenset(marks))
    assert isinstance(found, Quantity)
    assert found.value == Decimal("-12.3")
    assert quantity(written) is WhyNoNumber.NEGATIVE_MARK


def test_one_triangle_says_nothing_of_the_other() -> None:
    assert quantity("▲12.3", frozenset("△")) is WhyNoNumber.NEGATIVE_MARK


def test_the_office_documents_statements_have_the_qualifiers_and_bounds_that_readers_gave_them() -> None:
    with SEED.open(encoding="utf-8-sig", newline="") as file:
        facts = [row for row in csv.DictReader(file) if row["measure_type"] != "label"]
    checked = 0
    for fact in facts:
        if fact["fact_id"] in PROSE:
            assert isinstance(quantity(fact["value_text"]), WhyNoNumber), fact["fact_id"]
            continue
        found = read(fact["value_text"])
        ends = [
            None if end is None else f"{end.normalize():f}" for end in (found.bound.low, found.bound.high)
        ]
        assert ends == [fact["value_low"] or None, fact["value_high"] or None], fact["fact_id"]
        assert found.bound.qualifier == fact["qualifier"].removeprefix("ambiguous_"), fact["fact_id"]
        if found.bound.is_point:
            assert found.value == Decimal(fact["value_num"]), fact["fact_id"]
        checked += 1
    assert checked > 55


def test_names_with_numerals_in_them_are_no_amounts() -> None:
    with SEED.open(encoding="utf-8-sig", newline="") as file:
        labels = [row["value_text"] for row in csv.DictReader(file) if row["measure_type"] == "label"]
    # 6012349 is digits and nothing else: only its column says that it is a name.
    assert [label for label in labels if isinstance(quantity(label), Quantity)] == ["6012349", "6012349"]


NUMBERS = st.decimals(min_value=-(10**15), max_value=10**15, places=3, allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from(["", "万元", "亿元", "%", "个百分点", "户", "人次", "万平方米", "千瓦时", "吨"])


@given(NUMBERS, UNITS, st.booleans(), st.booleans(), st.booleans())
def test_what_is_written_reads_back_to_the_same_decimal(
    number: Decimal, unit: str, grouped: bool, wide: bool, minus_sign: bool
) -> None:
    text = f"{number:,f}" if grouped else f"{number:f}"
    text = text.replace("-", "−") if minus_sign else text
    text = (text.translate(FULL_WIDTH) if wide else text) + unit
    found = read(text)
    assert found.number == number
    assert found.decimals == 3
    assert found.unit == unit


@given(st.integers(1, 10**12), st.sampled_from(["约", "近", "超", "不足", "至少", "最多"]))
def test_a_qualified_number_lies_on_the_side_that_its_word_says(number: int, word: str) -> None:
    bound = read(f"{word}{number}个").bound
    match word:
        case "约":
            assert (bound.low, bound.high) == (None, None)
        case "近":
            assert bound.low is not None
            assert bound.low < number == bound.high
        case "超" | "至少":
            assert (bound.low, bound.high) == (number, None)
        case _:
            assert (bound.low, bound.high) == (None, number)


@given(st.integers(1, 10**9))
def test_more_than_a_number_ends_before_the_next_as_round_as_it(number: int) -> None:
    bound = read(f"{number}余个").bound
    step = 10 ** (len(str(number)) - len(str(number).rstrip("0")))
    assert (bound.low, bound.high) == (number, number + step)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.sampled_from("-～—至到"))
def test_a_range_keeps_both_its_ends(low: int, by: int, sign: str) -> None:
    found = read(f"{low}{sign}{low + by}户")
    assert found.bound == Bound("range", Decimal(low), True, Decimal(low + by), True, "stated")


@given(st.text(max_size=80))
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(quantity(text), (Quantity, WhyNoNumber))


@given(
    st.text(
        "0123456789.,，-—～()△%余近约超多几增长下降倍成半百分之点千万亿元户个年月日至到以上左右①² ",
        max_size=14,
    )
)
def test_any_mixture_of_the_words_of_amounts_is_answered(text: str) -> None:
    found = quantity(text, frozenset("(△"))
    if isinstance(found, Quantity):
        low, high = found.bound.low, found.bound.high
        assert low is None or high is None or low < high
        assert found.value is None or found.bound.qualifier in ("eq", "approx")


@given(NUMBERS, UNITS)
def test_reading_twice_gives_the_same(number: Decimal, unit: str) -> None:
    first = read(f"{number:f}{unit}")
    assert first.number is not None
    assert read(f"{first.number:f}{first.unit}") == first
