"""Unit words mean one thing wherever they stand, exactly, and the offices' own units agree with the table."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.office.load import load_office
from ingest.quantity.unit import COUNT, is_money, is_unit_word, same_unit, unit_table, unit_word, units_in

ROOT = Path(__file__).parents[3]
SEED = ROOT.parent / "shared" / "seed" / "seed_facts.csv"


@pytest.mark.parametrize(
    ("word", "base", "factor"),
    [
        ("元", "CNY", "1"),
        ("千元", "CNY", "1000"),
        ("万元", "CNY", "10000"),
        ("百万元", "CNY", "1000000"),
        ("亿元", "CNY", "100000000"),
        ("万元人民币", "CNY", "10000"),
        ("万美元", "USD", "10000"),
        ("百万美元", "USD", "1000000"),
        ("亿港元", "HKD", "100000000"),
        ("㎡", "M2", "1"),
        ("m²", "M2", "1"),
        ("万 平方米", "M2", "10000"),
        ("公顷", "M2", "10000"),
        ("亩", "M2", "2000/3"),
        ("万亩", "M2", "20000000/3"),
        ("平方公里", "M2", "1000000"),
        ("公里", "M", "1000"),
        ("万吨", "KG", "10000000"),
        ("万千瓦时", "KWH", "10000"),
        ("亿千瓦时", "KWH", "100000000"),
        ("万人次", "PERSON_TIME", "10000"),
        ("％", "PERCENT", "1"),
        ("‰", "PERCENT", "1/10"),
        ("个百分点", "PP", "1"),
        ("元/人", "CNY/PERSON", "1"),
        ("元／平方米", "CNY/M2", "1"),
        ("万元/亩", "CNY/M2", "15"),
        ("Thousands of dollars", "DOLLAR", "1000"),
        ("Billions of dollars", "DOLLAR", "1000000000"),
        ("in billions of chained 2009 dollars", "DOLLAR", "1000000000"),
        ("million US$", "USD", "1000000"),
        ("R$ Milhões", "BRL", "1000000"),
        ("'000", "_Z", "1000"),
        ("000'S", "_Z", "1000"),
        ("Rate per 100,000", "PER_100000", "1"),
        ("Percent", "PERCENT", "1"),
        ("percentage points", "PP", "1"),
        ("no.", "ITEM", "1"),
        ("thousand tonnes", "KG", "1000000"),
        ("US$/MMBtu", "USD/MMBTU", "1"),
    ],
)
def test_a_unit_word_is_so_much_of_its_base(word: str, base: str, factor: str) -> None:
    meaning = unit_word(word)
    assert meaning is not None
    assert (meaning.base, meaning.factor) == (base, Fraction(factor))


def test_fifteen_mu_are_one_hectare_exactly() -> None:
    mu, hectare = unit_word("亩"), unit_word("公顷")
    assert mu is not None
    assert hectare is not None
    assert 15 * mu.factor == hectare.factor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "合计",
        "T",
        "M",
        "Paper",
        "number of returns",
        "千",
        "of",
        "2009",
        "万万元",
        "单位",
        "元元",
        "万元/%",
    ],
)
def test_what_is_no_single_unit_of_a_quantity_is_none(text: str) -> None:
    meaning = unit_word(text)
    assert meaning is None or meaning.dimension == "scale"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("万元", ("万元",)),
        ("亿元、%", ("亿元", "%")),
        ("亿元，%", ("亿元", "%")),
        ("万元/%", ("万元", "%")),
        ("%、位", ("%", "位")),
        ("万元 %", ("万元", "%")),
        ("（万人）", ("万人",)),
        ("(000'S)", ("000'S",)),
        ("[Billions of dollars]", ("Billions of dollars",)),
        ("元/人", ("元/人",)),
        ("万元、合计", ()),
        ("单位:万元", ()),
        ("", ()),
    ],
)
def test_the_units_of_a_text_that_states_only_units_are_given_as_written(
    text: str, units: tuple[str, ...]
) -> None:
    assert units_in(text) == units
    assert is_unit_word(text) is bool(units)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("平米", "㎡", True),
        ("个百分点", "百分点", True),
        ("万 元", "万元", True),
        ("公斤", "kg", True),
        ("个", "个项目", True),
        ("百分点", "%", False),
        ("个", "户", False),
        ("人", "人次", False),
        ("万", "万人次", False),
        ("万户", "户", False),
        ("万元", "万美元", False),
        ("元", "美元", False),
        ("积分", "积分", True),
    ],
)
def test_two_words_are_one_unit_only_where_they_mean_the_same_amount(
    one: str, other: str, same: bool
) -> None:
    assert same_unit(one, other) is same
    assert same_unit(other, one) is same


@pytest.mark.parametrize(
    ("text", "money"), [("万元", True), ("Thousands of dollars", True), ("%", False), ("户", False)]
)
def test_money_is_told_from_other_units(text: str, money: bool) -> None:
    assert is_money(text) is money


def test_the_table_says_each_word_once_and_scales_only_with_a_scale() -> None:
    with (ROOT / "ingest" / "quantity" / "unit.csv").open(encoding="utf-8", newline="") as file:
        words = [row["word"] for row in csv.DictReader(file)]
    assert len(words) == len(set(words)) == len(unit_table())
    assert {unit.scaled for unit in unit_table().values()} == {"", "zh", "en"}


@pytest.mark.parametrize(
    "office", sorted((ROOT / "offices").glob("*/office.yml")), ids=lambda path: path.parent.name
)
def test_an_offices_units_do_not_contradict_the_table(office: Path) -> None:
    for unit in load_office(office.parent).units.values():
        meaning = unit_word(unit.unit_zh)
        assert meaning is not None, unit
        assert meaning.factor == 10**unit.unit_mult, unit
        assert (meaning.dimension, meaning.currency) == (unit.dimension, unit.currency), unit
        if unit.dimension != COUNT:  # what is counted is the indicator's to say
            assert meaning.base == unit.unit_measure, unit


def test_every_unit_of_the_office_documents_statements_is_known_with_its_scale() -> None:
    with SEED.open(encoding="utf-8-sig", newline="") as file:
        stated = [row for row in csv.DictReader(file) if row["unit_zh"] and row["unit_measure"]]
    for row in stated:
        if "/单位" in row["unit_zh"]:
            continue  # per partner unit: a ratio that only this document has
        meaning = unit_word(row["unit_zh"])
        assert meaning is not None, row["unit_zh"]
        assert meaning.factor == 10 ** int(row["unit_mult"]), row["unit_zh"]
    assert len(stated) > 70


@given(st.text(max_size=70))
def test_any_text_is_answered(text: str) -> None:
    units = units_in(text)
    assert all(unit_word(unit) for unit in units)
    assert same_unit(text, text)


@given(
    st.sampled_from(["", "千", "万", "百万", "亿"]),
    st.sampled_from([unit.word for unit in unit_table().values() if unit.scaled == "zh"]),
)
def test_a_scale_before_a_unit_multiplies_it(scale: str, word: str) -> None:
    table = unit_table()
    scaled = unit_word(scale + word)
    assert scaled is not None
    known = table.get(scale + word)  # 千克, 千米 and 千瓦 are words of their own, of the same amount
    expected = table[word].factor * (table[scale].factor if scale else 1)
    assert scaled.factor == (known.factor if known else expected)
